//! `mtlint rules`: the table of rules.

use std::fmt::Write;
use std::process::ExitCode;

use mtlint::flag::RuleInfo;
use mtlint::flag::registry::RULES;

use super::output;

const EXAMPLES: &str = "\
Examples:
  mtlint rules
  mtlint rules --format json";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// A table
    Text,
    /// An array of objects
    Json,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let rules: Vec<_> = RULES.iter().map(|rule| rule.info()).collect();
    let text = match args.format {
        Format::Text => table(&rules),
        Format::Json => serde_json::to_string_pretty(&rules)? + "\n",
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// A line a rule: code, name, severity, whether it states a fact or estimates, summary.
fn table(rules: &[&RuleInfo]) -> String {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules {
        let kind = if rule.mechanical { "fact" } else { "estimate" };
        let severity = rule.severity.name();
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{}  {:width$}  {severity:8}  {kind:8}  {}",
            rule.code, rule.name, rule.summary
        );
    }
    out
}
