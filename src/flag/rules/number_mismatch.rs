#![doc = include_str!("number_mismatch.md")]

use crate::flag::number::matching::{Mismatch, compare, power_of_ten};
use crate::flag::number::{Kind, Need, Quantity, chinese, english, wording};
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
        let mut findings: Vec<Finding> = Vec::new();
        for (s, t) in pairs {
            findings.push(differs(bead, &source[s], &target[t]));
        }
        for s in missing {
            findings.push(lacks(bead, &source[s]));
        }
        for t in invented {
            findings.push(invents(bead, &target[t], &source));
        }
        findings.sort_by_key(|f| {
            (
                f.target.as_ref().map(|t| t.start),
                f.source.as_ref().map(|s| s.start),
            )
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
    let expected = wording::rendering(source.main());
    let text = &bead.target[target.span.clone()];
    let chinese = &bead.source[source.span.clone()];
    let message = match power_of_ten(source.main(), target.main()) {
        Some(power) => format!(
            "The Chinese says {expected} ({}), the English says {text}: {}.",
            wording::value(source),
            wording::slip(power)
        ),
        None => format!("The Chinese says {expected} ({chinese}), the English says {text}."),
    };
    Finding {
        severity: Severity::Major,
        probability: 0.9,
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
    let expected = wording::rendering(source.main());
    Finding {
        severity: severity(source),
        probability: 0.7,
        source: Some(source.span.clone()),
        target: None,
        message: format!("The English has no counterpart of {chinese} ({expected})."),
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
    let only_day = target.main().kind == Kind::Month
        && source
            .iter()
            .any(|quantity| quantity.main().kind == Kind::Day);
    let message = if only_day {
        format!("The Chinese gives only the day: it does not say {text}.")
    } else {
        format!(
            "The English {} {text} has no counterpart in the Chinese.",
            target.main().kind.name()
        )
    };
    Finding {
        severity: severity(target),
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

/// Minor for small numbers in words, major otherwise.
fn severity(quantity: &Quantity) -> Severity {
    if quantity.need == Need::Required {
        Severity::Major
    } else {
        Severity::Minor
    }
}
