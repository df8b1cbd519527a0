//! Vectors with the mean removed, and how well tokens are matched.

use rayon::prelude::*;

use super::features::Side;
use crate::embed::dot;

/// For each token of two segments, its best cosine with a token of the other.
pub struct TokenMatch {
    /// By target token.
    pub target: Vec<f32>,
    /// By source token.
    pub source: Vec<f32>,
}

/// Token vectors with their mean removed, length 1.
pub fn centre_tokens(side: Side<'_>) -> Vec<Vec<f32>> {
    let width = side.vectors.dimension();
    let mut mean = vec![0.0f32; width];
    let mut count = 0.0f32;
    for row in side
        .tokens
        .iter()
        .flat_map(|t| t.values.chunks_exact(width))
    {
        mean.iter_mut().zip(row).for_each(|(m, x)| *m += x);
        count += 1.0;
    }
    mean.iter_mut().for_each(|m| *m /= count.max(1.0));
    side.tokens
        .par_iter()
        .map(|t| {
            let mut values = t.values.clone();
            for row in values.chunks_exact_mut(width) {
                row.iter_mut().zip(&mean).for_each(|(x, m)| *x -= m);
                let length = dot(row, row).sqrt().max(f32::MIN_POSITIVE);
                row.iter_mut().for_each(|x| *x /= length);
            }
            values
        })
        .collect()
}

/// Segment vectors with their mean removed, times the number of tokens, so that the sum of
/// several is the vector of their concatenation.
pub fn centre_vectors(side: Side<'_>) -> Vec<Vec<f32>> {
    let rows = 0..side.vectors.len();
    let mut mean = vec![0.0f32; side.vectors.dimension()];
    for i in rows.clone() {
        mean.iter_mut()
            .zip(side.vectors.row(i))
            .for_each(|(m, x)| *m += x);
    }
    mean.iter_mut()
        .for_each(|m| *m /= (side.vectors.len() as f32).max(1.0));
    rows.map(|i| {
        let weight = side.vectors.tokens[i] as f32;
        side.vectors
            .row(i)
            .iter()
            .zip(&mean)
            .map(|(x, m)| (x - m) * weight)
            .collect()
    })
    .collect()
}

pub fn token_match(source: &[f32], target: &[f32], width: usize) -> TokenMatch {
    let mut found = TokenMatch {
        source: vec![-1.0; source.len() / width],
        target: vec![-1.0; target.len() / width],
    };
    for (a, best_source) in source.chunks_exact(width).zip(&mut found.source) {
        for (b, best_target) in target.chunks_exact(width).zip(&mut found.target) {
            let similarity = dot(a, b);
            *best_source = best_source.max(similarity);
            *best_target = best_target.max(similarity);
        }
    }
    found
}

pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(f32::MIN_POSITIVE)
}

pub fn sum(rows: &[Vec<f32>]) -> Vec<f32> {
    let mut total = rows[0].clone();
    for row in &rows[1..] {
        total.iter_mut().zip(row).for_each(|(t, x)| *t += x);
    }
    total
}
