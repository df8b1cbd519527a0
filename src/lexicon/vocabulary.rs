//! Which English words are common words, and not only names.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;

/// Lower-case English words, one a line, sorted; `data/english/README.md` says from where.
static PACKED: &[u8] = include_bytes!("../../data/english/words.txt.gz");

/// The words as they stand in the file.
fn words() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        static TEXT: OnceLock<String> = OnceLock::new();
        let text = TEXT.get_or_init(|| {
            let mut text = String::new();
            let read = GzDecoder::new(PACKED).read_to_string(&mut text);
            debug_assert!(read.is_ok(), "the compiled-in words are whole");
            text
        });
        text.lines().collect()
    })
}

/// Whether a word, in any case, is an entry of an English dictionary in lower case. Inflected forms
/// of regular make are found by their base.
#[must_use]
pub fn is_common(word: &str) -> bool {
    let lower = word.to_lowercase();
    let known = |form: &str| words().binary_search(&form).is_ok();
    known(&lower)
        || [
            ("ies", "y"),
            ("es", ""),
            ("s", ""),
            ("ied", "y"),
            ("ed", ""),
            ("ed", "e"),
            ("ing", ""),
            ("ing", "e"),
            ("er", ""),
            ("ly", ""),
        ]
        .iter()
        .any(|(ending, base)| {
            lower
                .strip_suffix(ending)
                .is_some_and(|stem| stem.len() > 2 && known(&format!("{stem}{base}")))
        })
}

#[cfg(test)]
mod tests {
    use super::is_common;

    #[test]
    fn common_words_and_names() {
        for word in ["House", "fleet", "rivers", "supplies", "opening"] {
            assert!(is_common(word), "{word}");
        }
        for word in ["Belgium", "Xinhua", "Whitmer", "Shaoshan"] {
            assert!(!is_common(word), "{word}");
        }
    }
}
