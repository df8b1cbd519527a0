//! Stage 5: how good each bead is.

use std::ops::Range;

pub mod features;

pub mod model;

pub mod weakest;

use crate::align::Bead;
use crate::embed::{Embeddings, dot};
use crate::lexicon::coverage::{source_words, target_words};

pub use features::SideText;
pub use model::ScoreModel;

/// What is known of a bead's quality.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct BeadScore {
    /// Cosine of the two sides' embeddings, −1 to 1; 0 where a side is empty.
    pub similarity: f32,
    /// Cosine divided by the mean cosine with the nearest beads' sides, about 1; 0 where a side is
    /// empty or there are no other beads.
    pub margin: f32,
    /// The alignment's confidence in the bead, 0 to 1; 1 for pairs, which are aligned already.
    pub confidence: f32,
    /// Whether the target stands elsewhere than its place in the order.
    pub moved: bool,
    /// Quality, 0 (useless) to 100 (flawless); 0 where a side is empty.
    pub quality: f32,
    /// Calibrated probability that a professional rater would mark a major error.
    pub error_probability: f32,
    /// Calibrated probability that the two sides are not each other's rendering at all.
    pub misalignment: f32,
    /// Where the errors are likely to be.
    pub spans: Vec<ScoredSpan>,
}

/// Confidence below which a bead is less likely right than wrong, and is called uncertain.
pub const UNCERTAIN: f32 = 0.5;

impl BeadScore {
    /// Whether the alignment is uncertain of the bead.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.confidence < UNCERTAIN
    }

    /// The score of a bead with an empty side: nothing is rendered, so everything is wrong.
    #[must_use]
    pub fn of_null(confidence: f32) -> Self {
        Self {
            confidence,
            error_probability: confidence,
            ..Self::default()
        }
    }
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

/// Scores a bead with two sides.
#[must_use]
pub fn score(
    model: &ScoreModel,
    source: SideText<'_>,
    target: SideText<'_>,
    confidence: f32,
) -> BeadScore {
    let words = (source_words(source.text), target_words(target.text));
    let features = features::features(source, target, (&words.0, &words.1));
    let stretch = weakest::weakest_stretch(source.text, &words.0, &words.1);
    let (quality, error_probability, misalignment) = model.predict(&features);
    BeadScore {
        similarity: features[0],
        margin: 0.0,
        confidence,
        moved: false,
        quality,
        error_probability,
        misalignment,
        spans: weakest_span(stretch, error_probability),
    }
}

/// The least supported stretch of the target, as likely wrong as the whole bead.
fn weakest_span(stretch: Option<Range<usize>>, probability: f32) -> Vec<ScoredSpan> {
    let span = |span| ScoredSpan {
        side: Side::Target,
        span,
        probability,
    };
    stretch.map(span).into_iter().collect()
}

/// Beads on either side that a bead's margin is taken against.
const NEIGHBOURS: usize = 8;

/// Fills in the margins of a document's beads.
pub fn set_margins(
    scores: &mut [BeadScore],
    beads: &[Bead],
    source: &Embeddings,
    target: &Embeddings,
) {
    let sides: Vec<Option<(Vec<f32>, Vec<f32>)>> = beads
        .iter()
        .map(|b| {
            (!b.is_null()).then(|| {
                (
                    source.merged(b.source.clone()),
                    target.merged(b.target.clone()),
                )
            })
        })
        .collect();
    for k in 0..beads.len() {
        let Some((s, t)) = &sides[k] else { continue };
        let from = k.saturating_sub(NEIGHBOURS);
        let near = sides[from..(k + NEIGHBOURS + 1).min(sides.len())]
            .iter()
            .enumerate();
        let others: Vec<f32> = near
            .filter(|(n, _)| from + n != k)
            .filter_map(|(_, side)| side.as_ref())
            .map(|(a, b)| f32::midpoint(dot(s, b), dot(a, t)))
            .collect();
        if !others.is_empty() {
            scores[k].margin =
                scores[k].similarity * others.len() as f32 / others.iter().sum::<f32>();
        }
    }
}
