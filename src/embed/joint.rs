//! Both sides of a pair read together, on top of the shared lower layers (late interaction).
//!
//! A pair is one sequence: a learned mark, the target's tokens, the source's tokens. A token comes
//! in as its state after the lower layers ([`LOWER_LAYERS`](super::LOWER_LAYERS)), plus a vector
//! for its side, plus its best centred cosine with a token of the other side times a learned
//! vector, plus a linear map of that token's state. Fine-tuned copies of the encoder's remaining
//! layers run over the sequence; small linear heads read the result. Trained by
//! `models/estimate/`, which describes data, loss and scores.

use candle_core::{Device, Tensor};
use half::slice::HalfFloatSliceExt;
use rayon::prelude::*;

use super::gguf::{Gguf, layer_names};
use super::kernel::{bias_gelu_row, dot};
use super::transformer::{Layer, Linear, run_layers};
use super::weights::{Sizes, Tensors, read_layers};
use super::{TokenStates, embedded_files, sha256};
use crate::Result;

/// The file that ships, written by `models/estimate/export.py`.
const FILE: &str = "estimate.gguf";

const HIDDEN: usize = 384;
const HEADS: usize = 12;
const LAYERS: usize = 3;
const POOLED: usize = 256;

/// Tokens in a batch: enough to keep the matrix products busy, small enough to stay in cache.
const BATCH_TOKENS: usize = 2048;

/// The model.
pub struct JointModel {
    name: String,
    layers: Vec<Layer>,
    mark: Vec<f32>,
    /// By side: target, source.
    sides: [SideWeights; 2],
    counterpart: Linear,
    target_head: Head,
    source_head: Head,
    pool: Head,
    pair_head: Head,
}

/// What a token of one side gets added.
struct SideWeights {
    mean: Vec<f32>,
    side: Vec<f32>,
    best: Vec<f32>,
}

/// A linear map with few outputs, in single precision: `outputs × inputs` weights.
struct Head {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// The tokens of one side of a pair, segment after segment.
pub type JointSide<'a> = &'a [TokenStates];

/// What the model says of a pair. All values are log-odds but the first of `pair`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// For each target token: raters mark it; they mark it as major; it was planted.
    pub target: Vec<[f32; 3]>,
    /// For each source token: raters mark it; nothing renders it.
    pub source: Vec<[f32; 2]>,
    /// Expected `ln(1 + 10 · penalty per word)`; raters mark a major error; an error was planted.
    pub pair: [f32; 3],
}

impl Head {
    fn read(tensors: &mut Gguf, name: &str, [outputs, inputs]: [usize; 2]) -> Result<Self> {
        let mut values = |part: &str, shape: &[usize]| -> Result<Vec<f32>> {
            let tensor = tensors.shaped(&format!("{name}.{part}"), shape)?;
            Ok(tensor.flatten_all()?.to_vec1()?)
        };
        Ok(Self {
            weight: values("weight", &[outputs, inputs])?,
            bias: values("bias", &[outputs])?,
        })
    }

    fn apply(&self, x: &[f32]) -> impl Iterator<Item = f32> {
        let rows = self.weight.chunks_exact(x.len());
        rows.zip(&self.bias).map(|(w, b)| dot(w, x) + b)
    }

    fn array<const N: usize>(&self, x: &[f32]) -> [f32; N] {
        let mut out = [0.0; N];
        out.iter_mut().zip(self.apply(x)).for_each(|(o, y)| *o = y);
        out
    }
}

impl JointModel {
    /// The model that is compiled into the binary; `None` when the binary was built without it.
    ///
    /// # Errors
    /// If its file is damaged.
    pub fn embedded() -> Result<Option<Self>> {
        let files = embedded_files();
        let file = files.iter().find(|(name, _)| *name == FILE);
        file.map(|(_, bytes)| Self::from_gguf("estimate", bytes))
            .transpose()
    }

    /// Reads the file that `models/estimate/export.py` writes.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn from_gguf(name: &str, bytes: &'static [u8]) -> Result<Self> {
        Self::from_tensors(name, bytes, Gguf::new(name, bytes)?)
    }

    fn from_tensors(name: &str, bytes: &[u8], mut tensors: Gguf) -> Result<Self> {
        let tensors = &mut tensors;
        let sizes = Sizes {
            hidden: HIDDEN,
            feed_forward: 4 * HIDDEN,
            layers: LAYERS,
            heads: HEADS,
            epsilon: 1e-12,
        };
        let mut halves = |name: &str| -> Result<[Vec<f32>; 2]> {
            let values: Vec<f32> = tensors
                .shaped(name, &[2, HIDDEN])?
                .flatten_all()?
                .to_vec1()?;
            let (target, source) = values.split_at(HIDDEN);
            Ok([target.to_vec(), source.to_vec()])
        };
        let ([m0, m1], [s0, s1], [b0, b1]) = (halves("means")?, halves("sides")?, halves("best")?);
        let side = |mean, side, best| SideWeights { mean, side, best };
        Ok(Self {
            name: format!("{name} sha256:{}", &sha256(bytes)[..12]),
            sides: [side(m0, s0, b0), side(m1, s1, b1)],
            mark: tensors.shaped("mark", &[HIDDEN])?.to_vec1()?,
            counterpart: tensors.linear(&["counterpart".into()], [HIDDEN, HIDDEN])?,
            target_head: Head::read(tensors, "target_head", [3, HIDDEN])?,
            source_head: Head::read(tensors, "source_head", [2, HIDDEN])?,
            pool: Head::read(tensors, "pool", [POOLED, 3 * HIDDEN])?,
            pair_head: Head::read(tensors, "pair_head", [3, POOLED])?,
            layers: read_layers(tensors, sizes, layer_names)?,
        })
    }

    /// Name and hash of the weights, for reports.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads pairs of (target, source) states, in the order given. What is said of a pair does not
    /// depend on what else is in the batch.
    ///
    /// # Errors
    /// If the tensor library fails.
    pub fn read(&self, pairs: &[(JointSide<'_>, JointSide<'_>)]) -> Result<Vec<Reading>> {
        let inputs: Vec<Input> = pairs
            .par_iter()
            .map(|p| Input::new(self, p.0, p.1))
            .collect();
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        order.sort_by_key(|&k| inputs[k].tokens());
        let mut readings = vec![Reading::default(); inputs.len()];
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let mut total = 0;
            let fits = rest.iter().take_while(|&&k| {
                total += inputs[k].tokens() + 1;
                total <= BATCH_TOKENS
            });
            let (batch, later) = rest.split_at(fits.count().max(1));
            let parts: Vec<&Input> = batch.iter().map(|&k| &inputs[k]).collect();
            for (&k, reading) in batch.iter().zip(self.run(&parts)?) {
                readings[k] = reading;
            }
            rest = later;
        }
        Ok(readings)
    }

    fn run(&self, inputs: &[&Input]) -> Result<Vec<Reading>> {
        let tokens: usize = inputs.iter().map(|i| i.tokens()).sum();
        let seen: Vec<f32> = inputs
            .iter()
            .flat_map(|i| &i.counterparts)
            .copied()
            .collect();
        let seen = Tensor::from_vec(seen, (tokens, HIDDEN), &Device::Cpu)?;
        let seen: Vec<f32> = self
            .counterpart
            .weight
            .apply(&seen)?
            .flatten_all()?
            .to_vec1()?;
        let mut seen = seen.chunks_exact(HIDDEN);
        let lengths: Vec<usize> = inputs.iter().map(|i| i.tokens() + 1).collect();
        let total: usize = lengths.iter().sum();
        let mut x = Vec::with_capacity(total * HIDDEN);
        for input in inputs {
            x.extend(&self.mark);
            for (row, seen) in input.states.chunks_exact(HIDDEN).zip(&mut seen) {
                let sum = row.iter().zip(seen).zip(&self.counterpart.bias);
                x.extend(sum.map(|((a, b), c)| a + b + c));
            }
        }
        let x = Tensor::from_vec(x, (total, HIDDEN), &Device::Cpu)?;
        let out = run_layers(&self.layers, &x, &lengths, HEADS)?;
        let out: Vec<f32> = out.flatten_all()?.to_vec1()?;
        let mut starts = Vec::with_capacity(inputs.len());
        let mut at = 0;
        for length in &lengths {
            starts.push(at * HIDDEN..(at + length) * HIDDEN);
            at += length;
        }
        let parts = inputs.par_iter().zip(starts);
        Ok(parts
            .map(|(i, part)| self.heads(&out[part], i.targets))
            .collect())
    }

    /// `states`: mark, target tokens, source tokens.
    fn heads(&self, states: &[f32], targets: usize) -> Reading {
        let (mark, tokens) = states.split_at(HIDDEN);
        let (target, source) = tokens.split_at(targets * HIDDEN);
        let mut pooled = mark.to_vec();
        pooled.extend(mean(target));
        pooled.extend(mean(source));
        let mut hidden: Vec<f32> = self.pool.apply(&pooled).collect();
        bias_gelu_row(&mut hidden, &[0.0; POOLED]);
        Reading {
            target: target
                .chunks_exact(HIDDEN)
                .map(|x| self.target_head.array(x))
                .collect(),
            source: source
                .chunks_exact(HIDDEN)
                .map(|x| self.source_head.array(x))
                .collect(),
            pair: self.pair_head.array(&hidden),
        }
    }
}

/// A pair as the layers take it: all but the mark and the mapped counterparts.
struct Input {
    targets: usize,
    /// `tokens × hidden`, side and best cosine added.
    states: Vec<f32>,
    /// The state of each token's counterpart.
    counterparts: Vec<f32>,
}

impl Input {
    fn tokens(&self) -> usize {
        self.states.len() / HIDDEN
    }

    fn new(model: &JointModel, target: JointSide<'_>, source: JointSide<'_>) -> Self {
        let raw = [rows(target), rows(source)];
        let centred: Vec<Vec<f32>> = raw
            .iter()
            .zip(&model.sides)
            .map(|(values, side)| centred(values, &side.mean))
            .collect();
        let mut states = Vec::new();
        let mut counterparts = Vec::new();
        for (own, other) in [(0, 1), (1, 0)] {
            let side = &model.sides[own];
            let cells = raw[own]
                .chunks_exact(HIDDEN)
                .zip(centred[own].chunks_exact(HIDDEN));
            for (row, unit) in cells {
                let (best, place) = best_match(unit, &centred[other]);
                let sum = row.iter().zip(&side.side).zip(&side.best);
                states.extend(sum.map(|((x, s), b)| x + s + best * b));
                match place {
                    Some(p) => counterparts.extend(&raw[other][p * HIDDEN..(p + 1) * HIDDEN]),
                    None => counterparts.extend([0.0; HIDDEN]),
                }
            }
        }
        Self {
            targets: raw[0].len() / HIDDEN,
            states,
            counterparts,
        }
    }
}

/// The lower states of all segments, in single precision.
fn rows(side: JointSide<'_>) -> Vec<f32> {
    let mut out = vec![0.0; side.iter().map(|t| t.lower.len()).sum()];
    let mut at = 0;
    for segment in side {
        segment
            .lower
            .convert_to_f32_slice(&mut out[at..at + segment.lower.len()]);
        at += segment.lower.len();
    }
    out
}

/// Rows less the mean, of length 1.
fn centred(values: &[f32], mean: &[f32]) -> Vec<f32> {
    let mut out = values.to_vec();
    for row in out.chunks_exact_mut(HIDDEN) {
        row.iter_mut().zip(mean).for_each(|(x, m)| *x -= m);
        let length = dot(row, row).sqrt().max(f32::MIN_POSITIVE);
        row.iter_mut().for_each(|x| *x /= length);
    }
    out
}

/// The greatest cosine and its place, the first of equals; −1 where there are no rows.
fn best_match(unit: &[f32], others: &[f32]) -> (f32, Option<usize>) {
    let mut best = (-1.0, None);
    for (k, other) in others.chunks_exact(HIDDEN).enumerate() {
        let cosine = dot(unit, other);
        if best.1.is_none() || cosine > best.0 {
            best = (cosine, Some(k));
        }
    }
    best
}

/// Mean of the rows; zeros where there are none.
fn mean(rows: &[f32]) -> Vec<f32> {
    let mut sum = vec![0.0f32; HIDDEN];
    for row in rows.chunks_exact(HIDDEN) {
        sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
    }
    let count = (rows.len() / HIDDEN).max(1) as f32;
    sum.iter_mut().for_each(|s| *s /= count);
    sum
}

#[cfg(test)]
#[cfg(feature = "embedded-model")]
mod tests {
    use half::f16;

    use super::*;

    /// One case of `models/fixtures/estimate.json`, computed by `models/estimate/fixture.py`.
    #[derive(serde::Deserialize)]
    struct Case {
        target_states: Vec<f32>,
        source_states: Vec<f32>,
        target: Vec<[f32; 3]>,
        source: Vec<[f32; 2]>,
        pair: [f32; 3],
    }

    fn side(values: &[f32]) -> TokenStates {
        TokenStates {
            lower: values.iter().map(|&x| f16::from_f32(x)).collect(),
            ..TokenStates::default()
        }
    }

    /// The greatest difference of a probability (of the penalty itself) from the trainer's.
    fn worst_difference(model: &JointModel) -> f32 {
        let fixture = include_str!("../../models/fixtures/estimate.json");
        let cases: Vec<Case> = serde_json::from_str(fixture).unwrap();
        let sides: Vec<[TokenStates; 2]> = cases
            .iter()
            .map(|c| [side(&c.target_states), side(&c.source_states)])
            .collect();
        let pairs: Vec<_> = sides
            .iter()
            .map(|[t, s]| (std::slice::from_ref(t), std::slice::from_ref(s)))
            .collect();
        let readings = model.read(&pairs).unwrap();
        let p = |z: f32| 1.0 / (1.0 + (-z).exp());
        let mut worst = 0.0f32;
        for (case, got) in cases.iter().zip(&readings) {
            assert_eq!(case.target.len(), got.target.len());
            assert_eq!(case.source.len(), got.source.len());
            worst = worst.max((case.pair[0] - got.pair[0]).abs());
            let wanted = case
                .target
                .iter()
                .flatten()
                .chain(case.source.iter().flatten());
            let found = got
                .target
                .iter()
                .flatten()
                .chain(got.source.iter().flatten());
            let heads = wanted
                .chain(&case.pair[1..])
                .zip(found.chain(&got.pair[1..]));
            worst = heads.fold(worst, |w, (a, b)| w.max((p(*a) - p(*b)).abs()));
        }
        worst
    }

    #[test]
    fn equals_the_trainer() {
        let files = embedded_files();
        let (_, bytes) = files.iter().find(|(name, _)| *name == FILE).unwrap();
        let tensors = Gguf::new("estimate", bytes).unwrap().exact();
        let exact = JointModel::from_tensors("estimate", bytes, tensors).unwrap();
        let difference = worst_difference(&exact);
        assert!(difference < 1e-3, "{difference}");
    }

    #[test]
    fn eight_bits_change_little() {
        let difference = worst_difference(&JointModel::embedded().unwrap().unwrap());
        assert!(difference < 0.03, "{difference}");
    }

    #[test]
    fn a_pair_reads_the_same_in_any_company() {
        let model = JointModel::embedded().unwrap().unwrap();
        let states = |seed: usize, tokens: usize| {
            let value = |k: usize| ((k * 7919 + seed * 104_729) % 997) as f32 / 500.0 - 1.0;
            side(&(0..tokens * HIDDEN).map(value).collect::<Vec<_>>())
        };
        let sides: Vec<_> = (0..5)
            .map(|k| [states(k, 3 + k), states(k + 9, 4)])
            .collect();
        let pairs: Vec<_> = sides
            .iter()
            .map(|[t, s]| (std::slice::from_ref(t), std::slice::from_ref(s)))
            .collect();
        let together = model.read(&pairs).unwrap();
        for (k, pair) in pairs.iter().enumerate() {
            assert_eq!(model.read(&[*pair]).unwrap()[0], together[k]);
        }
    }
}
