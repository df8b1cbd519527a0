//! Files of pairs: rows that hold a Chinese text and its rendering side by side.

use std::io::{BufRead, Read};
use std::path::Path;

use super::csv::Csv;
use super::jsonl::Jsonl;
use super::read::{STANDARD_INPUT, open, read_text};
use super::tsv::Tsv;
use crate::{Error, Result, Warning};

/// Name of the column or member that holds the Chinese side.
pub const SOURCE: &str = "source";

/// Name of the column or member that holds the English side.
pub const TARGET: &str = "target";

/// One row of a file of pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// 0-based number of the data row within its file.
    pub row: usize,
    /// 1-based line of the file on which the row starts.
    pub line: usize,
    /// The Chinese side; empty for an addition.
    pub source: String,
    /// The English side; empty for an omission.
    pub target: String,
    /// The other columns, in the order of the header.
    pub others: Vec<(String, String)>,
}

/// Rows in the order of the file. After the first error there is nothing more to be had.
pub type Rows<'a> = Box<dyn Iterator<Item = Result<PairRow>> + 'a>;

/// A file format that holds pairs.
pub trait Reader: Sync {
    /// Reads rows one after another from UTF-8 text without byte order mark, whose line ends are
    /// `\n`. `path` is what messages call it.
    ///
    /// # Errors
    /// [`Error::Input`], at once or in place of a row, naming the line, what was expected there
    /// and what was found; [`Error::Read`] when the stream fails.
    fn rows<'a>(&self, input: Box<dyn BufRead + 'a>, path: &str) -> Result<Rows<'a>>;
}

/// Extensions and their formats; the only list of formats there is.
pub const READERS: [(&str, &dyn Reader); 3] = [("tsv", &Tsv), ("csv", &Csv), ("jsonl", &Jsonl)];

/// Reads a whole file of pairs, in the format that its extension names; `-` is standard input and
/// TSV. No row is left out.
///
/// # Errors
/// As [`read_document`](super::read_document) and [`Reader::rows`]; [`Error::Input`] for an
/// unknown extension and for a file without rows.
pub fn read_pairs(path: impl AsRef<Path>, warnings: &mut Vec<Warning>) -> Result<Vec<PairRow>> {
    let path = path.as_ref();
    let reader = reader_of(path)?;
    read_pairs_from(open(path)?, &path.to_string_lossy(), reader, warnings)
}

/// Reads all pairs of a stream. `path` is what messages call it.
///
/// # Errors
/// As [`read_pairs`].
pub fn read_pairs_from(
    input: impl Read,
    path: &str,
    reader: &dyn Reader,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<PairRow>> {
    let text = read_text(input, path, warnings)?;
    let rows: Vec<PairRow> = reader
        .rows(Box::new(text.as_bytes()), path)?
        .collect::<Result<_>>()?;
    if rows.is_empty() {
        return Err(fault(path, None, "rows of pairs", "a header and no rows"));
    }
    Ok(rows)
}

fn reader_of(path: &Path) -> Result<&'static dyn Reader> {
    if path.as_os_str() == STANDARD_INPUT {
        return Ok(&Tsv);
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let known = READERS
        .iter()
        .find(|(name, _)| extension.eq_ignore_ascii_case(name));
    known.map(|&(_, reader)| reader).ok_or_else(|| {
        let names = READERS.map(|(name, _)| format!("`.{name}`")).join(", ");
        let found = match &*extension {
            "" => "no extension".to_owned(),
            other => format!("`.{other}`"),
        };
        fault(
            &path.to_string_lossy(),
            None,
            &format!("a file of pairs with one of the extensions {names}"),
            &found,
        )
    })
}

/// An error of the content of a file of pairs.
pub(super) fn fault(path: &str, line: Option<usize>, expected: &str, found: &str) -> Error {
    Error::Input {
        path: path.into(),
        line,
        expected: expected.to_owned(),
        found: found.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(name: &str, content: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        read_pairs(&path, &mut Vec::new()).unwrap_err().to_string()
    }

    #[test]
    fn the_extension_names_the_format() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("a.tsv", "source\ttarget\n会\tmeeting\n"),
            ("a.csv", "source,target\n会,meeting\n"),
            ("a.JSONL", "{\"source\":\"会\",\"target\":\"meeting\"}\n"),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            let rows = read_pairs(&path, &mut Vec::new()).unwrap();
            assert_eq!(rows.len(), 1, "{name}");
            assert_eq!((&*rows[0].source, &*rows[0].target), ("会", "meeting"));
        }
    }

    #[test]
    fn an_unknown_extension_lists_the_known_ones() {
        assert!(message("a.xlsx", "x").ends_with(
            "expected a file of pairs with one of the extensions `.tsv`, `.csv`, `.jsonl`, found `.xlsx`"
        ));
        assert!(message("pairs", "x").ends_with("found no extension"));
    }

    #[test]
    fn a_header_without_rows_is_an_error() {
        assert!(
            message("a.tsv", "source\ttarget\n")
                .ends_with("a.tsv`: expected rows of pairs, found a header and no rows")
        );
        assert!(message("a.tsv", "").ends_with("expected text, found an empty file"));
    }

    #[test]
    fn pairs_are_decoded_like_documents() {
        let text = "source\ttarget\r\n减负工作\tto reduce the burden\r\n";
        let (bytes, ..) = encoding_rs::GB18030.encode(text);
        let mut warnings = Vec::new();
        let rows = read_pairs_from(&*bytes, "-", &Tsv, &mut warnings).unwrap();
        assert_eq!(rows[0].source, "减负工作");
        assert_eq!(rows[0].target, "to reduce the burden");
        assert_eq!(warnings.len(), 1);
    }
}
