//! The quantities of an English text.
//!
//! The text is cut into words, numbers and signs; from each the longest expression is read: a date,
//! a clock time, a number in digits or words with its scale, and what it counts. Time linear in
//! the text.

use std::ops::Range;

use super::english_words::{
    self as words, ROUNDED_AFTER, ROUNDED_BEFORE, cardinal, implied, month, open_scale, ordinal,
    part, roman, scale, tens,
};
use super::lists::share_units;
use super::{Kind, Letters, Need, Quantity, Reading};

/// The quantities of a text, in order.
#[must_use]
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut parser = Parser {
        text,
        tokens: tokens(text),
        found: Vec::new(),
    };
    let mut at = 0;
    while at < parser.tokens.len() {
        at = parser.step(at).max(at + 1);
    }
    let mut found = parser.found;
    share_units(&mut found, text, |gap| {
        matches!(
            gap.trim().trim_end_matches(['$', '€', '£', '¥']).trim(),
            "-" | "–"
                | "—"
                | "~"
                | "to"
                | "and"
                | "or"
                | ","
                | ", and"
                | ", or"
                | "/"
                | "to about"
                | "to nearly"
                | "%-"
                | "and about"
                | "and nearly"
                | "to more than"
        )
    });
    found
}

/// A word, a number in digits, or a sign.
#[derive(Debug, Clone)]
struct Token {
    span: Range<usize>,
    /// The word in lower case, the digits without commas, or the sign.
    lower: String,
    /// Whether nothing stands between it and the token before.
    glued: bool,
    number: bool,
}

/// Cuts a text into tokens.
fn tokens(text: &str) -> Vec<Token> {
    let letters = Letters::new(text);
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < letters.chars.len() {
        let c = letters.at(at);
        let start = at;
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let number = c.is_ascii_digit();
        let mut lower = String::new();
        if number {
            at = digits(&letters, at, &mut lower);
        } else if c.is_alphabetic() {
            while letters.at(at).is_alphabetic() {
                lower.extend(letters.at(at).to_lowercase());
                at += 1;
            }
            // The genitive belongs to its word: "May's".
            if matches!(letters.at(at), '\'' | '’')
                && letters.at(at + 1) == 's'
                && !letters.at(at + 2).is_alphabetic()
            {
                at += 2;
            }
        } else {
            lower.push(c);
            at += 1;
        }
        let span = letters.span(start, at);
        let glued = tokens
            .last()
            .is_some_and(|last| last.span.end == span.start);
        tokens.push(Token {
            span,
            lower,
            glued,
            number,
        });
    }
    tokens
}

/// Reads digits with commas between thousands and a decimal point.
fn digits(letters: &Letters, start: usize, written: &mut String) -> usize {
    let ascii = |i: usize| letters.at(i).is_ascii_digit();
    let mut at = start;
    while ascii(at) {
        written.push(letters.at(at));
        at += 1;
    }
    if at - start <= 3 && !written.starts_with('0') {
        while letters.at(at) == ',' && (1..=3).all(|k| ascii(at + k)) && !ascii(at + 4) {
            written.extend((1..=3).map(|k| letters.at(at + k)));
            at += 4;
        }
    }
    if letters.at(at) == '.' && ascii(at + 1) {
        written.push('.');
        at += 1;
        while ascii(at) {
            written.push(letters.at(at));
            at += 1;
        }
    }
    at
}

/// A number as it was read, before it is known what it counts.
#[derive(Debug, Clone, Copy)]
struct Amount {
    end: usize,
    low: f64,
    high: f64,
    scale: f64,
    digits: bool,
    need: Need,
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    found: Vec<Quantity>,
}

impl Parser<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    fn original(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.span.clone()])
    }

    fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.number)
    }

    fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    fn value(&self, at: usize) -> Option<f64> {
        self.is_number(at)
            .then(|| self.word(at).parse().ok())
            .flatten()
    }

    fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |i| self.word(i))
    }

    fn push(&mut self, from: usize, to: usize, reading: Reading, need: Need) -> &mut Quantity {
        let span = self.tokens[from].span.start..self.tokens[to - 1].span.end;
        let quantity = Quantity::new(span, reading, need);
        let last = self.found.len();
        self.found.push(quantity);
        &mut self.found[last]
    }

    /// Reads what stands at a token; the index after it.
    fn step(&mut self, at: usize) -> usize {
        if let Some(after) = self
            .date(at)
            .or_else(|| self.clock(at))
            .or_else(|| self.code(at))
        {
            return after;
        }
        if let Some(after) = self.month(at) {
            return after;
        }
        if let Some(amount) = self.amount(at) {
            return self.counted(at, amount);
        }
        let word = self.word(at).to_owned();
        if let Some(value) = ordinal(&word) {
            let need = if value <= 2.0 {
                Need::Optional
            } else {
                Need::Expected
            };
            let quantity = self.push(at, at + 1, Reading::exact(value, Kind::Ordinal), need);
            if value > 2.0 {
                quantity
                    .readings
                    .push(Reading::exact(1.0 / value, Kind::Fraction));
            }
            return at + 1;
        }
        for (k, value) in implied(&word).iter().enumerate() {
            let reading = Reading::exact(*value, Kind::Multiple);
            if k == 0 {
                self.push(at, at + 1, reading, Need::Optional);
            } else if let Some(last) = self.found.last_mut() {
                last.readings.push(reading);
            }
        }
        if let Some(value) = roman(self.original(at)).filter(|_| self.original(at) != "I") {
            self.push(
                at,
                at + 1,
                Reading::exact(value, Kind::Ordinal),
                Need::Optional,
            );
        } else if self.original(at) == "I"
            && matches!(self.before(at, 1), "war" | "chapter" | "part" | "phase")
        {
            self.push(
                at,
                at + 1,
                Reading::exact(1.0, Kind::Ordinal),
                Need::Optional,
            );
        }
        at + 1
    }

    /// 2024-05-14, 5/14/2024.
    fn date(&mut self, at: usize) -> Option<usize> {
        let sign = self.word(at + 1);
        if !matches!(sign, "-" | "/")
            || self.word(at + 3) != sign
            || !(1..5).all(|k| self.is_glued(at + k))
        {
            return None;
        }
        let numbers = [self.value(at)?, self.value(at + 2)?, self.value(at + 4)?];
        let kinds = match numbers {
            [y, m, d] if y > 1000.0 && m <= 12.0 && d <= 31.0 => {
                [Kind::Year, Kind::Month, Kind::Day]
            }
            [m, d, y] if y > 1000.0 && m <= 12.0 && d <= 31.0 => {
                [Kind::Month, Kind::Day, Kind::Year]
            }
            [d, m, y] if y > 1000.0 && m <= 12.0 && d <= 31.0 => {
                [Kind::Day, Kind::Month, Kind::Year]
            }
            _ => return None,
        };
        for (k, (value, kind)) in numbers.into_iter().zip(kinds).enumerate() {
            self.push(
                at + 2 * k,
                at + 2 * k + 1,
                Reading::exact(value, kind),
                Need::Required,
            )
            .digits = true;
        }
        Some(at + 5)
    }

    /// 8:08, 20:30.
    fn clock(&mut self, at: usize) -> Option<usize> {
        let hour = self.value(at).filter(|h| *h <= 24.0)?;
        if self.word(at + 1) != ":" || !self.is_glued(at + 1) || !self.is_glued(at + 2) {
            return None;
        }
        let minute = self
            .value(at + 2)
            .filter(|m| *m < 60.0 && self.word(at + 2).len() == 2)?;
        self.hour(at, at + 1, hour, Need::Required);
        let need = if minute > 0.0 {
            Need::Required
        } else {
            Need::Optional
        };
        self.push(at + 2, at + 3, Reading::exact(minute, Kind::Time), need)
            .digits = true;
        Some(at + 3)
    }

    fn hour(&mut self, from: usize, to: usize, hour: f64, need: Need) {
        let other = if hour > 12.0 {
            hour - 12.0
        } else {
            hour + 12.0
        };
        let quantity = self.push(from, to, Reading::exact(hour, Kind::Time), need);
        quantity.digits = true;
        quantity.readings.push(Reading::exact(other, Kind::Time));
        if hour % 12.0 == 0.0 {
            quantity
                .readings
                .push(Reading::exact(12.0 - hour, Kind::Time));
            quantity.need = Need::Optional;
        }
    }

    /// COVID-19, C919, 5G, G20: digits that belong to a word.
    fn code(&mut self, at: usize) -> Option<usize> {
        if !self.is_number(at) {
            return None;
        }
        let is_name = |i: usize| {
            let word = self.original(i);
            let capitals = word.chars().filter(|c| c.is_uppercase()).count();
            !self.is_number(i)
                && capitals > 0
                && (capitals == word.chars().count() || self.word(i) == "covid" || capitals > 1)
        };
        let letter = |i: usize| {
            self.original(i).chars().all(char::is_alphabetic) && !self.original(i).is_empty()
        };
        let mut from = at;
        if at >= 1
            && self.is_glued(at)
            && letter(at - 1)
            && !matches!(self.word(at - 1), "us" | "rmb" | "hk" | "usd" | "cny")
        {
            from = at - 1;
        } else if at >= 2
            && self.is_glued(at)
            && self.is_glued(at - 1)
            && matches!(self.word(at - 1), "-" | "–")
            && is_name(at - 2)
        {
            from = at - 2;
        }
        let mut to = at + 1;
        if self.is_glued(to)
            && letter(to)
            && self.original(to).starts_with(char::is_uppercase)
            && scale(self.word(to)).is_none()
            && !matches!(
                self.word(to),
                "am" | "pm" | "st" | "nd" | "rd" | "th" | "b" | "s" | "m" | "km" | "h" | "c"
            )
        {
            to += 1;
        }
        if from == at && to == at + 1 {
            return None;
        }
        let value = self.value(at)?;
        let code: String = (from..to)
            .flat_map(|i| self.word(i).chars())
            .filter(|c| c.is_ascii_alphanumeric())
            .collect();
        let quantity = self.push(from, to, Reading::exact(value, Kind::Code), Need::Optional);
        quantity.code = Some(code.to_ascii_uppercase());
        quantity.digits = true;
        Some(to)
    }

    /// The name of a month; *May*, *March* and abbreviations only beside a number or after a word
    /// that dates have.
    fn month(&mut self, at: usize) -> Option<usize> {
        let name = self
            .original(at)
            .trim_end_matches("'s")
            .trim_end_matches("’s");
        let value = month(name)?;
        let unsure = matches!(
            self.word(at),
            "may" | "march" | "mar" | "jan" | "jun" | "april" | "june" | "august"
        );
        let number = |i: usize| self.is_number(i) || ordinal(self.word(i)).is_some();
        let next = at + 1 + usize::from(matches!(self.word(at + 1), "." | ","));
        let dated = number(next)
            || (at > 0 && number(at - 1))
            || (self.before(at, 1) == "of" && at > 1 && number(at - 2));
        let prepositions = [
            "in", "of", "since", "until", "till", "by", "early", "late", "mid", "last", "this",
            "next", "from", "to", "and", "through", "between", "-", "during", "every", "before",
            "after", "for", "on",
        ];
        let after_preposition = prepositions.contains(&self.before(at, 1));
        if unsure
            && !dated
            && !(after_preposition && !matches!(self.word(at), "jan" | "mar" | "jun"))
        {
            // Perhaps a month: it may answer 5月, but owes nothing.
            self.push(
                at,
                at + 1,
                Reading::exact(value, Kind::Month),
                Need::Optional,
            );
            return Some(at + 1);
        }
        self.push(
            at,
            at + 1,
            Reading::exact(value, Kind::Month),
            Need::Required,
        );
        Some(at + 1)
    }

    /// A number in digits or words with the scale words after it.
    fn amount(&self, at: usize) -> Option<Amount> {
        let mut amount = self.open_amount(at).or_else(|| self.base(at))?;
        if let Some((after, half)) = self.and_a_half(amount.end) {
            amount.low += half;
            amount.high += half;
            amount.end = after;
        }
        loop {
            let hyphen = usize::from(
                matches!(self.word(amount.end), "-" | "–")
                    && scale(self.word(amount.end + 1)).is_some(),
            );
            let word = self.word(amount.end + hyphen);
            let factor = match scale(word) {
                Some(_) if word.len() <= 2 && !self.is_glued(amount.end) => None,
                None if self.is_glued(amount.end) && amount.digits && matches!(word, "m" | "b") => {
                    Some(if word == "m" { 1e6 } else { 1e9 })
                }
                found => found,
            };
            let Some(factor) = factor else { break };
            amount.low *= factor;
            amount.high *= factor;
            amount.scale *= factor;
            amount.end += 1 + hyphen;
            amount.need = Need::Required;
            if let Some((after, half)) = self.and_a_half(amount.end) {
                amount.low += half * factor;
                amount.high = amount.low;
                amount.end = after;
            }
        }
        Some(amount)
    }

    /// *and a half* at a token: the index after it and the half.
    fn and_a_half(&self, at: usize) -> Option<(usize, f64)> {
        let at = at + usize::from(self.word(at) == "-");
        if self.word(at) != "and" {
            return None;
        }
        let mut end = at + 1;
        while matches!(self.word(end), "-" | "a" | "one") {
            end += 1;
        }
        match self.word(end) {
            "half" => Some((end + 1, 0.5)),
            _ => None,
        }
    }

    /// *tens of thousands*, *several hundred*, *half a million*, *a hundred*.
    fn open_amount(&self, at: usize) -> Option<Amount> {
        let word = self.word(at);
        let made = |end, low: f64, high: f64, scale, need| Amount {
            end,
            low,
            high,
            scale,
            digits: false,
            need,
        };
        if let Some(mut factor) = open_scale(word) {
            let mut end = at + 1;
            let (mut low, mut high) = (1.0, 9.99);
            while self.word(end) == "of" && open_scale(self.word(end + 1)).is_some() {
                factor *= open_scale(self.word(end + 1)).unwrap_or(1.0);
                end += 2;
            }
            if matches!(word, "dozens" | "scores") {
                (low, high) = (1.5, 9.0);
            }
            return Some(made(
                end,
                low * factor,
                high * factor,
                factor,
                Need::Expected,
            ));
        }
        if matches!(word, "several" | "few" | "many") {
            let end = at + 1 + usize::from(self.word(at + 1) == "of");
            let factor = scale(self.word(end)).filter(|_| self.word(end).len() > 2)?;
            return Some(made(
                end + 1,
                2.0 * factor,
                9.99 * factor,
                factor,
                Need::Expected,
            ));
        }
        if word == "half" {
            let end = at + 1 + usize::from(matches!(self.word(at + 1), "a" | "-"));
            let factor = scale(self.word(end)).filter(|_| self.word(end).len() > 2)?;
            return Some(made(
                end + 1,
                0.5 * factor,
                0.5 * factor,
                factor,
                Need::Required,
            ));
        }
        if matches!(word, "a" | "an") {
            let end = at + 1 + usize::from(self.word(at + 1) == "few");
            let factor = scale(self.word(end)).filter(|_| self.word(end).len() > 2)?;
            if end > at + 1 {
                return Some(made(
                    end + 1,
                    2.0 * factor,
                    9.99 * factor,
                    factor,
                    Need::Expected,
                ));
            }
            let rest = self.words_from(end + 1, factor);
            return Some(made(rest.0, rest.1, rest.1, factor, Need::Expected));
        }
        None
    }

    /// Digits, or a number in words.
    fn base(&self, at: usize) -> Option<Amount> {
        if let Some(value) = self.value(at) {
            return Some(Amount {
                end: at + 1,
                low: value,
                high: value,
                scale: 1.0,
                digits: true,
                need: Need::Required,
            });
        }
        let first = cardinal(self.word(at))?;
        let (end, value) = self.words_from(at, 0.0);
        let need = match value {
            v if v <= 1.0 => Need::Optional,
            v if v <= 12.0 => Need::Expected,
            _ => Need::Required,
        };
        debug_assert!(value >= first || end > at);
        Some(Amount {
            end,
            low: value,
            high: value,
            scale: 1.0,
            digits: false,
            need,
        })
    }

    /// Number words from a token on, added to what was read before: the index after them and the
    /// sum. Scale words beyond hundred are left to the caller unless a number follows them.
    fn words_from(&self, at: usize, so_far: f64) -> (usize, f64) {
        let mut end = at;
        let mut total = 0.0;
        let mut current = so_far;
        let mut last_was_tens = false;
        let mut may_add = true;
        loop {
            let joiner = match self.word(end) {
                "-" if last_was_tens => 1,
                "and" if current >= 100.0 || total > 0.0 => 1,
                "-" if scale(self.word(end + 1)).is_some_and(|s| s >= 100.0) => 1,
                _ => 0,
            };
            let word = self.word(end + joiner);
            if let Some(value) = cardinal(word) {
                let fits = if tens(word).is_some() || value >= 10.0 {
                    may_add && current % 100.0 == 0.0
                } else {
                    (last_was_tens && value > 0.0) || (may_add && current % 100.0 == 0.0)
                };
                if !fits {
                    break;
                }
                current += value;
                last_was_tens = tens(word).is_some();
                may_add = false;
            } else if word == "hundred" && (1.0..100.0).contains(&current) {
                current *= 100.0;
                (last_was_tens, may_add) = (false, true);
            } else if let Some(factor) = scale(word).filter(|s| *s >= 1e3 && word.len() > 2) {
                // A scale at the end is the caller's; one in the middle is added up here.
                let next = self.word(end + joiner + 1);
                let goes_on = cardinal(next).is_some()
                    || (next == "and" && cardinal(self.word(end + joiner + 2)).is_some());
                if current == 0.0 || (!goes_on && total == 0.0) {
                    break;
                }
                total += current * factor;
                current = 0.0;
                (last_was_tens, may_add) = (false, true);
            } else {
                break;
            }
            end += joiner + 1;
        }
        (end, total + current)
    }

    /// A number with what stands after it.
    fn counted(&mut self, at: usize, amount: Amount) -> usize {
        let mut end = amount.end;
        let mut reading = Reading {
            low: amount.low,
            high: amount.high,
            kind: Kind::Plain,
        };
        let mut further: Vec<Reading> = Vec::new();
        let mut need = amount.need;
        let mut scale = amount.scale;
        let glued = self.is_glued(end);
        let hyphen = usize::from(self.word(end) == "-");
        let next = self.word(end + hyphen).to_owned();
        let exact = |value, kind| Reading::exact(value, kind);
        let mut percent = |reading: &mut Reading, kind| {
            *reading = reading.scaled(0.01, kind);
            scale *= 0.01;
            need = Need::Required;
        };
        if let Some((after, kind)) = self.percent(end) {
            percent(&mut reading, kind);
            end = after;
        } else if glued
            && amount.digits
            && matches!(next.as_str(), "st" | "nd" | "rd" | "th")
            && hyphen == 0
        {
            reading.kind = Kind::Ordinal;
            end += 1;
        } else if amount.digits && self.is_decade(at, end) {
            reading.kind = Kind::Decade;
            end += if self.word(end) == "s" { 1 } else { 2 };
            if amount.low < 100.0 {
                further.extend(
                    [1900.0, 2000.0, 1800.0]
                        .map(|century| exact(century + amount.low, Kind::Decade)),
                );
            }
        } else if let Some(whole) = self.whole(end, amount) {
            let (after, value, also) = whole;
            reading = exact(value, Kind::Fraction);
            further.extend(also);
            end = after;
            need = Need::Expected;
        } else if matches!(next.as_str(), "times" | "fold" | "x") {
            reading.kind = Kind::Multiple;
            further.push(exact(amount.low - 1.0, Kind::Multiple));
            end += 1 + hyphen;
        } else if let Some(after) = self.half_of_day(end).filter(|_| amount.low <= 12.0) {
            self.hour(at, after, amount.low, need);
            return after;
        } else if next == "o" && matches!(self.word(end + 1), "'" | "’") {
            self.hour(at, end + 3, amount.low, need);
            return end + 3;
        } else if hyphen == 1 && amount.low % 10.0 == 0.0 && ordinal(self.word(end + 1)).is_some()
            || (ordinal(&next).is_some() && amount.low >= 20.0 && !amount.digits)
        {
            reading = exact(
                amount.low + ordinal(&next).unwrap_or_default(),
                Kind::Ordinal,
            );
            end += 1 + hyphen;
        } else if self.beside_month(at, end) {
            reading.kind = Kind::Day;
        } else if amount.digits
            && amount.scale == 1.0
            && amount.end == at + 1
            && self.word(at).len() == 4
            && (1000.0..2200.0).contains(&amount.low)
            && !self.original(at).contains(',')
        {
            reading.kind = Kind::Year;
        }
        if glued && next == "m" && amount.digits && amount.scale > 1.0 {
            // 50m: metres as well as millions.
            further.push(exact(amount.low / amount.scale, Kind::Plain));
        }
        if self.before(at, 1) == "'" || self.before(at, 1) == "’" {
            further.push(exact(1900.0 + amount.low, Kind::Year));
        }
        if self.is_list_marker(at, end) {
            need = Need::Optional;
        }
        let rounded = self.is_rounded(at, end);
        if let Some(first) = self.first_year(at) {
            further.push(exact(
                (first / 100.0).floor() * 100.0 + amount.low,
                Kind::Year,
            ));
        }
        let quantity = self.push(at, end, reading, need);
        quantity.readings.extend(further);
        quantity.rounded = rounded;
        quantity.digits = amount.digits;
        quantity.scale = scale;
        end
    }

    /// The century's year before a hyphen, for the second year of 2019-20.
    fn first_year(&self, at: usize) -> Option<f64> {
        let joined = at >= 2 && matches!(self.word(at - 1), "-" | "–" | "/") && self.is_glued(at);
        let first = joined.then(|| self.value(at - 2)).flatten()?;
        ((1000.0..2200.0).contains(&first) && self.word(at).len() == 2).then_some(first)
    }

    /// %, percent, per cent, percentage points.
    fn percent(&self, at: usize) -> Option<(usize, Kind)> {
        let at = at + usize::from(self.word(at) == "-" && self.word(at + 1).starts_with("per"));
        let after = match (self.word(at), self.word(at + 1)) {
            ("%" | "percent" | "pct" | "percents" | "percentage", _) => at + 1,
            ("per", "cent") => at + 2,
            _ => return None,
        };
        let is_point = matches!(self.word(after), "point" | "points") && self.word(at) != "%"
            || (self.word(at) == "%" && self.word(after).starts_with("point"));
        if self.word(at) == "percentage" && !is_point {
            return None;
        }
        Some(if is_point {
            (after + 1, Kind::Point)
        } else {
            (after, Kind::Percent)
        })
    }

    /// Whether an s or 's after the digits makes them a decade.
    fn is_decade(&self, at: usize, end: usize) -> bool {
        let round = self
            .value(at)
            .is_some_and(|value| value % 10.0 == 0.0 && value <= 2100.0);
        let s = self.word(end) == "s"
            || (matches!(self.word(end), "'" | "’")
                && self.word(end + 1) == "s"
                && self.is_glued(end + 1));
        round && s && self.is_glued(end)
    }

    /// What the number is a part of: *two thirds*, *1/3*, *one in five*. The index after it, the
    /// value, and other readings.
    fn whole(&self, end: usize, amount: Amount) -> Option<(usize, f64, Vec<Reading>)> {
        let count = amount.low;
        let hyphen = usize::from(self.word(end) == "-");
        let plain = |value| Reading::exact(value, Kind::Plain);
        if self.word(end) == "/" && self.is_glued(end) && self.is_glued(end + 1) {
            let whole = self
                .value(end + 1)
                .filter(|w| *w > count && self.word(end + 2) != "/")?;
            return Some((end + 2, count / whole, vec![plain(count)]));
        }
        if let Some(divisor) =
            part(self.word(end + hyphen)).filter(|_| count <= 20.0 && amount.scale == 1.0)
        {
            let plural =
                self.word(end + hyphen).ends_with('s') || self.word(end + hyphen) == "halves";
            if plural == (count > 1.0) || hyphen == 1 {
                return Some((end + hyphen + 1, count / divisor, vec![plain(count)]));
            }
        }
        let out_of = match (self.word(end), self.word(end + 1), self.word(end + 2)) {
            ("in", "every", _) | ("out", "of", "every") => 2 + usize::from(self.word(end) == "out"),
            ("in", _, _) => 1,
            ("out", "of", _) => 2,
            _ => return None,
        };
        let whole = cardinal(self.word(end + out_of)).or_else(|| self.value(end + out_of));
        let whole =
            whole.filter(|w| *w > count && *w <= 100.0 && count <= 10.0 && amount.scale == 1.0)?;
        Some((
            end + out_of + 1,
            count / whole,
            vec![plain(count), plain(whole)],
        ))
    }

    /// *a.m.* or *pm* at a token: the index after it.
    fn half_of_day(&self, at: usize) -> Option<usize> {
        match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("am" | "pm", _, _) => Some(at + 1),
            ("a" | "p", ".", "m") => Some(at + 3 + usize::from(self.word(at + 3) == ".")),
            _ => None,
        }
    }

    /// Whether a month stands beside the number, which then is a day or a year.
    fn beside_month(&self, at: usize, end: usize) -> bool {
        let day = self
            .value(at)
            .is_some_and(|value| (1.0..=31.0).contains(&value));
        let named = |i: usize| month(self.original(i)).is_some();
        let abbreviated = at >= 2 && self.word(at - 1) == "." && named(at - 2);
        day && (named(end) || (at >= 1 && named(at - 1)) || abbreviated)
    }

    /// Whether words around the number say that it is rounded.
    fn is_rounded(&self, at: usize, end: usize) -> bool {
        (1..=3).any(|back| ROUNDED_BEFORE.contains(&self.before(at, back)))
            || ROUNDED_AFTER.contains(&self.word(end))
            || ROUNDED_AFTER.contains(&self.word(end + 1))
    }

    /// Whether the number is the one of a heading or an item: *1.* at the start, *(3)*.
    fn is_list_marker(&self, at: usize, end: usize) -> bool {
        let bracketed =
            matches!(self.before(at, 1), "(" | "[") && matches!(self.word(end), ")" | "]");
        let begins = at == 0
            || matches!(self.before(at, 1), ";" | ":")
            || self.text[..self.tokens[at].span.start].ends_with('\n');
        let one_day = self
            .value(at)
            .is_some_and(|value| (1.0..=31.0).contains(&value));
        (bracketed && !one_day) || (begins && end == at + 1 && matches!(self.word(end), "." | ")"))
    }
}

/// The name of a month, for suggestions.
pub(super) fn month_name(value: f64) -> &'static str {
    words::month_name(value)
}
