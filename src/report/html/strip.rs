//! The strip that shows where in the article the flags are.

use serde::Serialize;

use super::super::sentence;
use super::super::visible::visible;
use crate::check::CheckedDocument;
use crate::flag::Flag;

/// Width of the strip that shows where the flags are, in its own units.
const STRIP: f64 = 1000.0;

/// Least width of a mark in the strip: two pixels of a window of 1,000.
const STRIP_MARK: f64 = 2.0;

/// A mark in the strip.
#[derive(Serialize)]
pub(super) struct StripMark {
    flag: usize,
    severity: &'static str,
    at: String,
    width: String,
    title: String,
}

/// Where the flags of the documents that count as one stand, by characters of English; a flag
/// without English stands where the English before it ends.
pub(super) fn strip(
    documents: &[CheckedDocument],
    flags: &[Vec<(usize, &Flag)>],
) -> Vec<StripMark> {
    let lengths: Vec<usize> = documents.iter().map(|d| d.target.text.len()).collect();
    let total = lengths.iter().sum::<usize>().max(1) as f64;
    let mut before = 0;
    let mut marks = Vec::new();
    for ((document, flags), length) in documents.iter().zip(flags).zip(&lengths) {
        let mut reached = 0;
        for (index, flag) in flags {
            let bead = document.beads.get(flag.bead);
            let own = flag.target.as_ref().map(|l| l.span.clone());
            let span = own.or_else(|| sentence::target(document, bead?));
            let span = span.unwrap_or(reached..reached);
            reached = span.start;
            let at = (before + span.start) as f64 / total * STRIP;
            let width = (span.len() as f64 / total * STRIP).max(STRIP_MARK);
            let at = at.min(STRIP - width).max(0.0);
            marks.push((
                flag.severity,
                StripMark {
                    flag: *index,
                    severity: flag.severity.name(),
                    at: format!("{at:.1}"),
                    width: format!("{width:.1}"),
                    title: format!(
                        "{} {}: {}",
                        flag.code,
                        flag.severity.name(),
                        visible(&flag.message)
                    ),
                },
            ));
        }
        before += length;
    }
    // What is drawn last lies on top: the worst.
    marks.sort_by_key(|(severity, _)| *severity);
    marks.into_iter().map(|(_, mark)| mark).collect()
}
