//! Pairs in comma-separated values (RFC 4180).

use std::io::BufRead;

use super::pairs::{Reader, Rows};
use super::table::{self, Quotes};
use crate::Result;

/// Reads CSV with a header. A cell that opens with a quotation mark must close with one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Csv;

impl Reader for Csv {
    fn rows<'a>(&self, input: Box<dyn BufRead + 'a>, path: &str) -> Result<Rows<'a>> {
        table::rows(input, path, b',', Quotes::Strict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_inside_quotes() {
        let text = "target,source\n\"meet, and meet\",会\n";
        let row = Csv.rows(Box::new(text.as_bytes()), "a.csv").unwrap().next();
        let row = row.unwrap().unwrap();
        assert_eq!((&*row.source, &*row.target), ("会", "meet, and meet"));
    }

    #[test]
    fn a_comma_too_many_is_an_error() {
        let text = "source,target\n会,meet, and meet\n";
        let row = Csv.rows(Box::new(text.as_bytes()), "a.csv").unwrap().next();
        assert_eq!(
            row.unwrap().unwrap_err().to_string(),
            "could not read `a.csv`: line 2: expected 2 columns (`source`, `target`), found 3"
        );
    }
}
