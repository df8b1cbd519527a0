//! `mtlint score`: the quality of pairs, one row out for a row in.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use super::check::threads;

const EXAMPLES: &str = "\
Examples:
  mtlint score memory.tsv
  mtlint score memory.csv --format tsv

Pairs are .tsv or .csv with a header that has `source` and `target`, or .jsonl with those keys.
A row of the output:
  {\"quality\":71.2,\"error_probability\":0.31,\"spans\":[{\"side\":\"target\",\"start\":3,\"end\":9,\"severity\":\"major\",\"probability\":0.71}]}";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// File of pairs
    #[arg(value_name = "PAIRS")]
    pub pairs: PathBuf,

    /// How to print the scores
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub format: Format,

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// An object a line
    Jsonl,
    /// Quality and error probability, with a header
    Tsv,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let _ = args;
    bail!("`mtlint score` is not built yet")
}
