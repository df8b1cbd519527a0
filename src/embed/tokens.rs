//! Text to token numbers, with the byte span of each token.

use std::ops::Range;

use crate::{Error, Result};

/// The tokens of one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tokens {
    /// Token numbers, without the begin and end markers.
    pub ids: Vec<u32>,
    /// Byte span of each token in the text; empty for tokens of the prefix.
    pub spans: Vec<Range<usize>>,
}

/// The tokenizer with the marks that the model wants around a text.
pub struct Tokenized {
    tokenizer: tokenizers::Tokenizer,
    prefix: String,
    /// Number of the token that begins a text.
    pub begin: u32,
    /// Number of the token that ends a text.
    pub end: u32,
}

impl Tokenized {
    /// Reads a `tokenizer.json`. `prefix` is put before each text, as the model was trained.
    ///
    /// # Errors
    /// If the file is not a tokenizer, or has neither `<s>`/`</s>` nor `[CLS]`/`[SEP]`.
    pub fn from_json(name: &str, json: &[u8], prefix: &str) -> Result<Self> {
        let fault = |reason: String| Error::Model {
            name: name.to_owned(),
            reason,
        };
        let mut tokenizer = tokenizers::Tokenizer::from_bytes(json)
            .map_err(|e| fault(format!("`tokenizer.json` is not a tokenizer: {e}")))?;
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(None)
            .map_err(|e| fault(e.to_string()))?;
        let number = |names: [&str; 2]| {
            names
                .iter()
                .find_map(|t| tokenizer.token_to_id(t))
                .ok_or_else(|| {
                    fault(format!(
                        "`tokenizer.json`: expected a token `{}` or `{}`",
                        names[0], names[1]
                    ))
                })
        };
        let (begin, end) = (number(["<s>", "[CLS]"])?, number(["</s>", "[SEP]"])?);
        Ok(Self {
            tokenizer,
            prefix: prefix.to_owned(),
            begin,
            end,
        })
    }

    /// Tokenizes texts, each with the prefix before it.
    ///
    /// # Errors
    /// If the tokenizer fails, which a well-formed one never does.
    pub fn tokenize(&self, texts: &[&str]) -> Result<Vec<Tokens>> {
        let inputs: Vec<String> = texts
            .iter()
            .map(|t| format!("{}{t}", self.prefix))
            .collect();
        let encodings = self
            .tokenizer
            .encode_batch(inputs, false)
            .map_err(|e| Error::Model {
                name: "tokenizer".into(),
                reason: e.to_string(),
            })?;
        let cut = self.prefix.len();
        Ok(encodings
            .iter()
            .map(|e| Tokens {
                ids: e.get_ids().to_vec(),
                spans: e
                    .get_offsets()
                    .iter()
                    .map(|&(a, b)| a.saturating_sub(cut)..b.saturating_sub(cut))
                    .collect(),
            })
            .collect())
    }

    /// Number of pieces.
    #[must_use]
    pub fn size(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    /// The text of a token, for tests and for showing what falls outside the vocabulary.
    #[must_use]
    pub fn piece(&self, id: u32) -> Option<String> {
        self.tokenizer.id_to_token(id)
    }
}
