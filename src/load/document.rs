//! A text with its lines and paragraphs, and the places in it as a user counts them.

use std::ops::Range;

/// A text as it was read: one file, or one cell of a file of pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Path as the user gave it (`-` for standard input).
    pub path: String,
    /// The whole text: UTF-8, byte order mark removed, line ends turned into `\n`.
    pub text: String,
    /// Where each line starts; the first at 0, the last possibly at the end of the text.
    lines: Vec<LineStart>,
    /// Byte spans of the paragraphs: runs of text between line ends, trimmed, none empty.
    pub paragraphs: Vec<Range<usize>>,
}

/// The start of a line, counted both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LineStart {
    byte: usize,
    character: usize,
}

/// A place in a document as a user counts: everything in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Position {
    /// 0-based offset from the start of the document.
    pub offset: usize,
    /// 1-based line.
    pub line: usize,
    /// 1-based column.
    pub column: usize,
}

impl Document {
    /// A document from a text in memory. Its line ends are `\n`; any other stays in the line.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let mut lines = Vec::new();
        let mut paragraphs = Vec::new();
        let (mut byte, mut character) = (0, 0);
        for line in text.split('\n') {
            lines.push(LineStart { byte, character });
            let body = line.trim();
            if !body.is_empty() {
                let start = byte + (line.len() - line.trim_start().len());
                paragraphs.push(start..start + body.len());
            }
            byte += line.len() + 1;
            character += line.chars().count() + 1;
        }
        Self {
            path,
            text,
            lines,
            paragraphs,
        }
    }

    /// The position of a byte offset, which must lie on a character boundary.
    ///
    /// Time grows with the length of the line, not of the document.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let line = self.lines.partition_point(|start| start.byte <= byte) - 1;
        let start = self.lines[line];
        let column = self.text[start.byte..byte].chars().count();
        Position {
            offset: start.character + column,
            line: line + 1,
            column: column + 1,
        }
    }

    /// Byte spans of the lines, without their line ends. A line end closes a line, so that a text
    /// that ends in one has no empty line after it, and an empty text has no line.
    pub fn lines(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.lines
            .iter()
            .enumerate()
            .map(|(k, start)| {
                let next = self.lines.get(k + 1);
                start.byte..next.map_or(self.text.len(), |next| next.byte - 1)
            })
            .filter(|line| line.start < self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_and_offsets_count_characters() {
        let document = Document::new("a", "减会\n\n精文减会 x");
        let byte = document.text.rfind('x').unwrap();
        let position = document.position(byte);
        assert_eq!((position.offset, position.line, position.column), (9, 3, 6));
    }

    #[test]
    fn the_end_of_the_text_is_a_position() {
        let document = Document::new("a", "会\n");
        let position = document.position(document.text.len());
        assert_eq!((position.offset, position.line, position.column), (2, 2, 1));
    }

    #[test]
    fn a_final_line_end_makes_no_extra_line() {
        let spans = |text: &str| Document::new("a", text).lines().collect::<Vec<_>>();
        assert_eq!(spans("a\n\nb\n"), [0..1, 2..2, 3..4]);
        assert_eq!(spans("a\n\nb"), [0..1, 2..2, 3..4]);
        assert_eq!(spans("\n"), std::iter::once(0..0).collect::<Vec<_>>());
        assert!(spans("").is_empty());
    }

    #[test]
    fn paragraphs_are_trimmed_of_ideographic_space() {
        let document = Document::new("a", "\u{3000}\u{3000}减会。 \n \n他");
        let texts: Vec<&str> = document
            .paragraphs
            .iter()
            .map(|p| &document.text[p.clone()])
            .collect();
        assert_eq!(texts, ["减会。", "他"]);
    }

    proptest! {
        #[test]
        fn positions_agree_with_counting_from_the_start(text in "[a\u{e9}会\u{1f600}\n ]{0,60}") {
            let document = Document::new("a", text.as_str());
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = &text[..byte];
                let position = document.position(byte);
                prop_assert_eq!(position.offset, before.chars().count());
                prop_assert_eq!(position.line, before.matches('\n').count() + 1);
                let line = before.rsplit('\n').next().unwrap_or("");
                prop_assert_eq!(position.column, line.chars().count() + 1);
            }
        }
    }
}
