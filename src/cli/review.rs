//! `mtlint review`: verdicts of reviewers come back.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use mtlint::gate::review::{FILE_NAME, Review};
use mtlint::report::visible::visible;

use super::output::{self, Destination};

const EXAMPLES: &str = "\
Examples:
  mtlint check article.zh.txt article.en.txt --format csv --output review.csv
  mtlint review import review.csv
  mtlint review stats
  mtlint review stats news/mtlint-verdicts.csv

In the CSV report the column `verdict` takes right, wrong or unsure; the HTML report saves the same
file. Flags that more reviewers judged wrong than right stay silent in the next check.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    action: Action,

    /// Verdict file [default: mtlint-verdicts.csv beside each English text]
    #[arg(long, value_name = "FILE", global = true, env = "MTLINT_VERDICTS")]
    verdicts: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Take the verdicts of filled-in CSV reports into the verdict file
    Import {
        /// CSV reports with verdicts
        #[arg(value_name = "CSV", required = true)]
        files: Vec<PathBuf>,
    },
    /// Show how right the rules were, by verdicts
    Stats {
        /// Verdict files or filled-in CSV reports [default: mtlint-verdicts.csv here]
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let text = match &args.action {
        Action::Import { files } => import(files, args.verdicts.as_deref())?,
        Action::Stats { files } if files.is_empty() => {
            let default = args.verdicts.clone();
            stats(&[default.unwrap_or_else(|| PathBuf::from(FILE_NAME))])?
        }
        Action::Stats { files } => stats(files)?,
    };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// All files are read and all new contents composed before the first is written.
fn import(files: &[PathBuf], verdicts: Option<&Path>) -> anyhow::Result<String> {
    let mut reviewed = Review::default();
    for file in files {
        reviewed.merge(Review::read(file)?);
    }
    if reviewed.is_empty() {
        bail!("no verdict in these files: the column `verdict` is empty");
    }
    let mut by_file: BTreeMap<PathBuf, Review> = BTreeMap::new();
    for entry in reviewed.entries() {
        let file = match verdicts {
            Some(file) => file.to_owned(),
            None => Path::new(&entry.target_path).with_file_name(FILE_NAME),
        };
        by_file.entry(file).or_default().insert(entry.clone());
    }
    let mut said = String::new();
    let mut composed = Vec::new();
    for (file, new) in by_file {
        let mut all = if file.exists() {
            Review::read(&file)?
        } else {
            Review::default()
        };
        let count = new.entries().count();
        all.merge(new);
        let total = all.entries().count();
        let shown = visible(&file.display().to_string());
        writeln!(said, "{shown}: {count} verdicts taken in, {total} in all")?;
        composed.push((file, all.to_csv()?));
    }
    for (file, bytes) in composed {
        Destination::File(file).write(&bytes)?;
    }
    Ok(said)
}

/// A line a rule: verdicts, precision and its 95 % interval.
fn stats(files: &[PathBuf]) -> anyhow::Result<String> {
    let mut all = Review::default();
    for file in files {
        all.merge(Review::read(file)?);
    }
    let mut out = String::from(
        "rule                               right  wrong unsure  precision  95 % interval\n",
    );
    for (code, rule) in all.stats() {
        let name = visible(&format!("{code} {}", rule.rule));
        let (right, wrong, unsure) = (rule.right, rule.wrong, rule.unsure);
        write!(out, "{name:<34} {right:>5} {wrong:>6} {unsure:>6}")?;
        match rule.precision().zip(rule.interval()) {
            Some((precision, (low, high))) => {
                writeln!(out, "  {precision:>9.2}  {low:.2} to {high:.2}")?;
            }
            None => writeln!(out, "          –")?,
        }
    }
    Ok(out)
}
