//! Two renderings of one text: which flags went away, which are new, and which sentences changed
//! without need.

use std::path::{Path, PathBuf};

use super::{CheckResult, Input, OnProgress, Options, check};
use crate::align::Bead;
use crate::error::Result;
use crate::flag::{Flag, Location};
use crate::load::Document;
use crate::report::diff::{WordDiff, word_diff};
use crate::report::sentence;

/// What became of a rendering.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The check of the old rendering.
    pub old: CheckResult,
    /// The check of the new one.
    pub new: CheckResult,
    /// Flags that are no longer there: indices into the old flags.
    pub gone: Vec<usize>,
    /// Flags that were not there: indices into the new flags.
    pub fresh: Vec<usize>,
    /// Flags that are there still: indices into the old and the new flags.
    pub kept: Vec<(usize, usize)>,
    /// Sentences that had no flag and read otherwise now.
    pub needless: Vec<Rewording>,
}

/// A sentence that reads otherwise.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Rewording {
    /// The Chinese.
    pub source: Location,
    /// The new English.
    pub target: Location,
    /// What changed.
    pub diff: WordDiff,
}

/// Checks both renderings and compares the flags.
///
/// A flag is the same where its fingerprint is, or else where its rule flags the same words of the
/// same Chinese sentence: a change beside a flag does not make it new.
///
/// # Errors
/// As [`check`].
pub fn revision(
    source: &Path,
    [old, new]: [PathBuf; 2],
    options: &Options,
    progress: OnProgress<'_>,
) -> Result<Revision> {
    let of = |target| {
        let source = source.to_owned();
        check(&Input::Documents { source, target }, options, progress)
    };
    Ok(compared(of(old)?, of(new)?))
}

fn compared(old: CheckResult, new: CheckResult) -> Revision {
    let mut kept = Vec::new();
    let mut taken = vec![false; new.flags.len()];
    let mut left: Vec<usize> = (0..old.flags.len()).collect();
    let exact = |a: &Flag, b: &Flag| a.fingerprint == b.fingerprint;
    let alike = |a: &Flag, b: &Flag| same_words(&old, &new, a, b);
    for same in [&exact as &dyn Fn(&Flag, &Flag) -> bool, &alike] {
        left.retain(|&k| {
            let flag = &old.flags[k];
            let found = (0..new.flags.len()).find(|&n| !taken[n] && same(flag, &new.flags[n]));
            if let Some(n) = found {
                taken[n] = true;
                kept.push((k, n));
            }
            found.is_none()
        });
    }
    kept.sort_unstable();
    let fresh = (0..new.flags.len()).filter(|&n| !taken[n]).collect();
    Revision {
        needless: needless(&old, &new),
        gone: left,
        fresh,
        kept,
        old,
        new,
    }
}

/// Whether two flags are of one rule and show the same words of Chinese that belongs together.
fn same_words(old: &CheckResult, new: &CheckResult, a: &Flag, b: &Flag) -> bool {
    let bead = |result: &CheckResult, flag: &Flag| {
        let document = result.documents.get(flag.document)?;
        document.beads.get(flag.bead).cloned()
    };
    let together = match (bead(old, a), bead(new, b)) {
        (Some(a), Some(b)) => meet(&a, &b),
        _ => false,
    };
    let text = |location: &Option<Location>| location.as_ref().map(|l| l.text.clone());
    a.code == b.code
        && together
        && text(&a.source) == text(&b.source)
        && text(&a.target) == text(&b.target)
}

/// Whether two beads share Chinese segments.
fn meet(a: &Bead, b: &Bead) -> bool {
    a.source.start < b.source.end && b.source.start < a.source.end
}

/// The sentences without a flag whose words changed.
fn needless(old: &CheckResult, new: &CheckResult) -> Vec<Rewording> {
    let (Some(before), Some(after)) = (old.documents.first(), new.documents.first()) else {
        return Vec::new();
    };
    let flagged: Vec<usize> = old.all_flags().map(|flag| flag.bead).collect();
    let mut needless = Vec::new();
    for (index, bead) in before.beads.iter().enumerate() {
        let same = after.beads.iter().find(|b| b.source == bead.source);
        let (Some(same), false) = (same, flagged.contains(&index)) else {
            continue;
        };
        let places = sentence::source(before, bead)
            .zip(sentence::target(before, bead))
            .zip(sentence::target(after, same));
        let Some(((source, old), new)) = places else {
            continue;
        };
        let text = |document: &Document, span: &std::ops::Range<usize>| {
            document.text[span.clone()].to_owned()
        };
        if let Some(diff) = word_diff(&text(&before.target, &old), &text(&after.target, &new)) {
            needless.push(Rewording {
                source: Location::new(&before.source, source),
                target: Location::new(&after.target, new),
                diff,
            });
        }
    }
    needless
}
