//! Known damage to a text whose sides correspond one to one: what an alignment must find again.

use super::align::{AlignedText, GoldBead};
use super::random::Random;

/// Shares of the target segments that suffer each kind of damage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Damage {
    /// Left out.
    pub deleted: f64,
    /// Followed by a segment of another text.
    pub inserted: f64,
    /// Joined with the next.
    pub merged: f64,
    /// Divided in two.
    pub split: f64,
    /// Gain or lose a paragraph break before them, where paragraphs are known.
    pub broken: f64,
}

impl Damage {
    /// One in twenty deleted and inserted, one in ten merged and split.
    pub const USUAL: Self = Self {
        deleted: 0.05,
        inserted: 0.05,
        merged: 0.1,
        split: 0.1,
        broken: 0.05,
    };

    /// Damages the target of a text whose gold is 1-1 throughout. `foreign` are segments of other
    /// texts. The same seed gives the same damage.
    ///
    /// A segment of fewer than six words is not split, the last one not merged.
    #[must_use]
    pub fn apply(&self, text: &AlignedText, foreign: &[&str], seed: u64) -> AlignedText {
        let mut random = Random(seed);
        let mut target: Vec<String> = Vec::new();
        let mut breaks = Vec::new();
        let mut gold = Vec::new();
        let known = !text.breaks[1].is_empty();
        let starts = |k: usize| text.breaks[1].get(k).copied().unwrap_or(false);
        let mut k = 0;
        // A paragraph whose first segment is deleted begins with the next.
        let mut pending = false;
        while k < text.target.len() {
            let segment = &text.target[k];
            let at = target.len();
            let bead = |source: &[usize], target: &[usize]| GoldBead {
                source: source.to_vec(),
                target: target.to_vec(),
            };
            let flipped = known && random.share() < self.broken;
            let start = (starts(k) != flipped || pending) && known;
            let draw = random.share();
            let [deleted, inserted, merged, split] = self.thresholds();
            pending = false;
            let halves = halves(segment).filter(|_| (merged..split).contains(&draw));
            if draw < deleted {
                pending = start;
                gold.push(bead(&[k], &[]));
            } else if draw < inserted && !foreign.is_empty() {
                let other = foreign[random.below(foreign.len())];
                target.extend([segment.clone(), other.to_owned()]);
                breaks.extend([start, random.share() < 0.5]);
                gold.extend([bead(&[k], &[at]), bead(&[], &[at + 1])]);
            } else if (inserted..merged).contains(&draw) && k + 1 < text.target.len() {
                target.push(format!("{segment} {}", text.target[k + 1]));
                breaks.push(start);
                gold.push(bead(&[k, k + 1], &[at]));
                k += 1;
            } else if let Some((first, second)) = halves {
                target.extend([first.to_owned(), second.to_owned()]);
                breaks.extend([start, false]);
                gold.push(bead(&[k], &[at, at + 1]));
            } else {
                target.push(segment.clone());
                breaks.push(start);
                gold.push(bead(&[k], &[at]));
            }
            k += 1;
        }
        AlignedText {
            name: text.name.clone(),
            source: text.source.clone(),
            target,
            breaks: if known {
                [text.breaks[0].clone(), breaks]
            } else {
                [Vec::new(), Vec::new()]
            },
            gold,
        }
    }

    fn thresholds(&self) -> [f64; 4] {
        let mut sum = 0.0;
        [self.deleted, self.inserted, self.merged, self.split].map(|share| {
            sum += share;
            sum
        })
    }
}

/// A segment in two: after the sentence, clause or word that ends nearest to the middle.
fn halves(segment: &str) -> Option<(&str, &str)> {
    if segment.split_whitespace().count() < 6 {
        return None;
    }
    let middle = segment.len() / 2;
    let spaces = |marks: &[char]| {
        segment
            .match_indices(' ')
            .map(|(at, _)| at)
            .filter(|&at| marks.is_empty() || segment[..at].ends_with(marks))
            .filter(|&at| at > segment.len() / 5 && at < segment.len() * 4 / 5)
            .min_by_key(|at| at.abs_diff(middle))
    };
    let at = spaces(&['.', '!', '?', '"'])
        .or_else(|| spaces(&[',', ';', ':']))
        .or_else(|| spaces(&[]))?;
    Some((segment[..at].trim_end(), segment[at..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: usize) -> AlignedText {
        let line = |k: usize| format!("This is the sentence, number {k}, of a long text.");
        AlignedText {
            name: String::new(),
            source: (0..lines).map(|k| k.to_string()).collect(),
            target: (0..lines).map(line).collect(),
            breaks: [Vec::new(), Vec::new()],
            gold: (0..lines)
                .map(|k| GoldBead {
                    source: vec![k],
                    target: vec![k],
                })
                .collect(),
        }
    }

    #[test]
    fn the_damage_is_of_the_stated_shares_and_its_gold_covers_every_line_once() {
        let damaged = Damage::USUAL.apply(&text(2000), &["Foreign."], 1);
        let share = |source: usize, target: usize| {
            let shape = |b: &&GoldBead| (b.source.len(), b.target.len()) == (source, target);
            damaged.gold.iter().filter(shape).count() as f64 / 2000.0
        };
        for (shape, expected) in [((1, 0), 0.05), ((0, 1), 0.05), ((2, 1), 0.1), ((1, 2), 0.1)] {
            let found = share(shape.0, shape.1);
            assert!((found - expected).abs() < 0.02, "{shape:?} {found}");
        }
        let sources: Vec<usize> = damaged.gold.iter().flat_map(|b| b.source.clone()).collect();
        let targets: Vec<usize> = damaged.gold.iter().flat_map(|b| b.target.clone()).collect();
        assert_eq!(sources, (0..2000).collect::<Vec<_>>());
        assert_eq!(targets, (0..damaged.target.len()).collect::<Vec<_>>());
        assert_eq!(damaged, Damage::USUAL.apply(&text(2000), &["Foreign."], 1));
        assert_ne!(damaged, Damage::USUAL.apply(&text(2000), &["Foreign."], 2));
    }

    #[test]
    fn a_split_loses_nothing() {
        let (a, b) = halves("He came in, saw nobody, and went home.").expect("long enough");
        assert_eq!((a, b), ("He came in, saw nobody,", "and went home."));
    }
}
