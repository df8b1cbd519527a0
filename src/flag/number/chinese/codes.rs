//! Digits and numerals that belong to a name: COVID-19, 5G, II级.

use super::Scanner;
use crate::flag::number::english::words::roman;
use crate::flag::number::{Kind, Need, Reading};

impl Scanner<'_> {
    /// Whether the digits at an index belong to a word in Latin letters: COVID-19, 5G.
    pub(super) fn in_code(&self, at: usize) -> bool {
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
    pub(super) fn code(&mut self, at: usize) -> usize {
        let Some((value, end, _)) = self.plain_digits(at) else {
            return at + 1;
        };
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '–');
        let from = (0..at)
            .rev()
            .take_while(|&i| part(self.text.at(i)))
            .last()
            .unwrap_or(at);
        let to = (end..self.text.chars.len())
            .take_while(|&i| {
                let c = self.text.at(i);
                let decimals = c == '.' && self.text.at(i + 1).is_ascii_digit();
                c.is_ascii_alphanumeric() || decimals
            })
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

    /// A Roman numeral between Chinese characters: II级, Ⅲ期.
    pub(super) fn roman(&mut self, at: usize) -> Option<usize> {
        let c = self.text.at(at);
        if ('Ⅰ'..='Ⅻ').contains(&c) {
            return Some(self.optional(at, at + 1, f64::from(c as u32 - 'Ⅰ' as u32 + 1)));
        }
        if !matches!(c, 'I' | 'V' | 'X') || self.text.before(at).is_ascii_alphanumeric() {
            return None;
        }
        let word: String = (at..self.text.chars.len())
            .map(|i| self.text.at(i))
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let value = roman(&word)?;
        Some(self.optional(at, at + word.len(), value))
    }
}
