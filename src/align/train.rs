//! Fitting the weights: maximum conditional likelihood with a Gaussian prior.

use std::ops::Range;

use rayon::prelude::*;

use super::Bead;
use super::associate::associate;
use super::bitext::{Bitext, Side};
use super::features::{COUNT, Features};
use super::model::Aligner;
use super::path::Lattice;

/// An aligned text, prepared once: the features of every bead that may matter.
pub struct TrainingText {
    lattice: Lattice,
    beads: Vec<Candidate>,
}

struct Candidate {
    index: usize,
    features: Features,
    /// Whether a right path may hold it.
    right: bool,
}

/// Beads that are less probable than this under the weights of the first pass are left out of the
/// sums: there are some hundred of them for each that matters.
const NEGLIGIBLE: f32 = 1e-7;

impl TrainingText {
    /// Prepares a text. `first` is the aligner of the first pass, from which names are taken.
    #[must_use]
    pub fn new(source: Side<'_>, target: Side<'_>, gold: &[Bead], first: &Aligner) -> Self {
        let bitext = Bitext::new(source, target);
        let beads = first.decode(&bitext, &bitext.dictionary(&[])).beads;
        let names = associate(source.texts, target.texts, &beads);
        let dictionary = bitext.dictionary(&names);
        let mut lattice = first.lattice(&bitext, &dictionary);
        let (posteriors, _) = lattice.posteriors();
        let owners = Owners::new(&lattice, gold, bitext.lengths());
        let mut all = Vec::new();
        lattice.beads(|shape, bead, index| all.push((shape, bead, index)));
        let mut beads = Vec::new();
        for (shape, bead, index) in all {
            let right = owners.allow(&bead);
            if right || posteriors[index] > NEGLIGIBLE {
                let features = bitext.features(&dictionary, shape, &bead.source, &bead.target);
                beads.push(Candidate {
                    index,
                    features,
                    right,
                });
            } else {
                lattice.leave_out(index);
            }
        }
        Self { lattice, beads }
    }

    /// Log-likelihood of the right paths and its gradient.
    fn gradient(&mut self, weights: &[f64; COUNT]) -> (f64, [f64; COUNT]) {
        for bead in &self.beads {
            let x = bead.features.0;
            let score: f64 = weights.iter().zip(x).map(|(w, x)| w * f64::from(x)).sum();
            self.lattice.set(bead.index, score as f32);
        }
        let (all, all_total) = self.lattice.posteriors();
        for bead in self.beads.iter().filter(|b| !b.right) {
            self.lattice.leave_out(bead.index);
        }
        let (right, right_total) = self.lattice.posteriors();
        let mut gradient = [0.0; COUNT];
        if !right_total.is_finite() {
            // Gold leaves the band: nothing to learn from.
            return (0.0, gradient);
        }
        for bead in &self.beads {
            let p = f64::from(right[bead.index]) - f64::from(all[bead.index]);
            if p.abs() > 1e-9 {
                gradient
                    .iter_mut()
                    .zip(bead.features.0)
                    .for_each(|(g, x)| *g += p * f64::from(x));
            }
        }
        (right_total - all_total, gradient)
    }
}

/// Which gold bead each segment belongs to. Gold that the band or the shapes do not hold says
/// nothing: its segments are free, and any path through them is right. So is the order of
/// neighbouring omissions and additions.
struct Owners {
    source: Vec<Owner>,
    target: Vec<Owner>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Free,
    Null,
    Bead(usize),
}

impl Owners {
    fn new(lattice: &Lattice, gold: &[Bead], [sources, targets]: [usize; 2]) -> Self {
        let mut owners = Self {
            source: vec![Owner::Free; sources],
            target: vec![Owner::Free; targets],
        };
        for (number, bead) in gold.iter().enumerate() {
            let owner = match lattice.index(bead) {
                _ if bead.is_null() => Owner::Null,
                Some(_) => Owner::Bead(number),
                None => continue,
            };
            owners.source[bead.source.clone()].fill(owner);
            owners.target[bead.target.clone()].fill(owner);
        }
        owners
    }

    fn allow(&self, bead: &Bead) -> bool {
        let (source, target) = (
            &self.source[bead.source.clone()],
            &self.target[bead.target.clone()],
        );
        let mut all = source.iter().chain(target);
        if bead.is_null() {
            return all.all(|owner| matches!(owner, Owner::Null | Owner::Free));
        }
        let whole = |owner: Owner, side: &[Owner], run: &Range<usize>| {
            side[run.clone()].iter().all(|o| *o == owner)
                && (owner == Owner::Free
                    || (run.start == 0 || side[run.start - 1] != owner)
                        && side.get(run.end) != Some(&owner))
        };
        source.first().is_some_and(|&owner| {
            owner != Owner::Null
                && whole(owner, &self.source, &bead.source)
                && whole(owner, &self.target, &bead.target)
        })
    }
}

/// Fits the weights on aligned texts, with a Gaussian prior of the given variance, by gradient
/// ascent with adaptive steps (`RProp`, Riedmiller and Braun 1993). `log` receives the round and
/// the penalised log-likelihood.
pub fn fit(
    texts: &mut [TrainingText],
    variance: f64,
    rounds: usize,
    log: &dyn Fn(usize, f64),
) -> Aligner {
    let mut weights = [0.0f64; COUNT];
    let mut steps = [0.1f64; COUNT];
    let mut last = [0.0f64; COUNT];
    for round in 0..rounds {
        let mut value = 0.0;
        let mut gradient = [0.0; COUNT];
        let parts: Vec<_> = texts
            .par_iter_mut()
            .map(|text| text.gradient(&weights))
            .collect();
        for (v, g) in parts {
            value += v;
            gradient.iter_mut().zip(g).for_each(|(a, b)| *a += b);
        }
        for k in 0..COUNT {
            gradient[k] -= weights[k] / variance;
            value -= weights[k] * weights[k] / (2.0 * variance);
            let turned = gradient[k] * last[k];
            if turned > 0.0 {
                steps[k] = (steps[k] * 1.2).min(2.0);
            } else if turned < 0.0 {
                steps[k] *= 0.5;
                gradient[k] = 0.0;
            }
            if gradient[k] != 0.0 {
                weights[k] += steps[k] * gradient[k].signum();
            }
            last[k] = gradient[k];
        }
        log(round, value);
    }
    Aligner {
        weights: Features(weights.map(|w| w as f32)),
        hard_breaks: false,
    }
}
