//! `mtlint check`: the main command.

use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{anyhow, bail};
use clap::ValueEnum;
use mtlint::check::{CheckResult, Input, Options, OtherRendering};
use mtlint::flag::{Severity, registry};
use mtlint::gate::{DEFAULT_MIN_PROBABILITY, Gate, Verdict};
use mtlint::report::{Format, Layout};

use super::message;
use super::output::Destination;
use super::progress::Bar;

const EXAMPLES: &str = "\
Examples:
  mtlint check article.zh.txt article.en.txt
  mtlint check article.zh.txt article.en.txt --reference human.en.txt
  mtlint check --pairs memory.tsv --format csv --output review.csv
  mtlint check article.zh.txt article.en.txt --report csv=review.csv --report json=run.json
  mtlint check article.zh.txt article.en.txt --select ACC,TRM --fail-on critical

Pairs are .tsv or .csv with a header that has `source` and `target`, or .jsonl with those keys;
other columns are kept. `-` is standard input.

Exit status: 0 clean under the gate, 1 the gate failed, 2 could not check.";

const USAGE: &str = "\
mtlint check [OPTIONS] <SOURCE> <TARGET>
       mtlint check [OPTIONS] --pairs <FILE>...";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub struct Args {
    /// The Chinese text
    #[arg(value_name = "SOURCE", required_unless_present = "pairs")]
    source: Option<PathBuf>,

    /// The English text
    #[arg(value_name = "TARGET", required_unless_present = "pairs")]
    target: Option<PathBuf>,

    /// Check pairs of sentences instead of two texts
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["source", "target"])]
    pairs: Vec<PathBuf>,

    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write one more report of the same run; can be given several times
    #[arg(long, value_name = "FORMAT=PATH")]
    report: Vec<MoreReport>,

    /// A better English text: its sentence is compared word by word beside each flag
    #[arg(long, value_name = "FILE", conflicts_with_all = ["previous", "pairs"])]
    reference: Option<PathBuf>,

    /// An earlier English text: its sentence is compared word by word beside each flag
    #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
    previous: Option<PathBuf>,

    /// Run only these rules: codes (ACC005), names (number-mismatch) or families (ACC)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Fail from this severity on, with every rule; without this option only rules that state a
    /// mechanical fact fail, from `major` on, and estimates advise
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Severity>,

    /// Never fail for a flag that is less likely right than this, 0 to 1
    #[arg(long, value_name = "P", default_value_t = DEFAULT_MIN_PROBABILITY, value_parser = probability)]
    min_probability: f32,

    /// Pair no sentences across a paragraph break; otherwise a break only makes that less likely
    #[arg(long, conflicts_with = "pairs")]
    hard_breaks: bool,

    /// Use this model instead of the one in the program: a directory in Hugging Face layout
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,

    /// Number of threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<usize>,

    /// No progress bar and no warnings
    #[arg(long, short)]
    quiet: bool,
}

/// `FORMAT=PATH`.
#[derive(Debug, Clone)]
struct MoreReport {
    format: Format,
    path: PathBuf,
}

impl FromStr for MoreReport {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = text
            .split_once('=')
            .ok_or("expected FORMAT=PATH, for example csv=review.csv")?;
        if path.is_empty() {
            return Err("expected a path after `=`".to_owned());
        }
        if path == "-" {
            return Err("standard output is for --format; expected the path of a file".to_owned());
        }
        Ok(Self {
            format: Format::from_str(format, false)?,
            path: PathBuf::from(path),
        })
    }
}

/// A number from 0 to 1.
fn probability(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// A number of threads, at least one.
pub fn threads(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|&n| n > 0)
        .ok_or_else(|| "expected a whole number, 1 or more".to_owned())
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let gate = gate(args.fail_on, args.min_probability);
    let input = input(args)?;
    // Before anything is read: a misspelt rule should not cost a minute.
    if registry::select(&args.select, &args.ignore)?.is_empty() {
        bail!("no rule is left to run: --ignore takes away all that --select names");
    }
    let options = Options {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        model: args.model.clone(),
        other_rendering: other_rendering(args),
        hard_breaks: args.hard_breaks,
        threads: args.threads,
    };

    let bar = Bar::new(args.quiet);
    let outcome = mtlint::check::check(&input, &options, &|progress| bar.show(progress));
    drop(bar);
    let mut result = outcome?;
    record(gate, &mut result);
    if !args.quiet {
        result.warnings.iter().for_each(message::warning);
    }

    let verdict = gate.judge(&result);
    if let Verdict::CouldNotCheck { reason } = verdict {
        return Err(anyhow!(reason));
    }
    let more = args.report.iter();
    let mut reports: Vec<_> = more
        .map(|more| (more.format, Destination::File(more.path.clone())))
        .collect();
    reports.push((args.format, Destination::from(args.output.clone())));
    deliver(&reports, &result, &verdict)?;
    Ok(ExitCode::from(verdict.exit_status()))
}

fn other_rendering(args: &Args) -> Option<(OtherRendering, PathBuf)> {
    let reference = args
        .reference
        .clone()
        .map(|path| (OtherRendering::Reference, path));
    reference.or_else(|| {
        args.previous
            .clone()
            .map(|path| (OtherRendering::Previous, path))
    })
}

fn gate(fail_on: Option<Severity>, min_probability: f32) -> Gate {
    Gate {
        min_probability,
        ..fail_on.map_or_else(Gate::default, Gate::at)
    }
}

fn input(args: &Args) -> anyhow::Result<Input> {
    let input = match (&args.source, &args.target) {
        (Some(source), Some(target)) => Input::Documents {
            source: source.clone(),
            target: target.clone(),
        },
        _ => Input::Pairs(args.pairs.clone()),
    };
    let paths: Vec<&PathBuf> = match &input {
        Input::Documents { source, target } => vec![source, target],
        Input::Pairs(files) => files.iter().collect(),
    };
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        bail!("standard input (`-`) can be read only once");
    }
    Ok(input)
}

/// Notes the settings of the gate among those that the reports carry.
fn record(gate: Gate, result: &mut CheckResult) {
    let rules = if gate.statistical {
        "all"
    } else {
        "mechanical"
    };
    result.tool.settings.extend([
        ("fail-on".to_owned(), gate.fail_on.name().to_owned()),
        ("fail-on-rules".to_owned(), rules.to_owned()),
        (
            "min-probability".to_owned(),
            gate.min_probability.to_string(),
        ),
    ]);
}

/// Composes all reports, then writes them: files first, standard output last.
fn deliver(
    reports: &[(Format, Destination)],
    result: &CheckResult,
    verdict: &Verdict,
) -> anyhow::Result<()> {
    let mut composed = Vec::new();
    for (format, destination) in reports {
        let layout = match destination {
            Destination::Stdout => message::stdout_layout(),
            Destination::File(_) => Layout::default(),
        };
        let mut bytes = Vec::new();
        format.report(verdict, layout).write(result, &mut bytes)?;
        composed.push((destination, bytes));
    }
    for (destination, bytes) in composed {
        destination.write(&bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use mtlint::gate::DEFAULT_FAIL_ON;

    use super::*;

    #[test]
    fn a_named_severity_makes_estimates_count() {
        assert!(!gate(None, 0.5).statistical);
        assert_eq!(gate(None, 0.5).fail_on, DEFAULT_FAIL_ON);
        assert!(gate(Some(DEFAULT_FAIL_ON), 0.5).statistical);
    }

    #[test]
    fn a_report_needs_a_format_and_a_path() {
        let report: MoreReport = "csv=out=1.csv".parse().unwrap();
        assert_eq!(
            (report.format, report.path),
            (Format::Csv, PathBuf::from("out=1.csv"))
        );
        for bad in ["csv", "csv=", "csv=-", "pdf=x"] {
            assert!(bad.parse::<MoreReport>().is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_are_checked() {
        assert_eq!(probability("0.25"), Ok(0.25));
        assert!(probability("1.5").is_err() && probability("NaN").is_err());
        assert!(threads("0").is_err() && threads("two").is_err());
    }
}
