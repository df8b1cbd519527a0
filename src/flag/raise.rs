//! From what rules find in beads to [`Flag`]s in documents.

use std::ops::Range;

use rayon::prelude::*;

use super::fingerprint::{fingerprint, number_repeats};
use super::merge::merge;
use super::terms::Termbase;
use super::{BeadView, Finding, Flag, Location, Rule};
use crate::align::Bead;
use crate::check::CheckedDocument;
use crate::load::Document;
use crate::score::BeadScore;
use crate::segment::{Segment, SegmentKind};

/// The flags of all documents, in order of document, target position, source position, code.
/// Where flags have one fingerprint they are numbered over all documents.
#[must_use]
pub fn flag_documents(
    documents: &[CheckedDocument],
    rules: &[&dyn Rule],
    terms: &Termbase,
) -> Vec<Flag> {
    let mut flags: Vec<Flag> = documents
        .par_iter()
        .enumerate()
        .flat_map(|(index, document)| raise(index, document, rules, terms))
        .collect();
    number_repeats(&mut flags);
    flags
}

/// The flags of one document, in order of target position, source position, code. `index` is
/// the document's place in the report. A flag without a target stands where the target text of
/// its bead would be.
#[must_use]
pub fn flags(index: usize, document: &CheckedDocument, rules: &[&dyn Rule]) -> Vec<Flag> {
    let mut flags = raise(index, document, rules, Termbase::empty());
    number_repeats(&mut flags);
    flags
}

/// The flags of one document in order, their fingerprints not yet numbered.
fn raise(
    index: usize,
    document: &CheckedDocument,
    rules: &[&dyn Rule],
    terms: &Termbase,
) -> Vec<Flag> {
    let mut placed = Vec::new();
    let mut reached = 0;
    for (number, bead) in document.beads.iter().enumerate() {
        let spans = Sides::of(document, bead);
        reached = spans.target.as_ref().map_or(reached, |span| span.start);
        let unscored = BeadScore {
            confidence: 1.0,
            ..BeadScore::default()
        };
        let score = document.scores.get(number).unwrap_or(&unscored);
        let view = BeadView {
            terms,
            ..spans.view(document, bead, score)
        };
        for rule in rules {
            for finding in rule.check(&view) {
                let flag = spans.flag(index, number, document, &view, *rule, finding);
                let at = flag
                    .target
                    .as_ref()
                    .map_or(reached, |target| target.span.start);
                placed.push((at, flag));
            }
        }
    }
    placed.sort_by_cached_key(|(at, flag)| {
        let side =
            |location: &Option<Location>| location.as_ref().map(|l| (l.span.start, l.span.end));
        (
            *at,
            side(&flag.source),
            flag.code,
            side(&flag.target),
            flag.message.clone(),
        )
    });
    merge(placed.into_iter().map(|(_, flag)| flag).collect())
}

/// Byte spans of a bead's two sides in their documents; `None` for an empty side.
struct Sides {
    source: Option<Range<usize>>,
    target: Option<Range<usize>>,
}

impl Sides {
    fn of(document: &CheckedDocument, bead: &Bead) -> Self {
        Self {
            source: span(&document.source_segments, &bead.source),
            target: span(&document.target_segments, &bead.target),
        }
    }

    /// What rules see of the bead.
    fn view<'a>(
        &self,
        document: &'a CheckedDocument,
        bead: &Bead,
        score: &'a BeadScore,
    ) -> BeadView<'a> {
        let mut kinds = document.source_segments[bead.source.clone()]
            .iter()
            .chain(&document.target_segments[bead.target.clone()])
            .map(|segment| segment.kind);
        let heading = kinds.all(|kind| kind == SegmentKind::Heading);
        BeadView {
            source: text(&document.source, self.source.as_ref()),
            target: text(&document.target, self.target.as_ref()),
            kind: if heading {
                SegmentKind::Heading
            } else {
                SegmentKind::Sentence
            },
            score,
            source_document: &document.source.text,
            target_document: &document.target.text,
            terms: Termbase::empty(),
        }
    }

    /// A finding as a flag.
    fn flag(
        &self,
        index: usize,
        number: usize,
        document: &CheckedDocument,
        view: &BeadView<'_>,
        rule: &dyn Rule,
        finding: Finding,
    ) -> Flag {
        let info = rule.info();
        let source = finding
            .source
            .map(|span| whole_characters(view.source, span));
        let target = finding.target.map(|span| whole_words(view.target, span));
        let fingerprint = fingerprint(
            info.code,
            source.clone().map(|span| (view.source, span)),
            target.clone().map(|span| (view.target, span)),
        );
        let place =
            |document: &Document, side: &Option<Range<usize>>, inner: Option<Range<usize>>| {
                let side = side.as_ref()?;
                let inner = inner?;
                Some(Location::new(
                    document,
                    side.start + inner.start..side.start + inner.end,
                ))
            };
        Flag {
            code: info.code,
            rule: info.name,
            category: info.category,
            severity: finding.severity,
            probability: finding.probability * certainty(info.category, view.score),
            source: place(&document.source, &self.source, source),
            target: place(&document.target, &self.target, target),
            document: index,
            row: document.row,
            bead: number,
            message: finding.message,
            evidence: finding.evidence,
            suggestion: finding.suggestion,
            diff: None,
            fingerprint,
        }
    }
}

/// What the alignment leaves of a finding's probability. A rule about accuracy or terms compares
/// the two sides, and its probability was measured on sides that belong together: it holds as far
/// as they do, `P(right) = P(right | bead) · P(bead)`, a finding from a wrong bead being worth
/// nothing. A rule about the English alone does not depend on the bead.
fn certainty(category: &str, score: &BeadScore) -> f32 {
    let compares = ["Accuracy", "Terminology"];
    if compares.iter().any(|family| category.starts_with(family)) {
        score.confidence
    } else {
        1.0
    }
}

/// From the start of the first segment to the end of the last.
fn span(segments: &[Segment], range: &Range<usize>) -> Option<Range<usize>> {
    let segments = segments.get(range.clone())?;
    Some(segments.first()?.span.start..segments.last()?.span.end)
}

/// The text of one side.
fn text<'a>(document: &'a Document, span: Option<&Range<usize>>) -> &'a str {
    span.map_or("", |span| &document.text[span.clone()])
}

/// A span moved outward to character boundaries and into the text.
fn whole_characters(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// A span moved outward so that it cuts no Latin word or number in two.
fn whole_words(text: &str, span: Range<usize>) -> Range<usize> {
    let in_word = |c: char| c.is_alphanumeric() && !crate::lexicon::han::is_han(c);
    let Range { mut start, mut end } = whole_characters(text, span);
    if text[start..].starts_with(in_word) {
        start -= text[..start]
            .chars()
            .rev()
            .take_while(|&c| in_word(c))
            .map(char::len_utf8)
            .sum::<usize>();
    }
    if text[..end].ends_with(in_word) {
        end += text[end..]
            .chars()
            .take_while(|&c| in_word(c))
            .map(char::len_utf8)
            .sum::<usize>();
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::registry::RULES;

    /// A document whose lines are its segments, paired as the beads say.
    fn document(
        source: &str,
        target: &str,
        beads: &[(Range<usize>, Range<usize>)],
    ) -> CheckedDocument {
        let (source, target) = (Document::new("zh", source), Document::new("en", target));
        let segments = |document: &Document| {
            let spans = document.paragraphs.iter().cloned().enumerate();
            spans
                .map(|(paragraph, span)| Segment {
                    span,
                    kind: SegmentKind::Sentence,
                    paragraph,
                })
                .collect()
        };
        CheckedDocument {
            source_segments: segments(&source),
            target_segments: segments(&target),
            beads: beads
                .iter()
                .map(|(source, target)| Bead {
                    source: source.clone(),
                    target: target.clone(),
                })
                .collect(),
            scores: vec![BeadScore::default(); beads.len()],
            source,
            target,
            row: None,
            line: 1,
            others: Vec::new(),
        }
    }

    #[test]
    fn flags_are_placed_in_the_documents() {
        let document = document(
            "今天下雨。\n他没有来参加昨天的会议。\n我们都很高兴。",
            "It rains.\nWe are 高兴 all very very happy happy.",
            &[(0..1, 0..1), (1..2, 1..1), (2..3, 1..2)],
        );
        let flags = flags(4, &document, RULES);
        let found: Vec<_> = flags.iter().map(|f| (f.code, f.bead)).collect();
        assert_eq!(found, [("ACC001", 1), ("ACC003", 2), ("FLU002", 2)]);
        assert!(
            flags
                .iter()
                .all(|flag| flag.document == 4 && flag.row.is_none())
        );
        let omitted = flags[0].source.as_ref().unwrap();
        assert_eq!(
            (omitted.line, omitted.column, omitted.start, omitted.end),
            (2, 1, 6, 18)
        );
        let left = flags[1].target.as_ref().unwrap();
        assert_eq!((left.text.as_str(), left.line, left.column), ("高兴", 2, 8));
    }

    #[test]
    fn moving_a_text_keeps_the_fingerprints_and_repeats_are_numbered() {
        let line = "We are 高兴.";
        let one = document("我们很高兴。", line, &[(0..1, 0..1)]);
        let two = document(
            "天。\n我们很高兴。\n我们很高兴。",
            &format!("Sky.\n{line}\n{line}"),
            &[(0..1, 0..1), (1..2, 1..2), (2..3, 2..3)],
        );
        let print = |document| {
            flags(0, document, RULES)
                .into_iter()
                .map(|f| f.fingerprint)
                .collect::<Vec<_>>()
        };
        let (one, two) = (print(&one), print(&two));
        assert_eq!(two, [one[0].clone(), format!("{}-2", one[0])]);
    }

    #[test]
    fn spans_cut_neither_words_nor_characters() {
        assert_eq!(whole_words("a council b", 4..6), 2..9);
        assert_eq!(whole_words("看council", 4..5), 3..10);
        assert_eq!(whole_characters("会议", 1..2), 0..3);
        assert_eq!(whole_characters("会", 5..9), 3..3);
    }
}
