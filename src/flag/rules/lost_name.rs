#![doc = include_str!("lost_name.md")]

use crate::flag::name::{chinese, english as names, sound, spelled};
use crate::flag::rendering::is_rendering;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::english::{self, Stems};
use crate::lexicon::{Lexicon, han, vocabulary};

/// Share of flags on rated translations whose segment has an omission or a wrong name marked; see
/// the table in `tests/rules/README.md`.
const PROBABILITY: f32 = 0.3;

static INFO: RuleInfo = RuleInfo {
    code: "ACC014",
    name: "lost-name",
    category: "Accuracy/Omission",
    severity: Severity::Minor,
    mechanical: true,
    summary: "A person or place in the Chinese that the English does not name",
    explanation: include_str!("lost_name.md"),
};

/// ACC014.
#[derive(Debug)]
pub struct LostName;

impl Rule for LostName {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !is_rendering(bead) {
            return Vec::new();
        }
        lost(bead)
            .iter()
            .map(|name| finding(&bead.source[name.span.clone()], name))
            .collect()
    }
}

/// The names in the Chinese that the English lacks, each once.
pub(super) fn lost(bead: &BeadView<'_>) -> Vec<chinese::ChineseName> {
    let english = English::of(bead.target);
    let mut seen: Vec<&str> = Vec::new();
    chinese::names(bead.source)
        .into_iter()
        .filter(|name| {
            let text = &bead.source[name.span.clone()];
            let again = seen.contains(&text);
            seen.push(text);
            !again && !english.has(text, name)
        })
        .collect()
}

/// An English text, for the question whether it has a name.
struct English<'a> {
    text: &'a str,
    stems: Stems,
    capitalised: Vec<&'a str>,
    letters: String,
}

impl<'a> English<'a> {
    fn of(text: &'a str) -> Self {
        let words = english::word_spans(text).into_iter();
        Self {
            text,
            stems: Stems::of(text),
            capitalised: words
                .map(|span| &text[names::bare(text, span)])
                .filter(|word| word.starts_with(char::is_uppercase) && !english::is_stop_word(word))
                .collect(),
            letters: text
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphabetic())
                .collect(),
        }
    }

    /// Whether anything in the English may stand for the name.
    fn has(&self, name: &str, found: &chinese::ChineseName) -> bool {
        let heard = || {
            let long = |word: &&&str| word.len() > 3 || !vocabulary::is_common(word);
            self.capitalised.iter().filter(long).any(|word| {
                sound::sounds_like(name, word)
                    || name.contains(|c: char| !han::is_han(c))
                    || sound::is_heard(name, word)
            })
        };
        let read = || {
            let (surname, given) = name.split_at(found.surname);
            let parts = spelled::as_name(surname, given).to_lowercase();
            parts
                .split(' ')
                .any(|part| !part.is_empty() && self.letters.contains(part))
                || self
                    .capitalised
                    .iter()
                    .any(|word| word.chars().count() > 1 && spelled::is_read(name, word))
        };
        match found.kind {
            chinese::Kind::Known => {
                let meant = own_words(name);
                let country = name.ends_with('国') && name.chars().count() == 2;
                let explained = Lexicon::get().senses(name).next().is_some();
                if meant.is_empty() && explained && !country && !names::has_short_form(name) {
                    return true;
                }
                self.stems.meets(&meant)
                    || (meant.is_empty() && self.stems.meets(&Lexicon::get().content_words(name)))
                    || self.has_relative(&meant)
                    || self
                        .capitalised
                        .iter()
                        .any(|word| names::begins(word, name))
                    || self.acronym(name)
                    || read()
                    || heard()
            }
            chinese::Kind::Person => read() || heard(),
            chinese::Kind::Foreign => heard() || read(),
        }
    }

    /// Whether a word of the English begins like a meaning of the name: *Rwandan* and *Rwanda*.
    fn has_relative(&self, meant: &[String]) -> bool {
        self.stems.iter().any(|stem| {
            meant.iter().any(|meaning| {
                let shared = stem
                    .chars()
                    .zip(meaning.chars())
                    .take_while(|(a, b)| a == b)
                    .count();
                shared >= 4 || (shared >= 3 && shared + 1 >= meaning.chars().count())
            })
        })
    }

    /// Whether the English has the initials of a meaning of the name: *UAE*, *U.S.*.
    fn acronym(&self, name: &str) -> bool {
        let plain: String = self.text.chars().filter(|c| *c != '.').collect();
        let capitals: Vec<&str> = english::words(&plain)
            .filter(|word| word.len() > 1 && word.chars().all(char::is_uppercase))
            .collect();
        if capitals.iter().any(|word| names::stands_for(word, name)) {
            return true;
        }
        Lexicon::get().senses(name).any(|sense| {
            let initials: String = sense
                .split(|c: char| !c.is_alphanumeric())
                .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
                .collect();
            capitals.iter().any(|word| {
                sense.contains(word)
                    || initials.len() > 1
                        && (initials.starts_with(word) || word.starts_with(&initials))
            })
        })
    }
}

/// The stems by which a rendering of a dictionary name is known: of its words that are no common
/// ones, where there are any (*Xinhua* of *Xinhua News Agency*).
fn own_words(name: &str) -> Vec<String> {
    let lexicon = Lexicon::get();
    lexicon
        .senses(name)
        .filter(|sense| {
            !["dynasty", "Dynasty", "history", "surname", "legend"]
                .iter()
                .any(|old| sense.contains(old))
        })
        .flat_map(|sense| {
            let title = sense.split(',').next().unwrap_or_default().to_owned();
            english::words(&title)
                .filter(|word| word.starts_with(char::is_uppercase) && !vocabulary::is_common(word))
                .filter(|word| !word.chars().all(char::is_uppercase))
                .map(|word| english::stem(word).replace('ü', "u"))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// A name of the Chinese for a reader: `比利时 (Belgium)`.
pub(super) fn described(text: &str, name: &chinese::ChineseName) -> String {
    let expected = expected(text, name);
    match name.kind {
        chinese::Kind::Known => format!("{text} ({expected})"),
        chinese::Kind::Person => format!("the person {text} (\"{expected}\")"),
        chinese::Kind::Foreign => format!("a name that sounds like \"{expected}\" ({text})"),
    }
}

/// How English may name it.
fn expected(text: &str, name: &chinese::ChineseName) -> String {
    let meaning = Lexicon::get().gloss(text).meaning;
    let (surname, given) = text.split_at(name.surname);
    match name.kind {
        chinese::Kind::Known if !meaning.is_empty() => meaning
            .split([';', ','])
            .next()
            .unwrap_or_default()
            .to_owned(),
        _ => spelled::as_name(surname, given),
    }
}

fn finding(text: &str, name: &chinese::ChineseName) -> Finding {
    Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The Chinese names {}, and the English has no such name.",
            described(text, name)
        ),
        evidence: Evidence {
            words: Lexicon::get().glosses(text),
            expected: vec![expected(text, name)],
            ..Evidence::default()
        },
        source: Some(name.span.clone()),
        target: None,
        suggestion: None,
    }
}
