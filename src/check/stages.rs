//! What a check runs with, on one text or one bead.

use std::ops::Range;
use std::path::Path;

use super::{CheckedDocument, OnProgress, Progress};
use crate::align::bitext::Side;
use crate::align::tokens::TokenRows;
use crate::align::{Aligner, Alignment, Bead};
use crate::embed::{Embeddings, Encoder, TokenStates, TransformerEncoder};
use crate::error::{Result, Warning};
use crate::load::Document;
use crate::score::{self, BeadScore, Pair, Scorer, SideText};
use crate::segment::{self, Segment};

/// The models of the stages.
pub struct Stages {
    pub(super) encoder: TransformerEncoder,
    aligner: Aligner,
    scorer: Scorer,
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
    /// The models of the program, or the encoder of a directory. With `hard_breaks` no bead
    /// reaches across a paragraph break.
    pub fn load(model: Option<&Path>, hard_breaks: bool) -> Result<Self> {
        Ok(Self {
            encoder: TransformerEncoder::load(model)?,
            aligner: Aligner {
                hard_breaks,
                ..Aligner::shipped()?
            },
            scorer: if model.is_some() {
                Scorer::plain()?
            } else {
                Scorer::shipped()?
            },
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
        self.align_and_score(source, target)
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
        let texts = texts_of(&document, &segments);
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
        let (source_texts, target_texts) = (
            texts_of(&source.document, &source.segments),
            texts_of(&target.document, &target.segments),
        );
        let source_breaks = paragraph_starts(&source.segments);
        let target_breaks = paragraph_starts(&target.segments);
        let rows = |side: &Prepared| TokenRows::new(side.vectors.dimension(), &side.tokens);
        let (source_rows, target_rows) = (rows(source), rows(target));
        self.aligner.align(
            source.side(&source_texts, &source_rows, &source_breaks),
            target.side(&target_texts, &target_rows, &target_breaks),
        )
    }

    pub fn align_and_score(&self, source: Prepared, target: Prepared) -> Result<CheckedDocument> {
        let Alignment {
            beads,
            confidence,
            moved,
        } = self.align(&source, &target);
        let mut scores = self.score(&[Job {
            source: &source,
            target: &target,
            beads: &beads,
            confidence: &confidence,
        }])?;
        let mut scores = scores.pop().unwrap_or_default();
        score::set_margins(&mut scores, &beads, &source.vectors, &target.vectors);
        moved.into_iter().for_each(|bead| scores[bead].moved = true);
        Ok(Prepared::joined(source, target, beads, scores))
    }

    /// The scores of the beads of several documents, all read together.
    pub fn score(&self, jobs: &[Job<'_>]) -> Result<Vec<Vec<BeadScore>>> {
        let vectors: Vec<[Vec<f32>; 2]> = jobs
            .iter()
            .flat_map(Job::pairs)
            .map(|(job, bead, _)| {
                [
                    job.source.vectors.merged(bead.source.clone()),
                    job.target.vectors.merged(bead.target.clone()),
                ]
            })
            .collect();
        let pairs: Vec<Pair<'_>> = jobs
            .iter()
            .flat_map(Job::pairs)
            .zip(&vectors)
            .map(|((job, bead, confidence), [source, target])| Pair {
                source: job.source.part(&bead.source, source),
                target: job.target.part(&bead.target, target),
                confidence,
            })
            .collect();
        let mut scored = self.scorer.score(&pairs)?.into_iter();
        let mut of_bead = |bead: &Bead, confidence: f32| {
            let null = bead.is_null().then(|| BeadScore::of_null(confidence));
            null.or_else(|| scored.next()).unwrap_or_default()
        };
        Ok(jobs
            .iter()
            .map(|job| {
                let beads = job.beads.iter().zip(job.confidence);
                beads.map(|(bead, &c)| of_bead(bead, c)).collect()
            })
            .collect())
    }
}

/// A document whose beads are scored.
pub struct Job<'a> {
    pub source: &'a Prepared,
    pub target: &'a Prepared,
    pub beads: &'a [Bead],
    /// One a bead.
    pub confidence: &'a [f32],
}

impl Job<'_> {
    /// The beads with two sides.
    fn pairs(&self) -> impl Iterator<Item = (&Self, &Bead, f32)> {
        let beads = self.beads.iter().zip(self.confidence);
        beads
            .filter(|(bead, _)| !bead.is_null())
            .map(move |(bead, &confidence)| (self, bead, confidence))
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

    fn side<'a>(
        &'a self,
        texts: &'a [&'a str],
        tokens: &'a TokenRows,
        breaks: &'a [bool],
    ) -> Side<'a> {
        Side {
            texts,
            vectors: &self.vectors,
            tokens,
            breaks,
        }
    }

    /// A run of segments, as it is scored.
    fn part<'a>(&'a self, segments: &Range<usize>, vector: &'a [f32]) -> SideText<'a> {
        SideText {
            text: text_of(&self.document, &self.segments, segments),
            vector,
            tokens: &self.tokens[segments.clone()],
            starts: self.segments[segments.clone()]
                .iter()
                .map(|s| s.span.start - self.segments[segments.start].span.start)
                .collect(),
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

/// Whether a paragraph starts with each segment.
pub fn paragraph_starts(segments: &[Segment]) -> Vec<bool> {
    let mut last = None;
    segments
        .iter()
        .map(|s| last.replace(s.paragraph) != Some(s.paragraph))
        .collect()
}

/// The text of each segment.
pub fn texts_of<'a>(document: &'a Document, segments: &[Segment]) -> Vec<&'a str> {
    let spans = segments.iter().map(|s| s.span.clone());
    spans.map(|span| &document.text[span]).collect()
}

/// The text of a run of segments, with what stands between them; empty for an empty run.
pub fn text_of<'a>(document: &'a Document, segments: &[Segment], run: &Range<usize>) -> &'a str {
    match segments.get(run.clone()) {
        Some([first, .., last]) => &document.text[first.span.start..last.span.end],
        Some([only]) => &document.text[only.span.clone()],
        _ => "",
    }
}
