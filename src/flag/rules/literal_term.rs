#![doc = include_str!("literal_term.md")]

use crate::flag::terms::Termbase;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::Lexicon;
use crate::lexicon::english::Stems;

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.88;

static INFO: RuleInfo = RuleInfo {
    code: "TRM001",
    name: "literal-term",
    category: "Terminology/Inappropriate for context",
    severity: Severity::Major,
    mechanical: true,
    summary: "Official shorthand rendered word by word",
    explanation: include_str!("literal_term.md"),
};

/// TRM001.
#[derive(Debug)]
pub struct LiteralTerm;

impl Rule for LiteralTerm {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let stems = Stems::of(bead.target);
        Termbase::shipped()
            .find(bead.source)
            .into_iter()
            .filter_map(|(source, term)| {
                let target = term.misrendered(bead.target)?;
                if term.rendered(bead.target, &stems).is_some() {
                    return None;
                }
                let literal = &bead.target[target.clone()];
                let (name, right) = (&term.source, &term.accepted[0]);
                let note = if term.note.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", term.note)
                };
                Some(Finding {
                    severity: INFO.severity,
                    probability: PROBABILITY,
                    message: format!(
                        "\"{literal}\" renders {name} word by word; it means \"{right}\"{note}."
                    ),
                    evidence: Evidence {
                        words: Lexicon::get().glosses(name),
                        expected: term.accepted.clone(),
                        found: vec![literal.to_owned()],
                        ..Evidence::default()
                    },
                    source: Some(source),
                    target: Some(target),
                    suggestion: Some(right.clone()),
                })
            })
            .collect()
    }
}
