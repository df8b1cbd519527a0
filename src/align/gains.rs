//! How well each segment is matched by every short run of segments of the other side.
//!
//! A channel (the tokens' cosines, the dictionary) gives each token a value in each segment of the
//! other side that the band lets it meet. In a run of segments a token has its best value there; a
//! segment's *gain* in the run is the sum of these less the sum of the average values, so that a
//! segment which resembles everything gains nothing. The values are kept in bytes while the gains
//! of all runs are tabulated, and dropped then; a bead's features are sums of a few gains.
//!
//! Time and memory O(n · width of the band).

use std::ops::Range;

use rayon::prelude::*;

use super::path::{Band, SHAPES};

/// Longest run of segments in a bead.
pub const LONGEST: usize = 6;

/// Which target segments each source segment can share a bead with: a run for each, moving on
/// monotonically.
#[derive(Debug, Clone)]
pub struct Columns {
    ranges: Vec<Range<usize>>,
    offsets: Vec<usize>,
    /// For each target segment, the source segments whose range holds it.
    seen: Vec<Range<usize>>,
}

impl Columns {
    /// The columns of a band, over so many target segments.
    pub fn new(band: &Band, targets: usize) -> Self {
        let longest = SHAPES.iter().map(|s| s.1).max().unwrap_or(0);
        let ranges: Vec<Range<usize>> = band
            .rows()
            .windows(2)
            .map(|pair| {
                let to = (pair[1].end - 1).max(pair[0].end - 1);
                pair[0].start.min(pair[1].start).saturating_sub(longest)..to
            })
            .collect();
        let mut offsets = vec![0];
        let mut seen = vec![0..0; targets];
        for (i, range) in ranges.iter().enumerate() {
            offsets.push(offsets[i] + range.len());
            for held in &mut seen[range.clone()] {
                let start = if held.end == 0 { i } else { held.start };
                *held = start..i + 1;
            }
        }
        Self {
            ranges,
            offsets,
            seen,
        }
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.offsets[self.ranges.len()]
    }

    /// The target segments of source segment `i`.
    pub fn row(&self, i: usize) -> Range<usize> {
        self.ranges[i].clone()
    }

    /// The source segments of target segment `j`.
    pub fn column(&self, j: usize) -> Range<usize> {
        self.seen[j].clone()
    }

    /// Index of the cell of a pair, if they can meet.
    pub fn cell(&self, i: usize, j: usize) -> Option<usize> {
        let range = &self.ranges[i];
        range
            .contains(&j)
            .then(|| self.offsets[i] + j - range.start)
    }

    /// Fills one value a cell, in parallel by source segment.
    pub fn fill<T: Send + Default + Clone>(
        &self,
        value: impl Fn(usize, usize) -> T + Sync,
    ) -> Vec<T> {
        let mut values = vec![T::default(); self.len()];
        let mut rest = values.as_mut_slice();
        let mut rows = Vec::with_capacity(self.ranges.len());
        for (i, range) in self.ranges.iter().enumerate() {
            let (own, tail) = rest.split_at_mut(range.len());
            rows.push((i, own));
            rest = tail;
        }
        rows.into_par_iter().for_each(|(i, own)| {
            for (out, j) in own.iter_mut().zip(self.row(i)) {
                *out = value(i, j);
            }
        });
        values
    }
}

/// The values of all tokens in all segments they can meet.
struct Values<'a> {
    columns: &'a Columns,
    sources: &'a [usize],
    /// Target tokens before each segment.
    before: Vec<usize>,
    /// For each source segment: for each of its cells, the values of the source tokens, then those
    /// of the target tokens.
    rows: Vec<Vec<i8>>,
}

impl<'a> Values<'a> {
    fn new(
        columns: &'a Columns,
        sources: &'a [usize],
        targets: &[usize],
        fill: impl Fn(usize, usize, &mut [i8], &mut [i8]) + Sync,
    ) -> Self {
        let mut before = vec![0];
        for count in targets {
            before.push(before[before.len() - 1] + count);
        }
        let rows = (0..sources.len())
            .into_par_iter()
            .map(|i| {
                let range = columns.row(i);
                let tokens = before[range.end] - before[range.start];
                let mut row = vec![0; range.len() * sources[i] + tokens];
                let mut rest = row.as_mut_slice();
                for j in range {
                    let (by_source, tail) = rest.split_at_mut(sources[i]);
                    let (by_target, tail) = tail.split_at_mut(targets[j]);
                    fill(i, j, by_source, by_target);
                    rest = tail;
                }
                row
            })
            .collect();
        Self {
            columns,
            sources,
            before,
            rows,
        }
    }

    /// The values of the tokens of both segments of a cell.
    fn at(&self, i: usize, j: usize) -> (&[i8], &[i8]) {
        let first = self.columns.row(i).start;
        let targets = self.before[j + 1] - self.before[j];
        let from = (j - first) * self.sources[i] + self.before[j] - self.before[first];
        self.rows[i][from..from + self.sources[i] + targets].split_at(self.sources[i])
    }
}

/// The gains of one channel, in units of a whole match of one token.
pub struct Gains {
    /// Tokens of each segment.
    counts: [Vec<usize>; 2],
    /// For each cell, the source segment's gain in the run of `1..=LONGEST` target segments that
    /// ends with the cell's.
    source: Vec<[f32; LONGEST]>,
    /// The same for the target segment in runs of source segments.
    target: Vec<[f32; LONGEST]>,
}

/// A side of a bead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The source.
    Source,
    /// The target.
    Target,
}

/// What a run of segments gains in a bead.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gain {
    /// Sum over its tokens.
    pub total: f32,
    /// Mean of its tokens.
    pub mean: f32,
}

impl Gains {
    /// Tabulates a channel. `counts` are the numbers of tokens of the segments of either side;
    /// `fill(i, j, of source tokens, of target tokens)` writes a cell's values in 127ths.
    pub fn new(
        columns: &Columns,
        counts: [Vec<usize>; 2],
        fill: impl Fn(usize, usize, &mut [i8], &mut [i8]) + Sync,
    ) -> Self {
        let values = Values::new(columns, &counts[0], &counts[1], fill);
        let best = |mut run: Vec<i8>, more: &[i8]| {
            run.iter_mut()
                .zip(more)
                .for_each(|(a, b)| *a = (*a).max(*b));
            run
        };
        let sum = |run: &[i8]| run.iter().map(|x| i32::from(*x)).sum::<i32>() as f32 / 127.0;
        // Runs are cut where the band ends: what lies beyond adds nothing.
        let mut source: Vec<[f32; LONGEST]> = columns.fill(|i, j| {
            let mut out = [0.0; LONGEST];
            let mut run = values.at(i, j).0.to_vec();
            out[0] = sum(&run);
            for length in 1..LONGEST {
                if j >= length && columns.cell(i, j - length).is_some() {
                    run = best(run, values.at(i, j - length).0);
                    out[length] = sum(&run);
                } else {
                    out[length] = out[length - 1];
                }
            }
            out
        });
        let mut target: Vec<[f32; LONGEST]> = columns.fill(|i, j| {
            let mut out = [0.0; LONGEST];
            let mut run = values.at(i, j).1.to_vec();
            out[0] = sum(&run);
            for length in 1..LONGEST {
                if i >= length && columns.cell(i - length, j).is_some() {
                    run = best(run, values.at(i - length, j).1);
                    out[length] = sum(&run);
                } else {
                    out[length] = out[length - 1];
                }
            }
            out
        });
        let mut less = vec![(0.0f32, 0.0f32); counts[1].len()];
        for i in 0..counts[0].len() {
            let row = columns.row(i);
            let Some(first) = columns.cell(i, row.start) else {
                continue;
            };
            let cells = first..first + row.len();
            for (average, own) in less[row.clone()].iter_mut().zip(&target[cells.clone()]) {
                average.0 += own[0];
                average.1 += 1.0;
            }
            let own = &mut source[cells];
            let average = own.iter().map(|g| g[0]).sum::<f32>() / own.len() as f32;
            own.iter_mut().flatten().for_each(|g| *g -= average);
        }
        for i in 0..counts[0].len() {
            for j in columns.row(i) {
                if let Some(cell) = columns.cell(i, j) {
                    let average = less[j].0 / less[j].1;
                    target[cell].iter_mut().for_each(|g| *g -= average);
                }
            }
        }
        Self {
            counts,
            source,
            target,
        }
    }

    /// Gain of segment `k` of one side in a run of the other; 0 where the band lets them not meet.
    fn of(&self, columns: &Columns, side: Of, k: usize, by: &Range<usize>) -> f32 {
        let meets = match side {
            Of::Source => columns.row(k),
            Of::Target => columns.column(k),
        };
        let (from, to) = (by.start.max(meets.start), by.end.min(meets.end));
        if from >= to {
            return 0.0;
        }
        let (table, cell) = match side {
            Of::Source => (&self.source, columns.cell(k, to - 1)),
            Of::Target => (&self.target, columns.cell(to - 1, k)),
        };
        cell.map_or(0.0, |cell| table[cell][(to - from).min(LONGEST) - 1])
    }

    fn count(&self, side: Of, k: usize) -> f32 {
        self.counts[side as usize][k] as f32
    }

    /// Mean gain of the tokens of one segment in a run of the other side.
    pub fn mean(&self, columns: &Columns, side: Of, k: usize, by: &Range<usize>) -> f32 {
        self.of(columns, side, k, by) / self.count(side, k).max(1.0)
    }

    /// Gain of a run of one side in a run of the other.
    pub fn run(&self, columns: &Columns, side: Of, run: &Range<usize>, by: &Range<usize>) -> Gain {
        let total: f32 = run.clone().map(|k| self.of(columns, side, k, by)).sum();
        let tokens: f32 = run.clone().map(|k| self.count(side, k)).sum();
        Gain {
            total,
            mean: total / tokens.max(1.0),
        }
    }
}
