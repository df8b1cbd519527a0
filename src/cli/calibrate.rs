//! `mtlint calibrate`: fits the probabilities to ratings by professionals.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use super::check::threads;

const EXAMPLES: &str = "\
Examples:
  mtlint calibrate data/mqm/train --output calibration.json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Rated pairs: files (.jsonl or .jsonl.gz) or directories of them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Where to write the fitted numbers [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Use this model instead of the one in the program: a directory in Hugging Face layout
    #[arg(long, value_name = "DIR")]
    pub model: Option<PathBuf>,

    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,

    /// No progress bar and no warnings
    #[arg(long, short)]
    pub quiet: bool,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let _ = args;
    bail!("`mtlint calibrate` is not built yet")
}
