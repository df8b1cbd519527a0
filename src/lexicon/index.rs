//! Dictionary lines in the order of one of their headwords.
//!
//! A look-up goes to the headwords with the same first character (binary search in a table of
//! characters) and searches those; the words that begin a text are found by narrowing that
//! stretch character by character, which ends as soon as no headword goes on like the text.

use std::ops::Range;

/// Which headword of a line an index is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// The first field.
    Simplified,
    /// The second field; lines without one are not in the index.
    Traditional,
}

/// Byte offsets of lines, sorted by headword, then by offset.
#[derive(Debug)]
pub(super) struct Index {
    script: Script,
    lines: Vec<u32>,
    /// First characters of the headwords in order, and where in `lines` they begin.
    firsts: Vec<(char, u32)>,
}

impl Index {
    /// Sorts the lines of a dictionary text.
    pub(super) fn new(text: &str, script: Script) -> Self {
        let mut keys: Vec<(&str, u32)> = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let headword = headword(line, script);
            if !headword.is_empty() {
                keys.push((headword, start));
            }
            start += u32::try_from(line.len()).unwrap_or(u32::MAX);
        }
        keys.sort_unstable();
        let mut firsts: Vec<(char, u32)> = Vec::new();
        for (place, first) in (0..).zip(keys.iter().filter_map(|(key, _)| key.chars().next())) {
            if firsts.last().is_none_or(|(last, _)| *last != first) {
                firsts.push((first, place));
            }
        }
        let lines = keys.into_iter().map(|(_, line)| line).collect();
        Self {
            script,
            lines,
            firsts,
        }
    }

    /// The lines whose headword is the word.
    pub(super) fn equal(&self, text: &str, word: &str) -> &[u32] {
        let here = &self.lines[self.with_first(word)];
        let here = &here[here.partition_point(|&line| self.key(text, line) < word)..];
        &here[..here.partition_point(|&line| self.key(text, line) == word)]
    }

    /// Byte lengths of the headwords that `rest` begins with, of at most `longest` characters, in
    /// ascending order.
    pub(super) fn beginnings(
        &self,
        text: &str,
        rest: &str,
        longest: usize,
        found: &mut Vec<usize>,
    ) {
        let mut here = &self.lines[self.with_first(rest)];
        for (at, c) in rest.char_indices().take(longest) {
            let beginning = &rest[..at + c.len_utf8()];
            here = &here[here.partition_point(|&line| self.key(text, line) < beginning)..];
            here =
                &here[..here.partition_point(|&line| self.key(text, line).starts_with(beginning))];
            let Some(&first) = here.first() else { return };
            if self.key(text, first) == beginning {
                found.push(beginning.len());
            }
        }
    }

    /// Where in `lines` the headwords with the first character of a word stand.
    fn with_first(&self, word: &str) -> Range<usize> {
        let Some(first) = word.chars().next() else {
            return 0..0;
        };
        let Ok(at) = self.firsts.binary_search_by_key(&first, |(c, _)| *c) else {
            return 0..0;
        };
        let end = self
            .firsts
            .get(at + 1)
            .map_or(self.lines.len(), |(_, end)| *end as usize);
        self.firsts[at].1 as usize..end
    }

    /// The headword of the line at a byte offset.
    fn key<'a>(&self, text: &'a str, line: u32) -> &'a str {
        headword(&text[line as usize..], self.script)
    }

    /// Number of lines.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }
}

/// The headword of the line that a text begins with.
fn headword(line: &str, script: Script) -> &str {
    let mut fields = line.splitn(3, '\t');
    match script {
        Script::Simplified => fields.next(),
        Script::Traditional => fields.nth(1),
    }
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "国\t國\tguo2\tcountry\n国家\t國家\tguo2 jia1\tstate\n好\t\thao3\tgood\n国\t\tx\ty\n";

    #[test]
    fn finds_equal_headwords_and_beginnings() {
        let index = Index::new(TEXT, Script::Simplified);
        assert_eq!(
            (
                index.len(),
                index.equal(TEXT, "国").len(),
                index.equal(TEXT, "国家").len()
            ),
            (4, 2, 1)
        );
        assert!(index.equal(TEXT, "家").is_empty() && index.equal(TEXT, "").is_empty());
        let mut found = Vec::new();
        index.beginnings(TEXT, "国家好", 8, &mut found);
        assert_eq!(found, [3, 6]);
        assert_eq!(
            Index::new(TEXT, Script::Traditional)
                .equal(TEXT, "國家")
                .len(),
            1
        );
    }
}
