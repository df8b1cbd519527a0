//! Stage 2: documents to [`Segment`]s (sentences and headings).

use std::ops::Range;

/// What kind of text a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SegmentKind {
    /// A line of its own without sentence-final punctuation: a title, a byline, a caption.
    Heading,
    /// A sentence of running text.
    Sentence,
}

/// A sentence or heading of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Byte span in the document's text, without surrounding white space.
    pub span: Range<usize>,
    /// Heading or sentence.
    pub kind: SegmentKind,
    /// Index into [`Document::paragraphs`](crate::load::Document::paragraphs).
    pub paragraph: usize,
}
