//! The marks that end a sentence and those that close around it, in both languages.

/// Whether a mark closes a quotation or bracket and so belongs to the sentence before it. The
/// straight quotation marks open as well as close.
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '〕'
            | '］'
            | '｝'
            | '〞'
            | '»'
            | ')'
            | ']'
            | '}'
            | '"'
            | '\''
            | '＂'
            | '＇'
    )
}

/// Whether a mark is part of an ellipsis on its own account (three full stops make one as well).
pub fn is_ellipsis(c: char) -> bool {
    matches!(c, '…' | '⋯')
}

/// Whether a mark always ends a clause that can stand alone.
pub fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '｡')
}

/// Whether a text ends in a character reference of HTML but for its semicolon (`R&amp`, `&#39`).
pub fn ends_in_entity(text: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let stem = text.trim_end_matches(name);
    stem.len() < text.len() && stem.ends_with('&')
}

/// Whether a text ends like a sentence: a stop, behind which only closing marks may stand.
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace());
    let stop = |c| is_wide_stop(c) || is_ellipsis(c) || matches!(c, '.' | '!' | '?' | ';' | '．');
    text.ends_with(stop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_marks_may_follow_the_stop() {
        for text in [
            "好。",
            "“好！”",
            "（好。）",
            "He left.\" )",
            "工作机制……",
            "one;",
        ] {
            assert!(ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn entities_are_told_from_words() {
        assert!(ends_in_entity("Johnson &amp") && ends_in_entity("it&#39"));
        assert!(!ends_in_entity("Q & A") && !ends_in_entity("&") && !ends_in_entity(""));
    }

    #[test]
    fn titles_and_introductions_do_not_end_like_a_sentence() {
        for text in [
            "减负（金台潮声）",
            "他说：",
            "People's Network",
            "“名片”",
            "。x",
            "",
        ] {
            assert!(!ends_sentence(text), "{text}");
        }
    }
}
