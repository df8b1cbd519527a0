#![doc = include_str!("unsupported_name.md")]

use super::run_on::is_title_case;
use crate::flag::body::{EnglishBody, english_bodies};
use crate::flag::counterpart::counterpart;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::{Lexicon, english, han};

/// Share of flags on rated machine translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.7;

static INFO: RuleInfo = RuleInfo {
    code: "ACC006",
    name: "unsupported-name",
    category: "Accuracy/Mistranslation",
    severity: Severity::Critical,
    mechanical: true,
    summary: "A body named in English that the Chinese does not name",
    explanation: include_str!("unsupported_name.md"),
};

/// ACC006.
#[derive(Debug)]
pub struct UnsupportedName;

impl Rule for UnsupportedName {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !bead.source.contains(han::is_han)
            || is_title_case(bead.target, &english::word_spans(bead.target))
        {
            return Vec::new();
        }
        english_bodies(bead.target)
            .into_iter()
            .filter(|body| !body.is_supported(bead.source) && !body.has_name(bead.source_document))
            .map(|body| finding(bead, &body))
            .collect()
    }
}

fn finding(bead: &BeadView<'_>, body: &EnglishBody) -> Finding {
    let name = &bead.target[body.span.clone()];
    let source = counterpart(bead.source, bead.target, &body.span);
    let (chinese, shown) = match &source {
        Some(span) => (
            &bead.source[span.clone()],
            format!(" (\"{}\")", &bead.source[span.clone()]),
        ),
        None => (bead.source, String::new()),
    };
    Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The English names a body, \"{name}\", but the Chinese here{shown} names none."
        ),
        evidence: Evidence {
            words: Lexicon::get().glosses(chinese),
            found: vec![name.to_owned()],
            ..Evidence::default()
        },
        source,
        target: Some(body.span.clone()),
        suggestion: None,
    }
}
