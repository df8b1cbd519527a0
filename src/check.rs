//! The whole check on one screen.

use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::align::features::Side;
use crate::align::{Aligner, Alignment, Bead};
use crate::embed::{Embeddings, Encoder, TokenStates, TransformerEncoder};
use crate::error::{Error, Result, Warning};
use crate::flag::{self, Flag, Rule, RuleInfo, registry};
use crate::lexicon::han::han_share;
use crate::load::{self, Document, PairRow};
use crate::report::diff::word_diff;
use crate::score::{self, BeadScore, ScoreModel, SideText};
use crate::segment::{self, Segment, SegmentKind};

/// A pair of texts after all stages but the report.
#[derive(Debug, Clone)]
pub struct CheckedDocument {
    /// The Chinese text.
    pub source: Document,
    /// The English text.
    pub target: Document,
    /// 0-based data row with pairs, `None` for two documents.
    pub row: Option<usize>,
    /// The other columns of the row with pairs.
    pub others: Vec<(String, String)>,
    /// Segments of the source.
    pub source_segments: Vec<Segment>,
    /// Segments of the target.
    pub target_segments: Vec<Segment>,
    /// The alignment: every segment of either side is in exactly one bead.
    pub beads: Vec<Bead>,
    /// One score a bead.
    pub scores: Vec<BeadScore>,
}

/// The program and what it ran with, for the reports.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Tool {
    /// `mtlint`.
    pub name: &'static str,
    /// Version of the crate.
    pub version: &'static str,
    /// Name and hash of the model.
    pub model: String,
    /// The rules that ran.
    pub rules: Vec<&'static RuleInfo>,
    /// The settings that move the result, by name.
    pub settings: std::collections::BTreeMap<String, String>,
}

/// Everything a report may show.
#[derive(Debug, Clone)]
pub struct CheckResult {
    /// The program and its settings.
    pub tool: Tool,
    /// The texts; for pairs one document a row.
    pub documents: Vec<CheckedDocument>,
    /// All flags that passed the selection, in order of document, target position, code.
    pub flags: Vec<Flag>,
    /// What the user should know beside the flags.
    pub warnings: Vec<Warning>,
}

/// What to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Two documents that are not aligned. `-` is standard input.
    Documents {
        /// The Chinese text.
        source: PathBuf,
        /// The English text.
        target: PathBuf,
    },
    /// Files of pairs.
    Pairs(Vec<PathBuf>),
}

/// What a second English rendering is to the one that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherRendering {
    /// A better one.
    Reference,
    /// An earlier one.
    Previous,
}

/// How to check.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Codes of the rules to run; empty: all.
    pub select: Vec<String>,
    /// Codes of the rules not to run.
    pub ignore: Vec<String>,
    /// Directory of a model to use instead of the one in the program.
    pub model: Option<PathBuf>,
    /// A second rendering, for a word diff beside each flag.
    pub other_rendering: Option<(OtherRendering, PathBuf)>,
    /// Number of threads; `None`: as many as there are cores.
    pub threads: Option<usize>,
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Units done.
    pub done: usize,
    /// Units in all.
    pub total: usize,
    /// What is being done, for example `embedding`.
    pub stage: &'static str,
}

/// A text with its segments and their vectors.
struct Prepared {
    document: Document,
    segments: Vec<Segment>,
    vectors: Embeddings,
    tokens: Vec<TokenStates>,
}

/// What a check runs with.
struct Stages {
    encoder: TransformerEncoder,
    aligner: Aligner,
    scorer: ScoreModel,
}

/// Rows whose token vectors are held at a time.
const ROWS_AT_A_TIME: usize = 512;

/// Checks an input.
///
/// # Errors
/// Where the input or the model cannot be used.
pub fn check(
    input: &Input,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<CheckResult> {
    with_threads(options.threads, || run(input, options, progress))?
}

/// Runs `work` on a pool of so many threads; `None`: one a core.
///
/// # Errors
/// If the threads cannot be started.
pub fn with_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|e| Error::Setting(format!("could not start the threads: {e}")))?;
    Ok(pool.install(work))
}

fn run(
    input: &Input,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<CheckResult> {
    let rules = registry::select(&options.select, &options.ignore)?;
    let mut warnings = Vec::new();
    let stages = Stages::load(options.model.as_deref())?;
    let mut documents = match input {
        Input::Documents { source, target } => {
            let source = load::read_document(source, &mut warnings)?;
            let target = load::read_document(target, &mut warnings)?;
            load::check_languages(&source, &target)?;
            let total = 2;
            let source = stages.prepare(source, segment::segment_source, progress, (0, total))?;
            let target = stages.prepare(target, segment::segment_target, progress, (1, total))?;
            note_long_texts(&source, &mut warnings);
            note_long_texts(&target, &mut warnings);
            vec![stages.align_and_score(source, target)]
        }
        Input::Pairs(files) => {
            let mut documents = Vec::new();
            for file in files {
                let rows = load::read_pairs(file, &mut warnings)?;
                let path = file.display().to_string();
                documents.extend(stages.score_rows(&path, rows, progress)?);
            }
            documents
        }
    };
    let mut flags = flag::flag_documents(&documents, &rules);
    if let Some((kind, path)) = &options.other_rendering {
        let [document] = documents.as_mut_slice() else {
            return Err(Error::Setting(
                "a second rendering can be compared only with two documents, not with pairs".into(),
            ));
        };
        let other = load::read_document(path, &mut warnings)?;
        stages.compare(document, other, *kind, &mut flags, progress)?;
    }
    Ok(CheckResult {
        tool: tool(&stages, rules, options),
        documents,
        flags,
        warnings,
    })
}

impl Stages {
    fn load(model: Option<&Path>) -> Result<Self> {
        Ok(Self {
            encoder: model.map_or_else(
                TransformerEncoder::embedded,
                TransformerEncoder::from_directory,
            )?,
            aligner: Aligner::shipped()?,
            scorer: ScoreModel::shipped()?,
        })
    }

    /// Segments and embeds one document, the `part.0`th of `part.1`.
    fn prepare(
        &self,
        document: Document,
        split: fn(&Document) -> Vec<Segment>,
        progress: &(dyn Fn(Progress) + Sync),
        part: (usize, usize),
    ) -> Result<Prepared> {
        progress(Progress {
            done: part.0,
            total: part.1,
            stage: "embedding",
        });
        let segments = split(&document);
        let texts: Vec<&str> = segments
            .iter()
            .map(|s| &document.text[s.span.clone()])
            .collect();
        let (vectors, tokens) = self.encoder.encode_tokens(&texts)?;
        progress(Progress {
            done: part.0 + 1,
            total: part.1,
            stage: "embedding",
        });
        Ok(Prepared {
            document,
            segments,
            vectors,
            tokens,
        })
    }

    fn align(&self, source: &Prepared, target: &Prepared) -> Alignment {
        let (source_texts, target_texts) = (source.texts(), target.texts());
        let (source_breaks, target_breaks) = (source.breaks(), target.breaks());
        self.aligner.align(
            source.side(&source_texts, &source_breaks),
            target.side(&target_texts, &target_breaks),
        )
    }

    fn align_and_score(&self, source: Prepared, target: Prepared) -> CheckedDocument {
        let alignment = self.align(&source, &target);
        let beads = alignment.beads;
        let mut scores: Vec<BeadScore> = beads
            .par_iter()
            .zip(&alignment.confidence)
            .map(|(bead, &confidence)| self.score(&source, &target, bead, confidence))
            .collect();
        score::set_margins(&mut scores, &beads, &source.vectors, &target.vectors);
        CheckedDocument {
            source: source.document,
            target: target.document,
            row: None,
            others: Vec::new(),
            source_segments: source.segments,
            target_segments: target.segments,
            beads,
            scores,
        }
    }

    fn score(
        &self,
        source: &Prepared,
        target: &Prepared,
        bead: &Bead,
        confidence: f32,
    ) -> BeadScore {
        if bead.is_null() {
            return BeadScore::of_null(confidence);
        }
        let (s, t) = (
            source.vectors.merged(bead.source.clone()),
            target.vectors.merged(bead.target.clone()),
        );
        let side = |side: &'_ Prepared, range: &Range<usize>| side.text(range).to_owned();
        let (source_text, target_text) = (side(source, &bead.source), side(target, &bead.target));
        score::score(
            &self.scorer,
            SideText {
                text: &source_text,
                vector: &s,
                tokens: &source.tokens[bead.source.clone()],
            },
            SideText {
                text: &target_text,
                vector: &t,
                tokens: &target.tokens[bead.target.clone()],
            },
            confidence,
        )
    }

    /// Every row a document of its own with one bead.
    fn score_rows(
        &self,
        path: &str,
        rows: Vec<PairRow>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<CheckedDocument>> {
        let total = rows.len();
        let mut documents = Vec::with_capacity(total);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            progress(Progress {
                done: documents.len(),
                total,
                stage: "scoring",
            });
            let chunk: Vec<PairRow> = rows.by_ref().take(ROWS_AT_A_TIME).collect();
            documents.extend(self.score_chunk(path, chunk)?);
        }
        Ok(documents)
    }

    fn score_chunk(&self, path: &str, rows: Vec<PairRow>) -> Result<Vec<CheckedDocument>> {
        let whole = |text: &str| {
            let body = text.trim();
            let start = text.len() - text.trim_start().len();
            let kind = SegmentKind::Sentence;
            (!body.is_empty()).then(|| Segment {
                span: start..start + body.len(),
                kind,
                paragraph: 0,
            })
        };
        let mut sides: Vec<[Prepared; 2]> = Vec::with_capacity(rows.len());
        let texts: Vec<&str> = rows
            .iter()
            .flat_map(|r| [r.source.trim(), r.target.trim()])
            .filter(|t| !t.is_empty())
            .collect();
        let (vectors, tokens) = self.encoder.encode_tokens(&texts)?;
        let mut next = tokens.into_iter().enumerate();
        for row in &rows {
            let mut side = |text: &str| {
                let segments: Vec<Segment> = whole(text).into_iter().collect();
                let own = if segments.is_empty() {
                    None
                } else {
                    next.next()
                };
                Prepared {
                    document: Document::new(path, text),
                    vectors: own
                        .as_ref()
                        .map(|(k, _)| vectors.only(*k))
                        .unwrap_or_default(),
                    tokens: own.into_iter().map(|(_, t)| t).collect(),
                    segments,
                }
            };
            sides.push([side(&row.source), side(&row.target)]);
        }
        Ok(sides
            .into_par_iter()
            .zip(rows)
            .map(|([source, target], row)| {
                let bead = Bead {
                    source: 0..source.segments.len(),
                    target: 0..target.segments.len(),
                };
                let empty = bead.source.is_empty() && bead.target.is_empty();
                let beads = if empty { Vec::new() } else { vec![bead] };
                let scores = beads
                    .iter()
                    .map(|b| self.score(&source, &target, b, 1.0))
                    .collect();
                CheckedDocument {
                    source: source.document,
                    target: target.document,
                    row: Some(row.row),
                    others: row.others,
                    source_segments: source.segments,
                    target_segments: target.segments,
                    beads,
                    scores,
                }
            })
            .collect())
    }

    /// Puts beside each flag the words in which the other rendering differs.
    fn compare(
        &self,
        document: &CheckedDocument,
        other: Document,
        kind: OtherRendering,
        flags: &mut [Flag],
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<()> {
        let source = self.prepare(
            document.source.clone(),
            segment::segment_source,
            progress,
            (0, 2),
        )?;
        let other = self.prepare(other, segment::segment_target, progress, (1, 2))?;
        let alignment = self.align(&source, &other);
        for flag in flags {
            let bead = &document.beads[flag.bead];
            let meets =
                |b: &&Bead| b.source.start < bead.source.end && bead.source.start < b.source.end;
            let met: Vec<&Bead> = alignment
                .beads
                .iter()
                .filter(meets)
                .filter(|b| !b.target.is_empty())
                .collect();
            let (Some(first), Some(last)) = (met.first(), met.last()) else {
                continue;
            };
            let theirs = other.text(&(first.target.start..last.target.end));
            let ours = text_of(&document.target, &document.target_segments, &bead.target);
            flag.diff = match kind {
                OtherRendering::Reference => word_diff(ours, theirs),
                OtherRendering::Previous => word_diff(theirs, ours),
            };
        }
        Ok(())
    }
}

impl Prepared {
    fn texts(&self) -> Vec<&str> {
        self.segments
            .iter()
            .map(|s| &self.document.text[s.span.clone()])
            .collect()
    }

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

    fn text(&self, range: &Range<usize>) -> &str {
        text_of(&self.document, &self.segments, range)
    }
}

/// The text of a run of segments, with what stands between them; empty for an empty run.
fn text_of<'a>(document: &'a Document, segments: &[Segment], range: &Range<usize>) -> &'a str {
    match segments.get(range.clone()) {
        Some([first, .., last]) => &document.text[first.span.start..last.span.end],
        Some([only]) => &document.text[only.span.clone()],
        _ => "",
    }
}

fn note_long_texts(side: &Prepared, warnings: &mut Vec<Warning>) {
    for (k, segment) in side.segments.iter().enumerate() {
        if side.vectors.windows[k] > 1 {
            warnings.push(Warning::LongText {
                path: side.document.path.clone(),
                line: side.document.position(segment.span.start).line,
                tokens: side.vectors.tokens[k],
                pieces: side.vectors.windows[k],
            });
        }
    }
}

fn tool(stages: &Stages, rules: Vec<&'static dyn Rule>, options: &Options) -> Tool {
    let mut settings = std::collections::BTreeMap::new();
    for (name, codes) in [("select", &options.select), ("ignore", &options.ignore)] {
        if !codes.is_empty() {
            settings.insert(name.to_owned(), codes.join(","));
        }
    }
    Tool {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        model: stages.encoder.name(),
        rules: rules.into_iter().map(Rule::info).collect(),
        settings,
    }
}

/// Scores rows of pairs, in order.
///
/// # Errors
/// If the model cannot be used.
pub fn score_pairs(
    rows: Vec<PairRow>,
    model: Option<&Path>,
    threads: Option<usize>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<CheckedDocument>> {
    with_threads(threads, || {
        Stages::load(model)?.score_rows("-", rows, progress)
    })?
}

/// Aligns two documents, by our own sentences or by their lines.
///
/// # Errors
/// If a document or the model cannot be used.
pub fn align_documents(
    source: Document,
    target: Document,
    pre_split: bool,
    model: Option<&Path>,
    threads: Option<usize>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<CheckedDocument> {
    with_threads(threads, || {
        let stages = Stages::load(model)?;
        let chinese_first = han_share(&source.text) >= han_share(&target.text);
        let split = |chinese: bool| match (pre_split, chinese) {
            (true, _) => segment::lines,
            (false, true) => segment::segment_source,
            (false, false) => segment::segment_target,
        };
        let source = stages.prepare(source, split(chinese_first), progress, (0, 2))?;
        let target = stages.prepare(target, split(!chinese_first), progress, (1, 2))?;
        Ok(stages.align_and_score(source, target))
    })?
}
