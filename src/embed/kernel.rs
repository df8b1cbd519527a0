//! The loops between the matrix products, as candle operations: attention over packed sequences,
//! bias + GELU, and bias + residual + layer norm.
//!
//! Each is compiled for several instruction sets and the best one is chosen at run time.

use candle_core::{CpuStorage, CustomOp1, CustomOp2, Layout, Result, Shape, bail};
use multiversion::multiversion;
use rayon::prelude::*;

/// Inner product of two vectors of equal length.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2+fma", "aarch64+neon"))]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0f32; LANES];
    let (left, right) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = left
        .remainder()
        .iter()
        .zip(right.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in left.zip(right) {
        for i in 0..LANES {
            sums[i] += x[i] * y[i];
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// Inner product of two vectors of bytes of equal length, of up to 100,000 values: exact.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512bw", "x86_64+avx2+fma", "aarch64+neon"))]
pub fn dot_bytes(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).fold(0i32, |sum, (x, y)| {
        sum.wrapping_add(i32::from(*x).wrapping_mul(i32::from(*y)))
    })
}

/// `exp(x)` for `x ≤ 0`, relative error below 5e-6 for `x ≥ −80` (it grows with the size of `x`).
///
/// Range reduction to `2^k · 2^f` with `|f| ≤ ½` and the Taylor series of `2^f` to degree 7.
#[expect(
    clippy::inline_always,
    reason = "inlined, it is compiled for the instruction set of its caller; called, it is not"
)]
#[inline(always)]
fn exp(x: f32) -> f32 {
    let power = (x * std::f32::consts::LOG2_E).max(-126.0);
    let whole = (power + 12_582_912.0) - 12_582_912.0; // round to nearest: 1.5 · 2^23
    let f = (power - whole) * std::f32::consts::LN_2;
    let series = 1.0
        + f * (1.0
            + f * (0.5
                + f * (1.0 / 6.0
                    + f * (1.0 / 24.0
                        + f * (1.0 / 120.0 + f * (1.0 / 720.0 + f * (1.0 / 5040.0)))))));
    f32::from_bits(((whole as i32 + 127) << 23) as u32) * series
}

/// Gaussian error linear unit, `x · Φ(x)`, with the error function of Abramowitz and Stegun,
/// formula 7.1.26 (absolute error below 1.5e-7).
#[expect(
    clippy::inline_always,
    clippy::excessive_precision,
    reason = "as for `exp`; the coefficients stand as they are printed"
)]
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let p = t
        * (0.254_829_592
            + t * (-0.284_496_736
                + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let erf = 1.0 - p * exp(-z * z);
    0.5 * x * (1.0 + erf.copysign(x))
}

#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2+fma", "aarch64+neon"))]
pub fn bias_gelu_row(row: &mut [f32], bias: &[f32]) {
    for (x, b) in row.iter_mut().zip(bias) {
        *x = gelu(*x + b);
    }
}

/// Sum of `f` over a row, in sixteen lanes: the order of additions is fixed, whatever the machine.
#[inline(always)]
fn sum_by(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0f32; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest: f32 = chunks.remainder().iter().map(|&x| f(x)).sum();
    for chunk in chunks {
        for i in 0..LANES {
            sums[i] += f(chunk[i]);
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2+fma", "aarch64+neon"))]
fn norm_row(row: &mut [f32], gamma: &[f32], beta: &[f32], epsilon: f32) {
    let count = row.len() as f32;
    let mean = sum_by(row, |x| x) / count;
    let variance = sum_by(row, |x| (x - mean) * (x - mean)) / count;
    let scale = 1.0 / (variance + epsilon).sqrt();
    for ((x, g), b) in row.iter_mut().zip(gamma).zip(beta) {
        *x = (*x - mean) * scale * g + b;
    }
}

/// Layer norm of each row in place.
pub fn norm_rows(rows: &mut [f32], norm: &Norm) {
    rows.par_chunks_mut(norm.gamma.len())
        .for_each(|row| norm_row(row, &norm.gamma, &norm.beta, norm.epsilon));
}

/// One head of attention over one sequence. `qkv` holds rows of queries, keys and values side by
/// side, with the bias already added; `out` receives `length × width` values.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2+fma", "aarch64+neon"))]
fn attend_head(qkv: &[f32], hidden: usize, head: usize, width: usize, out: &mut [f32]) {
    let stride = 3 * hidden;
    let length = qkv.len() / stride;
    let scale = 1.0 / (width as f32).sqrt();
    let part = |row: usize, which: usize| {
        let at = row * stride + which * hidden + head * width;
        &qkv[at..at + width]
    };
    // Keys transposed, so that the loop over positions is the inner one and vectorises.
    let mut keys = vec![0.0f32; width * length];
    for t in 0..length {
        for (i, k) in part(t, 1).iter().enumerate() {
            keys[i * length + t] = *k;
        }
    }
    let mut weights = vec![0.0f32; length];
    for t in 0..length {
        weights.fill(0.0);
        for (i, q) in part(t, 0).iter().enumerate() {
            let q = q * scale;
            for (w, k) in weights.iter_mut().zip(&keys[i * length..(i + 1) * length]) {
                *w += q * k;
            }
        }
        let top = weights.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for w in &mut weights {
            *w = exp(*w - top);
        }
        let total: f32 = weights.iter().sum();
        let row = &mut out[t * width..(t + 1) * width];
        row.fill(0.0);
        for (s, w) in weights.iter().enumerate() {
            let w = w / total;
            for (o, v) in row.iter_mut().zip(part(s, 2)) {
                *o += w * v;
            }
        }
    }
}

#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2+fma", "aarch64+neon"))]
fn add_rows(rows: &mut [f32], bias: &[f32]) {
    for row in rows.chunks_exact_mut(bias.len()) {
        for (x, b) in row.iter_mut().zip(bias) {
            *x += b;
        }
    }
}

/// The values of a contiguous tensor.
pub fn floats<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let Some((from, to)) = layout.contiguous_offsets() else {
        bail!("expected a contiguous tensor")
    };
    Ok(&storage.as_slice::<f32>()?[from..to])
}

/// Scaled dot-product attention of packed sequences: input `[tokens, 3 · hidden]` (queries, keys,
/// values, without bias), output `[tokens, hidden]`. No token sees another sequence.
pub struct Attention<'a> {
    /// Bias of queries, keys and values, `3 · hidden` values.
    pub bias: &'a [f32],
    /// Number of heads.
    pub heads: usize,
    /// Length of each sequence, in order.
    pub lengths: &'a [usize],
}

impl CustomOp1 for Attention<'_> {
    fn name(&self) -> &'static str {
        "packed-attention"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let input = floats(storage, layout)?;
        let hidden = self.bias.len() / 3;
        let width = hidden / self.heads;
        let mut parts = Vec::with_capacity(self.lengths.len());
        let mut at = 0;
        for &length in self.lengths {
            parts.push(&input[at..at + length * 3 * hidden]);
            at += length * 3 * hidden;
        }
        let sequences: Vec<Vec<f32>> = parts
            .into_par_iter()
            .map(|part| {
                let mut qkv = part.to_vec();
                add_rows(&mut qkv, self.bias);
                let length = part.len() / (3 * hidden);
                let mut out = vec![0.0; length * hidden];
                let mut one = vec![0.0; length * width];
                for head in 0..self.heads {
                    attend_head(&qkv, hidden, head, width, &mut one);
                    for t in 0..length {
                        out[t * hidden + head * width..][..width]
                            .copy_from_slice(&one[t * width..(t + 1) * width]);
                    }
                }
                out
            })
            .collect();
        let out = sequences.concat();
        let shape = Shape::from((out.len() / hidden, hidden));
        Ok((CpuStorage::F32(out), shape))
    }
}

/// `gelu(x + bias)`, row by row.
pub struct BiasGelu<'a>(pub &'a [f32]);

impl CustomOp1 for BiasGelu<'_> {
    fn name(&self) -> &'static str {
        "bias-gelu"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let mut out = floats(storage, layout)?.to_vec();
        out.par_chunks_mut(self.0.len())
            .for_each(|row| bias_gelu_row(row, self.0));
        Ok((CpuStorage::F32(out), layout.shape().clone()))
    }
}

/// The two vectors and the epsilon of a layer norm.
#[derive(Debug, Clone)]
pub struct Norm {
    /// Scale.
    pub gamma: Vec<f32>,
    /// Shift.
    pub beta: Vec<f32>,
    /// Added to the variance.
    pub epsilon: f32,
}

/// `norm(x + bias + residual)`, row by row.
pub struct BiasResidualNorm<'a> {
    /// Bias of the product before.
    pub bias: &'a [f32],
    /// The norm.
    pub norm: &'a Norm,
}

impl CustomOp2 for BiasResidualNorm<'_> {
    fn name(&self) -> &'static str {
        "bias-residual-norm"
    }

    fn cpu_fwd(
        &self,
        storage: &CpuStorage,
        layout: &Layout,
        residual: &CpuStorage,
        residual_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let mut out = floats(storage, layout)?.to_vec();
        let residual = floats(residual, residual_layout)?;
        let width = self.bias.len();
        out.par_chunks_mut(width)
            .zip(residual.par_chunks(width))
            .for_each(|(row, other)| {
                add_rows(row, self.bias);
                add_rows(row, other);
                norm_row(row, &self.norm.gamma, &self.norm.beta, self.norm.epsilon);
            });
        Ok((CpuStorage::F32(out), layout.shape().clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_as_exact_as_it_says() {
        for i in 0..=8000 {
            let x = -f64::from(i) / 100.0;
            let (got, want) = (f64::from(exp(x as f32)), f64::from(x as f32).exp());
            assert!(
                (got - want).abs() <= 5e-6 * want,
                "exp({x}) = {got}, expected {want}"
            );
        }
    }

    #[test]
    fn gelu_matches_its_values() {
        // x · Φ(x) from tables of the normal distribution.
        for (x, want) in [
            (0.0, 0.0),
            (1.0, 0.841_344_7),
            (-1.0, -0.158_655_3),
            (3.0, 2.995_95),
            (-6.0, 0.0),
        ] {
            assert!((gelu(x) - want).abs() < 1e-5, "gelu({x}) = {}", gelu(x));
        }
    }

    #[test]
    fn attention_keeps_sequences_apart() {
        // One head of width 1: values equal within a sequence come back unchanged.
        let bias = [0.0; 3];
        let op = Attention {
            bias: &bias,
            heads: 1,
            lengths: &[2, 1],
        };
        let data = vec![1.0f32, 2.0, 5.0, 3.0, 1.0, 5.0, 9.0, 9.0, 7.0];
        let t = candle_core::Tensor::from_vec(data, (3, 3), &candle_core::Device::Cpu).unwrap();
        let out = t
            .apply_op1_no_bwd(&op)
            .unwrap()
            .flatten_all()
            .unwrap()
            .to_vec1::<f32>()
            .unwrap();
        assert_eq!(out, [5.0, 5.0, 7.0]);
    }
}
