//! Two texts, with everything about them that beads are judged by.

use super::associate::Association;
use super::coarse;
use super::gains::{Columns, Gains};
use super::path::Band;
use super::quotes::{Quotes, quotes};
use super::surface::{Final, final_mark, length, numbers};
use super::tokens::{TokenRows, best_matches};
use super::vectors::{Cosines, Vectors};
use super::words::Words;
use super::{Alignment, moved};
use crate::embed::Embeddings;

/// One side of the texts to align.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Text of each segment.
    pub texts: &'a [&'a str],
    /// Vector of each segment.
    pub vectors: &'a Embeddings,
    /// Token vectors of each segment.
    pub tokens: &'a TokenRows,
    /// Whether a segment begins a paragraph; empty where paragraphs are not known.
    pub breaks: &'a [bool],
}

/// What is read off the surface of the segments of one side.
pub struct Surface {
    /// Lengths in characters.
    pub lengths: Vec<f32>,
    /// Values of numbers.
    pub numbers: Vec<Vec<u64>>,
    /// How each segment ends.
    pub finals: Vec<Final>,
    /// Dialogue.
    pub quotes: Vec<Quotes>,
    /// Whether each segment begins a paragraph; empty where that is not known.
    pub breaks: Vec<bool>,
}

impl Surface {
    fn new(side: Side<'_>) -> Self {
        Self {
            lengths: side.texts.iter().map(|t| length(t)).collect(),
            numbers: side.texts.iter().map(|t| numbers(t)).collect(),
            finals: side.texts.iter().map(|t| final_mark(t)).collect(),
            quotes: quotes(side.texts),
            breaks: side.breaks.to_vec(),
        }
    }
}

/// Two texts within the band that is searched. The dictionary stands apart, in [`Dictionary`]:
/// it learns the names of the text between the two passes.
pub struct Bitext<'a> {
    texts: [&'a [&'a str]; 2],
    /// The band.
    pub band: Band,
    /// The pairs of segments that can meet.
    pub columns: Columns,
    /// Cosines of the segments.
    pub cosines: Cosines,
    /// Gains of the tokens.
    pub tokens: Gains,
    /// The surface of the two sides.
    pub surface: [Surface; 2],
    /// Target characters per source character.
    pub ratio: f32,
}

impl<'a> Bitext<'a> {
    /// Finds the band of two texts and prepares what lies in it. Neither may be empty.
    #[must_use]
    pub fn new(source: Side<'a>, target: Side<'a>) -> Self {
        let vectors = [source, target].map(|side| Vectors::new(side.vectors));
        let band = coarse::band(&vectors[0].normal(), &vectors[1].normal());
        let columns = Columns::new(&band, vectors[1].len());
        let cosines = Cosines::new(vectors, &columns);
        let counts = [source, target].map(|side| {
            (0..side.tokens.len())
                .map(|k| side.tokens.count(k))
                .collect()
        });
        let tokens = Gains::new(&columns, counts, |i, j, by_source, by_target| {
            best_matches((source.tokens, i), (target.tokens, j), by_source, by_target);
        });
        let surface = [source, target].map(Surface::new);
        let sum = |side: &Surface| side.lengths.iter().sum::<f32>().max(1.0);
        Self {
            texts: [source.texts, target.texts],
            ratio: sum(&surface[1]) / sum(&surface[0]),
            band,
            columns,
            cosines,
            tokens,
            surface,
        }
    }

    /// What the dictionary, and the names of the text, say of it.
    #[must_use]
    pub fn dictionary(&self, names: &[Association]) -> Dictionary {
        let words = Words::new(self.texts[0], self.texts[1], names);
        Dictionary(Gains::new(
            &self.columns,
            words.counts(),
            |i, j, by_source, by_target| words.matches(i, j, by_source, by_target),
        ))
    }

    /// Joins the passages of an alignment that were moved.
    pub fn join_moved(&self, alignment: &mut Alignment) {
        let [source, target] = &self.surface;
        let scaled: Vec<f32> = source.lengths.iter().map(|l| l * self.ratio).collect();
        moved::join(alignment, &self.cosines, [&scaled, &target.lengths]);
    }

    /// Numbers of source and target segments.
    #[must_use]
    pub fn lengths(&self) -> [usize; 2] {
        self.texts.map(<[_]>::len)
    }
}

/// Gains of the words by dictionary.
pub struct Dictionary(pub Gains);
