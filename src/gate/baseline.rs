//! Flags that are known and accepted: only what is new is reported.
//!
//! A baseline names flags by their fingerprint, which stays when unrelated text moves, so that
//! moved text brings no old flag back. The file is JSON, sorted, made to be committed beside the texts.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::check::{CheckResult, Reason, Suppressed};
use crate::error::{Error, Result};
use crate::flag::Flag;
use crate::load::read::read_string;

/// Version of the file's layout.
const VERSION: u32 = 1;

/// The flags of a run that are accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    flags: BTreeSet<Known>,
}

/// An accepted flag, with enough of it for a reader of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Path of the English text (of pairs: of the file) as it was given.
    pub document: String,
    /// Rule code.
    pub code: String,
    /// Fingerprint of the flag.
    pub fingerprint: String,
    /// The flagged English, or the Chinese where there is none.
    pub text: String,
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    flags: Vec<Known>,
}

impl Baseline {
    /// All flags of a result, those that are accepted already too; not those that a reviewer
    /// judged wrong, which stay silent by themselves.
    #[must_use]
    pub fn of(result: &CheckResult) -> Self {
        let accepted = result.suppressed.iter();
        let accepted = accepted
            .filter(|s| s.reason == Reason::Baseline)
            .map(|s| &s.flag);
        let known = |flag: &Flag| Known {
            document: document_of(result, flag).to_owned(),
            code: flag.code.to_owned(),
            fingerprint: flag.fingerprint.clone(),
            text: flag
                .target
                .as_ref()
                .or(flag.source.as_ref())
                .map(|l| l.text.clone())
                .unwrap_or_default(),
        };
        Self {
            flags: result.flags.iter().chain(accepted).map(known).collect(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Read`] where it cannot be read, [`Error::Input`] where it is no baseline.
    pub fn read(path: &Path) -> Result<Self> {
        let fault = |line: Option<usize>, found: String| Error::Input {
            path: path.to_owned(),
            line,
            expected: "a baseline as `mtlint check --write-baseline` writes it".to_owned(),
            found,
        };
        let text = read_string(path)?;
        let file: File = serde_json::from_str(&text)
            .map_err(|e| fault(Some(e.line()).filter(|&l| l > 0), e.to_string()))?;
        if file.version != VERSION {
            return Err(fault(None, format!("version {}", file.version)));
        }
        Ok(Self {
            flags: file.flags.into_iter().collect(),
        })
    }

    /// The file's content: sorted by document, code and fingerprint.
    #[must_use]
    pub fn to_json(&self) -> String {
        let file = File {
            version: VERSION,
            flags: self.flags.iter().cloned().collect(),
        };
        // Plain strings and a number: this cannot fail.
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Takes the accepted flags out of a result and notes which accepted ones are no longer there.
    /// An accepted flag can only be called fixed where its text was checked by its rule.
    pub fn accept(&self, result: &mut CheckResult) {
        let accepted: BTreeSet<&str> = self.flags.iter().map(|k| &*k.fingerprint).collect();
        let found: BTreeSet<String> = result.all_flags().map(|f| f.fingerprint.clone()).collect();
        let checked: BTreeSet<&str> = result.documents.iter().map(|d| &*d.target.path).collect();
        let ran: BTreeSet<&str> = result.tool.rules.iter().map(|rule| rule.code).collect();
        let gone = |known: &&Known| {
            !found.contains(&known.fingerprint)
                && checked.contains(&*known.document)
                && ran.contains(&*known.code)
        };
        result.fixed = self.flags.iter().filter(gone).cloned().collect();
        result.suppress(|flag| {
            accepted
                .contains(&*flag.fingerprint)
                .then_some(Reason::Baseline)
        });
    }
}

/// Path of the English text in which a flag stands.
fn document_of<'a>(result: &'a CheckResult, flag: &Flag) -> &'a str {
    result
        .documents
        .get(flag.document)
        .map_or("", |d| &d.target.path)
}

impl CheckResult {
    /// All flags: those that are reported and those that stay silent.
    pub fn all_flags(&self) -> impl Iterator<Item = &Flag> {
        self.flags
            .iter()
            .chain(self.suppressed.iter().map(|s| &s.flag))
    }

    /// Silences the flags for which there is a reason; the others keep their order.
    pub fn suppress(&mut self, reason: impl Fn(&Flag) -> Option<Reason>) {
        for flag in std::mem::take(&mut self.flags) {
            match reason(&flag) {
                Some(reason) => self.suppressed.push(Suppressed { flag, reason }),
                None => self.flags.push(flag),
            }
        }
        self.suppressed.sort_by_cached_key(|s| {
            let at = s.flag.target.as_ref().map(|l| l.start);
            (s.flag.document, s.flag.bead, at, s.flag.fingerprint.clone())
        });
    }
}
