//! Translations rated by professionals: one JSON object a line, plain or gzipped.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use crate::{Error, Result};

/// One translation of one segment, with its ratings.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct RatedRow {
    /// Name of the set of texts.
    #[serde(default)]
    pub set: String,
    /// Who translated.
    #[serde(default)]
    pub system: String,
    /// The document.
    #[serde(default)]
    pub doc: String,
    /// Number of the segment in its document.
    #[serde(default)]
    pub seg: i64,
    /// The Chinese.
    pub source: String,
    /// The English.
    pub target: String,
    /// Ratings by several raters; empty where there is only a score.
    #[serde(default)]
    pub ratings: Vec<Rating>,
    /// A standardised score, greater is better, where there are no ratings.
    #[serde(default)]
    pub z: Option<f64>,
}

/// What one rater said.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Rating {
    /// MQM points: 0 for flawless, negative for errors.
    pub mqm: f64,
    /// The errors.
    #[serde(default)]
    pub errors: Vec<RatedError>,
}

/// One error that a rater marked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RatedError {
    /// MQM category.
    pub category: String,
    /// `minor`, `major`, …
    pub severity: String,
    /// Stretches of the target, in characters, end-exclusive.
    #[serde(default)]
    pub target: Vec<(usize, usize)>,
    /// Whether the stretches could be placed.
    #[serde(default = "yes")]
    pub located: bool,
}

fn yes() -> bool {
    true
}

impl RatedRow {
    /// Mean MQM points of the raters; `None` without ratings.
    #[must_use]
    pub fn mqm(&self) -> Option<f64> {
        let count = self.ratings.len() as f64;
        (count > 0.0).then(|| self.ratings.iter().map(|r| r.mqm).sum::<f64>() / count)
    }

    /// The gold score, greater is better: MQM points per target word (at least five words are
    /// counted), or the standardised score.
    #[must_use]
    pub fn gold(&self) -> Option<f64> {
        let words = self.target.split_whitespace().count().max(5) as f64;
        self.mqm().map(|points| points / words).or(self.z)
    }

    /// Whether more than half the raters marked a major error.
    #[must_use]
    pub fn major(&self) -> bool {
        let marked = |r: &&Rating| r.errors.iter().any(|e| e.severity == "major");
        self.ratings.iter().filter(marked).count() * 2 > self.ratings.len()
    }

    /// For each character of the target, whether at least half the raters marked it as a minor or
    /// worse error; `None` without ratings, or where some could not be placed.
    #[must_use]
    pub fn character_marks(&self) -> Option<Vec<bool>> {
        let counted = |e: &&RatedError| e.severity != "neutral";
        let mut errors = self.ratings.iter().flat_map(|r| &r.errors).filter(counted);
        if self.ratings.is_empty() || errors.any(|e| !e.located) {
            return None;
        }
        let mut votes = vec![0; self.target.chars().count()];
        for rating in &self.ratings {
            let spans = rating.errors.iter().filter(counted).flat_map(|e| &e.target);
            let marked: BTreeSet<usize> = spans.flat_map(|&(a, b)| a..b.min(votes.len())).collect();
            marked.into_iter().for_each(|k| votes[k] += 1);
        }
        let bad = |v: usize| v > 0 && v * 2 >= self.ratings.len();
        Some(votes.into_iter().map(bad).collect())
    }

    /// [`character_marks`](Self::character_marks) for each byte of the target without the white
    /// space around it.
    #[must_use]
    pub fn marks(&self) -> Option<Vec<bool>> {
        let marks = self.target.chars().zip(self.character_marks()?);
        let bytes: Vec<bool> = marks
            .flat_map(|(c, bad)| std::iter::repeat_n(bad, c.len_utf8()))
            .collect();
        let start = self.target.len() - self.target.trim_start().len();
        Some(bytes[start..start + self.target.trim().len()].to_vec())
    }

    /// Whether the quality estimate was not trained on the row's document, which holds for one in
    /// ten: `models/estimate/corpus.py` draws the line by the same hash (FNV-1a, 32 bits).
    #[must_use]
    pub fn held_aside(&self) -> bool {
        let name = format!("{}/{}", self.set, self.doc);
        let hash = name.bytes().fold(2_166_136_261_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
        });
        hash.is_multiple_of(10)
    }

    /// What translations of the same source share.
    #[must_use]
    pub fn group(&self) -> (&str, &str, i64) {
        (&self.set, &self.doc, self.seg)
    }
}

/// Reads a file of rated rows; `.gz` is unpacked.
///
/// # Errors
/// If the file cannot be read or a line is not a rated row; the line is named.
pub fn read(path: &Path) -> Result<Vec<RatedRow>> {
    let cause = |cause| Error::Read {
        path: path.to_owned(),
        cause,
    };
    let file = std::fs::File::open(path).map_err(cause)?;
    let packed = path.extension().is_some_and(|e| e == "gz");
    let input: Box<dyn Read> = if packed {
        Box::new(flate2::read::GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut rows = Vec::new();
    for (k, line) in BufReader::new(input).lines().enumerate() {
        let line = line.map_err(cause)?;
        if line.trim().is_empty() {
            continue;
        }
        rows.push(serde_json::from_str(&line).map_err(|e| Error::Input {
            path: path.to_owned(),
            line: Some(k + 1),
            expected: "an object with `source`, `target` and `ratings` or `z`".into(),
            found: e.to_string(),
        })?);
    }
    Ok(rows)
}

/// Keeps the rows of so many sources, drawn with a fixed seed.
#[must_use]
pub fn sample(rows: Vec<RatedRow>, sources: usize) -> Vec<RatedRow> {
    let groups: BTreeSet<_> = rows.iter().map(|r| (hash(r.group()), r.group())).collect();
    let keep: BTreeSet<(String, String, i64)> = groups
        .iter()
        .take(sources)
        .map(|(_, (a, b, c))| ((*a).to_owned(), (*b).to_owned(), *c))
        .collect();
    rows.into_iter()
        .filter(|r| keep.contains(&(r.set.clone(), r.doc.clone(), r.seg)))
        .collect()
}

/// A fixed shuffle: the order of SHA-256.
fn hash(group: (&str, &str, i64)) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(format!("{}\t{}\t{}", group.0, group.1, group.2)).to_vec()
}
