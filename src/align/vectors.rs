//! Segment vectors with the mean removed, and the cosines of runs of them.

use std::ops::Range;

use rayon::prelude::*;

use super::gains::{Columns, LONGEST, Of};
use crate::embed::{Embeddings, dot};

/// Number of neighbours in the margin, as in LASER's mining.
const NEIGHBOURS: usize = 4;

/// Segment vectors with their mean removed, times the number of tokens, so that the sum of
/// several is the vector of their concatenation.
#[derive(Debug, Clone)]
pub struct Vectors {
    rows: Vec<Vec<f32>>,
    /// For each segment, the inner products with itself and the segments after it.
    products: Vec<[f32; LONGEST]>,
}

impl Vectors {
    /// The vectors of a side.
    pub fn new(vectors: &Embeddings) -> Self {
        let all = 0..vectors.len();
        let mut mean = vec![0.0f32; vectors.dimension()];
        for i in all.clone() {
            mean.iter_mut()
                .zip(vectors.row(i))
                .for_each(|(m, x)| *m += x);
        }
        mean.iter_mut()
            .for_each(|m| *m /= (vectors.len() as f32).max(1.0));
        let rows: Vec<Vec<f32>> = all
            .map(|i| {
                let weight = vectors.tokens[i] as f32;
                vectors
                    .row(i)
                    .iter()
                    .zip(&mean)
                    .map(|(x, m)| (x - m) * weight)
                    .collect()
            })
            .collect();
        let products = (0..rows.len())
            .into_par_iter()
            .map(|i| {
                let mut near = [0.0; LONGEST];
                near.iter_mut()
                    .zip(&rows[i..])
                    .for_each(|(p, other)| *p = dot(&rows[i], other));
                near
            })
            .collect();
        Self { rows, products }
    }

    /// Number of segments.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The vectors, each of length 1.
    pub fn normal(&self) -> Vec<Vec<f32>> {
        let length = |i: usize| self.products[i][0].sqrt().max(f32::MIN_POSITIVE);
        let rows = self.rows.iter().enumerate();
        rows.map(|(i, row)| row.iter().map(|x| x / length(i)).collect())
            .collect()
    }

    /// Squared length of the sum of a run.
    fn square(&self, run: &Range<usize>) -> f32 {
        let mut sum = 0.0;
        for a in run.clone() {
            let near = &self.products[a][..run.end - a];
            sum += near[0] + 2.0 * near[1..].iter().sum::<f32>();
        }
        sum
    }
}

/// The cosines between the segments of two sides that can meet.
pub struct Cosines {
    sides: [Vectors; 2],
    /// Inner product of each cell.
    products: Vec<f32>,
    /// For each segment of either side, its average cosine to its nearest counterparts.
    neighbours: [Vec<f32>; 2],
}

impl Cosines {
    /// Of all pairs of segments that can meet.
    pub fn new(sides: [Vectors; 2], columns: &Columns) -> Self {
        let [source, target] = &sides;
        let products = columns.fill(|i, j| dot(&source.rows[i], &target.rows[j]));
        let cosine = |i: usize, j: usize| {
            let product = columns.cell(i, j).map_or(0.0, |cell| products[cell]);
            let squares = source.products[i][0] * target.products[j][0];
            product / squares.sqrt().max(f32::MIN_POSITIVE)
        };
        let neighbours = [
            (0..source.len())
                .map(|i| top_mean(columns.row(i).map(|j| cosine(i, j)).collect()))
                .collect(),
            (0..target.len())
                .map(|j| top_mean(columns.column(j).map(|i| cosine(i, j)).collect()))
                .collect(),
        ];
        Self {
            sides,
            products,
            neighbours,
        }
    }

    /// Cosine of the sums of two runs.
    pub fn of(&self, columns: &Columns, s: &Range<usize>, t: &Range<usize>) -> f32 {
        let mut product = 0.0;
        for i in s.clone() {
            for j in t.clone() {
                product += columns.cell(i, j).map_or_else(
                    || dot(&self.sides[0].rows[i], &self.sides[1].rows[j]),
                    |cell| self.products[cell],
                );
            }
        }
        let squares = self.sides[0].square(s) * self.sides[1].square(t);
        product / squares.max(0.0).sqrt().max(f32::MIN_POSITIVE)
    }

    /// Cosine of two passages of any length, anywhere.
    pub fn of_passages(&self, s: &Range<usize>, t: &Range<usize>) -> f32 {
        let sum = |side: &Vectors, run: &Range<usize>| {
            let mut total = vec![0.0f32; side.rows.first().map_or(0, Vec::len)];
            for row in &side.rows[run.clone()] {
                total.iter_mut().zip(row).for_each(|(t, x)| *t += x);
            }
            total
        };
        let (a, b) = (sum(&self.sides[0], s), sum(&self.sides[1], t));
        dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt().max(f32::MIN_POSITIVE)
    }

    /// Cosine of one segment and a run of the other side.
    pub fn of_segment(&self, columns: &Columns, side: Of, k: usize, by: &Range<usize>) -> f32 {
        match side {
            Of::Source => self.of(columns, &(k..k + 1), by),
            Of::Target => self.of(columns, by, &(k..k + 1)),
        }
    }

    /// Average cosine of a segment to its nearest counterparts.
    pub fn nearest(&self, side: Of, k: usize) -> f32 {
        self.neighbours[side as usize][k]
    }

    /// Average over a bead of what is to be expected of its neighbourhood.
    pub fn around(&self, s: &Range<usize>, t: &Range<usize>) -> f32 {
        let mean = |side: usize, run: &Range<usize>| {
            self.neighbours[side][run.clone()].iter().sum::<f32>() / run.len() as f32
        };
        f32::midpoint(mean(0, s), mean(1, t))
    }
}

fn top_mean(mut values: Vec<f32>) -> f32 {
    values.sort_by(|a, b| b.total_cmp(a));
    values.truncate(NEIGHBOURS);
    values.iter().sum::<f32>() / (values.len() as f32).max(1.0)
}
