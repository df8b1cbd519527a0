#![doc = include_str!("misaligned.md")]

use std::collections::BTreeMap;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};

/// Probability of having nothing to do with each other from which a pair is flagged.
pub const THRESHOLD: f32 = 0.5;

static INFO: RuleInfo = RuleInfo {
    code: "ACC008",
    name: "misaligned",
    category: "Accuracy/Mistranslation",
    severity: Severity::Minor,
    mechanical: false,
    summary: "The two sides seem to be unrelated",
    explanation: include_str!("misaligned.md"),
};

/// ACC008.
#[derive(Debug)]
pub struct Misaligned;

impl Rule for Misaligned {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let score = bead.score;
        let empty = bead.source.trim().is_empty() || bead.target.trim().is_empty();
        if empty || score.misalignment < THRESHOLD {
            return Vec::new();
        }
        let measures = [
            ("misalignment", score.misalignment),
            ("similarity", score.similarity),
            ("margin", score.margin),
        ];
        vec![Finding {
            severity: INFO.severity,
            probability: score.misalignment,
            source: Some(0..bead.source.len()),
            target: Some(0..bead.target.len()),
            message: "The English and the Chinese paired here seem to say unrelated things."
                .to_owned(),
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
    fn flags_from_the_threshold_on() {
        let flagged = |misalignment| {
            let score = BeadScore {
                misalignment,
                ..BeadScore::default()
            };
            let bead = BeadView {
                score: &score,
                ..BeadView::of_pair("今天下雨。", "Vase.")
            };
            !Misaligned.check(&bead).is_empty()
        };
        assert!(!flagged(0.49) && flagged(0.5));
    }
}
