//! `mtlint eval`: how good the stages are, against data that was marked by hand.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use super::check::threads;

const EXAMPLES: &str = "\
Examples:
  mtlint eval align data/align/mac-dev
  mtlint eval score data/mqm/dev.jsonl.gz --limit 200";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub task: Task,

    /// Use this model instead of the one in the program: a directory in Hugging Face layout
    #[arg(long, value_name = "DIR", global = true)]
    pub model: Option<PathBuf>,

    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = threads, global = true)]
    pub threads: Option<usize>,

    /// No progress bar and no warnings
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, clap::Subcommand)]
pub enum Task {
    /// Alignment: strict and lax precision, recall and F1
    Align {
        /// Directory with `zh/`, `en/` and `gold/`
        #[arg(value_name = "DIR")]
        directory: PathBuf,
    },
    /// Quality: rank correlation, detection of the worst, calibration
    Score {
        /// Rows with `source`, `target` and ratings (.jsonl or .jsonl.gz)
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Only so many sources, drawn with a fixed seed
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let _ = args;
    bail!("`mtlint eval` is not built yet")
}
