//! The matrix products, in `f32` or in eight bits.

use candle_core::{CpuStorage, CustomOp1, DType, Layout, Result, Shape, Tensor, bail};
use multiversion::multiversion;
use rayon::prelude::*;
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

use super::kernel::floats;

/// A linear map `x · W`; the bias belongs to the operation that follows.
pub enum Weight {
    /// `[in, out]` in single precision, multiplied by candle.
    F32(Tensor),
    /// Eight bits a weight, one scale an output.
    Int8(Box<Int8Weight>),
}

impl Weight {
    /// From a tensor `[out, in]`.
    pub fn new(weight: &Tensor, int8: bool) -> Result<Self> {
        let weight = weight.to_dtype(DType::F32)?;
        Ok(if int8 {
            let executor = GemmExecutor::<u8, i8, i32>::default();
            Self::Int8(Box::new(Int8Weight::new(&weight, executor.may_saturate())?))
        } else {
            Self::F32(weight.t()?.contiguous()?)
        })
    }

    /// `x · W` for `x` of shape `[rows, in]`.
    pub fn apply(&self, x: &Tensor) -> Result<Tensor> {
        match self {
            Self::F32(weight) => x.matmul(weight),
            Self::Int8(weight) => x.apply_op1_no_bwd(weight.as_ref()),
        }
    }
}

/// Weights of eight bits with a scale for each output; rows of the input are quantised when they
/// arrive, each with its own scale and zero point. The product itself is exact integer
/// arithmetic, so a row's result depends neither on the rows around it nor on the machine.
pub struct Int8Weight {
    packed: PackedBMatrix<i8>,
    /// On machines whose kernel adds pairs of products in 16 bits, and could overflow, the weights
    /// are `2 · packed + rest`, with `packed` within ±63: 2 · 255 · 63 < 2^15.
    rest: Option<PackedBMatrix<i8>>,
    scales: Vec<f32>,
    /// Sum of each output's eight-bit weights: what a zero point of 1 adds to its product.
    sums: Vec<i32>,
    inputs: usize,
}

impl Int8Weight {
    fn new(weight: &Tensor, in_two: bool) -> Result<Self> {
        let (outputs, inputs) = weight.dims2()?;
        let rows = weight.to_vec2::<f32>()?;
        let mut scales = Vec::with_capacity(outputs);
        let mut values = vec![0i8; inputs * outputs];
        for (o, row) in rows.iter().enumerate() {
            let largest = row
                .iter()
                .fold(0.0f32, |m, x| m.max(x.abs()))
                .max(f32::MIN_POSITIVE);
            let scale = largest / 127.0;
            for (i, x) in row.iter().enumerate() {
                values[i * outputs + o] = (x / scale).round() as i8;
            }
            scales.push(scale);
        }
        let pack = |values: &[i8]| {
            GemmExecutor::<u8, i8, i32>::default()
                .prepack_b(NdTensorView::from_data([inputs, outputs], values))
        };
        let (packed, rest) = if in_two {
            let halves: Vec<i8> = values.iter().map(|&w| w / 2).collect();
            let rests: Vec<i8> = values.iter().map(|&w| w % 2).collect();
            (pack(&halves), Some(pack(&rests)))
        } else {
            (pack(&values), None)
        };
        let mut sums = vec![0; outputs];
        for row in values.chunks_exact(outputs) {
            sums.iter_mut()
                .zip(row)
                .for_each(|(s, &w)| *s += i32::from(w));
        }
        Ok(Self {
            packed,
            rest,
            scales,
            sums,
            inputs,
        })
    }
}

/// Quantises a row to `0..=255`, and returns scale and zero point.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2+fma", "aarch64+neon"))]
fn quantize_row(row: &[f32], out: &mut [u8]) -> (f32, u8) {
    const LANES: usize = 16;
    let (mut low, mut high) = ([0.0f32; LANES], [0.0f32; LANES]);
    let chunks = row.chunks_exact(LANES);
    for (i, &x) in chunks.remainder().iter().enumerate() {
        low[i] = low[i].min(x);
        high[i] = high[i].max(x);
    }
    for chunk in chunks {
        for i in 0..LANES {
            low[i] = if chunk[i] < low[i] { chunk[i] } else { low[i] };
            high[i] = if chunk[i] > high[i] {
                chunk[i]
            } else {
                high[i]
            };
        }
    }
    let low = low.iter().copied().fold(0.0, f32::min);
    let high = high.iter().copied().fold(0.0, f32::max);
    let scale = ((high - low) / 255.0).max(f32::MIN_POSITIVE);
    let zero = (-low / scale).round().clamp(0.0, 255.0);
    let inverse = 1.0 / scale;
    for (q, x) in out.iter_mut().zip(row) {
        // + 0.5 and truncation round to nearest, because the sum is not negative.
        *q = (x * inverse + zero + 0.5).clamp(0.0, 255.0) as u8;
    }
    (scale, zero as u8)
}

#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2+fma", "aarch64+neon"))]
fn scale_row(
    products: &[i32],
    (scale, zero): (f32, u8),
    weight: (&[f32], &[i32]),
    out: &mut [f32],
) {
    let zero = i32::from(zero);
    for (((o, p), s), sum) in out.iter_mut().zip(products).zip(weight.0).zip(weight.1) {
        *o = (p - zero * sum) as f32 * (scale * s);
    }
}

/// The product of `rows × inputs` values and packed weights.
fn product(
    values: &[u8],
    weights: &PackedBMatrix<i8>,
    [rows, inputs, outputs]: [usize; 3],
) -> Result<Vec<i32>> {
    let mut out = vec![0i32; rows * outputs];
    // Made anew each time: it only holds which kernel this machine runs, and cannot be shared
    // between threads.
    let outcome = GemmExecutor::<u8, i8, i32>::default().gemm(
        &mut out,
        GemmInputA::Unpacked(NdTensorView::from_data([rows, inputs], values)),
        GemmInputB::Packed(weights),
        GemmOptions::default(),
    );
    if let Err(e) = outcome {
        bail!("eight-bit product: {e}");
    }
    Ok(out)
}

impl CustomOp1 for Int8Weight {
    fn name(&self) -> &'static str {
        "int8-product"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let input = floats(storage, layout)?;
        let rows = input.len() / self.inputs;
        let outputs = self.scales.len();
        let mut quantized = vec![0u8; input.len()];
        let params: Vec<(f32, u8)> = quantized
            .par_chunks_mut(self.inputs)
            .zip(input.par_chunks(self.inputs))
            .map(|(q, x)| quantize_row(x, q))
            .collect();
        let mut products = product(&quantized, &self.packed, [rows, self.inputs, outputs])?;
        if let Some(rest) = &self.rest {
            let others = product(&quantized, rest, [rows, self.inputs, outputs])?;
            for (p, other) in products.iter_mut().zip(others) {
                *p = 2 * *p + other;
            }
        }
        let mut out = vec![0.0f32; rows * outputs];
        out.par_chunks_mut(outputs)
            .zip(products.par_chunks(outputs))
            .zip(&params)
            .for_each(|((row, p), input)| scale_row(p, *input, (&self.scales, &self.sums), row));
        Ok((CpuStorage::F32(out), Shape::from((rows, outputs))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Device;

    #[test]
    fn weights_in_two_parts_give_the_same_bits() {
        let value = |i: usize| ((i * 7919 % 997) as f32 / 997.0 - 0.5) * 0.3;
        let tensor = |from: usize, shape: (usize, usize)| {
            let values: Vec<f32> = (0..shape.0 * shape.1).map(|i| value(i + from)).collect();
            Tensor::from_vec(values, shape, &Device::Cpu).unwrap()
        };
        let (weight, x) = (tensor(0, (32, 384)), tensor(3, (20, 384)));
        let [whole, in_two] = [false, true].map(|in_two| {
            let weight = Int8Weight::new(&weight, in_two).unwrap();
            let out = x.apply_op1_no_bwd(&weight).unwrap();
            out.to_vec2::<f32>().unwrap().concat()
        });
        let bits = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&whole), bits(&in_two));
    }

    #[test]
    fn eight_bits_are_close_to_single_precision() {
        let value = |i: usize| ((i * 7919 % 997) as f32 / 997.0 - 0.5) * 0.3;
        let weight = Tensor::from_vec(
            (0..96 * 1536).map(value).collect(),
            (96, 1536),
            &Device::Cpu,
        )
        .unwrap();
        let x: Vec<f32> = (0..200 * 1536)
            .map(|i| value(i * 31 + 5) * 8.0 + 0.4)
            .collect();
        let x = Tensor::from_vec(x, (200, 1536), &Device::Cpu).unwrap();
        let exact = Weight::new(&weight, false).unwrap().apply(&x).unwrap();
        let fast = Weight::new(&weight, true).unwrap().apply(&x).unwrap();
        let (a, b) = (
            exact.to_vec2::<f32>().unwrap().concat(),
            fast.to_vec2::<f32>().unwrap().concat(),
        );
        let norm = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
        let difference: Vec<f32> = a.iter().zip(&b).map(|(x, y)| x - y).collect();
        assert!(
            norm(&difference) < 0.01 * norm(&a),
            "{} of {}",
            norm(&difference),
            norm(&a)
        );
    }
}
