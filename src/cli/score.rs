//! `mtlint score`: the quality of pairs, one row out for a row in.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use mtlint::check::{CheckedDocument, score_pairs};
use mtlint::flag::Severity;
use mtlint::load;
use mtlint::score::{BeadScore, Side};

use super::progress::Bar;
use super::running::Running;
use super::{message, output};

const EXAMPLES: &str = "\
Examples:
  mtlint score memory.tsv
  mtlint score memory.csv --format tsv

Pairs are .tsv or .csv with a header that has `source` and `target`, or .jsonl with those keys.
A row of the output:
  {\"quality\":71.2,\"error_probability\":0.31,\"spans\":[{\"side\":\"target\",\"start\":3,\"end\":9,\"severity\":\"major\",\"probability\":0.71}]}";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// File of pairs
    #[arg(value_name = "PAIRS")]
    pub pairs: PathBuf,

    /// How to print the scores
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub format: Format,

    #[command(flatten)]
    pub running: Running,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// An object a line
    Jsonl,
    /// Quality and error probability, with a header
    Tsv,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut warnings = Vec::new();
    let rows = load::read_pairs(&args.pairs, &mut warnings)?;
    let bar = Bar::new(args.running.quiet);
    let scored = score_pairs(
        rows,
        args.running.model.as_deref(),
        args.running.threads,
        &|p| bar.show(p),
    )?;
    drop(bar);
    if !args.running.quiet {
        warnings.iter().for_each(message::warning);
    }
    let mut out = String::new();
    if args.format == Format::Tsv {
        out.push_str("quality\terror_probability\n");
    }
    for document in &scored {
        // A row without any text has no bead: nothing is rendered, and nothing is wrong.
        let score = document.scores.first().cloned().unwrap_or_default();
        match args.format {
            Format::Jsonl => writeln!(out, "{}", serde_json::to_string(&line(document, &score))?)?,
            Format::Tsv => writeln!(out, "{:.2}\t{:.4}", score.quality, score.error_probability)?,
        }
    }
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// A row of the output.
#[derive(serde::Serialize)]
struct Line {
    quality: f64,
    error_probability: f64,
    spans: Vec<Span>,
}

#[derive(serde::Serialize)]
struct Span {
    side: Side,
    start: usize,
    end: usize,
    severity: Severity,
    probability: f64,
}

fn line(document: &CheckedDocument, score: &BeadScore) -> Line {
    let spans = score.spans.iter().map(|span| {
        let characters = document.characters(0, span);
        Span {
            side: span.side,
            start: characters.start,
            end: characters.end,
            severity: Severity::Major,
            probability: round(span.probability, 4),
        }
    });
    Line {
        quality: round(score.quality, 2),
        error_probability: round(score.error_probability, 4),
        spans: spans.collect(),
    }
}

/// Rounds, so that the output does not depend on the last bits of a sum.
fn round(value: f32, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (f64::from(value) * scale).round() / scale
}
