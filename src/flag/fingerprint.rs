//! Names for flags that stay when unrelated text moves.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::Flag;

/// How many words (on the Chinese side characters) around a span belong to its fingerprint.
const CONTEXT: usize = 3;

/// Sixteen hexadecimal digits from the rule, the flagged texts and a few words around them.
/// Case, white space and everything farther away do not matter.
pub(super) fn fingerprint(
    code: &str,
    source: Option<(&str, Range<usize>)>,
    target: Option<(&str, Range<usize>)>,
) -> String {
    let mut hash = Sha256::new();
    hash.update(code);
    for side in [source, target] {
        hash.update([0]);
        if let Some((text, span)) = side {
            let before = normal(&text[..span.start]);
            let after = normal(&text[span.end..]);
            hash.update(before[before.len().saturating_sub(CONTEXT)..].join(" "));
            hash.update([1]);
            hash.update(normal(&text[span]).join(" "));
            hash.update([1]);
            hash.update(after[..CONTEXT.min(after.len())].join(" "));
        }
    }
    let mut hex = String::with_capacity(16);
    for byte in hash.finalize().iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The words of a text in lower case; Chinese characters count as words.
fn normal(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        let joins = c.is_alphanumeric() && !crate::lexicon::han::is_han(c);
        match words.last_mut() {
            Some(word) if inside && joins => word.extend(c.to_lowercase()),
            _ if c.is_whitespace() => {}
            _ => words.push(c.to_lowercase().collect()),
        }
        inside = joins;
    }
    words
}

/// Tells flags with the same fingerprint apart by a number, in their order: `…`, `…-2`, `…-3`.
pub(super) fn number_repeats(flags: &mut [Flag]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for flag in flags {
        let count = seen.entry(flag.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            flag.fingerprint = format!("{}-{count}", flag.fingerprint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    fn of(text: &str, flagged: &str) -> String {
        let start = text.find(flagged).unwrap();
        fingerprint("ACC006", None, Some((text, start..start + flagged.len())))
    }

    #[test]
    fn unrelated_text_does_not_matter_and_the_near_words_do() {
        let here = of(
            "It cites the rules of the Council for Arts and goes on as before.",
            "Council for Arts",
        );
        assert_eq!(
            here,
            of(
                "Often it cites the  Rules of the Council for arts and goes on as never.",
                "Council for arts"
            )
        );
        assert_ne!(
            here,
            of(
                "It cites the rules of a Council for Arts and goes on.",
                "Council for Arts"
            )
        );
        assert_eq!(here.len(), 16);
    }

    #[test]
    fn the_two_sides_are_not_confused() {
        let (a, b) = (Some(("a", 0..1)), Some(("a", 0..1)));
        assert_ne!(fingerprint("X", a, None), fingerprint("X", None, b));
    }
}
