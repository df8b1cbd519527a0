//! `mtlint calibrate`: fits the numbers that ship to data that was marked by hand.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use mtlint::align::{Aligner, TrainingText, fit};
use mtlint::check::{Progress, with_threads};
use mtlint::embed::TransformerEncoder;
use mtlint::eval::{align::AlignedText, fit::fit_score, rated};
use mtlint::gate::{calibration, review::Review};
use mtlint::load::config::Config;

use super::output::Destination;
use super::progress::Bar;
use super::running::Running;

const EXAMPLES: &str = "\
Examples:
  mtlint calibrate score mqm/train.jsonl.gz --output models/score.json
  mtlint calibrate align mac-dev --output models/align.json
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
    },
    /// The alignment's weights, on texts aligned by hand
    Align {
        /// Directories with `zh/`, `en/` and `gold/`
        #[arg(value_name = "DIR", required = true)]
        directories: Vec<PathBuf>,

        /// Variance of the Gaussian prior on the weights
        #[arg(long, value_name = "V", default_value_t = 1.0)]
        variance: f64,
    },
}

/// Rounds of gradient ascent: the likelihood no longer moves well before that.
const ROUNDS: usize = 80;

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Some(task) = &args.task else {
        let fitted = shifts(&args.verdicts)?;
        Destination::from(args.output.clone()).write(fitted.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    };
    let bar = Bar::new(args.running.quiet);
    let show = |stage, done, total| bar.show(Progress { done, total, stage });
    let fitted = with_threads(args.running.threads, || -> anyhow::Result<String> {
        let encoder = encoder(args.running.model.as_deref())?;
        match task {
            Task::Score { files, limit } => {
                let mut rows = Vec::new();
                for file in files {
                    rows.extend(rated::read(file)?);
                }
                if let Some(limit) = limit {
                    rows = rated::sample(rows, *limit);
                }
                let model =
                    fit_score(&encoder, &rows, &|done| show("embedding", done, rows.len()))?;
                Ok(serde_json::to_string_pretty(&model)? + "\n")
            }
            Task::Align {
                directories,
                variance,
            } => {
                let mut texts = Vec::new();
                for directory in directories {
                    for text in AlignedText::read_all(directory)? {
                        show("embedding", texts.len(), 0);
                        let embedded = text.embed(&encoder)?;
                        let (source, target) = embedded.sides();
                        texts.push(TrainingText::new(
                            source,
                            target,
                            &text.beads(),
                            &Aligner::shipped()?,
                        ));
                    }
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

/// The model of the program, or the one the user named.
pub fn encoder(model: Option<&Path>) -> mtlint::Result<TransformerEncoder> {
    model.map_or_else(
        TransformerEncoder::embedded,
        TransformerEncoder::from_directory,
    )
}
