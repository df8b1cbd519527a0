//! Whether a Chinese word names a body, by its last character.

use std::ops::Range;

use super::head;
use crate::lexicon::{Lexicon, english, han};

/// Words and endings in 会 that name a body.
static ASSEMBLIES: &str = include_str!("../../../data/bodies/assemblies.txt");

/// Characters that make a single 部, 所 or 处 behind them a measure word: 一部, 两所, 多处.
const COUNTING: &str = "一二三四五六七八九十百千万亿零〇两几多数每各这那哪半整首末上下前后全内外";

/// What follows the name of a body in the word for who leads or belongs to it.
const OFFICES: [&str; 7] = ["长", "主席", "委", "委员", "书记", "员", "方"];

/// Words in 会 whose dictionary meaning (*society*, *party*) is that of a body but that name none.
const GATHERINGS: [&str; 6] = ["社会", "聚会", "晚会", "宴会", "舞会", "茶会"];

/// Nouns beside the head nouns by which the dictionary explains words for bodies.
const OTHER_BODIES: [&str; 11] = [
    "school",
    "college",
    "faculty",
    "hospital",
    "government",
    "cabinet",
    "parliament",
    "legislature",
    "headquarters",
    "league",
    "organ",
];

/// Whether a word of the text ends in this character and names a body, or its head: 部长, 党主席.
pub(super) fn names_body(text: &str, word: &Range<usize>, ending: &str) -> bool {
    let shown = &text[word.clone()];
    if shown
        .strip_prefix(ending)
        .is_some_and(|office| OFFICES.contains(&office))
    {
        return true;
    }
    if !shown.ends_with(ending) {
        return false;
    }
    if ending == "会" {
        let known = ASSEMBLIES
            .lines()
            .any(|assembly| text[..word.end].ends_with(assembly));
        return known || (shown != ending && !GATHERINGS.contains(&shown) && is_body_word(shown));
    }
    if shown == ending {
        let before = text[..word.start].chars().next_back();
        return before.is_some_and(|c| {
            (han::is_han(c) && !COUNTING.contains(c)) || matches!(c, '）' | ')' | '”')
        });
    }
    is_body_word(shown)
}

/// Whether the dictionary explains a word by a head noun.
fn is_body_word(word: &str) -> bool {
    Lexicon::get().senses(word).any(|sense| {
        english::words(&sense).any(|word| head(word).is_some() || OTHER_BODIES.contains(&word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether some word of the text names a body by the ending.
    fn named(text: &str, ending: &str) -> bool {
        Lexicon::get()
            .words(text)
            .iter()
            .any(|word| names_body(text, word, ending))
    }

    #[test]
    fn endings_name_bodies_and_measure_words_do_not() {
        assert!(named("应急管理部发布通知", "部") && named("劳工部长", "部"));
        assert!(!named("一部电影", "部") && !named("全部干部", "部"));
        assert!(named("消费者协会", "会") && named("医学会", "会"));
        assert!(!named("减会", "会") && !named("社会", "会") && !named("机会", "会"));
        assert!(named("党（工）委", "委") && !named("委托", "委"));
    }
}
