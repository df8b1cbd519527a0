#![doc = include_str!("run_on.md")]

use std::ops::Range;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::english;
use crate::segment::SegmentKind;

/// Share of flags on rated machine translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.8;

/// Words that begin a sentence and are no part of a name when a lower-case word follows.
const OPENERS: [&str; 38] = [
    "We",
    "They",
    "He",
    "She",
    "It",
    "You",
    "This",
    "These",
    "That",
    "Those",
    "There",
    "The",
    "In",
    "To",
    "If",
    "When",
    "While",
    "As",
    "But",
    "And",
    "However",
    "Therefore",
    "After",
    "Before",
    "At",
    "For",
    "From",
    "On",
    "With",
    "Since",
    "Because",
    "Although",
    "Through",
    "Under",
    "His",
    "Their",
    "Our",
    "Its",
];

/// Words after which a capital is expected or no sentence can end: articles, prepositions,
/// conjunctions, and verbs that introduce speech or a name.
const OPEN_ENDED: [&str; 48] = [
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "with",
    "by",
    "and",
    "or",
    "but",
    "as",
    "that",
    "than",
    "is",
    "are",
    "was",
    "were",
    "be",
    "said",
    "says",
    "say",
    "called",
    "titled",
    "named",
    "entitled",
    "song",
    "film",
    "movie",
    "book",
    "album",
    "programme",
    "program",
    "series",
    "novel",
    "magazine",
    "newspaper",
    "drama",
    "show",
    "single",
    "theme",
    "slogan",
    "per",
    "via",
];

/// Share of capitalised words from which a text counts as written in title case.
const TITLE_CASE: f32 = 0.7;

static INFO: RuleInfo = RuleInfo {
    code: "FLU003",
    name: "run-on",
    category: "Fluency/Grammar",
    severity: Severity::Minor,
    mechanical: true,
    summary: "A new sentence begins without a stop",
    explanation: include_str!("run_on.md"),
};

/// FLU003.
#[derive(Debug)]
pub struct RunOn;

impl Rule for RunOn {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let text = bead.target;
        let spans = english::word_spans(text);
        if bead.kind == SegmentKind::Heading || is_title_case(text, &spans) {
            return Vec::new();
        }
        spans
            .windows(3)
            .filter(|three| begins_sentence(text, three))
            .map(|three| finding(text, &three[0], &three[1]))
            .collect()
    }
}

/// Whether the second of three words begins a sentence that the first one did not end.
fn begins_sentence(text: &str, three: &[Range<usize>]) -> bool {
    let [before, word, after] = [
        &text[three[0].clone()],
        &text[three[1].clone()],
        &text[three[2].clone()],
    ];
    let lower = |word: &str| word.starts_with(char::is_lowercase);
    let gaps = [
        &text[three[0].end..three[1].start],
        &text[three[1].end..three[2].start],
    ];
    OPENERS.contains(&word)
        && lower(before)
        && lower(after)
        && !OPEN_ENDED.contains(&before)
        && gaps
            .iter()
            .all(|gap| !gap.is_empty() && gap.chars().all(|c| c == ' '))
}

fn finding(text: &str, before: &Range<usize>, word: &Range<usize>) -> Finding {
    let found = &text[before.start..word.end];
    Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        source: None,
        target: Some(before.start..word.end),
        message: format!(
            "A new sentence seems to begin at \"{}\" without a stop before it.",
            &text[word.clone()]
        ),
        evidence: Evidence {
            found: vec![found.to_owned()],
            ..Evidence::default()
        },
        suggestion: Some(format!(
            "{}. {}",
            &text[before.clone()],
            &text[word.clone()]
        )),
    }
}

/// Whether most words are capitalised, as in headings.
pub(super) fn is_title_case(text: &str, spans: &[Range<usize>]) -> bool {
    let long = spans
        .iter()
        .map(|span| &text[span.clone()])
        .filter(|word| word.len() > 3 && word.starts_with(char::is_alphabetic));
    let (capitals, all) = long.fold((0, 0), |(capitals, all), word| {
        (
            capitals + usize::from(word.starts_with(char::is_uppercase)),
            all + 1,
        )
    });
    all > 0 && capitals as f32 / all as f32 > TITLE_CASE
}
