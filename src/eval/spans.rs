//! Spans: how well the marked stretches meet those of the raters.

use std::ops::Range;

use super::rated::RatedRow;
use crate::score::marks::{LEVELS, word_ranges};

/// How well spans of at least a probability meet the raters' spans.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct SpanScore {
    /// Least probability of a span that counts.
    pub threshold: f32,
    /// Characters, against those that at least half the raters marked.
    pub characters: Confusion,
    /// Words; a word is marked where any of its characters is.
    pub words: Confusion,
}

/// Counts of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Confusion {
    /// Marked by both.
    pub both: usize,
    /// Marked only by the program.
    pub only_found: usize,
    /// Marked only by the raters.
    pub only_gold: usize,
    /// Marked by neither.
    pub neither: usize,
}

impl Confusion {
    fn add(&mut self, found: bool, gold: bool) {
        match (found, gold) {
            (true, true) => self.both += 1,
            (true, false) => self.only_found += 1,
            (false, true) => self.only_gold += 1,
            (false, false) => self.neither += 1,
        }
    }

    /// Harmonic mean of precision and recall, 0 to 1.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let all = 2 * self.both + self.only_found + self.only_gold;
        2.0 * self.both as f64 / (all as f64).max(1.0)
    }

    /// Matthews' correlation coefficient, −1 to 1; 0 where a side marks nothing or everything.
    #[must_use]
    pub fn mcc(&self) -> f64 {
        let [a, b, c, d] =
            [self.both, self.only_found, self.only_gold, self.neither].map(|n| n as f64);
        let spread = ((a + b) * (a + c) * (d + b) * (d + c)).sqrt();
        if spread > 0.0 {
            (a * d - b * c) / spread
        } else {
            0.0
        }
    }
}

/// Spans of the target of a row, in characters, with their probabilities.
pub type FoundSpans = Vec<(Range<usize>, f32)>;

/// One line a level of [`LEVELS`]. Rows without placed spans are left out.
#[must_use]
pub fn evaluate(rows: &[RatedRow], found: &[FoundSpans]) -> Vec<SpanScore> {
    let gold: Vec<(&RatedRow, Vec<bool>, &FoundSpans)> = rows
        .iter()
        .zip(found)
        .filter_map(|(row, spans)| Some((row, row.character_marks()?, spans)))
        .collect();
    LEVELS
        .iter()
        .map(|&threshold| {
            let mut score = SpanScore {
                threshold,
                characters: Confusion::default(),
                words: Confusion::default(),
            };
            for (row, marks, spans) in &gold {
                let mut own = vec![false; marks.len()];
                for (span, _) in spans.iter().filter(|(_, p)| *p >= threshold) {
                    let end = span.end.min(own.len());
                    own[span.start.min(end)..end].fill(true);
                }
                own.iter()
                    .zip(marks)
                    .for_each(|(&f, &g)| score.characters.add(f, g));
                for word in word_ranges(row.target.chars().enumerate(), marks.len()) {
                    score.words.add(
                        own[word.clone()].contains(&true),
                        marks[word].contains(&true),
                    );
                }
            }
            score
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::rated::{RatedError, Rating};

    #[test]
    fn counts_characters_and_words() {
        let error = |a, b| RatedError {
            category: "Accuracy/Mistranslation".into(),
            severity: "major".into(),
            target: vec![(a, b)],
            located: true,
        };
        let row = RatedRow {
            target: "a bad word".into(),
            ratings: vec![Rating {
                mqm: -5.0,
                errors: vec![error(2, 5)],
            }],
            ..RatedRow::default()
        };
        let found = vec![(2..5, 0.4), (6..10, 0.1)];
        let scores = evaluate(&[row], &[found]);
        let at = |t: f32| {
            *scores
                .iter()
                .find(|s| (s.threshold - t).abs() < 1e-6)
                .unwrap()
        };
        assert!((at(0.3).characters.f1() - 1.0).abs() < 1e-9);
        assert!((at(0.3).words.mcc() - 1.0).abs() < 1e-9);
        assert!((at(0.1).characters.f1() - 6.0 / 10.0).abs() < 1e-9);
        assert!(at(0.5).characters.f1().abs() < 1e-9);
    }
}
