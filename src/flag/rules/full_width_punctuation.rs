#![doc = include_str!("full_width_punctuation.md")]

use crate::flag::{BeadView, Evidence, Finding, Rule, RuleInfo, Severity};
use crate::lexicon::han::is_han;

/// Share of flags on rated machine translations that meet a rater's error; see the table in
/// `tests/rules/README.md`.
const PROBABILITY: f32 = 0.8;

static INFO: RuleInfo = RuleInfo {
    code: "LOC001",
    name: "full-width-punctuation",
    category: "Locale/Punctuation",
    severity: Severity::Minor,
    mechanical: true,
    summary: "Chinese or full-width punctuation in English",
    explanation: include_str!("full_width_punctuation.md"),
};

/// LOC001.
#[derive(Debug)]
pub struct FullWidthPunctuation;

impl Rule for FullWidthPunctuation {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, bead: &BeadView<'_>) -> Vec<Finding> {
        let mut marks = Vec::new();
        let mut previous = ' ';
        for (at, c) in bead.target.char_indices() {
            let next = bead.target[at + c.len_utf8()..]
                .chars()
                .next()
                .unwrap_or(' ');
            if let Some(plain) = plain(c).filter(|_| !is_han(previous) && !is_han(next)) {
                marks.push((at..at + c.len_utf8(), c, plain));
            }
            previous = c;
        }
        let Some((first, mark, plain)) = marks.first().cloned() else {
            return Vec::new();
        };
        let mut found: Vec<String> = Vec::new();
        for (_, c, _) in &marks {
            if !found.iter().any(|seen| seen.starts_with(*c)) {
                found.push(c.to_string());
            }
        }
        let message = match marks.len() {
            1 => format!("`{mark}` is a Chinese or full-width character; English has `{plain}`."),
            count => format!(
                "{count} Chinese or full-width characters in the English, the first is `{mark}` for `{plain}`."
            ),
        };
        vec![Finding {
            severity: INFO.severity,
            probability: PROBABILITY,
            source: None,
            target: Some(first),
            message,
            evidence: Evidence {
                found,
                ..Evidence::default()
            },
            suggestion: Some(plain),
        }]
    }
}

/// What English has in place of a Chinese or full-width mark; `None` for everything else.
fn plain(c: char) -> Option<String> {
    let plain = match c {
        '。' | '｡' => ".",
        '、' | '､' => ",",
        '《' | '》' | '〈' | '〉' | '「' | '」' | '『' | '』' | '｢' | '｣' | '〝' | '〞' => {
            "\""
        }
        '【' | '〖' | '〔' => "[",
        '】' | '〗' | '〕' => "]",
        '￥' => "¥",
        '￠' => "¢",
        '￡' => "£",
        '\u{3000}' => " ",
        '\u{FF01}'..='\u{FF5E}' => {
            return char::from_u32(u32::from(c) - 0xFF01 + 0x21).map(String::from);
        }
        _ => return None,
    };
    Some(plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn full_width_forms_have_plain_ones() {
        for (wide, narrow) in [
            ('，', ","),
            ('Ａ', "A"),
            ('％', "%"),
            ('～', "~"),
            ('。', "."),
            ('《', "\""),
        ] {
            assert_eq!(plain(wide).as_deref(), Some(narrow));
        }
        for english in ['“', '”', '’', '—', '…', '·', '€', 'é'] {
            assert_eq!(plain(english), None);
        }
    }
}
