//! The report for a reviewer with a spreadsheet: one flag a row, or one group of sentences a row.
//!
//! RFC 4180: comma, double quotes, CRLF, UTF-8. The columns are the fields of the JSON report, the
//! two sentences around the flag, empty `verdict`, `comment` and `reviewer` for the human, and with
//! pairs the other columns of the input.

use std::io;
use std::ops::Range;

use super::visible::visible_char;
use super::{Report, Rows, sentence};
use crate::check::{CheckResult, CheckedDocument};
use crate::flag::{Evidence, Flag, Location};
use crate::load::Document;

mod beads;

/// The columns before those of the input, where a row is a flag.
pub const COLUMNS: [&str; 30] = [
    "code",
    "rule",
    "category",
    "severity",
    "probability",
    "source_text",
    "source_start",
    "source_end",
    "source_line",
    "source_column",
    "target_text",
    "target_start",
    "target_end",
    "target_line",
    "target_column",
    "source_path",
    "target_path",
    "document",
    "row",
    "bead",
    "source_sentence",
    "target_sentence",
    "message",
    "evidence",
    "suggestion",
    "diff",
    "fingerprint",
    "verdict",
    "comment",
    "reviewer",
];

/// What tells Excel that a file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Most bytes of a sentence in a cell: ten times a long sentence. A text without full stops would
/// else be repeated whole in every row (and spreadsheets stop at 32,767 characters a cell).
const SENTENCE_BYTES: usize = 8_000;

/// The CSV report.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvReport {
    /// Whether to begin with a byte order mark.
    pub excel: bool,
    /// What a row is.
    pub rows: Rows,
}

impl Report for CsvReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        if self.excel {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        let mut csv = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        let (header, rows) = match self.rows {
            Rows::Flags => table(result),
            Rows::Beads => beads::table(result),
        };
        csv.write_record(header)?;
        for row in rows {
            csv.write_record(row)?;
        }
        csv.flush()
    }
}

/// The header and the rows, a flag each; all cells harmless.
pub(super) fn table(result: &CheckResult) -> (Vec<String>, Vec<Vec<String>>) {
    let others = other_columns(&result.documents);
    let rows = result.flags.iter().map(|flag| {
        let document = result.documents.get(flag.document);
        let mut row = cells(flag, document);
        row.extend(others.iter().map(|name| other(document, name)));
        row.iter().map(|cell| harmless(cell)).collect()
    });
    (header(&COLUMNS, &others), rows.collect())
}

fn header(columns: &[&str], others: &[&str]) -> Vec<String> {
    let others = others.iter().map(|name| harmless(name));
    let columns = columns.iter().map(|name| (*name).to_owned());
    columns.chain(others).collect()
}

/// The cells of a flag, in the order of [`COLUMNS`].
fn cells(flag: &Flag, document: Option<&CheckedDocument>) -> Vec<String> {
    let mut row = vec![
        flag.code.to_owned(),
        flag.rule.to_owned(),
        flag.category.to_owned(),
        flag.severity.name().to_owned(),
        format!("{:.2}", flag.probability),
    ];
    row.extend(place(flag.source.as_ref()));
    row.extend(place(flag.target.as_ref()));
    let bead = document.and_then(|d| Some((d, d.beads.get(flag.bead)?)));
    let sentence_of = |text: &Document, span: Option<Range<usize>>, place: Option<&Location>| {
        span.map(|span| excerpt(&text.text, &span, place))
            .unwrap_or_default()
    };
    let (source_sentence, target_sentence) = bead.map_or_else(Default::default, |(d, bead)| {
        (
            sentence_of(&d.source, sentence::source(d, bead), flag.source.as_ref()),
            sentence_of(&d.target, sentence::target(d, bead), flag.target.as_ref()),
        )
    });
    row.extend([
        document.map(|d| d.source.path.clone()).unwrap_or_default(),
        document.map(|d| d.target.path.clone()).unwrap_or_default(),
        flag.document.to_string(),
        flag.row.map(|row| row.to_string()).unwrap_or_default(),
        flag.bead.to_string(),
        source_sentence,
        target_sentence,
        flag.message.clone(),
        in_words(&flag.evidence),
        flag.suggestion.clone().unwrap_or_default(),
        flag.diff
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        flag.fingerprint.clone(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    row
}

/// Text, start, end, line and column; empty where there is no such side.
fn place(location: Option<&Location>) -> [String; 5] {
    location.map_or_else(Default::default, |l| {
        [
            l.text.clone(),
            l.start.to_string(),
            l.end.to_string(),
            l.line.to_string(),
            l.column.to_string(),
        ]
    })
}

/// The sentence; of one that is far too long the neighbourhood of the place, with `…` for the rest.
fn excerpt(text: &str, sentence: &Range<usize>, place: Option<&Location>) -> String {
    let whole = &text[sentence.clone()];
    if whole.len() <= SENTENCE_BYTES {
        return whole.to_owned();
    }
    let place = place.map_or(sentence.start, |l| l.span.start);
    let from = boundary(text, place.saturating_sub(SENTENCE_BYTES / 4));
    let from = from.clamp(sentence.start, sentence.end);
    let to = boundary(text, (from + SENTENCE_BYTES).min(sentence.end));
    let before = if from > sentence.start { "…" } else { "" };
    let after = if to < sentence.end { "…" } else { "" };
    format!("{before}{}{after}", &text[from..to])
}

/// The character boundary at or next before a byte offset.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// The evidence as one line of plain text.
fn in_words(evidence: &Evidence) -> String {
    super::phrases(evidence).join("; ")
}

/// Names of the other columns of all inputs, each once, in the order of their first appearance.
fn other_columns(documents: &[CheckedDocument]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in documents.iter().flat_map(|d| &d.others) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// The value of another column of a document; empty where its input had none.
fn other(document: Option<&CheckedDocument>, name: &str) -> String {
    let others = document.map_or(&[][..], |d| &d.others);
    others
        .iter()
        .find(|(n, _)| n == name)
        .map(|(_, value)| value.clone())
        .unwrap_or_default()
}

/// First characters that a spreadsheet may take for a formula (OWASP, *CSV Injection*), with the
/// full-width forms.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The cell as a spreadsheet or a terminal may show it: with a leading apostrophe where it would be
/// taken for a formula, and with signs for control characters and directional overrides.
#[must_use]
pub fn harmless(cell: &str) -> String {
    let guard = if cell.starts_with(FORMULA) { "'" } else { "" };
    let sign = |c: char| match c {
        '\t' | '\n' | '\r' => c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => visible_char(c),
        c if c.is_control() => visible_char(c),
        c => c,
    };
    guard.chars().chain(cell.chars().map(sign)).collect()
}

/// The cell without the apostrophe of [`harmless`].
#[must_use]
pub fn without_guard(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(FORMULA))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless() {
        for bad in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1",
        ] {
            assert_eq!(harmless(bad), format!("'{bad}"));
            assert_eq!(without_guard(&harmless(bad)), bad);
        }
        assert_eq!(harmless("a\u{1b}[31m\u{202e}b\u{9b}\nc"), "a␛[31m�b�\nc");
        for good in ["", "👨\u{200d}👩", "1.2亿", "the = sign", "'quoted'"] {
            assert_eq!(harmless(good), good);
            assert_eq!(without_guard(good), good);
        }
    }

    #[test]
    fn a_text_without_sentences_is_cut_around_the_place() {
        let text = Document::new("zh", "亿".repeat(100_000));
        let sentence = 3..text.text.len() - 3;
        let cut = |at: usize| {
            excerpt(
                &text.text,
                &sentence,
                Some(&Location::new(&text, at..at + 3)),
            )
            .chars()
            .count()
        };
        for at in [3, 30_000, 299_994] {
            assert!((500..3_000).contains(&cut(at)), "{}", cut(at));
        }
        assert_eq!(excerpt("Short.", &(0..6), None), "Short.");
    }

    #[test]
    fn evidence_reads_as_a_line() {
        let evidence = Evidence {
            expected: vec!["120 million".to_owned()],
            found: vec!["120 billion".to_owned(), "12".to_owned()],
            measures: [("similarity", 0.812_34)].into(),
            ..Evidence::default()
        };
        assert_eq!(
            in_words(&evidence),
            "expected: 120 million; found: 120 billion / 12; similarity of meaning 0.81 of 1"
        );
    }
}
