//! Many pairs of documents: each is read and checked by itself, in parallel.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::stages::Stages;
use super::{CheckedDocument, OnProgress, Progress, Unreadable, read_both};
use crate::error::{Result, Warning};
use crate::load::DocumentPair;

impl Stages {
    /// The pairs that can be checked and those that cannot, each in the order given. The text of a
    /// pair is held only from when its turn comes.
    pub fn check_many(
        &self,
        pairs: &[DocumentPair],
        progress: OnProgress<'_>,
        warnings: &mut Vec<Warning>,
    ) -> (Vec<CheckedDocument>, Vec<Unreadable>) {
        let (done, total) = (AtomicUsize::new(0), pairs.len());
        let show = |done| {
            progress(Progress {
                done,
                total,
                stage: "checking",
            });
        };
        show(0);
        let checked: Vec<_> = pairs
            .par_iter()
            .map(|pair| {
                let mut warnings = Vec::new();
                let outcome = self.check_one(pair, &mut warnings);
                show(done.fetch_add(1, Ordering::Relaxed) + 1);
                (outcome, warnings)
            })
            .collect();
        let (mut documents, mut unreadable) = (Vec::new(), Vec::new());
        for (pair, (outcome, own)) in pairs.iter().zip(checked) {
            warnings.extend(own);
            match outcome {
                Ok(document) => documents.push(document),
                Err(error) => unreadable.push(Unreadable {
                    source: pair.source.display().to_string(),
                    target: pair.target.display().to_string(),
                    reason: error.to_string(),
                }),
            }
        }
        (documents, unreadable)
    }

    fn check_one(
        &self,
        pair: &DocumentPair,
        warnings: &mut Vec<Warning>,
    ) -> Result<CheckedDocument> {
        let (source, target) = read_both(&pair.source, &pair.target, warnings)?;
        self.check_documents(source, target, &|_| (), warnings)
    }
}
