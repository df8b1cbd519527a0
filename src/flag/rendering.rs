//! Whether a bead is a rendering at all, so that a word missing on one side says something.

use super::BeadView;
use crate::lexicon::support::Support;
use crate::lexicon::{english, han};

/// Least share of the English content words that the dictionary has to account for.
const LEAST_SUPPORT: f64 = 0.25;

/// Misalignment from which the two sides are not taken for each other's rendering.
const MISALIGNED: f32 = 0.5;

/// Whether the English of a bead renders its Chinese: the dictionary accounts for enough of its
/// words, and the alignment does not doubt it.
pub(super) fn is_rendering(bead: &BeadView<'_>) -> bool {
    if bead.score.misalignment >= MISALIGNED || !bead.source.contains(han::is_han) {
        return false;
    }
    let support = Support::of(bead.source);
    let stems = english::Stems::of(bead.target);
    let all = stems.iter().count();
    let met = stems.iter().filter(|stem| support.has(stem)).count();
    all > 0 && met as f64 >= LEAST_SUPPORT * all as f64
}
