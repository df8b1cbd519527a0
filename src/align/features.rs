//! The features of a bead, by name.

use std::ops::{Index, IndexMut};

use super::path::SHAPES;
use super::surface::{FINALS, Final};

/// Defines [`Feature`] and the names of its values.
macro_rules! features {
    ($($(#[$doc:meta])* $feature:ident = $name:literal,)*) => {
        /// What a bead is judged by, beside its final punctuation and its shape.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Feature {
            $($(#[$doc])* $feature,)*
        }

        /// Names of the features, in order. One for each pair of final punctuation follows, and
        /// one for each of [`SHAPES`].
        pub const NAMES: [&str; [$($name),*].len()] = [$($name),*];
    };
}

features! {
    /// Cosine of the two sides.
    Cosine = "cosine",
    /// The same, times half the number of segments.
    CosineBySize = "cosine × segments",
    /// Cosine less what the neighbourhood has.
    Margin = "margin",
    /// The same, times half the number of segments.
    MarginBySize = "margin × segments",
    /// Tenth of the tokens' gain, target.
    TargetTokens = "target token gain",
    /// Tenth of the tokens' gain, source.
    SourceTokens = "source token gain",
    /// Gain of a token, target.
    TargetTokensMean = "mean target token gain",
    /// Gain of a token, source.
    SourceTokensMean = "mean source token gain",
    /// Tenth of the squared deviation of the length.
    LengthSquared = "length deviation²",
    /// Deviation of the length.
    Length = "length deviation",
    /// Numbers that both sides have.
    NumbersShared = "numbers shared",
    /// Numbers that one side has.
    NumbersApart = "numbers not shared",
    /// Paragraph breaks within the bead.
    BreakInside = "paragraph break inside",
    /// 1 where a paragraph begins on one side only.
    BreakOnOneSide = "paragraph break on one side",
    /// As of the tokens, by dictionary.
    TargetWords = "target dictionary gain",
    /// As of the tokens, by dictionary.
    SourceWords = "source dictionary gain",
    /// As of the tokens, by dictionary.
    TargetWordsMean = "mean target dictionary gain",
    /// As of the tokens, by dictionary.
    SourceWordsMean = "mean source dictionary gain",
    /// 1 where one side ends within a quotation and the other does not.
    QuoteOpen = "quotation open on one side",
    /// 1 where one side ends with a closing mark and the other does not.
    QuoteCloses = "quotation closes on one side",
    /// 1 where one side has a quotation and the other has none.
    QuoteOnOneSide = "quotation on one side",
    /// Difference of the number of quotations, at most 3.
    QuoteCount = "quotations differ",
    /// Difference of the number of questions, at most 3.
    QuestionCount = "questions differ",
    /// Logarithm of the ratio of the lengths, at most 3.
    LengthRatio = "length ratio",
    /// Token gain of the outermost target segments less that in the neighbouring source segment.
    TargetEdgeTokens = "target edge, tokens",
    /// The same of the source segments.
    SourceEdgeTokens = "source edge, tokens",
    /// The same by dictionary.
    TargetEdgeWords = "target edge, dictionary",
    /// The same by dictionary.
    SourceEdgeWords = "source edge, dictionary",
    /// The same by cosine.
    TargetEdgeCosine = "target edge, cosine",
    /// The same by cosine.
    SourceEdgeCosine = "source edge, cosine",
    /// Logarithm of the length of what is left out or added, in fifties of target characters.
    NullLength = "null, length",
    /// Greater token gain of what is left out or added in the two segments beside the gap.
    NullTokens = "null, tokens",
    /// The same by dictionary.
    NullWords = "null, dictionary",
    /// The same by cosine.
    NullCosine = "null, cosine",
    /// Average cosine to the nearest segments, wherever they stand.
    NullNearest = "null, nearest",
}

/// Pairs of final punctuation.
const PAIRS: usize = FINALS.len() * FINALS.len();

/// Number of features of a bead.
pub const COUNT: usize = NAMES.len() + PAIRS + SHAPES.len();

/// A value for each feature: of a bead, or the weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features(pub [f32; COUNT]);

impl Default for Features {
    fn default() -> Self {
        Self([0.0; COUNT])
    }
}

impl Index<Feature> for Features {
    type Output = f32;

    fn index(&self, feature: Feature) -> &f32 {
        &self.0[feature as usize]
    }
}

impl IndexMut<Feature> for Features {
    fn index_mut(&mut self, feature: Feature) -> &mut f32 {
        &mut self.0[feature as usize]
    }
}

impl Features {
    /// The features of a bead of one of [`SHAPES`] of which nothing else is known.
    #[must_use]
    pub fn of_shape(shape: usize) -> Self {
        let mut features = Self::default();
        features.0[NAMES.len() + PAIRS + shape] = 1.0;
        features
    }

    /// Sets how the two sides of a bead end.
    pub(super) fn set_finals(&mut self, source: Final, target: Final) {
        self.0[NAMES.len() + source as usize * FINALS.len() + target as usize] = 1.0;
    }

    /// Weighted sum.
    #[must_use]
    pub fn dot(&self, weights: &Self) -> f32 {
        self.0.iter().zip(weights.0).map(|(x, w)| x * w).sum()
    }

    /// Name of the feature in place `k`.
    #[must_use]
    pub fn name(k: usize) -> String {
        match k.checked_sub(NAMES.len()) {
            None => NAMES[k].to_owned(),
            Some(k) if k < PAIRS => {
                let name = |at: usize| FINALS[at];
                format!("ends {}-{}", name(k / FINALS.len()), name(k % FINALS.len()))
            }
            Some(k) => {
                let (m, n) = SHAPES[k - PAIRS];
                format!("shape {m}-{n}")
            }
        }
    }
}
