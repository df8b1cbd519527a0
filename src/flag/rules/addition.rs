#![doc = include_str!("addition.md")]

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::english;
use crate::segment::SegmentKind;

/// Words below which a text is a caption or a button rather than a claim.
const SHORT: usize = 4;

/// Share of right flags. Not measurable on rated pairs, which are never empty; set by hand, to be
/// replaced once alignments with known additions have been counted.
const PROBABILITY: f32 = 0.7;

static INFO: RuleInfo = RuleInfo {
    code: "ACC002",
    name: "addition",
    category: "Accuracy/Addition",
    severity: Severity::Major,
    mechanical: true,
    summary: "English without Chinese",
    explanation: include_str!("addition.md"),
};

/// ACC002.
#[derive(Debug)]
pub struct Addition;

impl Rule for Addition {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if bead.source.contains(char::is_alphanumeric) || !bead.target.contains(char::is_alphabetic)
        {
            return Vec::new();
        }
        let words = english::word_spans(bead.target).len();
        let slight = words < SHORT || bead.kind == SegmentKind::Heading;
        let what = if slight {
            "heading or short text"
        } else {
            "sentence"
        };
        vec![Finding {
            severity: if slight {
                Severity::Minor
            } else {
                INFO.severity
            },
            probability: PROBABILITY,
            source: None,
            target: Some(0..bead.target.len()),
            message: format!("No Chinese was found that this English {what} renders."),
            evidence: Evidence::default(),
            suggestion: None,
        }]
    }
}
