//! Splitting Chinese into words: the fewest dictionary words that cover a run of characters.
//!
//! Dynamic programme over the run, one look-up a character. It fails where
//! the fewest words are not the right ones (结合成分子); for evidence shown to a reader and for
//! "does the English say this word" that is good enough, and it needs no model.

use std::ops::Range;

use super::han::is_han;

/// Longest word looked for, in characters.
pub const LONGEST_WORD: usize = 8;

/// Byte spans of the words of a text. `beginnings` pushes the byte lengths of the dictionary words
/// of at most so many characters that a text begins with.
pub fn words(text: &str, beginnings: impl Fn(&str, usize, &mut Vec<usize>)) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let inside: fn(char) -> bool = match c {
            c if is_han(c) => is_han,
            c if c.is_ascii_digit() => |c| c.is_ascii_digit(),
            c if c.is_alphanumeric() => {
                |c| c.is_alphanumeric() && !is_han(c) && !c.is_ascii_digit()
            }
            _ => continue,
        };
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = rest.next_if(|&(_, c)| inside(c)) {
            end = at + c.len_utf8();
        }
        if is_han(c) {
            split_run(&text[start..end], start, &beginnings, &mut words);
        } else {
            words.push(start..end);
        }
    }
    words
}

/// Splits a run of Chinese characters that stands at a byte offset of its text.
fn split_run(
    run: &str,
    offset: usize,
    beginnings: impl Fn(&str, usize, &mut Vec<usize>),
    words: &mut Vec<Range<usize>>,
) {
    // best[i]: words in the best split of the first i bytes, and where its last word begins.
    let mut best = vec![(usize::MAX, 0); run.len() + 1];
    best[0] = (0, 0);
    let mut lengths = Vec::new();
    for (start, c) in run.char_indices() {
        lengths.clear();
        lengths.push(c.len_utf8());
        beginnings(&run[start..], LONGEST_WORD, &mut lengths);
        let count = best[start].0 + 1;
        for length in &lengths {
            // The first start to reach an end has the longest last word: later ones must be better.
            if count < best[start + length].0 {
                best[start + length] = (count, start);
            }
        }
    }
    let first = words.len();
    let mut end = run.len();
    while end > 0 {
        let start = best[end].1;
        words.push(offset + start..offset + end);
        end = start;
    }
    words[first..].reverse();
}

#[cfg(test)]
mod tests {
    use super::words;

    fn split(text: &str, dictionary: &[&str]) -> Vec<String> {
        words(text, |rest, _, found| {
            found.extend(
                dictionary
                    .iter()
                    .filter(|word| rest.starts_with(**word))
                    .map(|word| word.len()),
            );
        })
        .into_iter()
        .map(|r| text[r].to_owned())
        .collect()
    }

    #[test]
    fn fewest_words_then_longest_last() {
        assert_eq!(
            split("研究生命", &["研究", "研究生", "生命"]),
            ["研究", "生命"]
        );
        assert_eq!(
            split("中国人民", &["中国", "国人", "人民"]),
            ["中国", "人民"]
        );
        assert_eq!(
            split("发展中国家", &["发展", "中国", "国家", "发展中国家"]),
            ["发展中国家"]
        );
    }

    #[test]
    fn letters_and_digits_are_words_and_punctuation_is_not() {
        assert_eq!(
            split("H5N1，3.5万！", &[]),
            ["H", "5", "N", "1", "3", "5", "万"]
        );
        assert!(split("", &[]).is_empty());
    }
}
