//! Weights from safetensors, with Hugging Face's names.

use std::collections::HashMap;

use candle_core::{Device, Tensor};
use serde::Deserialize;

use super::transformer::Transformer;
use super::weights::{LayerNames, Sizes, Tensors, add_first_row, fault, read_layers};
use super::words::WordTable;
use crate::Result;

/// Tokens that a model must take at least, the two markers included.
const SMALLEST_WINDOW: usize = 16;

/// What `config.json` says of the model's shape.
#[derive(Debug, Deserialize)]
pub struct Config {
    #[serde(rename = "_name_or_path", default)]
    pub name: String,
    pub model_type: String,
    pub hidden_size: usize,
    pub intermediate_size: usize,
    #[serde(default = "gelu")]
    pub hidden_act: String,
    pub num_hidden_layers: usize,
    pub num_attention_heads: usize,
    pub layer_norm_eps: f32,
    #[serde(default)]
    pub pad_token_id: usize,
}

fn gelu() -> String {
    "gelu".to_owned()
}

struct Safetensors<'a> {
    name: String,
    tensors: HashMap<String, Tensor>,
    prefix: &'a str,
}

impl Tensors for Safetensors<'_> {
    fn source(&self) -> &str {
        &self.name
    }

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
    if config.hidden_act != "gelu" {
        let found = &config.hidden_act;
        let reason = format!("`config.json`: activation: expected `gelu`, found `{found}`");
        return Err(fault(name, reason));
    }
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
    let hidden = config.hidden_size;
    let sizes = Sizes {
        hidden,
        feed_forward: config.intermediate_size,
        layers: config.num_hidden_layers,
        heads: config.num_attention_heads,
        epsilon: config.layer_norm_eps,
    };
    sizes.check(name)?;
    let words = WordTable::F32 {
        values: tensors.rows(probe, hidden)?,
        hidden,
    };
    let mut positions = tensors.rows("embeddings.position_embeddings.weight", hidden)?;
    let types = tensors.rows("embeddings.token_type_embeddings.weight", hidden)?;
    add_first_row(&mut positions, &types, hidden);
    let window = (positions.len() / hidden).saturating_sub(first_position);
    if window < SMALLEST_WINDOW {
        let reason = format!("expected room for {SMALLEST_WINDOW} tokens, found {window}");
        return Err(fault(name, reason));
    }
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
    let embedding_norm = tensors.norm("embeddings.LayerNorm", sizes)?;
    let layers = read_layers(&mut tensors, sizes, names)?;
    Ok(Transformer {
        words,
        positions,
        first_position,
        embedding_norm,
        layers,
        hidden,
        heads: sizes.heads,
        window,
    })
}
