//! Names of bodies (councils, ministries, offices): where English has one, and whether Chinese
//! names a body too.
//!
//! English names are found by form: a capitalised head noun with capitalised words before it or
//! *of*, *for* … after it. Chinese bodies are found by their last character (局, 院, 部 …), which
//! must end a word that the dictionary knows for a body or stand behind a longer name; 会 is the
//! exception, since it also means *can*, *will* and *meeting*.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::lexicon::english::{self, Stems};
use crate::lexicon::{Lexicon, han};

/// English head noun and the Chinese endings that name such a body.
static HEADS: &str = include_str!("../../data/bodies/heads.tsv");

/// Words and endings in 会 that name a body.
static ASSEMBLIES: &str = include_str!("../../data/bodies/assemblies.txt");

/// Short Chinese names and the bodies they stand for.
static NAMES: &str = include_str!("../../data/bodies/names.tsv");

/// Longest Chinese name looked up, in characters.
const LONGEST_NAME: usize = 12;

/// Words that have to agree before an English name and a dictionary name are the same body.
const SHARED_WORDS: usize = 2;

/// Words that may stand between the capitalised words of a name.
const CONNECTORS: [&str; 7] = ["of", "for", "on", "and", "the", "de", "against"];

/// Characters that make a single 部, 所 or 处 behind them a measure word: 一部, 两所, 多处.
const COUNTING: &str = "一二三四五六七八九十百千万亿零〇两几多数每各这那哪半整首末上下前后全内外";

/// What follows the name of a body in the word for who leads or belongs to it.
const OFFICES: [&str; 7] = ["长", "主席", "委", "委员", "书记", "员", "方"];

/// Words in 会 whose dictionary meaning (*society*, *party*) is that of a body but that name none.
const GATHERINGS: [&str; 6] = ["社会", "聚会", "晚会", "宴会", "舞会", "茶会"];

/// Nouns beside the head nouns by which the dictionary explains words for bodies.
const OTHER_BODIES: [&str; 11] = [
    "school",
    "college",
    "faculty",
    "hospital",
    "government",
    "cabinet",
    "parliament",
    "legislature",
    "headquarters",
    "league",
    "organ",
];

/// The head nouns and their endings.
fn heads() -> &'static BTreeMap<&'static str, Vec<&'static str>> {
    static TABLE: OnceLock<BTreeMap<&str, Vec<&str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = HEADS.lines().filter_map(|line| line.split_once('\t'));
        lines
            .map(|(head, endings)| (head, endings.split(' ').collect()))
            .collect()
    })
}

/// The head noun that a word is, in lower case and singular.
fn head(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let lower = lower
        .strip_suffix("'s")
        .or_else(|| lower.strip_suffix("’s"))
        .unwrap_or(&lower);
    let singular = match lower.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => lower.strip_suffix('s').unwrap_or(lower).to_owned(),
    };
    [lower, &singular]
        .into_iter()
        .find_map(|form| heads().get_key_value(form).map(|(head, _)| *head))
}

/// An English name of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EnglishBody {
    /// Byte span in the text, without an article.
    pub span: Range<usize>,
    /// The head nouns in it: *Office of the State Council* has two.
    heads: Vec<&'static str>,
    /// First letters of its capitalised words.
    initials: String,
    /// Stems of its content words.
    stems: Stems,
}

/// The names of bodies in an English text.
pub(super) fn english_bodies(text: &str) -> Vec<EnglishBody> {
    let spans = english::word_spans(text);
    let word = |at: usize| &text[spans[at].clone()];
    let capital = |at: usize| at < spans.len() && word(at).starts_with(char::is_uppercase);
    let joined = |at: usize| {
        at + 1 < spans.len() && matches!(&text[spans[at].end..spans[at + 1].start], " " | " & ")
    };
    // Whether a name of a body begins here: "… and [Ministry of Commerce]", "… and [State Council]".
    let is_body_itself = |at: usize| {
        let run = (at..spans.len()).take_while(|&i| capital(i) && (i == at || joined(i - 1)));
        head(word(at)).is_some() || run.last().is_some_and(|end| head(word(end)).is_some())
    };
    let mut bodies = Vec::new();
    let mut at = 0;
    while at < spans.len() {
        if !capital(at) || english::is_stop_word(word(at)) {
            at += 1;
            continue;
        }
        // Take capitalised words, and connectors that lead to another one.
        let mut last = at;
        while joined(last) {
            let mut next = last + 1;
            while CONNECTORS.contains(&word(next)) && joined(next) && next < last + 3 {
                next += 1;
            }
            let after_head = head(word(last)).is_some();
            let begun = (at..=last).any(|at| head(word(at)).is_some());
            let stops = match (word(last + 1), word(next)) {
                _ if !capital(next) => true,
                ("and", _) if after_head || next > last + 2 => true,
                ("and", _) => begun && is_body_itself(next),
                ("on" | "against", _) => !after_head,
                ("the", _) => true,
                _ => false,
            };
            if stops {
                break;
            }
            last = next;
        }
        bodies.extend(EnglishBody::new(text, &spans[at..=last]));
        at = last + 1;
    }
    bodies
}

impl EnglishBody {
    /// A run of capitalised words as a name, if it is one of a body.
    fn new(text: &str, spans: &[Range<usize>]) -> Option<Self> {
        let words: Vec<&str> = spans.iter().map(|span| &text[span.clone()]).collect();
        let is_connector = |at: usize| words.get(at).is_none_or(|word| CONNECTORS.contains(word));
        // A head noun ends its part, and has a word before it or *of* after it: "Party Secretary",
        // "Court Street" and "of the Party" are not bodies.
        let is_head = |at: usize| {
            let leads_on = words
                .get(at + 1)
                .is_some_and(|next| matches!(*next, "of" | "for" | "on" | "against"));
            leads_on || (is_connector(at + 1) && at > 0 && !is_connector(at - 1))
        };
        let heads: Vec<&'static str> = (0..words.len())
            .filter(|&at| is_head(at))
            .filter_map(|at| head(words[at]))
            .collect();
        let first_head = *heads.first()?;
        let span = spans.first()?.start..spans.last()?.end;
        let initials = words
            .iter()
            .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
            .collect();
        let stems = Stems::of(&text[span.clone()]);
        let named = words
            .iter()
            .any(|word| head(word).is_none() && !english::is_stop_word(word))
            || heads.iter().any(|other| *other != first_head);
        named.then_some(Self {
            span,
            heads,
            initials,
            stems,
        })
    }

    /// Whether the Chinese names a body that this may be: by a fitting ending, by a name in the
    /// dictionary, or in Latin letters.
    pub(super) fn is_supported(&self, chinese: &str) -> bool {
        self.has_ending(chinese) || self.has_name(chinese) || self.has_letters(chinese)
    }

    /// Whether a Chinese word for this kind of body is in the text.
    fn has_ending(&self, chinese: &str) -> bool {
        let words = Lexicon::get().words(chinese);
        let endings = self
            .heads
            .iter()
            .filter_map(|head| heads().get(head))
            .flatten();
        endings
            .into_iter()
            .any(|ending| match ending.strip_prefix('*') {
                Some(anywhere) => chinese.contains(anywhere),
                None if ending.chars().count() == 1 => {
                    words.iter().any(|word| names_body(chinese, word, ending))
                }
                None => chinese.contains(ending),
            })
    }

    /// Whether the dictionary has a name in the text that shares its words with this one.
    pub(super) fn has_name(&self, chinese: &str) -> bool {
        let bounds: Vec<usize> = chinese
            .char_indices()
            .map(|(at, _)| at)
            .chain([chinese.len()])
            .collect();
        (0..bounds.len()).any(|first| {
            (2..=LONGEST_NAME).any(|length| {
                let Some(&end) = bounds.get(first + length) else {
                    return false;
                };
                let word = &chinese[bounds[first]..end];
                word.chars().all(han::is_han) && self.is_called(word)
            })
        })
    }

    /// Whether a Chinese word is a name for this body.
    fn is_called(&self, word: &str) -> bool {
        let shared = |english: &str| {
            Stems::of(english)
                .iter()
                .filter(|stem| self.stems.contains(stem))
                .count()
        };
        let known = NAMES
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .find(|(name, _)| *name == word);
        let needed = SHARED_WORDS.min(self.stems.iter().count());
        known.is_some_and(|(_, english)| shared(english) >= needed)
            || Lexicon::get()
                .senses(word)
                .any(|sense| sense.contains(|c: char| c.is_uppercase()) && shared(&sense) >= needed)
    }

    /// Whether the Chinese has the initials or a word of the name in Latin letters.
    fn has_letters(&self, chinese: &str) -> bool {
        english::word_spans(chinese)
            .into_iter()
            .flat_map(|span| {
                chinese[span]
                    .split(han::is_han)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .filter(|word| word.len() > 1 && word.starts_with(|c: char| c.is_ascii_alphabetic()))
            .any(|word| {
                self.initials.contains(&word.to_uppercase())
                    || self.stems.contains(&english::stem(&word))
            })
    }
}

/// Whether a word of the text ends in this character and names a body, or its head: 部长, 党主席.
fn names_body(text: &str, word: &Range<usize>, ending: &str) -> bool {
    let shown = &text[word.clone()];
    if shown
        .strip_prefix(ending)
        .is_some_and(|office| OFFICES.contains(&office))
    {
        return true;
    }
    if !shown.ends_with(ending) {
        return false;
    }
    if ending == "会" {
        let known = ASSEMBLIES
            .lines()
            .any(|assembly| text[..word.end].ends_with(assembly));
        return known || (shown != ending && !GATHERINGS.contains(&shown) && is_body_word(shown));
    }
    if shown == ending {
        let before = text[..word.start].chars().next_back();
        return before.is_some_and(|c| {
            (han::is_han(c) && !COUNTING.contains(c)) || matches!(c, '）' | ')' | '”')
        });
    }
    is_body_word(shown)
}

/// Whether the dictionary explains a word by a head noun.
fn is_body_word(word: &str) -> bool {
    Lexicon::get().senses(word).any(|sense| {
        english::words(&sense).any(|word| head(word).is_some() || OTHER_BODIES.contains(&word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        english_bodies(text)
            .into_iter()
            .map(|body| &text[body.span])
            .collect()
    }

    #[test]
    fn english_bodies_are_found_by_their_form() {
        for (text, expected) in [
            (
                "under the Council for the Reduction of Fine Arts and Culture, as",
                &["Council for the Reduction of Fine Arts and Culture"][..],
            ),
            (
                "The National Development and Reform Commission said on Monday",
                &["National Development and Reform Commission"],
            ),
            (
                "the Ministry of Finance and the Ministry of Commerce",
                &["Ministry of Finance", "Ministry of Commerce"],
            ),
            (
                "Party Secretary Li of the Party committee on Court Street",
                &[],
            ),
            ("the committee and the Council agreed", &[]),
            (
                "Xinhua News Agency and People's Daily",
                &["Xinhua News Agency"],
            ),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn a_bare_hui_names_no_body() {
        let council = &english_bodies("the Council for the Reduction of Fine Arts and Culture")[0];
        assert!(!council.is_supported("违反精文减会有关规定"));
        assert!(!council.is_supported("他会来，社会需要机会"));
        assert!(council.is_supported("文化艺术委员会"));
        assert!(council.is_supported("研究理事会"));
    }
}
