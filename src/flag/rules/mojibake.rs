#![doc = include_str!("mojibake.md")]

use std::ops::Range;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};

/// Too rare on rated translations to be measured; a fact by its form.
const PROBABILITY: f32 = 0.9;

/// What UTF-8 becomes when it is read as Windows-1252, character by character.
const GARBLED: [&str; 13] = [
    "â€™",
    "â€œ",
    "â€\u{9d}",
    "â€“",
    "â€”",
    "â€¦",
    "Ã©",
    "Ã¨",
    "Ã¼",
    "Ã¶",
    "Ã¤",
    "Ã±",
    "Â ",
];

static INFO: RuleInfo = RuleInfo {
    code: "FLU006",
    name: "mojibake",
    category: "Fluency/Character encoding",
    severity: Severity::Major,
    mechanical: true,
    summary: "Characters spoiled by a wrong encoding",
    explanation: include_str!("mojibake.md"),
};

/// FLU006.
#[derive(Debug)]
pub struct Mojibake;

impl Rule for Mojibake {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        garbled(bead.target)
            .map(|span| Finding {
                severity: INFO.severity,
                probability: PROBABILITY,
                message: format!(
                    "The characters \"{}\" are what a wrong encoding leaves.",
                    &bead.target[span.clone()]
                ),
                evidence: Evidence {
                    found: vec![bead.target[span.clone()].to_owned()],
                    ..Evidence::default()
                },
                source: None,
                target: Some(span),
                suggestion: None,
            })
            .into_iter()
            .collect()
    }
}

/// The first spoiled characters of a text: replacement characters, control characters, tokens of a
/// vocabulary (`<unk>`, `▁`, `@@`), UTF-8 read as Windows-1252.
fn garbled(text: &str) -> Option<Range<usize>> {
    let sign = |c: char| {
        c == '\u{FFFD}' || c == '▁' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    };
    let single = text
        .find(sign)
        .map(|at| at..at + text[at..].chars().next().map_or(1, char::len_utf8));
    let known = GARBLED
        .iter()
        .chain(&["<unk>", "@@ ", "&#39;", "&quot;", "&amp;amp;"])
        .filter_map(|sign| text.find(sign).map(|at| at..at + sign.len()))
        .min_by_key(|span| span.start);
    single
        .into_iter()
        .chain(known)
        .min_by_key(|span| span.start)
}
