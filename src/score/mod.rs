//! Stage 5: how good each bead is.

use std::ops::Range;

/// What is known of a bead's quality.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct BeadScore {
    /// Cosine of the two sides' embeddings, −1 to 1; 0 where a side is empty.
    pub similarity: f32,
    /// Ratio margin of the cosine against the neighbourhood, about 1; 0 where a side is empty.
    pub margin: f32,
    /// Quality, 0 (useless) to 100 (flawless).
    pub quality: f32,
    /// Calibrated probability that a professional rater would mark a major error.
    pub error_probability: f32,
    /// Calibrated probability that the two sides are not each other's rendering at all.
    pub misalignment: f32,
    /// Where the errors are likely to be.
    pub spans: Vec<ScoredSpan>,
}

/// A stretch of text with the probability that raters would mark it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ScoredSpan {
    /// Which side the span is on.
    pub side: Side,
    /// Byte span in that side's text of the bead.
    pub span: Range<usize>,
    /// Probability that at least half the raters would mark it, 0 to 1.
    pub probability: f32,
}

/// A side of a bead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The Chinese side.
    Source,
    /// The English side.
    Target,
}
