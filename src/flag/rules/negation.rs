#![doc = include_str!("negation.md")]

use std::ops::Range;

use crate::flag::polarity::{chinese, english as denial};
use crate::flag::rendering::is_rendering;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::support::Support;
use crate::lexicon::{Lexicon, english, han};

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.57;

static INFO: RuleInfo = RuleInfo {
    code: "ACC011",
    name: "negation",
    category: "Accuracy/Mistranslation",
    severity: Severity::Major,
    mechanical: true,
    summary: "One side denies what the other affirms",
    explanation: include_str!("negation.md"),
};

/// ACC011.
#[derive(Debug)]
pub struct NegationMismatch;

impl Rule for NegationMismatch {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !bead.source.contains(han::is_han) || !is_rendering(bead) {
            return Vec::new();
        }
        let chinese = chinese::negations(bead.source);
        let english = denial::negations(bead.target);
        added(bead, &chinese, &english)
            .or_else(|| lost(bead, &chinese))
            .into_iter()
            .collect()
    }
}

/// A denial in English that the Chinese does not make.
fn added(
    bead: &BeadView<'_>,
    chinese: &chinese::Denials,
    english: &[denial::Negation],
) -> Option<Finding> {
    let missing = english.iter().find_map(|negation| {
        let anchor = anchor(bead, &chinese.support, negation);
        let clause = anchor.as_ref().map(|word| clause(bead.source, word));
        let near = clause.clone().unwrap_or(0..bead.source.len());
        let excused = chinese
            .found
            .iter()
            .any(|found| found.span.start < near.end && near.start < found.span.end)
            || chinese::denies_somehow(&bead.source[near.clone()])
            || (is_determiner(&bead.target[negation.span.clone()])
                && chinese::denies_somehow(bead.source));
        let enough = chinese.found.len() < english.len();
        let affirmed = chinese.found.is_empty() || (anchor.is_some() && enough);
        (!excused && affirmed).then_some((negation, anchor))
    });
    let (negation, anchor) = missing?;
    let end = negation
        .scope
        .first()
        .map_or(negation.span.end, |word| word.end);
    let source = anchor.map(|word| clause(bead.source, &word));
    let shown = &bead.target[negation.span.start..end];
    Some(Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The English denies (\"{shown}\"), but the Chinese here has no word that denies anything."
        ),
        evidence: Evidence {
            words: Lexicon::get()
                .glosses(&bead.source[source.clone().unwrap_or(0..bead.source.len())]),
            found: vec![shown.to_owned()],
            ..Evidence::default()
        },
        source,
        target: Some(negation.span.start..end),
        suggestion: None,
    })
}

/// Whether a denial says of a thing that there is none of it: the Chinese may say so in any word.
fn is_determiner(word: &str) -> bool {
    ["no", "without", "none"]
        .iter()
        .any(|no| word.eq_ignore_ascii_case(no))
}

/// The Chinese word for the first content word that an English denial may deny.
fn anchor(
    bead: &BeadView<'_>,
    support: &Support,
    negation: &denial::Negation,
) -> Option<Range<usize>> {
    negation
        .scope
        .iter()
        .map(|span| &bead.target[span.clone()])
        .filter(|word| !english::is_stop_word(word))
        .find_map(|word| support.word_for(&english::stem(word)))
}

/// What a word that denies means: its first sense that does.
fn meaning(word: &str) -> String {
    let lexicon = Lexicon::get();
    let first = lexicon.senses(word).find(|sense| denial::denies(sense));
    first.unwrap_or_else(|| lexicon.gloss(word).meaning)
}

/// The clause of the Chinese around a word.
fn clause(source: &str, word: &Range<usize>) -> Range<usize> {
    let start = source[..word.start]
        .char_indices()
        .rev()
        .find(|&(_, c)| han::ends_clause(c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let end = source[word.end..]
        .find(han::ends_clause)
        .map_or(source.len(), |at| word.end + at);
    start..end
}

/// A denial in Chinese that the English turns into its opposite: what is denied is said, and
/// nothing denies it.
fn lost(bead: &BeadView<'_>, chinese: &chinese::Denials) -> Option<Finding> {
    if denial::denies_somehow(bead.target) {
        return None;
    }
    let stems = english::Stems::of(bead.target);
    let lexicon = Lexicon::get();
    let (negation, denied) = chinese
        .found
        .iter()
        .filter(|negation| negation.strict)
        .find_map(|negation| {
            let denied = negation
                .scope
                .iter()
                .find(|word| stems.meets(&lexicon.content_words(&bead.source[(*word).clone()])))?;
            Some((negation, denied.clone()))
        })?;
    let span = negation.span.start..denied.end;
    let target = english::word_spans(bead.target).into_iter().find(|word| {
        lexicon
            .content_words(&bead.source[denied.clone()])
            .contains(&english::stem(&bead.target[word.clone()]))
    });
    let word = &bead.source[negation.span.clone()];
    Some(Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The Chinese denies this ({word}: {}), and nothing in the English does.",
            meaning(word)
        ),
        evidence: Evidence {
            words: lexicon.glosses(&bead.source[span.clone()]),
            expected: vec!["a denial".to_owned()],
            found: target
                .iter()
                .map(|span| bead.target[span.clone()].to_owned())
                .collect(),
            ..Evidence::default()
        },
        source: Some(span),
        target,
        suggestion: None,
    })
}
