//! What differs between two renderings of a sentence, word by word.
//!
//! Myers' algorithm (*An O(ND) Difference Algorithm and Its Variations*, 1986) as implemented by
//! the crate `similar`, over the words, numbers and punctuation marks of UAX #29; time grows with
//! length times number of differences. White space does not count as a difference.

use std::fmt;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::flag::Flag;

/// What differs between two texts, in the order of the new one. Shown and serialised in the plain
/// notation `[-old-]{+new+}`, known from `git diff --word-diff`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordDiff {
    /// Stretches of text with the white space before them.
    pub steps: Vec<Step>,
}

/// A stretch of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where the text stands.
    pub change: Change,
    /// The text.
    pub text: String,
}

/// Where a stretch of a diff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// In both texts.
    Same,
    /// Only in the old one.
    Removed,
    /// Only in the new one.
    Added,
}

impl fmt::Display for WordDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| match step.change {
            Change::Same => f.write_str(&step.text),
            Change::Removed => write!(f, "[-{}-]", step.text),
            Change::Added => write!(f, "{{+{}+}}", step.text),
        })
    }
}

impl serde::Serialize for WordDiff {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// The differences of two texts; `None` where they have the same words.
///
/// ```
/// use mtlint::report::diff::word_diff;
///
/// let diff = word_diff("officials start businesses.", "officials get things done.");
/// assert_eq!(
///     diff.unwrap().to_string(),
///     "officials [-start businesses-]{+get things done+}.",
/// );
/// ```
#[must_use]
pub fn word_diff(old: &str, new: &str) -> Option<WordDiff> {
    let (old, new) = (Words::of(old), Words::of(new));
    let (old_words, new_words) = (old.words(), new.words());
    if old_words == new_words {
        return None;
    }
    let mut steps = Vec::new();
    let mut add = |change, parts: [&str; 2]| {
        let text = parts.concat();
        if !text.is_empty() {
            steps.push(Step { change, text });
        }
    };
    for step in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        let (tag, from, to) = step.as_tag_tuple();
        let ((old_blank, old), (new_blank, new)) = (old.run(from), new.run(to));
        match tag {
            DiffTag::Equal => add(Change::Same, [new_blank, new]),
            DiffTag::Delete => {
                add(Change::Same, [old_blank, ""]);
                add(Change::Removed, ["", old]);
            }
            DiffTag::Insert => {
                add(Change::Same, [new_blank, ""]);
                add(Change::Added, ["", new]);
            }
            DiffTag::Replace if old_blank.is_empty() == new_blank.is_empty() => {
                add(Change::Same, [new_blank, ""]);
                add(Change::Removed, ["", old]);
                add(Change::Added, ["", new]);
            }
            DiffTag::Replace => {
                add(Change::Removed, [old_blank, old]);
                add(Change::Added, [new_blank, new]);
            }
        }
    }
    Some(WordDiff { steps })
}

/// What a flag's suggestion would change in the flagged English.
#[must_use]
pub fn suggested(flag: &Flag) -> Option<WordDiff> {
    word_diff(&flag.target.as_ref()?.text, flag.suggestion.as_deref()?)
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
        word_diff(old, new).unwrap().to_string()
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
                let diff = diff.to_string();
                proptest::prop_assert_eq!(words(&side(&diff, ["{+", "+}"], ["[-", "-]"])), words(&old));
                proptest::prop_assert_eq!(words(&side(&diff, ["[-", "-]"], ["{+", "+}"])), words(&new));
            } else {
                proptest::prop_assert_eq!(words(&old), words(&new));
            }
        }
    }
}
