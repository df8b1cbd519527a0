//! Passages that were moved: what seems left out in one place and added in another.
//!
//! A monotone path cannot hold a passage that stands elsewhere; it leaves it out on one side and
//! adds it on the other. Runs of segments without counterpart are compared with each other, and
//! two that are each other's nearest, and much nearer than any other, are one bead: the passage,
//! out of order. Time linear in the number of runs: each is compared with the [`REACH`] nearest.

use std::ops::Range;

use super::vectors::Cosines;
use super::{Alignment, Bead};

/// Least cosine (mean removed) of a moved passage and its rendering. Unrelated passages of one
/// text have 0 ± 0.15, renderings above 0.5.
const LEAST: f32 = 0.5;

/// By how much it must be nearer than the second.
const MARGIN: f32 = 0.2;

/// Target characters below which a passage is too short to be told from another: exclamations,
/// names of columns.
const SHORT: f32 = 40.0;

/// Greatest ratio of the two lengths.
const RATIO: f32 = 2.0;

/// Runs of the other side that a run is compared with.
const REACH: usize = 1000;

/// Joins what was left out and added elsewhere. `lengths` are those of the segments of both
/// sides, in target characters.
pub fn join(alignment: &mut Alignment, cosines: &Cosines, lengths: [&[f32]; 2]) {
    let sources = runs(&alignment.beads, |b| &b.source, |b| &b.target, lengths[0]);
    let targets = runs(&alignment.beads, |b| &b.target, |b| &b.source, lengths[1]);
    let near = |a: &Run, b: &Run| {
        let ratio = a.length / b.length;
        if (1.0 / RATIO..RATIO).contains(&ratio) {
            cosines.of_passages(&a.segments, &b.segments)
        } else {
            -1.0
        }
    };
    let forth = nearest(&sources, &targets, near);
    let back = nearest(&targets, &sources, |b, a| near(a, b));
    let mut taken = vec![false; alignment.beads.len()];
    let mut joined = Vec::new();
    for (k, found) in forth.iter().enumerate() {
        let Some(found) = *found else { continue };
        if back[found] != Some(k) {
            continue;
        }
        let (source, target) = (&sources[k], &targets[found]);
        let beads = source.beads.iter().chain(&target.beads);
        let confidence: Vec<f32> = beads.clone().map(|&b| alignment.confidence[b]).collect();
        beads.for_each(|&b| taken[b] = true);
        joined.push((
            Bead {
                source: source.segments.clone(),
                target: target.segments.clone(),
            },
            confidence.iter().sum::<f32>() / confidence.len() as f32,
            source.beads[0],
        ));
    }
    if joined.is_empty() {
        return;
    }
    let old = std::mem::take(alignment);
    let mut joined = joined.into_iter().peekable();
    for (k, (bead, confidence)) in old.beads.into_iter().zip(old.confidence).enumerate() {
        if let Some((moved, confidence, _)) = joined.next_if(|(_, _, at)| *at == k) {
            alignment.moved.push(alignment.beads.len());
            alignment.beads.push(moved);
            alignment.confidence.push(confidence);
        }
        if !taken[k] {
            alignment.beads.push(bead);
            alignment.confidence.push(confidence);
        }
    }
}

/// Segments of one side without counterpart, one after the other.
struct Run {
    segments: Range<usize>,
    /// Their beads.
    beads: Vec<usize>,
    length: f32,
}

/// The runs of one side that are long enough. Beads of the other side may stand between.
fn runs(
    beads: &[Bead],
    own: impl Fn(&Bead) -> &Range<usize>,
    other: impl Fn(&Bead) -> &Range<usize>,
    lengths: &[f32],
) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut open = false;
    for (k, bead) in beads.iter().enumerate() {
        let segments = own(bead);
        if !other(bead).is_empty() {
            // A bead without segments on our side does not end the run.
            open &= segments.is_empty();
            continue;
        }
        let length: f32 = lengths[segments.clone()].iter().sum();
        match found.last_mut().filter(|_| open) {
            Some(run) => {
                run.segments.end = segments.end;
                run.beads.push(k);
                run.length += length;
            }
            None => found.push(Run {
                segments: segments.clone(),
                beads: vec![k],
                length,
            }),
        }
        open = true;
    }
    found.retain(|run| run.length >= SHORT);
    found
}

/// For each run the one of the others that is nearest, if it is near enough and by the margin.
fn nearest(runs: &[Run], others: &[Run], near: impl Fn(&Run, &Run) -> f32) -> Vec<Option<usize>> {
    runs.iter()
        .map(|run| {
            let place = others.partition_point(|other| other.beads[0] < run.beads[0]);
            let from = place.saturating_sub(REACH / 2);
            let to = (place + REACH / 2).min(others.len());
            let (mut first, mut second, mut best) = (f32::NEG_INFINITY, 0.0f32, None);
            for (k, other) in others.iter().enumerate().take(to).skip(from) {
                let value = near(run, other);
                if value > first {
                    second = second.max(first);
                    (first, best) = (value, Some(k));
                } else {
                    second = second.max(value);
                }
            }
            best.filter(|_| first >= LEAST && first - second >= MARGIN)
        })
        .collect()
}
