//! Stage 5: how good each bead is.

use std::ops::Range;

pub mod features;

pub mod marks;

pub mod model;

pub mod weakest;

use rayon::prelude::*;

use crate::Result;
use crate::align::Bead;
use crate::embed::{Embeddings, JointModel, Reading, dot};
use crate::lexicon::coverage::{source_words, target_words};

pub use features::SideText;
pub use model::ScoreModel;
use model::TOKEN_FEATURES;

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

/// A bead with two sides, as it is scored.
#[derive(Debug, Clone)]
pub struct Pair<'a> {
    /// The Chinese side.
    pub source: SideText<'a>,
    /// The English side.
    pub target: SideText<'a>,
    /// How sure the alignment is of the bead, 0 to 1.
    pub confidence: f32,
}

/// What scores beads: the joint model, where the encoder is the one that it was trained on, and
/// the calibrated coefficients.
pub struct Scorer {
    joint: Option<JointModel>,
    model: ScoreModel,
}

impl Scorer {
    /// For the encoder of the program.
    ///
    /// # Errors
    /// If a file that was compiled in is damaged.
    pub fn shipped() -> Result<Self> {
        let joint = JointModel::embedded()?;
        let model = match joint {
            Some(_) => ScoreModel::shipped()?,
            None => ScoreModel::plain()?,
        };
        Ok(Self { joint, model })
    }

    /// For any other encoder.
    ///
    /// # Errors
    /// If a file that was compiled in is damaged.
    pub fn plain() -> Result<Self> {
        Ok(Self {
            joint: None,
            model: ScoreModel::plain()?,
        })
    }

    /// What the joint model reads in the pairs, in the order given.
    ///
    /// # Errors
    /// If the tensor library fails.
    pub fn read(&self, pairs: &[Pair<'_>]) -> Result<Vec<Option<Reading>>> {
        let Some(joint) = &self.joint else {
            return Ok(vec![None; pairs.len()]);
        };
        let sides: Vec<_> = pairs
            .iter()
            .map(|p| (p.target.tokens, p.source.tokens))
            .collect();
        Ok(joint.read(&sides)?.into_iter().map(Some).collect())
    }

    /// Scores pairs, in the order given; what is said of one does not depend on the others.
    ///
    /// # Errors
    /// If the tensor library fails.
    pub fn score(&self, pairs: &[Pair<'_>]) -> Result<Vec<BeadScore>> {
        let readings = self.read(pairs)?;
        let one = |(pair, reading): (&Pair<'_>, &Option<Reading>)| {
            score_pair(&self.model, pair, reading.as_ref())
        };
        Ok(pairs.par_iter().zip(&readings).map(one).collect())
    }
}

fn score_pair(model: &ScoreModel, pair: &Pair<'_>, reading: Option<&Reading>) -> BeadScore {
    let (source, target) = (&pair.source, &pair.target);
    let words = (source_words(source.text), target_words(target.text));
    let features = features::features(source, target, (&words.0, &words.1), reading);
    let (quality, error_probability, misalignment) = model.predict(&features);
    let spans = if let Some(reading) = reading {
        let tokens: Vec<_> = token_features(target, reading)
            .map(|(span, x)| (span, model.token(&x)))
            .collect();
        marks::stretches(&marks::words(target.text, &tokens))
    } else {
        let stretch = weakest::weakest_stretch(source.text, &words.0, &words.1);
        stretch
            .map(|s| (s, error_probability))
            .into_iter()
            .collect()
    };
    BeadScore {
        similarity: features[0],
        margin: 0.0,
        confidence: pair.confidence,
        moved: false,
        quality,
        error_probability,
        misalignment,
        spans: spans.into_iter().map(on_target).collect(),
    }
}

fn on_target((span, probability): (Range<usize>, f32)) -> ScoredSpan {
    ScoredSpan {
        side: Side::Target,
        span,
        probability,
    }
}

/// Each target token: its byte span in the text of the bead, and what its probability is computed
/// from.
pub fn token_features<'a>(
    target: &'a SideText<'_>,
    reading: &'a Reading,
) -> impl Iterator<Item = (Range<usize>, [f32; TOKEN_FEATURES])> + 'a {
    let [_, major, planted] = reading.pair;
    let spans = target.tokens.iter().zip(&target.starts);
    spans
        .flat_map(|(t, start)| t.spans.iter().map(move |s| s.start + start..s.end + start))
        .zip(&reading.target)
        .map(move |(span, [a, b, c])| (span, [*a, *b, *c, major, planted]))
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
