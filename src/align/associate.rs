//! Words that stand for each other in this text: names above all, which no dictionary has.
//!
//! Counted over the beads of a first alignment, as hunalign's second pass does (Varga et al. 2005),
//! and kept where Dunning's (1993) log-likelihood ratio says that they go together and Dice's
//! coefficient that they do so most of the time. Time linear in the text; a text of a few
//! sentences has no pairs.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Bead;
use crate::lexicon::coverage::target_words;
use crate::lexicon::han::is_han;

/// A run of Chinese characters and the stem of an English word that renders it in this text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Association {
    /// The characters.
    pub source: String,
    /// The stem.
    pub stem: String,
}

/// Beads in which a word must occur: fewer prove nothing.
const LEAST: usize = 3;
/// Smallest log-likelihood ratio: at 10.8 chance alone gives one pair in a thousand.
const RATIO: f64 = 12.0;
/// Smallest Dice coefficient.
const DICE: f64 = 0.5;
/// Longest run of characters looked at.
const LONGEST: usize = 4;

/// Pairs of words that go together in the beads.
#[must_use]
pub fn associate(source: &[&str], target: &[&str], beads: &[Bead]) -> Vec<Association> {
    let beads: Vec<&Bead> = beads.iter().filter(|b| !b.is_null()).collect();
    let mut left: Vec<BTreeSet<&str>> = Vec::new();
    let mut right: Vec<BTreeSet<String>> = Vec::new();
    for bead in &beads {
        left.push(bead.source.clone().flat_map(|i| runs(source[i])).collect());
        let words = bead.target.clone().flat_map(|j| target_words(target[j]));
        right.push(words.map(|w| w.stem).collect());
    }
    let right_counts = count(right.iter().flatten().map(String::as_str));
    // One run after the other: the counts of all pairs together would take more memory than the
    // vectors of the text.
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (bead, runs) in left.into_iter().enumerate() {
        for run in runs {
            places.entry(run).or_default().push(bead);
        }
    }
    let places: Vec<(&str, Vec<usize>)> = places
        .into_iter()
        .filter(|(_, beads)| beads.len() >= LEAST)
        .collect();
    places
        .par_iter()
        .flat_map_iter(|(run, places)| {
            let together = count(places.iter().flat_map(|&k| &right[k]).map(String::as_str));
            together
                .into_iter()
                .filter(|&(stem, together)| {
                    let (a, b) = (places.len(), right_counts[stem]);
                    together >= LEAST
                        && 2.0 * together as f64 >= DICE * (a + b) as f64
                        && likelihood_ratio(together, a, b, beads.len()) >= RATIO
                })
                .map(|(stem, _)| Association {
                    source: (*run).to_owned(),
                    stem: stem.to_owned(),
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// All runs of 2 to 4 Chinese characters.
#[must_use]
pub fn runs(text: &str) -> Vec<&str> {
    let places: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    for start in 0..places.len() {
        for length in 1..=LONGEST.min(places.len() - start) {
            if !is_han(places[start + length - 1].1) {
                break;
            }
            if length > 1 {
                let end = places.get(start + length).map_or(text.len(), |p| p.0);
                found.push(&text[places[start].0..end]);
            }
        }
    }
    found
}

fn count<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Dunning's `−2 log λ` for two words in `a` and `b` of `all` beads, `together` in one; 0 where
/// they avoid each other.
fn likelihood_ratio(together: usize, a: usize, b: usize, all: usize) -> f64 {
    let (k, a, b, n) = (together as f64, a as f64, b as f64, all as f64);
    if k * n <= a * b {
        return 0.0;
    }
    let term = |seen: f64, expected: f64| {
        if seen > 0.0 {
            seen * (seen / expected).ln()
        } else {
            0.0
        }
    };
    2.0 * (term(k, a * b / n)
        + term(a - k, a * (n - b) / n)
        + term(b - k, (n - a) * b / n)
        + term(n - a - b + k, (n - a) * (n - b) / n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_its_rendering_find_each_other() {
        let source = [
            "韦小宝笑了。",
            "天黑了。",
            "韦小宝走了。",
            "雨停了。",
            "他怕韦小宝。",
            "韦小宝道。",
        ];
        let target = [
            "Trinket laughed.",
            "Night fell.",
            "Trinket left.",
            "Rain stopped.",
            "He feared Trinket.",
            "Trinket spoke.",
        ];
        let beads: Vec<Bead> = (0..6)
            .map(|i| Bead {
                source: i..i + 1,
                target: i..i + 1,
            })
            .collect();
        // Six beads are too few for the ratio: the same text five times over is not.
        let (source, target) = (source.repeat(5), target.repeat(5));
        let beads: Vec<Bead> = (0..5)
            .flat_map(|k| {
                beads.iter().map(move |b| Bead {
                    source: b.source.start + 6 * k..b.source.end + 6 * k,
                    target: b.target.start + 6 * k..b.target.end + 6 * k,
                })
            })
            .collect();
        let found = associate(&source, &target, &beads);
        assert!(
            found.contains(&Association {
                source: "韦小宝".into(),
                stem: crate::lexicon::english::stem("Trinket")
            }),
            "{found:?}"
        );
        assert!(
            !found
                .iter()
                .any(|a| a.source.contains('雨') && a.stem.starts_with("trink"))
        );
    }

    #[test]
    fn the_ratio_has_dunnings_values() {
        // 10 of 100 each, always together: 2 · (10 ln 10 + 90 ln (1/0.9)).
        assert!((likelihood_ratio(10, 10, 10, 100) - 65.0).abs() < 0.1);
        assert!(likelihood_ratio(1, 10, 10, 100).abs() < 1e-9);
    }
}
