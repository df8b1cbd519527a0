//! `mtlint align`: which English sentences belong to which Chinese.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use mtlint::check::{AlignOptions, CheckedDocument, align_documents};
use mtlint::load::{self, Document};
use mtlint::segment::Segment;

use super::progress::Bar;
use super::running::Running;
use super::{message, output};

const EXAMPLES: &str = "\
Examples:
  mtlint align article.zh.txt article.en.txt
  mtlint align --pre-split lines.zh.txt lines.en.txt --format tsv

A bead a line: `[0,1]:[2]` says that the first two Chinese sentences became the third English one,
counted from 0. An empty side is an omission or an addition.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The Chinese text
    #[arg(value_name = "SOURCE")]
    pub source: PathBuf,

    /// The English text
    #[arg(value_name = "TARGET")]
    pub target: PathBuf,

    /// Every line is a segment: keep the given division into sentences
    #[arg(long)]
    pub pre_split: bool,

    /// No bead reaches across a paragraph break; otherwise a break only makes it less likely
    #[arg(long, conflicts_with = "pre_split")]
    pub hard_breaks: bool,

    /// How to print the beads
    #[arg(long, value_enum, default_value_t = Format::Beads)]
    pub format: Format,

    #[command(flatten)]
    pub running: Running,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// `[0,1]:[2]` a line
    Beads,
    /// Texts, shape and confidence, a bead a line
    Tsv,
    /// Everything, one object
    Json,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut warnings = Vec::new();
    let source = load::read_document(&args.source, &mut warnings)?;
    let target = load::read_document(&args.target, &mut warnings)?;
    let bar = Bar::new(args.running.quiet);
    let options = AlignOptions {
        pre_split: args.pre_split,
        hard_breaks: args.hard_breaks,
        model: args.running.model.clone(),
        threads: args.running.threads,
    };
    let aligned = align_documents(source, target, &options, &|p| bar.show(p))?;
    drop(bar);
    if !args.running.quiet {
        warnings.iter().for_each(message::warning);
    }
    output::print(&render(&aligned, args.format)?)?;
    Ok(ExitCode::SUCCESS)
}

/// A bead as the formats show it.
#[derive(serde::Serialize)]
struct Row {
    source: Vec<usize>,
    target: Vec<usize>,
    shape: String,
    confidence: f64,
    source_text: String,
    target_text: String,
}

fn render(aligned: &CheckedDocument, format: Format) -> anyhow::Result<String> {
    let rows: Vec<Row> = aligned
        .beads
        .iter()
        .zip(&aligned.scores)
        .map(|(bead, score)| Row {
            source: bead.source.clone().collect(),
            target: bead.target.clone().collect(),
            shape: format!("{}-{}", bead.source.len(), bead.target.len()),
            confidence: (f64::from(score.confidence) * 1e4).round() / 1e4,
            source_text: text(
                &aligned.source,
                &aligned.source_segments[bead.source.clone()],
            ),
            target_text: text(
                &aligned.target,
                &aligned.target_segments[bead.target.clone()],
            ),
        })
        .collect();
    let mut out = String::new();
    match format {
        Format::Beads => {
            for row in &rows {
                writeln!(out, "[{}]:[{}]", list(&row.source), list(&row.target))?;
            }
        }
        Format::Tsv => {
            let mut table = csv::WriterBuilder::new()
                .delimiter(b'\t')
                .from_writer(Vec::new());
            table.write_record([
                "source",
                "target",
                "shape",
                "confidence",
                "source_text",
                "target_text",
            ])?;
            for row in &rows {
                table.write_record([
                    list(&row.source),
                    list(&row.target),
                    row.shape.clone(),
                    row.confidence.to_string(),
                    row.source_text.clone(),
                    row.target_text.clone(),
                ])?;
            }
            out = String::from_utf8(table.into_inner()?)?;
        }
        Format::Json => {
            out = serde_json::to_string_pretty(&rows)?;
            out.push('\n');
        }
    }
    Ok(out)
}

fn list(indices: &[usize]) -> String {
    indices
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

fn text(document: &Document, segments: &[Segment]) -> String {
    let texts: Vec<&str> = segments
        .iter()
        .map(|s| &document.text[s.span.clone()])
        .collect();
    texts.join(" ")
}
