//! Quotation marks and questions: where dialogue pins two texts together.

/// What the marks of one segment say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quotes {
    /// Quotations that open in the segment.
    pub opened: usize,
    /// Whether the segment ends within a quotation.
    pub open_at_end: bool,
    /// Whether the segment ends with a closing mark.
    pub closes_at_end: bool,
    /// Whether the segment has a mark at all, or stands within a quotation.
    pub quoted: bool,
    /// Question marks.
    pub questions: usize,
}

/// Reads the marks of a text's segments in order. Straight and single marks are told apart by
/// what stands beside them: an opening mark follows white space or nothing, a closing one follows
/// a letter or stop and precedes white space or nothing; an apostrophe is neither.
#[must_use]
pub fn quotes(texts: &[&str]) -> Vec<Quotes> {
    let mut inside = false;
    texts
        .iter()
        .map(|text| {
            let mut found = Quotes {
                quoted: inside,
                ..Quotes::default()
            };
            let characters: Vec<char> = text.trim().chars().collect();
            for (k, &c) in characters.iter().enumerate() {
                let before = k.checked_sub(1).map(|b| characters[b]);
                let after = characters.get(k + 1).copied();
                match mark(before, c, after) {
                    Some(true) => {
                        found.opened += 1;
                        inside = true;
                        found.quoted = true;
                    }
                    Some(false) => {
                        inside = false;
                        found.quoted = true;
                        found.closes_at_end = after.is_none();
                    }
                    None => {}
                }
                found.questions += usize::from(matches!(c, '?' | '？'));
            }
            found.open_at_end = inside;
            found
        })
        .collect()
}

/// Whether a character opens (`true`) or closes (`false`) a quotation.
fn mark(before: Option<char>, c: char, after: Option<char>) -> Option<bool> {
    let free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "—–-(（[".contains(c));
    match c {
        '“' | '「' | '『' | '‘' => Some(true),
        '”' | '」' | '』' => Some(false),
        '’' | '\'' | '"' => {
            let stop = before.is_some_and(|b| !b.is_alphanumeric() && !b.is_whitespace());
            if free(before) && after.is_some_and(|a| !a.is_whitespace()) && c != '’' {
                Some(true)
            } else if stop || (c == '"' && free(after)) {
                Some(false)
            } else {
                None
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_followed_across_segments() {
        let found = quotes(&["他说：“好。", "我去。”", "他走了。"]);
        assert_eq!(
            found.iter().map(|q| q.open_at_end).collect::<Vec<_>>(),
            [true, false, false]
        );
        assert_eq!(
            found.iter().map(|q| q.opened).collect::<Vec<_>>(),
            [1, 0, 0]
        );
        assert!(found[1].quoted && found[1].closes_at_end && !found[2].quoted);
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        let found = quotes(&[
            "'I don't know,' said the boys' teacher.",
            "\"Why?\" she asked.",
        ]);
        assert_eq!((found[0].opened, found[0].open_at_end), (1, false));
        assert_eq!(
            (found[1].opened, found[1].open_at_end, found[1].questions),
            (1, false, 1)
        );
    }
}
