//! Which English word renders which Chinese word, by the dictionary, and what lies between.
//!
//! Every Chinese word is tied to the English word that can mean it and stands nearest to the same
//! place in the sentence. What is tied anchors the rest: the words between two neighbouring
//! anchors on one side belong to those between them on the other. Time O(n·m) in the words.

use std::ops::Range;
use std::rc::Rc;

use crate::lexicon::support::Support;
use crate::lexicon::{english, han};

/// Most anchors passed over to the left or right of a phrase before giving up.
const REACH: usize = 4;

/// Two texts and the words that are tied.
pub(super) struct Anchors {
    /// Byte spans of the Chinese words.
    pub source: Vec<Range<usize>>,
    /// Byte spans of the English words.
    pub target: Vec<Range<usize>>,
    /// For every Chinese word the English word that renders it.
    pub tied: Vec<Option<usize>>,
}

impl Anchors {
    pub(super) fn of(source: &str, target: &str) -> Self {
        let support: Rc<Support> = Support::of(source);
        let words: Vec<Range<usize>> = support
            .words
            .iter()
            .filter(|span| {
                source[(*span).clone()].starts_with(|c: char| han::is_han(c) || c.is_alphanumeric())
            })
            .cloned()
            .collect();
        let spans = english::word_spans(target);
        let stems: Vec<Vec<String>> = spans
            .iter()
            .map(|span| {
                english::words(&target[span.clone()])
                    .filter(|word| !english::is_stop_word(word))
                    .map(english::stem)
                    .collect()
            })
            .collect();
        let place = |at: usize, all: usize| (at as f64 + 0.5) / all.max(1) as f64;
        let tied = words
            .iter()
            .enumerate()
            .map(|(at, span)| {
                let word = &source[span.clone()];
                let meant = support.meanings(span);
                let here = place(at, words.len());
                (0..spans.len())
                    .filter(|&i| {
                        stems[i].iter().any(|stem| meant.contains(stem))
                            || target[spans[i].clone()].eq_ignore_ascii_case(word)
                    })
                    .min_by(|&a, &b| {
                        let far = |i: usize| (place(i, spans.len()) - here).abs();
                        far(a).total_cmp(&far(b))
                    })
            })
            .collect();
        Self {
            source: words,
            target: spans,
            tied,
        }
    }

    /// The English between the anchors around a Chinese stretch: a run of word indices, empty where
    /// the anchors stand side by side; `None` where there are no anchors near, or they are crossed.
    pub(super) fn rendering(&self, phrase: &Range<usize>) -> Option<Range<usize>> {
        let first = self
            .source
            .iter()
            .position(|word| word.end > phrase.start)?;
        let last = self
            .source
            .iter()
            .rposition(|word| word.start < phrase.end)?;
        let before = (0..first).rev().take(REACH).find_map(|at| self.tied[at]);
        let after = (last + 1..self.source.len())
            .take(REACH)
            .find_map(|at| self.tied[at]);
        let from = match before {
            Some(at) => at + 1,
            None if first == 0 => 0,
            None => return None,
        };
        let to = match after {
            Some(at) => at,
            None if last + 1 == self.source.len() => self.target.len(),
            None => return None,
        };
        (from <= to).then_some(from..to)
    }

    /// A run of English words without function words at its ends, as a byte span.
    pub(super) fn trimmed(&self, target: &str, run: Range<usize>) -> Option<Range<usize>> {
        let content = |at: &usize| !english::is_stop_word(&target[self.target[*at].clone()]);
        let first = run.clone().find(content)?;
        let last = run.rev().find(content)?;
        Some(self.target[first].start..self.target[last].end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_the_anchors_is_the_rendering() {
        let source = "清理规范工作台账、证明事项等";
        let target = "clean up and standardize the standing books and certification items";
        let anchors = Anchors::of(source, target);
        let at = source.find("台账").unwrap();
        let run = anchors.rendering(&(at..at + "台账".len()));
        let shown = run
            .and_then(|run| anchors.trimmed(target, run))
            .map(|span| &target[span]);
        assert!(
            shown.is_none_or(|shown| shown.contains("standing books")),
            "{shown:?}"
        );
    }
}
