//! Stage 7: the result of a check in the formats people and tools read.
//!
//! | format | for | file |
//! |---|---|---|
//! | text | an editor at a terminal | [`text`] |
//! | HTML | a reviewer with a browser | [`html`] |
//! | CSV | a reviewer with a spreadsheet | [`csv`] |
//! | JSON, JSONL | another program | [`json`], [`jsonl`] |
//! | SARIF | code scanning | [`sarif`] |
//! | `JUnit` | a CI server | [`junit`] |
//! | GitHub, GitLab | a pull or merge request | [`github`], [`gitlab`] |
//!
//! All show the same flags in the same order; offsets count Unicode scalar values. The same result
//! gives the same bytes.

use std::io;

use crate::check::{CheckResult, CheckedDocument};
use crate::flag::{Evidence, Flag, Gloss, Severity};
use crate::gate::Verdict;

mod closing;

pub mod csv;

pub mod diff;

mod excerpt;

pub mod github;

pub mod gitlab;

pub mod html;

pub mod json;

pub mod jsonl;

pub mod junit;

mod measures;

mod place;

pub mod sarif;

pub(crate) mod sentence;

pub mod summary;

pub mod text;

pub mod visible;

mod wrap;

/// One output format. A report is composed in memory and written in one go: never half.
pub trait Report {
    /// Writes the whole report.
    ///
    /// # Errors
    /// Only those of `out`.
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()>;
}

/// How reports are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Text: whether to write the terminal's colour sequences.
    pub color: bool,
    /// Text: columns that a line should take at most.
    pub columns: usize,
    /// Text: whether to show all there is to know of a flag, and the silent flags.
    pub verbose: bool,
    /// CSV: whether to begin with a byte order mark, without which Excel takes UTF-8 for the
    /// system's old encoding.
    pub excel: bool,
    /// CSV: what a row is.
    pub rows: Rows,
}

/// What a row of the CSV report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Rows {
    /// A flag.
    #[default]
    Flags,
    /// A group of sentences that belong together, flagged or not: nothing is hidden.
    Beads,
}

impl Default for Layout {
    /// What goes to a file: no colours, and lines that still fit a wide window.
    fn default() -> Self {
        Self {
            color: false,
            columns: 110,
            verbose: false,
            excel: false,
            rows: Rows::Flags,
        }
    }
}

/// The formats there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Both lines with carets, the reason, a summary.
    Text,
    /// One flag a row, with empty columns for the reviewer.
    Csv,
    /// Everything, for other programs.
    Json,
    /// One flag an object a line.
    Jsonl,
    /// One page with both texts side by side; verdicts can be given in it.
    Html,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML: a suite a document, a case a group of sentences.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// Code quality report of GitLab.
    Gitlab,
}

impl Format {
    /// The report of this format.
    #[must_use]
    pub fn report(self, verdict: &Verdict, layout: Layout) -> Box<dyn Report> {
        match self {
            Self::Text => Box::new(text::TextReport {
                verdict: verdict.clone(),
                layout,
            }),
            Self::Csv => Box::new(csv::CsvReport {
                excel: layout.excel,
                rows: layout.rows,
            }),
            Self::Json => Box::new(json::JsonReport {
                verdict: verdict.clone(),
            }),
            Self::Jsonl => Box::new(jsonl::JsonlReport),
            Self::Html => Box::new(html::HtmlReport {
                verdict: verdict.clone(),
            }),
            Self::Sarif => Box::new(sarif::SarifReport {
                verdict: verdict.clone(),
            }),
            Self::Junit => Box::new(junit::JunitReport {
                verdict: verdict.clone(),
            }),
            Self::Github => Box::new(github::GithubReport {
                verdict: verdict.clone(),
            }),
            Self::Gitlab => Box::new(gitlab::GitlabReport),
        }
    }
}

/// A word explained: `精 jīng — essence; refined`.
fn gloss(word: &Gloss) -> String {
    let mut out = word.text.clone();
    if !word.pinyin.is_empty() {
        out.extend([" ", &word.pinyin]);
    }
    if !word.meaning.is_empty() {
        out.extend([" — ", &word.meaning]);
    }
    out
}

/// The evidence as short phrases: the Chinese words, what was expected, what was found, what was
/// measured.
fn phrases(evidence: &Evidence) -> Vec<String> {
    let mut parts: Vec<String> = evidence.words.iter().map(gloss).collect();
    if !evidence.expected.is_empty() {
        parts.push(format!("expected: {}", evidence.expected.join(" / ")));
    }
    if !evidence.found.is_empty() {
        parts.push(format!("found: {}", evidence.found.join(" / ")));
    }
    parts.extend(measures::in_words(&evidence.measures));
    parts
}

/// A flag in words, a line a thought: for formats that have room for one text.
fn explained(flag: &Flag) -> Vec<String> {
    let mut lines = vec![flag.message.clone()];
    for (side, location) in [("Chinese", &flag.source), ("English", &flag.target)] {
        lines.extend(location.as_ref().map(|l| format!("{side}: {}", l.text)));
    }
    lines.extend(phrases(&flag.evidence));
    lines.extend(flag.suggestion.as_ref().map(|s| format!("write: {s}")));
    lines.extend(flag.diff.as_ref().map(|diff| format!("diff: {diff}")));
    lines.push(format!(
        "{}, {}, probability {:.2}",
        flag.rule,
        flag.severity.name(),
        flag.probability
    ));
    lines
}

/// How much a flag asks for attention where a format knows errors, warnings and notes: what blocks
/// is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Urgency {
    Error,
    Warning,
    Note,
}

impl Urgency {
    fn of(flag: &Flag, blocks: bool) -> Self {
        match (blocks, flag.severity) {
            (true, _) => Self::Error,
            (false, Severity::Neutral) => Self::Note,
            (false, _) => Self::Warning,
        }
    }
}

/// Documents that a reader counts as one: each by itself, the rows of a file of pairs together.
/// With the index of the first.
fn grouped(documents: &[CheckedDocument]) -> Vec<(usize, &[CheckedDocument])> {
    let together = |a: &CheckedDocument, b: &CheckedDocument| {
        a.row.is_some() && b.row.is_some() && a.target.path == b.target.path
    };
    let mut first = 0;
    documents
        .chunk_by(together)
        .map(|group| {
            let start = first;
            first += group.len();
            (start, group)
        })
        .collect()
}
