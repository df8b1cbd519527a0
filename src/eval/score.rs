//! Quality: how well scores rank and detect, with length alone beside them.

use super::rated::RatedRow;
use super::statistics::{
    auroc, calibration_error, pair_accuracy, precision_at_recall, reliability, spearman,
};

/// One row of the table: how good one way to score is.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Measures {
    /// Spearman with the gold score.
    pub spearman: f64,
    /// Area under the ROC curve for the worst 5 %.
    pub auroc_worst: f64,
    /// Share of pairs of translations of one source in the right order; `None` without ratings.
    pub pair_accuracy: Option<f64>,
}

/// All figures of one run.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ScoreReport {
    /// Number of rows.
    pub rows: usize,
    /// The estimate.
    pub quality: Measures,
    /// Length alone: the longer the source, the worse.
    pub length: Measures,
    /// The cosine of the embeddings alone.
    pub cosine: Measures,
    /// Precision of "most raters marked a major error" at recall 0.3.
    pub precision: Option<f64>,
    /// Expected calibration error of the error probability.
    pub calibration: Option<f64>,
    /// Mean probability, share that was true and number of rows, in ten bins of equal mass.
    pub reliability: Vec<(f64, f64, usize)>,
}

/// What `mtlint score` said of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Quality, 0–100.
    pub quality: f64,
    /// Probability of a major error.
    pub error_probability: f64,
    /// Cosine of the embeddings.
    pub cosine: f64,
}

/// Compares estimates with the gold of the same rows; rows without gold are left out.
#[must_use]
pub fn evaluate(rows: &[RatedRow], estimates: &[Estimate]) -> ScoreReport {
    let (rows, estimates): (Vec<&RatedRow>, Vec<Estimate>) = rows
        .iter()
        .zip(estimates)
        .filter(|(r, _)| r.gold().is_some())
        .unzip();
    let gold: Vec<f64> = rows.iter().filter_map(|r| r.gold()).collect();
    let rated = rows.iter().all(|r| !r.ratings.is_empty());
    let worst = worst(&gold);
    let groups: Vec<_> = rows.iter().map(|r| r.group()).collect();
    let points: Vec<f64> = rows.iter().map(|r| r.mqm().unwrap_or(0.0)).collect();
    let measures = |scores: &[f64]| Measures {
        spearman: spearman(scores, &gold),
        auroc_worst: auroc(&worst, &scores.iter().map(|s| -s).collect::<Vec<_>>()),
        pair_accuracy: rated.then(|| pair_accuracy(&groups, scores, &points)),
    };
    let quality: Vec<f64> = estimates.iter().map(|e| e.quality).collect();
    let cosine: Vec<f64> = estimates.iter().map(|e| e.cosine).collect();
    let length: Vec<f64> = rows
        .iter()
        .map(|r| -(r.source.chars().count() as f64))
        .collect();
    let errors: Vec<f64> = estimates.iter().map(|e| e.error_probability).collect();
    let major: Vec<bool> = rows.iter().map(|r| r.major()).collect();
    ScoreReport {
        rows: rows.len(),
        quality: measures(&quality),
        length: measures(&length),
        cosine: measures(&cosine),
        precision: rated.then(|| precision_at_recall(&major, &errors, 0.3)),
        calibration: rated.then(|| calibration_error(&major, &errors)),
        reliability: if rated {
            reliability(&major, &errors, 10)
        } else {
            Vec::new()
        },
    }
}

/// The worst 5 % of the gold scores, ties at the edge included.
fn worst(gold: &[f64]) -> Vec<bool> {
    let mut sorted = gold.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() / 20).saturating_sub(1);
    let cut = sorted.get(place).copied().unwrap_or(f64::NEG_INFINITY);
    gold.iter().map(|&g| g <= cut).collect()
}
