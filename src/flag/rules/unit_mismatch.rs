#![doc = include_str!("unit_mismatch.md")]

use std::ops::Range;
use std::sync::OnceLock;

use crate::flag::number::{Quantity, chinese, english, matching};
use crate::flag::rendering::is_rendering;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::Lexicon;
use crate::lexicon::english as words;

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.4;

/// English words after a number among which its unit is looked for.
const REACH: usize = 3;

/// Units: dimension, name, Chinese forms, English forms.
static UNITS: &str = include_str!("../../../data/numbers/units.tsv");

static INFO: RuleInfo = RuleInfo {
    code: "ACC017",
    name: "unit-mismatch",
    category: "Accuracy/Mistranslation",
    severity: Severity::Major,
    mechanical: true,
    summary: "The same number with another currency or measure",
    explanation: include_str!("unit_mismatch.md"),
};

/// ACC017.
#[derive(Debug)]
pub struct UnitMismatch;

/// A unit and how both languages write it.
struct Unit {
    dimension: &'static str,
    name: &'static str,
    chinese: Vec<&'static str>,
    english: Vec<&'static str>,
}

fn units() -> &'static [Unit] {
    static TABLE: OnceLock<Vec<Unit>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let unit = |line: &'static str| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            Unit {
                dimension: cell(),
                name: cell(),
                chinese: cell().split(' ').collect(),
                english: cell().split(' ').collect(),
            }
        };
        UNITS.lines().map(unit).collect()
    })
}

impl Rule for UnitMismatch {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !is_rendering(bead) {
            return Vec::new();
        }
        let source = chinese::quantities(bead.source);
        let target = english::quantities(bead.target);
        let mut found: Vec<Finding> = Vec::new();
        for number in &source {
            let Some((span, unit)) = chinese_unit(bead.source, number) else {
                continue;
            };
            // A converted amount has another value and is none of this rule's business.
            let same: Vec<&Quantity> = target
                .iter()
                .filter(|other| matching::same(number, other) && is_equal(number, other))
                .collect();
            let [other] = same[..] else { continue };
            let said = english_units(bead.target, other, unit.dimension);
            let says = |name: &str| said.iter().any(|other| other.name == name);
            if says(unit.name) || said.is_empty() {
                continue;
            }
            // Another number of the Chinese with the same value may have that unit.
            let elsewhere = source
                .iter()
                .filter(|twin| matching::same(twin, other))
                .count()
                > 1
                || said.iter().any(|unit| {
                    unit.chinese
                        .iter()
                        .any(|form| bead.source.contains(form) && form.chars().count() > 1)
                });
            if elsewhere || found.iter().any(|f| f.target.as_ref() == Some(&other.span)) {
                continue;
            }
            found.push(finding(bead, span, unit, other, said[0]));
        }
        found
    }
}

/// Whether two numbers have the same value as they stand.
fn is_equal(a: &Quantity, b: &Quantity) -> bool {
    let (a, b) = (a.main().low, b.main().low);
    (a - b).abs() <= 1e-6 * a.abs().max(1.0)
}

/// The unit behind a Chinese number and the span of both.
fn chinese_unit(text: &str, number: &Quantity) -> Option<(Range<usize>, &'static Unit)> {
    let rest =
        text[number.span.end..].trim_start_matches([' ', '多', '余', '来', '万', '亿', '个']);
    let at = text.len() - rest.len();
    units()
        .iter()
        .flat_map(|unit| unit.chinese.iter().map(move |form| (form, unit)))
        .filter(|(form, _)| rest.starts_with(**form))
        .max_by_key(|(form, _)| form.len())
        // 元 in 元旦 and 元素, 米 in 米饭, 克 in 克服 are no units.
        .filter(|(form, _)| {
            let lengthened = Lexicon::get()
                .words(rest)
                .into_iter()
                .next()
                .map_or(0, |word| word.end);
            lengthened <= form.len() || form.chars().count() > 1
        })
        .map(|(form, unit)| (number.span.start..at + form.len(), unit))
}

/// The units of a dimension that stand beside an English number.
fn english_units(text: &str, number: &Quantity, dimension: &str) -> Vec<&'static Unit> {
    let before = text[..number.span.start].trim_end();
    let sign = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let after = &text[number.span.end..];
    let clause = after.split([',', ';', '(', '.']).next().unwrap_or_default();
    let spans = words::word_spans(clause);
    let near: Vec<&str> = spans
        .iter()
        .take(REACH)
        .map(|span| &clause[span.clone()])
        .collect();
    units()
        .iter()
        .filter(|unit| unit.dimension == dimension)
        .filter(|unit| {
            unit.english.iter().any(|form| {
                *form == sign
                    || near
                        .iter()
                        .any(|word| word.split('-').any(|part| part == *form))
                    || after.trim_start().starts_with(form)
                        && !form.starts_with(char::is_alphabetic)
                    || text[number.span.clone()].starts_with(form)
                        && !form.starts_with(char::is_alphabetic)
            })
        })
        .collect()
}

fn finding(
    bead: &BeadView<'_>,
    source: Range<usize>,
    unit: &Unit,
    number: &Quantity,
    said: &Unit,
) -> Finding {
    let text = &bead.source[source.clone()];
    Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The number is given in the unit \"{}\", but {text} is in the unit \"{}\".",
            said.name, unit.name
        ),
        evidence: Evidence {
            words: Lexicon::get().glosses(text),
            expected: vec![unit.name.to_owned()],
            found: vec![said.name.to_owned()],
            ..Evidence::default()
        },
        source: Some(source),
        target: Some(number.span.clone()),
        suggestion: None,
    }
}
