//! Cuts a readable piece out of a long line.
//!
//! A newspaper paragraph is one line of 1,500 characters. A flag is shown with its sentence, and
//! where that too is long with what stands next to the flagged words.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::visible::visible_char;

/// The sign for text left out.
const CUT: char = '…';

/// A piece of one line, safe to print.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The piece, with `…` where the line goes on.
    pub text: String,
    /// Byte span in `text` of the words concerned.
    pub span: Option<Range<usize>>,
}

/// Cuts the sentence `sentence` (a byte span) out of `text`, or the neighbourhood of `span` where
/// the sentence takes more than `width` columns. Only the line on which the span (without one: the
/// sentence) begins is shown.
pub(super) fn excerpt(
    text: &str,
    sentence: &Range<usize>,
    span: Option<&Range<usize>>,
    width: usize,
) -> Excerpt {
    let anchor = span.map_or(sentence.start..sentence.start, Clone::clone);
    let line_start = text[..anchor.start].rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[anchor.start..]
        .find('\n')
        .map_or(text.len(), |i| anchor.start + i);
    let from = sentence.start.min(anchor.start).max(line_start);
    let to = sentence.end.max(anchor.end).min(line_end);
    let marked = anchor.start..anchor.end.min(line_end);

    let shown = if fits(&text[from..to], width) {
        from..to
    } else {
        around(text, from..to, &marked, width)
    };
    let marked = marked.start..marked.end.min(shown.end);

    let mut out = String::new();
    if !text[line_start..shown.start].trim_start().is_empty() {
        out.extend([CUT, ' ']);
    }
    out.extend(text[shown.start..marked.start].chars().map(visible_char));
    let start = out.len();
    out.extend(text[marked.clone()].chars().map(visible_char));
    let end = out.len();
    out.extend(text[marked.end..shown.end].chars().map(visible_char));
    if !text[shown.end..line_end].trim_end().is_empty() {
        out.extend([' ', CUT]);
    }
    Excerpt {
        text: out,
        span: span.map(|_| start..end),
    }
}

/// The part of `bounds` next to `marked` that takes at most `width` columns: all of `marked` with
/// as much on either side as fits, or its beginning where it is too long itself.
fn around(text: &str, bounds: Range<usize>, marked: &Range<usize>, width: usize) -> Range<usize> {
    if !fits(&text[marked.clone()], width) {
        let (taken, _) = take(text[marked.clone()].chars(), width);
        return marked.start..whole_word_end(text, marked.start, marked.start + taken);
    }
    let spare = width - columns(&text[marked.clone()]);
    let before = text[bounds.start..marked.start].chars().rev();
    let after = text[marked.end..bounds.end].chars();
    // Half of the spare room each; what one side does not need goes to the other.
    let (_, left) = take(before.clone(), spare / 2);
    let (right_bytes, right) = take(after, spare - left);
    let (left_bytes, _) = take(before, spare - right);

    let mut from = marked.start - left_bytes;
    let to = marked.end + right_bytes;
    if from > bounds.start && !is_boundary(text, from) {
        from = text[from..marked.start]
            .find(char::is_whitespace)
            .map_or(marked.start, |i| from + i);
    }
    let to = if to < bounds.end {
        whole_word_end(text, marked.end, to)
    } else {
        to
    };
    let from =
        from + (text[from..marked.start].len() - text[from..marked.start].trim_start().len());
    let to = marked.end + text[marked.end..to.max(marked.end)].trim_end().len();
    from..to.max(marked.start)
}

/// `end`, moved back to the end of a whole word if one can be found after `start`.
fn whole_word_end(text: &str, start: usize, end: usize) -> usize {
    if start >= end || is_boundary(text, end) {
        return end;
    }
    text[start..end]
        .rfind(char::is_whitespace)
        .map_or(end, |i| start + i)
}

/// Whether a cut here leaves words whole. Chinese may be cut anywhere.
fn is_boundary(text: &str, at: usize) -> bool {
    let word = |c: char| c.is_alphanumeric() && c.width() != Some(2);
    !(text[..at].chars().next_back().is_some_and(word)
        && text[at..].chars().next().is_some_and(word))
}

/// Bytes and columns of the longest beginning of `chars` that takes at most `width` columns.
fn take(chars: impl Iterator<Item = char>, width: usize) -> (usize, usize) {
    let (mut bytes, mut used) = (0, 0);
    for c in chars {
        let w = column(c);
        if used + w > width {
            break;
        }
        bytes += c.len_utf8();
        used += w;
    }
    (bytes, used)
}

/// Whether a text takes at most `width` columns; looks no further than that.
fn fits(text: &str, width: usize) -> bool {
    take(text.chars(), width).0 == text.len()
}

fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

fn column(c: char) -> usize {
    visible_char(c).width().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, sentence: &str, span: &str, width: usize) -> (String, String) {
        let sentence_at = text.find(sentence).unwrap();
        let at = text.find(span).unwrap();
        let found = excerpt(
            text,
            &(sentence_at..sentence_at + sentence.len()),
            Some(&(at..at + span.len())),
            width,
        );
        let marked = found.text[found.span.unwrap()].to_owned();
        (found.text, marked)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let line = "They cut paperwork.";
        assert_eq!(
            cut(line, line, "paperwork", 80),
            (line.to_owned(), "paperwork".to_owned())
        );
    }

    #[test]
    fn the_sentence_is_cut_out_of_the_line() {
        let (text, marked) = cut(
            "One is here. They cut paperwork. Three.\nnext",
            "They cut paperwork.",
            "cut",
            80,
        );
        assert_eq!(text, "… They cut paperwork. …");
        assert_eq!(marked, "cut");
    }

    #[test]
    fn a_long_sentence_is_cut_around_the_span_between_words() {
        let line = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda";
        assert_eq!(cut(line, line, "zeta", 24).0, "… epsilon zeta eta theta …");
        assert_eq!(cut(line, line, "alpha", 17).0, "alpha beta gamma …");
        assert_eq!(cut(line, line, "lambda", 19).0, "… iota kappa lambda");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let line = "甲乙丙丁戊己庚辛壬癸";
        assert_eq!(cut(line, line, "戊", 10).0, "… 丙丁戊己庚 …");
    }

    #[test]
    fn a_span_longer_than_the_room_is_cut_itself() {
        let line = "alpha beta gamma delta epsilon";
        let (text, marked) = cut(line, line, "beta gamma delta epsilon", 12);
        assert_eq!(text, "… beta gamma …");
        assert_eq!(marked, "beta gamma");
    }

    #[test]
    fn a_span_over_two_lines_is_shown_to_the_end_of_the_first() {
        let text = "one two\nthree";
        let found = excerpt(text, &(0..13), Some(&(4..13)), 80);
        assert_eq!(
            found,
            Excerpt {
                text: "one two".to_owned(),
                span: Some(4..7)
            }
        );
    }

    #[test]
    fn without_a_span_the_sentence_begins_the_excerpt() {
        let line = "alpha beta gamma delta epsilon";
        let found = excerpt(line, &(6..30), None, 12);
        assert_eq!(
            found,
            Excerpt {
                text: "… beta gamma …".to_owned(),
                span: None
            }
        );
    }

    proptest::proptest! {
        #[test]
        fn any_span_of_any_text_can_be_shown(
            text in "[ab 甲乙\\n\u{301}\u{1b}\u{202e}]{0,60}", cuts in proptest::array::uniform4(0usize..61), width in 1usize..30
        ) {
            let mut at: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            at.dedup();
            let mut pick = cuts.map(|k| at[k % at.len()]);
            pick.sort_unstable();
            let found = excerpt(&text, &(pick[0]..pick[3]), Some(&(pick[1]..pick[2])), width);
            let span = found.span.unwrap();
            proptest::prop_assert!(found.text.is_char_boundary(span.start));
            proptest::prop_assert!(found.text.is_char_boundary(span.end));
            let obeyed = ['\n', '\u{1b}', '\u{202e}'];
            proptest::prop_assert!(!found.text.contains(obeyed));
            let apart = excerpt(&text, &(pick[0]..pick[1]), Some(&(pick[2]..pick[3])), width);
            proptest::prop_assert!(apart.span.unwrap().end <= apart.text.len());
        }
    }
}
