//! From named tensors to a [`Transformer`](super::transformer::Transformer), whatever the file.

use candle_core::{DType, Tensor};

use super::kernel::Norm;
use super::linear::Weight;
use super::transformer::{Layer, Linear};
use crate::{Error, Result};

/// A model that cannot be used.
pub fn fault(name: &str, reason: impl Into<String>) -> Error {
    Error::Model {
        name: name.to_owned(),
        reason: reason.into(),
    }
}

/// The sizes of a model.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    pub hidden: usize,
    pub feed_forward: usize,
    pub layers: usize,
    pub heads: usize,
    /// Epsilon of the layer norms.
    pub epsilon: f32,
}

impl Sizes {
    /// Refuses sizes that no model has.
    pub fn check(&self, name: &str) -> Result<()> {
        let Self { hidden, heads, .. } = *self;
        if hidden == 0 || heads == 0 || !hidden.is_multiple_of(heads) {
            let reason =
                format!("expected heads that divide the width, found {heads} and {hidden}");
            return Err(fault(name, reason));
        }
        Ok(())
    }
}

/// A source of tensors by name, and what differs between the two formats.
pub trait Tensors {
    /// What the source is called in messages.
    fn source(&self) -> &str;

    fn get(&mut self, name: &str) -> Result<Tensor>;

    /// A tensor that must have this shape.
    fn shaped(&mut self, name: &str, shape: &[usize]) -> Result<Tensor> {
        let tensor = self.get(name)?;
        if tensor.dims() != shape {
            let found = tensor.dims();
            let reason = format!("tensor `{name}`: expected shape {shape:?}, found {found:?}");
            return Err(fault(self.source(), reason));
        }
        Ok(tensor)
    }

    /// A tensor of so many columns, and at least one row.
    fn rows(&mut self, name: &str, columns: usize) -> Result<Vec<f32>> {
        let tensor = self.get(name)?;
        if !matches!(*tensor.dims(), [rows, width] if rows > 0 && width == columns) {
            let found = tensor.dims();
            let reason = format!("tensor `{name}`: expected {columns} columns, found {found:?}");
            return Err(fault(self.source(), reason));
        }
        values(&tensor)
    }

    /// Whether products run in eight bits: weights of four bits lose nothing by it.
    fn int8(&self) -> bool;

    /// Weight `[out, in]` and bias to a [`Linear`], several of them side by side.
    fn linear(&mut self, names: &[String], [outputs, inputs]: [usize; 2]) -> Result<Linear> {
        let mut weights = Vec::new();
        let mut bias = Vec::new();
        for name in names {
            let weight = self.shaped(&format!("{name}.weight"), &[outputs, inputs])?;
            weights.push(weight.to_dtype(DType::F32)?);
            bias.extend(values(&self.shaped(&format!("{name}.bias"), &[outputs])?)?);
        }
        let weight = Weight::new(&Tensor::cat(&weights, 0)?, self.int8())?;
        Ok(Linear { weight, bias })
    }

    fn norm(&mut self, name: &str, sizes: Sizes) -> Result<Norm> {
        let mut vector = |part| values(&self.shaped(&format!("{name}.{part}"), &[sizes.hidden])?);
        Ok(Norm {
            gamma: vector("weight")?,
            beta: vector("bias")?,
            epsilon: sizes.epsilon,
        })
    }
}

/// The names of a layer's parts, without `.weight` and `.bias`.
pub struct LayerNames {
    pub query_key_value: [String; 3],
    pub attention_output: String,
    pub attention_norm: String,
    pub up: String,
    pub down: String,
    pub output_norm: String,
}

/// Reads all layers.
pub fn read_layers(
    tensors: &mut impl Tensors,
    sizes: Sizes,
    names: impl Fn(usize) -> LayerNames,
) -> Result<Vec<Layer>> {
    let (hidden, wide) = (sizes.hidden, sizes.feed_forward);
    (0..sizes.layers)
        .map(|n| {
            let names = names(n);
            Ok(Layer {
                query_key_value: tensors.linear(&names.query_key_value, [hidden, hidden])?,
                attention_output: tensors.linear(&[names.attention_output], [hidden, hidden])?,
                attention_norm: tensors.norm(&names.attention_norm, sizes)?,
                up: tensors.linear(&[names.up], [wide, hidden])?,
                down: tensors.linear(&[names.down], [hidden, wide])?,
                output_norm: tensors.norm(&names.output_norm, sizes)?,
            })
        })
        .collect()
}

/// The values of a tensor, row after row.
fn values(tensor: &Tensor) -> Result<Vec<f32>> {
    Ok(tensor.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?)
}

/// Adds the first row of `others` to each row of so many columns.
pub fn add_first_row(rows: &mut [f32], others: &[f32], columns: usize) {
    for chunk in rows.chunks_exact_mut(columns) {
        for (x, y) in chunk.iter_mut().zip(others) {
            *x += y;
        }
    }
}
