//! Stage 6: rules look at beads and raise [`Flag`]s.
//!
//! A rule lives in a file of its own, implements [`Rule`], and stands in the registry table
//! [`RULES`](registry::RULES), which is the only list of rules there is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::load::Position;
use crate::report::diff::WordDiff;
use crate::score::BeadScore;
use crate::segment::SegmentKind;

pub mod registry;

pub mod number;

pub mod rules;

pub mod terms;

mod anchors;
mod body;
mod counterpart;
mod fingerprint;
mod merge;
mod name;
mod polarity;
mod raise;
mod rendering;

pub use raise::{flag_documents, flags};

/// How bad an error is, in MQM's four grades.
///
/// Weights follow Google's MQM scoring (Freitag et al. 2021, *Experts, Errors, and Context*,
/// table 4): minor 1, major 5, critical 25.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; not an error by itself.
    Neutral,
    /// A blemish that does not mislead.
    Minor,
    /// The reader is misled or cannot follow.
    Major,
    /// The text cannot be published with it.
    Critical,
}

impl Severity {
    /// The name in reports and options.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }
}

/// What a rule is, for `mtlint rules`, `mtlint explain` and the reports.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RuleInfo {
    /// Code, for example `ACC005`.
    pub code: &'static str,
    /// Name that reads as "allow X", for example `number-mismatch`.
    pub name: &'static str,
    /// MQM-style category, for example `Accuracy/Mistranslation`.
    pub category: &'static str,
    /// Default severity.
    pub severity: Severity,
    /// Whether the rule states a mechanical fact (blocks) or an estimate (advises).
    pub mechanical: bool,
    /// One line for the table of rules.
    pub summary: &'static str,
    /// The page shown by `mtlint explain`: Markdown with the headings *What it flags*,
    /// *Why it matters*, *Example*, *Not flagged*, *Limits*.
    pub explanation: &'static str,
}

/// What a rule gets to see of one bead.
#[derive(Debug, Clone, Copy)]
pub struct BeadView<'a> {
    /// Text of the source side; empty for an addition.
    pub source: &'a str,
    /// Text of the target side; empty for an omission.
    pub target: &'a str,
    /// Heading or sentence (a bead is a heading when all its segments are).
    pub kind: SegmentKind,
    /// The bead's scores.
    pub score: &'a BeadScore,
    /// Text of the whole source document (for pairs: the same as `source`).
    pub source_document: &'a str,
    /// Text of the whole target document (for pairs: the same as `target`).
    pub target_document: &'a str,
    /// The user's terms; the ones of the program are known to their rules.
    pub terms: &'a terms::Termbase,
}

/// The score of a bead that no model has seen.
static UNSCORED: BeadScore = BeadScore {
    similarity: 0.0,
    margin: 0.0,
    confidence: 1.0,
    moved: false,
    quality: 0.0,
    error_probability: 0.0,
    misalignment: 0.0,
    spans: Vec::new(),
};

impl<'a> BeadView<'a> {
    /// A sentence and its rendering by themselves, without scores: for tests and for trying a
    /// rule on a pair.
    #[must_use]
    pub fn of_pair(source: &'a str, target: &'a str) -> Self {
        Self {
            source,
            target,
            kind: SegmentKind::Sentence,
            score: &UNSCORED,
            source_document: source,
            target_document: target,
            terms: terms::Termbase::empty(),
        }
    }
}

/// What a rule found in a bead.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Severity, where it differs from the rule's default it says why in the message.
    pub severity: Severity,
    /// Probability, 0 to 1, that an editor would agree.
    pub probability: f32,
    /// Byte span in [`BeadView::source`], on character boundaries.
    pub source: Option<Range<usize>>,
    /// Byte span in [`BeadView::target`], on character boundaries.
    pub target: Option<Range<usize>>,
    /// One sentence for an editor who reads no Chinese.
    pub message: String,
    /// The proof.
    pub evidence: Evidence,
    /// A better rendering of the target span, where the rule knows one.
    pub suggestion: Option<String>,
}

/// The proof of a flag, for a reader without Chinese.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Evidence {
    /// The Chinese words concerned, with their reading and dictionary meaning.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Gloss>,
    /// What the rule expected: values or renderings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<String>,
    /// What it found instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<String>,
    /// What other rules found at the same place: code, name and message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Measurements behind an estimate, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub measures: BTreeMap<&'static str, f64>,
}

/// A Chinese word explained.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Gloss {
    /// The word.
    pub text: String,
    /// Its reading with tone marks; empty where the dictionary has none.
    pub pinyin: String,
    /// What it means, short; empty where the dictionary has no entry.
    pub meaning: String,
}

/// One kind of error.
pub trait Rule: Sync {
    /// Code, name, category and page of the rule.
    fn info(&self) -> &'static RuleInfo;

    /// Looks at one bead.
    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding>;
}

/// A stretch of a document as reports show it. Offsets count Unicode scalar values from the
/// start of the document (for pairs: of the cell), end-exclusive.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Location {
    /// Offset of the first character.
    pub start: usize,
    /// Offset after the last character.
    pub end: usize,
    /// 1-based line of the first character.
    pub line: usize,
    /// 1-based column of the first character.
    pub column: usize,
    /// The text itself.
    pub text: String,
    /// Byte span, for the program's own use.
    #[serde(skip)]
    pub span: Range<usize>,
}

impl Location {
    /// The location of a byte span of a document.
    #[must_use]
    pub fn new(document: &crate::load::Document, span: Range<usize>) -> Self {
        let Position {
            offset,
            line,
            column,
        } = document.position(span.start);
        let text = document.text[span.clone()].to_owned();
        Self {
            start: offset,
            end: offset + text.chars().count(),
            line,
            column,
            text,
            span,
        }
    }
}

/// One suspected error, ready for a report. The fields are those of the JSON report.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Flag {
    /// Rule code.
    pub code: &'static str,
    /// Rule name.
    pub rule: &'static str,
    /// MQM-style category.
    pub category: &'static str,
    /// Severity.
    pub severity: Severity,
    /// Calibrated probability that the flag is right, 0 to 1.
    pub probability: f32,
    /// Where in the source, if there is such a place.
    pub source: Option<Location>,
    /// Where in the target, if there is such a place.
    pub target: Option<Location>,
    /// Index into the report's documents.
    pub document: usize,
    /// 0-based data row with pairs, `None` for two documents.
    pub row: Option<usize>,
    /// Index of the bead in its document.
    pub bead: usize,
    /// One sentence for an editor who reads no Chinese.
    pub message: String,
    /// The proof.
    pub evidence: Evidence,
    /// A better rendering, where one is known.
    pub suggestion: Option<String>,
    /// The words that differ from the reference or previous rendering, or from the suggestion;
    /// `None` without any of these or where nothing differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<WordDiff>,
    /// Stable name of the flag: does not change when unrelated text moves.
    pub fingerprint: String,
}
