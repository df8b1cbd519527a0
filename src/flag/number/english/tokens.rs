//! An English text as words, numbers and signs.

use std::ops::Range;

use crate::flag::number::Letters;

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

/// The tokens of a text. Every index is good: outside there are only empty words.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Cuts a text into tokens.
    pub(super) fn new(text: &'a str) -> Self {
        let letters = Letters::new(text);
        let mut tokens: Vec<Token> = Vec::new();
        let mut at = 0;
        while at < letters.chars.len() {
            let c = letters.at(at);
            if c.is_whitespace() {
                at += 1;
                continue;
            }
            let number = c.is_ascii_digit() || (c == '.' && begins_decimals(&letters, at));
            let mut lower = String::new();
            let end = if number {
                digits(&letters, at, &mut lower)
            } else {
                word(&letters, at, &mut lower)
            };
            let span = letters.span(at, end);
            let glued = tokens
                .last()
                .is_some_and(|last| last.span.end == span.start);
            tokens.push(Token {
                span,
                lower,
                glued,
                number,
            });
            at = end;
        }
        Self { text, tokens }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word in lower case, the digits without commas, or the sign.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    /// The token as it stands in the text.
    pub(super) fn original(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.span.clone()])
    }

    /// The word a number of tokens before.
    pub(super) fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |i| self.word(i))
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.number)
    }

    /// Whether the token is a word of letters only.
    pub(super) fn is_letters(&self, at: usize) -> bool {
        let word = self.original(at);
        !word.is_empty() && word.chars().all(char::is_alphabetic)
    }

    /// Whether nothing stands between a token and the one before.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// The value of a number in digits.
    pub(super) fn value(&self, at: usize) -> Option<f64> {
        self.is_number(at)
            .then(|| self.word(at).parse().ok())
            .flatten()
    }

    /// Whether a line begins with the token.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            let before = self.text[..token.span.start].trim_end_matches([' ', '\t']);
            before.is_empty() || before.ends_with('\n')
        })
    }

    /// Byte span of some tokens, of which there is at least one.
    pub(super) fn span(&self, from: usize, to: usize) -> Range<usize> {
        self.tokens[from].span.start..self.tokens[to - 1].span.end
    }
}

/// Whether a full stop begins decimals without a zero before them: `.08`.
fn begins_decimals(letters: &Letters, at: usize) -> bool {
    let before = letters.before(at);
    letters.at(at + 1).is_ascii_digit()
        && (before == '\0' || before == '(' || before.is_whitespace())
}

/// Reads digits with commas between thousands and a decimal point; the index after them.
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

/// Reads a word, its genitive included, or one sign; the index after it.
fn word(letters: &Letters, start: usize, lower: &mut String) -> usize {
    let mut at = start;
    while letters.at(at).is_alphabetic() {
        lower.extend(letters.at(at).to_lowercase());
        at += 1;
    }
    if at == start {
        lower.push(letters.at(at));
        return at + 1;
    }
    let genitive = matches!(letters.at(at), '\'' | '’')
        && letters.at(at + 1) == 's'
        && !letters.at(at + 2).is_alphabetic();
    at + if genitive { 2 } else { 0 }
}
