//! The quantities of an English text.
//!
//! The text is cut into words, numbers and signs; from each the longest expression is read: a date,
//! a clock time, a number in digits or words with its scale, and what it counts. Time linear in
//! the text.

use super::lists::share_units;
use super::{Kind, Need, Quantity, Reading};
use amounts::Amount;
use tokens::Tokens;
use words::{ROUNDED_AFTER, ROUNDED_BEFORE, cardinal, implied, ordinal, part, roman};

mod amounts;
mod dates;
mod tokens;
pub(super) mod words;

/// What joins numbers to a list or a range.
const JOINS: &[&str] = &[
    "-",
    "–",
    "—",
    "~",
    "to",
    "and",
    "or",
    ",",
    ", and",
    ", or",
    "/",
    "to about",
    "to nearly",
    "and about",
    "and nearly",
    "to more than",
    "-to-",
];

/// The quantities of a text, in order.
#[must_use]
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut parser = Parser {
        tokens: Tokens::new(text),
        found: Vec::new(),
    };
    let mut at = 0;
    while at < parser.tokens.len() {
        at = parser.step(at).max(at + 1);
    }
    let mut found = parser.found;
    share_units(&mut found, text, |gap| {
        let gap = gap.trim().trim_end_matches(['$', '€', '£', '¥', '%']);
        JOINS.contains(&gap.trim())
    });
    found
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    found: Vec<Quantity>,
}

/// A number with what it counts.
struct Counted {
    end: usize,
    reading: Reading,
    further: Vec<Reading>,
    /// Factor of the unit on top of the amount's own.
    factor: f64,
    need: Need,
}

impl Parser<'_> {
    fn push(&mut self, from: usize, to: usize, reading: Reading, need: Need) -> &mut Quantity {
        let quantity = Quantity::new(self.tokens.span(from, to), reading, need);
        let last = self.found.len();
        self.found.push(quantity);
        &mut self.found[last]
    }

    /// Reads what stands at a token; the index after it.
    fn step(&mut self, at: usize) -> usize {
        let tokens = &self.tokens;
        let read = tokens
            .date(at)
            .or_else(|| tokens.clock(at))
            .or_else(|| tokens.code(at))
            .or_else(|| tokens.month(at));
        if let Some((after, quantities)) = read {
            self.found.extend(quantities);
            return after;
        }
        if let Some(amount) = self.tokens.amount(at) {
            return self.amount(at, amount);
        }
        if let Some(value) = ordinal(self.tokens.word(at)) {
            let need = if value <= 2.0 {
                Need::Optional
            } else {
                Need::Expected
            };
            let quantity = self.push(at, at + 1, Reading::exact(value, Kind::Ordinal), need);
            if value > 2.0 {
                let part = Reading::exact(1.0 / value, Kind::Fraction);
                quantity.readings.push(part);
            }
            return at + 1;
        }
        self.implied(at);
        at + 1
    }

    /// Words that imply a number, and Roman numerals: they may answer one.
    fn implied(&mut self, at: usize) {
        let values = implied(self.tokens.word(at));
        if let Some((first, rest)) = values.split_first() {
            let reading = |value: &f64| Reading::exact(*value, Kind::Multiple);
            let quantity = self.push(at, at + 1, reading(first), Need::Optional);
            quantity.readings.extend(rest.iter().map(reading));
        }
        let pronoun = self.tokens.original(at) == "I"
            && !matches!(
                self.tokens.before(at, 1),
                "war" | "chapter" | "part" | "phase" | "level" | "class"
            );
        if let Some(value) = roman(self.tokens.original(at)).filter(|_| !pronoun) {
            let reading = Reading::exact(value, Kind::Ordinal);
            self.push(at, at + 1, reading, Need::Optional);
        }
    }

    /// A number with what stands after it.
    fn amount(&mut self, at: usize, amount: Amount) -> usize {
        let tokens = &self.tokens;
        let time = tokens
            .half_of_day(amount.end)
            .filter(|_| amount.low <= 12.0)
            .or_else(|| {
                let clock = tokens.word(amount.end) == "o"
                    && matches!(tokens.word(amount.end + 1), "'" | "’");
                clock.then_some(amount.end + 3)
            });
        if let Some(after) = time {
            let hour = tokens.hour(at, after, amount.low, amount.need);
            self.found.push(hour);
            return after;
        }
        let mut counted = tokens.counted(at, &amount);
        if tokens.is_label(at, counted.end) {
            counted.need = Need::Optional;
        }
        let rounded = tokens.is_rounded(at, counted.end);
        let quantity = self.push(at, counted.end, counted.reading, counted.need);
        quantity.readings.extend(counted.further);
        quantity.rounded = rounded;
        quantity.digits = amount.digits;
        quantity.scale = amount.scale * counted.factor;
        counted.end
    }
}

impl Tokens<'_> {
    /// What a number counts, by the words after it.
    fn counted(&self, at: usize, amount: &Amount) -> Counted {
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
        } else if amount.scale == 1.0 && self.is_year(at, end) {
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
        } else if next.starts_with("kilo") || next == "kb" {
            let thousand = counted.reading.scaled(1e3, Kind::Plain);
            counted.further.push(thousand);
        }
        if amount.digits && amount.low == 1.0 && amount.scale == 1.0 {
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
        if amount.scale != 1.0 || count > 100.0 {
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
        let whole = whole.filter(|w| *w > count && *w <= 10.0 || *w == 100.0)?;
        Some((
            at + out_of + 1,
            count / whole,
            vec![plain(count), plain(whole)],
        ))
    }

    /// Whether words around the number say that it is rounded.
    fn is_rounded(&self, at: usize, end: usize) -> bool {
        (1..=3).any(|back| ROUNDED_BEFORE.contains(&self.before(at, back)))
            || ROUNDED_AFTER.contains(&self.word(end))
            || ROUNDED_AFTER.contains(&self.word(end + 1))
    }

    /// Whether the number labels something rather than counts: an item (*1.* at the start, *(3)*),
    /// a time zone (*GMT+8*), around the clock (*24/7*).
    fn is_label(&self, at: usize, end: usize) -> bool {
        let bracketed =
            matches!(self.before(at, 1), "(" | "[") && matches!(self.word(end), ")" | "]");
        let one_day = self
            .value(at)
            .is_some_and(|value| (1.0..=31.0).contains(&value));
        let begins = self.begins_line(at) || matches!(self.before(at, 1), ";" | ":");
        let item = begins && end == at + 1 && matches!(self.word(end), "." | ")");
        let zone =
            matches!(self.before(at, 1), "+" | "-") && matches!(self.before(at, 2), "gmt" | "utc");
        let around_the_clock = (self.word(at) == "24" && self.word(at + 2) == "7")
            || (self.word(at) == "7" && self.before(at, 2) == "24");
        (bracketed && !one_day)
            || item
            || zone
            || (around_the_clock && (self.word(at + 1) == "/" || self.before(at, 1) == "/"))
    }
}
