//! `mtlint explain CODE`: the page of a rule.

use std::process::ExitCode;

use mtlint::flag::registry;

use super::output;

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
    let rule = registry::find(&args.code)?.info();
    let effect = if rule.mechanical {
        "It states a mechanical fact: from severity `major` on its flags fail the gate."
    } else {
        "It estimates: its flags advise, and fail the gate only with --fail-on."
    };
    output::print(&format!("{}\n\n{effect}\n", rule.explanation.trim()))?;
    Ok(ExitCode::SUCCESS)
}
