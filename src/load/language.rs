//! A look at the scripts of a text: is this side Chinese, is that one English?
//!
//! Only plain cases are refused. A Chinese source may carry Latin names and a poor translation may
//! leave Chinese standing; what must not happen is that two files of the same language, or two
//! swapped files, are checked as if they were a text and its translation.

use super::Document;
use crate::{Error, Result};

/// Letters below which a text is too short to be refused for its script.
pub const MIN_LETTERS: usize = 20;

/// Share of a text's letters, 0 to 1, from which a script dominates it. Chinese news has 0.95 and
/// more of Han with Latin names left in, English translations of it above 0.99 of Latin.
pub const DOMINANT_SHARE: f64 = 0.9;

/// The script that a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Chinese characters.
    Han,
    /// Latin letters.
    Latin,
    /// Letters of any other script.
    Other,
    /// Letters of several scripts, none of which dominates.
    Mixed,
    /// No letters.
    None,
}

/// Number of letters by script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScriptCounts {
    /// Chinese characters.
    pub han: usize,
    /// Latin letters.
    pub latin: usize,
    /// Letters of any other script.
    pub other: usize,
}

impl ScriptCounts {
    /// Counts the letters of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut counts = Self::default();
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            if is_han(c) {
                counts.han += 1;
            } else if is_latin(c) {
                counts.latin += 1;
            } else {
                counts.other += 1;
            }
        }
        counts
    }

    /// All letters.
    #[must_use]
    pub fn letters(self) -> usize {
        self.han + self.latin + self.other
    }

    /// The script with at least [`DOMINANT_SHARE`] of the letters.
    #[must_use]
    pub fn dominant(self) -> Script {
        let dominates = |count: usize| count as f64 >= DOMINANT_SHARE * self.letters() as f64;
        match self {
            _ if self.letters() == 0 => Script::None,
            _ if dominates(self.han) => Script::Han,
            _ if dominates(self.latin) => Script::Latin,
            _ if dominates(self.other) => Script::Other,
            _ => Script::Mixed,
        }
    }

    /// The dominant script, or [`Script::Mixed`] where the text is too short to tell.
    fn plainly(self) -> Script {
        if self.letters() < MIN_LETTERS {
            Script::Mixed
        } else {
            self.dominant()
        }
    }

    fn describe(self) -> String {
        let letters = self.letters();
        let (count, name) = match self.dominant() {
            Script::Han => (self.han, "Chinese characters"),
            Script::Latin => (self.latin, "Latin letters"),
            _ => (self.other, "letters of another script"),
        };
        if count == letters {
            format!("{name} only")
        } else {
            format!("{name} almost only ({count} of {letters} letters)")
        }
    }
}

/// The script that dominates a text.
#[must_use]
pub fn dominant_script(text: &str) -> Script {
    ScriptCounts::of(text).dominant()
}

/// Whether a character is a Chinese one (ideographs with their extensions, and the zero `〇`).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{3005}' | '\u{3007}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'
            | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

/// Refuses a source that is plainly not Chinese and a target that is plainly not English.
///
/// # Errors
/// [`Error::Input`] that says what each side is, and whether the two may be swapped.
pub fn check_languages(source: &Document, target: &Document) -> Result<()> {
    let (from, to) = (
        ScriptCounts::of(&source.text),
        ScriptCounts::of(&target.text),
    );
    let refuse = |document: &Document, expected: &str, counts: ScriptCounts, hint: &str| {
        Err(Error::Input {
            path: document.path.clone().into(),
            line: None,
            expected: expected.to_owned(),
            found: format!("{}{hint}", counts.describe()),
        })
    };
    match (from.plainly(), to.plainly()) {
        (Script::Latin, Script::Han) => refuse(
            source,
            "Chinese text as the source",
            from,
            " (are the two files swapped?)",
        ),
        (Script::Latin, Script::Latin) => refuse(
            source,
            "Chinese text as the source",
            from,
            " (both files are in Latin letters)",
        ),
        (Script::Latin | Script::Other, _) => {
            refuse(source, "Chinese text as the source", from, "")
        }
        (Script::Han, Script::Han) => refuse(
            target,
            "English text as the target",
            to,
            " (both files are Chinese)",
        ),
        (_, Script::Han | Script::Other) => refuse(target, "English text as the target", to, ""),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINESE: &str = "减负工作要久久为功，既对老问题常抓不懈，也对新问题露头就打。";
    const ENGLISH: &str = "To persevere in the work of reducing the burden, we need a strict tone.";

    fn check(source: &str, target: &str) -> std::result::Result<(), String> {
        let (source, target) = (Document::new("zh", source), Document::new("en", target));
        check_languages(&source, &target).map_err(|e| e.to_string())
    }

    #[test]
    fn a_text_and_its_translation_pass() {
        assert_eq!(check(CHINESE, ENGLISH), Ok(()));
    }

    #[test]
    fn swapped_files_are_said_to_be_swapped() {
        assert_eq!(
            check(ENGLISH, CHINESE).unwrap_err(),
            "could not read `zh`: expected Chinese text as the source, found Latin letters only (are the two files swapped?)"
        );
    }

    #[test]
    fn two_files_of_one_language_are_refused() {
        assert_eq!(
            check(ENGLISH, ENGLISH).unwrap_err(),
            "could not read `zh`: expected Chinese text as the source, found Latin letters only (both files are in Latin letters)"
        );
        assert_eq!(
            check(CHINESE, CHINESE).unwrap_err(),
            "could not read `en`: expected English text as the target, found Chinese characters only (both files are Chinese)"
        );
    }

    #[test]
    fn another_script_is_refused_on_either_side() {
        let russian = "Работа по снижению нагрузки требует упорства";
        assert!(check(russian, ENGLISH).unwrap_err().contains("`zh`"));
        assert_eq!(
            check(CHINESE, russian).unwrap_err(),
            "could not read `en`: expected English text as the target, found letters of another script only"
        );
    }

    #[test]
    fn a_few_foreign_letters_do_not_hide_the_language() {
        let message = check(&format!("{ENGLISH} 减会"), ENGLISH).unwrap_err();
        assert!(
            message.contains("Latin letters almost only (56 of 58 letters)"),
            "{message}"
        );
    }

    #[test]
    fn latin_names_in_the_source_and_untranslated_chinese_in_the_target_pass() {
        let source = "世界卫生组织（World Health Organization，WHO）宣布了新的措施。";
        let target = format!("{ENGLISH} 减负工作要久久为功，既对老问题常抓不懈。");
        assert_eq!(check(source, &target), Ok(()));
    }

    #[test]
    fn short_texts_are_not_judged() {
        assert_eq!(check("OK", "好"), Ok(()));
        assert_eq!(check("2024", "2024"), Ok(()));
    }

    #[test]
    fn the_dominant_script_is_named() {
        assert_eq!(dominant_script(CHINESE), Script::Han);
        assert_eq!(dominant_script("ＡＢＣ d\u{e9}j\u{e0}"), Script::Latin);
        assert_eq!(dominant_script("かな"), Script::Other);
        assert_eq!(dominant_script("会ab"), Script::Mixed);
        assert_eq!(dominant_script("12。"), Script::None);
    }
}
