#![doc = include_str!("unbalanced.md")]

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.6;

static INFO: RuleInfo = RuleInfo {
    code: "FLU005",
    name: "unbalanced",
    category: "Fluency/Punctuation",
    severity: Severity::Minor,
    mechanical: true,
    summary: "A quotation mark or bracket without its partner",
    explanation: include_str!("unbalanced.md"),
};

/// FLU005.
#[derive(Debug)]
pub struct Unbalanced;

impl Rule for Unbalanced {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        // A quotation that runs over several segments is open in the Chinese, too.
        let even = [
            ('“', '”'),
            ('（', '）'),
            ('《', '》'),
            ('(', ')'),
            ('「', '」'),
        ]
        .iter()
        .all(|(open, close)| {
            bead.source.matches(*open).count() == bead.source.matches(*close).count()
        }) && bead.source.matches('"').count().is_multiple_of(2);
        if !even || bead.source.is_empty() {
            return Vec::new();
        }
        lonely(bead.target)
            .map(|(at, mark)| Finding {
                severity: INFO.severity,
                probability: PROBABILITY,
                message: format!(
                    "The mark {mark} has no partner; in the Chinese every mark has one."
                ),
                evidence: Evidence {
                    found: vec![mark.to_string()],
                    ..Evidence::default()
                },
                source: None,
                target: Some(at..at + mark.len_utf8()),
                suggestion: None,
            })
            .into_iter()
            .collect()
    }
}

/// The first bracket or double quotation mark without a partner. Numbers of list items (`a)`) and
/// signs for inches pass.
fn lonely(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut straight: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        let inch = text[..at].ends_with(|c: char| c.is_ascii_digit());
        match c {
            '(' | '[' | '“' => open.push((at, c)),
            ')' | ']' | '”' => {
                let partner = match c {
                    ')' => '(',
                    ']' => '[',
                    _ => '“',
                };
                if let Some(place) = open.iter().rposition(|(_, mark)| *mark == partner) {
                    open.remove(place);
                } else if c == '”' && straight.pop().is_some() {
                    // Opened with a straight mark.
                } else if text[..at].trim_start().chars().count() > 3
                    && !text[..at].ends_with([':', ';'])
                {
                    return Some((at, c));
                }
            }
            '"' if !inch || straight.len() % 2 == 1 => {
                if let Some(place) = open.iter().rposition(|(_, mark)| *mark == '“') {
                    open.remove(place);
                } else {
                    straight.push(at);
                }
            }
            _ => {}
        }
    }
    if straight.len() % 2 == 1 {
        return straight.last().map(|&at| (at, '"'));
    }
    open.first().copied()
}

#[cfg(test)]
mod tests {
    use super::lonely;

    #[test]
    fn partners_are_found() {
        assert_eq!(lonely("He said \"no\" (twice) and “yes”."), None);
        assert_eq!(lonely("He said \"no and left."), Some((8, '"')));
        assert_eq!(lonely("the plan (as of May"), Some((9, '(')));
    }
}
