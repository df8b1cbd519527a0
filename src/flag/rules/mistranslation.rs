#![doc = include_str!("mistranslation.md")]

use std::collections::BTreeMap;
use std::ops::Range;

use crate::flag::counterpart::counterpart;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::Lexicon;
use crate::score::{ScoredSpan, Side};
use crate::segment::SegmentKind;

/// Estimated probability of a major error from which a pair is flagged: more likely than not.
pub const THRESHOLD: f32 = 0.5;

/// Estimated probability from which the flag is of severity major.
pub const MAJOR: f32 = 0.7;

/// Probability of being marked from which words stand out.
const MARKED: f32 = 0.3;

static INFO: RuleInfo = RuleInfo {
    code: "ACC007",
    name: "mistranslation",
    category: "Accuracy/Mistranslation",
    severity: Severity::Minor,
    mechanical: false,
    summary: "The learned estimate expects a major error",
    explanation: include_str!("mistranslation.md"),
};

/// ACC007.
#[derive(Debug)]
pub struct Mistranslation;

impl Rule for Mistranslation {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let score = bead.score;
        let empty = bead.source.trim().is_empty() || bead.target.trim().is_empty();
        let heading = bead.kind == SegmentKind::Heading;
        if empty || heading || score.error_probability < THRESHOLD {
            return Vec::new();
        }
        let runs = marked_runs(bead.target, &score.spans);
        let worst = runs.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
        let percent = score.error_probability * 100.0;
        let (target, source, message) = if let Some(run) = worst {
            let words = &bead.target[run.span.clone()];
            let source = counterpart(bead.source, bead.target, &run.span);
            let message = format!(
                "\"{words}\" is likely wrong: about {percent:.0} in 100 pairs that look like this one have a major error."
            );
            (run.span.clone(), source, message)
        } else {
            let message = format!(
                "A major error is likely in this sentence: about {percent:.0} in 100 pairs that look like this one have one."
            );
            (0..bead.target.len(), None, message)
        };
        let source = source.unwrap_or(0..bead.source.len());
        let measures = [
            ("quality", score.quality),
            ("error_probability", score.error_probability),
            ("similarity", score.similarity),
            ("margin", score.margin),
        ];
        vec![Finding {
            severity: if score.error_probability < MAJOR {
                INFO.severity
            } else {
                Severity::Major
            },
            probability: score.error_probability,
            evidence: Evidence {
                words: if source.len() < bead.source.len() {
                    Lexicon::get().glosses(&bead.source[source.clone()])
                } else {
                    Vec::new()
                },
                found: runs
                    .iter()
                    .map(|r| bead.target[r.span.clone()].to_owned())
                    .collect(),
                measures: measures
                    .into_iter()
                    .map(|(name, value)| (name, f64::from(value)))
                    .collect::<BTreeMap<_, _>>(),
                ..Evidence::default()
            },
            source: Some(source),
            target: Some(target),
            message,
            suggestion: None,
        }]
    }
}

/// Neighbouring words that stand out.
struct Run {
    span: Range<usize>,
    /// Sum over its characters of what their probability is above the threshold.
    weight: f32,
}

/// The runs of words of the target whose probability reaches [`MARKED`], in order, without the
/// marks and the white space around them.
fn marked_runs(target: &str, spans: &[ScoredSpan]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let marked = |s: &&ScoredSpan| s.side == Side::Target && s.probability >= MARKED;
    for scored in spans.iter().filter(marked) {
        let span = scored.span.clone();
        let weight = (scored.probability - MARKED + 0.05) * span.len() as f32;
        match runs.last_mut() {
            Some(run) if run.span.end >= span.start => {
                run.span.end = span.end;
                run.weight += weight;
            }
            _ => runs.push(Run { span, weight }),
        }
    }
    for run in &mut runs {
        let text = &target[run.span.clone()];
        let from_first_letter = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        run.span.start += text.len() - from_first_letter.len();
        let words = from_first_letter.trim_end_matches(|c: char| !c.is_alphanumeric());
        run.span.end = run.span.start + words.len();
    }
    runs.retain(|run| !run.span.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::BeadScore;

    #[test]
    fn headings_are_left_alone() {
        let score = BeadScore {
            error_probability: 0.9,
            ..BeadScore::default()
        };
        let bead = BeadView {
            score: &score,
            kind: SegmentKind::Heading,
            ..BeadView::of_pair("人民网", "People's Network")
        };
        assert!(Mistranslation.check(&bead).is_empty());
    }

    #[test]
    fn the_words_that_stand_out_are_marked() {
        let span = |span, probability| ScoredSpan {
            side: Side::Target,
            span,
            probability,
        };
        let score = BeadScore {
            error_probability: 0.6,
            spans: vec![
                span(0..3, 0.1),
                span(3..8, 0.5),
                span(8..13, 0.4),
                span(18..23, 0.35),
            ],
            ..BeadScore::default()
        };
        let bead = BeadView {
            score: &score,
            ..BeadView::of_pair("今天下雨。", "It fell water and today.")
        };
        let found = Mistranslation.check(&bead);
        assert_eq!(found[0].target, Some(3..13));
        assert_eq!(found[0].evidence.found, ["fell water", "today"]);
    }

    #[test]
    fn flags_from_the_threshold_on() {
        let severity = |error_probability| {
            let score = BeadScore {
                error_probability,
                ..BeadScore::default()
            };
            let bead = BeadView {
                score: &score,
                ..BeadView::of_pair("今天下雨。", "Vase.")
            };
            Mistranslation
                .check(&bead)
                .first()
                .map(|finding| finding.severity)
        };
        assert_eq!(severity(0.49), None);
        assert_eq!(severity(0.5), Some(Severity::Minor));
        assert_eq!(severity(0.9), Some(Severity::Major));
    }
}
