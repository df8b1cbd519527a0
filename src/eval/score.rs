//! Quality: how well scores rank and detect, with length alone beside them.

use std::collections::BTreeMap;

use super::random::Random;
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

/// Upper ends of the bands of length, in characters of the source.
const BANDS: [usize; 4] = [15, 30, 50, usize::MAX];

/// Resamples of the documents that the intervals are read off.
const RESAMPLES: usize = 200;

/// All figures of one run.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ScoreReport {
    /// Number of rows.
    pub rows: usize,
    /// The estimate.
    pub quality: Measures,
    /// Where 95 in 100 resamples of the documents put the estimate's figures.
    pub interval: [Measures; 2],
    /// The estimate by the source's length: up to so many characters, rows, figures.
    pub bands: Vec<(usize, usize, Measures)>,
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
    let groups: Vec<_> = rows.iter().map(|r| r.group()).collect();
    let points: Vec<f64> = rows.iter().map(|r| r.mqm().unwrap_or(0.0)).collect();
    let some = |scores: &[f64], chosen: &[Drawn]| {
        let pick = |values: &[f64]| chosen.iter().map(|d| values[d.row]).collect::<Vec<f64>>();
        let (scores, gold) = (pick(scores), pick(&gold));
        let groups: Vec<_> = chosen.iter().map(|d| (d.draw, groups[d.row])).collect();
        Measures {
            spearman: spearman(&scores, &gold),
            auroc_worst: auroc(
                &worst(&gold),
                &scores.iter().map(|s| -s).collect::<Vec<_>>(),
            ),
            pair_accuracy: rated.then(|| pair_accuracy(&groups, &scores, &pick(&points))),
        }
    };
    let once = |row| Drawn { draw: 0, row };
    let all: Vec<Drawn> = (0..rows.len()).map(once).collect();
    let measures = |scores: &[f64]| some(scores, &all);
    let quality: Vec<f64> = estimates.iter().map(|e| e.quality).collect();
    let cosine: Vec<f64> = estimates.iter().map(|e| e.cosine).collect();
    let length: Vec<f64> = rows
        .iter()
        .map(|r| -(r.source.chars().count() as f64))
        .collect();
    let errors: Vec<f64> = estimates.iter().map(|e| e.error_probability).collect();
    let major: Vec<bool> = rows.iter().map(|r| r.major()).collect();
    let resampled = resamples(&rows).into_iter().map(|k| some(&quality, &k));
    let lengths: Vec<usize> = rows.iter().map(|r| r.source.chars().count()).collect();
    let mut from = 0;
    let bands = BANDS.map(|to| {
        let inside = |d: &Drawn| (from..to).contains(&lengths[d.row]);
        let chosen: Vec<Drawn> = all.iter().copied().filter(inside).collect();
        from = to;
        (to, chosen.len(), some(&quality, &chosen))
    });
    ScoreReport {
        rows: rows.len(),
        quality: measures(&quality),
        interval: interval(&resampled.collect::<Vec<_>>()),
        bands: bands.to_vec(),
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

/// A row in a sample of documents, which may hold a document several times.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    draw: usize,
    row: usize,
}

/// So many samples of the documents with replacement, by a fixed generator.
fn resamples(rows: &[&RatedRow]) -> Vec<Vec<Drawn>> {
    let mut documents: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (k, row) in rows.iter().enumerate() {
        documents.entry((&row.set, &row.doc)).or_default().push(k);
    }
    let documents: Vec<Vec<usize>> = documents.into_values().collect();
    let mut random = Random(1);
    (0..RESAMPLES)
        .map(|_| {
            let drawn = (0..documents.len()).map(|k| (k, random.below(documents.len())));
            let rows = |(draw, d): (usize, usize)| {
                let rows: &[usize] = &documents[d];
                rows.iter().map(move |&row| Drawn { draw, row })
            };
            drawn.flat_map(rows).collect()
        })
        .collect()
}

/// The values that 2.5 in 100 lie below and above.
fn interval(all: &[Measures]) -> [Measures; 2] {
    let at = |share: f64, value: &dyn Fn(&Measures) -> f64| {
        let mut values: Vec<f64> = all.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        let place = (share * values.len().saturating_sub(1) as f64).round() as usize;
        values.get(place).copied().unwrap_or(f64::NAN)
    };
    let rated = all.iter().any(|m| m.pair_accuracy.is_some());
    [0.025, 0.975].map(|share| Measures {
        spearman: at(share, &|m| m.spearman),
        auroc_worst: at(share, &|m| m.auroc_worst),
        pair_accuracy: rated.then(|| at(share, &|m| m.pair_accuracy.unwrap_or(f64::NAN))),
    })
}
