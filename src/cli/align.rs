//! `mtlint align`: which English sentences belong to which Chinese.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use super::check::threads;

const EXAMPLES: &str = "\
Examples:
  mtlint align article.zh.txt article.en.txt
  mtlint align --pre-split lines.zh.txt lines.en.txt --format tsv

A bead a line: `[0,1]:[2]` says that the first two Chinese sentences became the third English one,
counted from 0. An empty side is an omission or an addition.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The Chinese text
    #[arg(value_name = "SOURCE")]
    pub source: PathBuf,

    /// The English text
    #[arg(value_name = "TARGET")]
    pub target: PathBuf,

    /// Every line is a segment: keep the given division into sentences
    #[arg(long)]
    pub pre_split: bool,

    /// How to print the beads
    #[arg(long, value_enum, default_value_t = Format::Beads)]
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
    /// `[0,1]:[2]` a line
    Beads,
    /// The texts of both sides and the score, a bead a line
    Tsv,
    /// Everything, one object
    Json,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let _ = args;
    bail!("`mtlint align` is not built yet")
}
