//! Where a model comes from: the binary itself, or a directory.

use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::encoder::TransformerEncoder;
use super::gguf;
use super::safetensors::{self, Config};
use super::tokens::Tokenized;
use crate::{Error, Result};

/// Name of the model that is compiled into the binary.
pub const EMBEDDED_NAME: &str = "e5-small-zh-en";

#[cfg(feature = "embedded-model")]
mod bytes {
    pub static WEIGHTS: &[u8] = include_bytes!("../../models/e5-small-zh-en/model.gguf");
    pub static TOKENIZER: &[u8] = include_bytes!("../../models/e5-small-zh-en/tokenizer.json");
    pub static MANIFEST: &str = include_str!("../../models/e5-small-zh-en/manifest.json");
    pub static ESTIMATE: &[u8] = include_bytes!("../../models/estimate/estimate.gguf");
    pub static ESTIMATE_MANIFEST: &str = include_str!("../../models/estimate/manifest.json");
}

/// The files of the embedded models by name, each model's manifest after its files, for
/// `mtlint model verify`; empty when the binary was built without the feature `embedded-model`.
#[must_use]
pub fn embedded_files() -> Vec<(&'static str, &'static [u8])> {
    #[cfg(feature = "embedded-model")]
    return vec![
        ("model.gguf", bytes::WEIGHTS),
        ("tokenizer.json", bytes::TOKENIZER),
        ("manifest.json", bytes::MANIFEST.as_bytes()),
        ("estimate.gguf", bytes::ESTIMATE),
        ("manifest.json", bytes::ESTIMATE_MANIFEST.as_bytes()),
    ];
    #[cfg(not(feature = "embedded-model"))]
    Vec::new()
}

impl TransformerEncoder {
    /// The model of a directory, or the one that is compiled into the binary.
    ///
    /// # Errors
    /// As for [`embedded`](Self::embedded) and [`from_directory`](Self::from_directory).
    pub fn load(directory: Option<&Path>) -> Result<Self> {
        directory.map_or_else(Self::embedded, Self::from_directory)
    }

    /// The model that is compiled into the binary.
    ///
    /// # Errors
    /// If the binary was built without the feature `embedded-model`, or is damaged.
    pub fn embedded() -> Result<Self> {
        let files = embedded_files();
        let find = |name: &str| {
            files
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, bytes)| *bytes)
                .ok_or_else(|| Error::Model {
                    name: EMBEDDED_NAME.into(),
                    reason: "this binary was built without its model; name one with `--model DIR`"
                        .into(),
                })
        };
        let (weights, tokenizer) = (find("model.gguf")?, find("tokenizer.json")?);
        let transformer = gguf::from_gguf(EMBEDDED_NAME, weights)?;
        let tokenizer = Tokenized::from_json(EMBEDDED_NAME, tokenizer, "query: ")?;
        Ok(Self::new(
            named(EMBEDDED_NAME, weights),
            transformer,
            tokenizer,
        ))
    }

    /// A model from a directory in Hugging Face layout: `config.json`, `tokenizer.json`,
    /// `model.safetensors`, and, where they exist, `1_Pooling/config.json` (only mean pooling is
    /// known) and `config_sentence_transformers.json` (its prompt `query` becomes the prefix).
    ///
    /// # Errors
    /// If a file is missing or not what it should be; the message names the file.
    pub fn from_directory(directory: &Path) -> Result<Self> {
        let name = directory.display().to_string();
        let fault = |reason: String| Error::Model {
            name: name.clone(),
            reason,
        };
        if !directory.is_dir() {
            let found = if directory.exists() {
                "something else"
            } else {
                "nothing"
            };
            return Err(fault(format!(
                "expected a directory in Hugging Face layout, found {found}"
            )));
        }
        let read = |file: &str| {
            std::fs::read(directory.join(file)).map_err(|e| fault(format!("`{file}`: {e}")))
        };
        let json = |file: &str| -> Result<serde_json::Value> {
            serde_json::from_slice(&read(file)?).map_err(|e| fault(format!("`{file}`: {e}")))
        };
        let config: Config = serde_json::from_value(json("config.json")?)
            .map_err(|e| fault(format!("`config.json`: {e}")))?;
        if directory.join("1_Pooling/config.json").exists()
            && json("1_Pooling/config.json")?["pooling_mode_mean_tokens"] != true
        {
            return Err(fault(
                "`1_Pooling/config.json`: expected mean pooling".into(),
            ));
        }
        let prompts = directory.join("config_sentence_transformers.json");
        let prefix = if prompts.exists() {
            json("config_sentence_transformers.json")?["prompts"]["query"]
                .as_str()
                .map(str::to_owned)
        } else {
            None
        };
        let is_e5 = config.name.contains("e5") || name.contains("e5");
        let prefix = prefix.unwrap_or_else(|| {
            if is_e5 {
                "query: ".into()
            } else {
                String::new()
            }
        });
        let weights = read("model.safetensors")?;
        let transformer = safetensors::from_safetensors(&name, &weights, &config)?;
        let tokenizer = Tokenized::from_json(&name, &read("tokenizer.json")?, &prefix)?;
        let (pieces, words) = (tokenizer.size(), transformer.words.len());
        if pieces > words {
            return Err(fault(format!(
                "`tokenizer.json`: expected at most {words} pieces, one a word vector, found {pieces}"
            )));
        }
        Ok(Self::new(named(&name, &weights), transformer, tokenizer))
    }
}

/// The SHA-256 of `bytes`, in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Name of a model with the first twelve digits of its weights' hash.
fn named(name: &str, weights: &[u8]) -> String {
    format!("{name} sha256:{}", &sha256(weights)[..12])
}
