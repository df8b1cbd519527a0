//! Stage 3: texts to vectors.
//!
//! [`Encoder`] is the narrow seam between the pipeline and whatever model runs behind it. The one
//! implementation, [`TransformerEncoder`], runs any BERT or XLM-R encoder on candle: the model
//! that is compiled into the binary ([`TransformerEncoder::embedded`]) or a directory in Hugging
//! Face layout ([`TransformerEncoder::from_directory`]).

use half::f16;

use crate::Result;

mod kernel;

mod linear;

mod tokens;

mod words;

mod transformer;

mod weights;

mod gguf;

mod safetensors;

mod encoder;

mod joint;

mod source;

pub use encoder::TransformerEncoder;
pub use joint::{JointModel, JointSide, Reading};
pub use source::{EMBEDDED_NAME, embedded_files, sha256};
pub use tokens::{Tokenized, Tokens};

/// A vector for each text: `len × dimension` values, each row of Euclidean length 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Embeddings {
    dimension: usize,
    values: Vec<f32>,
    /// Number of tokens of each text, special tokens included.
    pub tokens: Vec<usize>,
    /// Number of windows each text was split into: 1 unless it is longer than the model's window.
    pub windows: Vec<usize>,
}

impl Embeddings {
    /// Vectors that were computed elsewhere: `tokens.len() × dimension` values.
    ///
    /// # Panics
    /// If the values are not that many.
    #[must_use]
    pub fn new(dimension: usize, values: Vec<f32>, tokens: Vec<usize>) -> Self {
        assert_eq!(values.len(), tokens.len() * dimension);
        Self {
            dimension,
            windows: vec![1; tokens.len()],
            values,
            tokens,
        }
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are no texts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Width of a vector.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The embeddings of some of the texts, in the order named.
    #[must_use]
    pub fn pick(&self, indices: &[usize]) -> Self {
        Self {
            dimension: self.dimension,
            values: indices.iter().flat_map(|&k| self.row(k)).copied().collect(),
            tokens: indices.iter().map(|&k| self.tokens[k]).collect(),
            windows: indices.iter().map(|&k| self.windows[k]).collect(),
        }
    }

    /// The vector of the texts in a range taken together, weighted by their numbers of tokens, of
    /// length 1; zeros for an empty range.
    #[must_use]
    pub fn merged(&self, range: std::ops::Range<usize>) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimension];
        for index in range {
            let weight = self.tokens[index] as f32;
            sum.iter_mut()
                .zip(self.row(index))
                .for_each(|(s, x)| *s += weight * x);
        }
        let length = dot(&sum, &sum).sqrt().max(f32::MIN_POSITIVE);
        for x in &mut sum {
            *x /= length;
        }
        sum
    }

    /// The vector of text `index`.
    ///
    /// # Panics
    /// If `index` is out of range.
    #[must_use]
    pub fn row(&self, index: usize) -> &[f32] {
        &self.values[index * self.dimension..(index + 1) * self.dimension]
    }
}

/// The contextual vectors of a text's tokens, special tokens and prefix left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TokenStates {
    /// Byte span of each token in the text.
    pub spans: Vec<std::ops::Range<usize>>,
    /// `spans.len() × dimension` values, each row of Euclidean length 1.
    pub values: Vec<f32>,
    /// The states after the lower layers ([`LOWER_LAYERS`]), `spans.len() × dimension` values as
    /// they come out, rounded to half precision; empty where they were not asked for.
    pub lower: Vec<f16>,
}

/// Number of lower layers whose states the quality estimate goes on from: both sides of a pair
/// share them with the alignment, so that nothing is encoded twice.
pub const LOWER_LAYERS: usize = 9;

/// Inner product: the cosine, for vectors of length 1.
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    kernel::dot(a, b)
}

/// Inner product of vectors of bytes, exact.
#[must_use]
pub fn dot_bytes(a: &[i8], b: &[i8]) -> i32 {
    kernel::dot_bytes(a, b)
}

/// Text to vectors.
pub trait Encoder: Send + Sync {
    /// Name and a hash of the weights, for reports.
    fn name(&self) -> String;

    /// Width of a vector.
    fn dimension(&self) -> usize;

    /// Embeds the texts, in the order given. `progress` is called with the number of texts done.
    ///
    /// A vector does not depend on what else is in the batch, up to rounding of `f32`.
    ///
    /// # Errors
    /// If the tensor library fails.
    fn encode(&self, texts: &[&str], progress: &dyn Fn(usize)) -> Result<Embeddings>;

    /// Like [`encode`](Self::encode), but hands over every token's vector as well, text by text in
    /// order: for texts whose tokens would not fit in memory together.
    ///
    /// # Errors
    /// If the tensor library fails.
    fn encode_each(&self, texts: &[&str], each: &mut dyn FnMut(TokenStates)) -> Result<Embeddings>;

    /// Like [`encode_each`](Self::encode_each), with all tokens at once and their lower states,
    /// which the quality estimate goes on from.
    ///
    /// # Errors
    /// If the tensor library fails.
    fn encode_tokens(&self, texts: &[&str]) -> Result<(Embeddings, Vec<TokenStates>)>;
}
