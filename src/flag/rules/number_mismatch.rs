#![doc = include_str!("number_mismatch.md")]

use crate::flag::number::matching::{Mismatch, compare, is_point_for_percent, power_of_ten};
use crate::flag::number::{Kind, Need, Quantity, chinese, elsewhere, english, wording};
use crate::flag::{BeadView, Evidence, Finding, Gloss, Rule, RuleInfo, Severity};

/// Above this probability of a wrong alignment a bead's numbers prove nothing.
const MISALIGNED: f32 = 0.5;

// Shares of flags that meet an error of a rater in 37,685 rated translations; see the table in
// `tests/rules/README.md`.

/// An exact number and another one in its place: 70 of 88.
const DIFFERS: f32 = 0.8;

/// A range or a small number word with another one in its place: 17 of 25.
const DIFFERS_VAGUELY: f32 = 0.65;

/// A number that the English lacks: 154 of 162 sentences have an error, but so have three in four of
/// all rated sentences.
const LACKS: f32 = 0.8;

/// A number that the Chinese lacks: 43 of 47.
const INVENTS: f32 = 0.9;

/// A month that the Chinese lacks: 36 of 47.
const INVENTS_MONTH: f32 = 0.75;

/// A year that the Chinese lacks: 8 of 17.
const INVENTS_YEAR: f32 = 0.45;

/// Least value that a search through a document finds for a reason.
const TELLING: f64 = 100.0;

static INFO: RuleInfo = RuleInfo {
    code: "ACC005",
    name: "number-mismatch",
    category: "Accuracy/Mistranslation",
    severity: Severity::Major,
    mechanical: true,
    summary: "A number, date or percentage that differs by value",
    explanation: include_str!("number_mismatch.md"),
};

/// ACC005.
#[derive(Debug)]
pub struct NumberMismatch;

impl Rule for NumberMismatch {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if bead.score.misalignment > MISALIGNED || bead.source.is_empty() || bead.target.is_empty()
        {
            return Vec::new();
        }
        let source = chinese::quantities(bead.source);
        let target = english::quantities(bead.target);
        let Mismatch {
            pairs,
            source: missing,
            target: invented,
        } = compare(&source, &target);
        let pairs = pairs
            .into_iter()
            .map(|(s, t)| differs(bead, &source[s], &target[t]));
        let missing = missing
            .into_iter()
            .map(|s| &source[s])
            .filter(|quantity| quantity.need == Need::Required)
            .filter(|quantity| !is_weekday(bead.target, quantity))
            .map(|quantity| lacks(bead, quantity));
        let invented = invented
            .into_iter()
            .map(|t| &target[t])
            .filter(|quantity| quantity.need == Need::Required)
            .filter(|quantity| !elsewhere::is_named(quantity, bead.source_document))
            .filter(|quantity| !is_conversion(bead.target, quantity))
            .map(|quantity| invents(bead, quantity, &source));
        let mut findings: Vec<Finding> = pairs.chain(missing).chain(invented).collect();
        findings.sort_by_key(|finding| {
            let start = |span: &Option<std::ops::Range<usize>>| span.as_ref().map(|s| s.start);
            (start(&finding.source), start(&finding.target))
        });
        findings
    }
}

/// The Chinese expression, its value in place of a meaning.
fn word(bead: &BeadView<'_>, quantity: &Quantity) -> Gloss {
    Gloss {
        text: bead.source[quantity.span.clone()].to_owned(),
        pinyin: String::new(),
        meaning: wording::composition(quantity),
    }
}

/// A number of the Chinese and the wrong one in its place.
fn differs(bead: &BeadView<'_>, source: &Quantity, target: &Quantity) -> Finding {
    let expected = wording::rendering(source);
    let text = &bead.target[target.span.clone()];
    let chinese = &bead.source[source.span.clone()];
    let is_point = is_point_for_percent(source, target);
    let mut message = format!("The Chinese says {expected} ({chinese}), the English says {text}");
    if is_point {
        message.push_str(": a difference of two percentages is not a percentage");
    } else if let Some(power) = power_of_ten(source, target) {
        message.push_str(": ");
        message.push_str(&wording::slip(power));
    }
    message.push('.');
    let is_vague = !source.main().is_exact() || !target.main().is_exact();
    let in_words = source.need.min(target.need) < Need::Required && source.code.is_none();
    let (severity, probability) = if is_vague || in_words || is_point {
        (Severity::Minor, DIFFERS_VAGUELY)
    } else {
        (Severity::Major, DIFFERS)
    };
    Finding {
        severity,
        probability,
        source: Some(source.span.clone()),
        target: Some(target.span.clone()),
        message,
        evidence: Evidence {
            words: vec![word(bead, source)],
            expected: vec![wording::value(source)],
            found: vec![wording::value(target)],
            ..Evidence::default()
        },
        suggestion: Some(expected),
    }
}

/// A number of the Chinese that the English lacks.
fn lacks(bead: &BeadView<'_>, source: &Quantity) -> Finding {
    let chinese = &bead.source[source.span.clone()];
    let expected = wording::rendering(source);
    let what = wording::described(source);
    // "This year" and "that day" say a date without naming it; a telling number that the English
    // has further on is a matter of alignment.
    let is_small = source.main().high <= 10.0;
    let is_moved = source.main().low >= TELLING
        && bead.target_document.len() > bead.target.len()
        && elsewhere::is_written(source, bead.target_document);
    let severity = if is_dated(source) || is_small || is_moved {
        Severity::Minor
    } else {
        Severity::Major
    };
    Finding {
        severity,
        probability: if is_moved { LACKS / 2.0 } else { LACKS },
        source: Some(source.span.clone()),
        target: None,
        message: format!("The English has no counterpart of {chinese} ({what})."),
        evidence: Evidence {
            words: vec![word(bead, source)],
            expected: vec![wording::value(source)],
            ..Evidence::default()
        },
        suggestion: Some(expected),
    }
}

/// A number of the English that the Chinese lacks.
fn invents(bead: &BeadView<'_>, target: &Quantity, source: &[Quantity]) -> Finding {
    let text = &bead.target[target.span.clone()];
    let is_month = target.main().kind == Kind::Month;
    let only_day = is_month && source.iter().any(|q| q.main().kind == Kind::Day);
    let message = if only_day {
        format!(
            "The Chinese gives only the day; the month \"{text}\" is in neither the sentence nor the rest of the text."
        )
    } else {
        format!(
            "The English {} \"{text}\" has no counterpart in the Chinese.",
            target.main().kind.name()
        )
    };
    let (severity, probability) = match target.main().kind {
        Kind::Month => (Severity::Major, INVENTS_MONTH),
        // Translators add the year of an event for readers far away.
        Kind::Year => (Severity::Minor, INVENTS_YEAR),
        _ => (Severity::Major, INVENTS),
    };
    Finding {
        severity,
        probability,
        source: None,
        target: Some(target.span.clone()),
        message,
        evidence: Evidence {
            found: vec![wording::value(target)],
            ..Evidence::default()
        },
        suggestion: None,
    }
}

/// Whether a quantity is of the calendar.
fn is_dated(quantity: &Quantity) -> bool {
    matches!(
        quantity.main().kind,
        Kind::Year | Kind::Month | Kind::Day | Kind::Decade
    )
}

/// Whether the English gives the day of the week for the day of the month, as newspapers do.
fn is_weekday(text: &str, quantity: &Quantity) -> bool {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    quantity.main().kind == Kind::Day && DAYS.iter().any(|day| text.contains(day))
}

/// Whether the number converts another one for the reader: *(about 121.6 billion U.S. dollars)*.
fn is_conversion(text: &str, quantity: &Quantity) -> bool {
    let Some(open) = text[..quantity.span.start].rfind('(') else {
        return false;
    };
    let inside = text[open..].split(')').next().unwrap_or_default();
    open + inside.len() > quantity.span.start
        && [
            "dollar", "$", "USD", "euro", "€", "mile", "acre", "hectare", "feet", "pound", "£",
            "°F",
        ]
        .iter()
        .any(|unit| inside.contains(unit))
}
