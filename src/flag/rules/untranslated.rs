#![doc = include_str!("untranslated.md")]

use std::ops::Range;

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::han::{self, is_han};
use crate::lexicon::{Lexicon, english};

/// Share of flags on rated machine translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.95;

/// Most characters that a bracket after a rendering may hold: a name or a set phrase.
const LONGEST_IN_BRACKETS: usize = 12;

/// Characters of Chinese that carry as much as one English word, about.
const CHARACTERS_PER_WORD: f32 = 1.6;

static INFO: RuleInfo = RuleInfo {
    code: "ACC003",
    name: "untranslated",
    category: "Accuracy/Untranslated",
    severity: Severity::Major,
    mechanical: true,
    summary: "Chinese left in the English",
    explanation: include_str!("untranslated.md"),
};

/// ACC003.
#[derive(Debug)]
pub struct Untranslated;

impl Rule for Untranslated {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let characters = han::count(bead.target);
        if characters == 0 {
            return Vec::new();
        }
        if bead.source.trim() == bead.target.trim() {
            return vec![finding(
                bead,
                0..bead.target.len(),
                Severity::Critical,
                "The English is the Chinese, untranslated.",
            )];
        }
        let words = english::words(bead.target)
            .filter(|word| word.starts_with(|c: char| c.is_alphabetic() && !is_han(c)));
        if characters as f32 / CHARACTERS_PER_WORD > words.count() as f32 {
            return vec![finding(
                bead,
                0..bead.target.len(),
                Severity::Critical,
                "Most of this was left in Chinese.",
            )];
        }
        runs(bead.target)
            .into_iter()
            .filter(|run| !is_allowed(bead.target, run))
            .map(|run| {
                let count = han::count(&bead.target[run.clone()]);
                let message = format!(
                    "{count} Chinese character{} left untranslated.",
                    if count == 1 { "" } else { "s" }
                );
                finding(bead, run, INFO.severity, &message)
            })
            .collect()
    }
}

/// A finding on a span of the target, and on the same text in the source where it stands there.
fn finding(bead: &BeadView<'_>, span: Range<usize>, severity: Severity, message: &str) -> Finding {
    let text = &bead.target[span.clone()];
    let evidence = Evidence {
        words: Lexicon::get().glosses(text),
        ..Evidence::default()
    };
    let source = bead.source.find(text).map(|at| at..at + text.len());
    Finding {
        severity,
        probability: PROBABILITY,
        source,
        target: Some(span),
        message: message.to_owned(),
        evidence,
        suggestion: None,
    }
}

/// Spans of Chinese: characters, with the Chinese punctuation and the digits between them.
fn runs(text: &str) -> Vec<Range<usize>> {
    let joins = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '、' | '，' | '。' | '·' | '：' | '；' | '“' | '”' | '《' | '》'
            )
    };
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|&(_, c)| is_han(c)) {
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(run) if text[run.end..at].chars().all(joins) => run.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}

/// Whether English may have this Chinese: in brackets after a rendering, or as what the sentence
/// speaks about.
fn is_allowed(text: &str, run: &Range<usize>) -> bool {
    let before = text[..run.start].trim_end();
    let after = text[run.end..].trim_start();
    let short = han::count(&text[run.clone()]) <= LONGEST_IN_BRACKETS;
    if short && is_in_brackets(text, run) {
        return true;
    }
    // the character "福"; 福 (fu)
    let quoted = before.ends_with(['"', '“', '\'', '‘', '「'])
        && after.starts_with(['"', '”', '\'', '’', '」', ',', '.']);
    let spoken_of = [
        "character",
        "characters",
        "word",
        "term",
        "Chinese",
        "written",
        "wrote",
        "pronounced",
        "homophone",
    ];
    let near = english::word_spans(before);
    quoted
        && near
            .iter()
            .rev()
            .take(4)
            .any(|span| spoken_of.contains(&&before[span.clone()]))
}

/// Whether the run stands in brackets that follow a Latin word and close again; brackets may
/// stand in brackets: *Wuhan pneumonia (武汉(漢)肺炎)*.
fn is_in_brackets(text: &str, run: &Range<usize>) -> bool {
    let mut open = Vec::new();
    for (at, c) in text[..run.start].char_indices() {
        match c {
            '(' | '（' | '[' => open.push(at),
            ')' | '）' | ']' => {
                open.pop();
            }
            _ => {}
        }
    }
    let renders =
        |c: char| (c.is_alphanumeric() && !is_han(c)) || matches!(c, '"' | '”' | '\'' | '’' | '.');
    let rendered = open
        .iter()
        .any(|&at| text[..at].trim_end().ends_with(renders));
    rendered && text[run.end..].contains([')', '）', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_take_in_what_stands_between() {
        let text = "a 精文、减会2次 b 会 c";
        let found: Vec<&str> = runs(text).into_iter().map(|run| &text[run]).collect();
        assert_eq!(found, ["精文、减会2次", "会"]);
    }
}
