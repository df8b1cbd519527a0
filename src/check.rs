//! The whole check on one screen.

use std::path::PathBuf;

use crate::align::Bead;
use crate::error::{Error, Result, Warning};
use crate::flag::{Flag, RuleInfo};
use crate::load::Document;
use crate::score::BeadScore;
use crate::segment::Segment;

/// A pair of texts after all stages but the report.
#[derive(Debug, Clone)]
pub struct CheckedDocument {
    /// The Chinese text.
    pub source: Document,
    /// The English text.
    pub target: Document,
    /// 0-based data row with pairs, `None` for two documents.
    pub row: Option<usize>,
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
    /// What the user should know beside the flags.
    pub warnings: Vec<Warning>,
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

/// Checks an input.
///
/// # Errors
/// Where the input or the model cannot be used.
pub fn check(
    _input: &Input,
    _options: &Options,
    _progress: &dyn Fn(Progress),
) -> Result<CheckResult> {
    Err(Error::Setting("the pipeline is not built yet".to_owned()))
}
