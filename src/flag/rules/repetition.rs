#![doc = include_str!("repetition.md")]

use std::ops::Range;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::{english, han};

/// Share of flags on rated machine translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.95;

/// Times in a row that make a loop; twice is `doubled-phrase`.
const FEWEST: usize = 3;

/// Longest phrase looked for, in words.
const LONGEST_PHRASE: usize = 12;

/// Times in a row that make a loop of letters: *aaaaaa*, *hahahahaha*.
const FEWEST_SYLLABLES: usize = 5;

/// Longest group of letters looked for inside a word.
const LONGEST_SYLLABLE: usize = 4;

static INFO: RuleInfo = RuleInfo {
    code: "FLU001",
    name: "repetition",
    category: "Fluency/Repetition",
    severity: Severity::Critical,
    mechanical: true,
    summary: "A word or phrase three times or more in a row",
    explanation: include_str!("repetition.md"),
};

/// FLU001.
#[derive(Debug)]
pub struct Repetition;

impl Rule for Repetition {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if source_repeats(bead.source, FEWEST) {
            return Vec::new();
        }
        let loops = loops(bead.target)
            .into_iter()
            .filter(|found| !is_number_in_source(&found.unit, bead.source))
            .map(|found| (found, "words"));
        let syllables = syllable_loops(bead.target)
            .into_iter()
            .map(|found| (found, "letters"));
        loops
            .chain(syllables)
            .map(|(found, what)| found.finding(what))
            .collect()
    }
}

/// A stretch of text that is one unit over and over.
pub(super) struct Loop {
    /// Where it is.
    pub span: Range<usize>,
    /// The unit.
    unit: String,
    /// How often it stands there.
    times: usize,
}

impl Loop {
    fn finding(self, what: &str) -> Finding {
        Finding {
            severity: INFO.severity,
            probability: PROBABILITY,
            source: None,
            target: Some(self.span),
            message: format!(
                "The same {what} {} times in a row: \"{}\". The Chinese does not repeat.",
                self.times, self.unit
            ),
            evidence: Evidence {
                found: vec![self.unit],
                ..Evidence::default()
            },
            suggestion: None,
        }
    }
}

/// Loops of words, leftmost and shortest unit first, without overlaps.
pub(super) fn loops(text: &str) -> Vec<Loop> {
    let spans = english::word_spans(text);
    let words: Vec<String> = spans
        .iter()
        .map(|span| text[span.clone()].to_lowercase())
        .collect();
    let mut loops = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = (1..=LONGEST_PHRASE).find_map(|length| {
            let times = times(text, &spans, &words, at, length);
            let meaningful = words[at..]
                .iter()
                .take(length)
                .any(|word| word.chars().count() > 1);
            (times >= FEWEST && meaningful).then_some((length, times))
        });
        if let Some((length, times)) = found {
            let last = at + length * times - 1;
            let unit = text[spans[at].start..spans[at + length - 1].end].to_owned();
            loops.push(Loop {
                span: spans[at].start..spans[last].end,
                unit,
                times,
            });
            at = last + 1;
        } else {
            at += 1;
        }
    }
    loops
}

/// Whether a unit is a number that the Chinese has more than once: a table or a score.
fn is_number_in_source(unit: &str, source: &str) -> bool {
    unit.bytes().all(|b| b.is_ascii_digit()) && source.matches(unit).count() > 1
}

/// How often the `length` words at `at` follow each other.
fn times(text: &str, spans: &[Range<usize>], words: &[String], at: usize, length: usize) -> usize {
    let mut times = 1;
    loop {
        let next = at + times * length;
        let Some(following) = words.get(next..next + length) else {
            return times;
        };
        let gap = &text[spans[next - 1].end..spans[next].start];
        if following != &words[at..at + length] || gap.contains(['\n', '(', ')', ':']) {
            return times;
        }
        times += 1;
    }
}

/// Loops of letters inside words.
fn syllable_loops(text: &str) -> Vec<Loop> {
    let mut loops = Vec::new();
    for word in english::word_spans(text) {
        let letters: Vec<(usize, char)> = text[word.clone()].char_indices().collect();
        let found = (0..letters.len()).find_map(|at| {
            (1..=LONGEST_SYLLABLE).find_map(|length| {
                let unit = letters.get(at..at + length)?;
                let same = |chunk: &&[(usize, char)]| {
                    chunk
                        .iter()
                        .zip(unit)
                        .all(|(a, b)| a.1.eq_ignore_ascii_case(&b.1))
                };
                let times = letters[at..].chunks_exact(length).take_while(same).count();
                let letters_only = unit
                    .iter()
                    .all(|(_, c)| c.is_alphabetic() && !han::is_han(*c));
                (times >= FEWEST_SYLLABLES && letters_only)
                    .then(|| (unit.iter().map(|(_, c)| *c).collect::<String>(), times))
            })
        });
        if let Some((unit, times)) = found {
            loops.push(Loop {
                span: word,
                unit,
                times,
            });
        }
    }
    loops
}

/// Whether the Chinese says something `fewest` times in a row, punctuation aside.
pub(super) fn source_repeats(source: &str, fewest: usize) -> bool {
    const LONGEST: usize = 8;
    let characters: Vec<char> = source.chars().filter(|c| c.is_alphanumeric()).collect();
    let shortest = if fewest < FEWEST { 2 } else { 1 };
    (0..characters.len()).any(|at| {
        (shortest..=LONGEST).any(|length| {
            let Some(unit) = characters.get(at..at + length) else {
                return false;
            };
            let times = characters[at..]
                .chunks_exact(length)
                .take_while(|chunk| *chunk == unit)
                .count();
            times >= fewest && unit.iter().any(|&c| !c.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_unit_counts() {
        let found = loops("It goes on on on, and so on, and so on, and so on.");
        let units: Vec<_> = found.iter().map(|l| (l.unit.as_str(), l.times)).collect();
        assert_eq!(units, [("on", 3), ("and so on", 3)]);
    }

    #[test]
    fn letters_can_loop_too() {
        assert_eq!(syllable_loops("He said hahahahaha and goooooood").len(), 2);
        assert!(syllable_loops("www.example.com 1000000 committee").is_empty());
    }

    #[test]
    fn chinese_repetition_is_seen_through_punctuation() {
        assert!(source_repeats("加油！加油！加油！", 3));
        assert!(source_repeats("哈哈哈", 3));
        assert!(!source_repeats("渐渐地，10000000", 3));
        assert!(source_repeats("很久很久以前", 2) && !source_repeats("天天", 2));
    }
}
