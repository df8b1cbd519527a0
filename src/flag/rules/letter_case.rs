#![doc = include_str!("letter_case.md")]

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::{english, han};
use crate::segment::SegmentKind;

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.5;

/// Fewest words of a text in capitals that is no name or headline.
const FEWEST_WORDS: usize = 5;

static INFO: RuleInfo = RuleInfo {
    code: "LOC003",
    name: "letter-case",
    category: "Fluency/Spelling",
    severity: Severity::Minor,
    mechanical: true,
    summary: "A sentence in capitals, or one that begins with a small letter",
    explanation: include_str!("letter_case.md"),
};

/// LOC003.
#[derive(Debug)]
pub struct LetterCase;

impl Rule for LetterCase {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let spans = english::word_spans(bead.target);
        let ends = bead.source.trim_end().ends_with(['。', '！', '？', '”']);
        if bead.kind == SegmentKind::Heading || !ends || !bead.source.contains(han::is_han) {
            return Vec::new();
        }
        let Some(first) = spans.first() else {
            return Vec::new();
        };
        let words = spans.iter().map(|span| &bead.target[span.clone()]);
        let letters = words.filter(|word| word.starts_with(char::is_alphabetic));
        let (mut capitals, mut all) = (0, 0);
        for word in letters {
            all += 1;
            capitals += usize::from(!word.chars().any(char::is_lowercase));
        }
        let word = &bead.target[first.clone()];
        let goes_on = bead.target[..first.start].contains(['…', '.', '-', '—', '@', '#']);
        let address = word.chars().skip(1).any(char::is_uppercase)
            || bead.target[first.end..].starts_with(['.', '@'])
            || word.contains(|c: char| c.is_ascii_digit());
        let (message, span) = if all >= FEWEST_WORDS && capitals == all {
            (
                "The whole sentence is in capitals.".to_owned(),
                0..bead.target.len(),
            )
        } else if word.starts_with(char::is_lowercase) && !goes_on && !address {
            (
                format!("The sentence begins with a small letter: \"{word}\"."),
                first.clone(),
            )
        } else {
            return Vec::new();
        };
        vec![Finding {
            severity: INFO.severity,
            probability: PROBABILITY,
            message,
            evidence: Evidence {
                found: vec![bead.target[span.clone()].to_owned()],
                ..Evidence::default()
            },
            source: None,
            target: Some(span),
            suggestion: None,
        }]
    }
}
