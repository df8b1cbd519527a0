//! What a bead's quality is estimated from.

use crate::embed::{Reading, TokenStates, dot};
use crate::lexicon::coverage::{SourceWord, TargetWord, coverage};

/// Names of the features, in order. The last five come from the joint model; they are missing
/// where there is none, with an encoder that it was not trained on.
pub const NAMES: [&str; 16] = [
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
    "estimated penalty",
    "estimated major error",
    "estimated damage",
    "mean marked token",
    "worst marked token",
];

/// Number of features without those of the joint model.
pub const PLAIN: usize = 11;

/// Place of "estimated damage": the joint model's features begin with those of the pair.
pub const DAMAGE: usize = PLAIN + 2;

/// The features of one bead: [`PLAIN`] of them, or all.
pub type Features = Vec<f32>;

/// One side of a bead.
#[derive(Debug, Clone)]
pub struct SideText<'a> {
    /// The text.
    pub text: &'a str,
    /// Vector of the text, of length 1.
    pub vector: &'a [f32],
    /// Token vectors of its segments, in order.
    pub tokens: &'a [TokenStates],
    /// Where each segment starts in the text, in bytes.
    pub starts: Vec<usize>,
}

/// Share of the tokens that count as the weakest.
const WEAKEST: f32 = 0.2;

/// English words per Chinese character in edited translations (TICO-19: 0.57).
const WORDS_PER_CHARACTER: f32 = 0.57;

/// Computes the features of a bead with two sides, whose words are given as the dictionary knows
/// them, and what the joint model read in it.
#[must_use]
pub fn features(
    source: &SideText<'_>,
    target: &SideText<'_>,
    (source_words, target_words): (&[SourceWord], &[TargetWord]),
    reading: Option<&Reading>,
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
    let mut features = vec![
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
    ];
    if let Some(reading) = reading {
        let marked = reading.target.iter().map(|token| token[0]);
        let count = (reading.target.len() as f32).max(1.0);
        features.extend(reading.pair);
        features.push(marked.clone().map(sigmoid).sum::<f32>() / count);
        features.push(marked.fold(LEAST_LOG_ODDS, f32::max));
    }
    features
}

/// Log-odds of the worst token of a text without tokens.
const LEAST_LOG_ODDS: f32 = -6.0;

fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
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
