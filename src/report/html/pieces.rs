//! A sentence cut where marks begin and end.

use std::ops::Range;

use serde::Serialize;

use super::shown;
use crate::flag::Severity;

/// A piece of a sentence and the flags that mark it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    pub text: String,
    /// Indices of the flags, the worst first.
    pub flags: Vec<usize>,
    /// The worst severity of the flags.
    pub severity: &'static str,
}

/// Cuts the sentence `span` of `text` where the marked spans (of the text) begin and end.
pub(super) fn pieces(
    text: &str,
    span: &Range<usize>,
    marked: &[(usize, Severity, Range<usize>)],
) -> Vec<Piece> {
    let inside = |at: usize| at.clamp(span.start, span.end);
    let mut cuts: Vec<usize> = marked
        .iter()
        .flat_map(|(_, _, m)| [inside(m.start), inside(m.end)])
        .chain([span.start, span.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|cut| {
            let mut over: Vec<_> = marked
                .iter()
                .filter(|(_, _, m)| m.start <= cut[0] && cut[1] <= m.end)
                .collect();
            over.sort_by_key(|(index, severity, _)| (std::cmp::Reverse(*severity), *index));
            let worst = over.first().map_or(Severity::Neutral, |(_, s, _)| *s);
            Piece {
                text: shown(&text[cut[0]..cut[1]]),
                flags: over.iter().map(|(index, ..)| *index).collect(),
                severity: worst.name(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_marks_share_a_piece() {
        let found = pieces(
            "x one two three",
            &(2..15),
            &[(7, Severity::Minor, 2..9), (8, Severity::Major, 6..99)],
        );
        let shape: Vec<_> = found
            .iter()
            .map(|p| (&*p.text, &*p.flags, p.severity))
            .collect();
        assert_eq!(
            shape,
            [
                ("one ", &[7][..], "minor"),
                ("two", &[8, 7], "major"),
                (" three", &[8], "major"),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_join_back_to_the_sentence(
            text in "[a甲\\n ]{1,30}", at in proptest::collection::vec((0usize..31, 0usize..31), 0..6)
        ) {
            let places: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let place = |k: usize| places[k % places.len()];
            let marked: Vec<_> = at
                .iter()
                .enumerate()
                .map(|(k, &(a, b))| (k, Severity::Major, place(a.min(b)).min(place(a.max(b)))..place(a).max(place(b))))
                .collect();
            let joined: String = pieces(&text, &(0..text.len()), &marked).into_iter().map(|p| p.text).collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
