//! `mtlint diff`: what a new rendering made better, worse, or other without need.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use mtlint::check::Options;
use mtlint::check::revision::{Revision, Rewording, revision};
use mtlint::flag::Flag;
use mtlint::report::visible::visible;

use super::progress::Bar;
use super::running::Running;
use super::{message, output};

const EXAMPLES: &str = "\
Examples:
  mtlint diff article.zh.txt old.en.txt new.en.txt
  mtlint diff article.zh.txt old.en.txt new.en.txt --format json

Exit status: 0 no flag is new, 1 some are, 2 could not check.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The Chinese text
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The English text before
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The English text after
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// How to print the difference
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Run only these rules: codes (ACC005), names (number-mismatch) or families (ACC)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<String>,

    #[command(flatten)]
    running: Running,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A line a flag and a sentence
    Text,
    /// One object
    Json,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let options = Options {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        hard_breaks: false,
        termbases: Vec::new(),
        model: args.running.model.clone(),
        other_rendering: None,
        threads: args.running.threads,
    };
    let bar = Bar::new(args.running.quiet);
    let renderings = [args.old.clone(), args.new.clone()];
    let compared = revision(&args.source, renderings, &options, &|p| bar.show(p));
    drop(bar);
    let revision = compared?;
    if !args.running.quiet {
        revision.new.warnings.iter().for_each(message::warning);
    }
    let report = match args.format {
        Format::Text => text(&revision)?,
        Format::Json => json(&revision)?,
    };
    output::print(&report)?;
    Ok(ExitCode::from(u8::from(!revision.fresh.is_empty())))
}

fn text(revision: &Revision) -> anyhow::Result<String> {
    let mut out = String::new();
    let parts = parts(revision);
    for (title, flags) in [
        ("gone", &parts.gone),
        ("new", &parts.new),
        ("still there", &parts.kept),
    ] {
        writeln!(out, "{title}: {}", flags.len())?;
        for flag in flags {
            let place = flag.target.as_ref().or(flag.source.as_ref());
            let line = place
                .map(|l| format!(" line {}:", l.line))
                .unwrap_or_default();
            let (code, severity) = (flag.code, flag.severity.name());
            writeln!(out, "  {code} {severity}{line} {}", visible(&flag.message))?;
        }
    }
    writeln!(out, "changed without need: {}", parts.needless.len())?;
    for sentence in parts.needless {
        let diff = visible(&sentence.diff.to_string());
        writeln!(out, "  line {}: {diff}", sentence.target.line)?;
    }
    Ok(out)
}

/// The difference as it is printed.
#[derive(serde::Serialize)]
struct Parts<'a> {
    gone: Vec<&'a Flag>,
    new: Vec<&'a Flag>,
    kept: Vec<&'a Flag>,
    needless: &'a [Rewording],
}

fn parts(revision: &Revision) -> Parts<'_> {
    let (old, new) = (&revision.old.flags, &revision.new.flags);
    Parts {
        gone: revision.gone.iter().map(|&k| &old[k]).collect(),
        new: revision.fresh.iter().map(|&k| &new[k]).collect(),
        kept: revision.kept.iter().map(|&(_, k)| &new[k]).collect(),
        needless: &revision.needless,
    }
}

fn json(revision: &Revision) -> anyhow::Result<String> {
    Ok(mtlint::report::json::to_string(&parts(revision))? + "\n")
}
