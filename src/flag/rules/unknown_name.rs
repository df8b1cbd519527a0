#![doc = include_str!("unknown_name.md")]

use std::ops::Range;

use crate::flag::name::{chinese, english as names, sound, spelled};
use crate::flag::rendering::is_rendering;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::Lexicon;
use crate::lexicon::english;
use crate::lexicon::support::Support;

use super::lost_name;
use super::run_on::is_title_case;

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.72;

/// The same for a name beside which the Chinese names nobody else.
const ALONE_PROBABILITY: f32 = 0.64;

static INFO: RuleInfo = RuleInfo {
    code: "ACC013",
    name: "unknown-name",
    category: "Accuracy/Mistranslation",
    severity: Severity::Major,
    mechanical: true,
    summary: "A person or place named in English that the Chinese does not name",
    explanation: include_str!("unknown_name.md"),
};

/// ACC013.
#[derive(Debug)]
pub struct UnknownName;

impl Rule for UnknownName {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !is_rendering(bead) || is_title_case(bead.target, &english::word_spans(bead.target)) {
            return Vec::new();
        }
        let support = Support::of(bead.source);
        names::names(bead.target)
            .into_iter()
            .filter_map(|name| {
                if name.is_chinese_person(bead.target) {
                    person(bead, &support, &name)
                } else {
                    other(bead, &support, &name)
                }
            })
            .collect()
    }
}

/// A name in pinyin that no characters of the Chinese are read.
fn person(bead: &BeadView<'_>, support: &Support, name: &names::EnglishName) -> Option<Finding> {
    let shown = &bead.target[name.span.clone()];
    let word = |at: usize| &bead.target[name.words[at].clone()];
    if name.is_read(bead.target, bead.source) || name.is_read(bead.target, bead.source_document) {
        return None;
    }
    // A person whose surname or whose given name it shares.
    let meant = chinese::names(bead.source).into_iter().find_map(|found| {
        if found.kind != chinese::Kind::Person {
            return None;
        }
        let text = &bead.source[found.span.clone()];
        let (surname, given) = text.split_at(found.surname);
        let alike = [word(0), word(1)].iter().any(|word| {
            spelled::is_read(surname, word) || spelled::is_read(given, word) || is_near(given, word)
        });
        alike.then(|| (found.span.clone(), spelled::as_name(surname, given)))
    });
    let rendered = |expected: &str| expected.split(' ').all(|part| bead.target.contains(part));
    match meant {
        Some((_, expected)) if rendered(&expected) => None,
        Some((source, expected)) => Some(finding(bead, name, Some(source), Some(expected))),
        None => (!is_foreign(shown, bead, support)).then(|| finding(bead, name, None, None)),
    }
}

/// Whether a name that looks like pinyin is a foreign one: the Chinese means a word of it, or writes
/// the whole by its sound.
fn is_foreign(name: &str, bead: &BeadView<'_>, support: &Support) -> bool {
    name.split(' ')
        .all(|word| names::is_meant(word, bead.source, support))
        || sound::is_heard(bead.source, &name.replace(' ', ""))
}

/// Whether the reading of a given name begins or ends like a word: 平 (ping) and *Jinping*.
fn is_near(given: &str, word: &str) -> bool {
    let read = spelled::as_name("", given).to_lowercase();
    let word = word.to_lowercase();
    read.len() > 2 && (word.ends_with(&read) || word.starts_with(&read))
}

/// A name that neither dictionary nor sound supports.
fn other(bead: &BeadView<'_>, support: &Support, name: &names::EnglishName) -> Option<Finding> {
    let supported = name.words.iter().any(|word| {
        let word = &bead.target[word.clone()];
        names::is_supported(word, bead.source, support)
            || bead.source_document.len() > bead.source.len()
                && names::is_supported(
                    word,
                    bead.source_document,
                    &Support::of(bead.source_document),
                )
    });
    (!supported).then(|| finding(bead, name, None, None))
}

fn finding(
    bead: &BeadView<'_>,
    name: &names::EnglishName,
    source: Option<Range<usize>>,
    expected: Option<String>,
) -> Finding {
    let shown = &bead.target[name.span.clone()];
    let lost = lost_name::lost(bead).into_iter().next();
    let message = match (&source, &expected, &lost) {
        (Some(span), Some(expected), _) => format!(
            "The name in the Chinese, {}, is read \"{expected}\", not \"{shown}\".",
            &bead.source[span.clone()]
        ),
        (_, _, Some(lost)) => format!(
            "The English names \"{shown}\", for which the Chinese has no word, and lacks {}.",
            lost_name::described(&bead.source[lost.span.clone()], lost)
        ),
        _ => format!(
            "The English names \"{shown}\", but nothing in the Chinese means or sounds like it."
        ),
    };
    // A name by itself may be known from elsewhere; one in the place of another is wrong.
    let (severity, probability) = if source.is_some() || lost.is_some() {
        (INFO.severity, PROBABILITY)
    } else {
        (Severity::Minor, ALONE_PROBABILITY)
    };
    let source = source.or_else(|| lost.map(|lost| lost.span));
    let glossed = source
        .as_ref()
        .map_or(bead.source, |span| &bead.source[span.clone()]);
    Finding {
        severity,
        probability,
        message,
        evidence: Evidence {
            words: Lexicon::get().glosses(glossed),
            expected: expected.iter().cloned().collect(),
            found: vec![shown.to_owned()],
            ..Evidence::default()
        },
        source,
        target: Some(name.span.clone()),
        suggestion: expected,
    }
}
