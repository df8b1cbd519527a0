//! Chinese characters and Chinese punctuation.

/// Whether a character is a Chinese character (Unicode script Han, the blocks in use).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}' // extension A
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' // compatibility
        | '\u{20000}'..='\u{323AF}' // extensions B to H
        | '〇' | '々')
}

/// Number of Chinese characters in a text.
#[must_use]
pub fn count(text: &str) -> usize {
    text.chars().filter(|&c| is_han(c)).count()
}

/// Share of Chinese characters among the letters of a text, 0 to 1; 0 where there are none.
#[must_use]
pub fn han_share(text: &str) -> f32 {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    count(text) as f32 / (letters as f32).max(1.0)
}

/// Whether a character ends a clause: Chinese or Western punctuation between parts of a sentence.
#[must_use]
pub fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '；' | '：' | '！' | '？' | '…' | '\n' | ',' | ';' | '!' | '?'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_only() {
        assert_eq!(count("2024年5月，AI（人工智能）々"), 7);
        assert!(!is_han('、') && !is_han('ア'));
    }
}
