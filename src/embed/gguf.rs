//! Weights from GGUF, with llama.cpp's names.

use std::borrow::Cow;
use std::io::Cursor;

use candle_core::quantized::{GgmlDType, gguf_file};
use candle_core::{Device, Tensor};

use super::transformer::Transformer;
use super::weights::{LayerNames, Sizes, Tensors, add_first_row, fault, read_layers};
use super::words::{BLOCK, BLOCK_BYTES, WordTable};
use crate::Result;

/// Tensors of a GGUF file.
pub struct Gguf {
    name: String,
    content: gguf_file::Content,
    bytes: &'static [u8],
    int8: bool,
}

impl Gguf {
    /// Reads the directory of the file; tensors are read when asked for.
    pub fn new(name: &str, bytes: &'static [u8]) -> Result<Self> {
        let content = gguf_file::Content::read(&mut Cursor::new(bytes))
            .map_err(|e| fault(name, format!("not a GGUF file: {e}")))?;
        let name = name.to_owned();
        Ok(Self {
            name,
            content,
            bytes,
            int8: true,
        })
    }

    /// The same with products in single precision, to test what eight bits cost.
    #[cfg(test)]
    pub fn exact(self) -> Self {
        Self {
            int8: false,
            ..self
        }
    }
}

impl Tensors for Gguf {
    fn source(&self) -> &str {
        &self.name
    }

    fn int8(&self) -> bool {
        self.int8
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
    let mut tensors = Gguf::new(name, bytes)?;
    let content = &tensors.content;
    let number = |key: &str| -> Result<usize> {
        let full = format!("bert.{key}");
        let value = content.metadata.get(&full).and_then(|v| v.to_u32().ok());
        value
            .map(|v| v as usize)
            .ok_or_else(|| fault(name, format!("no whole number `{full}`")))
    };
    let epsilon = content
        .metadata
        .get("bert.attention.layer_norm_epsilon")
        .and_then(|v| v.to_f32().ok())
        .ok_or_else(|| fault(name, "no number `bert.attention.layer_norm_epsilon`"))?;
    let sizes = Sizes {
        hidden: number("embedding_length")?,
        feed_forward: number("feed_forward_length")?,
        layers: number("block_count")?,
        heads: number("attention.head_count")?,
        epsilon,
    };
    sizes.check(name)?;
    let hidden = sizes.hidden;
    let table = content
        .tensor_infos
        .get("token_embd.weight")
        .filter(|t| t.ggml_dtype == GgmlDType::Q4_0 && hidden.is_multiple_of(BLOCK))
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

    let mut positions = tensors.rows("position_embd.weight", hidden)?;
    let types = tensors.rows("token_types.weight", hidden)?;
    add_first_row(&mut positions, &types, hidden);
    let window = positions.len() / hidden;
    let embedding_norm = tensors.norm("token_embd_norm", sizes)?;
    let layers = read_layers(&mut tensors, sizes, layer_names)?;
    Ok(Transformer {
        words,
        positions,
        first_position: 0,
        embedding_norm,
        layers,
        hidden,
        heads: sizes.heads,
        window,
    })
}

/// llama.cpp's names of the parts of a layer.
pub fn layer_names(number: usize) -> LayerNames {
    let full = |part: &str| format!("blk.{number}.{part}");
    LayerNames {
        query_key_value: ["attn_q", "attn_k", "attn_v"].map(full),
        attention_output: full("attn_output"),
        attention_norm: full("attn_output_norm"),
        up: full("ffn_up"),
        down: full("ffn_down"),
        output_norm: full("layer_output_norm"),
    }
}
