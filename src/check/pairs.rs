//! Rows that are aligned already: each is a document of its own, with one bead.

use super::stages::{Job, Prepared, Stages};
use super::{CheckedDocument, OnProgress, Progress};
use crate::align::Bead;
use crate::embed::Encoder;
use crate::error::{Result, Warning};
use crate::load::{Document, PairRow};
use crate::segment::{Segment, SegmentKind};

/// Rows whose token vectors are held at a time.
const ROWS_AT_A_TIME: usize = 512;

impl Stages {
    /// The rows of all files, in order.
    pub fn check_pairs(
        &self,
        files: Vec<(String, Vec<PairRow>)>,
        progress: OnProgress<'_>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<CheckedDocument>> {
        let total = files.iter().map(|(_, rows)| rows.len()).sum();
        let mut documents = Vec::with_capacity(total);
        for (path, rows) in files {
            let mut rows = rows.into_iter().peekable();
            while rows.peek().is_some() {
                progress(Progress {
                    done: documents.len(),
                    total,
                    stage: "scoring",
                });
                let chunk: Vec<PairRow> = rows.by_ref().take(ROWS_AT_A_TIME).collect();
                documents.extend(self.check_rows(&path, chunk, warnings)?);
            }
        }
        Ok(documents)
    }

    fn check_rows(
        &self,
        path: &str,
        rows: Vec<PairRow>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<CheckedDocument>> {
        let sides = self.prepare_rows(path, &rows)?;
        for ([source, target], row) in sides.iter().zip(&rows) {
            let long = source.long_texts().chain(target.long_texts());
            warnings.extend(long.map(|warning| on_line(warning, row.line)));
        }
        let beads: Vec<Vec<Bead>> = sides.iter().map(bead_of).collect();
        let jobs: Vec<Job<'_>> = sides
            .iter()
            .zip(&beads)
            .map(|([source, target], beads)| Job {
                source,
                target,
                beads,
                confidence: &[1.0],
            })
            .collect();
        let scores = self.score(&jobs)?;
        let done = sides.into_iter().zip(rows).zip(beads).zip(scores);
        Ok(done
            .map(
                |((([source, target], row), beads), scores)| CheckedDocument {
                    row: Some(row.row),
                    line: row.line,
                    others: row.others,
                    ..Prepared::joined(source, target, beads, scores)
                },
            )
            .collect())
    }

    /// Both cells of every row, each a segment unless it is empty, all embedded together.
    fn prepare_rows(&self, path: &str, rows: &[PairRow]) -> Result<Vec<[Prepared; 2]>> {
        let cells = rows.iter().flat_map(|row| [&row.source, &row.target]);
        let texts: Vec<&str> = cells
            .map(|cell| cell.trim())
            .filter(|text| !text.is_empty())
            .collect();
        let (vectors, tokens) = self.encoder.encode_tokens(&texts)?;
        let mut embedded = tokens.into_iter().enumerate();
        let mut prepare = |cell: &str| {
            let segment = whole(cell);
            let own = segment.as_ref().and_then(|_| embedded.next());
            Prepared {
                document: Document::new(path, cell),
                segments: segment.into_iter().collect(),
                vectors: own
                    .as_ref()
                    .map(|(k, _)| vectors.pick(&[*k]))
                    .unwrap_or_default(),
                tokens: own.into_iter().map(|(_, tokens)| tokens).collect(),
            }
        };
        Ok(rows
            .iter()
            .map(|row| [prepare(&row.source), prepare(&row.target)])
            .collect())
    }
}

/// The one bead of a row; none where both cells are empty.
fn bead_of([source, target]: &[Prepared; 2]) -> Vec<Bead> {
    let bead = Bead {
        source: 0..source.segments.len(),
        target: 0..target.segments.len(),
    };
    let empty = bead.source.is_empty() && bead.target.is_empty();
    if empty { Vec::new() } else { vec![bead] }
}

/// The whole of a cell as one segment, white space around it left out; `None` for an empty cell.
fn whole(cell: &str) -> Option<Segment> {
    let body = cell.trim();
    let start = cell.len() - cell.trim_start().len();
    (!body.is_empty()).then(|| Segment {
        span: start..start + body.len(),
        kind: SegmentKind::Sentence,
        paragraph: 0,
    })
}

/// A warning about a cell names the line of the file.
fn on_line(warning: Warning, first: usize) -> Warning {
    match warning {
        Warning::LongText {
            path,
            line,
            tokens,
            pieces,
        } => Warning::LongText {
            path,
            line: first + line - 1,
            tokens,
            pieces,
        },
        other => other,
    }
}
