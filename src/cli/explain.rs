//! `mtlint explain CODE`: the page of a rule.

use std::process::ExitCode;

use super::{codes, output};

const EXAMPLES: &str = "\
Examples:
  mtlint explain ACC005
  mtlint explain number-mismatch";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Code or name of the rule
    #[arg(value_name = "CODE")]
    code: String,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let rule = codes::find(&codes::all(), &args.code)?;
    let effect = if rule.mechanical {
        "a mechanical fact: fails the gate"
    } else {
        "an estimate: advises, and fails the gate only with --fail-on"
    };
    output::print(&format!(
        "# {} {}\n\n{}\n\n{}, {} by default; {effect}.\n\n{}\n",
        rule.code,
        rule.name,
        rule.summary,
        rule.category,
        rule.severity.name(),
        rule.explanation.trim(),
    ))?;
    Ok(ExitCode::SUCCESS)
}
