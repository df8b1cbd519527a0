//! The command line. One file a command, and what they share:
//!
//! - [`output`]: reports are composed first, then written in one go, or not at all;
//! - [`progress`]: the bar on standard error;
//! - [`running`]: the options of everything that runs the model;
//! - [`settings`]: default < file < environment < command line;
//! - [`message`]: errors and warnings on standard error.
//!
//! Standard output carries the report and nothing else. Exit status: 0 clean, 1 the gate failed,
//! 2 could not check.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod align;
mod calibrate;
mod check;
mod diff;
mod eval;
mod explain;
mod init;
mod manual;
mod message;
mod model;
mod output;
mod progress;
mod review;
mod rules;
mod running;
mod score;
mod settings;

/// Exit status of a run that could not do what it was asked for.
const COULD_NOT: u8 = 2;

const EXAMPLES: &str = "\
Examples:
  mtlint check article.zh.txt article.en.txt
  mtlint check article.zh.txt article.en.txt --format csv --output review.csv
  mtlint check --pairs memory.tsv --format json
  mtlint check --documents news/ --format html --output review.html
  mtlint diff article.zh.txt old.en.txt new.en.txt
  mtlint review import review.csv
  mtlint explain ACC005

Exit status: 0 clean under the gate, 1 the gate failed, 2 could not check.";

/// A linter for machine translation from Chinese into English: finds which English belongs to
/// which Chinese and reports the segments that are wrong, with evidence for a reader without
/// Chinese. Works offline.
#[derive(Debug, Parser)]
#[command(name = "mtlint", version, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check an English rendering against its Chinese source
    Check(Box<check::Args>),
    /// Compare two renderings: which flags went away, which are new
    Diff(diff::Args),
    /// Take in reviewers' verdicts, and show how right the rules were
    Review(review::Args),
    /// Show which English sentences belong to which Chinese
    Align(align::Args),
    /// Estimate the quality of pairs, one row out for a row in
    Score(score::Args),
    /// List the rules
    Rules(rules::Args),
    /// Show the page of a rule: what it flags, why, and what not
    Explain(explain::Args),
    /// Measure mtlint against data that was marked by hand
    Eval(eval::Args),
    /// Fit the probabilities to ratings by professionals
    Calibrate(calibrate::Args),
    /// Show or verify the language model
    Model(model::Args),
    /// Write a settings file to begin with
    Init(init::Args),
    /// Print the completions of a shell
    Completions(manual::CompletionsArgs),
    /// Print the manual page
    Man(manual::ManArgs),
}

/// Parses, runs, says what went wrong.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Also `--help` and `--version`, which go to standard output and are no failure.
        Err(usage) => {
            let status = u8::try_from(usage.exit_code()).unwrap_or(COULD_NOT);
            return match usage.print() {
                Ok(()) => ExitCode::from(status),
                Err(_) => ExitCode::from(COULD_NOT),
            };
        }
    };
    match run(cli.command) {
        Ok(status) => status,
        Err(error) => {
            if !output::was_closed(&error) {
                message::error(&error);
            }
            ExitCode::from(COULD_NOT)
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Align(args) => align::run(&args),
        Command::Score(args) => score::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Calibrate(args) => calibrate::run(&args),
        Command::Model(args) => model::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        <super::Cli as clap::CommandFactory>::command().debug_assert();
    }
}
