#![doc = include_str!("opaque_phrase.md")]

use std::ops::Range;

use crate::flag::anchors::Anchors;
use crate::flag::name::chinese;
use crate::flag::rendering::is_rendering;
use crate::flag::terms::Termbase;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::english::{self, Stems};
use crate::lexicon::support::Support;
use crate::lexicon::{Lexicon, han};

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.67;

/// Characters of a set phrase.
const LENGTH: usize = 4;

/// Characters that make a stretch of single characters a clause with a grammar, and no phrase.
const GRAMMAR: &str = "的了是在和与及或也都就又很而于把被从对为以之其所着过吗呢吧啊这那哪个们我你他她它有没不将能可要到向给让使更最再还已曾正第每各某几多少年月日时点元万亿千百十一二三四五六七八九零〇两半号岁次名人位家只条件得上下越里外中前后内用吃装换做看听说";

static INFO: RuleInfo = RuleInfo {
    code: "ACC015",
    name: "opaque-phrase",
    category: "Accuracy/Mistranslation",
    severity: Severity::Minor,
    mechanical: false,
    summary: "A compressed phrase whose rendering the dictionary cannot confirm",
    explanation: include_str!("opaque_phrase.md"),
};

/// ACC015.
#[derive(Debug)]
pub struct OpaquePhrase;

impl Rule for OpaquePhrase {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !is_rendering(bead) {
            return Vec::new();
        }
        let stems = Stems::of(bead.target);
        let terms = Termbase::shipped().find(bead.source);
        let anchors = Anchors::of(bead.source, bead.target);
        phrases(bead.source)
            .into_iter()
            .filter(|phrase| {
                let known = terms.iter().any(|(span, term)| {
                    span.start < phrase.span.end
                        && phrase.span.start < span.end
                        && (term.rendered(bead.target, &stems).is_some()
                            || term.misrendered(bead.target).is_some())
                });
                !known && phrase.is_doubtful(bead.source, &stems)
            })
            .filter_map(|phrase| finding(bead, &anchors, &phrase))
            .collect()
    }
}

/// A phrase of four characters.
struct Phrase {
    span: Range<usize>,
    /// Whether the dictionary has it as a whole.
    known: bool,
}

/// The phrases of a text: dictionary words of four characters, and four characters between marks,
/// beginnings or ends of words, that are no words.
fn phrases(text: &str) -> Vec<Phrase> {
    let support = Support::of(text);
    let words = &support.words;
    let length = |span: &Range<usize>| text[span.clone()].chars().count();
    let mut found: Vec<Phrase> = words
        .iter()
        .filter(|span| length(span) == LENGTH && text[(*span).clone()].chars().all(han::is_han))
        .filter(|span| {
            // The dictionary marks set phrases; other words of four characters are compounds.
            let mut entries = Lexicon::get().entries(&text[(*span).clone()]);
            entries.any(|entry| {
                ["(idiom", "fig.", "lit."]
                    .iter()
                    .any(|mark| entry.glosses.contains(mark))
            })
        })
        .map(|span| Phrase {
            span: span.clone(),
            known: true,
        })
        .collect();
    let names = chinese::names(text);
    let mut at = 0;
    while at < words.len() {
        let mut end = at;
        while end < words.len()
            && (end == at || words[end - 1].end == words[end].start)
            && length(&words[end]) == 1
            && text[words[end].clone()]
                .chars()
                .all(|c| han::is_han(c) && !GRAMMAR.contains(c))
        {
            end += 1;
        }
        let span = words[at].start..words[end.max(at + 1) - 1].end;
        let named = names
            .iter()
            .any(|name| name.span.start < span.end && span.start < name.span.end);
        if end - at == LENGTH && !named {
            found.push(Phrase { span, known: false });
        }
        at = end.max(at + 1);
    }
    found.sort_by_key(|phrase| phrase.span.start);
    found
}

impl Phrase {
    /// Whether the English cannot be confirmed: of a phrase that the dictionary has, it says
    /// nothing of its meaning and of its parts; of another one it does not say every part.
    fn is_doubtful(&self, text: &str, stems: &Stems) -> bool {
        let phrase = &text[self.span.clone()];
        let lexicon = Lexicon::get();
        if self.known {
            let parts = Support::of(phrase);
            let said = stems.iter().any(|stem| parts.has(stem));
            return !said && !lexicon.content_words(phrase).is_empty();
        }
        let said = phrase
            .chars()
            .filter(|c| stems.meets(&lexicon.content_words(&c.to_string())))
            .count();
        said < LENGTH
    }
}

fn finding(bead: &BeadView<'_>, anchors: &Anchors, phrase: &Phrase) -> Option<Finding> {
    let text = &bead.source[phrase.span.clone()];
    let lexicon = Lexicon::get();
    let target = anchors
        .rendering(&phrase.span)
        .filter(|run| run.len() <= 12)
        .and_then(|run| anchors.trimmed(bead.target, run))?;
    let shown = &bead.target[target.clone()];
    if english::word_spans(shown).len() < 2 && !phrase.known {
        return None;
    }
    let suggestion = Termbase::shipped()
        .find(text)
        .into_iter()
        .next()
        .and_then(|(_, term)| term.accepted.first().cloned());
    let gloss = lexicon.gloss(text);
    let message = if phrase.known {
        format!(
            "{text} means \"{}\"; check whether \"{shown}\" says that.",
            gloss.meaning
        )
    } else {
        format!(
            "{text} is a compressed phrase that no dictionary has; check whether \"{shown}\" renders it."
        )
    };
    let mut words: Vec<_> = text
        .chars()
        .map(|c| lexicon.gloss(&c.to_string()))
        .collect();
    if phrase.known {
        words.insert(0, gloss);
    }
    Some(Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message,
        evidence: Evidence {
            words,
            found: vec![shown.to_owned()],
            ..Evidence::default()
        },
        source: Some(phrase.span.clone()),
        target: Some(target),
        suggestion,
    })
}
