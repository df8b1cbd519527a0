//! Stage 2: documents to [`Segment`]s (sentences and headings).
//!
//! [`segment_source`] splits Chinese and [`segment_target`] English; [`lines`] takes every line as
//! it stands. Whatever the splitter, the segments come in the order of the text, do not overlap,
//! and leave out nothing but white space.
//!
//! The two splitters are kept in step where the languages allow it: both split at semicolons and
//! after an ellipsis, and neither after an ellipsis that is only a hesitation. The aligner can
//! join what was split too finely, but it cannot split.

use std::ops::Range;

use crate::load::Document;

mod abbreviations;
mod brackets;
mod chinese;
mod english;
#[cfg(test)]
mod measured;
mod punctuation;

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
    /// Byte span in the document's text, without surrounding white space. Empty only for an empty
    /// line among [`lines`].
    pub span: Range<usize>,
    /// Heading or sentence.
    pub kind: SegmentKind,
    /// Index into [`Document::paragraphs`]. For an empty line: that of the paragraph before it, or
    /// 0 where there is none.
    pub paragraph: usize,
}

/// Splits a Chinese document into sentences and headings.
#[must_use]
pub fn segment_source(document: &Document) -> Vec<Segment> {
    segment(document, chinese::breaks)
}

/// Splits an English document into sentences and headings.
#[must_use]
pub fn segment_target(document: &Document) -> Vec<Segment> {
    segment(document, english::breaks)
}

/// Takes every line as a segment, empty ones too, so that the index of a segment is the 0-based
/// number of its line. A line end at the end of the document begins no further line.
#[must_use]
pub fn lines(document: &Document) -> Vec<Segment> {
    let mut paragraphs = 0;
    let mut segments = Vec::new();
    for line in document.lines() {
        let span = trimmed(&document.text, line);
        let text = &document.text[span.clone()];
        paragraphs += usize::from(!text.is_empty());
        let kind = if punctuation::ends_sentence(text) {
            SegmentKind::Sentence
        } else {
            SegmentKind::Heading
        };
        segments.push(Segment {
            span,
            kind,
            paragraph: paragraphs.saturating_sub(1),
        });
    }
    segments
}

/// Splits every paragraph at the byte offsets that `breaks` gives for its text, in rising order.
fn segment(document: &Document, breaks: fn(&str) -> Vec<usize>) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (paragraph, range) in document.paragraphs.iter().enumerate() {
        let text = &document.text[range.clone()];
        let pieces = pieces(text, breaks(text));
        let kind = if pieces.len() == 1 && !punctuation::ends_sentence(text) {
            SegmentKind::Heading
        } else {
            SegmentKind::Sentence
        };
        segments.extend(pieces.into_iter().map(|piece| Segment {
            span: range.start + piece.start..range.start + piece.end,
            kind,
            paragraph,
        }));
    }
    segments
}

/// The spans between the breaks, trimmed. A span without a letter or digit (a quotation mark that
/// stands apart, a row of asterisks) is no sentence: it goes with the one before it.
fn pieces(text: &str, breaks: Vec<usize>) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in breaks.into_iter().chain([text.len()]) {
        let piece = trimmed(text, start..end);
        start = end;
        if piece.is_empty() {
            continue;
        }
        match pieces.last_mut() {
            Some(last) if !text[piece.clone()].contains(char::is_alphanumeric) => {
                last.end = piece.end;
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let body = &text[span.clone()];
    let start = span.start + (body.len() - body.trim_start().len());
    start..start + body.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts<'a>(document: &'a Document, segments: &[Segment]) -> Vec<&'a str> {
        let spans = segments.iter().map(|s| s.span.clone());
        spans.map(|span| &document.text[span]).collect()
    }

    #[test]
    fn a_line_without_final_punctuation_is_a_heading() {
        let document = Document::new(
            "a",
            "减负工作要久久为功\n赵成\n\n开会。散会。\n（责编：木）\n",
        );
        let segments = segment_source(&document);
        let kinds: Vec<_> = segments.iter().map(|s| (s.kind, s.paragraph)).collect();
        let (heading, sentence) = (SegmentKind::Heading, SegmentKind::Sentence);
        assert_eq!(
            kinds,
            [
                (heading, 0),
                (heading, 1),
                (sentence, 2),
                (sentence, 2),
                (heading, 3)
            ]
        );
    }

    #[test]
    fn a_paragraph_that_lacks_its_last_full_stop_is_no_heading() {
        let document = Document::new("a", "All met. They parted");
        let segments = segment_target(&document);
        assert_eq!(texts(&document, &segments), ["All met.", "They parted"]);
        assert!(segments.iter().all(|s| s.kind == SegmentKind::Sentence));
    }

    #[test]
    fn marks_that_stand_apart_go_with_the_sentence_before() {
        let document = Document::new("a", "好。 ” ***");
        assert_eq!(texts(&document, &segment_source(&document)), ["好。 ” ***"]);
    }

    #[test]
    fn lines_are_numbered_as_in_the_file() {
        let document = Document::new("a", "\n 会。还有\n\n\u{3000}\n题\n");
        let segments = lines(&document);
        assert_eq!(texts(&document, &segments), ["", "会。还有", "", "", "题"]);
        let paragraphs: Vec<_> = segments.iter().map(|s| s.paragraph).collect();
        assert_eq!(paragraphs, [0, 0, 0, 0, 1]);
        assert!(lines(&Document::new("a", "")).is_empty());
    }

    /// Texts made of what the splitters look at.
    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop::sample::select(vec![
                "会",
                "减",
                "a",
                "He",
                "The",
                "Mr",
                "U.S",
                "3",
                "。",
                "！",
                "？",
                "；",
                "…",
                "……",
                ".",
                "...",
                "!",
                "?",
                ";",
                ",",
                "，",
                "、",
                "“",
                "”",
                "\"",
                "'",
                "’",
                "（",
                "）",
                "(",
                ")",
                "《",
                "》",
                " ",
                "\n",
                "\u{3000}",
                "\u{2028}",
                "&amp;",
                "\u{1f600}",
                "\u{301}",
            ]),
            0..40,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn segments_join_back_to_the_document(text in prop_oneof![text(), any::<String>()]) {
            let document = Document::new("a", text.as_str());
            for segments in [segment_source(&document), segment_target(&document), lines(&document)] {
                let mut end = 0;
                for segment in &segments {
                    prop_assert!(segment.span.start >= end);
                    prop_assert!(text[end..segment.span.start].trim().is_empty());
                    let body = &text[segment.span.clone()];
                    prop_assert_eq!(body.trim(), body);
                    end = segment.span.end;
                }
                prop_assert!(text[end..].trim().is_empty());
            }
        }

        #[test]
        fn segments_lie_in_their_paragraph(text in text()) {
            let document = Document::new("a", text.as_str());
            for segments in [segment_source(&document), segment_target(&document)] {
                for segment in segments {
                    let paragraph = &document.paragraphs[segment.paragraph];
                    prop_assert!(!segment.span.is_empty());
                    prop_assert!(paragraph.start <= segment.span.start && segment.span.end <= paragraph.end);
                }
            }
        }
    }
}
