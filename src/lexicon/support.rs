//! Everything the words of a Chinese text can mean, for the question whether the text supports an
//! English word.
//!
//! Other than [`Lexicon::words`], which splits a text one way, this looks at every dictionary word
//! that stands anywhere in it: 研究生命 has 研究, 研究生 and 生命. Errs towards support.
//! Time: one index walk a character and one parse a distinct word.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::{Lexicon, han, split};

/// A Chinese text, its words, and what they can mean.
#[derive(Debug)]
pub struct Support {
    /// Byte spans of the words of the split with the fewest words.
    pub words: Vec<Range<usize>>,
    /// Stems of the meanings of all dictionary words in the text, each with the longest such word.
    stems: BTreeMap<String, Range<usize>>,
    /// Stems of the meanings of each dictionary word, by its byte span.
    meanings: BTreeMap<(usize, usize), Vec<String>>,
}

thread_local! {
    /// The text that was looked at last on this thread: the rules ask about one bead in a row.
    static LAST: RefCell<Option<(String, Rc<Support>)>> = const { RefCell::new(None) };
}

impl Support {
    /// What the words of a text can mean.
    #[must_use]
    pub fn of(text: &str) -> Rc<Self> {
        LAST.with_borrow_mut(|last| match last {
            Some((seen, support)) if seen == text => Rc::clone(support),
            _ => {
                let support = Rc::new(Self::new(text));
                *last = Some((text.to_owned(), Rc::clone(&support)));
                support
            }
        })
    }

    fn new(text: &str) -> Self {
        let lexicon = Lexicon::get();
        let mut stems: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut meanings = BTreeMap::new();
        let mut lengths = Vec::new();
        for (start, c) in text.char_indices().filter(|&(_, c)| han::is_han(c)) {
            lengths.clear();
            lengths.push(c.len_utf8());
            lexicon.beginnings(&text[start..], split::LONGEST_WORD, &mut lengths);
            lengths.sort_unstable();
            lengths.dedup();
            for &length in &lengths {
                let span = start..start + length;
                let meaning = lexicon.content_words(&text[span.clone()]);
                for stem in &meaning {
                    // Ürümqi is also written Urumqi.
                    let stem = stem.replace('ü', "u");
                    let known = stems.entry(stem).or_insert_with(|| span.clone());
                    if known.len() < span.len() {
                        *known = span.clone();
                    }
                }
                meanings.insert((span.start, span.end), meaning);
            }
        }
        Self {
            words: lexicon.words(text),
            stems,
            meanings,
        }
    }

    /// Stems of what the word at a byte span can mean, as [`Lexicon::content_words`] has them; empty
    /// where no dictionary word stands there.
    #[must_use]
    pub fn meanings(&self, span: &Range<usize>) -> &[String] {
        self.meanings
            .get(&(span.start, span.end))
            .map_or(&[], Vec::as_slice)
    }

    /// The longest word of the text that can mean a word with this stem.
    #[must_use]
    pub fn word_for(&self, stem: &str) -> Option<Range<usize>> {
        self.stems.get(stem).cloned()
    }

    /// Whether a meaning of a word of the text begins with as many letters as a word and shares most
    /// of it: *Rwandan* and Rwanda.
    #[must_use]
    pub fn has_relative(&self, word: &str, letters: usize) -> bool {
        let Some((at, _)) = word.char_indices().nth(letters) else {
            return false;
        };
        let beginning = &word[..at];
        self.stems
            .range(beginning.to_owned()..)
            .take_while(|(stem, _)| stem.starts_with(beginning))
            .any(|(stem, _)| {
                let shared = stem
                    .chars()
                    .zip(word.chars())
                    .take_while(|(a, b)| a == b)
                    .count();
                shared * 3 >= word.chars().count() * 2
            })
    }

    /// Whether a word of the split with the fewest words can mean a word with this stem.
    #[must_use]
    pub fn says(&self, stem: &str) -> bool {
        let mut words = self.words.iter();
        words.any(|word| self.meanings(word).iter().any(|meaning| meaning == stem))
    }

    /// Whether some word of the text can mean a word with this stem.
    #[must_use]
    pub fn has(&self, stem: &str) -> bool {
        self.stems.contains_key(stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::english::stem;

    #[test]
    fn overlapping_words_all_count() {
        let text = "研究生命";
        let support = Support::of(text);
        assert!(support.has(&stem("postgraduate")) && support.has(&stem("life")));
        let span = support.word_for(&stem("life")).unwrap();
        assert_eq!(&text[span], "生命");
        assert!(!support.has(&stem("weather")));
    }
}
