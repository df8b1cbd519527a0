//! `mtlint eval`: how good the stages are, against data that was marked by hand.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mtlint::align::{Aligner, TrainingText, fit};
use mtlint::check::{CheckedDocument, Progress, score_pairs, with_threads};
use mtlint::embed::TransformerEncoder;
use mtlint::eval::align::{AlignScore, AlignedText, Counts, EmbeddedText, GoldBead};
use mtlint::eval::articles::{Article, kinds};
use mtlint::eval::rated::{self, RatedRow};
use mtlint::eval::score::{Estimate, Measures, ScoreReport, evaluate};
use mtlint::eval::spans::{FoundSpans, evaluate as evaluate_spans};
use mtlint::load::PairRow;
use mtlint::score::Side;

use anyhow::bail;

use super::calibrate::{ROUNDS, VARIANCE};
use super::output;
use super::progress::Bar;
use super::running::Running;

const EXAMPLES: &str = "\
Examples:
  mtlint eval align mac-dev
  mtlint eval align mac-dev --cross-validate
  mtlint eval align mqm/train.jsonl.gz
  mtlint eval score mqm/dev.jsonl.gz --limit 200
  mtlint eval spans mqm/dev.jsonl.gz --limit 200";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub task: Task,

    #[command(flatten)]
    pub running: Running,
}

#[derive(Debug, clap::Subcommand)]
pub enum Task {
    /// Alignment: strict and lax precision, recall and F1
    Align {
        /// Directory with `zh/`, `en/` and `gold/`, a line a segment; or rated translations
        /// (.jsonl or .jsonl.gz), of which articles are rebuilt and damaged
        #[arg(value_name = "PATH")]
        path: PathBuf,

        /// Fit the weights anew for each text on the others: what holds for texts not seen
        #[arg(long)]
        cross_validate: bool,
    },
    /// Quality: rank correlation, detection of the worst, calibration
    Score {
        /// Rows with `source`, `target` and ratings (.jsonl or .jsonl.gz)
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Only so many sources, drawn with a fixed seed
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Spans: characters and words marked, against what at least half the raters marked
    Spans {
        /// Rows with `source`, `target` and ratings (.jsonl or .jsonl.gz)
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Only so many sources, drawn with a fixed seed
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let bar = Bar::new(args.running.quiet);
    let text = match &args.task {
        Task::Align {
            path,
            cross_validate,
        } => with_threads(args.running.threads, || {
            align(args, path, *cross_validate, &bar)
        })??,
        Task::Score { file, limit } => {
            let (rows, scored) = scored(args, file, *limit, &bar)?;
            score(&rows, &scored)?
        }
        Task::Spans { file, limit } => {
            let (rows, scored) = scored(args, file, *limit, &bar)?;
            spans(&rows, &scored)?
        }
    };
    drop(bar);
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn align(args: &Args, path: &Path, cross_validate: bool, bar: &Bar) -> anyhow::Result<String> {
    let encoder = TransformerEncoder::load(args.running.model.as_deref())?;
    if path.is_dir() {
        let texts = AlignedText::read_all(path)?;
        let embedded = embed(&texts, &encoder, bar)?;
        return aligned_texts(&texts, &embedded, cross_validate);
    }
    if cross_validate {
        bail!("`--cross-validate` wants a directory of aligned texts");
    }
    let mut out = String::new();
    for kind in kinds(&Article::read_all(path)?) {
        let embedded = embed(&kind.texts, &encoder, bar)?;
        let mut total = AlignScore::default();
        for (text, embedded) in kind.texts.iter().zip(&embedded) {
            total.add(&score_alignment(&Aligner::shipped()?, text, embedded));
        }
        writeln!(out, "{:<19} {}", kind.name, figures(&total))?;
        writeln!(out, "{:<19} null beads {}", "", counts(total.null))?;
    }
    Ok(out)
}

fn embed<'a>(
    texts: &'a [AlignedText],
    encoder: &TransformerEncoder,
    bar: &Bar,
) -> mtlint::Result<Vec<EmbeddedText<'a>>> {
    let embed = |(done, text): (usize, &'a AlignedText)| {
        bar.show(Progress {
            done,
            total: texts.len(),
            stage: "embedding",
        });
        text.embed(encoder)
    };
    texts.iter().enumerate().map(embed).collect()
}

fn score_alignment(
    aligner: &Aligner,
    text: &AlignedText,
    embedded: &EmbeddedText<'_>,
) -> AlignScore {
    let (source, target) = embedded.sides();
    let beads = aligner.align(source, target).beads;
    let found: Vec<GoldBead> = beads.iter().map(GoldBead::from).collect();
    AlignScore::new(&text.gold, &found)
}

fn aligned_texts(
    texts: &[AlignedText],
    embedded: &[EmbeddedText<'_>],
    cross_validate: bool,
) -> anyhow::Result<String> {
    let shipped = Aligner::shipped()?;
    let mut prepared: Vec<TrainingText> = Vec::new();
    if cross_validate {
        prepared.extend(texts.iter().zip(embedded).map(|(text, embedded)| {
            let (source, target) = embedded.sides();
            TrainingText::new(source, target, &text.beads(), &shipped)
        }));
    }
    let mut total = AlignScore::default();
    let mut out = String::new();
    for (k, text) in texts.iter().enumerate() {
        let aligner = if cross_validate {
            let own = prepared.remove(k);
            let aligner = fit(&mut prepared, VARIANCE, ROUNDS, &|_, _| ());
            prepared.insert(k, own);
            aligner
        } else {
            shipped.clone()
        };
        let score = score_alignment(&aligner, text, &embedded[k]);
        writeln!(out, "{:<12} {}", text.name, figures(&score))?;
        total.add(&score);
    }
    writeln!(out, "{:<12} {}", "all", figures(&total))?;
    writeln!(out, "null beads   {}", counts(total.null))?;
    for (shape, c) in &total.shapes {
        writeln!(out, "{}-{}          {}", shape.0, shape.1, counts(*c))?;
    }
    Ok(out)
}

fn figures(score: &AlignScore) -> String {
    format!("strict {}  lax {}", counts(score.strict), counts(score.lax))
}

fn counts(c: Counts) -> String {
    format!(
        "P {:.3} R {:.3} F1 {:.3} ({} of {} found, {} wanted)",
        c.precision(),
        c.recall(),
        c.f1(),
        c.right,
        c.found,
        c.wanted
    )
}

/// Rated rows, and what the program says of them.
fn scored(
    args: &Args,
    file: &Path,
    limit: Option<usize>,
    bar: &Bar,
) -> anyhow::Result<(Vec<RatedRow>, Vec<CheckedDocument>)> {
    let mut rows = rated::read(file)?;
    if let Some(limit) = limit {
        rows = rated::sample(rows, limit);
    }
    let pair = |(row, r): (usize, &RatedRow)| PairRow {
        row,
        line: row + 1,
        source: r.source.clone(),
        target: r.target.clone(),
        others: Vec::new(),
    };
    let pairs = rows.iter().enumerate().map(pair).collect();
    let scored = score_pairs(
        pairs,
        args.running.model.as_deref(),
        args.running.threads,
        &|p| bar.show(p),
    )?;
    Ok((rows, scored))
}

fn score(rows: &[RatedRow], scored: &[CheckedDocument]) -> anyhow::Result<String> {
    let estimates: Vec<Estimate> = scored
        .iter()
        .map(|d| {
            let score = d.scores.first().cloned().unwrap_or_default();
            Estimate {
                quality: score.quality.into(),
                error_probability: score.error_probability.into(),
                cosine: score.similarity.into(),
            }
        })
        .collect();
    table(&evaluate(rows, &estimates))
}

fn spans(rows: &[RatedRow], scored: &[CheckedDocument]) -> anyhow::Result<String> {
    let found: Vec<FoundSpans> = scored.iter().map(target_spans).collect();
    let mut out = String::from("threshold  characters F1  words F1-BAD  words MCC\n");
    for score in evaluate_spans(rows, &found) {
        writeln!(
            out,
            "{:>9.2}  {:>13.3}  {:>12.3}  {:>9.3}",
            score.threshold,
            score.characters.f1(),
            score.words.f1(),
            score.words.mcc()
        )?;
    }
    Ok(out)
}

/// The spans on the target of a row, in characters.
fn target_spans(document: &CheckedDocument) -> FoundSpans {
    let spans = document.scores.iter().take(1).flat_map(|s| &s.spans);
    spans
        .filter(|span| span.side == Side::Target)
        .map(|span| (document.characters(0, span), span.probability))
        .collect()
}

fn table(report: &ScoreReport) -> anyhow::Result<String> {
    let mut out = String::new();
    writeln!(out, "{} rows", report.rows)?;
    writeln!(
        out,
        "{:<14} {:>9} {:>15} {:>14}",
        "", "Spearman", "AUROC worst 5 %", "pair accuracy"
    )?;
    let mut row = |name: &str, m: &Measures| {
        let pairs = m
            .pair_accuracy
            .map_or_else(|| "–".to_owned(), |p| format!("{p:.3}"));
        writeln!(
            out,
            "{name:<14} {:>9.3} {:>15.3} {pairs:>14}",
            m.spearman, m.auroc_worst
        )
    };
    row("quality", &report.quality)?;
    row("  95 % from", &report.interval[0])?;
    row("       to", &report.interval[1])?;
    row("length alone", &report.length)?;
    row("cosine alone", &report.cosine)?;
    let mut from = 0;
    for (to, count, measures) in &report.bands {
        let end = if *to == usize::MAX {
            "…".to_owned()
        } else {
            (to - 1).to_string()
        };
        row(&format!("{from}–{end}: {count}"), measures)?;
        from = *to;
    }
    if let (Some(precision), Some(calibration)) = (report.precision, report.calibration) {
        writeln!(
            out,
            "precision of major errors at recall 0.3: {precision:.3}"
        )?;
        writeln!(out, "expected calibration error: {calibration:.3}")?;
        writeln!(out, "\nprobability   share with a major error   rows")?;
        for (mean, share, count) in &report.reliability {
            writeln!(out, "{mean:>11.3}   {share:>24.3}   {count:>4}")?;
        }
    }
    Ok(out)
}
