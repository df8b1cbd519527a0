//! Quantities of both languages, by value.
//!
//! [`chinese::quantities`] and [`english::quantities`] read a text into [`Quantity`]s;
//! [`matching::compare`] says which of them have no counterpart on the other side. A quantity has
//! one or more [`Reading`]s, because a language leaves open what the other one has to say: 98年 is
//! the year 1998 or 98 years, and *3 to 5 million* begins with three or with three million.

#![allow(
    clippy::float_cmp,
    reason = "numbers are read from texts, and are equal exactly where they were written alike"
)]
#![allow(
    clippy::match_same_arms,
    reason = "tables of words and forms: an arm a kind, not an arm a value"
)]
#![allow(
    clippy::maybe_infinite_iter,
    reason = "beyond its end a text reads as NUL, which ends every run of characters"
)]

use std::ops::Range;

pub mod chinese;
pub mod elsewhere;
pub mod english;
pub mod matching;
pub mod wording;

mod lists;

/// What a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A count or a measure.
    Plain,
    /// A share of a whole; the value is the share itself, 0.3 for 30 %.
    Percent,
    /// A difference of two percentages; 0.02 for two percentage points.
    Point,
    /// A fraction in words or with a bar; the value is the fraction.
    Fraction,
    /// A factor: three times, doubled.
    Multiple,
    /// A place in a row.
    Ordinal,
    /// A year of the calendar.
    Year,
    /// A month of the calendar, 1 to 12.
    Month,
    /// A day of the month, 1 to 31.
    Day,
    /// An hour or a minute of the clock.
    Time,
    /// Ten years, by the year they begin with.
    Decade,
    /// Digits within a name: COVID-19, C919, 5G.
    Code,
}

impl Kind {
    /// The kind as a reader would call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "number",
            Self::Percent => "percentage",
            Self::Point => "difference in percentage points",
            Self::Fraction => "fraction",
            Self::Multiple => "factor",
            Self::Ordinal => "ordinal number",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day of the month",
            Self::Time => "time of day",
            Self::Decade => "decade",
            Self::Code => "code",
        }
    }
}

/// One thing that a quantity can mean: a value, or everything between two values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The least value meant.
    pub low: f64,
    /// The greatest value meant; equal to `low` for an exact value.
    pub high: f64,
    /// What is counted.
    pub kind: Kind,
}

impl Reading {
    /// An exact value.
    #[must_use]
    pub fn exact(value: f64, kind: Kind) -> Self {
        Self {
            low: value,
            high: value,
            kind,
        }
    }

    /// A reading times a factor.
    #[must_use]
    pub fn scaled(self, factor: f64, kind: Kind) -> Self {
        Self {
            low: self.low * factor,
            high: self.high * factor,
            kind,
        }
    }

    /// Whether the value is one single value.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.high - self.low <= self.low.abs() * 1e-9
    }
}

/// Whether two values are the same but for the rounding of the arithmetic.
fn equal(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// How much the other language owes a counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// May answer a quantity of the other side, and needs no answer: 一个, 三亚, *one*, *double*.
    Optional,
    /// A numeral in a word of unknown make: it needs no answer, but speaks against another one.
    Possible,
    /// Small number words, which translators may turn into *both* or *several*.
    Expected,
    /// Everything else: digits, and number words beyond a dozen.
    Required,
}

/// A quantity in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Byte span in the text, units such as % and 年 included.
    pub span: Range<usize>,
    /// What it can mean, the likeliest first; never empty.
    pub readings: Vec<Reading>,
    /// Whether the other side owes a counterpart.
    pub need: Need,
    /// Whether the text calls it rounded: 近, 约, 多, about, nearly, more than.
    pub rounded: bool,
    /// Whether 多 or 余 says that it is somewhat more than its value.
    pub more: bool,
    /// Whether it is written in digits, not in words.
    pub digits: bool,
    /// The factor that its own unit contributes: 10,000 for 1.2万, 0.01 for 3%.
    pub scale: f64,
    /// Letters and digits of a code in capitals; `None` for other kinds.
    pub code: Option<String>,
}

impl Quantity {
    /// A quantity with one reading.
    #[must_use]
    pub fn new(span: Range<usize>, reading: Reading, need: Need) -> Self {
        Self {
            span,
            readings: vec![reading],
            need,
            rounded: false,
            more: false,
            digits: false,
            scale: 1.0,
            code: None,
        }
    }

    /// The likeliest reading.
    ///
    /// # Panics
    /// Never: every quantity is made with a reading.
    #[must_use]
    pub fn main(&self) -> Reading {
        self.readings[0]
    }

    /// The same quantity with one more reading.
    #[must_use]
    pub fn or(mut self, reading: Reading) -> Self {
        self.readings.push(reading);
        self
    }
}

/// A text as characters with their byte spans, full-width digits and signs made half-width,
/// traditional forms of the characters that count made simplified.
struct Letters {
    chars: Vec<char>,
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Letters {
    fn new(text: &str) -> Self {
        let mut letters = Self {
            chars: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
        };
        for (at, c) in text.char_indices() {
            letters.chars.push(plain_form(c));
            letters.starts.push(at);
            letters.ends.push(at + c.len_utf8());
        }
        letters
    }

    /// The text without the white space that some typists put around digits and Latin letters in
    /// Chinese: `2024 年 5 月`, `2.64 %`. Between two Latin words or numbers it stays.
    fn closed_up(text: &str) -> Self {
        let mut letters = Self::new(text);
        let latin = |c: char| c.is_ascii_alphanumeric();
        let mut keep = vec![true; letters.chars.len()];
        // What stands after each character but for white space: one pass, however long a gap is.
        let mut after = '\0';
        let mut followed = vec![false; letters.chars.len()];
        for (i, c) in letters.chars.iter().enumerate().rev() {
            followed[i] = latin(after);
            if !c.is_whitespace() {
                after = *c;
            }
        }
        let mut last = '\0';
        for (i, c) in letters.chars.iter().enumerate() {
            if c.is_whitespace() && *c != '\n' {
                keep[i] = latin(last) && followed[i];
            } else {
                last = *c;
            }
        }
        let mut kept = keep.iter();
        letters.chars.retain(|_| kept.next().is_some_and(|k| *k));
        let mut kept = keep.iter();
        letters.starts.retain(|_| kept.next().is_some_and(|k| *k));
        let mut kept = keep.iter();
        letters.ends.retain(|_| kept.next().is_some_and(|k| *k));
        letters
    }

    /// The character at an index, NUL outside the text.
    fn at(&self, index: usize) -> char {
        self.chars.get(index).copied().unwrap_or('\0')
    }

    /// The character before an index, NUL at the start.
    fn before(&self, index: usize) -> char {
        index.checked_sub(1).map_or('\0', |i| self.at(i))
    }

    /// Whether a word stands at an index.
    fn has(&self, index: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(k, c)| self.at(index + k) == c)
    }

    /// The first of the words that stands at an index, with its length in characters.
    fn any<'w>(&self, index: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        words
            .iter()
            .find(|word| self.has(index, word))
            .map(|word| (*word, word.chars().count()))
    }

    /// Byte span of a span of indices that is not empty.
    fn span(&self, from: usize, to: usize) -> Range<usize> {
        self.starts[from]..self.ends[to - 1]
    }
}

/// The half-width form of a digit, letter or sign; the simplified form of a character that counts.
fn plain_form(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '．' | '：' | '－' | '／' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        '萬' => '万',
        '億' => '亿',
        '兩' => '两',
        '幾' => '几',
        '數' => '数',
        '餘' => '余',
        '點' => '点',
        '個' => '个',
        '時' => '时',
        '號' => '号',
        '歲' => '岁',
        '約' => '约',
        '紀' => '纪',
        '週' => '周',
        _ => c,
    }
}

/// For tests of the parsers: everything that is owed a counterpart, its text, least value and kind.
#[cfg(test)]
fn owed(text: &str, quantities: Vec<Quantity>) -> Vec<(&str, f64, Kind)> {
    let expected = quantities.into_iter().filter(|q| q.need >= Need::Expected);
    expected
        .map(|quantity| {
            let reading = quantity.main();
            (&text[quantity.span], reading.low, reading.kind)
        })
        .collect()
}
