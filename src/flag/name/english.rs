//! Names of people and places in an English text: runs of capitalised words that are no common
//! words, and what in the Chinese speaks for them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::{sound, spelled};
use crate::lexicon::support::Support;
use crate::lexicon::{english, vocabulary};

/// English names whose Chinese form is short or not like them in sound: `Dutch<TAB>荷`.
static SHORT_FORMS: &str = include_str!("../../../data/names/demonyms.tsv");

/// Words with a capital that name neither a person nor a place.
const NO_NAMES: &str = "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun Ltd Co Inc Corp Mr Mrs Ms Dr Prof Gov Sen Gen Rep Capt Lt Col St Jr Sr Messrs Yes No Ok Okay Hi Hey Oh Wow Bye Et Al Fig Figs Tab Vol Eds Dept Univ Assoc Bros Plc Llc Gmbh Covid Am Pm Ph Ii Iii Iv Internet Online Email Wifi App Apps Http Https Www Com Ted Tedx";

/// Longest given name or surname in pinyin, in syllables.
const PERSON_SYLLABLES: usize = 2;

/// Letters from which a word in pinyin is taken for a Chinese name and not for a foreign one.
const LONG_PINYIN: usize = 7;

/// Letters that a name and a dictionary name have to share at the beginning to be relatives:
/// *Rwandan* and *Rwanda*.
const SHARED_LETTERS: usize = 4;

/// The short forms by English name.
fn short_forms() -> &'static BTreeMap<&'static str, Vec<&'static str>> {
    static TABLE: OnceLock<BTreeMap<&str, Vec<&str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, forms) in SHORT_FORMS.lines().filter_map(|line| line.split_once('\t')) {
            table.entry(name).or_default().extend(forms.split(' '));
        }
        table
    })
}

/// A name in an English text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::flag) struct EnglishName {
    /// Byte span of the whole name.
    pub span: Range<usize>,
    /// Byte spans of its words, without a genitive.
    pub words: Vec<Range<usize>>,
}

/// A word without its genitive.
pub(in crate::flag) fn bare(text: &str, span: Range<usize>) -> Range<usize> {
    let word = &text[span.clone()];
    let cut = ["'s", "’s", "'", "’"]
        .iter()
        .find_map(|end| word.strip_suffix(end));
    span.start..span.start + cut.unwrap_or(word).len()
}

/// Whether a word is written like a name and is none of the common words.
fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word
            .split(['-', '\'', '’'])
            .all(|part| part.chars().skip(1).all(char::is_lowercase))
        && word.chars().nth(1).is_some_and(|c| !c.is_uppercase())
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && word.chars().count() > 2 - usize::from(spelled::is_pinyin(word, 1))
        && !is_contraction(word)
        && !is_given_elsewhere(word)
        && !NO_NAMES.split(' ').any(|other| other == word)
        && !word
            .split('-')
            .all(|part| vocabulary::is_common(part) || is_compound(part))
}

/// Whether a word has an apostrophe and is no pinyin (*Xi'an*): *They're*, *Don't*.
fn is_contraction(word: &str) -> bool {
    let shortened = ["re", "ve", "ll", "d", "m", "t", "s"];
    word.split_once(['\'', '’'])
        .is_some_and(|(_, end)| shortened.contains(&end) || !spelled::is_pinyin(word, 4))
}

/// Whether a word is put together from two common words, or a common one and a combining form:
/// *Greenfield*, *Intergovernmental*, *Bioenergy*.
fn is_compound(word: &str) -> bool {
    const COMBINING: [&str; 12] = [
        "inter", "bio", "euro", "non", "anti", "micro", "nano", "tele", "cyber", "multi", "post",
        "pre",
    ];
    let lower = word.to_lowercase();
    let combined = COMBINING.iter().any(|form| {
        lower
            .strip_prefix(form)
            .is_some_and(|rest| rest.len() > 3 && vocabulary::is_common(rest))
    });
    let joined = lower.is_ascii()
        && (4..lower.len().saturating_sub(3)).any(|cut| {
            let (head, tail) = lower.split_at(cut);
            vocabulary::is_common(head) && vocabulary::is_common(tail)
        });
    combined || joined
}

/// Whether a word is a given name in a spelling of Cantonese, Korean or the like, which no reading
/// of the characters proves: *Chi-kwong*, *Jae-in*.
fn is_given_elsewhere(word: &str) -> bool {
    word.split_once('-').is_some_and(|(_, second)| {
        second.starts_with(char::is_lowercase) && !spelled::is_pinyin(word, 4)
    })
}

/// The names of a text, in order.
pub(in crate::flag) fn names(text: &str) -> Vec<EnglishName> {
    let mut names: Vec<EnglishName> = Vec::new();
    for span in english::word_spans(text) {
        let word = bare(text, span);
        if !is_name(&text[word.clone()]) {
            continue;
        }
        match names.last_mut() {
            Some(last) if text[last.span.end..word.start] == *" " => {
                last.span.end = word.end;
                last.words.push(word);
            }
            _ => names.push(EnglishName {
                span: word.clone(),
                words: vec![word],
            }),
        }
    }
    names
}

impl EnglishName {
    /// Whether the name is that of a Chinese person by its form: two or three words in pinyin.
    pub(in crate::flag) fn is_chinese_person(&self, text: &str) -> bool {
        self.words.len() == 2
            && self
                .words
                .iter()
                .all(|word| spelled::is_pinyin(&text[word.clone()], PERSON_SYLLABLES))
    }

    /// Whether the Chinese has characters that the whole name reads, in either order.
    pub(in crate::flag) fn is_read(&self, text: &str, chinese: &str) -> bool {
        let words: Vec<&str> = self.words.iter().map(|word| &text[word.clone()]).collect();
        let turned: Vec<&str> = words.iter().rev().copied().collect();
        spelled::is_read(chinese, &words.concat()) || spelled::is_read(chinese, &turned.concat())
    }
}

/// Whether an English word is known to stand for a Chinese name or a character of it.
pub(in crate::flag) fn stands_for(word: &str, chinese: &str) -> bool {
    short_forms()
        .get(word)
        .is_some_and(|forms| forms.iter().any(|form| chinese.contains(form)))
}

/// Whether the short forms name a Chinese name as a whole: 联合国.
pub(in crate::flag) fn has_short_form(chinese: &str) -> bool {
    short_forms().values().any(|forms| forms.contains(&chinese))
}

/// Whether an English word is known to stand for the beginning of a Chinese name.
pub(in crate::flag) fn begins(word: &str, chinese: &str) -> bool {
    short_forms()
        .get(word)
        .is_some_and(|forms| forms.iter().any(|form| chinese.starts_with(form)))
}

/// Whether the Chinese has one word of a name in Latin letters or means it.
pub(in crate::flag) fn is_meant(word: &str, chinese: &str, support: &Support) -> bool {
    chinese.to_lowercase().contains(&word.to_lowercase())
        || support.has(&english::stem(word))
        || stands_for(word, chinese)
}

/// Whether anything in the Chinese speaks for one word of a name: the same letters, a dictionary
/// word, a short form, its pinyin, its sound.
pub(in crate::flag) fn is_supported(word: &str, chinese: &str, support: &Support) -> bool {
    let lower = word.to_lowercase().replace('ü', "u");
    let pinyin = spelled::is_pinyin(word, 4);
    chinese.to_lowercase().contains(&lower)
        || support.has(&english::stem(word))
        || stands_for(word, chinese)
        || (pinyin && spelled::is_read(chinese, word))
        || (!pinyin && support.has_relative(&lower, SHARED_LETTERS))
        || (!(pinyin && word.len() >= LONG_PINYIN) && sound::is_heard(chinese, word))
        || word
            .strip_suffix('s')
            .is_some_and(|one| one.len() > 3 && is_supported(one, chinese, support))
        || word.split('-').count() > 1
            && word
                .split('-')
                .all(|part| is_supported(part, chinese, support))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_runs_of_uncommon_words() {
        let text = "General Secretary Xi Jinping and Gretchen Whitmer's staff in Belgium";
        let found: Vec<&str> = names(text).into_iter().map(|n| &text[n.span]).collect();
        assert_eq!(found, ["Xi Jinping", "Gretchen Whitmer", "Belgium"]);
    }

    #[test]
    fn the_chinese_speaks_for_a_name() {
        let supported =
            |word: &str, chinese: &str| is_supported(word, chinese, &Support::of(chinese));
        assert!(supported("Belgium", "比利时新增病例") && supported("Belgian", "比利时新增病例"));
        assert!(supported("Dutch", "荷方表示") && supported("Catri", "卡特里说"));
        assert!(!supported("Pakistan", "比利时新增病例"));
    }
}
