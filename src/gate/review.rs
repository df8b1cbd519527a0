//! What reviewers said about flags, kept in a file beside the texts.
//!
//! A reviewer fills in the column `verdict` (right, wrong or unsure) of a CSV report, or gives
//! verdicts in the HTML report, which saves the same CSV. [`Review::merge`] takes them into the
//! verdict file ([`FILE_NAME`]); the next check keeps silent about flags that more reviewers judged
//! wrong than right. The verdict file is a CSV with the same column names, so both are read alike.

use std::collections::BTreeMap;
use std::path::Path;

use crate::check::{CheckResult, Reason};
use crate::error::{Error, Result};
use crate::load::read::read_string;
use crate::report::csv::{harmless, without_guard};

/// Name of the verdict file, in the folder of the English text.
pub const FILE_NAME: &str = "mtlint-verdicts.csv";

/// Columns of the verdict file, in order.
const COLUMNS: [&str; 10] = [
    "fingerprint",
    "verdict",
    "code",
    "rule",
    "probability",
    "target_path",
    "source_text",
    "target_text",
    "comment",
    "reviewer",
];

/// A reviewer's verdict on a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opinion {
    /// The flag shows an error.
    Right,
    /// There is no such error.
    Wrong,
    /// The reviewer cannot say.
    Unsure,
}

impl Opinion {
    const ALL: [Self; 3] = [Self::Right, Self::Wrong, Self::Unsure];

    /// The word in the column `verdict`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unsure => "unsure",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        let named = |o: &Self| o.name().eq_ignore_ascii_case(word);
        Self::ALL.into_iter().find(named)
    }
}

/// One verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Fingerprint of the flag.
    pub fingerprint: String,
    /// What the reviewer said.
    pub opinion: Opinion,
    /// Rule code; empty where the file had no such column.
    pub code: String,
    /// Rule name.
    pub rule: String,
    /// Probability that the flag had.
    pub probability: Option<f64>,
    /// Path of the English text.
    pub target_path: String,
    /// The flagged Chinese.
    pub source_text: String,
    /// The flagged English.
    pub target_text: String,
    /// What else the reviewer said.
    pub comment: String,
    /// Who said it; may be empty.
    pub reviewer: String,
}

/// Verdicts, at most one a flag and reviewer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    entries: BTreeMap<(String, String), Entry>,
}

/// How right the flags of a rule were.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleStats {
    /// Name of the rule.
    pub rule: String,
    /// Verdicts `right`.
    pub right: usize,
    /// Verdicts `wrong`.
    pub wrong: usize,
    /// Verdicts `unsure`.
    pub unsure: usize,
}

impl RuleStats {
    /// Share of right flags among those that are right or wrong; `None` without any.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        let judged = self.right + self.wrong;
        (judged > 0).then(|| self.right as f64 / judged as f64)
    }

    /// The 95 % interval of the precision, after Wilson 1927 (*Probable Inference, the Law of
    /// Succession, and Statistical Inference*).
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        /// Quantile of the normal distribution at 97.5 %.
        const Z: f64 = 1.959_964;
        let p = self.precision()?;
        let n = (self.right + self.wrong) as f64;
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        Some(((middle - half) / scale, (middle + half) / scale))
    }
}

impl Review {
    /// Reads verdicts: a verdict file, or a CSV report that a reviewer has filled in. Rows without
    /// a verdict are passed over; a row of several flags gives each the verdict. Comma, semicolon
    /// and tab are recognised, since spreadsheets write what their language wants.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Input`], naming the line, where a column is missing or a verdict is
    /// none of right, wrong and unsure.
    pub fn read(path: &Path) -> Result<Self> {
        let text = read_string(path)?;
        Self::parse(&text, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self> {
        let fault = |line: Option<usize>, expected: &str, found: String| Error::Input {
            path: path.to_owned(),
            line,
            expected: expected.to_owned(),
            found,
        };
        let mut table = csv::ReaderBuilder::new()
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let header = table
            .headers()
            .map_err(|e| fault(Some(1), "a CSV header", e.to_string()))?
            .clone();
        let column = |name: &str| header.iter().position(|n| n.trim() == name);
        let (Some(fingerprints), Some(verdicts)) = (column("fingerprint"), column("verdict"))
        else {
            let names = header.iter().take(6).collect::<Vec<_>>().join("`, `");
            let expected = "the columns `fingerprint` and `verdict`";
            return Err(fault(Some(1), expected, format!("`{names}`")));
        };
        let places = COLUMNS.map(column);
        let mut review = Self::default();
        for record in table.records() {
            let record = record.map_err(|e| {
                let line = e.position().map(|p| p.line() as usize);
                fault(line, "as many cells as the header has", e.to_string())
            })?;
            let line = record.position().map(|p| p.line() as usize);
            let word = record[verdicts].trim();
            if word.is_empty() {
                continue;
            }
            let Some(opinion) = Opinion::parse(word) else {
                let expected = "a verdict `right`, `wrong` or `unsure`";
                return Err(fault(line, expected, format!("`{word}`")));
            };
            let cell = |name: &str| {
                let place = COLUMNS.iter().position(|c| *c == name);
                let place = place.and_then(|k| places[k]);
                without_guard(place.map_or("", |p| &record[p])).to_owned()
            };
            let codes = cell("code");
            let mut codes = codes.split_whitespace();
            let rules = cell("rule");
            let mut rules = rules.split_whitespace();
            for fingerprint in record[fingerprints].split_whitespace() {
                review.insert(Entry {
                    fingerprint: fingerprint.to_owned(),
                    opinion,
                    code: codes.next().unwrap_or_default().to_owned(),
                    rule: rules.next().unwrap_or_default().to_owned(),
                    probability: cell("probability").trim().parse().ok(),
                    target_path: cell("target_path"),
                    source_text: cell("source_text"),
                    target_text: cell("target_text"),
                    comment: cell("comment"),
                    reviewer: cell("reviewer").trim().to_owned(),
                });
            }
        }
        Ok(review)
    }

    /// Takes in one verdict; it holds over an earlier one of the same reviewer on the same flag.
    pub fn insert(&mut self, entry: Entry) {
        let key = (entry.fingerprint.clone(), entry.reviewer.clone());
        self.entries.insert(key, entry);
    }

    /// Takes in other verdicts; where the same reviewer judged the same flag, the other one holds.
    pub fn merge(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// The verdicts, sorted by fingerprint and reviewer.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Whether there is no verdict.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The verdict file's content.
    ///
    /// # Errors
    /// None in practice: it is written to memory.
    pub fn to_csv(&self) -> std::io::Result<Vec<u8>> {
        let mut csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        csv.write_record(COLUMNS)?;
        for e in self.entries() {
            let probability = e.probability.map(|p| format!("{p:.2}"));
            let cells = [
                &e.fingerprint,
                e.opinion.name(),
                &e.code,
                &e.rule,
                probability.as_deref().unwrap_or_default(),
                &e.target_path,
                &e.source_text,
                &e.target_text,
                &e.comment,
                &e.reviewer,
            ];
            csv.write_record(cells.map(harmless))?;
        }
        csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    /// Silences the flags of a result that more reviewers judged wrong than right.
    pub fn silence(&self, result: &mut CheckResult) {
        let mut wrong: BTreeMap<&str, (i64, Vec<&str>)> = BTreeMap::new();
        for entry in self.entries() {
            let (votes, reviewers) = wrong.entry(&entry.fingerprint).or_default();
            *votes += match entry.opinion {
                Opinion::Wrong => 1,
                Opinion::Right => -1,
                Opinion::Unsure => 0,
            };
            if entry.opinion == Opinion::Wrong && !entry.reviewer.is_empty() {
                reviewers.push(&entry.reviewer);
            }
        }
        result.suppress(|flag| {
            let (votes, reviewers) = wrong.get(&*flag.fingerprint)?;
            (*votes > 0).then(|| Reason::JudgedWrong {
                reviewers: reviewers.join(", "),
            })
        });
    }

    /// Verdicts by rule code.
    #[must_use]
    pub fn stats(&self) -> BTreeMap<String, RuleStats> {
        let mut stats: BTreeMap<String, RuleStats> = BTreeMap::new();
        for entry in self.entries() {
            let rule = stats.entry(entry.code.clone()).or_default();
            rule.rule.clone_from(&entry.rule);
            *match entry.opinion {
                Opinion::Right => &mut rule.right,
                Opinion::Wrong => &mut rule.wrong,
                Opinion::Unsure => &mut rule.unsure,
            } += 1;
        }
        stats
    }
}

/// The separator of the header's names.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: &u8| header.bytes().filter(|b| b == c).count();
    // Of equals the last is taken: the comma.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Review> {
        Review::parse(text, Path::new("reviewed.csv"))
    }

    #[test]
    fn a_filled_in_report_is_read_and_written_back() {
        let review = parse(
            "code,rule,probability,target_text,fingerprint,verdict,comment,reviewer\r\n\
             ACC005,number-mismatch,0.93,120 billion,aa,Wrong,'=fine,An\r\n\
             ACC005,number-mismatch,0.93,12,bb,,,An\r\n\
             ACC006,unsupported-name,0.86,\"Council, of\",cc-2, right ,,\r\n",
        )
        .unwrap();
        let entries: Vec<_> = review.entries().collect();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].comment, "=fine");
        assert_eq!(entries[1].opinion, Opinion::Right);
        let written = String::from_utf8(review.to_csv().unwrap()).unwrap();
        assert!(written.contains(",'=fine,"), "{written}");
        assert_eq!(parse(&written).unwrap(), review);
    }

    #[test]
    fn what_spreadsheets_of_other_languages_save_is_read() {
        for separator in [";", "\t"] {
            let text = "fingerprint,verdict,code\naa,wrong,ACC005\n".replace(',', separator);
            assert_eq!(parse(&text).unwrap().entries().count(), 1);
        }
    }

    #[test]
    fn a_row_of_several_flags_judges_each() {
        let text = "fingerprint,code,rule,verdict\naa bb,ACC005 ACC006,x y,wrong\n";
        let review = parse(text).unwrap();
        let codes: Vec<_> = review
            .entries()
            .map(|e| (&*e.fingerprint, &*e.code))
            .collect();
        assert_eq!(codes, [("aa", "ACC005"), ("bb", "ACC006")]);
    }

    #[test]
    fn an_unknown_verdict_is_named_by_its_line() {
        let message = parse("fingerprint,verdict\naa,wrong\nbb,maybe\n")
            .unwrap_err()
            .to_string();
        assert!(message.contains("line 3"), "{message}");
        assert!(message.contains("found `maybe`"), "{message}");
        let message = parse("a,b\n1,2\n").unwrap_err().to_string();
        assert!(message.contains("`fingerprint` and `verdict`"), "{message}");
    }

    #[test]
    fn a_later_verdict_of_the_same_reviewer_holds() {
        let mut review = parse("fingerprint,verdict,reviewer\naa,wrong,An\naa,right,Bo\n").unwrap();
        review.merge(parse("fingerprint,verdict,reviewer\naa,right,An\n").unwrap());
        assert_eq!(review.stats()[""].right, 2);
    }

    #[test]
    fn the_interval_is_wilsons() {
        let stats = RuleStats {
            right: 8,
            wrong: 2,
            ..RuleStats::default()
        };
        let (low, high) = stats.interval().unwrap();
        // 8 of 10: 0.490 to 0.943 in the tables.
        assert!((low - 0.490).abs() < 1e-3 && (high - 0.943).abs() < 1e-3);
        assert_eq!(RuleStats::default().interval(), None);
    }
}
