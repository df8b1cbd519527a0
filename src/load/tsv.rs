//! Pairs in tab-separated values, with or without quoting.

use std::io::BufRead;

use super::pairs::{Reader, Rows};
use super::table::{self, Quotes};
use crate::Result;

/// Reads TSV with a header. Quoted cells are unquoted; a quotation mark that does not enclose a
/// whole cell stands for itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tsv;

impl Reader for Tsv {
    fn rows<'a>(&self, input: Box<dyn BufRead + 'a>, path: &str) -> Result<Rows<'a>> {
        table::rows(input, path, b'\t', Quotes::Lenient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_be_quoted_or_not() {
        let text = "source\ttarget\n\"他说\"\"会\"\"\"\t\"Meet\" he said\n";
        let row = Tsv.rows(Box::new(text.as_bytes()), "a.tsv").unwrap().next();
        let row = row.unwrap().unwrap();
        assert_eq!(
            (&*row.source, &*row.target),
            ("他说\"会\"", "\"Meet\" he said")
        );
    }
}
