//! A Chinese numeral with what it counts, and how much it needs an answer.

use super::Scanner;
use super::numeral::{self, Form, Numeral};
use super::units::{conversions, half, is_measure, unit};
use crate::flag::number::{Kind, Letters, Need, Reading, equal};

/// Words before a numeral that make it a rounded one.
const ROUNDED_BEFORE: &[&str] = &[
    "将近", "接近", "超过", "不到", "不足", "大约", "约为", "至少", "最多", "高达", "左右", "突破",
    "近", "约", "逾", "超", "过", "达", "上",
];

/// Words after a numeral or its measure that make it a rounded one.
const ROUNDED_AFTER: &[&str] = &[
    "左右", "上下", "以上", "以下", "以内", "多", "余", "来", "许",
];

/// A numeral with its unit.
struct Counted {
    /// Index after the unit.
    end: usize,
    reading: Reading,
    further: Vec<Reading>,
    scale: f64,
    need: Need,
    /// Whether 多 or 余 stands with it.
    more: bool,
}

impl Scanner<'_> {
    /// A numeral with what stands around it; the index after it.
    pub(super) fn numeral(&mut self, start: usize, mut numeral: Numeral) -> usize {
        let from = start - usize::from(self.text.before(start) == '第');
        self.decimal(&mut numeral);
        if let Some(after) = self.fraction(start, &numeral) {
            return after;
        }
        let mut counted = self.counted(start, &numeral, from < start);
        if counted.reading.kind == Kind::Time {
            return self.time(start, &counted.further, counted.end, counted.need);
        }
        if self.text.has(numeral.end, "世纪") {
            self.century(&mut counted);
        }
        let rounded = counted.more || self.is_rounded(from, counted.end);
        let need = if self.is_list_marker(from, counted.end) {
            Need::Optional
        } else {
            counted.need
        };
        let quantity = self.push(from, counted.end, counted.reading, need);
        quantity.readings.extend(counted.further);
        quantity.rounded = rounded;
        quantity.more = counted.more;
        quantity.digits = numeral.form == Form::Digits;
        quantity.scale = counted.scale;
        counted.end
    }

    /// What a numeral counts, by what follows it.
    fn counted(&self, start: usize, numeral: &Numeral, ordinal: bool) -> Counted {
        let text = self.text;
        let mut plain = Reading {
            low: numeral.low,
            high: numeral.high,
            kind: if ordinal { Kind::Ordinal } else { Kind::Plain },
        };
        if numeral.form == Form::BareUnit && text.before(start) == '上' {
            // 上万: ten thousand and up.
            plain.high = plain.low * 9.99;
        }
        let more = matches!(text.at(numeral.end), '多' | '余') && numeral.form != Form::Vague;
        let mut counted = Counted {
            end: numeral.end,
            reading: plain,
            further: conversions(text, numeral.end, plain),
            scale: numeral.scale,
            need: self.need(start, numeral, ordinal),
            more: more || numeral.more,
        };
        let after_more = numeral.end + usize::from(more);
        if let Some((after, smaller)) = half(text, numeral.end) {
            let whole = Reading {
                low: plain.low + 0.5,
                high: plain.high + 0.5,
                kind: Kind::Plain,
            };
            let also = [plain, whole].map(|reading| reading.scaled(smaller, Kind::Plain));
            counted.further.extend(also);
            counted.reading = whole;
            counted.end = after;
            counted.need = counted.need.max(Need::Expected);
        } else if text.has(start, "一半") {
            counted.reading = Reading::exact(0.5, Kind::Fraction);
            counted.end = start + 2;
            counted.need = Need::Optional;
        } else if let Some(unit) = unit(text, after_more, plain.low, numeral.end - start) {
            counted.end = unit.end;
            counted.scale *= unit.factor;
            counted.need = need_with_unit(unit.kind, counted.need, numeral.form);
            let kind = if ordinal { Kind::Ordinal } else { unit.kind };
            counted.reading = plain.scaled(unit.factor, kind);
            let also = other_readings(counted.reading, plain, unit.kind);
            counted.further.extend(also);
        } else if !counted.more && is_bare_year(text, numeral, start) {
            counted.reading.kind = Kind::Year;
        }
        counted
    }

    /// What follows a century: 20世纪90年代 is one decade, 20世纪初 may be *the early 1900s*.
    fn century(&self, counted: &mut Counted) {
        let first = (counted.reading.low - 1.0) * 100.0;
        let decade = numeral::read(self.text, counted.end)
            .filter(|n| self.text.has(n.end, "年代") && n.low < 100.0);
        let Some(decade) = decade else {
            counted.further.push(Reading::exact(first, Kind::Decade));
            return;
        };
        counted.reading = Reading {
            low: first + decade.low,
            high: first + decade.high,
            kind: Kind::Decade,
        };
        let bare = Reading::exact(decade.low, Kind::Decade);
        counted.further.push(bare);
        counted.end = decade.end + 2;
    }

    /// How much a numeral needs an answer, from its form and the words around it.
    fn need(&self, start: usize, numeral: &Numeral, ordinal: bool) -> Need {
        let text = self.text;
        let covered = self
            .phrases
            .iter()
            .any(|word| word.start <= start && numeral.end <= word.end);
        if covered && numeral.form != Form::Digits {
            // 两国, 两地: the character is never a part of a name.
            return if text.at(start) == '两' {
                Need::Possible
            } else {
                Need::Optional
            };
        }
        let is_one = equal(numeral.low, 1.0) && equal(numeral.scale, 1.0);
        let counted = is_measure(text, numeral.end) || ordinal || text.at(numeral.end) == '%';
        let approached = matches!(text.before(start), '近' | '逾' | '超' | '上');
        let is_expected = match numeral.form {
            Form::Digits => is_one,
            Form::Single => counted && !is_one,
            Form::BareUnit => numeral.more || approached || (counted && numeral.low >= 1e6),
            Form::Composed => numeral.high > numeral.low * 1.5,
            Form::Row | Form::Vague => false,
        };
        let is_year = text.at(numeral.end) == '年' && numeral.end - start == 4;
        match numeral.form {
            _ if is_expected => Need::Expected,
            Form::Digits | Form::Composed => Need::Required,
            Form::Row if is_year => Need::Required,
            Form::Single if !is_one => Need::Possible,
            _ => Need::Optional,
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

/// How much a numeral needs an answer with a unit behind it.
fn need_with_unit(kind: Kind, need: Need, form: Form) -> Need {
    match kind {
        Kind::Percent | Kind::Point if need > Need::Possible || form == Form::Single => {
            Need::Required
        }
        Kind::Multiple | Kind::Decade => need.min(Need::Expected),
        Kind::Month | Kind::Day if form == Form::Single => need.min(Need::Expected),
        _ => need,
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
        // The hour is also the number it is written with: 三点意见.
        Kind::Day | Kind::Time => vec![plain],
        _ => Vec::new(),
    }
}
