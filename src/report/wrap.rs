//! Breaks the notes of the text report into lines.

use unicode_width::UnicodeWidthStr;

/// Breaks a text at white space into lines of at most `width` columns, where words allow it; a run
/// without white space that is longer (Chinese has none) is broken anywhere.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let columns = word.width();
        if used > 0 && used + 1 + columns > width {
            lines.push(String::new());
            used = 0;
        }
        let Some(line) = lines.last_mut() else {
            continue;
        };
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if columns <= width {
            line.push_str(word);
            used += columns;
            continue;
        }
        for c in word.chars() {
            let columns = unicode_width::UnicodeWidthChar::width(c).unwrap_or(1);
            if used + columns > width {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += columns;
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_between_words() {
        assert_eq!(
            wrap("cut paperwork, hold fewer meetings", 14),
            "cut paperwork,\nhold fewer\nmeetings"
        );
    }

    #[test]
    fn breaks_long_runs_of_wide_characters() {
        assert_eq!(wrap("see 一二三四五", 6), "see\n一二三\n四五");
    }
}
