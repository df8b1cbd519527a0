//! The features of a bead, by name.

use std::ops::{Index, IndexMut};

use super::path::SHAPES;

/// Defines [`Feature`] and the names of its values.
macro_rules! features {
    ($($(#[$doc:meta])* $feature:ident = $name:literal,)*) => {
        /// What a bead is judged by, beside its shape.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Feature {
            $($(#[$doc])* $feature,)*
        }

        /// Names of the features, in order; one for each of [`SHAPES`] follows.
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
    /// Gain of a token of the segment with the least, target.
    TargetTokensWeakest = "weakest target segment",
    /// Gain of a token of the segment with the least, source.
    SourceTokensWeakest = "weakest source segment",
    /// Tenth of the squared deviation of the length.
    LengthSquared = "length deviation²",
    /// Deviation of the length.
    Length = "length deviation",
    /// Numbers that both sides have.
    NumbersShared = "numbers shared",
    /// Numbers that one side has.
    NumbersApart = "numbers not shared",
    /// 1 where both sides end alike.
    SameFinal = "same final punctuation",
    /// 1 where they do not.
    OtherFinal = "other final punctuation",
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
    /// As of the tokens, by dictionary.
    TargetWordsWeakest = "weakest target segment by dictionary",
    /// As of the tokens, by dictionary.
    SourceWordsWeakest = "weakest source segment by dictionary",
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
}

/// Number of features of a bead.
pub const COUNT: usize = NAMES.len() + SHAPES.len();

/// A value for each feature and each shape: of a bead, or the weights.
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
        features.0[NAMES.len() + shape] = 1.0;
        features
    }

    /// Weighted sum.
    #[must_use]
    pub fn dot(&self, weights: &Self) -> f32 {
        self.0.iter().zip(weights.0).map(|(x, w)| x * w).sum()
    }

    /// Name of the feature in place `k`.
    #[must_use]
    pub fn name(k: usize) -> String {
        NAMES.get(k).map_or_else(
            || {
                let (m, n) = SHAPES[k - NAMES.len()];
                format!("shape {m}-{n}")
            },
            |name| (*name).to_owned(),
        )
    }
}
