#![doc = include_str!("doubled_phrase.md")]

use std::ops::Range;

use super::repetition::{loops, source_repeats};
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::english;

/// Share of flags on rated machine translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.9;

/// Longest phrase looked for, in words.
const LONGEST_PHRASE: usize = 12;

/// Words of a phrase that does not come twice by chance, even with a comma in between.
const LONG_PHRASE: usize = 4;

/// Words that English doubles (*had had*, *moved in in May*), names and plants (*ylang ylang*).
const DOUBLED: [&str; 38] = [
    "had", "that", "very", "really", "so", "many", "much", "too", "long", "far", "never", "no",
    "yes", "ha", "bye", "blah", "knock", "night", "pretty", "tut", "there", "well", "duran",
    "bora", "pago", "walla", "baden", "sirhan", "sing", "boutros", "ylang", "in", "on", "up",
    "out", "off", "over", "by",
];

/// Words between the halves of a set phrase: *more and more*, *face to face*, *year after year*.
const LINKS: [&str; 8] = ["and", "or", "to", "by", "after", "in", "on", "upon"];

static INFO: RuleInfo = RuleInfo {
    code: "FLU002",
    name: "doubled-phrase",
    category: "Fluency/Repetition",
    severity: Severity::Major,
    mechanical: true,
    summary: "A word or phrase twice in a row",
    explanation: include_str!("doubled_phrase.md"),
};

/// FLU002.
#[derive(Debug)]
pub struct DoubledPhrase;

impl Rule for DoubledPhrase {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let text = bead.target;
        let spans = english::word_spans(text);
        let words: Vec<String> = spans
            .iter()
            .map(|span| text[span.clone()].to_lowercase())
            .collect();
        let looped = loops(text);
        let mut findings = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some(double) = Double::at(bead, &spans, &words, at) else {
                at += 1;
                continue;
            };
            at = double.end;
            let span = double.span(&spans);
            let in_loop = looped
                .iter()
                .any(|l| l.span.start < span.end && span.start < l.span.end);
            if !in_loop && !source_repeats(bead.source, 2) {
                findings.push(double.finding(text, &spans));
            }
        }
        findings
    }
}

/// The same words twice.
struct Double {
    /// Indices of the first copy's words.
    first: Range<usize>,
    /// Index after the second copy's last word.
    end: usize,
}

impl Double {
    /// The longest phrase at a word that comes twice: directly, joined by *and*, or as two items
    /// of a list.
    fn at(
        bead: &BeadView<'_>,
        spans: &[Range<usize>],
        words: &[String],
        at: usize,
    ) -> Option<Self> {
        (1..=LONGEST_PHRASE).rev().find_map(|length| {
            let first = words.get(at..at + length)?;
            let joined = length > 1 && words.get(at + length).is_some_and(|word| word == "and");
            let second = at + length + usize::from(joined);
            if words.get(second..second + length)? != first {
                return None;
            }
            let gap = &bead.target[spans[at + length - 1].end..spans[second].start];
            let double = Self {
                first: at..at + length,
                end: second + length,
            };
            double.is_suspect(bead, spans, first, gap).then_some(double)
        })
    }

    /// Whether no editor would write this.
    fn is_suspect(
        &self,
        bead: &BeadView<'_>,
        spans: &[Range<usize>],
        first: &[String],
        gap: &str,
    ) -> bool {
        let span = self.span(spans);
        let inside = &bead.target[span.clone()];
        let separated = inside.contains([
            '\n', '.', '!', '?', ';', ':', '(', ')', '"', '“', '”', '…', '—',
        ]);
        let in_list = gap == ", " && {
            let before = bead.target[..span.start].trim_end();
            let after = &bead.target[span.end..];
            before.ends_with(',') && (after.starts_with(',') || after.starts_with(" and "))
        };
        let joined = match gap.trim() {
            "" | "and" => true,
            // "For the exhibition, and the exhibition area": short phrases begin clauses.
            ", and" if first.len() >= LONG_PHRASE => true,
            _ => in_list,
        };
        if separated || !joined {
            return false;
        }
        match first {
            [word] if word.bytes().all(|b| b.is_ascii_digit()) => {
                word.len() > 1 && bead.source.matches(word.as_str()).count() < 2
            }
            [word] => {
                let name = inside.starts_with(char::is_uppercase) && is_pinyin(word);
                let letters = word.chars().filter(|c| c.is_alphabetic()).count();
                letters > 1 && !DOUBLED.contains(&word.as_str()) && !name
            }
            // more and more and, face to face to
            [a, b] if LINKS.contains(&a.as_str()) || LINKS.contains(&b.as_str()) => false,
            _ => first
                .iter()
                .any(|word| !english::is_stop_word(word) && word.contains(char::is_alphabetic)),
        }
    }

    fn span(&self, spans: &[Range<usize>]) -> Range<usize> {
        spans[self.first.start].start..spans[self.end - 1].end
    }

    fn finding(&self, text: &str, spans: &[Range<usize>]) -> Finding {
        let unit = text[spans[self.first.start].start..spans[self.first.end - 1].end].to_owned();
        let (severity, what) = if self.first.len() == 1 {
            (Severity::Minor, "word")
        } else {
            (INFO.severity, "phrase")
        };
        Finding {
            severity,
            probability: PROBABILITY,
            source: None,
            target: Some(self.span(spans)),
            message: format!("The same {what} twice: \"{unit}\". The Chinese does not repeat."),
            evidence: Evidence {
                found: vec![unit.clone()],
                ..Evidence::default()
            },
            suggestion: (self.first.len() == 1).then_some(unit),
        }
    }
}

/// Whether a lower-case word could be a syllable or two of pinyin: Chinese given names double.
fn is_pinyin(word: &str) -> bool {
    const INITIALS: [&str; 24] = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x",
        "r", "z", "c", "s", "y", "w", "",
    ];
    const FINALS: [&str; 34] = [
        "a", "o", "e", "i", "u", "v", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ve", "ue", "er",
        "an", "en", "in", "un", "ang", "eng", "ing", "ong", "ia", "iao", "ian", "iang", "iong",
        "ua", "uo", "uai", "uan", "uang",
    ];
    INITIALS.iter().any(|initial| {
        word.strip_prefix(initial)
            .is_some_and(|rest| FINALS.contains(&rest))
    })
}

#[cfg(test)]
mod tests {
    use super::is_pinyin;

    #[test]
    fn names_that_double_are_syllables() {
        assert!(
            ["li", "bing", "fang", "xue", "zhuang"]
                .into_iter()
                .all(is_pinyin)
        );
        assert!(
            !["states", "york", "university", "the"]
                .into_iter()
                .any(is_pinyin)
        );
    }
}
