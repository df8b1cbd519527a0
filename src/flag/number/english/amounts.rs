//! English numbers with their scale: *1.2 million*, *two hundred and five*, *tens of thousands*.

use super::tokens::Tokens;
use super::words::{cardinal, open_scale, scale, tens};
use crate::flag::number::{Need, equal};

/// A number as it was read, before it is known what it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount {
    /// Index of the token after it.
    pub end: usize,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// Factor of the scale words: 1,000,000 for *1.2 million*.
    pub scale: f64,
    /// Whether it is in digits.
    pub digits: bool,
    /// Whether the scale is a letter that may be a measure as well: *50m*.
    pub unsure: bool,
    /// How much it needs an answer.
    pub need: Need,
}

impl Amount {
    fn words(end: usize, low: f64, high: f64, scale: f64, need: Need) -> Self {
        Self {
            end,
            low,
            high,
            scale,
            digits: false,
            unsure: false,
            need,
        }
    }
}

impl Tokens<'_> {
    /// A number in digits or words with the scale words after it.
    pub(super) fn amount(&self, at: usize) -> Option<Amount> {
        let mut amount = self.open_amount(at).or_else(|| self.base(at))?;
        if let Some((after, half)) = self.and_a_half(amount.end) {
            amount.low += half;
            amount.high += half;
            amount.end = after;
        }
        while let Some((after, factor)) = self.scale_after(&amount) {
            amount.unsure |= amount.digits && self.word(after - 1).len() == 1;
            amount.low *= factor;
            amount.high *= factor;
            amount.scale *= factor;
            amount.end = after;
            amount.need = amount.need.max(if amount.low < amount.high {
                Need::Expected
            } else {
                Need::Required
            });
            if let Some((after, half)) = self.and_a_half(amount.end) {
                amount.low += half * factor;
                amount.high = amount.low;
                amount.end = after;
            }
        }
        Some(amount)
    }

    /// The scale word after a number: the index after it and its factor.
    fn scale_after(&self, amount: &Amount) -> Option<(usize, f64)> {
        let joined = matches!(self.word(amount.end), "-" | "–" | "+");
        let at = amount.end + usize::from(joined && scale(self.word(amount.end + 1)).is_some());
        let word = self.word(at);
        let glued = self.is_glued(at);
        let factor = match word {
            "m" if glued && amount.digits => Some(1e6),
            "b" if glued && amount.digits => Some(1e9),
            _ => scale(word).filter(|_| word.len() > 3 || glued || word == "mln"),
        }?;
        Some((at + 1, factor))
    }

    /// *and a half*: the index after it and the half.
    fn and_a_half(&self, at: usize) -> Option<(usize, f64)> {
        let at = at + usize::from(self.word(at) == "-");
        if self.word(at) != "and" {
            return None;
        }
        let mut end = at + 1;
        while matches!(self.word(end), "-" | "a" | "one") {
            end += 1;
        }
        (self.word(end) == "half").then_some((end + 1, 0.5))
    }

    /// *tens of thousands*, *several hundred*, *half a million*, *a hundred*.
    fn open_amount(&self, at: usize) -> Option<Amount> {
        let word = self.word(at);
        let spelled = |end: usize| scale(self.word(end)).filter(|_| self.word(end).len() > 3);
        let several = |end: usize| {
            let factor = spelled(end)?;
            let (low, high) = (2.0 * factor, 9.99 * factor);
            Some(Amount::words(end + 1, low, high, factor, Need::Expected))
        };
        if open_scale(word).is_some() {
            return Some(self.open_scales(at));
        }
        match word {
            "several" | "few" | "many" => several(at + 1 + usize::from(self.word(at + 1) == "of")),
            "half" => {
                let end = at + 1 + usize::from(matches!(self.word(at + 1), "a" | "-"));
                let half = 0.5 * spelled(end)?;
                Some(Amount::words(
                    end + 1,
                    half,
                    half,
                    half * 2.0,
                    Need::Required,
                ))
            }
            "a" if self.word(at + 1) == "few" => several(at + 2),
            "a" | "an" => {
                let factor = spelled(at + 1)?;
                let (end, value) = self.number_words(at + 2, factor);
                // A dozen is ten and a few.
                let low = if equal(factor, 12.0) { 10.0 } else { value };
                Some(Amount::words(end, low, value, factor, Need::Expected))
            }
            _ => None,
        }
    }

    /// *hundreds*, *tens of thousands*, *hundreds of millions*.
    fn open_scales(&self, at: usize) -> Amount {
        let mut factor = open_scale(self.word(at)).unwrap_or(1.0);
        let mut end = at + 1;
        while self.word(end) == "of" {
            let Some(next) = open_scale(self.word(end + 1)) else {
                break;
            };
            factor *= next;
            end += 2;
        }
        let (low, high) = match self.word(at) {
            "dozens" | "scores" => (1.5, 9.0),
            _ => (1.0, 9.99),
        };
        Amount::words(end, low * factor, high * factor, factor, Need::Expected)
    }

    /// Digits, or a number in words.
    fn base(&self, at: usize) -> Option<Amount> {
        if let Some(value) = self.value(at) {
            return Some(Amount {
                digits: true,
                ..Amount::words(at + 1, value, value, 1.0, Need::Required)
            });
        }
        cardinal(self.word(at))?;
        let (end, value) = self.number_words(at, 0.0);
        let need = match value {
            v if v <= 1.0 => Need::Optional,
            v if v <= 12.0 => Need::Expected,
            _ => Need::Required,
        };
        Some(Amount::words(end, value, value, 1.0, need))
    }

    /// Number words from a token on, added to what was read before: the index after them and the
    /// sum. A scale word at the end is left to the caller.
    fn number_words(&self, at: usize, so_far: f64) -> (usize, f64) {
        let mut end = at;
        let (mut total, mut current) = (0.0, so_far);
        let mut after_tens = false;
        let mut may_add = true;
        loop {
            let joiner = usize::from(match self.word(end) {
                "-" => after_tens || scale(self.word(end + 1)).is_some_and(|s| s >= 100.0),
                "and" => current >= 100.0 || total > 0.0,
                _ => false,
            });
            let word = self.word(end + joiner);
            if let Some(value) = cardinal(word) {
                let below_ten = tens(word).is_none() && value < 10.0;
                let fits =
                    (below_ten && after_tens && value > 0.0) || (may_add && current % 100.0 == 0.0);
                if !fits {
                    break;
                }
                current += value;
                after_tens = tens(word).is_some();
                may_add = false;
            } else if word == "hundred" && (1.0..100.0).contains(&current) {
                current *= 100.0;
                (after_tens, may_add) = (false, true);
            } else if let Some(factor) = scale(word).filter(|s| *s >= 1e3 && word.len() > 3) {
                let next = end + joiner + 1;
                let next = next + usize::from(self.word(next) == "and");
                let goes_on = cardinal(self.word(next)).is_some();
                if current == 0.0 || (!goes_on && total == 0.0) {
                    break;
                }
                total += current * factor;
                current = 0.0;
                (after_tens, may_add) = (false, true);
            } else {
                break;
            }
            end += joiner + 1;
        }
        (end, total + current)
    }
}
