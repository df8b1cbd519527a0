//! The quantities of a Chinese text.
//!
//! One pass over the characters; at each the longest thing that fits is read: a clock time, a date
//! in digits, a numeral with what follows it. Time linear in the text, after the dictionary has
//! split it.

use std::ops::Range;

use super::chinese_units::{self, conversions, half, is_measure};
use super::lists::share_units;
use super::numeral::{self, Form, Numeral};
use super::set_phrases::set_phrases;
use super::{Kind, Letters, Need, Quantity, Reading};

/// Words before a numeral that make it a rounded one.
const ROUNDED_BEFORE: &[&str] = &[
    "将近", "接近", "超过", "不到", "不足", "大约", "约为", "至少", "最多", "高达", "左右", "突破",
    "近", "约", "逾", "超", "过", "达", "上",
];

/// Words after a numeral or its measure that make it a rounded one.
const ROUNDED_AFTER: &[&str] = &[
    "左右", "上下", "以上", "以下", "以内", "多", "余", "来", "许",
];

/// Signs that join numbers into a list or a range.
const JOINS: &[&str] = &[
    "-", "－", "—", "——", "–", "~", "～", "至", "到", "、", "和", "或", "及", "与", "比", "/", "−",
];

/// Characters that stand for a small number without being numerals.
const PAIRS: &[(char, f64)] = &[('双', 2.0), ('俩', 2.0), ('仨', 3.0)];

/// The quantities of a text, in order.
#[must_use]
pub fn quantities(text: &str) -> Vec<Quantity> {
    let letters = Letters::new(text);
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
        if let Some(after) = self.date(at).or_else(|| self.clock(at)) {
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
        if !numeral::is_numeral(c) && !matches!(c, '几' | '数') {
            return at + 1;
        }
        match numeral::read(self.text, at) {
            Some(numeral) => self.numeral(at, numeral),
            None => numeral::digit(c).map_or(at + 1, |value| self.optional(at, at + 1, value)),
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
        let length = (at..)
            .take_while(|&i| self.text.at(i).is_ascii_digit())
            .count();
        let written: String = (at..at + length).map(|i| self.text.at(i)).collect();
        written
            .parse()
            .ok()
            .map(|value| (value, at + length, length))
    }

    /// 2024-05-14, 2024.5.14, 2024/5/14.
    fn date(&mut self, at: usize) -> Option<usize> {
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
    fn clock(&mut self, at: usize) -> Option<usize> {
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

    /// An hour, which the English may count to twelve.
    fn hour(&mut self, from: usize, to: usize, hour: f64) -> &mut Quantity {
        let quantity = self.push(from, to, Reading::exact(hour, Kind::Time), Need::Required);
        let other = if hour > 12.0 {
            hour - 12.0
        } else {
            hour + 12.0
        };
        quantity.readings.push(Reading::exact(other, Kind::Time));
        if hour == 24.0 || hour == 0.0 {
            quantity
                .readings
                .push(Reading::exact(24.0 - hour, Kind::Time));
            quantity.need = Need::Optional;
        }
        quantity
    }

    /// 半 by itself: 一半 is read with its numeral, 上半年 and 半夜 owe nothing.
    fn half(&mut self, at: usize) -> usize {
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
    fn doubled(&mut self, at: usize) -> usize {
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

    /// Whether the digits at an index belong to a word in Latin letters: COVID-19, 5G.
    fn in_code(&self, at: usize) -> bool {
        let before = self.text.before(at);
        let joined =
            matches!(before, '-' | '—' | '–') && self.text.before(at - 1).is_ascii_alphabetic();
        let end = self.plain_digits(at).map_or(at, |(_, end, _)| end);
        let after: String = (end..end + 4)
            .map(|i| self.text.at(i))
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let measure = matches!(
            after.to_ascii_lowercase().as_str(),
            "" | "km"
                | "m"
                | "cm"
                | "mm"
                | "kg"
                | "g"
                | "mg"
                | "ml"
                | "l"
                | "t"
                | "kw"
                | "mw"
                | "gw"
                | "kwh"
                | "hz"
                | "ghz"
                | "mhz"
                | "mb"
                | "gb"
                | "tb"
                | "nm"
                | "w"
                | "v"
                | "mah"
                | "kb"
                | "ha"
                | "hm"
                | "um"
                | "db"
        );
        before.is_ascii_alphabetic() || joined || !measure
    }

    /// A code: the letters before and after the digits with them.
    fn code(&mut self, at: usize) -> usize {
        let Some((value, end, _)) = self.plain_digits(at) else {
            return at + 1;
        };
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–');
        let from = (0..at)
            .rev()
            .take_while(|&i| part(self.text.at(i)))
            .last()
            .unwrap_or(at);
        let to = (end..)
            .take_while(|&i| part(self.text.at(i)) && self.text.at(i) != '-')
            .last()
            .map_or(end, |i| i + 1);
        let code: String = (from..to)
            .map(|i| self.text.at(i))
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let quantity = self.push(from, to, Reading::exact(value, Kind::Code), Need::Expected);
        quantity.code = Some(code.to_ascii_uppercase());
        quantity.digits = true;
        to
    }

    /// A numeral with what stands around it.
    fn numeral(&mut self, start: usize, mut numeral: Numeral) -> usize {
        let text = self.text;
        let from = start - usize::from(text.before(start) == '第');
        let ordinal = from < start;
        self.decimal(&mut numeral);
        if let Some(after) = self.fraction(start, &numeral) {
            return after;
        }
        let mut reading = Reading {
            low: numeral.low,
            high: numeral.high,
            kind: if ordinal { Kind::Ordinal } else { Kind::Plain },
        };
        if text.any(start, &["上百", "上千", "上万", "上亿"]).is_some()
            || (numeral.form == Form::BareUnit && text.before(start) == '上')
        {
            reading.high = reading.low * 9.99;
        }
        let mut need = self.need(start, &numeral, ordinal);
        let mut end = numeral.end;
        let mut scale = numeral.scale;
        let mut further = conversions(text, numeral.end, reading);
        let more = usize::from(matches!(text.at(end), '多' | '余') && numeral.form != Form::Vague);
        if let Some((after, smaller)) = half(text, end) {
            further.push(reading.scaled(smaller, Kind::Plain));
            let whole = Reading {
                low: reading.low + 0.5,
                high: reading.high + 0.5,
                kind: Kind::Plain,
            };
            further.push(whole.scaled(smaller, Kind::Plain));
            reading = whole;
            end = after;
            need = need.max(Need::Expected);
        } else if text.has(start, "一半") {
            reading = Reading::exact(0.5, Kind::Fraction);
            end = start + 2;
            need = Need::Optional;
        } else if let Some(unit) =
            chinese_units::unit(text, end + more, reading.low, numeral.end - start)
        {
            end = unit.end;
            scale *= unit.factor;
            need = match unit.kind {
                Kind::Percent | Kind::Point
                    if need != Need::Optional || numeral.form == Form::Single =>
                {
                    Need::Required
                }
                Kind::Multiple | Kind::Decade => need.min(Need::Expected),
                Kind::Month | Kind::Day if numeral.form == Form::Single => need.min(Need::Expected),
                _ => need,
            };
            let plain = reading;
            reading = reading.scaled(unit.factor, if ordinal { Kind::Ordinal } else { unit.kind });
            if unit.kind == Kind::Time {
                end = self.time(start, end, plain, need);
                return end;
            }
            further.extend(other_readings(reading, plain, unit.kind));
        } else if more == 1 {
            reading.high = reading.low + 1.0;
        }
        let rounded = self.is_rounded(from, end);
        let digits = numeral.form == Form::Digits;
        let need = if self.is_list_marker(from, end) {
            Need::Optional
        } else {
            need
        };
        let quantity = self.push(from, end, reading, need);
        quantity.readings.extend(further);
        quantity.rounded = rounded;
        quantity.digits = digits;
        quantity.scale = scale;
        end
    }

    /// 十二点五: the decimals after 点, unless a time is meant.
    fn decimal(&self, numeral: &mut Numeral) {
        if self.text.at(numeral.end) != '点' || numeral.form == Form::Digits {
            return;
        }
        let from = numeral.end + 1;
        let end = (from..)
            .take_while(|&i| numeral::digit(self.text.at(i)).is_some())
            .last()
            .map_or(from, |i| i + 1);
        if end == from || matches!(self.text.at(end), '分' | '十' | '刻' | '钟' | '个' | '名')
        {
            return;
        }
        let decimals = (from..end)
            .rev()
            .filter_map(|i| numeral::digit(self.text.at(i)))
            .fold(0.0, |sum, d| (sum + d) / 10.0);
        numeral.low += decimals;
        numeral.high = numeral.low;
        numeral.end = end;
        numeral.form = Form::Composed;
        let unit = numeral::unit(self.text.at(end)).filter(|u| *u >= 1e4);
        if let Some(unit) = unit {
            numeral.low *= unit;
            numeral.high *= unit;
            numeral.scale = unit;
            numeral.end += 1;
        }
    }

    /// 三分之二, 百分之五, 千分之三; the numeral is the whole, the part follows.
    fn fraction(&mut self, start: usize, whole: &Numeral) -> Option<usize> {
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
        let proper = whole > part.low && whole <= 100.0 && length <= 3 && self.text.at(end) != '/';
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

    /// The hour of a numeral before 时 or 点, with the minutes that follow.
    fn time(&mut self, start: usize, end: usize, hour: Reading, need: Need) -> usize {
        let quantity = self.hour(start, end, hour.low);
        quantity.need = need.min(quantity.need);
        quantity.readings.push(hour);
        if self.text.at(end) == '半' {
            self.push(
                end,
                end + 1,
                Reading::exact(30.0, Kind::Time),
                Need::Optional,
            )
            .readings
            .push(Reading::exact(0.5, Kind::Fraction));
            return end + 1;
        }
        end
    }

    /// How much a numeral needs an answer, from its form and the words around it.
    fn need(&self, start: usize, numeral: &Numeral, ordinal: bool) -> Need {
        let text = self.text;
        let covered = self
            .phrases
            .iter()
            .any(|word| word.start <= start && numeral.end <= word.end);
        if covered && numeral.form != Form::Digits {
            return Need::Optional;
        }
        let counted = is_measure(text, numeral.end) || ordinal;
        match numeral.form {
            Form::Digits => Need::Required,
            Form::Single if numeral.low == 1.0 => Need::Optional,
            Form::Single if counted || text.at(numeral.end) == '%' => Need::Expected,
            Form::BareUnit
                if numeral.high > numeral.low
                    || matches!(text.before(start), '近' | '逾' | '超' | '上') =>
            {
                Need::Expected
            }
            Form::BareUnit if counted && numeral.low >= 1e6 => Need::Expected,
            Form::Row if text.at(numeral.end) == '年' && numeral.end - start == 4 => {
                Need::Required
            }
            Form::Single | Form::BareUnit | Form::Row | Form::Vague => Need::Optional,
            Form::Composed if numeral.high > numeral.low * 1.5 => Need::Expected,
            Form::Composed => Need::Required,
        }
    }

    /// Whether words around the span say that the number is rounded.
    fn is_rounded(&self, from: usize, end: usize) -> bool {
        let before = ROUNDED_BEFORE.iter().any(|word| {
            let length = word.chars().count();
            from >= length && self.text.has(from - length, word)
        });
        before
            || (end.saturating_sub(1)..end + 3).any(|i| self.text.any(i, ROUNDED_AFTER).is_some())
    }

    /// Whether the span is the number of a heading or of an item: （三） 1. 二、
    fn is_list_marker(&self, from: usize, end: usize) -> bool {
        let next = self.text.at(end);
        let before = self.text.before(from);
        let begins = matches!(before, '\0' | '\n' | '。' | '；' | '：' | ' ');
        let bracketed =
            matches!(before, '（' | '(' | '[' | '［') && matches!(next, '）' | ')' | ']' | '］');
        bracketed && self.text.before(from - 1) != '今'
            || (begins
                && matches!(next, '、' | '.' | '．' | ')' | '）')
                && !self.text.at(end + 1).is_ascii_digit()
                && end - from <= 2)
    }
}

/// Further readings of a numeral with a unit.
fn other_readings(reading: Reading, plain: Reading, kind: Kind) -> Vec<Reading> {
    let exact = |value| Reading::exact(value, kind);
    match kind {
        // 增长2倍 is three times as much; the English may also count in percent.
        Kind::Multiple => vec![
            Reading {
                low: reading.low + 1.0,
                high: reading.high + 1.0,
                kind,
            },
            plain,
        ],
        Kind::Decade if plain.low < 100.0 => vec![
            exact(1900.0 + plain.low),
            exact(1800.0 + plain.low),
            exact(2000.0 + plain.low),
        ],
        Kind::Year if plain.low < 100.0 => {
            vec![exact(1900.0 + plain.low), exact(2000.0 + plain.low)]
        }
        Kind::Day => vec![plain],
        _ => Vec::new(),
    }
}
