#![doc = include_str!("spacing.md")]

use std::ops::Range;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.5;

static INFO: RuleInfo = RuleInfo {
    code: "LOC002",
    name: "spacing",
    category: "Fluency/Typography",
    severity: Severity::Minor,
    mechanical: true,
    summary: "A space before a stop, or none after it",
    explanation: include_str!("spacing.md"),
};

/// LOC002.
#[derive(Debug)]
pub struct Spacing;

impl Rule for Spacing {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let places = faults(bead.target);
        let Some(first) = places.first() else {
            return Vec::new();
        };
        let shown = &bead.target[first.clone()];
        let more = match places.len() {
            1 => String::new(),
            many => format!(" ({many} such places)"),
        };
        vec![Finding {
            severity: INFO.severity,
            probability: PROBABILITY,
            message: format!("The spacing around \"{shown}\" is wrong{more}."),
            evidence: Evidence {
                found: places
                    .iter()
                    .map(|span| bead.target[span.clone()].to_owned())
                    .collect(),
                ..Evidence::default()
            },
            source: None,
            target: Some(first.clone()),
            suggestion: None,
        }]
    }
}

/// Where a space stands before a stop, or a word follows a stop without one.
fn faults(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map_or('\n', |(_, c)| *c);
    let mut found = Vec::new();
    for (i, &(start, c)) in chars.iter().enumerate() {
        let word = |c: char| c.is_alphabetic();
        let before = i.checked_sub(1).map_or('\n', at);
        // " ." but not " ..." or " .5" or " :)".
        let early = matches!(c, '.' | ',' | ';' | '!' | '?' | ':')
            && before == ' '
            && i > 1
            && (at(i - 2).is_alphanumeric() || matches!(at(i - 2), '"' | '”' | ')' | '%'))
            && matches!(at(i + 1), ' ' | '\n' | '"' | '”')
            && !matches!(at(i + 2), '.' | ',');
        // "plan,we" but not "3,000", "U.S.", "e.g.", "example.com".
        let glued = (c == ',' || c == ';') && word(before) && word(at(i + 1));
        let stop = matches!(c, '.' | '!' | '?')
            && before.is_lowercase()
            && i > 2
            && at(i - 2).is_lowercase()
            && at(i + 1).is_uppercase()
            && at(i + 2).is_lowercase();
        if early {
            found.push(start - 1..start + c.len_utf8());
        } else if glued || stop {
            let from = chars[i - 1].0;
            found.push(from..chars[i + 1].0 + at(i + 1).len_utf8());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn spaces_are_judged() {
        assert_eq!(faults("It rained , and stopped ."), [9..11, 23..25]);
        assert_eq!(faults("It rained,and stopped.We left."), [8..11, 20..23]);
        assert!(faults("The U.S. has 3,000, e.g. at example.com ... and .5").is_empty());
    }
}
