//! `mtlint eval`: how good the stages are, against data that was marked by hand.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mtlint::align::{Aligner, TrainingText, fit};
use mtlint::check::{Progress, score_pairs, with_threads};
use mtlint::eval::align::{AlignScore, AlignedText, Counts, GoldBead};
use mtlint::eval::rated::{self, RatedRow};
use mtlint::eval::score::{Estimate, Measures, ScoreReport, evaluate};
use mtlint::load::PairRow;

use super::calibrate::encoder;
use super::output;
use super::progress::Bar;
use super::running::Running;

const EXAMPLES: &str = "\
Examples:
  mtlint eval align mac-dev
  mtlint eval align mac-dev --cross-validate
  mtlint eval score mqm/dev.jsonl.gz --limit 200";

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
        /// Directory with `zh/`, `en/` and `gold/`; a line is a segment
        #[arg(value_name = "DIR")]
        directory: PathBuf,

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
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let bar = Bar::new(args.running.quiet);
    let text = match &args.task {
        Task::Align {
            directory,
            cross_validate,
        } => with_threads(args.running.threads, || {
            align(args, directory, *cross_validate, &bar)
        })??,
        Task::Score { file, limit } => score(args, file, *limit, &bar)?,
    };
    drop(bar);
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn align(args: &Args, directory: &Path, cross_validate: bool, bar: &Bar) -> anyhow::Result<String> {
    let encoder = encoder(args.running.model.as_deref())?;
    let texts = AlignedText::read_all(directory)?;
    let mut embedded = Vec::new();
    for text in &texts {
        bar.show(Progress {
            done: embedded.len(),
            total: texts.len(),
            stage: "embedding",
        });
        embedded.push(text.embed(&encoder)?);
    }
    let shipped = Aligner::shipped()?;
    let mut total = AlignScore::default();
    let mut out = String::new();
    for (k, text) in texts.iter().enumerate() {
        let aligner = if cross_validate {
            let others = texts
                .iter()
                .zip(&embedded)
                .enumerate()
                .filter(|(n, _)| *n != k);
            let mut others: Vec<TrainingText> = others
                .map(|(_, (text, embedded))| {
                    let (source, target) = embedded.sides();
                    TrainingText::new(source, target, &text.beads(), &shipped)
                })
                .collect();
            fit(&mut others, 1.0, 80, &|_, _| ())
        } else {
            shipped.clone()
        };
        let (source, target) = embedded[k].sides();
        let alignment = aligner.align(source, target);
        let found: Vec<GoldBead> = alignment.beads.iter().map(GoldBead::from).collect();
        let score = AlignScore::new(&text.gold, &found);
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

fn score(args: &Args, file: &Path, limit: Option<usize>, bar: &Bar) -> anyhow::Result<String> {
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
    table(&evaluate(&rows, &estimates))
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
    row("length alone", &report.length)?;
    row("cosine alone", &report.cosine)?;
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
