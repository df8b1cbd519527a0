//! Batching: texts of similar length together, the order of the input restored.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::tokens::{Tokenized, Tokens};
use super::transformer::Transformer;
use super::{Embeddings, Encoder, LOWER_LAYERS, TokenStates, dot};
use crate::Result;

/// Tokens in a batch: enough to keep the matrix products busy, small enough to stay in cache.
const BATCH_TOKENS: usize = 2048;

/// Texts tokenized at a time: bounds the memory that long inputs take.
const CHUNK_TEXTS: usize = 4096;

/// A BERT-like encoder with mean pooling, run on candle.
pub struct TransformerEncoder {
    name: String,
    transformer: Transformer,
    tokenizer: Tokenized,
}

/// A piece of a text that fits the window.
struct Window {
    text: usize,
    /// Which of the text's tokens, markers not counted.
    tokens: std::ops::Range<usize>,
    /// The tokens between the markers.
    ids: Vec<u32>,
}

impl TransformerEncoder {
    pub(super) fn new(name: String, transformer: Transformer, tokenizer: Tokenized) -> Self {
        Self {
            name,
            transformer,
            tokenizer,
        }
    }

    /// The tokenizer, for tests and tools.
    #[must_use]
    pub fn tokenizer(&self) -> &Tokenized {
        &self.tokenizer
    }

    /// Splits each text's tokens into windows, and sorts these by length and content, so that
    /// what stands in one batch depends on the set of texts and not on their order.
    fn windows(&self, tokens: &[Tokens]) -> Vec<Window> {
        let room = self.transformer.window - 2;
        let mut windows = Vec::new();
        for (text, t) in tokens.iter().enumerate() {
            let pieces = t.ids.len().div_ceil(room).max(1);
            for piece in 0..pieces {
                let range = piece * t.ids.len() / pieces..(piece + 1) * t.ids.len() / pieces;
                let mut ids = vec![self.tokenizer.begin];
                ids.extend(&t.ids[range.clone()]);
                ids.push(self.tokenizer.end);
                windows.push(Window {
                    text,
                    tokens: range,
                    ids,
                });
            }
        }
        windows.sort_by(|a, b| (a.ids.len(), &a.ids).cmp(&(b.ids.len(), &b.ids)));
        windows
    }

    /// Runs all windows, calling `done` with each window and its states, markers included: after
    /// all layers, and, with `lower`, after the lower ones.
    fn run(
        &self,
        windows: &[Window],
        lower: bool,
        mut done: impl FnMut(&Window, &[f32], &[f32]),
    ) -> Result<()> {
        let hidden = self.transformer.hidden;
        let mut from = 0;
        while from < windows.len() {
            let mut to = from;
            let mut total = 0;
            while to < windows.len()
                && (to == from || total + windows[to].ids.len() <= BATCH_TOKENS)
            {
                total += windows[to].ids.len();
                to += 1;
            }
            let batch: Vec<&[u32]> = windows[from..to].iter().map(|w| w.ids.as_slice()).collect();
            let lower = lower.then_some(LOWER_LAYERS);
            let (states, lower) = self.transformer.forward(&batch, lower)?;
            let mut at = 0;
            for window in &windows[from..to] {
                let length = window.ids.len() * hidden;
                let place = at..at + length;
                let lower = lower.get(place.clone()).unwrap_or_default();
                done(window, &states[place], lower);
                at += length;
            }
            from = to;
        }
        Ok(())
    }

    /// `tokens_out` receives the tokens' vectors, with `lower` their lower states as well.
    fn encode_chunk(
        &self,
        texts: &[&str],
        out: &mut Embeddings,
        mut tokens_out: Option<&mut Vec<TokenStates>>,
        lower: bool,
        progress: &dyn Fn(usize),
    ) -> Result<()> {
        let hidden = self.transformer.hidden;
        let tokens = self.tokenizer.tokenize(texts)?;
        let windows = self.windows(&tokens);
        let mut sums = vec![0.0f32; texts.len() * hidden];
        let mut counts = vec![0; texts.len()];
        for window in &windows {
            counts[window.text] += 1;
        }
        if let Some(all) = tokens_out.as_deref_mut() {
            all.extend(tokens.iter().map(|t| TokenStates {
                spans: t.spans.clone(),
                values: vec![0.0; t.ids.len() * hidden],
                lower: vec![f16::ZERO; t.ids.len() * hidden * usize::from(lower)],
            }));
        }
        let first = out.len();
        let mut finished = 0;
        self.run(&windows, lower, |window, states, lower_states| {
            // Mean pooling over all tokens of all windows, markers included.
            let sum = &mut sums[window.text * hidden..(window.text + 1) * hidden];
            for row in states.chunks_exact(hidden) {
                for (x, y) in sum.iter_mut().zip(row) {
                    *x += y;
                }
            }
            if let Some(all) = tokens_out.as_deref_mut() {
                let text = &mut all[window.text];
                let place = window.tokens.start * hidden..window.tokens.end * hidden;
                let inner = hidden..states.len() - hidden;
                text.values[place.clone()].copy_from_slice(&states[inner.clone()]);
                if lower {
                    text.lower[place].convert_from_f32_slice(&lower_states[inner]);
                }
            }
            finished += 1;
            progress(first + (finished * texts.len()).div_ceil(windows.len()));
        })?;
        for row in sums.chunks_exact_mut(hidden) {
            normalize(row);
        }
        out.values.extend(sums);
        out.tokens.extend(tokens.iter().map(|t| t.ids.len() + 2));
        out.windows.extend(counts);
        if let Some(all) = tokens_out {
            for states in all {
                drop_prefix(states, hidden);
            }
        }
        Ok(())
    }
}

/// Leaves out the tokens of the prefix and makes each row a unit vector.
fn drop_prefix(states: &mut TokenStates, hidden: usize) {
    let skip = states.spans.iter().take_while(|s| s.is_empty()).count();
    states.spans.drain(..skip);
    states.values.drain(..skip * hidden);
    if !states.lower.is_empty() {
        states.lower.drain(..skip * hidden);
    }
    for row in states.values.chunks_exact_mut(hidden) {
        normalize(row);
    }
}

fn normalize(row: &mut [f32]) {
    let length = dot(row, row).sqrt().max(f32::MIN_POSITIVE);
    for x in row {
        *x /= length;
    }
}

impl Encoder for TransformerEncoder {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn dimension(&self) -> usize {
        self.transformer.hidden
    }

    fn encode(&self, texts: &[&str], progress: &dyn Fn(usize)) -> Result<Embeddings> {
        let mut out = Embeddings {
            dimension: self.dimension(),
            ..Embeddings::default()
        };
        for chunk in texts.chunks(CHUNK_TEXTS) {
            self.encode_chunk(chunk, &mut out, None, false, progress)?;
        }
        Ok(out)
    }

    fn encode_each(&self, texts: &[&str], each: &mut dyn FnMut(TokenStates)) -> Result<Embeddings> {
        let mut out = Embeddings {
            dimension: self.dimension(),
            ..Embeddings::default()
        };
        for chunk in texts.chunks(CHUNK_TEXTS) {
            let mut tokens = Vec::with_capacity(chunk.len());
            self.encode_chunk(chunk, &mut out, Some(&mut tokens), false, &|_| ())?;
            tokens.into_iter().for_each(&mut *each);
        }
        Ok(out)
    }

    fn encode_tokens(&self, texts: &[&str]) -> Result<(Embeddings, Vec<TokenStates>)> {
        let mut out = Embeddings {
            dimension: self.dimension(),
            ..Embeddings::default()
        };
        let mut tokens = Vec::with_capacity(texts.len());
        for chunk in texts.chunks(CHUNK_TEXTS) {
            let mut part = Vec::with_capacity(chunk.len());
            self.encode_chunk(chunk, &mut out, Some(&mut part), true, &|_| ())?;
            tokens.extend(part);
        }
        Ok((out, tokens))
    }
}
