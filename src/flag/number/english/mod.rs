//! The quantities of an English text.
//!
//! The text is cut into words, numbers and signs; from each the longest expression is read: a date,
//! a clock time, a number in digits or words with its scale, and what it counts. Time linear in
//! the text.

use super::lists::share_units;
use super::{Kind, Need, Quantity, Reading};
use amounts::Amount;
use tokens::Tokens;
use words::{ROUNDED_AFTER, ROUNDED_BEFORE, implied, ordinal, part, roman};

mod amounts;
mod counted;
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
        // A quarter of a million.
        let divisor = part(tokens.before(at, 2)).filter(|_| tokens.before(at, 1) == "of");
        if let Some(divisor) = divisor.filter(|_| amount.scale > 1.0) {
            let share = counted.reading.scaled(1.0 / divisor, Kind::Plain);
            let most = share.scaled(divisor - 1.0, Kind::Plain);
            counted.further.extend([share, most]);
        }
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
