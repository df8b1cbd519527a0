//! A second rendering beside each flag.

use super::stages::{Part, Stages, text_of};
use super::{CheckedDocument, OnProgress, OtherRendering};
use crate::align::Bead;
use crate::error::Result;
use crate::flag::Flag;
use crate::load::Document;
use crate::report::diff::{suggested, word_diff};
use crate::segment;

/// Puts beside each flag with a suggestion, and with nothing else to compare, what it would change.
pub fn suggestions(flags: &mut [Flag]) {
    for flag in flags.iter_mut().filter(|flag| flag.diff.is_none()) {
        flag.diff = suggested(flag);
    }
}

impl Stages {
    /// Aligns the other rendering with the source, and puts beside each flag the words in which
    /// it differs.
    pub fn compare(
        &self,
        document: &CheckedDocument,
        other: Document,
        kind: OtherRendering,
        flags: &mut [Flag],
        progress: OnProgress<'_>,
    ) -> Result<()> {
        let part = |number| Part { number, of: 2 };
        let source = document.source.clone();
        let source = self.prepare(source, segment::segment_source, part(0), progress)?;
        let other = self.prepare(other, segment::segment_target, part(1), progress)?;
        let alignment = self.align(&source, &other);
        for flag in flags {
            let bead = &document.beads[flag.bead];
            let meets =
                |b: &&Bead| b.source.start < bead.source.end && bead.source.start < b.source.end;
            let rendered = |b: &&Bead| !b.target.is_empty();
            let mut met = alignment.beads.iter().filter(meets).filter(rendered);
            let Some(first) = met.next() else { continue };
            let last = met.next_back().unwrap_or(first);
            let run = first.target.start..last.target.end;
            let theirs = text_of(&other.document, &other.segments, &run);
            let ours = text_of(&document.target, &document.target_segments, &bead.target);
            flag.diff = match kind {
                OtherRendering::Reference => word_diff(ours, theirs),
                OtherRendering::Previous => word_diff(theirs, ours),
            };
        }
        Ok(())
    }
}
