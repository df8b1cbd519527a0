//! Weights from GGUF (llama.cpp's names) and from safetensors (Hugging Face's names).

use std::borrow::Cow;
use std::io::Cursor;

use candle_core::quantized::{GgmlDType, gguf_file};
use candle_core::{DType, Device, Tensor};
use serde::Deserialize;

use super::kernel::Norm;
use super::linear::Weight;
use super::transformer::{Layer, Linear, Transformer};
use crate::{Error, Result};

/// Values in a `Q4_0` block and the bytes it takes: an f16 scale and 16 bytes of two nibbles.
const BLOCK: usize = 32;
const BLOCK_BYTES: usize = 18;

/// The word vectors. Four-bit tables stay packed, and each row is unpacked when it is read.
pub enum WordTable {
    /// GGML `Q4_0` blocks, row after row.
    Q4 {
        blocks: Cow<'static, [u8]>,
        hidden: usize,
    },
    /// Plain values, row after row.
    F32 { values: Vec<f32>, hidden: usize },
}

impl WordTable {
    /// Copies row `id` into `row`; a number beyond the table reads as zeros.
    pub fn read(&self, id: usize, row: &mut [f32]) {
        match self {
            Self::F32 { values, hidden } => match values.get(id * hidden..(id + 1) * hidden) {
                Some(values) => row.copy_from_slice(values),
                None => row.fill(0.0),
            },
            Self::Q4 { blocks, hidden } => {
                let bytes = hidden / BLOCK * BLOCK_BYTES;
                let Some(packed) = blocks.get(id * bytes..(id + 1) * bytes) else {
                    row.fill(0.0);
                    return;
                };
                for (block, out) in packed
                    .chunks_exact(BLOCK_BYTES)
                    .zip(row.chunks_exact_mut(BLOCK))
                {
                    let scale = f16_to_f32(u16::from_le_bytes([block[0], block[1]]));
                    for (j, byte) in block[2..].iter().enumerate() {
                        out[j] = (f32::from(byte & 0x0f) - 8.0) * scale;
                        out[j + BLOCK / 2] = (f32::from(byte >> 4) - 8.0) * scale;
                    }
                }
            }
        }
    }
}

/// IEEE 754 half to single precision. Scales are finite, so infinities need no care.
fn f16_to_f32(half: u16) -> f32 {
    let (sign, exponent, fraction) = (half >> 15, (half >> 10) & 0x1f, half & 0x3ff);
    let magnitude = if exponent == 0 {
        f32::from(fraction) * 2f32.powi(-24)
    } else {
        (1.0 + f32::from(fraction) / 1024.0) * 2f32.powi(i32::from(exponent) - 15)
    };
    if sign == 1 { -magnitude } else { magnitude }
}

/// What `config.json` says of the model's shape.
#[derive(Debug, Deserialize)]
pub struct Config {
    #[serde(rename = "_name_or_path", default)]
    pub name: String,
    pub model_type: String,
    pub hidden_size: usize,
    pub num_hidden_layers: usize,
    pub num_attention_heads: usize,
    pub max_position_embeddings: usize,
    pub layer_norm_eps: f32,
    #[serde(default)]
    pub pad_token_id: usize,
}

fn fault(name: &str, reason: impl Into<String>) -> Error {
    Error::Model {
        name: name.to_owned(),
        reason: reason.into(),
    }
}

/// A source of tensors by name, and what differs between the two formats.
trait Tensors {
    fn get(&mut self, name: &str) -> Result<Tensor>;

    /// Whether products run in eight bits: weights of four bits lose nothing by it.
    fn int8(&self) -> bool;

    fn vector(&mut self, name: &str) -> Result<Vec<f32>> {
        Ok(self
            .get(name)?
            .flatten_all()?
            .to_dtype(DType::F32)?
            .to_vec1()?)
    }

    /// Weight `[out, in]` and bias to a [`Linear`], several of them side by side.
    fn linear(&mut self, names: &[String]) -> Result<Linear> {
        let mut weights = Vec::new();
        let mut bias = Vec::new();
        for name in names {
            weights.push(self.get(&format!("{name}.weight"))?.to_dtype(DType::F32)?);
            bias.extend(self.vector(&format!("{name}.bias"))?);
        }
        let weight = Weight::new(&Tensor::cat(&weights, 0)?, self.int8())?;
        Ok(Linear { weight, bias })
    }

    fn norm(&mut self, name: &str, epsilon: f32) -> Result<Norm> {
        let gamma = self.vector(&format!("{name}.weight"))?;
        Ok(Norm {
            gamma,
            beta: self.vector(&format!("{name}.bias"))?,
            epsilon,
        })
    }
}

struct Gguf {
    name: String,
    content: gguf_file::Content,
    bytes: &'static [u8],
}

impl Tensors for Gguf {
    fn int8(&self) -> bool {
        true
    }

    fn get(&mut self, name: &str) -> Result<Tensor> {
        let mut cursor = Cursor::new(self.bytes);
        self.content
            .tensor(&mut cursor, name, &Device::Cpu)
            .and_then(|t| t.dequantize(&Device::Cpu))
            .map_err(|e| fault(&self.name, format!("tensor `{name}`: {e}")))
    }
}

/// Reads the embedded model's format.
pub fn from_gguf(name: &str, bytes: &'static [u8]) -> Result<Transformer> {
    let content = gguf_file::Content::read(&mut Cursor::new(bytes))
        .map_err(|e| fault(name, format!("not a GGUF file: {e}")))?;
    let number = |key: &str| -> Result<usize> {
        let full = format!("bert.{key}");
        let value = content.metadata.get(&full).and_then(|v| v.to_u32().ok());
        value
            .map(|v| v as usize)
            .ok_or_else(|| fault(name, format!("no whole number `{full}`")))
    };
    let (hidden, window) = (number("embedding_length")?, number("context_length")?);
    let (heads, layers) = (number("attention.head_count")?, number("block_count")?);
    let epsilon = content
        .metadata
        .get("bert.attention.layer_norm_epsilon")
        .and_then(|v| v.to_f32().ok())
        .ok_or_else(|| fault(name, "no number `bert.attention.layer_norm_epsilon`"))?;
    let table = content
        .tensor_infos
        .get("token_embd.weight")
        .filter(|t| t.ggml_dtype == GgmlDType::Q4_0 && hidden % BLOCK == 0)
        .ok_or_else(|| fault(name, "no Q4_0 tensor `token_embd.weight`"))?;
    let from = (content.tensor_data_offset + table.offset) as usize;
    let length = table.shape.elem_count() / BLOCK * BLOCK_BYTES;
    let blocks = bytes
        .get(from..from + length)
        .ok_or_else(|| fault(name, "file ends too early"))?;
    let words = WordTable::Q4 {
        blocks: Cow::Borrowed(blocks),
        hidden,
    };

    let mut tensors = Gguf {
        name: name.to_owned(),
        content,
        bytes,
    };
    let mut positions = tensors.vector("position_embd.weight")?;
    add_to_rows(
        &mut positions,
        &tensors.vector("token_types.weight")?[..hidden],
    );
    let names = |n: usize| {
        let full = |part: &str| format!("blk.{n}.{part}");
        LayerNames {
            query_key_value: ["attn_q", "attn_k", "attn_v"].map(full),
            attention_output: full("attn_output"),
            attention_norm: full("attn_output_norm"),
            up: full("ffn_up"),
            down: full("ffn_down"),
            output_norm: full("layer_output_norm"),
        }
    };
    let embedding_norm = tensors.norm("token_embd_norm", epsilon)?;
    let layers = read_layers(&mut tensors, layers, epsilon, names)?;
    Ok(Transformer {
        words,
        positions,
        first_position: 0,
        embedding_norm,
        layers,
        hidden,
        heads,
        window,
    })
}

struct Safetensors<'a> {
    name: String,
    tensors: std::collections::HashMap<String, Tensor>,
    prefix: &'a str,
}

impl Tensors for Safetensors<'_> {
    fn int8(&self) -> bool {
        false
    }

    fn get(&mut self, name: &str) -> Result<Tensor> {
        let full = format!("{}{name}", self.prefix);
        self.tensors.get(&full).cloned().ok_or_else(|| {
            fault(
                &self.name,
                format!("`model.safetensors`: no tensor `{full}`"),
            )
        })
    }
}

/// Reads a BERT, `RoBERTa` or XLM-RoBERTa encoder in Hugging Face's names.
pub fn from_safetensors(name: &str, bytes: &[u8], config: &Config) -> Result<Transformer> {
    let first_position = match config.model_type.as_str() {
        "bert" => 0,
        "roberta" | "xlm-roberta" => config.pad_token_id + 1,
        other => {
            let known = "expected `bert`, `roberta` or `xlm-roberta`";
            return Err(fault(
                name,
                format!("`config.json`: model type: {known}, found `{other}`"),
            ));
        }
    };
    let tensors = candle_core::safetensors::load_buffer(bytes, &Device::Cpu)
        .map_err(|e| fault(name, format!("`model.safetensors`: {e}")))?;
    let probe = "embeddings.word_embeddings.weight";
    let prefix = ["", "bert.", "roberta."]
        .into_iter()
        .find(|p| tensors.contains_key(&format!("{p}{probe}")))
        .ok_or_else(|| fault(name, format!("`model.safetensors`: no tensor `{probe}`")))?;
    let mut tensors = Safetensors {
        name: name.to_owned(),
        tensors,
        prefix,
    };
    let (hidden, epsilon) = (config.hidden_size, config.layer_norm_eps);
    let words = WordTable::F32 {
        values: tensors.vector(probe)?,
        hidden,
    };
    let mut positions = tensors.vector("embeddings.position_embeddings.weight")?;
    add_to_rows(
        &mut positions,
        &tensors.vector("embeddings.token_type_embeddings.weight")?[..hidden],
    );
    let names = |n: usize| {
        let full = |part: &str| format!("encoder.layer.{n}.{part}");
        LayerNames {
            query_key_value: [
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
            ]
            .map(full),
            attention_output: full("attention.output.dense"),
            attention_norm: full("attention.output.LayerNorm"),
            up: full("intermediate.dense"),
            down: full("output.dense"),
            output_norm: full("output.LayerNorm"),
        }
    };
    let embedding_norm = tensors.norm("embeddings.LayerNorm", epsilon)?;
    let layers = read_layers(&mut tensors, config.num_hidden_layers, epsilon, names)?;
    let window = config.max_position_embeddings - first_position;
    let heads = config.num_attention_heads;
    Ok(Transformer {
        words,
        positions,
        first_position,
        embedding_norm,
        layers,
        hidden,
        heads,
        window,
    })
}

/// The names of a layer's parts, without `.weight` and `.bias`.
struct LayerNames {
    query_key_value: [String; 3],
    attention_output: String,
    attention_norm: String,
    up: String,
    down: String,
    output_norm: String,
}

fn read_layers(
    tensors: &mut impl Tensors,
    count: usize,
    epsilon: f32,
    names: impl Fn(usize) -> LayerNames,
) -> Result<Vec<Layer>> {
    (0..count)
        .map(|n| {
            let names = names(n);
            Ok(Layer {
                query_key_value: tensors.linear(&names.query_key_value)?,
                attention_output: tensors.linear(&[names.attention_output])?,
                attention_norm: tensors.norm(&names.attention_norm, epsilon)?,
                up: tensors.linear(&[names.up])?,
                down: tensors.linear(&[names.down])?,
                output_norm: tensors.norm(&names.output_norm, epsilon)?,
            })
        })
        .collect()
}

fn add_to_rows(rows: &mut [f32], row: &[f32]) {
    for chunk in rows.chunks_exact_mut(row.len()) {
        for (x, y) in chunk.iter_mut().zip(row) {
            *x += y;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_read_exactly() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 2f32.powi(-24)),
        ] {
            assert_eq!(f16_to_f32(bits).to_bits(), f32::to_bits(value));
        }
    }

    #[test]
    fn a_row_of_four_bit_words_is_unpacked() {
        let mut block = vec![0x00, 0x40]; // scale 2.0
        block.extend((0..16u8).map(|i| i | (15 - i) << 4));
        let table = WordTable::Q4 {
            blocks: Cow::Owned(block),
            hidden: 32,
        };
        let mut row = [0.0; 32];
        table.read(0, &mut row);
        assert_eq!(
            (row[0], row[15], row[16], row[31]),
            (-16.0, 14.0, 14.0, -16.0)
        );
        table.read(1, &mut row);
        assert!(row.iter().all(|x| x.to_bits() == 0));
    }
}
