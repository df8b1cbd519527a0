//! What differs between two renderings of a sentence, word by word.
//!
//! Myers' algorithm (*An O(ND) Difference Algorithm and Its Variations*, 1986) as implemented by
//! the crate `similar`, over the words, numbers and punctuation marks of UAX #29; time grows with
//! length times number of differences. White space does not count as a difference.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// The differences in the plain notation `[-old-]{+new+}`, known from `git diff --word-diff`;
/// `None` where the two have the same words.
///
/// ```
/// use mtlint::report::diff::word_diff;
///
/// assert_eq!(
///     word_diff("officials start businesses.", "officials get things done.").as_deref(),
///     Some("officials [-start businesses-]{+get things done+}."),
/// );
/// ```
#[must_use]
pub fn word_diff(old: &str, new: &str) -> Option<String> {
    let (old, new) = (Words::of(old), Words::of(new));
    let (old_words, new_words) = (old.words(), new.words());
    if old_words == new_words {
        return None;
    }
    let mut out = String::new();
    for step in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        let (tag, from, to) = step.as_tag_tuple();
        let ((old_blank, old), (new_blank, new)) = (old.run(from), new.run(to));
        match tag {
            DiffTag::Equal => out.extend([new_blank, new]),
            DiffTag::Delete => out.extend([old_blank, "[-", old, "-]"]),
            DiffTag::Insert => out.extend([new_blank, "{+", new, "+}"]),
            DiffTag::Replace if old_blank.is_empty() == new_blank.is_empty() => {
                out.extend([new_blank, "[-", old, "-]{+", new, "+}"]);
            }
            DiffTag::Replace => {
                out.extend(["[-", old_blank, old, "-]{+", new_blank, new, "+}"]);
            }
        }
    }
    Some(out)
}

/// A text divided into words.
struct Words<'a> {
    text: &'a str,
    spans: Vec<Range<usize>>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let text = text.trim();
        let spans = text
            .split_word_bound_indices()
            .filter(|(_, word)| !word.trim().is_empty())
            .map(|(start, word)| start..start + word.len())
            .collect();
        Self { text, spans }
    }

    fn words(&self) -> Vec<&'a str> {
        self.spans
            .iter()
            .map(|span| &self.text[span.clone()])
            .collect()
    }

    /// The white space before a run of words, and the run.
    fn run(&self, words: Range<usize>) -> (&'a str, &'a str) {
        let Some([first, last]) = self
            .spans
            .get(words.clone())
            .and_then(|run| Some([run.first()?, run.last()?]))
        else {
            return ("", "");
        };
        let before = words.start.checked_sub(1).map_or(0, |i| self.spans[i].end);
        (
            &self.text[before..first.start],
            &self.text[first.start..last.end],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        word_diff(old, new).unwrap()
    }

    #[test]
    fn the_same_words_have_no_diff() {
        assert_eq!(word_diff("The same.", " The  same.\n"), None);
    }

    #[test]
    fn neighbouring_words_are_one_change() {
        assert_eq!(
            diff(
                "They set up the Council for the Reduction of Fine Arts.",
                "They cut paperwork."
            ),
            "They [-set up the Council for the Reduction of Fine Arts-]{+cut paperwork+}."
        );
    }

    #[test]
    fn one_side_may_be_empty() {
        assert_eq!(diff("", "All of it."), "{+All of it.+}");
        assert_eq!(diff("one two three", "one three"), "one [-two-] three");
        assert_eq!(diff("one three", "one two three"), "one {+two+} three");
    }

    #[test]
    fn a_mark_for_a_word_keeps_the_blank_with_the_word() {
        assert_eq!(diff("one, two", "one and two"), "one[-,-]{+ and+} two");
    }

    /// Keeps one side of a diff.
    fn side(diff: &str, drop: [&str; 2], keep: [&str; 2]) -> String {
        let mut out = String::new();
        let mut rest = diff;
        while let Some(start) = rest.find(drop[0]) {
            out.push_str(&rest[..start]);
            rest = &rest[start..][rest[start..].find(drop[1]).unwrap() + 2..];
        }
        out.push_str(rest);
        out.replace(keep[0], "").replace(keep[1], "")
    }

    proptest::proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_diff(old in "[ab ,甲]{0,20}", new in "[ab ,甲]{0,20}") {
            let words = |text: &str| text.replace(' ', "");
            if let Some(diff) = word_diff(&old, &new) {
                proptest::prop_assert_eq!(words(&side(&diff, ["{+", "+}"], ["[-", "-]"])), words(&old));
                proptest::prop_assert_eq!(words(&side(&diff, ["[-", "-]"], ["{+", "+}"])), words(&new));
            } else {
                proptest::prop_assert_eq!(words(&old), words(&new));
            }
        }
    }
}
