//! Fitting the weights: maximum conditional likelihood with a Gaussian prior.

use rayon::prelude::*;

use super::Bead;
use super::associate::associate;
use super::bitext::{Bitext, Side};
use super::features::{COUNT, Features};
use super::model::Aligner;
use super::path::Lattice;

/// An aligned text, prepared once: the features of every bead in the band.
pub struct TrainingText {
    lattice: Lattice,
    /// Index of each bead and its features.
    beads: Vec<(usize, Features)>,
    /// The features of the gold path, summed. Gold beads that the band or the shapes do not hold
    /// are left out.
    gold: [f64; COUNT],
}

impl TrainingText {
    /// Prepares a text. `first` is the aligner of the first pass, from which names are taken.
    #[must_use]
    pub fn new(source: Side<'_>, target: Side<'_>, gold: &[Bead], first: &Aligner) -> Self {
        let bitext = Bitext::new(source, target);
        let beads = first.decode(&bitext, &bitext.dictionary(&[])).beads;
        let names = associate(source.texts, target.texts, &beads);
        let dictionary = bitext.dictionary(&names);
        let lattice = Lattice::build(bitext.band.clone(), |_, _, _| 0.0);
        let mut all = Vec::new();
        lattice.beads(|shape, bead, index| all.push((shape, bead, index)));
        let beads: Vec<(usize, Features)> = all
            .into_par_iter()
            .map(|(shape, bead, index)| {
                let (s, t) = (&bead.source, &bead.target);
                (index, bitext.features(&dictionary, shape, s, t))
            })
            .collect();
        let mut sums = [0.0; COUNT];
        let held: Vec<usize> = gold.iter().filter_map(|b| lattice.index(b)).collect();
        for (index, f) in &beads {
            if held.contains(index) {
                sums.iter_mut()
                    .zip(f.0)
                    .for_each(|(s, x)| *s += f64::from(x));
            }
        }
        Self {
            lattice,
            beads,
            gold: sums,
        }
    }

    /// Log-likelihood of the gold path and its gradient.
    fn gradient(&mut self, weights: &[f64; COUNT]) -> (f64, [f64; COUNT]) {
        for (index, f) in &self.beads {
            let score: f64 = weights.iter().zip(f.0).map(|(w, x)| w * f64::from(x)).sum();
            self.lattice.set(*index, score as f32);
        }
        let (posteriors, total) = self.lattice.posteriors();
        let mut gradient = self.gold;
        for (index, f) in &self.beads {
            let p = f64::from(posteriors[*index]);
            if p > 1e-9 {
                gradient
                    .iter_mut()
                    .zip(f.0)
                    .for_each(|(g, x)| *g -= p * f64::from(x));
            }
        }
        let gold: f64 = weights.iter().zip(&self.gold).map(|(w, g)| w * g).sum();
        (gold - total, gradient)
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
    }
}
