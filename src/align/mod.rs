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
//! What a bead is judged by ([`features`]), why, and the strict F1 with each step, cross-validated
//! over six chapters of novels aligned by hand:
//! - *sentence vectors*, mean removed, and their *margin* over both sides' nearest neighbours
//!   (Artetxe and Schwenk 2019): what all sentences of a language share says nothing, and a
//!   sentence that resembles everything is no evidence.
//! - *token coverage*: how well each token is matched in the bead, against how well it is matched
//!   nearby on average: a half-covered bead loses what it leaves out. With length (Gale and
//!   Church 1993) and shape .872.
//! - *dictionary coverage*: the same by dictionary, which does not share the encoder's mistakes.
//!   .877; with fixed averages and the price of a bead in the decision .918.
//! - *quotation marks and questions* ([`quotes`]): in dialogue they decide where a bead ends. .905.
//! - *edges*: how much better the outermost segments of a bead fit it than its neighbour. .909.
//! - *names*: pairs of words that go together in a first alignment ([`associate`]) join the
//!   dictionary in a second. A weight of their own changed nothing.
//! - *gold that no bead of the lattice is* leaves its segments free in fitting, and omissions stand
//!   where they are: without this the sums of the right paths were wrong. .918 to .925.
//! - *final punctuation*, a weight for each pair of kinds: what ends with a comma ends no bead, but
//!   how a full stop relates to each differs. .925 to .930; with a wider prior .932.
//! - *what is left out*: its length, and how well the segments beside the gap say it. Nothing on
//!   the novels, but the recall of omissions and additions in damaged news.
//! - *paragraph breaks* and *numbers*: priors. The price of a break is learned on articles with
//!   known paragraphs, and infinite on request.
//! - *damaged articles* (`eval::damage`) among the texts that are fitted.
//!
//! Tried and left out: the weakest segment of a side (nothing since the edges), the share of
//! tokens whose best match lies in the bead, what a neighbour would add to it, what its outermost
//! segment takes away (each within .001), tokens of earlier layers (.899 to .905 against .909),
//! single characters as words (.916 against .918), a hidden layer of four units over the
//! features (.925 against .928 with the same prior).
//!
//! A passage that stands elsewhere ([`Alignment::moved`]) is found after the path.
//!
//! Cost: a coarse path over pooled segments first ([`coarse`]), then a band around it, so time and
//! memory grow linearly with the number of segments. Token vectors are bytes ([`tokens`]); the
//! values of tokens live only until the gains of all short runs are tabulated.

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
