#![doc = include_str!("time_mismatch.md")]

use std::ops::Range;
use std::sync::OnceLock;

use crate::flag::rendering::is_rendering;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::Lexicon;

/// No flag on rated translations: the even guess of one right and one wrong flag.
const PROBABILITY: f32 = 0.5;

/// Times: group, name, Chinese forms, English words and, behind bars, English phrases.
static TIMES: &str = include_str!("../../../data/numbers/times.tsv");

static INFO: RuleInfo = RuleInfo {
    code: "ACC018",
    name: "time-mismatch",
    category: "Accuracy/Mistranslation",
    severity: Severity::Major,
    mechanical: true,
    summary: "Another weekday, part of the day, or last for this",
    explanation: include_str!("time_mismatch.md"),
};

/// ACC018.
#[derive(Debug)]
pub struct TimeMismatch;

/// A time and how both languages say it.
struct Time {
    group: &'static str,
    name: &'static str,
    chinese: Vec<&'static str>,
    words: Vec<&'static str>,
    phrases: Vec<&'static str>,
}

fn times() -> &'static [Time] {
    static TABLE: OnceLock<Vec<Time>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let time = |line: &'static str| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            let (group, name, chinese, english) = (cell(), cell(), cell(), cell());
            let mut parts = english.split('|').peekable();
            let first = parts.peek().copied().unwrap_or_default();
            // A group of phrases alone begins with one: "last year|previous year".
            let phrases_only = ["year", "month", "week"].contains(&group);
            let words = if phrases_only {
                Vec::new()
            } else {
                first.split(' ').collect()
            };
            Time {
                group,
                name,
                chinese: chinese.split(' ').collect(),
                words,
                phrases: if phrases_only {
                    english.split('|').collect()
                } else {
                    parts.skip(1).collect()
                },
            }
        };
        TIMES.lines().map(time).collect()
    })
}

impl Time {
    /// Where the Chinese says it.
    fn in_chinese(&self, text: &str) -> Option<Range<usize>> {
        self.chinese
            .iter()
            .filter(|form| form.chars().count() > 1)
            .find_map(|form| text.find(form).map(|at| at..at + form.len()))
    }

    /// Whether the Chinese may say it, in any character.
    fn hinted(&self, text: &str) -> bool {
        self.chinese.iter().any(|form| text.contains(form))
    }

    /// Where the English says it.
    fn in_english(&self, text: &str) -> Option<Range<usize>> {
        let bounded = |at: usize, length: usize| {
            !text[..at].ends_with(char::is_alphanumeric)
                && !text[at + length..].starts_with(char::is_alphanumeric)
        };
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return None;
        }
        self.words.iter().chain(&self.phrases).find_map(|form| {
            let form = form.to_lowercase();
            let mut places = lower.match_indices(form.as_str());
            places
                .find(|(at, _)| bounded(*at, form.len()))
                .map(|(at, _)| at..at + form.len())
        })
    }
}

impl Rule for TimeMismatch {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !is_rendering(bead) {
            return Vec::new();
        }
        let mut groups: Vec<&str> = times().iter().map(|time| time.group).collect();
        groups.dedup();
        groups
            .into_iter()
            .filter_map(|group| compare(bead, group))
            .collect()
    }
}

/// The one time of a group that each side says, where they differ.
fn compare(bead: &BeadView<'_>, group: &str) -> Option<Finding> {
    let of_group = || times().iter().filter(move |time| time.group == group);
    let mut chinese = of_group().filter_map(|time| Some((time.in_chinese(bead.source)?, time)));
    let (source, meant) = chinese.next()?;
    if chinese.next().is_some() {
        return None;
    }
    let english: Vec<(Range<usize>, &Time)> = of_group()
        .filter_map(|time| Some((time.in_english(bead.target)?, time)))
        .collect();
    let (target, _) = english.first()?.clone();
    // 晚 in another word of the Chinese may be the evening of the English.
    let excused = english
        .iter()
        .any(|(_, time)| time.name == meant.name || time.hinted(bead.source));
    if excused {
        return None;
    }
    let text = &bead.source[source.clone()];
    let shown = &bead.target[target.clone()];
    Some(Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The English says \"{shown}\", but {text} is \"{}\".",
            meant.name
        ),
        evidence: Evidence {
            words: Lexicon::get().glosses(text),
            expected: vec![meant.name.to_owned()],
            found: vec![shown.to_owned()],
            ..Evidence::default()
        },
        source: Some(source),
        target: Some(target),
        suggestion: Some(meant.name.to_owned()),
    })
}
