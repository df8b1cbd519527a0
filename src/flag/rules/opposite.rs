#![doc = include_str!("opposite.md")]

use std::ops::Range;

use crate::flag::polarity::antonyms::opposites;
use crate::flag::polarity::{chinese, english as denial};
use crate::flag::rendering::is_rendering;
use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::support::Support;
use crate::lexicon::{Lexicon, english};

/// Share of flags on rated translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.43;

/// How many senses of a Chinese word, the commonest first, count as what it means.
const SENSES: usize = 3;

/// Chinese words that say that a number is more, or less, than the one given, and the English that
/// says so.
const BOUNDS: [Bound; 2] = [
    Bound {
        said: &[
            "more than",
            "over",
            "above",
            "at least",
            "no less than",
            "upwards of",
        ],
        chinese: &[
            "余",
            "多",
            "超",
            "逾",
            "以上",
            "至少",
            "不少于",
            "不低于",
            "高于",
            "大于",
            "过",
        ],
        opposite: &[
            "less than",
            "fewer than",
            "at most",
            "under",
            "below",
            "no more than",
        ],
        excuses: &[
            "不到", "不足", "以下", "以内", "近", "低于", "少于", "小于", "不满", "不超", "至多",
            "最多", "未", "将近", "接近", "之下",
        ],
    },
    Bound {
        said: &[
            "less than",
            "fewer than",
            "at most",
            "under",
            "below",
            "no more than",
            "nearly",
            "almost",
        ],
        chinese: &[
            "不到", "不足", "以下", "低于", "少于", "小于", "不满", "不超", "至多", "最多", "未满",
        ],
        opposite: &["more than", "over", "above", "at least", "no less than"],
        excuses: &["余", "多", "超过", "逾", "以上", "至少", "高于", "大于"],
    },
];

/// One direction of a bound.
struct Bound {
    said: &'static [&'static str],
    chinese: &'static [&'static str],
    opposite: &'static [&'static str],
    excuses: &'static [&'static str],
}

static INFO: RuleInfo = RuleInfo {
    code: "ACC012",
    name: "opposite",
    category: "Accuracy/Mistranslation",
    severity: Severity::Major,
    mechanical: true,
    summary: "The English says the opposite of the Chinese word",
    explanation: include_str!("opposite.md"),
};

/// ACC012.
#[derive(Debug)]
pub struct Opposite;

impl Rule for Opposite {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        if !is_rendering(bead) {
            return Vec::new();
        }
        let support = Support::of(bead.source);
        let stems = english::Stems::of(bead.target);
        let spans = english::word_spans(bead.target);
        let words = spans
            .iter()
            .enumerate()
            .filter_map(|(at, span)| word(bead, &support, &stems, &spans, at, span));
        words.chain(bound(bead)).collect()
    }
}

/// An English word of which the Chinese has the opposite.
fn word(
    bead: &BeadView<'_>,
    support: &Support,
    stems: &english::Stems,
    spans: &[Range<usize>],
    at: usize,
    span: &Range<usize>,
) -> Option<Finding> {
    let shown = &bead.target[span.clone()];
    let is_name = at > 0 && shown.starts_with(char::is_uppercase);
    let stem = english::stem(shown);
    let base = ["iest", "ier", "est", "er"]
        .iter()
        .find_map(|ending| shown.strip_suffix(ending))
        .map(english::stem);
    if is_name
        || english::is_stop_word(shown)
        || support.has(&stem)
        || base.is_some_and(|base| support.has(&base))
    {
        return None;
    }
    // A denial beside the word turns it round again: "did not fall".
    let around = at.saturating_sub(4)..(at + 3).min(spans.len());
    if spans[around]
        .iter()
        .any(|near| near != span && denial::is_near_denial(&bead.target[near.clone()]))
    {
        return None;
    }
    let next = spans
        .get(at + 1)
        .map(|span| english::stem(&bead.target[span.clone()]));
    let (chinese, opposite) = opposites(&stem).iter().find_map(|opposite| {
        // Another word of the Chinese may mean what the English says by another name.
        if stems.contains(opposite) || opposites(opposite).iter().any(|other| support.says(other)) {
            return None;
        }
        let word = support.word_for(opposite)?;
        let text = &bead.source[word.clone()];
        let means = Lexicon::get()
            .senses(text)
            .take(SENSES)
            .flat_map(|sense| sense.split("; ").map(str::to_owned).collect::<Vec<_>>())
            .find(|sense| is_plain(sense, opposite, next.as_deref()))?;
        let long_enough = text.chars().count() > 1;
        let said = Lexicon::get()
            .senses(text)
            .flat_map(|sense| sense.split("; ").map(str::to_owned).collect::<Vec<_>>())
            .any(|sense| {
                let needed = english::Stems::of(&sense);
                needed.iter().next().is_some() && needed.iter().all(|stem| stems.contains(stem))
            });
        let is_word = support.words.contains(&word);
        (long_enough && is_word && !said).then_some((word, means))
    })?;
    let before = &bead.source[..chinese.start];
    let near = before.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    if !chinese::negations(&bead.source[near..chinese.end])
        .found
        .is_empty()
        || chinese::denies_somehow(&bead.source[near..chinese.end])
        || ["危害", "驱散", "缓解", "化解", "损害", "停"]
            .iter()
            .any(|word| before.contains(word))
    {
        return None;
    }
    let text = &bead.source[chinese.clone()];
    Some(Finding {
        severity: INFO.severity,
        probability: PROBABILITY,
        message: format!(
            "The English says \"{shown}\", but the Chinese word is {text} ({opposite}), the opposite."
        ),
        evidence: Evidence {
            words: Lexicon::get().glosses(text),
            expected: vec![opposite],
            found: vec![shown.to_owned()],
            ..Evidence::default()
        },
        source: Some(chinese),
        target: Some(span.clone()),
        suggestion: None,
    })
}

/// Whether a sense says one word (*to increase*), or one and the word that follows in the English
/// (*opening ceremony* beside *closing ceremony*).
fn is_plain(sense: &str, stem: &str, next: Option<&str>) -> bool {
    let words: Vec<String> = english::words(sense)
        .filter(|word| !["to", "a", "an", "the", "be"].contains(word))
        .map(english::stem)
        .collect();
    match &words[..] {
        [only] => only == stem,
        [first, second] => first == stem && Some(second.as_str()) == next,
        _ => false,
    }
}

/// A number that the Chinese calls a lower bound and the English an upper one, or the reverse.
fn bound(bead: &BeadView<'_>) -> Option<Finding> {
    let lower = bead.target.to_lowercase();
    BOUNDS.iter().find_map(|bound| {
        let (at, said) = bound.opposite.iter().find_map(|phrase| {
            let at = lower.find(&format!("{phrase} "))?;
            let boundary = lower[..at]
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphanumeric());
            let number = lower[at + phrase.len()..]
                .trim_start()
                .trim_start_matches("the age of ")
                .starts_with(|c: char| c.is_ascii_digit());
            (boundary && number).then_some((at, phrase))
        })?;
        let says_right = bound.said.iter().any(|phrase| lower.contains(phrase));
        let excused = bound.excuses.iter().any(|word| bead.source.contains(word));
        let (start, word) = bound.chinese.iter().find_map(|word| {
            let start = bead.source.find(word)?;
            let digits =
                |c: char| c.is_ascii_digit() || "万亿千百十例名人次岁座个%年月天倍".contains(c);
            let beside = bead.source[..start].chars().next_back().is_some_and(digits)
                || bead.source[start + word.len()..]
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_ascii_digit());
            beside.then_some((start, *word))
        })?;
        if says_right || excused || lower.len() != bead.target.len() {
            return None;
        }
        let source = start..start + word.len();
        Some(Finding {
            severity: INFO.severity,
            probability: PROBABILITY,
            message: format!(
                "The English says \"{said}\" of the number, but the Chinese says {word} ({}).",
                bound.said[0]
            ),
            evidence: Evidence {
                words: Lexicon::get().glosses(word),
                expected: vec![bound.said[0].to_owned()],
                found: vec![(*said).to_owned()],
                ..Evidence::default()
            },
            source: Some(source),
            target: Some(at..at + said.len()),
            suggestion: Some(bound.said[0].to_owned()),
        })
    })
}
