//! Weights, and the alignment of two texts with them.

use std::collections::BTreeMap;

use super::associate::associate;
use super::bitext::{Bitext, Dictionary, Side};
use super::features::{COUNT, Feature, Features};
use super::path::{Lattice, SHAPES};
use super::{Alignment, Bead};
use crate::lexicon::han::han_share;
use crate::{Error, Result};

/// The weights that ship, made by `mtlint calibrate align`.
const WEIGHTS: &str = include_str!("../../models/align.json");

/// Aligns texts with a set of weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Aligner {
    /// One weight a feature.
    pub weights: Features,
    /// Whether no bead may reach across a paragraph break. Otherwise a break is one feature among
    /// others.
    pub hard_breaks: bool,
}

impl Aligner {
    /// The weights that ship with the program.
    ///
    /// # Errors
    /// If the file that was compiled in is damaged.
    pub fn shipped() -> Result<Self> {
        Self::from_json(WEIGHTS)
    }

    /// Weights by feature name; a feature without one weighs nothing.
    ///
    /// # Errors
    /// If the text is not an object of numbers, or names an unknown feature.
    pub fn from_json(json: &str) -> Result<Self> {
        let fault = |reason: String| Error::Model {
            name: "align.json".into(),
            reason,
        };
        let named: BTreeMap<String, f32> =
            serde_json::from_str(json).map_err(|e| fault(e.to_string()))?;
        let mut weights = Features::default();
        for (name, weight) in named {
            let at = (0..COUNT).find(|&k| Features::name(k) == name);
            weights.0[at.ok_or_else(|| fault(format!("unknown feature `{name}`")))?] = weight;
        }
        Ok(Self {
            weights,
            hard_breaks: false,
        })
    }

    /// The weights as [`from_json`](Self::from_json) reads them.
    #[must_use]
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = (0..COUNT)
            .map(|k| format!("  {:?}: {:.4}", Features::name(k), self.weights.0[k]))
            .collect();
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }

    /// Aligns two texts. The weights belong to the languages, not to the sides: where the target is
    /// the more Chinese of the two, the same beads come out mirrored; where neither is, the texts
    /// themselves decide which of them is taken first.
    #[must_use]
    pub fn align(&self, source: Side<'_>, target: Side<'_>) -> Alignment {
        let share = |side: Side<'_>| han_share(&side.texts.concat());
        let order = share(source).total_cmp(&share(target));
        if order.then_with(|| source.texts.cmp(target.texts)).is_ge() {
            return self.align_chinese(source, target);
        }
        let mut alignment = self.align_chinese(target, source);
        for bead in &mut alignment.beads {
            std::mem::swap(&mut bead.source, &mut bead.target);
        }
        alignment
    }

    /// Aligns a Chinese text with an English one.
    fn align_chinese(&self, source: Side<'_>, target: Side<'_>) -> Alignment {
        let (n, m) = (source.texts.len(), target.texts.len());
        if n == 0 || m == 0 {
            let sources = (0..n).map(|i| Bead {
                source: i..i + 1,
                target: 0..0,
            });
            let targets = (0..m).map(|j| Bead {
                source: 0..0,
                target: j..j + 1,
            });
            return Alignment {
                beads: sources.chain(targets).collect(),
                confidence: vec![1.0; n + m],
                moved: Vec::new(),
            };
        }
        let bitext = Bitext::new(source, target);
        let first = self.decode(&bitext, &bitext.dictionary(&[]));
        let names = associate(source.texts, target.texts, &first.beads);
        let mut alignment = if names.is_empty() {
            first
        } else {
            self.decode(&bitext, &bitext.dictionary(&names))
        };
        bitext.join_moved(&mut alignment);
        alignment
    }

    /// The path with the most expected correct beads.
    #[must_use]
    pub fn decode(&self, bitext: &Bitext<'_>, dictionary: &Dictionary) -> Alignment {
        let mut lattice = self.lattice(bitext, dictionary);
        lattice.replace_by_posteriors();
        let path = lattice.best(|shape, posterior| {
            let (m, n) = SHAPES[shape];
            let value = if m == 0 || n == 0 { NULL_VALUE } else { 1.0 };
            posterior * value - BEAD_PRICE
        });
        let confidence = path.iter().map(|&(_, posterior)| posterior).collect();
        Alignment {
            beads: path.into_iter().map(|(bead, _)| bead).collect(),
            confidence,
            moved: Vec::new(),
        }
    }

    /// Scores of all beads.
    #[must_use]
    pub fn lattice(&self, bitext: &Bitext<'_>, dictionary: &Dictionary) -> Lattice {
        Lattice::build(bitext.band.clone(), |shape, s, t| {
            let features = bitext.features(dictionary, shape, &s, &t);
            if self.hard_breaks && features[Feature::BreakInside] > 0.0 {
                f32::NEG_INFINITY
            } else {
                features.dot(&self.weights)
            }
        })
    }
}

/// What a correct omission or addition is worth beside a correct bead, in the choice of the path.
/// From 0.4 to 1 the strict F1 of the novels does not move by more than 0.001; at 1 most of what was
/// left out is found.
const NULL_VALUE: f32 = 1.0;

/// What every bead of the path costs: beads less sure than this are better merged. Half the F1 to
/// be had would be the best price if beads were free to choose; tried from 0 to 0.45 in
/// cross-validation on six chapters, 0.3 leaves the fewest false omissions.
const BEAD_PRICE: f32 = 0.3;
