//! Tables of text: records of cells between delimiters, the first record naming the columns.
//!
//! Quoting is that of RFC 4180: a cell in double quotes may hold delimiters, line ends and doubled
//! quotes. Tables of translations are as often written without any quoting, and a cell then just
//! begins with a quotation mark; a reader that knows only one of the two customs eats quotation
//! marks or, at worst, all rows up to the next one. Hence [`Quotes`], and hence no ready-made CSV
//! reader, which forgives both without a word and cannot tell the line of a record that follows
//! an empty line.

use std::io::BufRead;

use super::columns::Columns;
use super::pairs::{Rows, SOURCE, TARGET, fault};
use crate::{Error, Result};

/// What to make of a cell that begins with a quotation mark and is not a well-formed quoted cell:
/// one whose closing quote is followed by a delimiter or a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// It is an error.
    Strict,
    /// It is meant as it stands, quotation marks and all.
    Lenient,
}

/// Reads pairs from a table. Empty lines are skipped.
///
/// # Errors
/// At once for a header without exactly one `source` and one `target`; in place of a row that has
/// more or fewer cells than the header or, with [`Quotes::Strict`], a malformed quoted cell.
pub fn rows<'a>(
    input: Box<dyn BufRead + 'a>,
    path: &str,
    delimiter: u8,
    quotes: Quotes,
) -> Result<Rows<'a>> {
    let mut table = Table {
        input,
        path: path.to_owned(),
        delimiter,
        quotes,
        buffer: String::new(),
        start: 0,
        line: 1,
    };
    let (line, header) = table.record()?.unwrap_or((1, Vec::new()));
    let columns = Columns::of(header).map_err(|found| {
        let expected = format!("a header with one column `{SOURCE}` and one `{TARGET}`");
        fault(path, Some(line), &expected, &found)
    })?;
    let mut row = 0;
    let mut failed = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if failed {
            return None;
        }
        let pair = table.record().transpose()?.and_then(|(line, cells)| {
            let pair = columns.pair(row, line, cells);
            pair.map_err(|found| fault(&table.path, Some(line), &columns.expected(), &found))
        });
        row += 1;
        failed = pair.is_err();
        Some(pair)
    })))
}

/// The records of a table, read line by line and only as far as the next record needs.
struct Table<'a> {
    input: Box<dyn BufRead + 'a>,
    path: String,
    delimiter: u8,
    quotes: Quotes,
    /// Whole lines that were read; those before `start` are done with.
    buffer: String,
    start: usize,
    /// 1-based line on which `start` lies.
    line: usize,
}

impl Table<'_> {
    /// Reads one more line; false at the end.
    fn fill(&mut self) -> Result<bool> {
        let read = self.input.read_line(&mut self.buffer);
        read.map(|count| count > 0).map_err(|cause| Error::Read {
            path: self.path.clone().into(),
            cause,
        })
    }

    /// The next record that is not an empty line, and the line on which it starts.
    fn record(&mut self) -> Result<Option<(usize, Vec<String>)>> {
        loop {
            if self.start == self.buffer.len() {
                self.buffer.clear();
                self.start = 0;
                if !self.fill()? {
                    return Ok(None);
                }
            }
            if self.buffer.as_bytes()[self.start] != b'\n' {
                break;
            }
            self.start += 1;
            self.line += 1;
        }
        let mut cells = Vec::new();
        let mut at = self.start;
        loop {
            let (cell, end) = match self.quoted(at)? {
                Some(quoted) => quoted,
                None => self.plain(at),
            };
            cells.push(cell);
            at = (end + 1).min(self.buffer.len());
            if self.buffer.as_bytes().get(end) != Some(&self.delimiter) {
                break;
            }
        }
        let line = self.line;
        self.line += self.buffer[self.start..at].matches('\n').count();
        self.start = at;
        Ok(Some((line, cells)))
    }

    /// The cell that starts at `at` as it stands, and its end.
    fn plain(&self, at: usize) -> (String, usize) {
        let rest = &self.buffer.as_bytes()[at..];
        let is_end = |&b: &u8| b == self.delimiter || b == b'\n';
        let end = at + rest.iter().position(is_end).unwrap_or(rest.len());
        (self.buffer[at..end].to_owned(), end)
    }

    /// The quoted cell that starts at `at`, if there is one, and its end after the closing quote.
    fn quoted(&mut self, at: usize) -> Result<Option<(String, usize)>> {
        if self.buffer.as_bytes().get(at) != Some(&b'"') {
            return Ok(None);
        }
        let mut cell = String::new();
        let mut from = at + 1;
        let found = loop {
            let Some(quote) = self.buffer[from..].find('"').map(|k| from + k) else {
                cell.push_str(&self.buffer[from..]);
                from = self.buffer.len();
                if self.fill()? {
                    continue;
                }
                break "the end of the file".to_owned();
            };
            cell.push_str(&self.buffer[from..quote]);
            let after = self.buffer[quote + 1..].chars().next();
            match after {
                Some('"') => cell.push('"'),
                None | Some('\n') => return Ok(Some((cell, quote + 1))),
                Some(c) if c == char::from(self.delimiter) => return Ok(Some((cell, quote + 1))),
                Some(c) => break format!("a quotation mark followed by `{c}`"),
            }
            from = quote + 2;
        };
        if self.quotes == Quotes::Lenient {
            return Ok(None);
        }
        let line = self.line + self.buffer[self.start..at].matches('\n').count();
        let expected = "a closing quotation mark at the end of the cell that opens with one";
        Err(fault(&self.path, Some(line), expected, &found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::PairRow;
    use proptest::prelude::*;

    fn read(text: &str, quotes: Quotes) -> std::result::Result<Vec<PairRow>, String> {
        rows(Box::new(text.as_bytes()), "a.tsv", b'\t', quotes)
            .and_then(Iterator::collect)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn columns_come_in_any_order_and_others_are_kept() {
        let rows = read(
            "id\ttarget\tnote\tsource\n7\tmeeting\t\t会\n",
            Quotes::Lenient,
        )
        .unwrap();
        let others = [("id", "7"), ("note", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(
            rows,
            [PairRow {
                row: 0,
                line: 2,
                source: "会".to_owned(),
                target: "meeting".to_owned(),
                others: others.to_vec()
            }]
        );
    }

    #[test]
    fn lines_are_counted_across_quoted_line_ends_and_empty_lines() {
        let text = "source\ttarget\n\n\"a\n\nb\"\tx\n\nc\ty";
        let rows = read(text, Quotes::Strict).unwrap();
        let places: Vec<_> = rows.iter().map(|r| (r.row, r.line, &*r.source)).collect();
        assert_eq!(places, [(0, 3, "a\n\nb"), (1, 7, "c")]);
    }

    #[test]
    fn an_empty_cell_is_a_row() {
        let rows = read("source\ttarget\n会\t\n\tmeeting\n\t\n", Quotes::Lenient).unwrap();
        let sides: Vec<_> = rows.iter().map(|r| (&*r.source, &*r.target)).collect();
        assert_eq!(sides, [("会", ""), ("", "meeting"), ("", "")]);
    }

    #[test]
    fn a_row_with_a_missing_or_extra_column_is_named() {
        let message = |text| read(text, Quotes::Lenient).unwrap_err();
        assert_eq!(
            message("source\ttarget\n会\tmeeting\n会\n"),
            "could not read `a.tsv`: line 3: expected 2 columns (`source`, `target`), found 1"
        );
        assert_eq!(
            message("source\ttarget\n会\tmeeting\tx\n"),
            "could not read `a.tsv`: line 2: expected 2 columns (`source`, `target`), found 3"
        );
    }

    #[test]
    fn a_header_without_the_two_columns_is_named() {
        let message = |text| read(text, Quotes::Lenient).unwrap_err();
        assert_eq!(
            message("Source\ttarget\n会\tmeeting\n"),
            "could not read `a.tsv`: line 1: expected a header with one column `source` and one `target`, found `Source`, `target`"
        );
        assert!(
            message("source\tsource\ttarget\n").ends_with("found `source`, `source`, `target`")
        );
        assert!(
            message("会\tA sentence that is too long for a message.\n")
                .ends_with("found `会`, `A sentence that is too l…`")
        );
    }

    #[test]
    fn unquoted_tables_keep_their_quotation_marks() {
        let text = "source\ttarget\n“会”\t\"Meet\", he said.\nx\t\"open to the end\ny\tz \"q\"\n";
        let rows = read(text, Quotes::Lenient).unwrap();
        let targets: Vec<&str> = rows.iter().map(|r| &*r.target).collect();
        assert_eq!(
            targets,
            ["\"Meet\", he said.", "\"open to the end", "z \"q\""]
        );
    }

    #[test]
    fn malformed_quotes_are_named_where_they_open() {
        let message = |text| read(text, Quotes::Strict).unwrap_err();
        assert_eq!(
            message("source\ttarget\na\tb\n\"a\nb\" c\td\n"),
            "could not read `a.tsv`: line 3: expected a closing quotation mark at the end of the cell that opens with one, found a quotation mark followed by ` `"
        );
        assert!(message("source\ttarget\na\t\"b\nc\td\n").contains("line 2: expected a closing"));
    }

    #[test]
    fn nothing_follows_an_error() {
        let text = "source\ttarget\na\nb\tc\n";
        let mut rows = rows(Box::new(text.as_bytes()), "a", b'\t', Quotes::Strict).unwrap();
        assert!(rows.next().unwrap().is_err());
        assert!(rows.next().is_none());
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_wrote_is_read_back(cells in prop::collection::vec(("[a\"\t\n,会]{0,6}", "[a\"\t\n,会]{0,6}"), 1..6)) {
            for (delimiter, quotes) in [(b'\t', Quotes::Lenient), (b',', Quotes::Strict)] {
                let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
                writer.write_record(["source", "target"]).unwrap();
                for (source, target) in &cells {
                    writer.write_record([source, target]).unwrap();
                }
                let bytes = writer.into_inner().unwrap();
                let read = rows(Box::new(&*bytes), "a", delimiter, quotes).unwrap();
                let read: Vec<_> = read.map(|r| r.map(|r| (r.source, r.target)).unwrap()).collect();
                prop_assert_eq!(&read, &cells);
            }
        }
    }
}
