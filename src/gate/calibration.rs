//! Probabilities corrected by what reviewers said.
//!
//! A rule whose flags reviewers found wrong more often than its probability says is corrected by
//! one number, a shift of its log-odds: logistic recalibration "in the large" (Cox 1958, *Two
//! further applications of a model for binary regression*; Steyerberg 2009, *Clinical Prediction
//! Models*, chapter 15). The order of the flags within the rule stays.

use std::collections::BTreeMap;

use super::review::{Opinion, Review};
use crate::flag::Flag;
use crate::score::model::sigmoid;

/// Standard deviation, in log-odds, of the Gaussian prior on a shift: how far a rule may be off
/// before anybody has looked. At 1, some ten verdicts outweigh it.
const PRIOR_DEVIATION: f64 = 1.0;

/// Probabilities are kept this far from 0 and 1, where log-odds are infinite.
const EDGE: f64 = 0.005;

/// Newton steps: each doubles the number of right digits.
const STEPS: usize = 30;

/// The shift of each judged rule, in log-odds, rounded to two decimals.
#[must_use]
pub fn fit(review: &Review) -> BTreeMap<String, f64> {
    let mut judged: BTreeMap<String, Vec<(f64, bool)>> = BTreeMap::new();
    for entry in review.entries() {
        let right = match entry.opinion {
            Opinion::Right => true,
            Opinion::Wrong => false,
            Opinion::Unsure => continue,
        };
        if let Some(probability) = entry.probability {
            let flags = judged.entry(entry.code.clone()).or_default();
            flags.push((log_odds(probability), right));
        }
    }
    judged
        .into_iter()
        .map(|(code, flags)| (code, (shift(&flags) * 100.0).round() / 100.0))
        .collect()
}

/// Corrects the probabilities of flags by the shifts of their rules.
pub fn apply(shifts: &BTreeMap<&'static str, f64>, flags: &mut [Flag]) {
    for flag in flags {
        if let Some(shift) = shifts.get(flag.code) {
            let odds = log_odds(f64::from(flag.probability));
            flag.probability = sigmoid(odds + shift) as f32;
        }
    }
}

/// The shift with the highest posterior probability, by Newton's method: the posterior is concave.
fn shift(flags: &[(f64, bool)]) -> f64 {
    let precision = 1.0 / (PRIOR_DEVIATION * PRIOR_DEVIATION);
    let mut shift = 0.0;
    for _ in 0..STEPS {
        let (mut slope, mut curvature) = (-shift * precision, precision);
        for &(odds, right) in flags {
            let p = sigmoid(odds + shift);
            slope += f64::from(u8::from(right)) - p;
            curvature += p * (1.0 - p);
        }
        // A step of more than 1 can overshoot where the curve is flat.
        shift += (slope / curvature).clamp(-1.0, 1.0);
    }
    shift
}

fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(EDGE, 1.0 - EDGE);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_verdicts_bring_the_probability_to_the_share_that_was_right() {
        let flags: Vec<_> = (0..400).map(|k| (log_odds(0.9), k % 2 == 0)).collect();
        let corrected = sigmoid(log_odds(0.9) + shift(&flags));
        assert!((corrected - 0.5).abs() < 0.02, "{corrected}");
    }

    #[test]
    fn one_verdict_moves_it_a_little() {
        let corrected = sigmoid(log_odds(0.9) + shift(&[(log_odds(0.9), false)]));
        assert!((0.75..0.9).contains(&corrected), "{corrected}");
        assert!(shift(&[(log_odds(0.9), true)]) > 0.0);
        assert!(shift(&[]).abs() < 1e-12);
    }
}
