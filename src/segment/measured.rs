//! How many of the sentence boundaries that people drew the splitters find.
//!
//! The text is in copyright and no part of the project: the folder that holds it (`zh/001` …
//! `en/006`, a sentence a line) is named by `MTLINT_BOUNDARIES` or stands beside the project.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Segment, segment_source, segment_target};
use crate::load::Document;

/// Boundaries found, boundaries given, boundaries right.
#[derive(Debug, Default)]
struct Tally {
    found: usize,
    given: usize,
    right: usize,
    /// Found at a semicolon, where these people let the sentence go on.
    semicolons: usize,
}

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("MTLINT_BOUNDARIES").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| "../shared/data/align/mac-dev".into());
    folder.is_dir().then_some(folder)
}

/// Joins the lines of each chapter, splits it again, and compares the places, which count the
/// characters that are not white space.
#[expect(
    clippy::print_stderr,
    reason = "a test that proves nothing must say so"
)]
fn tally(language: &str, glue: &str, split: fn(&Document) -> Vec<Segment>) -> Option<Tally> {
    let Some(folder) = folder() else {
        eprintln!("SKIPPED: no folder of sentences; name one in MTLINT_BOUNDARIES");
        return None;
    };
    let mut tally = Tally::default();
    for chapter in 1..=6 {
        let path = folder.join(language).join(format!("{chapter:03}"));
        let text = std::fs::read_to_string(path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let given = places(lines.iter().copied());
        let document = Document::new("joined", lines.join(glue));
        let segments = split(&document);
        let sentences: Vec<&str> = segments
            .iter()
            .map(|segment| &document.text[segment.span.clone()])
            .collect();
        let found = places(sentences.iter().copied());
        tally.right += found.intersection(&given).count();
        tally.found += found.len();
        tally.given += given.len();
        let semicolon = |s: &&&str| s.ends_with([';', '；']);
        tally.semicolons += sentences.iter().filter(semicolon).count();
    }
    Some(tally)
}

fn places<'a>(parts: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    let size = |part: &str| part.chars().filter(|c| !c.is_whitespace()).count();
    let mut places: BTreeSet<usize> = parts
        .scan(0, |end, part| {
            *end += size(part);
            Some(*end)
        })
        .collect();
    places.pop_last();
    places
}

fn assert_found(tally: &Tally) {
    let (found, given, right) = (tally.found as f64, tally.given as f64, tally.right as f64);
    assert!(right / given >= 0.98, "{tally:?}");
    assert!(
        right / (found - tally.semicolons as f64) >= 0.98,
        "{tally:?}"
    );
}

#[test]
fn chinese_boundaries_are_found() {
    if let Some(tally) = tally("zh", "", segment_source) {
        assert_found(&tally);
    }
}

#[test]
fn english_boundaries_are_found() {
    if let Some(tally) = tally("en", " ", segment_target) {
        assert_found(&tally);
    }
}
