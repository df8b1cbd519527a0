//! The encoder's forward pass over packed sequences.

use candle_core::{Device, Tensor};

use super::kernel::{Attention, BiasGelu, BiasResidualNorm, Norm, norm_rows};
use super::linear::Weight;
use super::words::WordTable;
use crate::Result;

/// A linear map with its bias.
pub struct Linear {
    pub weight: Weight,
    pub bias: Vec<f32>,
}

/// One layer of the encoder.
pub struct Layer {
    pub query_key_value: Linear,
    pub attention_output: Linear,
    pub attention_norm: Norm,
    pub up: Linear,
    pub down: Linear,
    pub output_norm: Norm,
}

/// Weights and shape of a BERT encoder.
pub struct Transformer {
    pub words: WordTable,
    /// `positions × hidden`, the token-type vector already added.
    pub positions: Vec<f32>,
    /// Added to each position (2 for `RoBERTa`'s numbering, 0 for BERT's).
    pub first_position: usize,
    pub embedding_norm: Norm,
    pub layers: Vec<Layer>,
    pub hidden: usize,
    pub heads: usize,
    /// Longest sequence, markers included.
    pub window: usize,
}

impl Transformer {
    /// The states of packed sequences after all layers, and, where asked for, after so many of the
    /// lowest (else nothing): `tokens × hidden` values each.
    pub fn forward(
        &self,
        sequences: &[&[u32]],
        lower: Option<usize>,
    ) -> Result<(Vec<f32>, Vec<f32>)> {
        let lengths: Vec<usize> = sequences.iter().map(|s| s.len()).collect();
        let total: usize = lengths.iter().sum();
        let mut states = vec![0.0f32; total * self.hidden];
        let mut rows = states.chunks_exact_mut(self.hidden);
        for sequence in sequences {
            for (place, (&id, row)) in sequence.iter().zip(&mut rows).enumerate() {
                self.words.read(id as usize, row);
                let at = (place + self.first_position) * self.hidden;
                for (x, p) in row.iter_mut().zip(&self.positions[at..at + self.hidden]) {
                    *x += p;
                }
            }
        }
        norm_rows(&mut states, &self.embedding_norm);
        let x = Tensor::from_vec(states, (total, self.hidden), &Device::Cpu)?;
        let (below, above) = self
            .layers
            .split_at(lower.unwrap_or(0).min(self.layers.len()));
        let between = run_layers(below, &x, &lengths, self.heads)?;
        let last = run_layers(above, &between, &lengths, self.heads)?;
        let lower = match lower {
            Some(_) => between.flatten_all()?.to_vec1()?,
            None => Vec::new(),
        };
        Ok((last.flatten_all()?.to_vec1()?, lower))
    }
}

/// Runs layers over packed sequences of the given lengths: `[tokens, hidden]` to the same shape.
pub fn run_layers(layers: &[Layer], x: &Tensor, lengths: &[usize], heads: usize) -> Result<Tensor> {
    let mut x = x.clone();
    for layer in layers {
        let attention = Attention {
            bias: &layer.query_key_value.bias,
            heads,
            lengths,
        };
        let seen = layer
            .query_key_value
            .weight
            .apply(&x)?
            .apply_op1_no_bwd(&attention)?;
        let output = &layer.attention_output;
        let norm = BiasResidualNorm {
            bias: &output.bias,
            norm: &layer.attention_norm,
        };
        x = output.weight.apply(&seen)?.apply_op2_no_bwd(&x, &norm)?;
        let wide = layer
            .up
            .weight
            .apply(&x)?
            .apply_op1_no_bwd(&BiasGelu(&layer.up.bias))?;
        let norm = BiasResidualNorm {
            bias: &layer.down.bias,
            norm: &layer.output_norm,
        };
        x = layer
            .down
            .weight
            .apply(&wide)?
            .apply_op2_no_bwd(&x, &norm)?;
    }
    Ok(x)
}
