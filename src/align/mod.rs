//! Stage 4: which source segments belong to which target segments.
//!
//! The alignment is the most probable path of a log-linear model over monotone sequences of
//! beads (a semi-Markov conditional random field, Sarawagi and Cohen 2004): each bead has a
//! vector of features, the score of a path is the weighted sum over its beads, and the weights
//! are fitted on aligned texts. The same sums give each bead's posterior probability, so that
//! every bead says how sure it is, and the path chosen is the one that holds the most expected
//! correct beads less a price for each (after Goodman 1996, maximum expected recall), which is what
//! strict F1 measures.
//!
//! What a bead is judged by ([`features`]), and why:
//! - *sentence vectors*, mean removed: the direction common to all sentences of a language says
//!   nothing, and hides what does.
//! - *margin*: the cosine less the average of both sides' nearest neighbours, so that a sentence
//!   that resembles everything is no evidence (Artetxe and Schwenk 2019).
//! - *token coverage*: how well each token is matched in the bead, against how well it could be
//!   matched nearby: a half-covered bead loses what it leaves out.
//! - *dictionary coverage*: the same by dictionary, which does not share the encoder's mistakes.
//! - *names*: pairs of words that go together in a first alignment ([`associate`]) join the
//!   dictionary in a second.
//! - *quotation marks and questions* ([`quotes`]): in dialogue they decide where a bead ends.
//! - *edges*: how much better the outermost segments of a bead fit it than its neighbour.
//! - *length*: the squared deviation of Gale and Church (1993).
//! - *shape*, *numbers*, *final punctuation* and *paragraph breaks*: priors.
//!
//! Cost: a coarse path over pooled segments first ([`coarse`]), then a band around it, so time
//! and memory grow linearly with the number of segments.

use std::ops::Range;

pub mod associate;

pub mod bitext;

pub mod coarse;

pub mod features;

mod gains;

mod judge;

pub mod path;

pub mod quotes;

mod model;

mod moved;

mod surface;

pub mod tokens;

mod train;

mod vectors;

mod words;

pub use model::Aligner;
pub use train::{TrainingText, fit};

/// A group of source segments and the target segments that render them. An empty side is an
/// omission (no target) or an addition (no source); never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bead {
    /// Indices of source segments.
    pub source: Range<usize>,
    /// Indices of target segments.
    pub target: Range<usize>,
}

impl Bead {
    /// Whether one side is empty.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.source.is_empty() || self.target.is_empty()
    }

    /// Numbers of source and target segments, for example `(1, 2)`.
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        (self.source.len(), self.target.len())
    }
}

/// Beads in the order of the source, each segment of either side in exactly one, and how sure each
/// is. Their targets are in order too, but for the passages that were moved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alignment {
    /// The beads.
    pub beads: Vec<Bead>,
    /// Posterior probability of each bead, 0 to 1: the share of all paths, weighted by their
    /// probability, that use it.
    pub confidence: Vec<f32>,
    /// Indices of the beads whose target stands elsewhere than its place in the order.
    pub moved: Vec<usize>,
}
