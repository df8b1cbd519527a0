#![doc = include_str!("unfinished.md")]

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::english;
use crate::segment::SegmentKind;

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.6;

/// Words with which no English sentence ends.
const DANGLING: &str = "the a an of and or with by from into their our its his your my is are was were because although than as very which that who whose if when while for at this these";

static INFO: RuleInfo = RuleInfo {
    code: "FLU004",
    name: "unfinished",
    category: "Fluency/Punctuation",
    severity: Severity::Minor,
    mechanical: true,
    summary: "A sentence that breaks off or has no stop",
    explanation: include_str!("unfinished.md"),
};

/// FLU004.
#[derive(Debug)]
pub struct Unfinished;

impl Rule for Unfinished {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let closing = |c: char| {
            matches!(
                c,
                '"' | '”' | '’' | '\'' | ')' | '）' | '」' | '』' | ' ' | ']'
            )
        };
        let source = bead.source.trim_end_matches(closing);
        let target = bead.target.trim_end();
        let bare = target.trim_end_matches(closing);
        let stopped = source.ends_with(['。', '！', '？', '!', '?']);
        if bead.kind == SegmentKind::Heading || !stopped || bare.is_empty() {
            return Vec::new();
        }
        let spans = english::word_spans(bare);
        let (Some(last), true) = (spans.last(), spans.len() > 3) else {
            return Vec::new();
        };
        let after = &bare[last.end..];
        if !after.trim().is_empty() {
            return Vec::new();
        }
        let word = &bare[last.clone()];
        let dangling = DANGLING
            .split(' ')
            .any(|entry| entry.eq_ignore_ascii_case(word));
        let (severity, message) = if dangling {
            (
                Severity::Major,
                format!(
                    "The English breaks off after \"{word}\"; the Chinese ends its sentence here."
                ),
            )
        } else {
            (
                INFO.severity,
                format!("The English sentence has no stop after \"{word}\"; the Chinese has one."),
            )
        };
        vec![Finding {
            severity,
            probability: PROBABILITY,
            message,
            evidence: Evidence {
                found: vec![word.to_owned()],
                ..Evidence::default()
            },
            source: None,
            target: Some(last.start..target.len()),
            suggestion: (!dangling).then(|| format!("{word}.")),
        }]
    }
}
