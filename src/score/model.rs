//! Linear models over the features of a bead, and their fit.

use serde::{Deserialize, Serialize};

use super::features::{DAMAGE, Features, NAMES, PLAIN};
use crate::{Error, Result};

/// The coefficients that ship, made by `mtlint calibrate score`: with the joint model's features.
const SHIPPED: &str = include_str!("../../models/score.json");

/// The same without them, for encoders that the joint model was not trained on.
const PLAIN_SHIPPED: &str = include_str!("../../models/score-plain.json");

/// What a token's probability is computed from: the joint model's three log-odds of the token, and
/// its two of the pair.
pub const TOKEN_FEATURES: usize = 5;

/// What the expected log penalty rises by, at least, with a log-odds of damage. Ratings alone give
/// 0.009, for raters seldom meet errors of that kind; to put a good translation above its damaged
/// twin takes more. On MQM dev 0.05 costs a fifth of the correlation with the ratings.
const LEAST_DAMAGE: f64 = 0.01;

/// A weighted sum of standardised features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    /// Added to the sum.
    pub bias: f64,
    /// One weight a feature.
    pub weights: Vec<f64>,
}

/// Everything that turns features into scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreModel {
    /// Names of the features, to notice a file made for others.
    pub features: Vec<String>,
    /// Mean of each feature.
    pub means: Vec<f64>,
    /// Standard deviation of each feature.
    pub deviations: Vec<f64>,
    /// Expected `ln(1 + 10 · penalty per word)`, penalties in MQM points.
    pub penalty: Linear,
    /// Log-odds that most raters mark a major error.
    pub major: Linear,
    /// Log-odds that the two sides are not each other's rendering.
    pub misaligned: Linear,
    /// Log-odds that at least half the raters mark a token, of [`TOKEN_FEATURES`] log-odds as they
    /// come; no weights without the joint model.
    pub marked: Linear,
}

/// One row to fit on.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The features.
    pub features: Features,
    /// Penalty per target word, `None` for a pair that was put together wrongly on purpose.
    pub penalty: Option<f64>,
    /// Whether most raters marked a major error, where the pair was rated.
    pub major: Option<bool>,
    /// How often the pair counts towards the probabilities.
    pub weight: f64,
    /// Each token's log-odds, and whether at least half the raters marked it.
    pub tokens: Vec<([f32; TOKEN_FEATURES], bool)>,
}

impl ScoreModel {
    /// The coefficients that ship with the program.
    ///
    /// # Errors
    /// If the file that was compiled in is damaged.
    pub fn shipped() -> Result<Self> {
        Self::from_json(SHIPPED)
    }

    /// The coefficients for other encoders.
    ///
    /// # Errors
    /// If the file that was compiled in is damaged.
    pub fn plain() -> Result<Self> {
        Self::from_json(PLAIN_SHIPPED)
    }

    /// Reads coefficients.
    ///
    /// # Errors
    /// If they were made for other features, or the text is none.
    pub fn from_json(json: &str) -> Result<Self> {
        let fault = |reason: String| Error::Model {
            name: "score.json".into(),
            reason,
        };
        let model: Self = serde_json::from_str(json).map_err(|e| fault(e.to_string()))?;
        let lengths = [
            &model.means,
            &model.deviations,
            &model.penalty.weights,
            &model.major.weights,
            &model.misaligned.weights,
        ];
        let count = model.features.len();
        let known = [PLAIN, NAMES.len()].contains(&count) && model.features == NAMES[..count];
        if !known || lengths.iter().any(|v| v.len() != count) {
            return Err(fault(format!("expected coefficients for {NAMES:?}")));
        }
        let wanted = if count == PLAIN { 0 } else { TOKEN_FEATURES };
        if model.marked.weights.len() != wanted {
            return Err(fault(format!("expected {wanted} coefficients of tokens")));
        }
        Ok(model)
    }

    /// Probability that at least half the raters mark a token.
    #[must_use]
    pub fn token(&self, features: &[f32; TOKEN_FEATURES]) -> f32 {
        sigmoid(self.marked.apply(&features.map(f64::from))) as f32
    }

    fn standardise(&self, features: &[f32]) -> Vec<f64> {
        let scaled = self.means.iter().zip(&self.deviations);
        features
            .iter()
            .zip(scaled)
            .map(|(x, (m, d))| (f64::from(*x) - m) / d)
            .collect()
    }

    /// Quality 0–100, probability of a major error, probability that the sides do not belong
    /// together.
    #[must_use]
    pub fn predict(&self, features: &[f32]) -> (f32, f32, f32) {
        let x = self.standardise(features);
        let penalty = (self.penalty.apply(&x).exp() - 1.0) / 10.0;
        // 0.5 points a word is half the weight of a major error on every tenth word.
        let quality = 100.0 * (1.0 - (penalty / 0.5).clamp(-0.2, 1.0));
        let quality = quality.min(100.0);
        (
            quality as f32,
            sigmoid(self.major.apply(&x)) as f32,
            sigmoid(self.misaligned.apply(&x)) as f32,
        )
    }

    /// Fits the coefficients: ridge regression for the penalty, logistic regression for the two
    /// probabilities, both by Newton's method, with a Gaussian prior of variance 100 on
    /// standardised weights.
    #[must_use]
    pub fn fit(examples: &[Example]) -> Self {
        let size = examples.first().map_or(PLAIN, |e| e.features.len());
        let paired: Vec<&Example> = examples.iter().filter(|e| e.penalty.is_some()).collect();
        let count = paired.len().max(1) as f64;
        let mut means = vec![0.0; size];
        let mut deviations = vec![0.0; size];
        for k in 0..size {
            let value = |e: &&Example| f64::from(e.features[k]);
            means[k] = paired.iter().map(value).sum::<f64>() / count;
            let squares = paired
                .iter()
                .map(|e| (value(e) - means[k]).powi(2))
                .sum::<f64>();
            deviations[k] = (squares / count).sqrt().max(1e-6);
        }
        let empty = Linear {
            bias: 0.0,
            weights: vec![0.0; size],
        };
        let mut model = Self {
            features: NAMES[..size].iter().map(|&n| n.to_owned()).collect(),
            means,
            deviations,
            penalty: empty.clone(),
            major: empty.clone(),
            misaligned: empty.clone(),
            marked: empty,
        };
        let rows: Vec<Vec<f64>> = paired
            .iter()
            .map(|e| model.standardise(&e.features))
            .collect();
        let penalties: Vec<f64> = paired
            .iter()
            .map(|e| (10.0 * e.penalty.unwrap_or(0.0)).ln_1p())
            .collect();
        // Ranks are what the penalty is for: every row counts alike.
        let alike = vec![1.0; rows.len()];
        let rated = paired.iter().zip(&rows).filter(|(e, _)| e.major.is_some());
        let (rated, rated_weights): (Vec<Vec<f64>>, Vec<f64>) =
            rated.map(|(e, row)| (row.clone(), e.weight)).unzip();
        let majors = paired.iter().filter_map(|e| e.major);
        let majors: Vec<f64> = majors.map(|m| f64::from(u8::from(m))).collect();
        let all: Vec<Vec<f64>> = examples
            .iter()
            .map(|e| model.standardise(&e.features))
            .collect();
        let wrong: Vec<f64> = examples
            .iter()
            .map(|e| f64::from(u8::from(e.penalty.is_none())))
            .collect();
        model.penalty = newton(&rows, &penalties, &alike, 1, |z| (z, 1.0));
        if let Some(weight) = model.penalty.weights.get_mut(DAMAGE) {
            *weight = weight.max(LEAST_DAMAGE * model.deviations[DAMAGE]);
        }
        model.major = newton(&rated, &majors, &rated_weights, 25, |z| {
            (sigmoid(z), sigmoid(z) * (1.0 - sigmoid(z)))
        });
        let all_weights: Vec<f64> = examples.iter().map(|e| e.weight).collect();
        model.misaligned = newton(&all, &wrong, &all_weights, 25, |z| {
            (sigmoid(z), sigmoid(z) * (1.0 - sigmoid(z)))
        });
        let (mut tokens, mut marks, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for example in examples {
            for (x, bad) in &example.tokens {
                tokens.push(x.map(f64::from).to_vec());
                marks.push(f64::from(u8::from(*bad)));
                weights.push(example.weight);
            }
        }
        model.marked = newton(&tokens, &marks, &weights, 25, |z| {
            (sigmoid(z), sigmoid(z) * (1.0 - sigmoid(z)))
        });
        model
    }
}

impl Linear {
    fn apply(&self, x: &[f64]) -> f64 {
        self.bias + self.weights.iter().zip(x).map(|(w, x)| w * x).sum::<f64>()
    }
}

/// The probability of log-odds.
pub(crate) fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// Newton's method for a generalised linear model: `mean` gives the expected value and its
/// derivative at a log-odds (or value).
fn newton(
    rows: &[Vec<f64>],
    wanted: &[f64],
    weights_of_rows: &[f64],
    rounds: usize,
    mean: impl Fn(f64) -> (f64, f64),
) -> Linear {
    const PRIOR: f64 = 0.01;
    let size = rows.first().map_or(0, Vec::len) + 1;
    let mut weights = vec![0.0; size];
    for _ in 0..rounds {
        let mut hessian = vec![vec![0.0; size]; size];
        let mut gradient = vec![0.0; size];
        for ((row, y), times) in rows.iter().zip(wanted).zip(weights_of_rows) {
            let x = |k: usize| if k == 0 { 1.0 } else { row[k - 1] };
            let z: f64 = (0..size).map(|k| weights[k] * x(k)).sum();
            let (expected, slope) = mean(z);
            for a in 0..size {
                gradient[a] += times * (y - expected) * x(a);
                for (b, cell) in hessian[a].iter_mut().enumerate() {
                    *cell += times * slope * x(a) * x(b);
                }
            }
        }
        for k in 0..size {
            hessian[k][k] += if k == 0 { 1e-9 } else { PRIOR };
            gradient[k] -= if k == 0 { 0.0 } else { PRIOR * weights[k] };
        }
        for (w, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *w += step;
        }
    }
    Linear {
        bias: weights[0],
        weights: weights[1..].to_vec(),
    }
}

/// Solves a linear system by Gaussian elimination with partial pivoting.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for k in 0..n {
        let pivot = (k..n)
            .max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs()))
            .unwrap_or(k);
        a.swap(k, pivot);
        b.swap(k, pivot);
        let pivot_row = a[k].clone();
        for i in k + 1..n {
            let factor = a[i][k] / pivot_row[k];
            for (x, p) in a[i].iter_mut().zip(&pivot_row) {
                *x -= factor * p;
            }
            b[i] -= factor * b[k];
        }
    }
    let mut x = vec![0.0; n];
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| a[k][j] * x[j]).sum();
        x[k] = (b[k] - known) / a[k][k];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_a_system_that_needs_pivoting() {
        let x = solve(vec![vec![0.0, 2.0], vec![1.0, 1.0]], vec![4.0, 5.0]);
        assert!((x[0] - 3.0).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_fit_finds_what_decides() {
        let examples: Vec<Example> = (0..400)
            .map(|i| {
                let mut features = vec![0.0; PLAIN];
                features[0] = (i % 20) as f32 / 20.0;
                features[5] = (i % 7) as f32;
                let penalty = Some(f64::from(1.0 - features[0]) / 2.0);
                Example {
                    tokens: Vec::new(),
                    weight: 1.0,
                    features,
                    penalty,
                    major: Some(i % 20 < 5 || i % 97 == 0),
                }
            })
            .collect();
        let model = ScoreModel::fit(&examples);
        let at = |x: f32| {
            let mut features = vec![0.0; PLAIN];
            features[0] = x;
            features[5] = 3.0;
            model.predict(&features)
        };
        assert!(at(0.9).0 > at(0.2).0 + 20.0, "{:?} {:?}", at(0.9), at(0.2));
        assert!(
            at(0.0).1 > 0.8 && at(0.9).1 < 0.2,
            "{:?} {:?}",
            at(0.0),
            at(0.9)
        );
    }
}
