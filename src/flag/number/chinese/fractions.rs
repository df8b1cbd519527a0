//! Chinese fractions, decimals in characters, halves and doublings.

use super::numeral::{self, Form, Numeral};
use super::{Scanner, characters};
use crate::flag::number::{Kind, Need, Reading};

impl Scanner<'_> {
    /// 半 by itself: 一半 is read with its numeral, 上半年 and 半夜 owe nothing.
    pub(super) fn half(&mut self, at: usize) -> usize {
        let more: &[(&str, f64)] = &[
            ("半个月", 15.0),
            ("半年", 6.0),
            ("半小时", 30.0),
            ("半个小时", 30.0),
            ("半个世纪", 50.0),
            ("半天", 12.0),
        ];
        let smaller = more.iter().find(|(word, _)| self.text.has(at, word));
        let quantity = self.push(
            at,
            at + 1,
            Reading::exact(0.5, Kind::Fraction),
            Need::Optional,
        );
        if let Some((_, value)) = smaller {
            quantity.readings.push(Reading::exact(*value, Kind::Plain));
        }
        at + 1
    }

    /// 翻番, 翻一番, 翻两番: times two to the power.
    pub(super) fn doubled(&mut self, at: usize) -> usize {
        let after = at + 1 + usize::from(self.text.at(at + 1) == '了');
        if self.text.at(after) == '番' {
            self.push(
                at,
                after + 1,
                Reading::exact(2.0, Kind::Multiple),
                Need::Expected,
            );
            return after + 1;
        }
        match numeral::read(self.text, after) {
            Some(n) if self.text.at(n.end) == '番' && n.high <= 9.0 => {
                let reading = Reading::exact(n.low.exp2(), Kind::Multiple);
                self.push(at, n.end + 1, reading, Need::Expected);
                n.end + 1
            }
            _ => at + 1,
        }
    }

    /// 十二点五: the decimals after 点, unless a time is meant.
    pub(super) fn decimal(&self, numeral: &mut Numeral) {
        if self.text.at(numeral.end) != '点' || numeral.form == Form::Digits {
            return;
        }
        let from = numeral.end + 1;
        let end = (from..self.text.chars.len())
            .take_while(|&i| characters::digit(self.text.at(i)).is_some())
            .last()
            .map_or(from, |i| i + 1);
        if end == from || matches!(self.text.at(end), '分' | '十' | '刻' | '钟' | '个' | '名')
        {
            return;
        }
        let decimals = (from..end)
            .rev()
            .filter_map(|i| characters::digit(self.text.at(i)))
            .fold(0.0, |sum, d| (sum + d) / 10.0);
        numeral.low += decimals;
        numeral.high = numeral.low;
        numeral.end = end;
        numeral.form = Form::Composed;
        let unit = characters::unit(self.text.at(end)).filter(|u| *u >= 1e4);
        if let Some(unit) = unit {
            numeral.low *= unit;
            numeral.high *= unit;
            numeral.scale = unit;
            numeral.end += 1;
        }
    }

    /// 三分之二, 百分之五, 千分之三; the numeral is the whole, the part follows.
    pub(super) fn fraction(&mut self, start: usize, whole: &Numeral) -> Option<usize> {
        if !self.text.has(whole.end, "分之") {
            if self.text.at(whole.end) == '/' && whole.form == Form::Digits {
                return self.fraction_with_bar(start, whole);
            }
            return None;
        }
        let mut part = numeral::read(self.text, whole.end + 2)?;
        self.decimal(&mut part);
        let kind = if whole.low >= 100.0 {
            Kind::Percent
        } else {
            Kind::Fraction
        };
        let reading = Reading {
            low: part.low / whole.low,
            high: part.high / whole.low,
            kind,
        };
        let rounded = self.is_rounded(start, part.end);
        let quantity = self.push(start, part.end, reading, Need::Required);
        quantity.rounded = rounded;
        quantity.scale = 1.0 / whole.low;
        Some(part.end)
    }

    /// 1/3, which may also be two numbers.
    fn fraction_with_bar(&mut self, start: usize, part: &Numeral) -> Option<usize> {
        let (whole, end, length) = self.plain_digits(part.end + 1)?;
        let proper = whole > part.low
            && whole <= 100.0
            && length <= 3
            && self.text.at(end) != '/'
            && characters::unit(self.text.at(end)).is_none();
        if !proper {
            return None;
        }
        let quantity = self.push(
            start,
            end,
            Reading::exact(part.low / whole, Kind::Fraction),
            Need::Required,
        );
        quantity.digits = true;
        quantity
            .readings
            .push(Reading::exact(part.low, Kind::Plain));
        Some(end)
    }
}
