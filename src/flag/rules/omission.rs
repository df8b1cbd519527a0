#![doc = include_str!("omission.md")]

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::{Lexicon, han};
use crate::segment::SegmentKind;

/// Chinese characters below which a text is too short to be missed: names of columns, buttons.
const SHORT: usize = 6;

/// Share of right flags. Not measurable on rated pairs, which are never empty; set by hand, to be
/// replaced once alignments with known omissions have been counted.
const PROBABILITY: f32 = 0.8;

static INFO: RuleInfo = RuleInfo {
    code: "ACC001",
    name: "omission",
    category: "Accuracy/Omission",
    severity: Severity::Major,
    mechanical: true,
    summary: "Chinese without English",
    explanation: include_str!("omission.md"),
};

/// ACC001.
#[derive(Debug)]
pub struct Omission;

impl Rule for Omission {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let characters = han::count(bead.source);
        if characters == 0 || bead.target.contains(char::is_alphanumeric) {
            return Vec::new();
        }
        let slight = characters < SHORT || bead.kind == SegmentKind::Heading;
        let what = if slight {
            "heading or short text"
        } else {
            "sentence"
        };
        let lexicon = Lexicon::get();
        vec![Finding {
            severity: if slight {
                Severity::Minor
            } else {
                INFO.severity
            },
            probability: PROBABILITY,
            source: Some(0..bead.source.len()),
            target: (!bead.target.trim().is_empty()).then_some(0..bead.target.len()),
            message: format!("This Chinese {what} of {characters} characters has no English."),
            evidence: Evidence {
                words: lexicon.glosses(bead.source),
                ..Evidence::default()
            },
            suggestion: None,
        }]
    }
}
