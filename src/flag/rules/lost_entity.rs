#![doc = include_str!("lost_entity.md")]

use std::ops::Range;

use crate::flag::rendering::is_rendering;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::english;

/// Share of flags on rated translations whose segment has an omission marked; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.5;

/// Latin words in Chinese texts that English writes otherwise.
const RESTATED: [&str; 31] = [
    "app", "vs", "km", "cm", "mm", "kg", "kwh", "km2", "m2", "ml", "ok", "pk", "vip", "ktv",
    "wifi", "wi", "fi", "no", "hold", "logo", "pose", "diy", "pm", "am", "ps", "po", "up", "id",
    "ip", "mw", "gw",
];

static INFO: RuleInfo = RuleInfo {
    code: "DES001",
    name: "lost-entity",
    category: "Accuracy/Omission",
    severity: Severity::Minor,
    mechanical: true,
    summary: "An address, handle, code or Latin word of the source that the English lacks",
    explanation: include_str!("lost_entity.md"),
};

/// DES001.
#[derive(Debug)]
pub struct LostEntity;

impl Rule for LostEntity {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !is_rendering(bead) {
            return Vec::new();
        }
        let written = folded(bead.target);
        let mut seen: Vec<String> = Vec::new();
        entities(bead.source)
            .into_iter()
            .filter(|(span, exact)| {
                let text = folded(&bead.source[span.clone()]);
                let times = |place: &str| place.matches(text.as_str()).count();
                let again = seen.contains(&text);
                seen.push(text.clone());
                let lost = times(&written) == 0
                    || (*exact && times(&folded(bead.source)) > times(&written));
                let spelled_out = !*exact && initials_stand(bead.target, &text);
                !again && lost && !spelled_out
            })
            .map(|(span, exact)| finding(bead, span, exact))
            .collect()
    }
}

/// A text in lower case without accents, dots and hyphens of acronyms and names.
fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '.' | '-' | ' ' | '–' | '‐'))
        .map(|c| match c {
            'á' | 'à' | 'ã' | 'â' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'î' | 'ï' => 'i',
            'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            c => c,
        })
        .collect()
}

/// What has to stand in the English letter by letter: addresses, handles and tags (exact), and
/// words in Latin letters.
fn entities(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let latin = |c: char| c.is_ascii_graphic() || ('À'..='ɏ').contains(&c);
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if !latin(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = rest.next_if(|&(_, c)| latin(c)) {
            end = at + c.len_utf8();
        }
        let run = &text[start..end];
        let trimmed =
            run.trim_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '@' | '#'));
        if trimmed.is_empty() {
            continue;
        }
        let offset = start + run.find(trimmed).unwrap_or(0);
        let address =
            trimmed.contains("://") || trimmed.starts_with("www.") || trimmed.contains('@');
        if address && trimmed.len() > 3 {
            found.push((offset..offset + trimmed.len(), true));
            continue;
        }
        for word in english::word_spans(trimmed) {
            let shown = &trimmed[word.clone()];
            let letters = shown.chars().filter(|c| c.is_alphabetic()).count();
            let named = letters > 1 && !RESTATED.contains(&shown.to_lowercase().as_str());
            if named && shown.starts_with(char::is_alphabetic) {
                found.push((offset + word.start..offset + word.end, false));
            }
        }
    }
    found
}

/// Whether neighbouring words of the English begin with the letters of an acronym.
fn initials_stand(text: &str, acronym: &str) -> bool {
    let initials: String = english::words(text)
        .filter(|word| !matches!(word.to_lowercase().as_str(), "of" | "and" | "the" | "for"))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect();
    acronym.len() > 1 && initials.contains(acronym)
}

fn finding(bead: &BeadView<'_>, span: Range<usize>, exact: bool) -> Finding {
    let text = &bead.source[span.clone()];
    let kind = if exact { "address" } else { "word" };
    Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The {kind} \"{text}\" stands in the source in Latin letters, and the English lacks it."
        ),
        evidence: Evidence {
            expected: vec![text.to_owned()],
            ..Evidence::default()
        },
        source: Some(span),
        target: None,
        suggestion: None,
    }
}
