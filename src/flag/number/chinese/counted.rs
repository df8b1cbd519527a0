//! A Chinese numeral with what it counts, and how much it needs an answer.

use super::Scanner;
use super::numeral::{self, Form, Numeral};
use super::units::{self, conversions, half, is_measure};
use crate::flag::number::{Kind, Letters, Need, Reading};

/// Words before a numeral that make it a rounded one.
const ROUNDED_BEFORE: &[&str] = &[
    "将近", "接近", "超过", "不到", "不足", "大约", "约为", "至少", "最多", "高达", "左右", "突破",
    "近", "约", "逾", "超", "过", "达", "上",
];

/// Words after a numeral or its measure that make it a rounded one.
const ROUNDED_AFTER: &[&str] = &[
    "左右", "上下", "以上", "以下", "以内", "多", "余", "来", "许",
];

impl Scanner<'_> {
    /// A numeral with what stands around it.
    pub(super) fn numeral(&mut self, start: usize, mut numeral: Numeral) -> usize {
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
        } else if let Some(unit) = units::unit(text, end + more, reading.low, numeral.end - start) {
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
        }
        let more = more == 1 || numeral.more;
        if reading.kind == Kind::Plain
            && scale == 1.0
            && !more
            && is_bare_year(text, &numeral, start)
        {
            reading.kind = Kind::Year;
        }
        if text.has(numeral.end, "世纪") {
            end = self.century(&mut reading, &mut further, end);
        }
        let rounded = more || self.is_rounded(from, end);
        let digits = numeral.form == Form::Digits;
        let need = if self.is_list_marker(from, end) {
            Need::Optional
        } else {
            need
        };
        let quantity = self.push(from, end, reading, need);
        quantity.readings.extend(further);
        quantity.rounded = rounded;
        quantity.more = more;
        quantity.digits = digits;
        quantity.scale = scale;
        end
    }

    /// What follows a century: 20世纪90年代 is one decade, 20世纪初 may be *the early 1900s*.
    fn century(&self, reading: &mut Reading, further: &mut Vec<Reading>, end: usize) -> usize {
        let first = (reading.low - 1.0) * 100.0;
        let decade =
            numeral::read(self.text, end).filter(|n| self.text.has(n.end, "年代") && n.low < 100.0);
        let Some(decade) = decade else {
            further.push(Reading::exact(first, Kind::Decade));
            return end;
        };
        *reading = Reading::exact(first + decade.low, Kind::Decade);
        reading.high = first + decade.high;
        further.push(Reading::exact(decade.low, Kind::Decade));
        decade.end + 2
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
            Form::Digits if numeral.low == 1.0 && numeral.scale == 1.0 => Need::Expected,
            Form::Digits => Need::Required,
            Form::Single if numeral.low == 1.0 => Need::Optional,
            Form::Single if counted || text.at(numeral.end) == '%' => Need::Expected,
            Form::BareUnit
                if numeral.more || matches!(text.before(start), '近' | '逾' | '超' | '上') =>
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
    pub(super) fn is_rounded(&self, from: usize, end: usize) -> bool {
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

/// Whether four digits are a year although no 年 follows: 2020东京奥运会.
fn is_bare_year(text: &Letters, numeral: &Numeral, start: usize) -> bool {
    numeral.form == Form::Digits
        && numeral.end - start == 4
        && (1900.0..2100.0).contains(&numeral.low)
        && numeral.low.fract() == 0.0
        && !is_measure(text, numeral.end)
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
