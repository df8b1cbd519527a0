//! One Chinese numeral: from 3 to 两亿三千多万, its value or the range it leaves open.
//!
//! Time linear in the numeral. Digits and characters may mix (2亿3千万, 十几万, 20多万). What the
//! grammar cannot place (七七事变) is read as a string of digits.

use super::characters::{digit, is_han_digit, unit};
use crate::flag::number::{Letters, equal};

/// A numeral as it was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeral {
    /// Index after its last character.
    pub end: usize,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// The factor of the unit at its end: 10,000 for 1.2万; 1 without.
    pub scale: f64,
    /// Whether 多, 余 or 来 says that it is somewhat more.
    pub more: bool,
    /// How it is written.
    pub form: Form,
}

/// How a numeral is written, which says how sure it is to be a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With digits 0 to 9.
    Digits,
    /// One character of 一 to 九, or 十, 两.
    Single,
    /// A unit without a number before it: 百, 万, 百万.
    BareUnit,
    /// Characters in a row without units: 二〇二四, 九一八.
    Row,
    /// 几, 数 or 两三 without a unit: any small number.
    Vague,
    /// 十二, 三百, 两千万, 几十.
    Composed,
}

/// A number before a unit is applied: its least and its greatest value.
#[derive(Clone, Copy, Default)]
struct Part {
    low: f64,
    high: f64,
}

impl Part {
    fn exact(value: f64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }

    fn times(self, unit: f64) -> Self {
        Self {
            low: self.low * unit,
            high: self.high * unit,
        }
    }
}

/// The numeral that begins at an index.
pub(super) fn read(text: &Letters, start: usize) -> Option<Numeral> {
    row(text, start).or_else(|| Reader::new(text, start).read())
}

/// Three or more characters for digits in a row, or two with a zero: a year, a code, a decimal.
fn row(text: &Letters, start: usize) -> Option<Numeral> {
    let mut end = start;
    while is_han_digit(text.at(end)) {
        end += 1;
    }
    let zero = (start..end).any(|i| digit(text.at(i)) == Some(0.0));
    let long = end - start >= 3 || (end - start == 2 && zero);
    if !long || unit(text.at(end)).is_some() {
        return None;
    }
    let value = (start..end)
        .filter_map(|i| digit(text.at(i)))
        .fold(0.0, |sum, d| sum * 10.0 + d);
    Some(Numeral {
        end,
        low: value,
        high: value,
        scale: 1.0,
        more: false,
        form: Form::Row,
    })
}

struct Reader<'a> {
    text: &'a Letters,
    start: usize,
    at: usize,
    /// The number that waits for its unit.
    current: Option<Part>,
    below_ten_thousand: Part,
    ten_thousands: Part,
    hundred_millions: Part,
    last_unit: f64,
    /// Factor of the units since the last number.
    scale: f64,
    numbers: usize,
    units: usize,
    vague: bool,
    more: bool,
    ascii: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Letters, start: usize) -> Self {
        Self {
            text,
            start,
            at: start,
            current: None,
            below_ten_thousand: Part::default(),
            ten_thousands: Part::default(),
            hundred_millions: Part::default(),
            last_unit: 1.0,
            scale: 1.0,
            numbers: 0,
            units: 0,
            vague: false,
            more: false,
            ascii: false,
        }
    }

    fn read(mut self) -> Option<Numeral> {
        while self.step() {}
        if self.numbers + self.units == 0 {
            return None;
        }
        self.finish_colloquially();
        let total = self
            .hundred_millions
            .plus(self.ten_thousands)
            .plus(self.below_ten_thousand)
            .plus(self.current.unwrap_or_default());
        if matches!(self.text.at(self.at), '多' | '余' | '来') && total.low >= 10.0 {
            self.more = true;
            self.at += 1;
        }
        let form = if self.ascii {
            Form::Digits
        } else if self.units == 0 {
            if self.vague {
                Form::Vague
            } else {
                Form::Single
            }
        } else if self.numbers == 0 {
            if self.units == 1 && self.text.at(self.start) == '十' {
                Form::Single
            } else {
                Form::BareUnit
            }
        } else {
            Form::Composed
        };
        Some(Numeral {
            end: self.at,
            low: total.low,
            high: total.high,
            scale: self.scale,
            more: self.more,
            form,
        })
    }

    /// Reads one more piece; `false` at the end of the numeral.
    fn step(&mut self) -> bool {
        let c = self.text.at(self.at);
        let next = self.text.at(self.at + 1);
        if c.is_ascii_digit() {
            let goes_on = self.ascii || self.numbers + self.units == 0;
            return goes_on && self.current.is_none() && self.digits();
        }
        if let Some(unit) = unit(c) {
            if self.begins_measure(c, next) {
                return false;
            }
            self.apply(unit);
            self.at += 1;
            return true;
        }
        match c {
            '廿' | '卅' if self.current.is_none() => {
                let tens = if c == '廿' { 20.0 } else { 30.0 };
                self.below_ten_thousand = self.below_ten_thousand.plus(Part::exact(tens));
                (self.numbers, self.units, self.last_unit) =
                    (self.numbers + 1, self.units + 1, 10.0);
                self.at += 1;
                true
            }
            '零' | '〇' if self.units > 0 && digit(next).is_some() => {
                self.last_unit = 1.0;
                self.at += 1;
                true
            }
            '几' if self.current.is_none() && (self.units > 0 || unit(next).is_some()) => {
                let low = if self.units > 0 { 0.0 } else { 2.0 };
                self.vaguely(low, 9.0, 1)
            }
            '数' if self.current.is_none() && self.units == 0 && unit(next).is_some() => {
                self.vaguely(2.0, 9.0, 1)
            }
            '多' | '余' | '来' if self.current.is_some() && unit(next).is_some() => {
                self.more = true;
                self.at += 1;
                true
            }
            _ if is_han_digit(c) && self.current.is_none() => self.han_digit(c, next),
            _ => false,
        }
    }

    /// Whether a unit is the beginning of a measure: 千米, 千瓦时, 百分点.
    fn begins_measure(&self, c: char, next: char) -> bool {
        let counted = self.at > self.start;
        match c {
            '千' => counted && "米克瓦伏卡赫帕焦安字".contains(next),
            '百' => next == '分' && (counted || self.text.at(self.at + 2) == '点'),
            _ => false,
        }
    }

    /// One character, or two neighbours that span a range (三五天, 两三百).
    fn han_digit(&mut self, c: char, next: char) -> bool {
        let Some(value) = digit(c) else { return false };
        if let Some(second) = digit(next).filter(|_| is_han_digit(next)) {
            let range = equal(second - value, 1.0) || (c, next) == ('三', '五');
            return range && self.vaguely(value, second, 2);
        }
        self.current = Some(Part::exact(value));
        self.numbers += 1;
        self.scale = 1.0;
        self.at += 1;
        true
    }

    fn vaguely(&mut self, low: f64, high: f64, length: usize) -> bool {
        self.current = Some(Part { low, high });
        self.numbers += 1;
        self.vague = true;
        self.scale = 1.0;
        self.at += length;
        true
    }

    /// Digits with commas between thousands and a decimal point.
    fn digits(&mut self) -> bool {
        let mut written = String::new();
        let mut end = self.at;
        let ascii = |i: usize| self.text.at(i).is_ascii_digit();
        while ascii(end) {
            written.push(self.text.at(end));
            end += 1;
        }
        let group =
            |i: usize| self.text.at(i) == ',' && (1..=3).all(|k| ascii(i + k)) && !ascii(i + 4);
        while !written.starts_with('0') && group(end) {
            if written.len() > 3 && self.text.at(end - 4) != ',' {
                break;
            }
            written.extend((1..=3).map(|k| self.text.at(end + k)));
            end += 4;
        }
        if self.text.at(end) == '.' && ascii(end + 1) {
            written.push('.');
            end += 1;
            while ascii(end) {
                written.push(self.text.at(end));
                end += 1;
            }
        }
        let Ok(value) = written.parse::<f64>() else {
            return false;
        };
        self.current = Some(Part::exact(value));
        self.numbers += 1;
        self.ascii = true;
        self.scale = 1.0;
        self.at = end;
        true
    }

    /// Applies a unit to all it stands after: 三百万 is 300 × 10,000.
    fn apply(&mut self, unit: f64) {
        let one = Part::exact(1.0);
        if unit < 1e4 {
            let part = self.current.take().unwrap_or(
                if self.units > 0 && self.last_unit <= unit && self.below_ten_thousand.high > 0.0 {
                    std::mem::take(&mut self.below_ten_thousand)
                } else {
                    one
                },
            );
            self.below_ten_thousand = self.below_ten_thousand.plus(part.times(unit));
        } else {
            let part = self
                .below_ten_thousand
                .plus(self.current.take().unwrap_or_default());
            self.below_ten_thousand = Part::default();
            if unit < 1e8 {
                let part = if part.high > 0.0 { part } else { one };
                self.ten_thousands = self.ten_thousands.plus(part.times(unit));
            } else {
                let part = self.ten_thousands.plus(part);
                let part = if part.high > 0.0 { part } else { one };
                self.ten_thousands = Part::default();
                self.hundred_millions = self.hundred_millions.plus(part.times(unit));
            }
        }
        self.units += 1;
        self.last_unit = unit;
        self.scale *= unit;
    }

    /// 三百五 is 350, 一万二 is 12,000: a last digit counts the next lower unit.
    fn finish_colloquially(&mut self) {
        let last_is_han = is_han_digit(self.text.at(self.at.saturating_sub(1)));
        if self.last_unit >= 100.0 && self.at - self.start >= 3 && last_is_han && !self.ascii {
            self.current = self.current.map(|part| part.times(self.last_unit / 10.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> (f64, f64) {
        let letters = Letters::new(text);
        let numeral = read(&letters, 0).unwrap_or_else(|| panic!("{text} is a numeral"));
        assert_eq!(numeral.end, letters.chars.len(), "{text}");
        (numeral.low, numeral.high)
    }

    #[test]
    fn reads_exact_values() {
        for (text, expected) in [
            ("7", 7.0),
            ("１２", 12.0),
            ("4,178,027", 4_178_027.0),
            ("1.2万", 12e3),
            ("3.5亿", 3.5e8),
            ("2亿3000万", 2.3e8),
            ("1.3万亿", 1.3e12),
            ("5千万", 5e7),
            ("3百万", 3e6),
            ("十", 10.0),
            ("十二", 12.0),
            ("二十", 20.0),
            ("一百零五", 105.0),
            ("一百二十", 120.0),
            ("三百五", 350.0),
            ("一万二", 12e3),
            ("两千万", 2e7),
            ("十亿", 1e9),
            ("百万", 1e6),
            ("万亿", 1e12),
            ("千亿", 1e11),
            ("两亿三千四百万", 2.34e8),
            ("廿五", 25.0),
            ("二〇二四", 2024.0),
            ("一九九九", 1999.0),
        ] {
            assert!(
                (value(text).0 - expected).abs() < 1e-6 * expected,
                "{text}: {:?}",
                value(text)
            );
            assert!(
                (value(text).1 - expected).abs() < 1e-6 * expected,
                "{text}: {:?}",
                value(text)
            );
        }
    }

    #[test]
    fn reads_ranges() {
        for (text, low, high) in [
            ("20多", 20.0, 20.0),
            ("20多万", 20e4, 20e4),
            ("28万余", 28e4, 28e4),
            ("1.7万余", 1.7e4, 1.7e4),
            ("3000多", 3e3, 3e3),
            ("十几", 10.0, 19.0),
            ("十几万", 10e4, 19e4),
            ("几十", 20.0, 90.0),
            ("数百", 200.0, 900.0),
            ("三五", 3.0, 5.0),
            ("两三百", 200.0, 300.0),
            ("四五十", 40.0, 50.0),
            ("十七八", 17.0, 18.0),
            ("百余", 100.0, 100.0),
        ] {
            let (l, h) = value(text);
            assert!(
                (l - low).abs() < 0.01 * low && (h - high).abs() < 0.01 * high,
                "{text}: {l} {h}"
            );
        }
    }
}
