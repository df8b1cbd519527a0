//! Sums and best paths over monotone sequences of beads within a band.

use std::ops::Range;

use rayon::prelude::*;

use super::Bead;

/// Shapes of beads, source × target. The longest seen in hand-made alignments of literature are
/// 1-6; longer ones are rarer than one in five hundred.
pub const SHAPES: [(usize, usize); 22] = [
    (1, 1),
    (1, 0),
    (0, 1),
    (1, 2),
    (2, 1),
    (2, 2),
    (1, 3),
    (3, 1),
    (2, 3),
    (3, 2),
    (1, 4),
    (4, 1),
    (3, 3),
    (2, 4),
    (4, 2),
    (1, 5),
    (5, 1),
    (1, 6),
    (6, 1),
    (3, 4),
    (4, 3),
    (2, 5),
];

/// For each number of source segments consumed, the numbers of target segments that may have
/// been consumed: `rows.len()` is one more than the number of source segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    rows: Vec<Range<usize>>,
    offsets: Vec<usize>,
}

impl Band {
    /// A band from its rows, which must be non-empty.
    #[must_use]
    pub fn new(rows: Vec<Range<usize>>) -> Self {
        let mut offsets = Vec::with_capacity(rows.len() + 1);
        let mut total = 0;
        for row in &rows {
            offsets.push(total);
            total += row.len();
        }
        offsets.push(total);
        Self { rows, offsets }
    }

    /// The band that leaves nothing out.
    #[must_use]
    pub fn full(sources: usize, targets: usize) -> Self {
        Self::new(vec![0..targets + 1; sources + 1])
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.offsets[self.rows.len()]
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Range<usize>] {
        &self.rows
    }

    fn cell(&self, i: usize, j: usize) -> Option<usize> {
        let row = self.rows.get(i)?;
        row.contains(&j).then(|| self.offsets[i] + j - row.start)
    }
}

/// Scores of all beads in a band: one for each cell in which a bead ends and each shape.
pub struct Lattice {
    /// The band.
    pub band: Band,
    scores: Vec<f32>,
}

const NONE: f32 = f32::NEG_INFINITY;

impl Lattice {
    /// Scores every bead of the band with `score(shape index, source, target)`.
    pub fn build(
        band: Band,
        score: impl Fn(usize, Range<usize>, Range<usize>) -> f32 + Sync,
    ) -> Self {
        let mut scores = vec![NONE; band.cells() * SHAPES.len()];
        let mut rows = Vec::with_capacity(band.rows.len());
        let mut rest = scores.as_mut_slice();
        for (i, row) in band.rows.iter().enumerate() {
            let (own, tail) = rest.split_at_mut(row.len() * SHAPES.len());
            rows.push((i, own));
            rest = tail;
        }
        rows.into_par_iter().for_each(|(i, own)| {
            for (cell, j) in own.chunks_exact_mut(SHAPES.len()).zip(band.rows[i].clone()) {
                for (k, (out, &(m, n))) in cell.iter_mut().zip(&SHAPES).enumerate() {
                    if i >= m && j >= n && band.cell(i - m, j - n).is_some() {
                        *out = score(k, i - m..i, j - n..j);
                    }
                }
            }
        });
        Self { band, scores }
    }

    /// Calls `f(shape index, end cell, start cell, source end, target end, score)` for each bead.
    fn each(&self, mut f: impl FnMut(usize, usize, usize, usize, usize, f32)) {
        for (i, row) in self.band.rows.iter().enumerate() {
            for j in row.clone() {
                let end = self.band.offsets[i] + j - row.start;
                for (k, &(m, n)) in SHAPES.iter().enumerate() {
                    let score = self.scores[end * SHAPES.len() + k];
                    if score > NONE
                        && let Some(start) = self.band.cell(i - m, j - n)
                    {
                        f(k, end, start, i, j, score);
                    }
                }
            }
        }
    }

    /// Sums over all paths to and from each cell.
    fn sums(&self) -> Sums {
        let cells = self.band.cells();
        let mut forward = vec![f64::NEG_INFINITY; cells];
        forward[0] = 0.0;
        self.each(|_, end, start, _, _, score| {
            forward[end] = log_add(forward[end], forward[start] + f64::from(score));
        });
        let mut backward = vec![f64::NEG_INFINITY; cells];
        backward[cells - 1] = 0.0;
        for (i, row) in self.band.rows.iter().enumerate().rev() {
            for j in row.clone().rev() {
                let end = self.band.offsets[i] + j - row.start;
                if backward[end] == f64::NEG_INFINITY {
                    continue;
                }
                for (k, &(m, n)) in SHAPES.iter().enumerate() {
                    let score = self.scores[end * SHAPES.len() + k];
                    if score > NONE
                        && let Some(start) = self.band.cell(i - m, j - n)
                    {
                        backward[start] =
                            log_add(backward[start], backward[end] + f64::from(score));
                    }
                }
            }
        }
        let total = forward[cells - 1];
        Sums {
            forward,
            backward,
            total,
        }
    }

    /// Posterior probability of each bead, indexed `end cell × shape`, and the logarithm of the
    /// sum over all paths.
    #[must_use]
    pub fn posteriors(&self) -> (Vec<f32>, f64) {
        let sums = self.sums();
        let mut posteriors = vec![0.0; self.scores.len()];
        self.each(|k, end, start, _, _, score| {
            posteriors[end * SHAPES.len() + k] = sums.posterior(start, score, end);
        });
        (posteriors, sums.total)
    }

    /// Puts each bead's posterior probability in the place of its score.
    pub fn replace_by_posteriors(&mut self) {
        let sums = self.sums();
        for (i, row) in self.band.rows.iter().enumerate() {
            for j in row.clone() {
                let end = self.band.offsets[i] + j - row.start;
                for (k, &(m, n)) in SHAPES.iter().enumerate() {
                    let score = &mut self.scores[end * SHAPES.len() + k];
                    if *score > NONE
                        && let Some(start) = self.band.cell(i - m, j - n)
                    {
                        *score = sums.posterior(start, *score, end);
                    }
                }
            }
        }
    }

    /// The path with the greatest sum of `value(shape index, score)`, and the scores of its beads.
    #[must_use]
    pub fn best(&self, value: impl Fn(usize, f32) -> f32) -> Vec<(Bead, f32)> {
        let cells = self.band.cells();
        let mut best = vec![f32::NEG_INFINITY; cells];
        let mut from = vec![usize::MAX; cells];
        best[0] = 0.0;
        self.each(|k, end, start, _, _, score| {
            let total = best[start] + value(k, score);
            if total > best[end] {
                best[end] = total;
                from[end] = k;
            }
        });
        let mut path = Vec::new();
        let (mut i, mut j) = (
            self.band.rows.len() - 1,
            self.band.rows[self.band.rows.len() - 1].end - 1,
        );
        while let Some(cell) = self.band.cell(i, j).filter(|_| (i, j) != (0, 0)) {
            let k = from[cell];
            let Some(&(m, n)) = SHAPES.get(k) else { break };
            path.push((
                Bead {
                    source: i - m..i,
                    target: j - n..j,
                },
                self.scores[cell * SHAPES.len() + k],
            ));
            (i, j) = (i - m, j - n);
        }
        path.reverse();
        path
    }

    /// Replaces the score of a bead.
    pub fn set(&mut self, bead: usize, score: f32) {
        self.scores[bead] = score;
    }

    /// Leaves a bead out of all sums and paths, until it is given a score.
    pub fn leave_out(&mut self, bead: usize) {
        self.scores[bead] = NONE;
    }

    /// The index of a bead, if the band and the shapes hold it.
    #[must_use]
    pub fn index(&self, bead: &Bead) -> Option<usize> {
        let k = SHAPES.iter().position(|&s| s == bead.shape())?;
        self.band.cell(bead.source.start, bead.target.start)?;
        Some(self.band.cell(bead.source.end, bead.target.end)? * SHAPES.len() + k)
    }

    /// Calls `f` with the shape index of each bead, the bead and its index.
    pub fn beads(&self, mut f: impl FnMut(usize, Bead, usize)) {
        self.each(|k, end, _, i, j, _| {
            let (m, n) = SHAPES[k];
            f(
                k,
                Bead {
                    source: i - m..i,
                    target: j - n..j,
                },
                end * SHAPES.len() + k,
            );
        });
    }
}

/// Logarithms of the sums over all paths to and from each cell, and from end to end.
struct Sums {
    forward: Vec<f64>,
    backward: Vec<f64>,
    total: f64,
}

impl Sums {
    fn posterior(&self, start: usize, score: f32, end: usize) -> f32 {
        let log = self.forward[start] + f64::from(score) + self.backward[end] - self.total;
        log.exp() as f32
    }
}

fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}
