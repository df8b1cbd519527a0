//! A rough path over pooled segments, and the band around it.
//!
//! As in Vecalign (Thompson and Koehn 2019): neighbouring segments are averaged until the text is
//! short enough for a full search, and each finer level searches near the path of the coarser.
//! Time and memory O(n · width); it fails when a text is reordered by more than the width.

use std::ops::Range;

use super::path::Band;
use crate::embed::dot;

/// Longest text that is searched without a band.
const FULL: usize = 160;
/// Half-width of the band at each level, in segments.
const WIDTH: usize = 14;
/// Price of leaving a segment out, on the scale of the centred cosine.
const SKIP: f32 = 0.05;

/// Rows of vectors, one a segment.
pub type Rows = Vec<Vec<f32>>;

/// A band that holds the best path with room around it.
///
/// `sources` and `targets` are vectors with the mean removed.
#[must_use]
pub fn band(sources: &Rows, targets: &Rows) -> Band {
    let (n, m) = (sources.len(), targets.len());
    if n.max(m) <= FULL {
        return Band::full(n, m);
    }
    around(&path(sources, targets), n, m, WIDTH)
}

/// Points `(source, target)` of the best monotone path, from `(0, 0)` to the two lengths.
fn path(sources: &Rows, targets: &Rows) -> Vec<(usize, usize)> {
    let (n, m) = (sources.len(), targets.len());
    let rows = if n.max(m) <= FULL {
        Band::full(n, m)
    } else {
        let coarse = path(&halve(sources), &halve(targets));
        let points: Vec<_> = coarse
            .iter()
            .map(|&(i, j)| ((2 * i).min(n), (2 * j).min(m)))
            .collect();
        around(&points, n, m, WIDTH)
    };
    search(sources, targets, rows.rows())
}

fn halve(rows: &Rows) -> Rows {
    rows.chunks(2)
        .map(|pair| {
            let mut sum = pair[0].clone();
            if let Some(other) = pair.get(1) {
                for (x, y) in sum.iter_mut().zip(other) {
                    *x += y;
                }
            }
            let length = dot(&sum, &sum).sqrt().max(f32::MIN_POSITIVE);
            sum.iter_mut().for_each(|x| *x /= length);
            sum
        })
        .collect()
}

/// Rows that hold all points and `width` to either side, growing monotonically.
fn around(points: &[(usize, usize)], n: usize, m: usize, width: usize) -> Band {
    let mut low = vec![usize::MAX; n + 1];
    let mut high = vec![0; n + 1];
    let mut mark = |i: usize, j: usize| {
        for k in i.saturating_sub(width / 2)..=(i + width / 2).min(n) {
            low[k] = low[k].min(j.saturating_sub(width));
            high[k] = high[k].max((j + width).min(m));
        }
    };
    for pair in points.windows(2) {
        let ((a, b), (c, d)) = (pair[0], pair[1]);
        let steps = (c - a).max(d - b).max(1);
        for s in 0..=steps {
            mark(a + (c - a) * s / steps, b + (d - b) * s / steps);
        }
    }
    mark(0, 0);
    mark(n, m);
    low[0] = 0;
    high[n] = m;
    for i in 1..=n {
        high[i] = high[i].max(high[i - 1]);
    }
    for i in (0..n).rev() {
        low[i] = low[i].min(low[i + 1]);
    }
    Band::new((0..=n).map(|i| low[i]..high[i] + 1).collect())
}

/// Dynamic programme over 1-1 steps and skips.
fn search(sources: &Rows, targets: &Rows, rows: &[Range<usize>]) -> Vec<(usize, usize)> {
    let mut best: Vec<Vec<f32>> = Vec::with_capacity(rows.len());
    let mut moves: Vec<Vec<u8>> = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let mut scores = vec![f32::NEG_INFINITY; row.len()];
        let mut steps = vec![0u8; row.len()];
        for j in row.clone() {
            let at = j - row.start;
            if (i, j) == (0, 0) {
                scores[at] = 0.0;
                continue;
            }
            let mut take = |score: f32, step: u8| {
                if score > scores[at] {
                    scores[at] = score;
                    steps[at] = step;
                }
            };
            if i > 0 {
                let above = &rows[i - 1];
                if j > 0 && above.contains(&(j - 1)) {
                    let sim = dot(&sources[i - 1], &targets[j - 1]);
                    take(best[i - 1][j - 1 - above.start] + sim, 1);
                }
                if above.contains(&j) {
                    take(best[i - 1][j - above.start] + SKIP, 2);
                }
            }
            if j > row.start {
                let left = scores[at - 1];
                if left + SKIP > scores[at] {
                    scores[at] = left + SKIP;
                    steps[at] = 3;
                }
            }
        }
        best.push(scores);
        moves.push(steps);
    }
    let mut points = vec![(sources.len(), targets.len())];
    let (mut i, mut j) = (sources.len(), targets.len());
    while (i, j) != (0, 0) {
        match moves[i][j - rows[i].start] {
            1 => (i, j) = (i - 1, j - 1),
            2 => i -= 1,
            3 => j -= 1,
            _ => (i, j) = (0, 0),
        }
        points.push((i, j));
    }
    points.reverse();
    points
}
