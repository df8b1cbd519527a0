//! Chinese names in pinyin.

use crate::lexicon::{Lexicon, han};

/// Syllables of standard pinyin without tone, as the dictionary reads them: by their initials and
/// finals.
const INITIALS: [&str; 24] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w", "",
];
const FINALS: [&str; 37] = [
    "iang", "iong", "uang", "ueng", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan", "ai",
    "ei", "ao", "ou", "an", "en", "in", "un", "ia", "ie", "iu", "ua", "uo", "ui", "ue", "ve", "er",
    "van", "vn", "a", "o", "e", "i", "u", "v",
];

/// Whether a word is made of pinyin syllables: *Jinping*, *Chongqing*. At most so many syllables.
pub(in crate::flag) fn is_pinyin(word: &str, most: usize) -> bool {
    let lower: String = word
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '-'))
        .map(|c| if c == 'ü' { 'v' } else { c })
        .collect();
    splits(&lower, most)
}

fn splits(rest: &str, most: usize) -> bool {
    if rest.is_empty() {
        return true;
    }
    if most == 0 {
        return false;
    }
    INITIALS.iter().any(|initial| {
        rest.strip_prefix(initial).is_some_and(|after| {
            FINALS.iter().any(|end| {
                is_syllable(initial, end)
                    && after
                        .strip_prefix(end)
                        .is_some_and(|rest| splits(rest, most - 1))
            })
        })
    })
}

/// Whether an initial and a final go together, roughly by the table of standard syllables.
fn is_syllable(initial: &str, end: &str) -> bool {
    let narrow = end.starts_with('i') || end.starts_with('v');
    match initial {
        "j" | "q" | "x" => narrow || matches!(end, "u" | "ue" | "uan" | "un"),
        "zh" | "ch" | "sh" | "r" | "z" | "c" | "s" => {
            end == "i" || !(narrow || matches!(end, "o" | "ue" | "er" | "ueng"))
        }
        "g" | "k" | "h" => !(narrow || matches!(end, "o" | "ue" | "er" | "ueng")),
        "b" | "p" | "m" | "f" => {
            matches!(
                end,
                "a" | "o"
                    | "e"
                    | "ai"
                    | "ei"
                    | "ao"
                    | "ou"
                    | "an"
                    | "en"
                    | "ang"
                    | "eng"
                    | "i"
                    | "ie"
                    | "iao"
                    | "iu"
                    | "ian"
                    | "in"
                    | "ing"
                    | "u"
            ) && !(initial == "f" && (narrow || matches!(end, "e" | "ai" | "ao")))
        }
        "d" | "t" => !matches!(
            end,
            "o" | "in"
                | "iang"
                | "iong"
                | "ua"
                | "uai"
                | "uang"
                | "ue"
                | "v"
                | "ve"
                | "er"
                | "ia"
                | "ueng"
        ),
        "n" | "l" => !matches!(
            end,
            "o" | "iong" | "ua" | "uai" | "uang" | "ui" | "er" | "ueng"
        ),
        "y" => matches!(
            end,
            "a" | "ao"
                | "an"
                | "ang"
                | "e"
                | "i"
                | "in"
                | "ing"
                | "o"
                | "ong"
                | "ou"
                | "u"
                | "ue"
                | "uan"
                | "un"
        ),
        "w" => matches!(
            end,
            "a" | "o" | "ai" | "ei" | "an" | "en" | "ang" | "eng" | "u"
        ),
        _ => matches!(
            end,
            "a" | "o" | "e" | "ai" | "ei" | "ao" | "ou" | "an" | "en" | "ang" | "eng" | "er"
        ),
    }
}

/// Whether the letters of some words are the pinyin of neighbouring characters of a text, all of
/// them in a row.
pub(in crate::flag) fn is_read(text: &str, letters: &str) -> bool {
    find(text, letters).is_some()
}

/// Where the characters are of which some letters are the pinyin: a byte span.
pub(in crate::flag) fn find(text: &str, letters: &str) -> Option<std::ops::Range<usize>> {
    let letters: String = letters
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(|c| if matches!(c, 'ü' | 'v') { 'u' } else { c })
        .collect();
    text.char_indices()
        .filter(|&(_, c)| han::is_han(c))
        .find_map(|(start, _)| Some(start..start + reads(&text[start..], &letters)?))
}

/// The length in bytes of the beginning of a text of which the letters are the pinyin.
fn reads(text: &str, letters: &str) -> Option<usize> {
    if letters.is_empty() {
        return Some(0);
    }
    let c = text.chars().next()?;
    let rest = &text[c.len_utf8()..];
    if matches!(c, '·' | ' ') {
        return Some(c.len_utf8() + reads(rest, letters)?);
    }
    if !han::is_han(c) {
        return None;
    }
    Lexicon::get().readings(c).iter().find_map(|reading| {
        let after = letters.strip_prefix(reading.replace('v', "u").as_str())?;
        Some(c.len_utf8() + reads(rest, after)?)
    })
}

/// The pinyin of a text with a capital, surname and given name apart: `Ji Ping`.
pub(in crate::flag) fn as_name(surname: &str, given: &str) -> String {
    let part = |characters: &str| {
        let letters: String = characters
            .chars()
            .filter_map(|c| Lexicon::get().readings(c).first().cloned())
            .collect();
        let mut chars = letters.chars();
        chars.next().map_or(String::new(), |first| {
            first.to_uppercase().chain(chars).collect()
        })
    };
    format!("{} {}", part(surname), part(given))
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_is_told_from_other_names() {
        for word in ["Xi", "Jinping", "Chongqing", "Xi'an", "Wang", "Lu"] {
            assert!(is_pinyin(word, 4), "{word}");
        }
        for word in ["Whitmer", "Belgium", "Park", "Kim", "Abe-"] {
            assert!(!is_pinyin(word, 2), "{word}");
        }
    }

    #[test]
    fn pinyin_is_found_in_its_characters() {
        assert!(is_read("中央军民融合办常务副主任金壮龙", "Jin Zhuanglong"));
        assert!(!is_read("季平说", "Xi Jinping"));
        assert_eq!(as_name("季", "平"), "Ji Ping");
    }
}
