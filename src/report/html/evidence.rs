//! A flag with its evidence, as the page shows it.

use serde::Serialize;

use super::super::diff::{Change, Step};
use super::super::measures;
use super::super::visible::visible;
use super::shown;
use crate::flag::{Flag, Gloss};

#[derive(Serialize)]
pub(super) struct PageFlag {
    index: usize,
    code: &'static str,
    rule: &'static str,
    category: &'static str,
    severity: &'static str,
    probability: String,
    blocks: bool,
    message: String,
    words: Vec<Gloss>,
    expected: String,
    found: String,
    measured: String,
    suggestion: String,
    diff: Vec<PageStep>,
}

#[derive(Serialize)]
struct PageStep {
    change: Change,
    text: String,
}

impl PageFlag {
    /// The flag at `index` of the report.
    pub fn of(index: usize, flag: &Flag, blocks: bool) -> Self {
        let evidence = &flag.evidence;
        let word = |word: &Gloss| Gloss {
            text: visible(&word.text),
            pinyin: visible(&word.pinyin),
            meaning: visible(&word.meaning),
        };
        let step = |step: &Step| PageStep {
            change: step.change,
            text: shown(&step.text),
        };
        Self {
            index,
            code: flag.code,
            rule: flag.rule,
            category: flag.category,
            severity: flag.severity.name(),
            probability: format!("{:.2}", flag.probability),
            blocks,
            message: visible(&flag.message),
            words: evidence.words.iter().map(word).collect(),
            expected: visible(&evidence.expected.join(" / ")),
            found: visible(&evidence.found.join(" / ")),
            measured: measures::in_words(&evidence.measures).unwrap_or_default(),
            suggestion: visible(flag.suggestion.as_deref().unwrap_or_default()),
            diff: flag
                .diff
                .iter()
                .flat_map(|diff| diff.steps.iter().map(step))
                .collect(),
        }
    }
}
