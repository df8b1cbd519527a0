//! The stretch of the English that the Chinese supports least.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::lexicon::coverage::{SourceWord, TargetWord};
use crate::lexicon::{Lexicon, han};

/// Fewest words without support in a stretch: one alone is most often a synonym.
const LEAST: i32 = 2;

/// The longest run of content words that are no meaning of any Chinese word, or of any character
/// of one, in which words without support outnumber those with it by most; `None` where no run
/// has two more. Time O(words).
#[must_use]
pub fn weakest_stretch(
    source_text: &str,
    source: &[SourceWord],
    target: &[TargetWord],
) -> Option<Range<usize>> {
    let lexicon = Lexicon::get();
    let characters: BTreeSet<char> = source_text.chars().filter(|&c| han::is_han(c)).collect();
    let mut meant: BTreeSet<String> = characters
        .iter()
        .flat_map(|c| lexicon.content_words(c.encode_utf8(&mut [0; 4])))
        .collect();
    meant.extend(source.iter().flat_map(|w| w.stems.iter().cloned()));
    // Kadane's greatest sum of a run: +1 without support, −1 with it.
    let (mut best, mut best_range) = (0, None);
    let (mut sum, mut from) = (0, 0);
    for (k, word) in target.iter().enumerate() {
        if sum <= 0 {
            (sum, from) = (0, k);
        }
        sum += if meant.contains(&word.stem) { -1 } else { 1 };
        if sum > best {
            best = sum;
            best_range = Some(target[from].span.start..word.span.end);
        }
    }
    best_range.filter(|_| best >= LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::coverage::{source_words, target_words};

    fn weakest<'a>(source: &str, target: &'a str) -> Option<&'a str> {
        weakest_stretch(source, &source_words(source), &target_words(target)).map(|r| &target[r])
    }

    #[test]
    fn words_that_nothing_supports_are_found() {
        let english = "The hospital bought new equipment and painted elephants yesterday.";
        assert_eq!(
            weakest("医院购买了新设备。", english),
            Some("painted elephants yesterday")
        );
    }

    #[test]
    fn a_supported_sentence_has_no_such_stretch() {
        assert_eq!(
            weakest("医院购买了新设备。", "The hospital bought new equipment."),
            None
        );
    }
}
