#![doc = include_str!("moved_text.md")]

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};

/// Share of right flags. In 46 news articles in each of which one passage was moved, all flags
/// were right; set lower because a pair that only resembles each other has not been counted.
const PROBABILITY: f32 = 0.9;

static INFO: RuleInfo = RuleInfo {
    code: "ACC010",
    name: "moved-text",
    category: "Accuracy/Order",
    severity: Severity::Minor,
    mechanical: false,
    summary: "English that stands elsewhere than its Chinese",
    explanation: include_str!("moved_text.md"),
};

/// ACC010.
#[derive(Debug)]
pub struct MovedText;

impl Rule for MovedText {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !bead.score.moved {
            return Vec::new();
        }
        vec![Finding {
            severity: INFO.severity,
            probability: PROBABILITY,
            source: Some(0..bead.source.len()),
            target: Some(0..bead.target.len()),
            message: "The English of this passage stands in another place than the Chinese."
                .to_owned(),
            evidence: Evidence {
                measures: [("similarity", f64::from(bead.score.similarity))].into(),
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
    fn flags_what_the_alignment_found_elsewhere() {
        let flagged = |moved| {
            let score = BeadScore {
                moved,
                ..BeadScore::default()
            };
            let bead = BeadView {
                score: &score,
                ..BeadView::of_pair("今天下雨。", "It rains today.")
            };
            MovedText.check(&bead).len()
        };
        assert_eq!((flagged(true), flagged(false)), (1, 0));
    }
}
