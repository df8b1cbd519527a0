//! What a bead's quality is estimated from.

use crate::embed::{TokenStates, dot};
use crate::lexicon::coverage::{SourceWord, TargetWord, coverage};

/// Names of the features, in order.
pub const NAMES: [&str; 11] = [
    "similarity",
    "target support",
    "source support",
    "weakest target support",
    "weakest source support",
    "target dictionary coverage",
    "source dictionary coverage",
    "length ratio",
    "length deviation",
    "length",
    "repeated words",
];

/// Number of features.
pub const COUNT: usize = NAMES.len();

/// The features of one bead.
pub type Features = [f32; COUNT];

/// One side of a bead.
#[derive(Debug, Clone, Copy)]
pub struct SideText<'a> {
    /// The text.
    pub text: &'a str,
    /// Vector of the text, of length 1.
    pub vector: &'a [f32],
    /// Token vectors of its segments, in order.
    pub tokens: &'a [TokenStates],
}

/// Share of the tokens that count as the weakest.
const WEAKEST: f32 = 0.2;

/// English words per Chinese character in edited translations (TICO-19: 0.57).
const WORDS_PER_CHARACTER: f32 = 0.57;

/// Computes the features of a bead with two sides, whose words are given as the dictionary knows
/// them.
#[must_use]
pub fn features(
    source: SideText<'_>,
    target: SideText<'_>,
    (source_words, target_words): (&[SourceWord], &[TargetWord]),
) -> Features {
    let width = source.vector.len();
    let (mut source_best, mut target_best) = (Vec::new(), Vec::new());
    for a in source
        .tokens
        .iter()
        .flat_map(|t| t.values.chunks_exact(width))
    {
        let row = target
            .tokens
            .iter()
            .flat_map(|t| t.values.chunks_exact(width))
            .map(|b| dot(a, b));
        let mut best = -1.0f32;
        for (k, similarity) in row.enumerate() {
            best = best.max(similarity);
            if k == target_best.len() {
                target_best.push(-1.0f32);
            }
            target_best[k] = target_best[k].max(similarity);
        }
        source_best.push(best);
    }
    let (source_mean, source_weak) = mean_and_weakest(source_best);
    let (target_mean, target_weak) = mean_and_weakest(target_best);
    let (source_coverage, target_coverage) = coverage(source_words, target_words);
    let characters = source.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
    let words: Vec<String> = target
        .text
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let ratio = ((words.len() as f32 + 1.0) / (characters * WORDS_PER_CHARACTER + 1.0)).ln();
    [
        dot(source.vector, target.vector),
        target_mean,
        source_mean,
        target_weak,
        source_weak,
        target_coverage,
        source_coverage,
        ratio.clamp(-2.0, 2.0),
        ratio.abs().min(2.0),
        (words.len() as f32 + 1.0).ln(),
        repeated(&words),
    ]
}

fn mean_and_weakest(mut values: Vec<f32>) -> (f32, f32) {
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mean = values.iter().sum::<f32>() / values.len() as f32;
    values.sort_by(f32::total_cmp);
    values.truncate(((values.len() as f32 * WEAKEST) as usize).max(1));
    (mean, values.iter().sum::<f32>() / values.len() as f32)
}

/// Share of the word pairs that have been there before.
fn repeated(words: &[String]) -> f32 {
    let pairs: Vec<&[String]> = words.windows(2).collect();
    let distinct: std::collections::BTreeSet<&[String]> = pairs.iter().copied().collect();
    1.0 - distinct.len() as f32 / (pairs.len() as f32).max(1.0).max(distinct.len() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_is_a_share() {
        let words = |t: &str| t.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(repeated(&words("one two three four")).abs() < 1e-6);
        assert!(repeated(&words("go on go on go on")) > 0.5);
        assert!(repeated(&[]).abs() < 1.1);
    }

    #[test]
    fn the_weakest_fifth_is_taken() {
        let (mean, weak) = mean_and_weakest(vec![0.9, 0.1, 0.9, 0.9, 0.7, 0.9, 0.9, 0.9, 0.9, 0.9]);
        assert!((mean - 0.8).abs() < 1e-6 && (weak - 0.4).abs() < 1e-6);
    }
}
