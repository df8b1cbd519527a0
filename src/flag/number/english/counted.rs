//! What an English number counts: a percentage, a fraction, a factor, a place in a row.

use super::amounts::Amount;
use super::tokens::Tokens;
use super::words::{cardinal, ordinal, part};
use crate::flag::number::{Kind, Need, Reading, equal};

/// A number with what it counts.
pub(super) struct Counted {
    pub end: usize,
    pub reading: Reading,
    pub further: Vec<Reading>,
    /// Factor of the unit on top of the amount's own.
    pub factor: f64,
    pub need: Need,
}

impl Tokens<'_> {
    /// What a number counts, by the words after it.
    pub(super) fn counted(&self, at: usize, amount: &Amount) -> Counted {
        let plain = Reading {
            low: amount.low,
            high: amount.high,
            kind: Kind::Plain,
        };
        let mut counted = Counted {
            end: amount.end,
            reading: plain,
            further: Vec::new(),
            factor: 1.0,
            need: amount.need,
        };
        if let Some((after, kind, factor)) = self.percent(amount.end) {
            counted.end = after;
            counted.reading = plain.scaled(factor, kind);
            counted.factor = factor;
            counted.need = Need::Required;
        } else if !self.counted_in_row(at, amount, &mut counted) {
            self.counted_plainly(at, amount, &mut counted);
        }
        if amount.unsure {
            // 50m may be metres, 1b may be a label.
            let bare = plain.scaled(1.0 / amount.scale, Kind::Plain);
            if self.is_money(at) {
                counted.further.push(bare);
            } else {
                counted.further.push(counted.reading);
                counted.reading = bare;
            }
        }
        counted.further.extend(self.other_values(at, amount));
        counted
    }

    /// Ordinals, decades, days and years.
    fn counted_in_row(&self, at: usize, amount: &Amount, counted: &mut Counted) -> bool {
        let end = amount.end;
        let next = self.word(end);
        let tens_with = |i: usize| {
            ordinal(self.word(i)).filter(|o| !amount.digits && amount.low >= 20.0 && *o < 10.0)
        };
        if amount.digits && self.is_glued(end) && matches!(next, "st" | "nd" | "rd" | "th") {
            counted.reading.kind = Kind::Ordinal;
            counted.end += 1;
        } else if let Some(length) = self.decade(at, amount) {
            counted.reading.kind = Kind::Decade;
            counted.end += length;
        } else if let Some(last) = tens_with(end + usize::from(next == "-")) {
            counted.reading = Reading::exact(amount.low + last, Kind::Ordinal);
            counted.end += 1 + usize::from(next == "-");
        } else if self.beside_month(at, end) {
            counted.reading.kind = Kind::Day;
        } else if equal(amount.scale, 1.0) && self.is_year(at, end) {
            counted.reading.kind = Kind::Year;
        } else {
            return false;
        }
        true
    }

    /// Fractions, factors and measures in thousands.
    fn counted_plainly(&self, at: usize, amount: &Amount, counted: &mut Counted) {
        let end = amount.end;
        let hyphen = usize::from(self.word(end) == "-");
        let next = self.word(end + hyphen);
        if let Some((after, value, also)) = self.whole(end, amount) {
            counted.reading = Reading::exact(value, Kind::Fraction);
            counted.further.extend(also);
            counted.end = after;
            counted.need = Need::Expected;
        } else if matches!(next, "times" | "fold" | "x") {
            counted.reading.kind = Kind::Multiple;
            let less = Reading::exact(amount.low - 1.0, Kind::Multiple);
            counted.further.push(less);
            counted.end += 1 + hyphen;
        } else if let Some(factor) = stretch(next) {
            let shorter = counted.reading.scaled(factor, Kind::Plain);
            counted.further.push(shorter);
        } else if next.starts_with("kilo") || next == "kb" {
            let thousand = counted.reading.scaled(1e3, Kind::Plain);
            counted.further.push(thousand);
        }
        if amount.digits && equal(amount.low, 1.0) && equal(amount.scale, 1.0) {
            counted.need = counted.need.min(Need::Expected);
        }
        if matches!(self.before(at, 1), "'" | "’") {
            let year = Reading::exact(1900.0 + amount.low, Kind::Year);
            counted.further.push(year);
        }
    }

    /// Values that a number has with its neighbours: 2020 for the second year of *2019-20*, the
    /// whole number of a telephone that is written in groups.
    fn other_values(&self, at: usize, amount: &Amount) -> Vec<Reading> {
        let mut values = Vec::new();
        let joined = at >= 2 && matches!(self.word(at - 1), "-" | "–" | "/") && self.is_glued(at);
        let is_year = |y: &f64| (1000.0..2200.0).contains(y) && self.word(at).len() == 2;
        if let Some(first) = self
            .value(at.wrapping_sub(2))
            .filter(|y| joined && is_year(y))
        {
            let year = (first / 100.0).floor() * 100.0 + amount.low;
            values.push(Reading::exact(year, Kind::Year));
        }
        if self.decade(at, amount).is_some() && amount.low < 100.0 {
            values.extend(
                [1900.0, 2000.0, 1800.0]
                    .map(|century| Reading::exact(century + amount.low, Kind::Decade)),
            );
        }
        let group = |i: usize| {
            self.is_number(i)
                && self.word(i).len() >= 3
                && self.original(i).chars().all(|c| c.is_ascii_digit())
        };
        if group(at) {
            let mut first = at;
            while first >= 1 && group(first - 1) {
                first -= 1;
            }
            let digits: String = (first..)
                .take_while(|&i| group(i))
                .map(|i| self.word(i))
                .collect();
            if digits.len() > self.word(at).len() && digits.len() >= 7 {
                values.extend(digits.parse().ok().map(|v| Reading::exact(v, Kind::Plain)));
            }
        }
        values
    }

    /// %, percent, per cent, percentage points, ‰: the index after it, the kind and the factor.
    fn percent(&self, at: usize) -> Option<(usize, Kind, f64)> {
        let at = at + usize::from(self.word(at) == "-" && self.word(at + 1).starts_with("per"));
        let word = self.word(at);
        let after = match (word, self.word(at + 1)) {
            ("%" | "percent" | "pct" | "percents" | "percentage", _) => at + 1,
            ("per", "cent") => at + 2,
            ("‰", _) => return Some((at + 1, Kind::Percent, 0.001)),
            ("per", "thousand" | "mille") => return Some((at + 2, Kind::Percent, 0.001)),
            _ => return None,
        };
        let point = after + usize::from(self.word(after) == "-");
        if matches!(self.word(point), "point" | "points") {
            return Some((point + 1, Kind::Point, 0.01));
        }
        (word != "percentage").then_some((after, Kind::Percent, 0.01))
    }

    /// Whether an s or 's after round digits makes them a decade: how many tokens it takes.
    fn decade(&self, at: usize, amount: &Amount) -> Option<usize> {
        let end = amount.end;
        let round = amount.digits && amount.low % 10.0 == 0.0 && amount.low <= 2100.0;
        let length = match (self.word(end), self.word(end + 1)) {
            ("s", _) => 1,
            ("'" | "’", "s") if self.is_glued(end + 1) => 2,
            _ => return None,
        };
        (round && self.is_number(at) && self.is_glued(end)).then_some(length)
    }

    /// Whether four digits without a comma are a year.
    fn is_year(&self, at: usize, end: usize) -> bool {
        let value = self.value(at).unwrap_or_default();
        end == at + 1 && self.original(at).len() == 4 && (1000.0..2200.0).contains(&value)
    }

    /// What the number is a part of: *two thirds*, *1/3*, *one in five*, *one person in six*. The
    /// index after it, the value, and other readings.
    fn whole(&self, end: usize, amount: &Amount) -> Option<(usize, f64, Vec<Reading>)> {
        let count = amount.low;
        if !equal(amount.scale, 1.0) || count > 100.0 {
            return None;
        }
        let hyphen = usize::from(self.word(end) == "-");
        let plain = |value| Reading::exact(value, Kind::Plain);
        if self.word(end) == "/" && self.is_glued(end) && self.is_glued(end + 1) {
            let whole = self
                .value(end + 1)
                .filter(|w| *w > count && *w <= 100.0 && self.word(end + 2) != "/")?;
            return Some((end + 2, count / whole, vec![plain(count)]));
        }
        let word = self.word(end + hyphen);
        if let Some(divisor) = part(word).filter(|_| count <= 20.0) {
            let plural = word.ends_with('s');
            if plural == (count > 1.0) || hyphen == 1 {
                return Some((end + hyphen + 1, count / divisor, vec![plain(count)]));
            }
        }
        let noun = usize::from(self.word(end + 1) == "in" && self.is_letters(end));
        let at = end + noun;
        let out_of = match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("out", "of", "every") => 3,
            ("out", "of", _) | ("in" | "of", "every", _) => 2,
            ("in" | "of", _, _) => 1,
            _ => return None,
        };
        let whole = cardinal(self.word(at + out_of)).or_else(|| self.value(at + out_of));
        let whole = whole.filter(|w| *w > count && (*w <= 10.0 || equal(*w, 100.0)))?;
        Some((
            at + out_of + 1,
            count / whole,
            vec![plain(count), plain(whole)],
        ))
    }
}

/// How many of the unit that Chinese counts in an English stretch of time has.
fn stretch(word: &str) -> Option<f64> {
    match word {
        "decades" => Some(10.0),
        "centuries" => Some(100.0),
        "weeks" => Some(7.0),
        _ => None,
    }
}
