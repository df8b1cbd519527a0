//! What a check runs with, on one text or one bead.

use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::{CheckedDocument, OnProgress, Progress};
use crate::align::features::Side;
use crate::align::{Aligner, Alignment, Bead};
use crate::embed::{Embeddings, Encoder, TokenStates, TransformerEncoder};
use crate::error::{Result, Warning};
use crate::load::Document;
use crate::score::{self, BeadScore, ScoreModel, SideText};
use crate::segment::{self, Segment};

/// The models of the stages.
pub struct Stages {
    pub(super) encoder: TransformerEncoder,
    aligner: Aligner,
    scorer: ScoreModel,
}

/// A text with its segments and their vectors.
pub struct Prepared {
    pub document: Document,
    pub segments: Vec<Segment>,
    pub vectors: Embeddings,
    pub tokens: Vec<TokenStates>,
}

/// One of several texts that are prepared one after the other.
#[derive(Clone, Copy)]
pub struct Part {
    /// 0-based.
    pub number: usize,
    pub of: usize,
}

impl Stages {
    /// The models of the program, or the encoder of a directory.
    pub fn load(model: Option<&Path>) -> Result<Self> {
        Ok(Self {
            encoder: model.map_or_else(
                TransformerEncoder::embedded,
                TransformerEncoder::from_directory,
            )?,
            aligner: Aligner::shipped()?,
            scorer: ScoreModel::shipped()?,
        })
    }

    /// Name and hash of the encoder.
    pub fn model_name(&self) -> String {
        self.encoder.name()
    }

    /// Two documents, from texts to scores.
    pub fn check_documents(
        &self,
        source: Document,
        target: Document,
        progress: OnProgress<'_>,
        warnings: &mut Vec<Warning>,
    ) -> Result<CheckedDocument> {
        let part = |number| Part { number, of: 2 };
        let source = self.prepare(source, segment::segment_source, part(0), progress)?;
        let target = self.prepare(target, segment::segment_target, part(1), progress)?;
        warnings.extend(source.long_texts());
        warnings.extend(target.long_texts());
        Ok(self.align_and_score(source, target))
    }

    /// Segments and embeds one document.
    pub fn prepare(
        &self,
        document: Document,
        split: fn(&Document) -> Vec<Segment>,
        part: Part,
        progress: OnProgress<'_>,
    ) -> Result<Prepared> {
        let show = |done| {
            progress(Progress {
                done,
                total: part.of,
                stage: "embedding",
            });
        };
        show(part.number);
        let segments = split(&document);
        let texts: Vec<&str> = segments
            .iter()
            .map(|s| &document.text[s.span.clone()])
            .collect();
        let (vectors, tokens) = self.encoder.encode_tokens(&texts)?;
        show(part.number + 1);
        Ok(Prepared {
            document,
            segments,
            vectors,
            tokens,
        })
    }

    pub fn align(&self, source: &Prepared, target: &Prepared) -> Alignment {
        let (source_texts, target_texts) = (source.texts(), target.texts());
        let (source_breaks, target_breaks) = (source.breaks(), target.breaks());
        self.aligner.align(
            source.side(&source_texts, &source_breaks),
            target.side(&target_texts, &target_breaks),
        )
    }

    pub fn align_and_score(&self, source: Prepared, target: Prepared) -> CheckedDocument {
        let Alignment { beads, confidence } = self.align(&source, &target);
        let mut scores: Vec<BeadScore> = beads
            .par_iter()
            .zip(&confidence)
            .map(|(bead, &confidence)| self.score(&source, &target, bead, confidence))
            .collect();
        score::set_margins(&mut scores, &beads, &source.vectors, &target.vectors);
        Prepared::joined(source, target, beads, scores)
    }

    pub fn score(
        &self,
        source: &Prepared,
        target: &Prepared,
        bead: &Bead,
        confidence: f32,
    ) -> BeadScore {
        if bead.is_null() {
            return BeadScore::of_null(confidence);
        }
        let source_vector = source.vectors.merged(bead.source.clone());
        let target_vector = target.vectors.merged(bead.target.clone());
        score::score(
            &self.scorer,
            source.part(&bead.source, &source_vector),
            target.part(&bead.target, &target_vector),
            confidence,
        )
    }
}

impl Prepared {
    /// Both sides as one document of two texts.
    pub fn joined(
        source: Self,
        target: Self,
        beads: Vec<Bead>,
        scores: Vec<BeadScore>,
    ) -> CheckedDocument {
        CheckedDocument {
            source: source.document,
            target: target.document,
            row: None,
            line: 1,
            others: Vec::new(),
            source_segments: source.segments,
            target_segments: target.segments,
            beads,
            scores,
        }
    }

    fn texts(&self) -> Vec<&str> {
        self.segments
            .iter()
            .map(|s| &self.document.text[s.span.clone()])
            .collect()
    }

    /// Whether a paragraph starts with each segment.
    fn breaks(&self) -> Vec<bool> {
        let mut last = None;
        self.segments
            .iter()
            .map(|s| last.replace(s.paragraph) != Some(s.paragraph))
            .collect()
    }

    fn side<'a>(&'a self, texts: &'a [&'a str], breaks: &'a [bool]) -> Side<'a> {
        Side {
            texts,
            vectors: &self.vectors,
            tokens: &self.tokens,
            breaks,
        }
    }

    /// A run of segments, as it is scored.
    fn part<'a>(&'a self, segments: &Range<usize>, vector: &'a [f32]) -> SideText<'a> {
        SideText {
            text: text_of(&self.document, &self.segments, segments),
            vector,
            tokens: &self.tokens[segments.clone()],
        }
    }

    /// A warning for each segment that was embedded in pieces.
    pub fn long_texts(&self) -> impl Iterator<Item = Warning> {
        self.segments
            .iter()
            .enumerate()
            .filter(|(k, _)| self.vectors.windows[*k] > 1)
            .map(|(k, segment)| Warning::LongText {
                path: self.document.path.clone(),
                line: self.document.position(segment.span.start).line,
                tokens: self.vectors.tokens[k],
                pieces: self.vectors.windows[k],
            })
    }
}

/// The text of a run of segments, with what stands between them; empty for an empty run.
pub fn text_of<'a>(document: &'a Document, segments: &[Segment], run: &Range<usize>) -> &'a str {
    match segments.get(run.clone()) {
        Some([first, .., last]) => &document.text[first.span.start..last.span.end],
        Some([only]) => &document.text[only.span.clone()],
        _ => "",
    }
}
