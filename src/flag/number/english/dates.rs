//! English dates, clock times and codes.

use super::tokens::Tokens;
use super::words::{month, ordinal, scale};
use crate::flag::number::{Kind, Need, Quantity, Reading};

/// Words before *May*, *March* and the like that make them months.
const BEFORE_MONTHS: &[&str] = &[
    "in", "of", "since", "until", "till", "by", "early", "late", "mid", "last", "this", "next",
    "from", "to", "and", "through", "between", "-", "during", "every", "before", "after", "for",
    "on",
];

/// Quantities that were read from some tokens, and the index after them.
pub(super) type Read = Option<(usize, Vec<Quantity>)>;

impl Tokens<'_> {
    /// 2024-05-14, 5/14/2024.
    pub(super) fn date(&self, at: usize) -> Read {
        let sign = self.word(at + 1);
        let joined = (1..5).all(|k| self.is_glued(at + k));
        if !matches!(sign, "-" | "/") || self.word(at + 3) != sign || !joined {
            return None;
        }
        let numbers = [self.value(at)?, self.value(at + 2)?, self.value(at + 4)?];
        let is_year = |y: f64| y > 1000.0;
        let is_month = |m: f64| (1.0..=12.0).contains(&m);
        let kinds = match numbers {
            [y, m, _] if is_year(y) && is_month(m) => [Kind::Year, Kind::Month, Kind::Day],
            [m, _, y] if is_year(y) && is_month(m) => [Kind::Month, Kind::Day, Kind::Year],
            [_, m, y] if is_year(y) && is_month(m) => [Kind::Day, Kind::Month, Kind::Year],
            _ => return None,
        };
        let found = numbers.into_iter().zip(kinds).enumerate().map(|(k, part)| {
            let span = self.span(at + 2 * k, at + 2 * k + 1);
            Quantity {
                digits: true,
                ..Quantity::new(span, Reading::exact(part.0, part.1), Need::Required)
            }
        });
        Some((at + 5, found.collect()))
    }

    /// 8:08, 20:30; also *18: 00*, as some machines write it.
    pub(super) fn clock(&self, at: usize) -> Read {
        let hour = self.value(at).filter(|h| *h <= 24.0)?;
        if self.word(at + 1) != ":" || !self.is_glued(at + 1) {
            return None;
        }
        let two_digits = self.word(at + 2).len() == 2;
        let minute = self.value(at + 2).filter(|m| *m < 60.0 && two_digits)?;
        let need = if minute > 0.0 {
            Need::Required
        } else {
            Need::Optional
        };
        let minutes = Quantity {
            digits: true,
            ..Quantity::new(
                self.span(at + 2, at + 3),
                Reading::exact(minute, Kind::Time),
                need,
            )
        };
        Some((
            at + 3,
            vec![self.hour(at, at + 1, hour, Need::Required), minutes],
        ))
    }

    /// An hour of the clock, which the Chinese may count to 24.
    pub(super) fn hour(&self, from: usize, to: usize, hour: f64, need: Need) -> Quantity {
        let need = if hour % 12.0 == 0.0 {
            Need::Optional
        } else {
            need
        };
        let other = if hour >= 12.0 {
            hour - 12.0
        } else {
            hour + 12.0
        };
        let quantity = Quantity::new(self.span(from, to), Reading::exact(hour, Kind::Time), need);
        Quantity {
            digits: true,
            ..quantity.or(Reading::exact(other, Kind::Time))
        }
    }

    /// *a.m.* or *pm* at a token: the index after it.
    pub(super) fn half_of_day(&self, at: usize) -> Option<usize> {
        match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("am" | "pm", _, _) => Some(at + 1),
            ("a" | "p", ".", "m") => Some(at + 3 + usize::from(self.word(at + 3) == ".")),
            _ => None,
        }
    }

    /// The name of a month; *May*, *March* and the like owe something only beside a number or after
    /// a word that dates have.
    pub(super) fn month(&self, at: usize) -> Read {
        let name = self.original(at).trim_end_matches("'s");
        let value = month(name.trim_end_matches("’s"))?;
        let number = |i: usize| self.is_number(i) || ordinal(self.word(i)).is_some();
        let next = at + 1 + usize::from(matches!(self.word(at + 1), "." | ","));
        let dated = number(next)
            || (at > 0 && number(at - 1))
            || (self.before(at, 1) == "of" && at > 1 && number(at - 2));
        let after_preposition = BEFORE_MONTHS.contains(&self.before(at, 1));
        let sure = match self.word(at) {
            "may" | "march" | "april" | "june" | "august" => dated || after_preposition,
            "mar" | "jan" | "jun" => dated,
            _ => true,
        };
        let need = if sure { Need::Required } else { Need::Optional };
        let reading = Reading::exact(value, Kind::Month);
        Some((
            at + 1,
            vec![Quantity::new(self.span(at, at + 1), reading, need)],
        ))
    }

    /// Whether a month stands beside the number, which then is a day.
    pub(super) fn beside_month(&self, at: usize, end: usize) -> bool {
        let day = self
            .value(at)
            .is_some_and(|value| (1.0..=31.0).contains(&value));
        let named = |i: usize| month(self.original(i)).is_some();
        let abbreviated = at >= 2 && self.word(at - 1) == "." && named(at - 2);
        day && (named(end) || (at >= 1 && named(at - 1)) || abbreviated)
    }

    /// COVID-19, C919, 5G, G20: digits that belong to a word.
    pub(super) fn code(&self, at: usize) -> Read {
        let value = self.value(at)?;
        let from = self.code_start(at);
        let mut to = at + 1;
        let letters = self.original(to);
        let is_part = self.is_glued(to)
            && self.is_letters(to)
            && letters.starts_with(char::is_uppercase)
            && (letters == "K" || scale(self.word(to)).is_none())
            && !matches!(
                self.word(to),
                "am" | "pm" | "st" | "nd" | "rd" | "th" | "b" | "s" | "m" | "km" | "h" | "c"
            );
        if is_part && !self.is_money(at) {
            to += 1;
        }
        if from == at && to == at + 1 {
            return None;
        }
        // H1N1, B0AT1: letters and digits by turns.
        let capitals = |i: usize| self.original(i).chars().all(char::is_uppercase);
        while self.is_glued(to) && (self.is_number(to) || (self.is_letters(to) && capitals(to))) {
            to += 1;
        }
        let code: String = (from..to)
            .flat_map(|i| self.word(i).chars())
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let reading = Reading::exact(value, Kind::Code);
        let quantity = Quantity {
            digits: true,
            code: Some(code.to_ascii_uppercase()),
            ..Quantity::new(self.span(from, to), reading, Need::Optional)
        };
        Some((to, vec![quantity]))
    }

    /// Where the code begins that the digits may be a part of: at its letters, or at the digits.
    fn code_start(&self, at: usize) -> usize {
        let is_currency =
            |i: usize| matches!(self.word(i), "us" | "rmb" | "hk" | "usd" | "cny" | "no");
        if at >= 1 && self.is_glued(at) && self.is_letters(at - 1) && !is_currency(at - 1) {
            return at - 1;
        }
        let hyphen = at >= 2
            && self.is_glued(at)
            && self.is_glued(at - 1)
            && matches!(self.word(at - 1), "-" | "–");
        if !hyphen || !self.is_letters(at - 2) {
            return at;
        }
        let word = self.original(at - 2);
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let is_name =
            capitals > 1 || capitals == word.chars().count() || self.word(at - 2) == "covid";
        if is_name { at - 2 } else { at }
    }

    /// Whether a sign of money stands before the number.
    pub(super) fn is_money(&self, at: usize) -> bool {
        matches!(
            self.before(at, 1),
            "$" | "€" | "£" | "¥" | "￥" | "rmb" | "usd" | "cny" | "yuan"
        )
    }
}
