//! Abbreviations after whose full stop an English sentence goes on.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The list, whose head explains its form.
const LIST: &str = include_str!("../../data/abbreviations.txt");

/// When the full stop of an abbreviation ends a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abbreviation {
    /// Never.
    Within,
    /// Unless a number follows.
    BeforeNumber,
    /// Only where a word follows that commonly opens a sentence.
    Either,
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let mut kind = Abbreviation::Within;
    let mut all = HashMap::new();
    for line in LIST.lines().map(str::trim) {
        match line {
            "" => {}
            "[within]" => kind = Abbreviation::Within,
            "[before-number]" => kind = Abbreviation::BeforeNumber,
            "[either]" => kind = Abbreviation::Either,
            comment if comment.starts_with('#') => {}
            word => {
                all.insert(word.trim_end_matches('.'), kind);
            }
        }
    }
    all
});

/// Looks up a word without its final full stop. Initials (`J`) and dotted acronyms (`U.N`) are
/// known without the list.
pub fn lookup(word: &str) -> Option<Abbreviation> {
    let listed = ABBREVIATIONS.get(word).copied();
    listed.or_else(|| is_initials(word).then_some(Abbreviation::Either))
}

/// `J`, `U.N`, `Ph.D`: single letters between full stops, or a single capital.
fn is_initials(word: &str) -> bool {
    let single = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    if word.contains('.') {
        word.split('.').all(single)
    } else {
        single(word) && word.starts_with(char::is_uppercase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_the_list_is_read() {
        assert_eq!(lookup("Mr"), Some(Abbreviation::Within));
        assert_eq!(lookup("No"), Some(Abbreviation::BeforeNumber));
        assert_eq!(lookup("Inc"), Some(Abbreviation::Either));
        assert_eq!(lookup("mr"), None);
    }

    #[test]
    fn every_entry_ends_in_a_full_stop_and_stands_once() {
        let entry = |line: &&str| !line.is_empty() && !line.starts_with(['#', '[']);
        let entries: Vec<&str> = LIST.lines().filter(entry).collect();
        assert!(entries.iter().all(|e| e.ends_with('.')));
        assert_eq!(entries.len(), ABBREVIATIONS.len());
    }

    #[test]
    fn initials_and_acronyms_need_no_entry() {
        for word in ["J", "I", "U.N", "S.H.I.E.L.D"] {
            assert_eq!(lookup(word), Some(Abbreviation::Either), "{word}");
        }
        for word in ["", "a", "it", "end.It", "3", "3.5"] {
            assert_eq!(lookup(word), None, "{word}");
        }
    }
}
