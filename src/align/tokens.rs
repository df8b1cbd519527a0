//! The token vectors of one side, a byte a value.
//!
//! Alignment compares each token with the tokens of some forty segments of the other side; a long
//! text has a million tokens. A byte a value takes a quarter of the memory of `f32`, and since the
//! rounding errors of 384 values are independent, a cosine moves by less than 0.002.

use rayon::prelude::*;

use crate::Result;
use crate::embed::{Embeddings, Encoder, TokenStates, dot, dot_bytes};

/// Greatest value of a byte.
const TOP: f32 = 127.0;

/// Token vectors with the mean of the side removed, each of length 1 up to rounding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TokenRows {
    width: usize,
    /// First token of each segment, and the number of tokens.
    starts: Vec<usize>,
    /// `tokens × width` values.
    values: Vec<i8>,
    /// What a value of each token is to be multiplied by.
    scales: Vec<f32>,
}

impl TokenRows {
    /// Embeds the segments of a side: their vectors, and their tokens in bytes.
    ///
    /// # Errors
    /// If the tensor library fails.
    pub fn embed(segments: &[&str], encoder: &dyn Encoder) -> Result<(Embeddings, Self)> {
        let mut rows = Self::empty(encoder.dimension());
        let vectors = encoder.encode_each(segments, &mut |states| rows.push(&states))?;
        rows.remove_mean();
        Ok((vectors, rows))
    }

    /// From tokens that are at hand.
    #[must_use]
    pub fn new(width: usize, segments: &[TokenStates]) -> Self {
        let mut rows = Self::empty(width);
        segments.iter().for_each(|states| rows.push(states));
        rows.remove_mean();
        rows
    }

    fn empty(width: usize) -> Self {
        Self {
            width,
            starts: vec![0],
            ..Self::default()
        }
    }

    fn push(&mut self, states: &TokenStates) {
        for row in states.values.chunks_exact(self.width) {
            let from = self.values.len();
            self.values.resize(from + self.width, 0);
            self.scales.push(round(row, &mut self.values[from..]));
        }
        self.starts.push(self.scales.len());
    }

    fn remove_mean(&mut self) {
        let mut mean = vec![0.0f64; self.width];
        for (row, scale) in self.values.chunks_exact(self.width).zip(&self.scales) {
            let scale = f64::from(*scale);
            mean.iter_mut()
                .zip(row)
                .for_each(|(m, x)| *m += scale * f64::from(*x));
        }
        let count = (self.scales.len() as f64).max(1.0);
        let mean: Vec<f32> = mean.iter().map(|m| (m / count) as f32).collect();
        self.values
            .par_chunks_exact_mut(self.width.max(1))
            .zip(&mut self.scales)
            .for_each(|(row, scale)| {
                let mut centred: Vec<f32> = row
                    .iter()
                    .zip(&mean)
                    .map(|(x, m)| f32::from(*x) * *scale - m)
                    .collect();
                let length = dot(&centred, &centred).sqrt().max(f32::MIN_POSITIVE);
                centred.iter_mut().for_each(|x| *x /= length);
                *scale = round(&centred, row);
            });
    }

    /// Number of segments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there are no segments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of tokens of a segment.
    #[must_use]
    pub fn count(&self, segment: usize) -> usize {
        self.starts[segment + 1] - self.starts[segment]
    }

    fn rows(&self, segment: usize) -> impl Iterator<Item = (&[i8], f32)> {
        let range = self.starts[segment]..self.starts[segment + 1];
        self.values[range.start * self.width..range.end * self.width]
            .chunks_exact(self.width.max(1))
            .zip(self.scales[range].iter().copied())
    }
}

/// The best cosine of each token of source segment `i` with a token of target segment `j`, and the
/// reverse, in 127ths.
pub fn best_matches(
    (source, i): (&TokenRows, usize),
    (target, j): (&TokenRows, usize),
    by_source: &mut [i8],
    by_target: &mut [i8],
) {
    by_source.fill(-127);
    by_target.fill(-127);
    for ((a, a_scale), best_source) in source.rows(i).zip(by_source) {
        for ((b, b_scale), best_target) in target.rows(j).zip(&mut *by_target) {
            let cosine = dot_bytes(a, b) as f32 * (a_scale * b_scale);
            let value = (cosine * TOP).round().clamp(-TOP, TOP) as i8;
            *best_source = value.max(*best_source);
            *best_target = value.max(*best_target);
        }
    }
}

/// Writes a row as bytes and returns their scale.
fn round(row: &[f32], out: &mut [i8]) -> f32 {
    let top = row.iter().fold(f32::MIN_POSITIVE, |m, x| m.max(x.abs()));
    for (o, x) in out.iter_mut().zip(row) {
        *o = (x / top * TOP).round() as i8;
    }
    top / TOP
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens that share a direction, as those of an encoder do.
    fn states(seed: u32, tokens: usize, width: usize) -> TokenStates {
        let mut state = seed;
        let mut draw = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        let mut values = Vec::new();
        for _ in 0..tokens {
            let mut row: Vec<f32> = (0..width).map(|_| 0.6 + draw()).collect();
            let length = dot(&row, &row).sqrt();
            row.iter_mut().for_each(|x| *x /= length);
            values.extend(row);
        }
        TokenStates {
            spans: vec![0..0; tokens],
            values,
            lower: Vec::new(),
        }
    }

    #[test]
    fn bytes_keep_the_cosines_of_centred_tokens() {
        let width = 384;
        let (a, b) = (states(1, 9, width), states(2, 7, width));
        let centred = |s: &TokenStates| {
            let n = s.spans.len() as f32;
            let mut rows: Vec<Vec<f32>> = s.values.chunks(width).map(<[f32]>::to_vec).collect();
            for k in 0..width {
                let mean = rows.iter().map(|r| r[k]).sum::<f32>() / n;
                rows.iter_mut().for_each(|r| r[k] -= mean);
            }
            rows
        };
        let (left, right) = (centred(&a), centred(&b));
        let (mut by_source, mut by_target) = (vec![0; 9], vec![0; 7]);
        best_matches(
            (&TokenRows::new(width, &[a]), 0),
            (&TokenRows::new(width, &[b]), 0),
            &mut by_source,
            &mut by_target,
        );
        for (row, found) in left.iter().zip(by_source) {
            let cosine =
                |other: &Vec<f32>| dot(row, other) / (dot(row, row) * dot(other, other)).sqrt();
            let best = right.iter().map(cosine).fold(-1.0, f32::max);
            assert!(
                (best - f32::from(found) / TOP).abs() < 0.007,
                "{best} {found}"
            );
        }
    }
}
