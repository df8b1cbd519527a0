//! Termbases: Chinese terms with the English renderings that are accepted and forbidden.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use crate::error::{Error, Result};
use crate::lexicon::english::Stems;

mod tbx;

/// The termbase that comes with the program; `data/termbase/README.md` describes it.
static SHIPPED: &str = include_str!("../../data/termbase/official.tsv");

/// A term and its renderings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// The Chinese term.
    pub source: String,
    /// English renderings, the preferred one first.
    pub accepted: Vec<String>,
    /// English renderings that must not stand for it.
    pub forbidden: Vec<String>,
    /// What it means, for the reader.
    pub note: String,
    /// Whether the letter case of the renderings counts.
    pub cased: bool,
}

/// Terms, found by their first character.
#[derive(Debug, Clone, Default)]
pub struct Termbase {
    terms: BTreeMap<char, Vec<Term>>,
}

impl Termbase {
    /// The termbase of official shorthand that comes with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static BASE: OnceLock<Termbase> = OnceLock::new();
        BASE.get_or_init(|| {
            let mut base = Self::default();
            for line in SHIPPED.lines().skip(1) {
                let mut cells = line.split('\t');
                let mut cell = || cells.next().unwrap_or_default();
                base.insert(Term {
                    source: cell().to_owned(),
                    accepted: forms(cell()),
                    forbidden: forms(cell()),
                    note: cell().to_owned(),
                    cased: false,
                });
            }
            base
        })
    }

    /// A termbase without terms.
    #[must_use]
    pub fn empty() -> &'static Self {
        static EMPTY: Termbase = Termbase {
            terms: BTreeMap::new(),
        };
        &EMPTY
    }

    /// Reads termbases: `.tsv` and `.csv` with a header that has `source` and `target` (also
    /// `accepted`) and may have `forbidden`, `note` and `case` (`yes` where letter case counts),
    /// several forms separated by `|`; and `.tbx`.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Input`], with line.
    pub fn read(paths: &[std::path::PathBuf]) -> Result<Self> {
        let mut base = Self::default();
        for path in paths {
            let text = std::fs::read_to_string(path).map_err(|cause| Error::Read {
                path: path.clone(),
                cause,
            })?;
            let kind = path
                .extension()
                .map(|end| end.to_string_lossy().to_lowercase());
            let terms = match kind.as_deref() {
                Some("tbx" | "xml") => tbx::terms(&text, path)?,
                Some("csv") => table(&text, b',', path)?,
                _ => table(&text, b'\t', path)?,
            };
            for term in terms {
                base.insert(term);
            }
        }
        Ok(base)
    }

    fn insert(&mut self, term: Term) {
        if let Some(first) = term.source.chars().next() {
            let bucket = self.terms.entry(first).or_default();
            bucket.push(term);
            // The longest first, so that 中央军委 is not found as 中央.
            bucket.sort_by_key(|term| std::cmp::Reverse(term.source.len()));
        }
    }

    /// The terms in a text with their byte spans, none inside another.
    #[must_use]
    pub fn find<'a>(&'a self, text: &str) -> Vec<(Range<usize>, &'a Term)> {
        let mut found = Vec::new();
        let mut reached = 0;
        for (at, c) in text.char_indices() {
            if at < reached {
                continue;
            }
            let bucket = self.terms.get(&c).map_or(&[][..], Vec::as_slice);
            if let Some(term) = bucket
                .iter()
                .find(|term| text[at..].starts_with(&term.source))
            {
                reached = at + term.source.len();
                found.push((at..reached, term));
            }
        }
        found
    }
}

impl Term {
    /// The first accepted rendering that an English text has: all its content words, in any
    /// inflection; letter by letter where the case counts.
    #[must_use]
    pub fn rendered<'a>(&'a self, text: &str, stems: &Stems) -> Option<&'a str> {
        let has = |form: &&String| {
            if self.cased {
                return text.contains(form.as_str());
            }
            let needed = Stems::of(form);
            let lower = form.to_lowercase();
            (needed.iter().next().is_some() && needed.iter().all(|stem| stems.contains(stem)))
                || find_form(text, &lower).is_some()
        };
        self.accepted.iter().find(has).map(String::as_str)
    }

    /// Where a forbidden rendering stands in an English text.
    #[must_use]
    pub fn misrendered(&self, text: &str) -> Option<Range<usize>> {
        self.forbidden
            .iter()
            .find_map(|form| find_form(text, &form.to_lowercase()))
    }
}

/// Where a form in lower case stands in a text, at word boundaries; plural and verb endings may
/// follow.
fn find_form(text: &str, form: &str) -> Option<Range<usize>> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() || form.is_empty() {
        return None;
    }
    lower.match_indices(form).find_map(|(at, _)| {
        let inside = |c: char| c.is_alphanumeric();
        let mut end = at + form.len();
        let rest = &lower[end..];
        let ending: usize = rest
            .chars()
            .take_while(|&c| inside(c))
            .map(char::len_utf8)
            .sum();
        let inflected = ["", "s", "es", "ed", "d", "ing", "'s", "n"].contains(&&rest[..ending]);
        end += ending;
        (inflected && !lower[..at].ends_with(inside)).then_some(at..end)
    })
}

/// The forms of a cell.
fn forms(cell: &str) -> Vec<String> {
    cell.split('|')
        .map(str::trim)
        .filter(|form| !form.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The terms of a table with a header.
fn table(text: &str, delimiter: u8, path: &Path) -> Result<Vec<Term>> {
    let input = |line: Option<usize>, expected: &str, found: String| Error::Input {
        path: path.to_owned(),
        line,
        expected: expected.to_owned(),
        found,
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .quoting(delimiter == b',')
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let malformed = |error: &csv::Error| {
        let line = error.position().map(|position| position.line() as usize);
        input(line, "a table with a header", error.to_string())
    };
    let header = reader.headers().map_err(|error| malformed(&error))?.clone();
    let column = |names: &[&str]| {
        header.iter().position(|cell| {
            names
                .iter()
                .any(|name| cell.trim().eq_ignore_ascii_case(name))
        })
    };
    let missing = |name: &str| {
        let found = header.iter().collect::<Vec<_>>().join("`, `");
        input(Some(1), &format!("a column `{name}`"), format!("`{found}`"))
    };
    let source = column(&["source", "zh", "chinese"]).ok_or_else(|| missing("source"))?;
    let target =
        column(&["target", "accepted", "en", "english"]).ok_or_else(|| missing("target"))?;
    let forbidden = column(&["forbidden", "not"]);
    let (note, case) = (column(&["note", "comment"]), column(&["case", "cased"]));
    let mut terms = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(&error))?;
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let line = record.position().map(|position| position.line() as usize);
        if cell(Some(source)).is_empty() {
            return Err(input(line, "a Chinese term", "an empty cell".to_owned()));
        }
        terms.push(Term {
            source: cell(Some(source)).to_owned(),
            accepted: forms(cell(Some(target))),
            forbidden: forms(cell(forbidden)),
            note: cell(note).to_owned(),
            cased: matches!(
                cell(case).to_lowercase().as_str(),
                "yes" | "true" | "1" | "sensitive"
            ),
        });
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_terms_are_whole() {
        let terms: Vec<&Term> = Termbase::shipped().terms.values().flatten().collect();
        assert!(terms.len() >= 400, "{}", terms.len());
        for term in &terms {
            assert!(!term.accepted.is_empty(), "{}", term.source);
            for form in &term.forbidden {
                let stems = Stems::of(form);
                assert_ne!(
                    term.rendered(form, &stems),
                    Some(form.as_str()),
                    "{}",
                    term.source
                );
            }
        }
    }

    #[test]
    fn the_longest_term_is_found_and_any_inflection_is_accepted() {
        let base = Termbase::shipped();
        let found = base.find("违反精文减会有关规定，中央军委印发");
        let terms: Vec<&str> = found.iter().map(|(_, term)| term.source.as_str()).collect();
        assert_eq!(terms, ["精文减会", "中央军委"]);
        let text = "It cuts paperwork and holds fewer meetings";
        assert!(found[0].1.rendered(text, &Stems::of(text)).is_some());
    }

    #[test]
    fn tables_are_read_and_faults_have_a_line() {
        let path = Path::new("terms.csv");
        let terms = table(
            "source,target,forbidden,case\n云南,Yunnan|Yunnan Province,Clouds South,yes\n",
            b',',
            path,
        )
        .unwrap();
        assert_eq!(terms[0].accepted, ["Yunnan", "Yunnan Province"]);
        assert!(terms[0].cased && terms[0].forbidden == ["Clouds South"]);
        let error = table("zh,fr\n云南,Yunnan\n", b',', path)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("line 1") && error.contains("`target`"),
            "{error}"
        );
        let error = table("source\ttarget\n\tYunnan\n", b'\t', path)
            .unwrap_err()
            .to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
