//! Where numerals are part of a word and count nothing: 一方面, 三亚, 二战, 十四五.
//!
//! Two sources: `data/numbers/set-phrases.txt`, and the dictionary, every word of which that has
//! other characters beside its numeral is taken for a set phrase, but for the regular ones
//! (两个, 第三, 十月), which are left to the grammar.

use std::ops::Range;
use std::sync::OnceLock;

use super::characters;
use super::numeral;
use super::units::is_measure;
use crate::flag::number::Letters;
use crate::lexicon::Lexicon;

/// The phrases, one a line; `#` begins a remark.
static TEXT: &str = include_str!("../../../../data/numbers/set-phrases.txt");

/// The phrases, longest first.
fn phrases() -> &'static [&'static str] {
    static PHRASES: OnceLock<Vec<&'static str>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut phrases: Vec<&str> = TEXT
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect();
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        phrases
    })
}

/// Spans of character indices in which a numeral is part of a word.
pub(super) fn set_phrases(text: &str, letters: &Letters) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.chars.len() {
        let length = letters.any(at, phrases()).map_or(0, |(_, length)| length);
        if length > 0 {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    for word in Lexicon::get().words(text) {
        if !text[word.clone()].contains(characters::is_numeral)
            && !text[word.clone()].contains('半')
        {
            continue;
        }
        let index = |byte| letters.starts.partition_point(|&b| b < byte);
        let span = index(word.start)..index(word.end);
        if !is_regular(letters, &span) {
            found.push(span);
        }
    }
    found
}

/// Whether a dictionary word is a numeral, or one with a measure word, that grammar explains.
fn is_regular(text: &Letters, word: &Range<usize>) -> bool {
    let start = word.start + usize::from(matches!(text.at(word.start), '第' | '约' | '近' | '前'));
    let Some(numeral) = numeral::read(text, start) else {
        return false;
    };
    numeral.end >= word.end
        || text.has(numeral.end, "分之")
        || (text.any(start, &["一半", "一倍"]).is_some())
        || (is_measure(text, numeral.end) && word.end - numeral.end <= 2)
}
