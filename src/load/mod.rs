//! Stage 1: files to [`Document`]s and [`PairRow`]s, with exact positions.

use std::ops::Range;

/// A text as it was read: one file, or one cell of a file of pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Path as the user gave it (`-` for standard input).
    pub path: String,
    /// The whole text: UTF-8, byte order mark removed, line ends turned into `\n`.
    pub text: String,
    /// Byte offset at which each line starts; the first is 0.
    lines: Vec<usize>,
    /// Byte spans of the paragraphs: runs of text between line ends, trimmed, none empty.
    pub paragraphs: Vec<Range<usize>>,
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
    /// A document from a text in memory.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let mut lines = vec![0];
        lines.extend(text.match_indices('\n').map(|(i, _)| i + 1));
        let mut paragraphs = Vec::new();
        for (k, &start) in lines.iter().enumerate() {
            let end = lines.get(k + 1).map_or(text.len(), |next| next - 1);
            let line = &text[start..end];
            let body = line.trim();
            if !body.is_empty() {
                let from = start + (line.len() - line.trim_start().len());
                paragraphs.push(from..from + body.len());
            }
        }
        Self {
            path,
            text,
            lines,
            paragraphs,
        }
    }

    /// The position of a byte offset, which must lie on a character boundary.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let line = self.lines.partition_point(|&start| start <= byte) - 1;
        Position {
            offset: self.text[..byte].chars().count(),
            line: line + 1,
            column: self.text[self.lines[line]..byte].chars().count() + 1,
        }
    }
}

/// One row of a file of pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// 0-based number of the data row within its file.
    pub row: usize,
    /// 1-based line of the file on which the row starts.
    pub line: usize,
    /// The Chinese side.
    pub source: String,
    /// The English side.
    pub target: String,
    /// The other columns, in the order of the header.
    pub others: Vec<(String, String)>,
}
