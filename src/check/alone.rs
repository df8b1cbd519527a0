//! One stage by itself: the scores of pairs, or the alignment of two documents.

use std::path::{Path, PathBuf};

use super::stages::{Stages, paragraph_starts, texts_of};
use super::{CheckedDocument, OnProgress, Progress, with_threads};
use crate::align::Aligner;
use crate::align::bitext::Side;
use crate::align::tokens::TokenRows;
use crate::embed::{Embeddings, TransformerEncoder};
use crate::error::Result;
use crate::lexicon::han::han_share;
use crate::load::{Document, PairRow};
use crate::score::BeadScore;
use crate::segment::{self, Segment};

/// Scores rows of pairs, in order.
///
/// # Errors
/// If the model cannot be used.
pub fn score_pairs(
    rows: Vec<PairRow>,
    model: Option<&Path>,
    threads: Option<usize>,
    progress: OnProgress<'_>,
) -> Result<Vec<CheckedDocument>> {
    with_threads(threads, || {
        let files = vec![("-".to_owned(), rows)];
        Stages::load(model, false)?.check_pairs(files, progress, &mut Vec::new())
    })?
}

/// How to align two documents.
#[derive(Debug, Clone, Default)]
pub struct AlignOptions {
    /// Whether every line is a segment. Paragraphs are not known then.
    pub pre_split: bool,
    /// Whether no bead may reach across a paragraph break.
    pub hard_breaks: bool,
    /// Directory of a model to use instead of the one in the program.
    pub model: Option<PathBuf>,
    /// Number of threads; `None`: as many as there are cores.
    pub threads: Option<usize>,
}

/// Aligns two documents, by our own sentences or by their lines. Either may be the Chinese one. Of
/// the scores only the confidence is set.
///
/// # Errors
/// If a document or the model cannot be used.
pub fn align_documents(
    source: Document,
    target: Document,
    options: &AlignOptions,
    progress: OnProgress<'_>,
) -> Result<CheckedDocument> {
    with_threads(options.threads, || {
        let encoder = TransformerEncoder::load(options.model.as_deref())?;
        let aligner = Aligner {
            hard_breaks: options.hard_breaks,
            ..Aligner::shipped()?
        };
        let chinese_first = han_share(&source.text) >= han_share(&target.text);
        let split = |chinese: bool| match (options.pre_split, chinese) {
            (true, _) => segment::lines,
            (false, true) => segment::segment_source,
            (false, false) => segment::segment_target,
        };
        let source_segments = split(chinese_first)(&source);
        let target_segments = split(!chinese_first)(&target);
        let (source_texts, target_texts) = (
            texts_of(&source, &source_segments),
            texts_of(&target, &target_segments),
        );
        let show = |done| {
            progress(Progress {
                done,
                total: 2,
                stage: "embedding",
            });
        };
        // Token vectors are kept in bytes only, and the encoder no longer than it is needed: a book
        // would not fit in memory otherwise.
        show(0);
        let source_embedded = TokenRows::embed(&source_texts, &encoder)?;
        show(1);
        let target_embedded = TokenRows::embed(&target_texts, &encoder)?;
        show(2);
        drop(encoder);
        let breaks = |segments: &[Segment]| {
            if options.pre_split {
                Vec::new()
            } else {
                paragraph_starts(segments)
            }
        };
        let (source_breaks, target_breaks) = (breaks(&source_segments), breaks(&target_segments));
        let side = |texts, (vectors, tokens), breaks| Side {
            texts,
            vectors,
            tokens,
            breaks,
        };
        let alignment = aligner.align(
            side(&source_texts, parts(&source_embedded), &source_breaks),
            side(&target_texts, parts(&target_embedded), &target_breaks),
        );
        let scores = alignment.confidence.iter();
        Ok(CheckedDocument {
            scores: scores
                .map(|&confidence| BeadScore {
                    confidence,
                    ..BeadScore::default()
                })
                .collect(),
            beads: alignment.beads,
            row: None,
            line: 1,
            others: Vec::new(),
            source,
            target,
            source_segments,
            target_segments,
        })
    })?
}

fn parts(embedded: &(Embeddings, TokenRows)) -> (&Embeddings, &TokenRows) {
    (&embedded.0, &embedded.1)
}
