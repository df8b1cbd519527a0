#![doc = include_str!("inconsistent_term.md")]

use std::collections::BTreeSet;

use crate::flag::terms::{Term, Termbase};
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::Lexicon;
use crate::lexicon::english::Stems;

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.4;

static INFO: RuleInfo = RuleInfo {
    code: "TRM003",
    name: "inconsistent-term",
    category: "Terminology/Inconsistent use of terminology",
    severity: Severity::Minor,
    mechanical: true,
    summary: "One term rendered in several ways in one document",
    explanation: include_str!("inconsistent_term.md"),
};

/// TRM003.
#[derive(Debug)]
pub struct InconsistentTerm;

impl Rule for InconsistentTerm {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if bead.target.is_empty() || bead.target_document.len() == bead.target.len() {
            return Vec::new();
        }
        let stems = Stems::of(bead.target);
        let mut seen = BTreeSet::new();
        let own = bead.terms.find(bead.source);
        let shipped = Termbase::shipped().find(bead.source);
        own.into_iter()
            .chain(shipped)
            .filter(|(_, term)| seen.insert(term.source.as_str()))
            .filter_map(|(source, term)| {
                let here = term.rendered(bead.target, &stems)?;
                let (other, places) = earlier(bead, term, here)?;
                let target = place(bead.target, here);
                Some(Finding {
                    severity: INFO.severity,
                    probability: PROBABILITY,
                    message: format!(
                        "{} is \"{here}\" here and \"{other}\" before (line {places}).",
                        term.source
                    ),
                    evidence: Evidence {
                        words: Lexicon::get().glosses(&term.source),
                        expected: vec![other.to_owned()],
                        found: vec![here.to_owned()],
                        ..Evidence::default()
                    },
                    source: Some(source),
                    target,
                    suggestion: Some(other.to_owned()),
                })
            })
            .collect()
    }
}

/// Another accepted rendering that stands, word by word, in the English before this bead, and the
/// lines it stands on; `None` where the present one does, too.
fn earlier<'a>(bead: &BeadView<'_>, term: &'a Term, here: &str) -> Option<(&'a str, String)> {
    let start = offset(bead.target_document, bead.target)?;
    let before = &bead.target_document[..start];
    if place(before, here).is_some()
        || !bead.source_document[..offset(bead.source_document, bead.source)?]
            .contains(&term.source)
    {
        return None;
    }
    term.accepted
        .iter()
        .filter(|form| {
            form.as_str() != here && !here.contains(form.as_str()) && !form.contains(here)
        })
        .find_map(|form| {
            let lower = before.to_lowercase();
            let lines: BTreeSet<usize> = lower
                .match_indices(&form.to_lowercase())
                .map(|(at, _)| lower[..at].matches('\n').count() + 1)
                .collect();
            let shown: Vec<String> = lines.iter().map(usize::to_string).collect();
            (!shown.is_empty()).then(|| (form.as_str(), shown.join(", ")))
        })
}

/// Where a part of a document begins: it is a slice of it.
fn offset(document: &str, part: &str) -> Option<usize> {
    let at = (part.as_ptr() as usize).checked_sub(document.as_ptr() as usize)?;
    (at + part.len() <= document.len()).then_some(at)
}

/// Where a rendering stands in a text as it is written.
fn place(text: &str, form: &str) -> Option<std::ops::Range<usize>> {
    let lower = text.to_lowercase();
    let at = (lower.len() == text.len()).then(|| lower.find(&form.to_lowercase()))??;
    Some(at..at + form.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in the second of two lines, with the first before it.
    fn found(zh: &'static str, en: &'static str) -> Vec<Finding> {
        let second = |text: &'static str| text.split_once('\n').unwrap().1;
        InconsistentTerm.check(&BeadView {
            source_document: zh,
            target_document: en,
            ..BeadView::of_pair(second(zh), second(en))
        })
    }

    #[test]
    fn another_rendering_before_is_found_with_its_lines() {
        let same = found(
            "推进中国式现代化。\n坚持中国式现代化。",
            "Advance Chinese modernization.\nUphold the Chinese path to modernization.",
        );
        // *Chinese path to modernization* has all words of *Chinese modernization*: one rendering.
        assert!(same.is_empty(), "{same:?}");
        let same = found(
            "推进农民工就业。\n保障农民工权益。",
            "Jobs for migrant workers.\nRights of rural migrant workers.",
        );
        assert!(same.is_empty(), "{same:?}");
        let other = found(
            "推进脱贫攻坚。\n保障脱贫攻坚。",
            "Advance the fight against poverty.\nSupport poverty alleviation.",
        );
        assert_eq!(other.len(), 1);
        assert!(other[0].message.contains("line 1"), "{}", other[0].message);
    }
}
