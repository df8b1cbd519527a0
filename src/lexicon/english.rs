//! English words: where they are, their stems, and which of them carry no meaning.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

/// Irregular forms and what they are forms of: `went<TAB>go`.
static IRREGULAR: &str = include_str!("../../data/english/irregular.tsv");

/// Function words, one a line.
static STOP_WORDS: &str = include_str!("../../data/english/stop-words.txt");

/// Byte spans of the words of a text. Apostrophes and hyphens between letters belong to the word:
/// `grass-roots`, `party's`.
#[must_use]
pub fn word_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = None;
    let mut previous_joins = false;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            end = at + c.len_utf8();
            previous_joins = false;
        } else if start.is_some() && !previous_joins && matches!(c, '\'' | '’' | '-') {
            previous_joins = true;
        } else if let Some(start) = start.take() {
            spans.push(start..end);
            previous_joins = false;
        }
    }
    spans.extend(start.map(|start| start..end));
    spans
}

/// The words of a text, parts of hyphenated words one by one, possessive endings removed.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
        .map(|word| word.trim_matches(['\'', '’']))
        .map(|word| {
            word.strip_suffix("'s")
                .or_else(|| word.strip_suffix("’s"))
                .unwrap_or(word)
        })
        .filter(|word| !word.is_empty())
}

/// Whether a word (in any case) is a function word.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<&str>> = OnceLock::new();
    WORDS
        .get_or_init(|| STOP_WORDS.lines().collect())
        .contains(word.to_lowercase().as_str())
}

/// A key shared by the forms of a word and its close relatives: *reduces*, *reduced* and
/// *reduction* have one stem. Not an English word itself. Errs towards joining: it is used to
/// find support for a rendering, where a wrong match only keeps a rule silent.
#[must_use]
pub fn stem(word: &str) -> String {
    static FORMS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        IRREGULAR
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect()
    });
    let lower = word.to_lowercase();
    let lower = lower
        .strip_suffix("'s")
        .or_else(|| lower.strip_suffix("’s"))
        .unwrap_or(&lower);
    let lemma = forms.get(lower).copied().unwrap_or(lower);
    derivation_removed(&inflection_removed(lemma))
}

/// Plural and verb endings off.
fn inflection_removed(word: &str) -> String {
    let has_vowel = |stem: &str| stem.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    if word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
    {
        return word[..word.len() - 1].to_owned();
    }
    for ending in ["ied", "ed", "ing"] {
        let Some(stem) = word
            .strip_suffix(ending)
            .filter(|stem| stem.len() > 2 && has_vowel(stem))
        else {
            continue;
        };
        if ending == "ied" {
            return format!("{stem}y");
        }
        let mut last = stem.chars().rev();
        let doubled = last
            .next()
            .zip(last.next())
            .is_some_and(|(a, b)| a == b && !matches!(a, 'l' | 's' | 'z' | 'e'));
        return if doubled {
            stem[..stem.len() - 1].to_owned()
        } else {
            stem.to_owned()
        };
    }
    word.to_owned()
}

/// One derivational ending off, where at least three letters remain before it.
fn derivation_removed(word: &str) -> String {
    const ENDINGS: [&str; 41] = [
        "ization", "isation", "ational", "ication", "ation", "ition", "ement", "ments", "ment",
        "iness", "ness", "ility", "ivity", "ality", "ity", "tional", "sional", "tion", "sion",
        "ance", "ence", "able", "ible", "ially", "ally", "ily", "ly", "ive", "ous", "ful", "ial",
        "al", "ical", "ic", "ise", "ize", "ist", "ism", "or", "ate", "at",
    ];
    let stem = ENDINGS
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() > 2))
        .unwrap_or(word);
    let stem = if stem.len() > 3 {
        stem.strip_suffix("er")
            .filter(|s| s.len() > 3)
            .unwrap_or(stem)
    } else {
        stem
    };
    let stem = if stem.len() > 3 {
        stem.strip_suffix(['e', 'y', 'i']).unwrap_or(stem)
    } else {
        stem
    };
    stem.to_owned()
}

/// The stems of a text's content words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stems(BTreeSet<String>);

impl Stems {
    /// The stems of an English text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(
            words(text)
                .filter(|word| !is_stop_word(word))
                .map(stem)
                .collect(),
        )
    }

    /// Whether the text has a word with this stem.
    #[must_use]
    pub fn contains(&self, stem: &str) -> bool {
        self.0.contains(stem)
    }

    /// Whether the text has a word with one of these stems.
    #[must_use]
    pub fn meets(&self, stems: &[String]) -> bool {
        stems.iter().any(|stem| self.contains(stem))
    }

    /// The stems in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_share_a_stem() {
        for family in [
            &[
                "reduce",
                "reduces",
                "reduced",
                "reducing",
                "reduction",
                "reductions",
            ][..],
            &["develop", "development", "developing", "developed"],
            &["go", "went", "goes", "going"],
            &["stop", "stopped", "stopping"],
            &["city", "cities"],
            &["regulate", "regulation", "regulations", "regulating"],
            &["party", "parties", "party's"],
            &["modernise", "modernize", "modernization", "modernisation"],
        ] {
            let stems: BTreeSet<String> = family.iter().map(|word| stem(word)).collect();
            assert_eq!(stems.len(), 1, "{family:?} → {stems:?}");
        }
        assert_ne!(stem("council"), stem("count"));
        assert_ne!(stem("art"), stem("arm"));
    }

    #[test]
    fn words_have_spans() {
        let text = "“The grass-roots’ cadres' - 3.5%”";
        let words: Vec<&str> = word_spans(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(words, ["The", "grass-roots", "cadres", "3", "5"]);
        assert_eq!(
            super::words("Party's grass-roots").collect::<Vec<_>>(),
            ["Party", "grass", "roots"]
        );
    }

    #[test]
    fn stems_of_a_text() {
        let stems = Stems::of("They are violating the relevant provisions");
        assert!(stems.contains(&stem("violate")) && !stems.contains("the"));
        assert!(stems.meets(&[stem("provision")]));
        assert_eq!(stems.iter().count(), 3);
    }
}
