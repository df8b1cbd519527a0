//! The result in a few numbers.

use std::collections::BTreeMap;

use crate::check::CheckResult;
use crate::flag::{Flag, Severity};

/// Counts and the penalty of a result.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Summary {
    /// Pairs of texts; with pairs one a row.
    pub documents: usize,
    /// Groups of sentences that were compared.
    pub beads: usize,
    /// English words: runs of text between white space.
    pub words: usize,
    /// Number of flags.
    pub flags: usize,
    /// Flags by severity.
    pub by_severity: BySeverity,
    /// Flags by rule code, only rules that flagged.
    pub by_rule: BTreeMap<&'static str, usize>,
    /// Sum of the flags' weights, see [`weight_in_tenths`].
    pub penalty: f64,
    /// Penalty for 1,000 English words; `None` without any word.
    pub penalty_per_1000_words: Option<f64>,
    /// 0 to 100, see [`score`], over all documents together.
    pub score: f64,
    /// Flags that stay silent.
    pub suppressed: usize,
    /// Flags of the baseline that are no longer there.
    pub fixed: usize,
}

/// Number of flags of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct BySeverity {
    /// Critical flags.
    pub critical: usize,
    /// Major flags.
    pub major: usize,
    /// Minor flags.
    pub minor: usize,
    /// Neutral flags.
    pub neutral: usize,
}

impl Summary {
    /// The summary of a result.
    #[must_use]
    pub fn of(result: &CheckResult) -> Self {
        let words = result.documents.iter().map(|d| words(&d.target.text)).sum();
        let mut by_severity = BySeverity::default();
        let mut by_rule = BTreeMap::new();
        for flag in &result.flags {
            *match flag.severity {
                Severity::Critical => &mut by_severity.critical,
                Severity::Major => &mut by_severity.major,
                Severity::Minor => &mut by_severity.minor,
                Severity::Neutral => &mut by_severity.neutral,
            } += 1;
            *by_rule.entry(flag.code).or_insert(0) += 1;
        }
        let penalty = result.flags.iter().map(weight_in_tenths).sum::<usize>() as f64 / 10.0;
        Self {
            documents: result.documents.len(),
            beads: result.documents.iter().map(|d| d.beads.len()).sum(),
            words,
            flags: result.flags.len(),
            by_severity,
            by_rule,
            penalty,
            penalty_per_1000_words: (words > 0).then(|| penalty * 1000.0 / words as f64),
            score: score(penalty, words),
            suppressed: result.suppressed.len(),
            fixed: result.fixed.len(),
        }
    }
}

/// A document and its score.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct DocumentScore {
    /// Path of the English text; of pairs: of the file, whose rows count as one document.
    pub document: String,
    /// English words.
    pub words: usize,
    /// Flags.
    pub flags: usize,
    /// Sum of the flags' weights.
    pub penalty: f64,
    /// 0 to 100, see [`score`].
    pub score: f64,
}

/// The score of every document, in order.
#[must_use]
pub fn scores(result: &CheckResult) -> Vec<DocumentScore> {
    let mut tenths = vec![(0, 0); result.documents.len()];
    for flag in &result.flags {
        if let Some((sum, flags)) = tenths.get_mut(flag.document) {
            *sum += weight_in_tenths(flag);
            *flags += 1;
        }
    }
    let mut all: Vec<DocumentScore> = Vec::new();
    let mut row_before = false;
    for (d, (sum, flags)) in result.documents.iter().zip(tenths) {
        let (row, words, penalty) = (d.row.is_some(), words(&d.target.text), sum as f64 / 10.0);
        match all.last_mut() {
            Some(last) if row && row_before && last.document == d.target.path => {
                last.words += words;
                last.flags += flags;
                last.penalty += penalty;
            }
            _ => all.push(DocumentScore {
                document: d.target.path.clone(),
                words,
                flags,
                penalty,
                score: 0.0,
            }),
        }
        row_before = row;
    }
    for document in &mut all {
        document.score = score(document.penalty, document.words);
    }
    all
}

/// `100 · (1 − penalty / words)`, not below 0: the linear scoring model of MQM (Lommel et al. 2024,
/// *The Multi-Range Theory of Translation Quality Measurement: MQM scoring models and Statistical
/// Quality Control*, "raw quality score"). Without words it is 100 where nothing is flagged, else 0.
#[must_use]
pub fn score(penalty: f64, words: usize) -> f64 {
    if penalty <= 0.0 {
        return 100.0;
    }
    // More than one point a word cannot be told apart from no text at all.
    (100.0 * (1.0 - penalty / words.max(1) as f64)).max(0.0)
}

/// Number of English words: runs of text between white space.
#[must_use]
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// What a flag costs, in tenths of a point: critical 250, major 50, minor 10, minor punctuation 1,
/// neutral 0.
///
/// Minor 1, minor punctuation 0.1, major 5 and 25 for what makes a text unusable are the weights of
/// Freitag et al. 2021, *Experts, Errors, and Context*, table 4 (Google's MQM scoring); there the
/// 25 belong to "non-translation", here to every critical flag, as in the MQM scoring models.
/// The score is MQM-style: it is summed over suspected errors, not over a professional's marks.
#[must_use]
pub fn weight_in_tenths(flag: &Flag) -> usize {
    match flag.severity {
        Severity::Critical => 250,
        Severity::Major => 50,
        Severity::Minor if flag.category == "Fluency/Punctuation" => 1,
        Severity::Minor => 10,
        Severity::Neutral => 0,
    }
}
