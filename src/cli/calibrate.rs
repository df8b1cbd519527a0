//! `mtlint calibrate`: fits the numbers that ship to data that was marked by hand.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use mtlint::align::{Aligner, TrainingText, fit};
use mtlint::check::{Progress, with_threads};
use mtlint::embed::TransformerEncoder;
use mtlint::eval::align::AlignedText;
use mtlint::eval::articles::{Article, fitting};
use mtlint::eval::fit::fit_score;
use mtlint::eval::rated::{self, RatedRow};
use mtlint::gate::{calibration, review::Review};
use mtlint::load::config::Config;
use mtlint::score::Scorer;

use super::output::Destination;
use super::progress::Bar;
use super::running::Running;

const EXAMPLES: &str = "\
Examples:
  mtlint calibrate score mqm/train.jsonl.gz --held-aside --output models/score.json
  mtlint calibrate score mqm/train.jsonl.gz --plain --limit 250 --output models/score-plain.json
  mtlint calibrate align mac-dev mqm/train.jsonl.gz --output models/align.json
  mtlint calibrate --verdicts mtlint-verdicts.csv >> mtlint.toml";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    pub task: Option<Task>,

    /// Refit the rules' probabilities to reviewers' verdicts, as a section of the settings file
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub verdicts: Vec<PathBuf>,

    /// Where to write the fitted numbers [default: standard output]
    #[arg(long, value_name = "FILE", global = true)]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub running: Running,
}

#[derive(Debug, clap::Subcommand)]
pub enum Task {
    /// The quality estimate, on translations rated by professionals
    Score {
        /// Rows with `source`, `target` and `ratings` (.jsonl or .jsonl.gz)
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,

        /// Only so many sources, drawn with a fixed seed
        #[arg(long, value_name = "N")]
        limit: Option<usize>,

        /// Only rated rows of documents that the estimate was not trained on: one in ten
        #[arg(long)]
        held_aside: bool,

        /// Without the learned estimate, for encoders that it was not trained on
        #[arg(long)]
        plain: bool,
    },
    /// The alignment's weights, on texts aligned by hand
    Align {
        /// Directories with `zh/`, `en/` and `gold/`; rated translations (.jsonl or .jsonl.gz), of
        /// which every second article is rebuilt and damaged
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,

        /// Variance of the Gaussian prior on the weights
        #[arg(long, value_name = "V", default_value_t = VARIANCE)]
        variance: f64,
    },
}

/// Rounds of gradient ascent: the likelihood no longer moves well before that.
pub const ROUNDS: usize = 80;

/// Variance of the prior on the alignment's weights: of 0.5 to 16, cross-validation on six
/// chapters with the damaged articles beside them was best here.
pub const VARIANCE: f64 = 4.0;

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Some(task) = &args.task else {
        let fitted = shifts(&args.verdicts)?;
        Destination::from(args.output.clone()).write(fitted.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    };
    let bar = Bar::new(args.running.quiet);
    let show = |stage, done, total| bar.show(Progress { done, total, stage });
    let fitted = with_threads(args.running.threads, || -> anyhow::Result<String> {
        let encoder = TransformerEncoder::load(args.running.model.as_deref())?;
        match task {
            Task::Score {
                files,
                limit,
                held_aside,
                plain,
            } => {
                let mut rows = Vec::new();
                for file in files {
                    rows.extend(rated::read(file)?);
                }
                if let Some(limit) = limit {
                    rows = rated::sample(rows, *limit);
                }
                let before = shares(&rows);
                if *held_aside {
                    rows.retain(|r| r.ratings.is_empty() || r.held_aside());
                }
                let after = shares(&rows);
                // The rows kept speak for all: those of each set of texts with a major error, and
                // those without, count as much as in the whole.
                let weight = |row: &RatedRow| before[&stratum(row)] / after[&stratum(row)];
                let scorer = if *plain || args.running.model.is_some() {
                    Scorer::plain()?
                } else {
                    Scorer::shipped()?
                };
                let model = fit_score(&encoder, &scorer, &rows, &weight, &|done| {
                    show("embedding", done, rows.len());
                })?;
                Ok(serde_json::to_string_pretty(&model)? + "\n")
            }
            Task::Align { paths, variance } => {
                let mut articles = Vec::new();
                for path in paths {
                    if path.is_dir() {
                        articles.extend(AlignedText::read_all(path)?);
                    } else {
                        articles.extend(fitting(&Article::read_all(path)?));
                    }
                }
                let first = Aligner::shipped()?;
                let mut texts = Vec::new();
                for text in &articles {
                    show("embedding", texts.len(), articles.len());
                    let embedded = text.embed(&encoder)?;
                    let (source, target) = embedded.sides();
                    texts.push(TrainingText::new(source, target, &text.beads(), &first));
                }
                let aligner = fit(&mut texts, *variance, ROUNDS, &|round, _| {
                    show("fitting", round, ROUNDS);
                });
                Ok(aligner.to_json())
            }
        }
    })??;
    drop(bar);
    Destination::from(args.output.clone()).write(fitted.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The section `[calibration]` that verdicts ask for.
fn shifts(files: &[PathBuf]) -> anyhow::Result<String> {
    let mut verdicts = Review::default();
    for file in files {
        verdicts.merge(Review::read(file)?);
    }
    let config = Config {
        calibration: calibration::fit(&verdicts),
        ..Config::default()
    };
    if config.calibration.is_empty() {
        bail!("no verdict with a rule and a probability in these files");
    }
    Ok(config.to_toml()?)
}

/// What a row counts together with: its set of texts, and whether most raters marked a major error.
fn stratum(row: &RatedRow) -> (String, bool) {
    (row.set.clone(), !row.ratings.is_empty() && row.major())
}

/// The share of the rated rows that each stratum has; 1 for rows that are not rated.
fn shares(rows: &[RatedRow]) -> BTreeMap<(String, bool), f64> {
    let mut counts: BTreeMap<(String, bool), f64> = BTreeMap::new();
    let mut total = 0.0;
    for row in rows {
        let rated = f64::from(u8::from(!row.ratings.is_empty()));
        *counts.entry(stratum(row)).or_default() += rated;
        total += rated;
    }
    for share in counts.values_mut() {
        *share = if *share > 0.0 { *share / total } else { 1.0 };
    }
    counts
}
