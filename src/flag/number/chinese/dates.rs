//! Chinese dates in digits, clock times and holidays.

use super::{Scanner, characters, units::is_measure};
use crate::flag::number::{Kind, Need, Quantity, Reading, equal};

/// Holidays called by their date, with its month and day.
const HOLIDAYS: &[(&str, f64, f64)] = &[
    ("双十一", 11.0, 11.0),
    ("双11", 11.0, 11.0),
    ("双十二", 12.0, 12.0),
    ("双12", 12.0, 12.0),
    ("九一八", 9.0, 18.0),
    ("十一", 10.0, 1.0),
    ("五一", 5.0, 1.0),
    ("五四", 5.0, 4.0),
    ("六一", 6.0, 1.0),
    ("七一", 7.0, 1.0),
    ("八一", 8.0, 1.0),
    ("三八", 3.0, 8.0),
    ("六四", 6.0, 4.0),
    ("元旦", 1.0, 1.0),
    ("国庆", 10.0, 1.0),
    ("建军节", 8.0, 1.0),
    ("建党节", 7.0, 1.0),
    ("圣诞", 12.0, 25.0),
];

impl Scanner<'_> {
    /// 2024-05-14, 2024.5.14, 2024/5/14.
    pub(super) fn date(&mut self, at: usize) -> Option<usize> {
        let (year, end, length) = self.plain_digits(at)?;
        let sign = self.text.at(end);
        if length != 4 || !matches!(sign, '-' | '.' | '/') {
            return None;
        }
        let (month, middle, _) = self.plain_digits(end + 1)?;
        let (day, last, _) = self
            .plain_digits(middle + 1)
            .filter(|_| self.text.at(middle) == sign)?;
        if !(1.0..=12.0).contains(&month) || !(1.0..=31.0).contains(&day) {
            return None;
        }
        for (from, to, value, kind) in [
            (at, end, year, Kind::Year),
            (end + 1, middle, month, Kind::Month),
            (middle + 1, last, day, Kind::Day),
        ] {
            self.push(from, to, Reading::exact(value, kind), Need::Required)
                .digits = true;
        }
        Some(last)
    }

    /// 08:08, 20:30:15.
    pub(super) fn clock(&mut self, at: usize) -> Option<usize> {
        let (hour, end, length) = self.plain_digits(at)?;
        let (minute, last, minute_length) = self
            .plain_digits(end + 1)
            .filter(|_| matches!(self.text.at(end), ':' | '∶'))?;
        if length > 2 || minute_length != 2 || hour > 24.0 || minute > 59.0 {
            return None;
        }
        self.hour(at, end, hour).digits = true;
        let need = if minute > 0.0 {
            Need::Required
        } else {
            Need::Optional
        };
        self.push(end + 1, last, Reading::exact(minute, Kind::Time), need)
            .digits = true;
        Some(last)
    }

    /// A holiday called by its date, which may be rendered as one.
    pub(super) fn holiday(&mut self, at: usize) -> Option<usize> {
        let (name, month, day) = HOLIDAYS
            .iter()
            .find(|(name, _, _)| self.text.has(at, name))?;
        let end = at + name.chars().count();
        let (before, after) = (self.text.before(at), self.text.at(end));
        if characters::is_numeral(before)
            || characters::is_numeral(after)
            || before == '第'
            || is_measure(self.text, end)
        {
            return None;
        }
        self.push(at, end, Reading::exact(*month, Kind::Month), Need::Optional);
        self.push(at, end, Reading::exact(*day, Kind::Day), Need::Optional);
        let row = (at..end)
            .filter_map(|i| characters::digit(self.text.at(i)))
            .fold(0.0, |sum, d| sum * 10.0 + d);
        self.push(at, end, Reading::exact(row, Kind::Ordinal), Need::Optional)
            .readings
            .push(Reading::exact(month + day - 1.0, Kind::Ordinal));
        Some(end)
    }

    /// An hour, which the English may count to twelve.
    pub(super) fn hour(&mut self, from: usize, to: usize, hour: f64) -> &mut Quantity {
        let quantity = self.push(from, to, Reading::exact(hour, Kind::Time), Need::Required);
        let other = if hour > 12.0 {
            hour - 12.0
        } else {
            hour + 12.0
        };
        quantity.readings.push(Reading::exact(other, Kind::Time));
        if equal(hour % 24.0, 0.0) {
            quantity
                .readings
                .push(Reading::exact(24.0 - hour, Kind::Time));
            quantity.need = Need::Optional;
        }
        quantity
    }

    /// The hour of a numeral before 时 or 点, with the half that may follow.
    pub(super) fn time(
        &mut self,
        start: usize,
        numbers: &[Reading],
        end: usize,
        need: Need,
    ) -> usize {
        let hour = numbers.last().map_or(0.0, |number| number.low);
        let quantity = self.hour(start, end, hour);
        quantity.need = need.min(quantity.need);
        quantity.readings.extend(numbers);
        if self.text.at(end) != '半' {
            return end;
        }
        let minutes = Reading::exact(30.0, Kind::Time);
        self.push(end, end + 1, minutes, Need::Optional)
            .readings
            .push(Reading::exact(0.5, Kind::Fraction));
        end + 1
    }
}
