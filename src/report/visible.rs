//! Makes text harmless for a terminal.
//!
//! A checked text may hold anything: escape sequences that recolour or rewrite the screen,
//! overrides that show words in another order than they are stored (CVE-2021-42574, "Trojan
//! Source"). The text report shows a visible sign for each such character, one for one, so that
//! carets stay under their words.

/// The sign for characters that have no picture of their own.
const REPLACEMENT: char = '\u{FFFD}';

/// The character as it may be shown on a line.
#[must_use]
pub fn visible_char(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        // Unicode's control pictures stand in the order of the controls they picture.
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or(REPLACEMENT),
        '\u{7F}' => '\u{2421}',
        // C1 controls, directional marks, overrides and isolates, invisible operators, tags.
        '\u{80}'..='\u{9F}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => REPLACEMENT,
        _ => c,
    }
}

/// A text as it may be shown on one line.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_overrides_are_shown_not_obeyed() {
        assert_eq!(
            visible("a\u{1b}[31mb\u{7}\u{202e}c\u{9b}0m"),
            "a␛[31mb␇�c�0m"
        );
        assert_eq!(visible("one\ntwo\r\n"), "one two  ");
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "精文减会 jīng — “cut”, 1.2亿 é ￥ 👍";
        assert_eq!(visible(text), text);
    }
}
