//! Stage 4: which source segments belong to which target segments.

use std::ops::Range;

/// A group of source segments and the target segments that render them. An empty side is an
/// omission (no target) or an addition (no source); never both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bead {
    /// Indices of source segments.
    pub source: Range<usize>,
    /// Indices of target segments.
    pub target: Range<usize>,
}
