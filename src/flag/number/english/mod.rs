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
        let bracketed = matches!(self.before(at, 1), "(" | "[")
            && end == at + 1
            && matches!(self.word(end), ")" | "]")
            && self.word(at).len() == 1;
        let begins = self.begins_line(at) || matches!(self.before(at, 1), ";" | ":");
        let item = begins && end == at + 1 && matches!(self.word(end), "." | ")");
        let zone =
            matches!(self.before(at, 1), "+" | "-") && matches!(self.before(at, 2), "gmt" | "utc");
        let around_the_clock = (self.word(at) == "24" && self.word(at + 2) == "7")
            || (self.word(at) == "7" && self.before(at, 2) == "24");
        bracketed
            || item
            || zone
            || (around_the_clock && (self.word(at + 1) == "/" || self.before(at, 1) == "/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owed(text: &str) -> Vec<(&str, f64, Kind)> {
        super::super::owed(text, quantities(text))
    }

    #[test]
    fn numbers_are_read_with_their_scale_and_kind() {
        for (text, value, kind) in [
            ("4,178,027", 4_178_027.0, Kind::Plain),
            ("1.2 billion", 1.2e9, Kind::Plain),
            ("1.2bn", 1.2e9, Kind::Plain),
            ("a hundred and five", 105.0, Kind::Plain),
            ("twenty-one", 21.0, Kind::Plain),
            ("two million three hundred thousand", 2.3e6, Kind::Plain),
            ("half a million", 5e5, Kind::Plain),
            ("one and a half million", 1.5e6, Kind::Plain),
            ("two and a half", 2.5, Kind::Plain),
            ("two dozen", 24.0, Kind::Plain),
            ("tens of thousands", 1e4, Kind::Plain),
            ("30 percent", 0.3, Kind::Percent),
            ("5 per cent", 0.05, Kind::Percent),
            ("5‰", 0.005, Kind::Percent),
            ("3.8-percentage-point", 0.038, Kind::Point),
            ("two-thirds", 2.0 / 3.0, Kind::Fraction),
            ("1/4", 0.25, Kind::Fraction),
            ("one in five", 0.2, Kind::Fraction),
            ("three times", 3.0, Kind::Multiple),
            ("21st", 21.0, Kind::Ordinal),
            ("twenty-first", 21.0, Kind::Ordinal),
            ("2024", 2024.0, Kind::Year),
            ("1990s", 1990.0, Kind::Decade),
            ("September", 9.0, Kind::Month),
            ("3 p.m.", 3.0, Kind::Time),
        ] {
            let found = owed(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].0, found[0].2), (text, kind));
            assert!((found[0].1 - value).abs() < 1e-9 * value, "{found:?}");
        }
    }

    #[test]
    fn dates_are_read_in_parts() {
        let kinds = |text| owed(text).iter().map(|q| q.2).collect::<Vec<_>>();
        assert_eq!(kinds("May 14, 2024"), [Kind::Month, Kind::Day, Kind::Year]);
        assert_eq!(kinds("14 May"), [Kind::Day, Kind::Month]);
        assert_eq!(kinds("2024-05-14"), [Kind::Year, Kind::Month, Kind::Day]);
        assert_eq!(kinds("at 8:08"), [Kind::Time, Kind::Time]);
    }

    #[test]
    fn what_may_be_no_number_owes_nothing() {
        for text in [
            "one of a kind",
            "the first and the second",
            "You may march on.",
            "COVID-19",
            "the G20",
            "a 5G network",
            "1. Introduction",
            "both and neither",
            "World War II",
        ] {
            assert_eq!(owed(text), [], "{text}");
        }
    }

    #[test]
    fn a_range_shares_its_unit() {
        let found = quantities("3 to 5 million");
        assert!(
            found[0]
                .readings
                .contains(&Reading::exact(3e6, Kind::Plain))
        );
        let found = quantities("12 and 4.5 percent");
        assert_eq!(found[0].main().kind, Kind::Percent);
    }
}
