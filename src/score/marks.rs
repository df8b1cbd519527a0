//! From tokens to stretches of words that are likely wrong.

use std::ops::Range;

/// Probabilities at which stretches are cut: a stretch is a run of words of the same band, and has
/// the band's lower bound as its probability, so that a threshold at any of these takes exactly
/// the words that reach it. Words below the first are in no stretch.
pub const LEVELS: [f32; 14] = [
    0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9,
];

/// Each word of a text (what stands between white space) with the greatest probability of its
/// tokens; words without tokens are left out.
#[must_use]
pub fn words(text: &str, tokens: &[(Range<usize>, f32)]) -> Vec<(Range<usize>, f32)> {
    let mut out = Vec::new();
    let mut tokens = tokens.iter().peekable();
    for range in word_ranges(text.char_indices(), text.len()) {
        let mut best: Option<f32> = None;
        while let Some((span, p)) = tokens.peek() {
            if span.start >= range.end {
                break;
            }
            if span.end > range.start {
                best = Some(best.map_or(*p, |b| b.max(*p)));
            }
            if span.end > range.end {
                break;
            }
            tokens.next();
        }
        if let Some(p) = best {
            out.push((range, p));
        }
    }
    out
}

/// Runs of neighbouring words of the same band, with the white space up to the next run that
/// follows without a gap.
#[must_use]
pub fn stretches(words: &[(Range<usize>, f32)]) -> Vec<(Range<usize>, f32)> {
    let mut out: Vec<(Range<usize>, f32)> = Vec::new();
    let mut joined = false;
    for (range, p) in words {
        let Some(&level) = LEVELS.iter().rev().find(|&&l| *p >= l) else {
            joined = false;
            continue;
        };
        match out.last_mut() {
            Some((last, band)) if joined && (*band - level).abs() < f32::EPSILON => {
                last.end = range.end;
            }
            Some((last, _)) if joined => {
                last.end = range.start;
                out.push((range.clone(), level));
            }
            _ => out.push((range.clone(), level)),
        }
        joined = true;
    }
    out
}

/// The words of a text, each what stands between white space. `characters` are its characters with
/// their places, `end` the place after the last: bytes or numbers of characters, as they are given.
pub fn word_ranges(
    characters: impl Iterator<Item = (usize, char)>,
    end: usize,
) -> impl Iterator<Item = Range<usize>> {
    let mut start = None;
    characters
        .chain([(end, ' ')])
        .filter_map(move |(place, c)| match (start, c.is_whitespace()) {
            (None, false) => {
                start = Some(place);
                None
            }
            (Some(from), true) => {
                start = None;
                Some(from..place)
            }
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_as_bad_as_its_worst_token() {
        let tokens = [(0..3, 0.1), (3..6, 0.6), (6..9, 0.2)];
        let found = words("abcdef ghi", &tokens);
        assert_eq!(found, vec![(0..6, 0.6), (7..10, 0.2)]);
    }

    #[test]
    fn a_threshold_takes_the_words_that_reach_it() {
        let words = [
            (0..2, 0.02),
            (3..5, 0.31),
            (6..8, 0.34),
            (9..11, 0.52),
            (12..14, 0.01),
        ];
        assert_eq!(stretches(&words), vec![(3..9, 0.3), (9..11, 0.5)]);
    }
}
