#![doc = include_str!("required_term.md")]

use crate::flag::terms::Term;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::Lexicon;
use crate::lexicon::english::Stems;

/// Not measurable without a user's termbase: the user says what is right.
const PROBABILITY: f32 = 0.9;

static INFO: RuleInfo = RuleInfo {
    code: "TRM002",
    name: "required-term",
    category: "Terminology/Inconsistent with terminology resource",
    severity: Severity::Major,
    mechanical: true,
    summary: "A term without the rendering that your termbase requires",
    explanation: include_str!("required_term.md"),
};

/// TRM002.
#[derive(Debug)]
pub struct RequiredTerm;

impl Rule for RequiredTerm {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if bead.target.is_empty() {
            return Vec::new();
        }
        let stems = Stems::of(bead.target);
        let mut seen: Vec<&str> = Vec::new();
        bead.terms
            .find(bead.source)
            .into_iter()
            .filter_map(|(source, term)| {
                let again = seen.contains(&term.source.as_str());
                seen.push(&term.source);
                if again {
                    return None;
                }
                let refused = term.misrendered(bead.target);
                let missing =
                    !term.accepted.is_empty() && term.rendered(bead.target, &stems).is_none();
                let message = match &refused {
                    Some(span) => format!(
                        "Your termbase forbids \"{}\" for {}{}.",
                        &bead.target[span.clone()],
                        term.source,
                        wanted(term)
                    ),
                    None if missing => format!(
                        "Your termbase requires a rendering of {}{}.",
                        term.source,
                        wanted(term)
                    ),
                    None => return None,
                };
                Some(Finding {
                    severity: INFO.severity,
                    probability: PROBABILITY,
                    message,
                    evidence: Evidence {
                        words: Lexicon::get().glosses(&term.source),
                        expected: term.accepted.clone(),
                        found: refused
                            .iter()
                            .map(|span| bead.target[span.clone()].to_owned())
                            .collect(),
                        ..Evidence::default()
                    },
                    source: Some(source),
                    target: refused,
                    suggestion: term.accepted.first().cloned(),
                })
            })
            .collect()
    }
}

/// The renderings that are allowed, for the end of a message.
fn wanted(term: &Term) -> String {
    match &term.accepted[..] {
        [] => String::new(),
        forms => format!(" (\"{}\")", forms.join("\" or \"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::terms::Termbase;

    fn found(line: &str, source: &str, target: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("terms.tsv");
        std::fs::write(&path, format!("source\ttarget\tforbidden\tcase\n{line}\n")).unwrap();
        let terms = Termbase::read(&[path]).unwrap();
        let bead = BeadView {
            terms: &terms,
            ..BeadView::of_pair(source, target)
        };
        RequiredTerm
            .check(&bead)
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn required_forbidden_inflected_and_cased_terms() {
        let line = "新能源汽车\tnew energy vehicle|NEV\tnew energy car\t";
        assert!(found(line, "新能源汽车增长", "New energy vehicles grew").is_empty());
        assert!(found(line, "新能源汽车增长", "Electric cars grew")[0].contains("requires"));
        assert!(
            found(line, "新能源汽车增长", "New energy cars and NEVs grew")[0].contains("forbids")
        );
        let cased = "党\tParty\t\tyes";
        assert!(found(cased, "党的建设", "the Party's construction").is_empty());
        assert_eq!(
            found(cased, "党的建设", "the party's construction").len(),
            1
        );
        assert!(found(cased, "今天下雨", "It rains").is_empty());
    }
}
