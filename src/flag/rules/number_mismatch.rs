#![doc = include_str!("number_mismatch.md")]

use crate::flag::number::matching::{Mismatch, compare, power_of_ten};
use crate::flag::number::{Kind, Need, Quantity, chinese, elsewhere, english, wording};
use crate::flag::{BeadView, Evidence, Finding, Gloss, Rule, RuleInfo, Severity};

/// Above this probability of a wrong alignment a bead's numbers prove nothing.
const MISALIGNED: f32 = 0.5;

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
    let power = power_of_ten(source, target);
    let message = match power {
        Some(power) => format!(
            "The Chinese says {expected} ({chinese}), the English says {text}: {}.",
            wording::slip(power)
        ),
        None => format!("The Chinese says {expected} ({chinese}), the English says {text}."),
    };
    let vague = !source.main().is_exact() || !target.main().is_exact();
    let in_words = source.need.min(target.need) < Need::Required;
    let (severity, probability) = match (vague, in_words) {
        (true, _) => (Severity::Minor, 0.6),
        (_, true) => (Severity::Minor, 0.6),
        _ => (Severity::Major, 0.9),
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
    // "This year" and "that day" say a date without naming it.
    let severity = if is_dated(source) || source.main().high <= 10.0 {
        Severity::Minor
    } else {
        Severity::Major
    };
    Finding {
        severity,
        probability: 0.7,
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
    Finding {
        severity: Severity::Major,
        probability: 0.7,
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
