//! The whole check on one screen: [`check`], what goes into it and what comes out.
//!
//! - `stages`: the model, the aligner and the score model, run on one text or one bead;
//! - `many`: pairs of documents, in parallel;
//! - `pairs`: rows that are aligned already;
//! - `compare`: a second rendering beside each flag;
//! - [`revision`]: two renderings of one text compared;
//! - `alone`: the alignment or the scores by themselves, for `mtlint align` and `mtlint score`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::align::Bead;
use crate::error::{Error, Result, Warning};
use crate::flag::terms::Termbase;
use crate::flag::{self, Flag, Rule, RuleInfo, registry};
use crate::gate::baseline::Known;
use crate::load::{self, Document, PairRow};
use crate::score::{BeadScore, ScoredSpan, Side};
use crate::segment::Segment;

mod stages;

mod many;

mod pairs;

mod compare;

mod alone;

pub mod revision;

pub use alone::{AlignOptions, align_documents, score_pairs};

use stages::Stages;

/// A pair of texts after all stages but the report.
#[derive(Debug, Clone)]
pub struct CheckedDocument {
    /// The Chinese text.
    pub source: Document,
    /// The English text.
    pub target: Document,
    /// 0-based data row with pairs, `None` for two documents.
    pub row: Option<usize>,
    /// 1-based line of the file of pairs on which the row starts; 1 for two documents.
    pub line: usize,
    /// The other columns of the row with pairs.
    pub others: Vec<(String, String)>,
    /// Segments of the source.
    pub source_segments: Vec<Segment>,
    /// Segments of the target.
    pub target_segments: Vec<Segment>,
    /// The alignment: every segment of either side is in exactly one bead.
    pub beads: Vec<Bead>,
    /// One score a bead.
    pub scores: Vec<BeadScore>,
}

impl CheckedDocument {
    /// Where a span of a bead's score stands in its document, in characters.
    #[must_use]
    pub fn characters(&self, bead: usize, span: &ScoredSpan) -> Range<usize> {
        let Bead { source, target } = &self.beads[bead];
        let (document, segments, run) = match span.side {
            Side::Source => (&self.source, &self.source_segments, source),
            Side::Target => (&self.target, &self.target_segments, target),
        };
        // Spans count from the start of the bead; the bead starts where its first segment does.
        let first = segments.get(run.start).map_or(0, |s| s.span.start);
        let characters = |byte: usize| document.text[..first + byte].chars().count();
        characters(span.span.start)..characters(span.span.end)
    }
}

/// The program and what it ran with, for the reports.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Tool {
    /// `mtlint`.
    pub name: &'static str,
    /// Version of the crate.
    pub version: &'static str,
    /// Name and hash of the model.
    pub model: String,
    /// The rules that ran.
    pub rules: Vec<&'static RuleInfo>,
    /// The settings that move the result, by name.
    pub settings: std::collections::BTreeMap<String, String>,
}

/// Everything a report may show.
#[derive(Debug, Clone)]
pub struct CheckResult {
    /// The program and its settings.
    pub tool: Tool,
    /// The texts; for pairs one document a row.
    pub documents: Vec<CheckedDocument>,
    /// All flags that passed the selection, in order of document, target position, code.
    pub flags: Vec<Flag>,
    /// Flags that stay silent, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// Flags of the baseline that are no longer there.
    pub fixed: Vec<Known>,
    /// Pairs of texts that could not be checked.
    pub unreadable: Vec<Unreadable>,
    /// What the user should know beside the flags.
    pub warnings: Vec<Warning>,
}

/// A flag that stays silent.
#[derive(Debug, Clone, PartialEq)]
pub struct Suppressed {
    /// The flag.
    pub flag: Flag,
    /// Why it is silent.
    pub reason: Reason,
}

/// Why a flag stays silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is in the baseline.
    Baseline,
    /// Reviewers judged it wrong.
    JudgedWrong {
        /// Who, joined by commas; may be empty.
        reviewers: String,
    },
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Baseline => f.write_str("known: it is in the baseline"),
            Self::JudgedWrong { reviewers } if reviewers.is_empty() => {
                f.write_str("judged wrong by a reviewer")
            }
            Self::JudgedWrong { reviewers } => write!(f, "judged wrong by {reviewers}"),
        }
    }
}

/// A pair of texts that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Unreadable {
    /// Path of the Chinese text.
    pub source: String,
    /// Path of the English text.
    pub target: String,
    /// What is wrong.
    pub reason: String,
}

/// What to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Two documents that are not aligned. `-` is standard input.
    Documents {
        /// The Chinese text.
        source: PathBuf,
        /// The English text.
        target: PathBuf,
    },
    /// Many such documents; one that cannot be read does not keep the others from being checked.
    Many(Vec<load::DocumentPair>),
    /// Files of pairs.
    Pairs(Vec<PathBuf>),
}

/// What a second English rendering is to the one that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherRendering {
    /// A better one.
    Reference,
    /// An earlier one.
    Previous,
}

/// How to check.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Codes of the rules to run; empty: all.
    pub select: Vec<String>,
    /// Codes of the rules not to run.
    pub ignore: Vec<String>,
    /// Directory of a model to use instead of the one in the program.
    pub model: Option<PathBuf>,
    /// A second rendering, for a word diff beside each flag.
    pub other_rendering: Option<(OtherRendering, PathBuf)>,
    /// Whether no bead may reach across a paragraph break.
    pub hard_breaks: bool,
    /// Files of the user's terms.
    pub termbases: Vec<PathBuf>,
    /// Number of threads; `None`: as many as there are cores.
    pub threads: Option<usize>,
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Units done.
    pub done: usize,
    /// Units in all.
    pub total: usize,
    /// What is being done, for example `embedding`.
    pub stage: &'static str,
}
/// What is called as a check goes on.
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);

/// Checks an input.
///
/// # Errors
/// Where the input or the model cannot be used.
pub fn check(input: &Input, options: &Options, progress: OnProgress<'_>) -> Result<CheckResult> {
    with_threads(options.threads, || run(input, options, progress))?
}

fn run(input: &Input, options: &Options, progress: OnProgress<'_>) -> Result<CheckResult> {
    let rules = registry::select(&options.select, &options.ignore)?;
    let terms = Termbase::read(&options.termbases)?;
    let mut warnings = Vec::new();
    let texts = Texts::read(input, &mut warnings)?;
    let other = read_other(input, options, &mut warnings)?;
    let stages = Stages::load(options.model.as_deref(), options.hard_breaks)?;
    let mut unreadable = Vec::new();
    let documents = match texts {
        Texts::Documents(source, target) => {
            vec![stages.check_documents(source, target, progress, &mut warnings)?]
        }
        Texts::Many(pairs) => {
            let checked = stages.check_many(&pairs, progress, &mut warnings);
            unreadable = checked.1;
            checked.0
        }
        Texts::Pairs(files) => stages.check_pairs(files, progress, &mut warnings)?,
    };
    let mut flags = flag::flag_documents(&documents, &rules, &terms);
    if let (Some((kind, other)), [document]) = (other, documents.as_slice()) {
        stages.compare(document, other, kind, &mut flags, progress)?;
    }
    compare::suggestions(&mut flags);
    Ok(CheckResult {
        tool: Tool::new(&stages, &rules, options),
        documents,
        flags,
        suppressed: Vec::new(),
        fixed: Vec::new(),
        unreadable,
        warnings,
    })
}

/// Runs `work` on a pool of so many threads; `None`: one a core.
///
/// # Errors
/// If the threads cannot be started.
pub fn with_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|e| Error::Setting(format!("could not start the threads: {e}")))?;
    Ok(pool.install(work))
}

/// An input that has been read.
enum Texts {
    Documents(Document, Document),
    Many(Vec<load::DocumentPair>),
    /// The files by name, and their rows.
    Pairs(Vec<(String, Vec<PairRow>)>),
}

impl Texts {
    fn read(input: &Input, warnings: &mut Vec<Warning>) -> Result<Self> {
        match input {
            Input::Documents { source, target } => {
                let (source, target) = read_both(source, target, warnings)?;
                Ok(Self::Documents(source, target))
            }
            Input::Many(pairs) => Ok(Self::Many(pairs.clone())),
            Input::Pairs(files) => {
                let rows = files.iter().map(|file| {
                    let rows = load::read_pairs(file, warnings)?;
                    Ok((file.display().to_string(), rows))
                });
                Ok(Self::Pairs(rows.collect::<Result<_>>()?))
            }
        }
    }
}

/// Reads a Chinese and an English text.
fn read_both(
    source: &Path,
    target: &Path,
    warnings: &mut Vec<Warning>,
) -> Result<(Document, Document)> {
    let source = load::read_document(source, warnings)?;
    let target = load::read_document(target, warnings)?;
    load::check_languages(&source, &target)?;
    Ok((source, target))
}

/// Reads the second rendering, if there is one.
fn read_other(
    input: &Input,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Option<(OtherRendering, Document)>> {
    let Some((kind, path)) = &options.other_rendering else {
        return Ok(None);
    };
    if !matches!(input, Input::Documents { .. }) {
        return Err(Error::Setting(
            "a second rendering can be compared only with two documents".into(),
        ));
    }
    Ok(Some((*kind, load::read_document(path, warnings)?)))
}

impl Tool {
    fn new(stages: &Stages, rules: &[&'static dyn Rule], options: &Options) -> Self {
        let mut settings = std::collections::BTreeMap::new();
        for (name, codes) in [("select", &options.select), ("ignore", &options.ignore)] {
            if !codes.is_empty() {
                settings.insert(name.to_owned(), codes.join(","));
            }
        }
        if options.hard_breaks {
            settings.insert("hard-breaks".to_owned(), "true".to_owned());
        }
        Self {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            model: stages.model_name(),
            rules: rules.iter().map(|rule| rule.info()).collect(),
            settings,
        }
    }
}
