//! Stage 7: the result of a check in the formats people and tools read.
//!
//! | format | for | file |
//! |---|---|---|
//! | text | an editor at a terminal | [`text`] |
//! | CSV | a reviewer with a spreadsheet | [`csv`] |
//! | JSON | another program | [`json`] |
//!
//! All show the same flags in the same order; offsets count Unicode scalar values. The same result
//! gives the same bytes.

use std::io;

use crate::check::CheckResult;
use crate::flag::Gloss;
use crate::gate::Verdict;

mod closing;

pub mod csv;

pub mod diff;

mod excerpt;

pub mod json;

mod measures;

mod sentence;

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

/// How the text report is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether to write the terminal's colour sequences.
    pub color: bool,
    /// Columns that a line should take at most.
    pub columns: usize,
}

impl Default for Layout {
    /// What goes to a file: no colours, and lines that still fit a wide window.
    fn default() -> Self {
        Self {
            color: false,
            columns: 110,
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
}

impl Format {
    /// The report of this format. `layout` matters to the text alone.
    #[must_use]
    pub fn report(self, verdict: &Verdict, layout: Layout) -> Box<dyn Report> {
        match self {
            Self::Text => Box::new(text::TextReport {
                verdict: verdict.clone(),
                layout,
            }),
            Self::Csv => Box::new(csv::CsvReport),
            Self::Json => Box::new(json::JsonReport {
                verdict: verdict.clone(),
            }),
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
