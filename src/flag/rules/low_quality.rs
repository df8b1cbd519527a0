#![doc = include_str!("low_quality.md")]

use std::collections::BTreeMap;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::score::Side;
use crate::segment::SegmentKind;

/// Estimated probability of a major error from which a pair is flagged: more likely than not.
pub const THRESHOLD: f32 = 0.5;

/// Estimated probability from which the flag is of severity major.
pub const MAJOR: f32 = 0.7;

static INFO: RuleInfo = RuleInfo {
    code: "ACC007",
    name: "low-quality",
    category: "Accuracy/Mistranslation",
    severity: Severity::Minor,
    mechanical: false,
    summary: "The quality estimate expects a major error",
    explanation: include_str!("low_quality.md"),
};

/// ACC007.
#[derive(Debug)]
pub struct LowQuality;

impl Rule for LowQuality {
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
        let measures = [
            ("quality", score.quality),
            ("error_probability", score.error_probability),
            ("similarity", score.similarity),
            ("margin", score.margin),
        ];
        let weakest = score.spans.iter().find(|span| span.side == Side::Target);
        let target = weakest.map_or(0..bead.target.len(), |span| span.span.clone());
        let hint = if weakest.is_some() {
            "; the words marked are those that the Chinese supports least"
        } else {
            ""
        };
        vec![Finding {
            severity: if score.error_probability < MAJOR {
                INFO.severity
            } else {
                Severity::Major
            },
            probability: score.error_probability,
            source: Some(0..bead.source.len()),
            target: Some(target),
            message: format!(
                "Estimated quality {:.0} of 100: a major error is likely here (about {:.0} in 100 such pairs have one){hint}.",
                score.quality,
                score.error_probability * 100.0
            ),
            evidence: Evidence {
                measures: measures
                    .into_iter()
                    .map(|(name, value)| (name, f64::from(value)))
                    .collect::<BTreeMap<_, _>>(),
                ..Evidence::default()
            },
            suggestion: None,
        }]
    }
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
        assert!(LowQuality.check(&bead).is_empty());
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
            LowQuality
                .check(&bead)
                .first()
                .map(|finding| finding.severity)
        };
        assert_eq!(severity(0.49), None);
        assert_eq!(severity(0.5), Some(Severity::Minor));
        assert_eq!(severity(0.9), Some(Severity::Major));
    }
}
