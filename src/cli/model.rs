//! `mtlint model`: which language model is in the program, and is it whole?

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

const EXAMPLES: &str = "\
Examples:
  mtlint model list
  mtlint model verify
  mtlint model verify --model e5-base/";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,

    /// Use this model instead of the one in the program: a directory in Hugging Face layout
    #[arg(long, value_name = "DIR", global = true)]
    pub model: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Name, source, licence, shapes and hash
    List,
    /// Compare the hashes with the manifest and run the model once
    Verify,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let _ = args;
    bail!("`mtlint model` is not built yet")
}
