//! One stage by itself: the scores of pairs, or the alignment of two documents.

use std::path::Path;

use super::stages::{Part, Stages};
use super::{CheckedDocument, OnProgress, with_threads};
use crate::error::Result;
use crate::lexicon::han::han_share;
use crate::load::{Document, PairRow};
use crate::segment;

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
        Stages::load(model)?.check_pairs(files, progress, &mut Vec::new())
    })?
}

/// Aligns two documents, by our own sentences or by their lines. Either may be the Chinese one.
///
/// # Errors
/// If a document or the model cannot be used.
pub fn align_documents(
    source: Document,
    target: Document,
    pre_split: bool,
    model: Option<&Path>,
    threads: Option<usize>,
    progress: OnProgress<'_>,
) -> Result<CheckedDocument> {
    with_threads(threads, || {
        let stages = Stages::load(model)?;
        let chinese_first = han_share(&source.text) >= han_share(&target.text);
        let split = |chinese: bool| match (pre_split, chinese) {
            (true, _) => segment::lines,
            (false, true) => segment::segment_source,
            (false, false) => segment::segment_target,
        };
        let part = |number| Part { number, of: 2 };
        let source = stages.prepare(source, split(chinese_first), part(0), progress)?;
        let target = stages.prepare(target, split(!chinese_first), part(1), progress)?;
        stages.align_and_score(source, target)
    })?
}
