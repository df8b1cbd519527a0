//! What can be read off the surface: length, numbers, final punctuation, dialogue.

use super::quotes::Quotes;

/// How a segment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Final {
    Question,
    Exclamation,
    Stop,
    Open,
}

/// Names of how a segment ends, in the order of [`Final`].
pub const FINALS: [&str; 4] = ["question", "exclamation", "stop", "open"];

/// Length in characters, white space not counted.
pub fn length(text: &str) -> f32 {
    text.chars().filter(|c| !c.is_whitespace()).count() as f32
}

/// Values of digit strings of at least two digits: a lone digit is seldom evidence.
pub fn numbers(text: &str) -> Vec<u64> {
    let mut found: Vec<u64> = text
        .replace(',', "")
        .split(|c: char| !c.is_ascii_digit())
        .filter(|d| d.len() > 1)
        .filter_map(|d| d.parse().ok())
        .collect();
    found.sort_unstable();
    found
}

/// Numbers that both sides have, and numbers that only one has.
pub fn compare(source: &[Vec<u64>], target: &[Vec<u64>]) -> (f32, f32) {
    let (a, mut b) = (source.concat(), target.concat());
    let total = a.len() + b.len();
    let shared = a.iter().filter(|x| {
        b.iter()
            .position(|y| y == *x)
            .map(|k| b.swap_remove(k))
            .is_some()
    });
    let shared = shared.count();
    (shared as f32, (total - 2 * shared) as f32)
}

/// Where the dialogue of the two sides disagrees.
pub fn dialogue(source: &[Quotes], target: &[Quotes]) -> [f32; 5] {
    let differ = |a: bool, b: bool| f32::from(u8::from(a != b));
    let apart = |a: usize, b: usize| a.abs_diff(b).min(3) as f32;
    let total = |side: &[Quotes], of: fn(&Quotes) -> usize| side.iter().map(of).sum();
    let last = |side: &[Quotes]| side.last().copied().unwrap_or_default();
    let (a, b) = (last(source), last(target));
    [
        differ(a.open_at_end, b.open_at_end),
        differ(a.closes_at_end, b.closes_at_end),
        differ(
            source.iter().any(|q| q.quoted),
            target.iter().any(|q| q.quoted),
        ),
        apart(total(source, |q| q.opened), total(target, |q| q.opened)),
        apart(
            total(source, |q| q.questions),
            total(target, |q| q.questions),
        ),
    ]
}

pub fn final_mark(text: &str) -> Final {
    let end = text
        .trim_end()
        .trim_end_matches(['"', '\'', '”', '’', '」', '』', '）', ')', '》']);
    match end.chars().next_back() {
        Some('?' | '？') => Final::Question,
        Some('!' | '！') => Final::Exclamation,
        Some('.' | '。' | '…') => Final::Stop,
        _ => Final::Open,
    }
}
