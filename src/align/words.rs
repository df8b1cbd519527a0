//! Which words of two segments the dictionary, and the names of the text, relate.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::associate::{Association, runs};
use crate::lexicon::coverage::{Numbering, source_words, target_words};

/// The words of both texts, by segment, as the dictionary relates them.
pub struct Words {
    /// For each source segment and word: the numbers and weights of the stems it may become.
    source: Vec<Vec<Vec<(u32, f32)>>>,
    /// For each target segment and word: the number and weight of its stem.
    target: Vec<Vec<(u32, f32)>>,
    /// For each segment, the stems it can say (source) or says (target), sorted.
    source_stems: Vec<Vec<u32>>,
    target_stems: Vec<Vec<u32>>,
}

impl Words {
    /// Relates the words of two texts.
    pub fn new(source: &[&str], target: &[&str], associations: &[Association]) -> Self {
        let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for pair in associations {
            known
                .entry(&pair.source)
                .or_default()
                .push(pair.stem.clone());
        }
        let source: Vec<Vec<Vec<String>>> = source
            .par_iter()
            .map(|text| {
                let words = source_words(text).into_iter().map(|w| w.stems);
                let names = runs(text)
                    .into_iter()
                    .filter_map(|run| known.get(run).cloned());
                words.chain(names).collect()
            })
            .collect();
        let target: Vec<_> = target.par_iter().map(|t| target_words(t)).collect();
        let mut numbers = Numbering::default();
        let numbered_source: Vec<Vec<Vec<u32>>> = source
            .iter()
            .map(|words| {
                words
                    .iter()
                    .map(|w| w.iter().map(|s| numbers.number(s)).collect())
                    .collect()
            })
            .collect();
        let numbered_target: Vec<Vec<u32>> = target
            .iter()
            .map(|words| words.iter().map(|w| numbers.number(&w.stem)).collect())
            .collect();
        let sorted = |mut stems: Vec<u32>| {
            stems.sort_unstable();
            stems.dedup();
            stems
        };
        let source_stems: Vec<_> = numbered_source.iter().map(|w| sorted(w.concat())).collect();
        let target_stems: Vec<_> = numbered_target.iter().map(|w| sorted(w.clone())).collect();
        // A word that half the text could mean is no evidence: inverse segment frequency.
        let weights = |stems: &[Vec<u32>]| {
            let mut counts = vec![0.0f32; numbers.len()];
            stems
                .iter()
                .flatten()
                .for_each(|&s| counts[s as usize] += 1.0);
            let all = stems.len() as f32;
            counts
                .into_iter()
                .map(|c| ((all + 1.0) / (c + 0.5)).ln() / (all + 1.0).ln())
                .collect::<Vec<_>>()
        };
        let (by_source, by_target) = (weights(&source_stems), weights(&target_stems));
        let weight = |stem: u32| by_source[stem as usize].min(by_target[stem as usize]);
        let weighted = |stems: Vec<u32>| {
            stems
                .into_iter()
                .map(|s| (s, weight(s).max(0.05)))
                .collect()
        };
        let source = numbered_source
            .into_iter()
            .map(|words| words.into_iter().map(weighted).collect())
            .collect();
        let target = numbered_target.into_iter().map(weighted).collect();
        Self {
            source,
            target,
            source_stems,
            target_stems,
        }
    }

    /// Number of words of each segment of either side.
    pub fn counts(&self) -> [Vec<usize>; 2] {
        [
            self.source.iter().map(Vec::len).collect(),
            self.target.iter().map(Vec::len).collect(),
        ]
    }

    /// Weights of the source words that target segment `j` says and of the target words that
    /// source segment `i` can mean, in 127ths; 0 for the others.
    pub fn matches(&self, i: usize, j: usize, by_source: &mut [i8], by_target: &mut [i8]) {
        let found = |stems: &[u32], (stem, weight): &(u32, f32)| {
            stems.binary_search(stem).map_or(0.0, |_| *weight)
        };
        let byte = |weight: f32| (weight * 127.0).round().clamp(0.0, 127.0) as i8;
        for (stems, out) in self.source[i].iter().zip(by_source) {
            let said = stems.iter().map(|s| found(&self.target_stems[j], s));
            *out = byte(said.fold(0.0, f32::max));
        }
        for (stem, out) in self.target[j].iter().zip(by_target) {
            *out = byte(found(&self.source_stems[i], stem));
        }
    }
}
