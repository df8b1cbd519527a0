#![doc = include_str!("markup.md")]

use std::collections::BTreeMap;
use std::ops::Range;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};

/// Not measurable on rated news, which has no markup: a fact by its form.
const PROBABILITY: f32 = 0.9;

/// Longest tag or placeholder, in bytes.
const LONGEST: usize = 80;

static INFO: RuleInfo = RuleInfo {
    code: "DES002",
    name: "markup",
    category: "Design and markup/Markup tag",
    severity: Severity::Major,
    mechanical: true,
    summary: "A tag or placeholder that only one side has",
    explanation: include_str!("markup.md"),
};

/// DES002.
#[derive(Debug)]
pub struct Markup;

impl Rule for Markup {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if bead.source.is_empty() || bead.target.is_empty() {
            return Vec::new();
        }
        let (source, target) = (marks(bead.source), marks(bead.target));
        let lost = surplus(bead.source, &source, bead.target, &target).map(|span| {
            let text = bead.source[span.clone()].to_owned();
            Finding {
                source: Some(span),
                ..finding(
                    format!("The markup `{text}` of the source is missing in the English."),
                    text,
                    true,
                )
            }
        });
        let added = surplus(bead.target, &target, bead.source, &source).map(|span| {
            let text = bead.target[span.clone()].to_owned();
            Finding {
                target: Some(span),
                ..finding(
                    format!("The markup `{text}` stands in the English only."),
                    text,
                    false,
                )
            }
        });
        lost.chain(added).collect()
    }
}

/// Spans of the marks that one side has more often than the other.
fn surplus<'a>(
    text: &'a str,
    marks: &'a [Range<usize>],
    other: &'a str,
    others: &'a [Range<usize>],
) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for span in others {
        *left.entry(&other[span.clone()]).or_default() += 1;
    }
    marks.iter().filter_map(move |span| {
        let count = left.entry(&text[span.clone()]).or_default();
        if *count == 0 {
            return Some(span.clone());
        }
        *count -= 1;
        None
    })
}

/// Tags (`<b>`, `</b>`, `<br/>`), entities (`&nbsp;`) and placeholders (`{0}`, `{name}`, `${x}`,
/// `%s`, `%1$d`) of a text.
fn marks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(['<', '{', '%', '&']) {
        let start = at + offset;
        let length = mark(&text[start..]);
        if length > 0 {
            found.push(start..start + length);
        }
        at = start + length.max(1);
    }
    found
}

/// Length of the mark that a text begins with; 0 for none.
fn mark(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let closed = |close: char, inside: &dyn Fn(char) -> bool| {
        let end = rest.find(close).filter(|&end| end > 1 && end < LONGEST);
        end.filter(|&end| rest[1..end].chars().all(inside))
            .map_or(0, |end| end + 1)
    };
    match bytes[0] {
        b'<' => {
            let named = bytes
                .get(1)
                .is_some_and(|&c| c.is_ascii_alphabetic() || c == b'/');
            if named {
                closed('>', &|c| c != '<' && c != '\n' && c.is_ascii())
            } else {
                0
            }
        }
        b'{' => {
            let inner = closed('}', &|c| {
                c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '{' | '-')
            });
            inner + usize::from(inner > 0 && rest[inner..].starts_with('}'))
        }
        b'&' => closed(';', &|c| c.is_ascii_alphanumeric() || c == '#'),
        _ => {
            let digits = bytes[1..]
                .iter()
                .take_while(|c| c.is_ascii_digit() || **c == b'$')
                .count();
            let indexed = bytes.get(digits) == Some(&b'$') || digits == 0;
            match bytes.get(1 + digits) {
                Some(b's' | b'd' | b'@')
                    if indexed && !bytes.get(2 + digits).is_some_and(u8::is_ascii_alphabetic) =>
                {
                    2 + digits
                }
                _ => 0,
            }
        }
    }
}

fn finding(message: String, text: String, expected: bool) -> Finding {
    let (expected, found) = if expected {
        (vec![text], Vec::new())
    } else {
        (Vec::new(), vec![text])
    };
    Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message,
        evidence: Evidence {
            expected,
            found,
            ..Evidence::default()
        },
        source: None,
        target: None,
        suggestion: None,
    }
}
