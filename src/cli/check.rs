//! `mtlint check`: the main command.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{anyhow, bail};
use clap::ValueEnum;
use mtlint::check::{CheckResult, Input, Options, OtherRendering};
use mtlint::gate::baseline::Baseline;
use mtlint::gate::review::{self, Review};
use mtlint::gate::{Verdict, calibration};
use mtlint::load::discover;
use mtlint::report::{Format, Layout, Rows};

use super::message;
use super::output::Destination;
use super::progress::Bar;
use super::running::Running;
use super::settings::{Settings, SettingsArgs};

const EXAMPLES: &str = "\
Examples:
  mtlint check article.zh.txt article.en.txt
  mtlint check article.zh.txt article.en.txt --reference human.en.txt
  mtlint check --pairs memory.tsv --format csv --output review.csv
  mtlint check --documents news/ --format html --output review.html
  mtlint check --documents 'news/2024-*.zh.txt' --report sarif=mtlint.sarif
  mtlint check article.zh.txt article.en.txt --report csv=review.csv --report json=run.json
  mtlint check article.zh.txt article.en.txt --select ACC,TRM --fail-on critical
  mtlint check --documents news/ --write-baseline known.json
  mtlint check --documents news/ --baseline known.json --max-flags 0

Pairs are .tsv or .csv with a header that has `source` and `target`, or .jsonl with those keys;
other columns are kept. `-` is standard input. A folder holds documents as {name}.zh.txt and
{name}.en.txt; other names with --source-name and --target-name.

Settings: default < mtlint.toml < environment < command line.

Exit status: 0 clean under the gate, 1 the gate failed, 2 could not check.";

const USAGE: &str = "\
mtlint check [OPTIONS] <SOURCE> <TARGET>
       mtlint check [OPTIONS] --pairs <FILE>...
       mtlint check [OPTIONS] --documents <PATH>...";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub struct Args {
    /// The Chinese text
    #[arg(value_name = "SOURCE", required_unless_present_any = ["pairs", "documents"])]
    source: Option<PathBuf>,

    /// The English text
    #[arg(value_name = "TARGET", required_unless_present_any = ["pairs", "documents"])]
    target: Option<PathBuf>,

    /// Check pairs of sentences instead of two texts
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["source", "target"])]
    pairs: Vec<PathBuf>,

    /// Check all pairs of texts in folders, of globs, or to which files belong
    #[arg(
        long,
        value_name = "PATH",
        num_args = 1..,
        conflicts_with_all = ["source", "target", "pairs"]
    )]
    documents: Vec<PathBuf>,

    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write one more report of the same run; can be given several times
    #[arg(long, value_name = "FORMAT=PATH")]
    report: Vec<MoreReport>,

    /// CSV: begin with a byte order mark, so that Excel reads UTF-8
    #[arg(long)]
    excel: bool,

    /// CSV: what a row is
    #[arg(long, value_enum, default_value_t = Rows::Flags)]
    rows: Rows,

    /// Text: whole sentences, fingerprints and the silent flags
    #[arg(long, short)]
    verbose: bool,

    /// A better English text: its sentence is compared word by word beside each flag
    #[arg(long, value_name = "FILE", conflicts_with_all = ["previous", "pairs", "documents"])]
    reference: Option<PathBuf>,

    /// An earlier English text: its sentence is compared word by word beside each flag
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pairs", "documents"])]
    previous: Option<PathBuf>,

    /// Write all flags of this run to a file that --baseline takes
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    write_baseline: Option<PathBuf>,

    #[command(flatten)]
    settings: SettingsArgs,

    /// Pair no sentences across a paragraph break; otherwise a break only makes that less likely
    #[arg(long, conflicts_with = "pairs")]
    hard_breaks: bool,

    /// Terms with their required and forbidden renderings: .tsv or .csv with a header that has
    /// `source` and `target`, or .tbx
    #[arg(long, value_name = "FILE", num_args = 1..)]
    termbase: Vec<PathBuf>,

    #[command(flatten)]
    running: Running,
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

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let first = args.source.iter().chain(&args.pairs).chain(&args.documents);
    let first = first.map(PathBuf::as_path).next().unwrap_or(Path::new("."));
    let settings = Settings::resolve(&args.settings, &args.running, first)?;
    if args.settings.dump_config {
        super::output::print(&settings.dump()?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let reports = destinations(args)?;
    let baseline = settings.baseline.as_deref();
    let baseline = baseline.map(Baseline::read).transpose()?;
    let named = settings.verdicts.as_deref().map(Review::read).transpose()?;
    let input = input(args, &settings)?;
    let options = Options {
        select: settings.select.clone(),
        ignore: settings.ignore.clone(),
        model: settings.model.clone(),
        other_rendering: other_rendering(args),
        hard_breaks: args.hard_breaks,
        termbases: args.termbase.clone(),
        threads: settings.threads,
    };

    let bar = Bar::new(args.running.quiet);
    let outcome = mtlint::check::check(&input, &options, &|progress| bar.show(progress));
    drop(bar);
    let mut result = outcome?;
    result.tool.settings.extend(settings.record());
    calibration::apply(&settings.shifts, &mut result.flags);
    if let Some(baseline) = baseline {
        baseline.accept(&mut result);
    }
    match named {
        Some(verdicts) => verdicts,
        None => verdicts_beside(&result)?,
    }
    .silence(&mut result);
    if !args.running.quiet {
        result.warnings.iter().for_each(message::warning);
    }

    let verdict = settings.gate.judge(&result);
    if result.documents.is_empty() {
        return Err(could_not(&result, &verdict));
    }
    deliver(&reports, args, &result, &verdict)?;
    if let Verdict::CouldNotCheck { .. } = verdict {
        return Err(could_not(&result, &verdict));
    }
    if let Some(path) = &args.write_baseline {
        let known = Baseline::of(&result).to_json();
        Destination::from(Some(path.clone())).write(known.as_bytes())?;
    }
    Ok(ExitCode::from(verdict.exit_status()))
}

/// What could not be checked, each with its reason.
fn could_not(result: &CheckResult, verdict: &Verdict) -> anyhow::Error {
    let reason = match verdict {
        Verdict::CouldNotCheck { reason, .. } => reason.as_str(),
        Verdict::Pass | Verdict::Fail { .. } => "there was no text to check",
    };
    let mut said = vec![reason.to_owned()];
    said.extend(result.unreadable.iter().map(|pair| pair.reason.clone()));
    // A line each; the program prints an error and its causes.
    let mut causes = said.into_iter().rev();
    let last = causes.next().unwrap_or_default();
    causes.fold(anyhow!(last), anyhow::Error::context)
}

/// The verdict files in the folders of the English texts.
fn verdicts_beside(result: &CheckResult) -> anyhow::Result<Review> {
    let folder = |path: &str| Path::new(path).parent().map(Path::to_owned);
    let paths = result.documents.iter().map(|d| d.target.path.as_str());
    let folders: BTreeSet<PathBuf> = paths.filter(|p| *p != "-").filter_map(folder).collect();
    let mut all = Review::default();
    for file in folders.iter().map(|folder| folder.join(review::FILE_NAME)) {
        if file.is_file() {
            all.merge(Review::read(&file)?);
        }
    }
    Ok(all)
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

fn input(args: &Args, settings: &Settings) -> anyhow::Result<Input> {
    if !args.documents.is_empty() {
        let pairs = discover::discover(&args.documents, &settings.naming, &settings.exclude)?;
        if pairs.is_empty() {
            bail!("no pair of texts is left to check: --exclude takes away all");
        }
        return Ok(Input::Many(pairs));
    }
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
        Input::Many(_) => Vec::new(),
    };
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        bail!("standard input (`-`) can be read only once");
    }
    Ok(input)
}

/// Where which report goes: files first, standard output last.
fn destinations(args: &Args) -> anyhow::Result<Vec<(Format, Destination)>> {
    let more = args.report.iter();
    let mut reports: Vec<_> = more
        .map(|more| (more.format, Destination::File(more.path.clone())))
        .collect();
    reports.push((args.format, Destination::from(args.output.clone())));
    for (k, (_, destination)) in reports.iter().enumerate() {
        if let Destination::File(path) = destination
            && reports[..k].iter().any(|(_, other)| other == destination)
        {
            bail!("two reports go to `{}`", path.display());
        }
    }
    Ok(reports)
}

/// Composes all reports, then writes them.
fn deliver(
    reports: &[(Format, Destination)],
    args: &Args,
    result: &CheckResult,
    verdict: &Verdict,
) -> anyhow::Result<()> {
    let mut composed = Vec::new();
    for (format, destination) in reports {
        let layout = match destination {
            Destination::Stdout => message::stdout_layout(),
            Destination::File(_) => Layout::default(),
        };
        let layout = Layout {
            verbose: args.verbose,
            excel: args.excel,
            rows: args.rows,
            ..layout
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
    use super::*;

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
}
