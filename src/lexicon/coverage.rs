//! Which words of one side the dictionary can account for in the other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Lexicon, english, han};

/// A Chinese word and the stems that a rendering of it may be expected to contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceWord {
    /// Byte span in the text.
    pub span: Range<usize>,
    /// Stems, sorted; never empty.
    pub stems: Vec<String>,
}

/// An English content word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetWord {
    /// Byte span in the text.
    pub span: Range<usize>,
    /// Its stem.
    pub stem: String,
}

/// The Chinese words of a text of which the dictionary knows a meaning.
#[must_use]
pub fn source_words(text: &str) -> Vec<SourceWord> {
    let lexicon = Lexicon::get();
    lexicon
        .words(text)
        .into_iter()
        .filter(|span| text[span.clone()].starts_with(han::is_han))
        .map(|span| SourceWord {
            stems: lexicon.content_words(&text[span.clone()]),
            span,
        })
        .filter(|word| !word.stems.is_empty())
        .collect()
}

/// The content words of an English text.
#[must_use]
pub fn target_words(text: &str) -> Vec<TargetWord> {
    english::word_spans(text)
        .into_iter()
        .filter(|span| !english::is_stop_word(&text[span.clone()]))
        .map(|span| TargetWord {
            stem: english::stem(&text[span.clone()]),
            span,
        })
        .collect()
}

/// Share of the Chinese words of which a meaning is in the English, and share of the English
/// content words that are a meaning of a Chinese word; 1 where there are no words.
#[must_use]
pub fn coverage(source: &[SourceWord], target: &[TargetWord]) -> (f32, f32) {
    let said: BTreeSet<&str> = target.iter().map(|w| w.stem.as_str()).collect();
    let meant: BTreeSet<&str> = source
        .iter()
        .flat_map(|w| w.stems.iter().map(String::as_str))
        .collect();
    let share = |hits: usize, all: usize| {
        if all == 0 {
            1.0
        } else {
            hits as f32 / all as f32
        }
    };
    let source_hits = source
        .iter()
        .filter(|w| w.stems.iter().any(|s| said.contains(s.as_str())));
    let target_hits = target.iter().filter(|w| meant.contains(w.stem.as_str()));
    (
        share(source_hits.count(), source.len()),
        share(target_hits.count(), target.len()),
    )
}

/// Stems as numbers, the same stem the same number.
#[derive(Debug, Default)]
pub struct Numbering<'a>(BTreeMap<&'a str, u32>);

impl<'a> Numbering<'a> {
    /// The number of a stem.
    pub fn number(&mut self, stem: &'a str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(stem).or_insert(next)
    }

    /// How many numbers have been given out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no number has been given out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_rendering_is_covered_and_another_sentence_is_not() {
        let source = source_words("各部门各单位正在厘清权责。");
        let right = coverage(
            &source,
            &target_words("All departments and units are clarifying their responsibilities."),
        );
        let other = coverage(
            &source,
            &target_words("The weather in spring was cold and rainy."),
        );
        assert!(right.0 >= 0.5 && right.1 > 0.5, "{right:?}");
        assert!(other.0 < 0.2 && other.1 < 0.2, "{other:?}");
    }
}
