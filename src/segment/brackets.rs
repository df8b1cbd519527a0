//! Short brackets and book titles, inside which no sentence ends.

use std::ops::Range;

/// Longest content, in characters, of a bracket that is kept whole. A remark or reference is
/// shorter; what is longer is text with sentences of its own.
const LONGEST: usize = 60;

const PAIRS: [(char, char); 8] = [
    ('《', '》'),
    ('〈', '〉'),
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('[', ']'),
    ('［', '］'),
    ('〔', '〕'),
];

/// Byte spans of the short brackets of a text with their marks, outermost only, in order.
///
/// A bracket without its counterpart is passed over. Time: linear in the text (times [`LONGEST`]).
pub fn short(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (start, open) in text.char_indices() {
        if spans.last().is_some_and(|span| start < span.end) {
            continue;
        }
        let Some(&(_, close)) = PAIRS.iter().find(|pair| pair.0 == open) else {
            continue;
        };
        let mut depth = 0;
        for (at, c) in text[start..].char_indices().take(LONGEST + 2) {
            if c == open {
                depth += 1;
            } else if c == close {
                depth -= 1;
            }
            if depth == 0 {
                spans.push(start..start + at + c.len_utf8());
                break;
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        short(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn outermost_brackets_are_found() {
        assert_eq!(
            texts("甲（乙（丙）《丁》）和《戊！》 [x]"),
            ["（乙（丙）《丁》）", "《戊！》", "[x]"]
        );
    }

    #[test]
    fn unclosed_and_long_brackets_are_not_kept_whole() {
        assert!(texts("甲（乙 :) x)").is_empty());
        let fits = format!("({})", "x".repeat(LONGEST));
        assert_eq!(texts(&fits), [&fits]);
        assert!(texts(&format!("({})", "x".repeat(LONGEST + 1))).is_empty());
    }
}
