//! The quantities of a Chinese text.
//!
//! One pass over the characters; at each the longest thing that fits is read: a clock time, a date
//! in digits, a numeral with what follows it. Time linear in the text, after the dictionary has
//! split it.

use std::ops::Range;

use super::lists::share_units;
use super::{Kind, Letters, Need, Quantity, Reading};
use set_phrases::set_phrases;

mod characters;
mod codes;
mod counted;
mod dates;
mod fractions;
mod numeral;
mod set_phrases;
mod units;

/// Signs that join numbers into a list or a range.
const JOINS: &[&str] = &[
    "-", "－", "—", "——", "–", "~", "～", "至", "到", "、", "和", "或", "及", "与", "比", "/", "−",
];

/// Characters that stand for a small number without being numerals.
const PAIRS: &[(char, f64)] = &[('双', 2.0), ('俩', 2.0), ('仨', 3.0)];

/// The quantities of a text, in order.
#[must_use]
pub fn quantities(text: &str) -> Vec<Quantity> {
    let letters = Letters::closed_up(text);
    let mut scanner = Scanner {
        phrases: set_phrases(text, &letters),
        text: &letters,
        found: Vec::new(),
    };
    let mut at = 0;
    while at < letters.chars.len() {
        at = scanner.step(at).max(at + 1);
    }
    let mut found = scanner.found;
    share_units(&mut found, text, |gap| JOINS.contains(&gap.trim()));
    found
}

struct Scanner<'a> {
    text: &'a Letters,
    /// Spans of indices in which numerals are part of a word.
    phrases: Vec<Range<usize>>,
    found: Vec<Quantity>,
}

impl Scanner<'_> {
    /// Reads what stands at an index; the index after it.
    fn step(&mut self, at: usize) -> usize {
        let c = self.text.at(at);
        let dated = self
            .date(at)
            .or_else(|| self.clock(at))
            .or_else(|| self.holiday(at));
        if let Some(after) = dated.or_else(|| self.roman(at)) {
            return after;
        }
        if matches!(c, '①'..='⑳') {
            let value = f64::from(c as u32 - '①' as u32 + 1);
            return self.optional(at, at + 1, value);
        }
        if c == '半' {
            return self.half(at);
        }
        if c == '翻' {
            return self.doubled(at);
        }
        if matches!(c, '正' | '腊' | '冬') && self.text.at(at + 1) == '月' {
            let month = match c {
                '正' => 1.0,
                '冬' => 11.0,
                _ => 12.0,
            };
            self.push(
                at,
                at + 2,
                Reading::exact(month, Kind::Month),
                Need::Optional,
            );
            return at + 2;
        }
        if let Some((_, value)) = PAIRS.iter().find(|(pair, _)| *pair == c) {
            return self.optional(at, at + 1, *value);
        }
        if c.is_ascii_digit() && self.in_code(at) {
            return self.code(at);
        }
        if !characters::is_numeral(c) && !matches!(c, '几' | '数') {
            return at + 1;
        }
        match numeral::read(self.text, at) {
            Some(numeral) => self.numeral(at, numeral),
            None => characters::digit(c).map_or(at + 1, |value| self.optional(at, at + 1, value)),
        }
    }

    fn push(&mut self, from: usize, to: usize, reading: Reading, need: Need) -> &mut Quantity {
        let quantity = Quantity::new(self.text.span(from, to), reading, need);
        let last = self.found.len();
        self.found.push(quantity);
        &mut self.found[last]
    }

    fn optional(&mut self, from: usize, to: usize, value: f64) -> usize {
        self.push(from, to, Reading::exact(value, Kind::Plain), Need::Optional);
        to
    }

    /// The digits from an index as a number, and the index after them.
    fn plain_digits(&self, at: usize) -> Option<(f64, usize, usize)> {
        let length = (at..self.text.chars.len())
            .take_while(|&i| self.text.at(i).is_ascii_digit())
            .count();
        let written: String = (at..at + length).map(|i| self.text.at(i)).collect();
        written
            .parse()
            .ok()
            .map(|value| (value, at + length, length))
    }
}

#[cfg(test)]
mod tests {
    use super::super::equal;
    use super::*;

    fn owed(text: &str) -> Vec<(&str, f64, Kind)> {
        super::super::owed(text, quantities(text))
    }

    #[test]
    fn units_say_what_is_counted() {
        for (text, value, kind) in [
            ("1.2亿", 1.2e8, Kind::Plain),
            ("３０％", 0.3, Kind::Percent),
            ("百分之十二点五", 0.125, Kind::Percent),
            ("千分之三", 0.003, Kind::Percent),
            ("三成", 0.3, Kind::Percent),
            ("3个百分点", 0.03, Kind::Point),
            ("三分之二", 2.0 / 3.0, Kind::Fraction),
            ("1/4", 0.25, Kind::Fraction),
            ("3倍", 3.0, Kind::Multiple),
            ("翻两番", 4.0, Kind::Multiple),
            ("第十五", 15.0, Kind::Ordinal),
            ("2024年", 2024.0, Kind::Year),
            ("二〇二四年", 2024.0, Kind::Year),
            ("12月", 12.0, Kind::Month),
            ("28日", 28.0, Kind::Day),
            ("20世纪90年代", 1990.0, Kind::Decade),
            ("15时", 15.0, Kind::Time),
            ("C919", 919.0, Kind::Code),
            ("两年半", 2.5, Kind::Plain),
        ] {
            let found = owed(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].0, found[0].2), (text, kind));
            assert!((found[0].1 - value).abs() < 1e-9 * value, "{found:?}");
        }
    }

    #[test]
    fn dates_and_times_are_read_in_parts() {
        let kinds = |text| owed(text).iter().map(|q| q.2).collect::<Vec<_>>();
        let date = [Kind::Year, Kind::Month, Kind::Day];
        assert_eq!(kinds("2024年5月14日"), date);
        assert_eq!(kinds("2024-05-14"), date);
        assert_eq!(kinds("2024 年 5 月 14 日"), date);
        assert_eq!(kinds("08:05"), [Kind::Time, Kind::Time]);
    }

    #[test]
    fn numerals_in_words_owe_nothing() {
        for text in [
            "一方面",
            "三亚",
            "周三",
            "星期五",
            "千方百计",
            "百姓",
            "万达",
            "十分重要",
            "一带一路",
            "十四五",
            "五粮液",
            "张三",
            "九牛一毛",
            "一个人",
            "双十一",
            "（三）",
            "唯一",
        ] {
            assert_eq!(owed(text), [], "{text}");
        }
    }

    #[test]
    fn a_range_shares_its_unit() {
        let found = quantities("3至5万人");
        assert!(found[0].readings.iter().any(|r| equal(r.low, 3e4)));
    }
}
