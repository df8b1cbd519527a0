//! The text of a flag's bead: what a reader needs around the few words that are flagged.

use std::ops::Range;

use crate::align::Bead;
use crate::check::CheckedDocument;
use crate::segment::Segment;

/// Byte span of a bead's source side; `None` for an addition.
pub(crate) fn source(document: &CheckedDocument, bead: &Bead) -> Option<Range<usize>> {
    joined(&document.source_segments, &bead.source)
}

/// Byte span of a bead's target side; `None` for an omission.
pub(crate) fn target(document: &CheckedDocument, bead: &Bead) -> Option<Range<usize>> {
    joined(&document.target_segments, &bead.target)
}

/// From the start of the first segment to the end of the last.
fn joined(segments: &[Segment], range: &Range<usize>) -> Option<Range<usize>> {
    let run = segments.get(range.clone())?;
    Some(run.first()?.span.start..run.last()?.span.end)
}
