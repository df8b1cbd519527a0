//! What Chinese words mean: CC-CEDICT, compiled in, with word splitting and readings.
//!
//! The dictionary proves things to a reader without Chinese. A rule asks it three questions:
//! where the words of a text are ([`Lexicon::words`]), what a word means
//! ([`Lexicon::gloss`]), and whether an English sentence says any of the things the word can
//! mean ([`Lexicon::content_words`] against [`english::Stems`]).
//!
//! Space: the unpacked text (9 MB) and about 6 bytes an entry. Time: a look-up is one binary search
//! (about a dozen comparisons); nothing is allocated for it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;
use std::rc::Rc;
use std::sync::OnceLock;

use flate2::read::GzDecoder;

use crate::flag::Gloss;

use index::{Index, Script};

pub mod coverage;
pub mod english;
pub mod han;
mod index;
pub mod pinyin;
mod sense;
mod split;
pub mod support;
pub mod vocabulary;

/// The dictionary as `data/dictionary/README.md` describes it.
static PACKED: &[u8] = include_bytes!("../../data/dictionary/cedict.tsv.gz");

/// How many words of one text are explained: a report is not a dictionary.
pub const MOST_GLOSSES: usize = 12;

/// A Chinese→English dictionary.
#[derive(Debug)]
pub struct Lexicon {
    /// Lines `simplified<TAB>traditional<TAB>pinyin<TAB>gloss/gloss`, sorted by their first field.
    text: String,
    /// The lines by their simplified headword.
    simplified: Index,
    /// The lines that have a traditional headword of their own, by that.
    traditional: Index,
}

/// One dictionary entry; a word has several when it has several readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Headword in simplified characters.
    pub simplified: &'a str,
    /// Headword in traditional characters.
    pub traditional: &'a str,
    /// Reading with tone numbers, one syllable a word: `Guo2 wu4 yuan4`.
    pub pinyin: &'a str,
    /// Senses separated by `/`, as CC-CEDICT writes them.
    pub glosses: &'a str,
}

impl Lexicon {
    /// The compiled-in CC-CEDICT. Unpacked on first use (about 50 ms), then shared.
    ///
    /// # Panics
    /// Never: the bytes are part of the program, and a test unpacks them.
    #[must_use]
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let mut text = String::new();
            GzDecoder::new(PACKED)
                .read_to_string(&mut text)
                .expect("the compiled-in dictionary is whole");
            Self::from_tsv(text)
        })
    }

    /// A dictionary from text in the format of the field `text`.
    fn from_tsv(text: String) -> Self {
        let simplified = Index::new(&text, Script::Simplified);
        let traditional = Index::new(&text, Script::Traditional);
        Self {
            text,
            simplified,
            traditional,
        }
    }

    /// The entry on the line that starts at a byte offset.
    fn entry(&self, line: u32) -> Entry<'_> {
        let rest = &self.text[line as usize..];
        let line = rest.split('\n').next().unwrap_or_default();
        let mut fields = line.splitn(4, '\t');
        let mut field = || fields.next().unwrap_or_default();
        let (simplified, traditional, pinyin, glosses) = (field(), field(), field(), field());
        let traditional = if traditional.is_empty() {
            simplified
        } else {
            traditional
        };
        Entry {
            simplified,
            traditional,
            pinyin,
            glosses,
        }
    }

    /// All entries of a word in simplified or traditional characters, in dictionary order.
    pub fn entries<'a>(&'a self, word: &str) -> impl Iterator<Item = Entry<'a>> {
        let simplified = self.simplified.equal(&self.text, word);
        let traditional = self.traditional.equal(&self.text, word);
        simplified
            .iter()
            .chain(traditional)
            .map(|&line| self.entry(line))
    }

    /// Whether the dictionary has the word.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.entries(word).next().is_some()
    }

    /// Byte spans of the words of a text, in order: dictionary words where there are any, single
    /// characters elsewhere, and runs of letters and digits. White space and punctuation are in
    /// no word.
    ///
    /// The split has the fewest words, and of such splits the one with the longest words at the
    /// end; a word has at most 8 characters.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Range<usize>> {
        split::words(text, |rest, longest, found| {
            self.beginnings(rest, longest, found)
        })
    }

    /// Pushes the byte lengths of the dictionary words of at most `longest` characters that a text
    /// begins with.
    fn beginnings(&self, text: &str, longest: usize, found: &mut Vec<usize>) {
        for index in [&self.simplified, &self.traditional] {
            index.beginnings(&self.text, text, longest, found);
        }
    }

    /// The readings of a character without tones, `v` for ü, the commonest first, each once.
    #[must_use]
    pub fn readings(&self, character: char) -> Rc<[String]> {
        thread_local! {
            static KNOWN: RefCell<HashMap<char, Rc<[String]>>> = RefCell::default();
        }
        KNOWN.with_borrow_mut(|known| {
            let entry = known.entry(character);
            Rc::clone(entry.or_insert_with(|| self.read(character).into()))
        })
    }

    /// The readings of a character, looked up.
    fn read(&self, character: char) -> Vec<String> {
        let mut buffer = [0; 4];
        let word = character.encode_utf8(&mut buffer);
        let mut readings: Vec<String> = Vec::new();
        let mut entries: Vec<Entry<'_>> = self.entries(word).collect();
        entries
            .sort_by_key(|entry| entry.is_name() || sense::senses(entry.glosses).next().is_none());
        for entry in entries {
            let reading: String = entry
                .pinyin
                .to_lowercase()
                .replace("u:", "v")
                .chars()
                .filter(char::is_ascii_alphabetic)
                .collect();
            if !reading.is_empty() && !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        readings
    }

    /// The word with its reading and a short meaning, both empty where there is no entry. Of a
    /// single character, which can mean many things, the meaning shows several senses.
    #[must_use]
    pub fn gloss(&self, word: &str) -> Gloss {
        let pinyin = self
            .main_entry(word)
            .map(|entry| pinyin::with_marks(entry.pinyin))
            .unwrap_or_default();
        let single = word.chars().nth(1).is_none();
        let (a_sense, in_all) = if single { (1, 4) } else { (2, 3) };
        let mut parts: Vec<String> = Vec::new();
        for part in self.senses(word).flat_map(|sense| {
            sense
                .split("; ")
                .take(a_sense)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        }) {
            if parts.len() < in_all && !parts.contains(&part) {
                parts.push(part);
            }
        }
        Gloss {
            text: word.to_owned(),
            pinyin,
            meaning: parts.join("; "),
        }
    }

    /// The words of a Chinese text explained, at most [`MOST_GLOSSES`] of them. Latin letters and digits
    /// need no explanation and are left out.
    #[must_use]
    pub fn glosses(&self, text: &str) -> Vec<Gloss> {
        self.words(text)
            .into_iter()
            .map(|span| &text[span])
            .filter(|word| word.starts_with(han::is_han))
            .take(MOST_GLOSSES)
            .map(|word| self.gloss(word))
            .collect()
    }

    /// The meanings of a word, most common first, without notes on measure words, variants and
    /// abbreviations.
    pub fn senses<'a>(&'a self, word: &'a str) -> impl Iterator<Item = String> {
        let names_last = |names: bool| {
            self.entries(word)
                .filter(move |entry| entry.is_name() == names)
        };
        names_last(false)
            .chain(names_last(true))
            .flat_map(|entry| sense::senses(entry.glosses).collect::<Vec<_>>())
    }

    /// Stems of the content words of all senses, sorted, each once: what an English rendering of
    /// the word may be expected to say. Compare with [`english::Stems`].
    #[must_use]
    pub fn content_words(&self, word: &str) -> Vec<String> {
        let mut stems: Vec<String> = self
            .senses(word)
            .flat_map(|sense| {
                english::Stems::of(&sense)
                    .iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// The entry a reader would look at first: not a surname where there is another, not a cross
    /// reference where there is a meaning.
    fn main_entry<'a>(&'a self, word: &'a str) -> Option<Entry<'a>> {
        self.entries(word).min_by_key(|entry| {
            (
                sense::senses(entry.glosses).next().is_none(),
                entry.is_name(),
            )
        })
    }
}

impl Entry<'_> {
    /// Whether the entry is for a proper name: its reading is written with a capital.
    #[must_use]
    pub fn is_name(&self) -> bool {
        self.pinyin.starts_with(|c: char| c.is_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_whole() {
        let lexicon = Lexicon::get();
        assert!(lexicon.simplified.len() > 120_000);
        assert!(lexicon.traditional.len() > 50_000);
    }

    #[test]
    fn looks_up_both_scripts() {
        let lexicon = Lexicon::get();
        assert!(lexicon.contains("国务院"));
        assert!(lexicon.contains("國務院"));
        assert!(!lexicon.contains("精文减会"));
        assert!(!lexicon.contains(""));
    }

    #[test]
    fn glosses_are_readable() {
        let gloss = Lexicon::get().gloss("委员会");
        assert_eq!(
            (gloss.pinyin.as_str(), gloss.meaning.as_str()),
            ("wěi yuán huì", "committee; commission")
        );
        assert_eq!(
            Lexicon::get().gloss("文").meaning,
            "language; culture; writing; formal"
        );
        assert!(Lexicon::get().gloss("会").meaning.contains("meeting"));
        assert_eq!(Lexicon::get().gloss("魑魅魍魉魑").meaning, "");
        assert_eq!(Lexicon::get().gloss("干事").pinyin, "gàn shi");
    }

    #[test]
    fn content_words_are_stems_of_all_senses() {
        let words = Lexicon::get().content_words("减");
        for stem in ["reduce", "lower", "decrease"].map(english::stem) {
            assert!(words.contains(&stem), "{stem} in {words:?}");
        }
    }

    #[test]
    fn splits_into_words() {
        let text = "违反精文减会有关规定，NBA 2024年";
        let words: Vec<&str> = Lexicon::get()
            .words(text)
            .into_iter()
            .map(|r| &text[r])
            .collect();
        assert_eq!(
            words,
            [
                "违反", "精", "文", "减", "会", "有关", "规定", "NBA", "2024", "年"
            ]
        );
    }
}
