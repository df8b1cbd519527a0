//! English words and their opposites.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::lexicon::english;

/// Pairs of opposites, one a line; `data/polarity/README.md` says from where.
static PAIRS: &str = include_str!("../../../data/polarity/antonyms.tsv");

/// The stems of the opposites of a word with this stem.
pub(in crate::flag) fn opposites(stem: &str) -> &'static [String] {
    static TABLE: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (a, b) in PAIRS.lines().filter_map(|line| line.split_once('\t')) {
            let (a, b) = (english::stem(a), english::stem(b));
            if a != b {
                table.entry(a.clone()).or_default().push(b.clone());
                table.entry(b).or_default().push(a);
            }
        }
        table
    });
    table.get(stem).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposites_go_both_ways() {
        let (rise, fall) = (english::stem("rose"), english::stem("fell"));
        assert!(opposites(&rise).contains(&fall) && opposites(&fall).contains(&rise));
        assert!(opposites("no such stem").is_empty());
    }
}
