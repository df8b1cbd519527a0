#![doc = include_str!("wrong_language.md")]

use std::collections::BTreeSet;
use std::ops::Range;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::{english, han};

/// Function words of languages written in Latin letters: `language<TAB>words`.
static STOP_WORDS: &str = include_str!("../../../data/languages/stop-words.tsv");

/// Share of right flags. Rated systems translate into English only, so it cannot be measured on
/// them; set by hand.
const PROBABILITY: f32 = 0.95;

/// Fewest words of a text that is judged by its function words.
const FEWEST_WORDS: usize = 6;

/// Fewest different function words of another language.
const FEWEST_FUNCTION_WORDS: usize = 3;

/// Fewest letters of another script in a row: two Greek letters are a formula.
const FEWEST_LETTERS: usize = 3;

static INFO: RuleInfo = RuleInfo {
    code: "ACC004",
    name: "wrong-language",
    category: "Accuracy/Untranslated",
    severity: Severity::Critical,
    mechanical: true,
    summary: "The target is not English",
    explanation: include_str!("wrong_language.md"),
};

/// ACC004.
#[derive(Debug)]
pub struct WrongLanguage;

impl Rule for WrongLanguage {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if bead.source.trim().is_empty() {
            return Vec::new();
        }
        if let Some((language, words)) = other_language(bead.target) {
            let message = format!("This is {language}, not English: {}.", words.join(", "));
            return vec![finding(
                0..bead.target.len(),
                Severity::Critical,
                message,
                words,
            )];
        }
        foreign_runs(bead)
            .into_iter()
            .map(|(span, script)| {
                let text = &bead.target[span.clone()];
                let half = text.chars().filter(|c| c.is_alphabetic()).count() * 2;
                let most = half > bead.target.chars().filter(|c| c.is_alphabetic()).count();
                let severity = if most {
                    Severity::Critical
                } else {
                    Severity::Major
                };
                let (message, found) = (
                    format!("`{text}` is written in {script}, not in English."),
                    vec![text.to_owned()],
                );
                finding(span, severity, message, found)
            })
            .collect()
    }
}

fn finding(span: Range<usize>, severity: Severity, message: String, found: Vec<String>) -> Finding {
    Finding {
        severity,
        probability: PROBABILITY,
        source: None,
        target: Some(span),
        message,
        evidence: Evidence {
            found,
            ..Evidence::default()
        },
        suggestion: None,
    }
}

/// The language whose function words the text uses more than English ones, and those words.
fn other_language(text: &str) -> Option<(&'static str, Vec<String>)> {
    // Capitalised function words belong to names (Los Angeles), but for the first word of a text.
    let words: Vec<String> = english::words(text)
        .enumerate()
        .filter(|(at, word)| *at == 0 || !word.starts_with(char::is_uppercase))
        .map(|(_, word)| word.to_lowercase())
        .collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let english = words
        .iter()
        .filter(|word| english::is_stop_word(word))
        .count();
    STOP_WORDS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(language, list)| {
            let list: BTreeSet<&str> = list
                .split(' ')
                .filter(|word| !english::is_stop_word(word))
                .collect();
            let met: Vec<&String> = words
                .iter()
                .filter(|word| list.contains(word.as_str()))
                .collect();
            let mut distinct: Vec<String> = met.iter().map(|word| (*word).clone()).collect();
            distinct.sort_unstable();
            distinct.dedup();
            let enough = distinct.len() >= FEWEST_FUNCTION_WORDS && met.len() > english;
            enough.then_some((met.len(), language, distinct))
        })
        .max_by_key(|(count, ..)| *count)
        .map(|(_, language, words)| (language, words))
}

/// Runs of letters of other scripts that stand neither in brackets nor in the source.
fn foreign_runs(bead: &BeadView<'_>) -> Vec<(Range<usize>, &'static str)> {
    let text = bead.target;
    let mut runs: Vec<(Range<usize>, &'static str)> = Vec::new();
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some(script) = script(c).filter(|_| depth == 0) else {
            continue;
        };
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some((run, last))
                if *last == script && text[run.end..at].chars().all(|c| !c.is_alphanumeric()) =>
            {
                run.end = end;
            }
            _ => runs.push((at..end, script)),
        }
    }
    runs.retain(|(run, _)| {
        let run = &text[run.clone()];
        run.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_LETTERS
            && !bead.source.contains(run)
    });
    runs
}

/// The script of a letter that is neither Latin nor Chinese, as an editor knows it.
fn script(c: char) -> Option<&'static str> {
    if !c.is_alphabetic() || han::is_han(c) {
        return None;
    }
    Some(match c {
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => "Greek letters",
        '\u{400}'..='\u{52F}' => "Cyrillic letters",
        '\u{530}'..='\u{58F}' => "Armenian letters",
        '\u{590}'..='\u{5FF}' => "Hebrew letters",
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' => "Arabic letters",
        '\u{900}'..='\u{DFF}' => "an Indian script",
        '\u{E00}'..='\u{E7F}' => "Thai letters",
        '\u{E80}'..='\u{FFF}' => "Lao or Tibetan letters",
        '\u{10A0}'..='\u{10FF}' => "Georgian letters",
        '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}' => {
            "Korean letters"
        }
        '\u{3040}'..='\u{30FF}' => "Japanese letters",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_known_by_its_own_words_and_english_by_none() {
        for (language, text) in [
            (
                "German",
                "Der Mann ist nicht mit dem Hund auf der Straße gewesen",
            ),
            (
                "French",
                "Les autorités ont annoncé que la mesure est dans le plan",
            ),
            (
                "Spanish",
                "Las autoridades han dicho que la medida es parte del plan",
            ),
            (
                "Polish",
                "Władze powiedziały, że nie jest to część planu, który był na stole",
            ),
        ] {
            assert_eq!(
                other_language(text).map(|(l, _)| l),
                Some(language),
                "{text}"
            );
        }
        assert_eq!(
            other_language("El Niño and La Niña are the two phases of the cycle"),
            None
        );
        assert_eq!(
            other_language("Los Angeles, Las Vegas, San Jose, La Paz, El Paso and Rio de Janeiro"),
            None
        );
    }
}
