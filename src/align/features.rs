//! What a bead is judged by.

use std::ops::Range;

use rayon::prelude::*;

use super::associate::Association;
use super::path::{Band, SHAPES};
use super::quotes::{Quotes, quotes};
use super::surface::{Final, compare, dialogue, final_mark, length, numbers};
use super::vectors::{TokenMatch, centre_tokens, centre_vectors, cosine, sum, token_match};
use super::words::Words;
use crate::embed::{Embeddings, TokenStates, dot};

/// One side of the texts to align.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Text of each segment.
    pub texts: &'a [&'a str],
    /// Vector of each segment.
    pub vectors: &'a Embeddings,
    /// Token vectors of each segment.
    pub tokens: &'a [TokenStates],
    /// Whether a segment begins a paragraph; empty where paragraphs are not known.
    pub breaks: &'a [bool],
}

/// Names of the features, in order; `shape` features follow, one for each of [`SHAPES`].
pub const NAMES: [&str; 36] = [
    "cosine",
    "cosine × segments",
    "margin",
    "margin × segments",
    "target token gain",
    "source token gain",
    "mean target token gain",
    "mean source token gain",
    "weakest target segment",
    "weakest source segment",
    "length deviation²",
    "length deviation",
    "numbers shared",
    "numbers not shared",
    "same final punctuation",
    "other final punctuation",
    "paragraph break inside",
    "paragraph break on one side",
    "target dictionary gain",
    "source dictionary gain",
    "mean target dictionary gain",
    "mean source dictionary gain",
    "weakest target segment by dictionary",
    "weakest source segment by dictionary",
    "quotation open on one side",
    "quotation closes on one side",
    "quotation on one side",
    "quotations differ",
    "questions differ",
    "length ratio",
    "target edge, tokens",
    "source edge, tokens",
    "target edge, dictionary",
    "source edge, dictionary",
    "target edge, cosine",
    "source edge, cosine",
];

/// Number of features of a bead.
pub const COUNT: usize = NAMES.len() + SHAPES.len();

/// The features of one bead.
pub type Features = [f32; COUNT];

/// Everything about the two texts that features are computed from.
pub struct Extractor {
    source: Prepared,
    target: Prepared,
    band: Band,
    /// For each pair of segments in the band: how well each token of one is matched in the other.
    matches: Vec<Match>,
    columns: Vec<Range<usize>>,
    offsets: Vec<usize>,
    /// Target characters per source character.
    ratio: f32,
}

/// A side with what is needed of each segment.
struct Prepared {
    /// Sum of token vectors, mean removed, not normalised.
    vectors: Vec<Vec<f32>>,
    lengths: Vec<f32>,
    numbers: Vec<Vec<u64>>,
    finals: Vec<Final>,
    quotes: Vec<Quotes>,
    breaks: Vec<bool>,
    /// Average cosine to the nearest segments of the other side.
    neighbours: Vec<f32>,
    /// Average and greatest token match over the band, for each segment and token.
    average: Vec<Vec<f32>>,
    /// The same for the words that the dictionary knows.
    word_average: Vec<Vec<f32>>,
}

/// How well two segments match.
struct Match {
    tokens: TokenMatch,
    /// For each target word: its weight where the source says it, else 0.
    target_words: Vec<f32>,
    /// For each source word: its weight where the target says it, else 0.
    source_words: Vec<f32>,
}

/// What a gain is computed from.
#[derive(Clone, Copy)]
enum Channel {
    Tokens,
    Words,
}

/// Number of neighbours in the margin, as in LASER's mining.
const NEIGHBOURS: usize = 4;

impl Extractor {
    /// Prepares the features of all beads in a band.
    ///
    /// # Panics
    /// If the band does not fit the sides.
    #[must_use]
    pub fn new(
        source: Side<'_>,
        target: Side<'_>,
        band: Band,
        associations: &[Association],
    ) -> Self {
        let columns = columns(&band);
        let mut offsets = vec![0];
        for range in &columns {
            offsets.push(offsets[offsets.len() - 1] + range.len());
        }
        let (source_tokens, target_tokens) = (centre_tokens(source), centre_tokens(target));
        let words = Words::new(source.texts, target.texts, associations);
        let cells: Vec<(usize, usize)> = columns
            .iter()
            .enumerate()
            .flat_map(|(i, r)| r.clone().map(move |j| (i, j)))
            .collect();
        let matches: Vec<Match> = cells
            .par_iter()
            .map(|&(i, j)| {
                let width = source.vectors.dimension();
                let tokens = token_match(&source_tokens[i], &target_tokens[j], width);
                let (source_words, target_words) = words.matches(i, j);
                Match {
                    tokens,
                    target_words,
                    source_words,
                }
            })
            .collect();
        let mut prepared = [source, target].map(|side| Prepared {
            vectors: centre_vectors(side),
            lengths: side.texts.iter().map(|t| length(t)).collect(),
            numbers: side.texts.iter().map(|t| numbers(t)).collect(),
            finals: side.texts.iter().map(|t| final_mark(t)).collect(),
            quotes: quotes(side.texts),
            breaks: side.breaks.to_vec(),
            neighbours: Vec::new(),
            average: Vec::new(),
            word_average: Vec::new(),
        });
        let [source, target] = &mut prepared;
        for (i, range) in columns.iter().enumerate() {
            let row = &matches[offsets[i]..offsets[i + 1]];
            source
                .average
                .push(average(row.iter().map(|m| m.tokens.source.as_slice())));
            source
                .word_average
                .push(average(row.iter().map(|m| m.source_words.as_slice())));
            let near = range
                .clone()
                .map(|j| cosine(&source.vectors[i], &target.vectors[j]))
                .collect();
            source.neighbours.push(top_mean(near));
        }
        for j in 0..target.vectors.len() {
            let seen: Vec<usize> = (0..columns.len())
                .filter(|&i| columns[i].contains(&j))
                .collect();
            let at = |i: usize| &matches[offsets[i] + j - columns[i].start];
            target.average.push(average(
                seen.iter().map(|&i| at(i).tokens.target.as_slice()),
            ));
            target
                .word_average
                .push(average(seen.iter().map(|&i| at(i).target_words.as_slice())));
            let near = seen
                .iter()
                .map(|&i| cosine(&source.vectors[i], &target.vectors[j]))
                .collect();
            target.neighbours.push(top_mean(near));
        }
        let sum = |side: &Prepared| side.lengths.iter().sum::<f32>().max(1.0);
        let ratio = sum(target) / sum(source);
        let [source, target] = prepared;
        Self {
            source,
            target,
            band,
            matches,
            columns,
            offsets,
            ratio,
        }
    }

    /// The band.
    #[must_use]
    pub fn band(&self) -> &Band {
        &self.band
    }

    fn pair(&self, i: usize, j: usize) -> Option<&Match> {
        let range = &self.columns[i];
        range
            .contains(&j)
            .then(|| &self.matches[self.offsets[i] + j - range.start])
    }

    /// Sum and weakest mean, over the segments of one side, of each token's (or word's) best match
    /// in the other side less its average match; and the number of tokens.
    fn gain(
        &self,
        channel: Channel,
        of: Range<usize>,
        by: &Range<usize>,
        target_side: bool,
    ) -> (f32, f32, f32) {
        let side = if target_side {
            &self.target
        } else {
            &self.source
        };
        let averages = match channel {
            Channel::Tokens => &side.average,
            Channel::Words => &side.word_average,
        };
        let (mut total, mut weakest, mut count) = (0.0, f32::INFINITY, 0.0);
        for a in of {
            let average = &averages[a];
            let mut best = vec![f32::NEG_INFINITY; average.len()];
            for b in by.clone() {
                let found = if target_side {
                    self.pair(b, a)
                } else {
                    self.pair(a, b)
                };
                let Some(found) = found else { continue };
                let values = match (channel, target_side) {
                    (Channel::Tokens, true) => &found.tokens.target,
                    (Channel::Tokens, false) => &found.tokens.source,
                    (Channel::Words, true) => &found.target_words,
                    (Channel::Words, false) => &found.source_words,
                };
                for (x, y) in best.iter_mut().zip(values) {
                    *x = x.max(*y);
                }
            }
            let sum: f32 = best
                .iter()
                .zip(average)
                .filter(|(b, _)| b.is_finite())
                .map(|(b, a)| b - a)
                .sum();
            let tokens = average.len() as f32;
            weakest = weakest.min(sum / tokens.max(1.0));
            total += sum;
            count += tokens;
        }
        (
            total,
            if weakest.is_finite() { weakest } else { 0.0 },
            count,
        )
    }

    fn mean_gain(&self, channel: Channel, of: usize, by: Range<usize>, target_side: bool) -> f32 {
        let (total, _, count) = self.gain(channel, of..of + 1, &by, target_side);
        total / count.max(1.0)
    }

    /// How much better the outermost segments of one side of a bead fit the bead than the
    /// neighbouring segment of the other side, to which they could belong instead; 0 where the side
    /// has one segment only.
    fn edge(
        of: &Range<usize>,
        by: &Range<usize>,
        others: usize,
        fit: impl Fn(usize, Range<usize>) -> f32,
    ) -> f32 {
        if of.len() < 2 {
            return 0.0;
        }
        let last = (by.end < others)
            .then(|| fit(of.end - 1, by.clone()) - fit(of.end - 1, by.end..by.end + 1));
        let first = by
            .start
            .checked_sub(1)
            .map(|before| fit(of.start, by.clone()) - fit(of.start, before..by.start));
        last.unwrap_or(0.0) + first.unwrap_or(0.0)
    }

    /// The features of a bead of the band.
    #[must_use]
    pub fn features(&self, shape: usize, s: &Range<usize>, t: &Range<usize>) -> Features {
        let mut f = [0.0; COUNT];
        f[NAMES.len() + shape] = 1.0;
        let size = (s.len() + t.len()) as f32 / 2.0;
        f[16] =
            (inner_breaks(&self.source.breaks, s) + inner_breaks(&self.target.breaks, t)) as f32;
        if s.is_empty() || t.is_empty() {
            return f;
        }
        let similarity = cosine(
            &sum(&self.source.vectors[s.clone()]),
            &sum(&self.target.vectors[t.clone()]),
        );
        let around = |side: &Prepared, r: &Range<usize>| {
            side.neighbours[r.clone()].iter().sum::<f32>() / r.len() as f32
        };
        let margin = similarity - f32::midpoint(around(&self.source, s), around(&self.target, t));
        (f[0], f[1], f[2], f[3]) = (similarity, similarity * size, margin, margin * size);
        let (target_gain, target_weakest, target_tokens) =
            self.gain(Channel::Tokens, t.clone(), s, true);
        let (source_gain, source_weakest, source_tokens) =
            self.gain(Channel::Tokens, s.clone(), t, false);
        (f[4], f[5]) = (target_gain / 10.0, source_gain / 10.0);
        (f[6], f[7]) = (
            target_gain / target_tokens.max(1.0),
            source_gain / source_tokens.max(1.0),
        );
        (f[8], f[9]) = (target_weakest, source_weakest);
        let (gain, weakest, count) = self.gain(Channel::Words, t.clone(), s, true);
        (f[18], f[20], f[22]) = (gain / 10.0, gain / count.max(1.0), weakest);
        let (gain, weakest, count) = self.gain(Channel::Words, s.clone(), t, false);
        (f[19], f[21], f[23]) = (gain / 10.0, gain / count.max(1.0), weakest);
        let total = |side: &Prepared, r: &Range<usize>| side.lengths[r.clone()].iter().sum::<f32>();
        let (a, b) = (total(&self.source, s) * self.ratio, total(&self.target, t));
        // Gale and Church: the difference over its standard deviation, which grows with the root
        // of the length; 6.8 is their variance per character.
        let deviation = (a - b).abs() / (6.8 * f32::midpoint(a, b)).sqrt().max(1.0);
        (f[10], f[11]) = (deviation.min(6.0).powi(2) / 10.0, deviation.min(12.0));
        let (shared, other) = compare(
            &self.source.numbers[s.clone()],
            &self.target.numbers[t.clone()],
        );
        (f[12], f[13]) = (shared, other);
        let same = self.source.finals[s.end - 1] == self.target.finals[t.end - 1];
        (f[14], f[15]) = if same { (1.0, 0.0) } else { (0.0, 1.0) };
        let (a, b) = (
            &self.source.quotes[s.clone()],
            &self.target.quotes[t.clone()],
        );
        f[24..29].copy_from_slice(&dialogue(a, b));
        let (a, b) = (total(&self.source, s) * self.ratio, total(&self.target, t));
        f[29] = ((a + 1.0) / (b + 1.0)).ln().abs().min(3.0);
        f[30] = Self::edge(t, s, self.source.vectors.len(), |j, by| {
            self.mean_gain(Channel::Tokens, j, by, true)
        });
        f[31] = Self::edge(s, t, self.target.vectors.len(), |i, by| {
            self.mean_gain(Channel::Tokens, i, by, false)
        });
        f[32] = Self::edge(t, s, self.source.vectors.len(), |j, by| {
            self.mean_gain(Channel::Words, j, by, true)
        });
        f[33] = Self::edge(s, t, self.target.vectors.len(), |i, by| {
            self.mean_gain(Channel::Words, i, by, false)
        });
        f[34] = Self::edge(t, s, self.source.vectors.len(), |j, by| {
            cosine(&self.target.vectors[j], &sum(&self.source.vectors[by]))
        });
        f[35] = Self::edge(s, t, self.target.vectors.len(), |i, by| {
            cosine(&self.source.vectors[i], &sum(&self.target.vectors[by]))
        });
        let starts =
            |side: &Prepared, r: &Range<usize>| side.breaks.get(r.start).copied().unwrap_or(false);
        f[17] = f32::from(u8::from(starts(&self.source, s) != starts(&self.target, t)));
        f
    }

    /// Vectors with the mean removed, each of length 1, for the coarse path.
    #[must_use]
    pub fn centred(side: Side<'_>) -> Vec<Vec<f32>> {
        let mut rows = centre_vectors(side);
        for row in &mut rows {
            let length = dot(row, row).sqrt().max(f32::MIN_POSITIVE);
            row.iter_mut().for_each(|x| *x /= length);
        }
        rows
    }
}

/// For each source segment, the target segments it can share a bead with.
fn columns(band: &Band) -> Vec<Range<usize>> {
    let longest = SHAPES.iter().map(|s| s.1).max().unwrap_or(0);
    band.rows()
        .windows(2)
        .map(|pair| {
            let to = (pair[1].end - 1).max(pair[0].end - 1);
            pair[0].start.min(pair[1].start).saturating_sub(longest)..to
        })
        .collect()
}

fn average<'a>(rows: impl Iterator<Item = &'a [f32]>) -> Vec<f32> {
    let mut total: Vec<f32> = Vec::new();
    let mut count = 0.0f32;
    for row in rows {
        if total.is_empty() {
            total = row.to_vec();
        } else {
            total.iter_mut().zip(row).for_each(|(t, x)| *t += x);
        }
        count += 1.0;
    }
    total.iter_mut().for_each(|t| *t /= count.max(1.0));
    total
}

fn top_mean(mut values: Vec<f32>) -> f32 {
    values.sort_by(|a, b| b.total_cmp(a));
    values.truncate(NEIGHBOURS);
    values.iter().sum::<f32>() / (values.len() as f32).max(1.0)
}

fn inner_breaks(breaks: &[bool], range: &Range<usize>) -> usize {
    breaks
        .get(range.clone())
        .map_or(0, |b| b.iter().skip(1).filter(|&&x| x).count())
}
