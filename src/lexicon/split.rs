//! Splitting Chinese into words: the fewest dictionary words that cover a run of characters.
//!
//! Dynamic programme from the end of the run, O(n · [`LONGEST_WORD`]) look-ups. It fails where
//! the fewest words are not the right ones (结合成分子); for evidence shown to a reader and for
//! "does the English say this word" that is good enough, and it needs no model.

use std::ops::Range;

use super::han::is_han;

/// Longest word looked for, in characters.
pub const LONGEST_WORD: usize = 8;

/// Byte spans of the words of a text; `known` tells dictionary words.
pub fn words(text: &str, known: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
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
            split_run(text, start..end, &known, &mut words);
        } else {
            words.push(start..end);
        }
    }
    words
}

/// Splits a run of Chinese characters.
fn split_run(
    text: &str,
    run: Range<usize>,
    known: impl Fn(&str) -> bool,
    words: &mut Vec<Range<usize>>,
) {
    let mut bounds: Vec<usize> = text[run.clone()]
        .char_indices()
        .map(|(at, _)| run.start + at)
        .collect();
    bounds.push(run.end);
    let characters = bounds.len() - 1;
    // best[i]: words in the best split of the first i characters, and the length of its last word.
    let mut best = vec![(usize::MAX, 1); characters + 1];
    best[0] = (0, 0);
    for end in 1..=characters {
        for length in 1..=LONGEST_WORD.min(end) {
            let count = best[end - length].0 + 1;
            let word = &text[bounds[end - length]..bounds[end]];
            if count <= best[end].0 && (length == 1 || known(word)) {
                best[end] = (count, length);
            }
        }
    }
    let first = words.len();
    let mut end = characters;
    while end > 0 {
        let start = end - best[end].1;
        words.push(bounds[start]..bounds[end]);
        end = start;
    }
    words[first..].reverse();
}

#[cfg(test)]
mod tests {
    use super::words;

    fn split(text: &str, dictionary: &[&str]) -> Vec<String> {
        words(text, |word| dictionary.contains(&word))
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
