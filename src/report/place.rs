//! Where a flag stands in a file, for formats that point into files.

use std::ops::Range;

use super::sentence;
use crate::check::CheckedDocument;
use crate::flag::{Flag, Location};
use crate::load::Document;

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// Path of the file.
    pub path: &'a str,
    /// 1-based first line.
    pub line: usize,
    /// 1-based last line.
    pub end_line: usize,
    /// 1-based column of the first character and of the one after the last, in Unicode scalar
    /// values; `None` in files of pairs, where a cell's column is not known.
    pub columns: Option<(usize, usize)>,
    /// Offset of the first character and number of characters in the file; `None` as above.
    pub characters: Option<(usize, usize)>,
    /// The text itself.
    pub text: &'a str,
}

/// Where a flag is shown: at its English; without any at its Chinese; without that at its sentence.
pub(super) fn of<'a>(flag: &'a Flag, document: &'a CheckedDocument) -> Option<Place<'a>> {
    target(flag, document)
        .or_else(|| source(flag, document))
        .or_else(|| {
            let bead = document.beads.get(flag.bead)?;
            sentence::target(document, bead)
                .map(|span| place(document, &document.target, &span))
                .or_else(|| {
                    let span = sentence::source(document, bead)?;
                    Some(place(document, &document.source, &span))
                })
        })
}

/// The flagged English.
pub(super) fn target<'a>(flag: &'a Flag, document: &'a CheckedDocument) -> Option<Place<'a>> {
    at(document, &document.target, flag.target.as_ref())
}

/// The flagged Chinese.
pub(super) fn source<'a>(flag: &'a Flag, document: &'a CheckedDocument) -> Option<Place<'a>> {
    at(document, &document.source, flag.source.as_ref())
}

fn at<'a>(
    document: &CheckedDocument,
    side: &'a Document,
    location: Option<&Location>,
) -> Option<Place<'a>> {
    location.map(|l| place(document, side, &l.span))
}

fn place<'a>(document: &CheckedDocument, side: &'a Document, span: &Range<usize>) -> Place<'a> {
    let text = &side.text[span.clone()];
    if document.row.is_some() {
        return Place {
            path: &side.path,
            line: document.line,
            end_line: document.line,
            columns: None,
            characters: None,
            text,
        };
    }
    let (start, end) = (side.position(span.start), side.position(span.end));
    Place {
        path: &side.path,
        line: start.line,
        end_line: end.line,
        columns: Some((start.column, end.column)),
        characters: Some((start.offset, end.offset - start.offset)),
        text,
    }
}
