//! Words by which an English sentence denies.

use std::ops::Range;

use crate::lexicon::{english, vocabulary};

/// Words that deny by themselves; endings in *n't* are told by their form.
const DENIALS: [&str; 13] = [
    "not", "never", "cannot", "no", "none", "nobody", "nothing", "nowhere", "neither", "nor",
    "without", "cant", "dont",
];

/// A denial and the word after it that together deny nothing: *not only*, *no doubt*.
const NO_DENIALS: [(&str, &[&str]); 5] = [
    (
        "not",
        &[
            "only",
            "just",
            "merely",
            "simply",
            "least",
            "until",
            "till",
            "unlike",
            "surprisingly",
            "necessarily",
            "to-mention",
            "without",
        ],
    ),
    (
        "no",
        &[
            "longer",
            "doubt",
            "matter",
            "less",
            "fewer",
            "more",
            "sooner",
            "wonder",
            "better",
            "different",
            "other",
            "later",
            "earlier",
            "effort",
            "efforts",
            "small",
        ],
    ),
    ("nothing", &["but", "more", "less", "short", "other"]),
    ("none", &["other"]),
    (
        "without",
        &["doubt", "question", "exception", "delay", "further"],
    ),
];

/// Beginnings of words that come near a denial.
const NEAR_DENIALS: &[&str] = &[
    "fail",
    "lack",
    "refus",
    "den",
    "stop",
    "prevent",
    "avoid",
    "hardly",
    "rarely",
    "barely",
    "seldom",
    "scarce",
    "few",
    "little",
    "less",
    "least",
    "absen",
    "miss",
    "only",
    "except",
    "exclu",
    "forbid",
    "forbad",
    "ban",
    "prohibit",
    "reject",
    "declin",
    "against",
    "instead",
    "rather",
    "until",
    "unless",
    "hard",
    "difficult",
    "far",
    "beyond",
    "zero",
    "empty",
    "neglect",
    "ignor",
    "forg",
    "halt",
    "ceas",
    "end",
    "rid",
    "exempt",
    "free",
    "but",
    "too",
    "otherwise",
    "short",
    "poor",
    "wrong",
    "los",
    "resist",
    "oppos",
    "contrary",
    "regardless",
    "whatever",
    "however",
    "any",
    "ever",
    "void",
    "bar",
    "evad",
    "escap",
    "withh",
    "abst",
    "refrain",
    "spar",
    "waiv",
    "doubt",
    "abandon",
    "restrict",
    "limit",
    "still",
    "yet",
    "long",
    "under",
    "below",
    "although",
    "though",
    "despite",
    "before",
    "whether",
    "remain",
    "keep",
    "kept",
    "break",
    "broke",
    "violat",
    "out",
    "off",
    "away",
    "sub",
    "minim",
    "non-",
    "asymptomatic",
    "reduc",
    "last",
    "loss",
    "negative",
];

/// Prefixes that make the opposite of a word.
const PREFIXES: [&str; 8] = ["un", "in", "im", "ir", "il", "dis", "non", "de"];

/// A word that denies, or a run of them that denies once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::flag) struct Negation {
    /// Byte span of the word.
    pub span: Range<usize>,
    /// Byte spans of the words after it in its clause.
    pub scope: Vec<Range<usize>>,
}

/// Whether a word denies by itself.
fn is_denial(lower: &str) -> bool {
    DENIALS.contains(&lower) || lower.ends_with("n't") || lower.ends_with("n’t")
}

/// The denials of a text. *Neither … nor* is one; *not only*, *No. 3*, *isn't it?* are none.
pub(in crate::flag) fn negations(text: &str) -> Vec<Negation> {
    let spans = english::word_spans(text);
    let lower: Vec<String> = spans
        .iter()
        .map(|span| text[span.clone()].to_lowercase())
        .collect();
    let word = |at: usize| lower.get(at).map_or("", String::as_str);
    let gap = |at: usize| match (spans.get(at), spans.get(at + 1)) {
        (Some(a), Some(b)) => &text[a.end..b.start],
        (Some(a), None) => &text[a.end..],
        _ => "",
    };
    let breaks = |gap: &str| {
        gap.contains([
            ',', ';', ':', '.', '!', '?', '"', '“', '”', '(', ')', '–', '—',
        ])
    };
    let mut found: Vec<Negation> = Vec::new();
    for at in 0..spans.len() {
        if !is_denial(word(at)) {
            continue;
        }
        let before = at.checked_sub(1).map_or("", word);
        let contracted = word(at).ends_with("n't") || word(at).ends_with("n’t");
        let not = contracted || matches!(word(at), "not" | "cannot" | "never");
        let excused = NO_DENIALS.iter().any(|(denial, after)| {
            (*denial == word(at) || (*denial == "not" && not)) && after.contains(&word(at + 1))
        }) || (not && matches!(word(at + 1), "help" | "but") && word(at) != "not")
            || (word(at) == "not" && word(at + 1) == "to" && word(at + 2) == "mention")
            || (word(at) == "not" && matches!(before, "or" | "if" | "why"))
            || (not && (at + 1..spans.len()).any(|later| matches!(word(later), "until" | "till")))
            || (word(at) == "no" && breaks(gap(at)))
            || (word(at) == "not" && breaks(gap(at)))
            || (word(at) == "nor"
                && found
                    .last()
                    .is_some_and(|last| last.span.end + 60 > spans[at].start))
            || (text.contains('?')
                && contracted
                && matches!(
                    word(at + 1),
                    "it" | "you"
                        | "they"
                        | "he"
                        | "she"
                        | "we"
                        | "i"
                        | "this"
                        | "that"
                        | "there"
                        | "the"
                ));
        if excused {
            continue;
        }
        let mut scope = Vec::new();
        let mut next = at;
        while next + 1 < spans.len() && !breaks(gap(next)) && scope.len() < 5 {
            next += 1;
            if is_denial(word(next)) {
                break;
            }
            scope.push(spans[next].clone());
        }
        // "no bird" said of a bird: the words before *none* and *nothing* tell as well.
        found.push(Negation {
            span: spans[at].clone(),
            scope,
        });
    }
    found
}

/// Whether a word comes near a denial: *refused*, *hardly*, *unable*, *useless*.
pub(in crate::flag) fn is_near_denial(word: &str) -> bool {
    let lower = word.to_lowercase();
    is_denial(&lower)
        || NEAR_DENIALS.iter().any(|start| lower.starts_with(start))
        || lower.ends_with("less")
        || lower.ends_with("-free")
        || lower.contains("n't")
        || lower.split('-').any(|part| {
            PREFIXES.iter().any(|prefix| {
                part.strip_prefix(prefix)
                    .is_some_and(|rest| rest.len() > 2 && vocabulary::is_common(rest))
            })
        })
}

/// Whether a text has a word that comes near a denial.
pub(in crate::flag) fn denies_somehow(text: &str) -> bool {
    english::word_spans(text)
        .into_iter()
        .any(|span| is_near_denial(&text[span]))
}

/// Whether a text denies outright: *not*, *never*, *without*.
pub(in crate::flag) fn denies(text: &str) -> bool {
    english::word_spans(text)
        .into_iter()
        .any(|span| is_denial(&text[span].to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        negations(text).into_iter().map(|n| &text[n.span]).collect()
    }

    #[test]
    fn denials_are_told_from_what_looks_like_them() {
        assert_eq!(found("He did not come, and she won't."), ["not", "won't"]);
        assert_eq!(found("Neither he nor she came."), ["Neither"]);
        assert!(found("Not only No. 3 but No. 4, isn't it?").is_empty());
        assert!(found("There is no doubt, whether he comes or not.").is_empty());
    }

    #[test]
    fn near_denials_are_told_by_prefix_and_meaning() {
        for word in [
            "refused",
            "hardly",
            "unable",
            "useless",
            "impossible",
            "cannot",
        ] {
            assert!(is_near_denial(word), "{word}");
        }
        for word in ["important", "uncle", "industry", "open"] {
            assert!(!is_near_denial(word), "{word}");
        }
    }
}
