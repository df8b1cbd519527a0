//! Where English sentences end: the Unicode default rules, corrected.
//!
//! The candidates are the sentence boundaries of Unicode Standard Annex 29, and with them the
//! places behind a semicolon, behind the one-character ellipsis `…`, before a number (`done. 13 men
//! died`), and where a space is missing after a full stop (`done.The`). A candidate is dropped after
//! an abbreviation, an initial or the number of an item, inside short brackets, before a small
//! letter, and after a hesitation.

use unicode_segmentation::UnicodeSegmentation;

use super::abbreviations::{Abbreviation, lookup};
use super::brackets;
use super::punctuation::{ends_in_entity, is_closing, is_ellipsis, is_wide_stop};

/// Most words before an ellipsis that is a hesitation (`I... I don't know`).
const HESITATION: usize = 2;

/// Words that commonly open a sentence and seldom a name.
const OPENERS: &[&str] = &[
    "A",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Even",
    "Every",
    "Finally",
    "For",
    "From",
    "Furthermore",
    "Having",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Indeed",
    "Instead",
    "It",
    "Its",
    "Many",
    "Meanwhile",
    "Moreover",
    "Most",
    "My",
    "Nevertheless",
    "No",
    "Not",
    "Nor",
    "Now",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Our",
    "Perhaps",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "Therefore",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "Thus",
    "To",
    "Today",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yet",
    "You",
    "Your",
];

/// Byte offsets within a paragraph at which a new sentence begins, in rising order.
pub fn breaks(text: &str) -> Vec<usize> {
    let kept_whole = brackets::short(text);
    let mut breaks = Vec::new();
    let mut start = 0;
    for place in candidates(text) {
        let inside = kept_whole
            .iter()
            .any(|span| span.start < place && place < span.end);
        if place > start && !inside && ends(&text[start..place], &text[place..]) {
            breaks.push(place);
            start = place;
        }
    }
    breaks
}

/// Places that may begin a sentence, each at its first character, in rising order.
fn candidates(text: &str) -> Vec<usize> {
    let unicode = text.split_sentence_bound_indices().map(|(place, _)| place);
    let marks = text
        .match_indices(['.', ';', '；', '…', '⋯'])
        .filter(|&(at, mark)| is_candidate(&text[..at], mark, &text[at + mark.len()..]))
        .map(|(at, mark)| at + mark.len());
    let mut places: Vec<usize> = unicode
        .chain(marks)
        .map(|place| skip_to_start(text, place))
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Whether a mark that the Unicode rules pass over may end a sentence.
fn is_candidate(before: &str, mark: &str, after: &str) -> bool {
    let rest = after.trim_start_matches(is_closing);
    let spaced = rest.starts_with(char::is_whitespace);
    match mark {
        ";" => spaced && !ends_in_entity(before),
        "." => {
            let next = rest.trim_start().trim_start_matches(is_opening);
            (spaced && next.starts_with(|c: char| c.is_ascii_digit() || "$€£¥".contains(c)))
                || lacks_space(before, after)
        }
        _ => true,
    }
}

/// `done.The result`, but not `Node.Js` and `a.The`.
fn lacks_space(before: &str, after: &str) -> bool {
    let word = last_word(before);
    let next = first_word(after);
    let is_word = word.chars().count() > 2 && word.chars().all(char::is_lowercase);
    let opens = OPENERS.contains(&next)
        || (next.starts_with(char::is_uppercase) && next.chars().count() > 3);
    is_word && opens && after[next.len()..].starts_with([' ', ','])
}

/// Passes over the marks that close the sentence before `place`, and the white space after them.
/// Straight quotation marks that stand after white space open and are not passed over.
fn skip_to_start(text: &str, place: usize) -> usize {
    let spaced = text[..place].ends_with(char::is_whitespace);
    let closes = |c: char| is_closing(c) && !(spaced && matches!(c, '"' | '\'' | '’'));
    let rest = text[place..].trim_start_matches(|c: char| is_ellipsis(c));
    let rest = rest.trim_start_matches(closes).trim_start();
    text.len() - rest.len()
}

/// Whether a sentence ends between `before` and `after`.
fn ends(before: &str, after: &str) -> bool {
    let before_gap = before.trim_end();
    let body = before_gap.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace());
    let Some(next) = after.trim_start_matches(is_opening).chars().next() else {
        return false;
    };
    if !body.contains(char::is_alphanumeric) || matches!(next, ',' | ':' | ';') {
        return false;
    }
    let closed = body.len() < before_gap.len();
    match body.chars().next_back() {
        Some(c) if c == ';' || is_wide_stop(c) => true,
        Some(c) if is_ellipsis(c) => starts_like_sentence(next) && (closed || !hesitates(body)),
        Some('.') if body.ends_with("..") || body.ends_with(". .") => {
            starts_like_sentence(next) && (closed || !hesitates(body))
        }
        Some('.') => !next.is_lowercase() && (closed || full_stop_ends(body, after)),
        _ => !next.is_lowercase(),
    }
}

/// Whether the full stop at the end of `body`, with no closing mark behind it, ends a sentence.
fn full_stop_ends(body: &str, after: &str) -> bool {
    let stem = &body[..body.len() - 1];
    let word = last_word(stem);
    let next = first_word(after.trim_start_matches(is_opening));
    // The number of an item: `1. Meetings`, `IV. Results`, `a. First`.
    let is_number = |c: char| c.is_ascii_digit() || "IVXivx".contains(c);
    let short = word.chars().nth(1).is_none();
    if stem.trim() == word && (short || word.chars().all(is_number)) {
        return false;
    }
    match lookup(word) {
        Some(Abbreviation::Within) => false,
        Some(Abbreviation::BeforeNumber) => !next.starts_with(|c: char| c.is_ascii_digit()),
        Some(Abbreviation::Either) => {
            // `J. A. Smith`: the `A` is no article.
            let initial = next.chars().nth(1).is_none() && after.starts_with(&format!("{next}."));
            OPENERS.contains(&next) && !initial
        }
        None => true,
    }
}

/// Whether only a few words stand before the ellipsis at the end of `body`, since the last mark.
fn hesitates(body: &str) -> bool {
    let body = body.trim_end_matches(|c: char| is_ellipsis(c) || c == '.' || c.is_whitespace());
    let is_mark =
        |c: char| !(c.is_alphanumeric() || c.is_whitespace() || matches!(c, '\'' | '’' | '-'));
    let clause = body.rsplit(is_mark).next().unwrap_or("");
    let before = &body[..body.len() - clause.len()];
    clause.split_whitespace().count() <= HESITATION && !before.ends_with(is_closing)
}

fn starts_like_sentence(c: char) -> bool {
    c.is_alphanumeric() && !c.is_lowercase()
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '“' | '‘' | '"' | '\'' | '(' | '[' | '「' | '《' | '（' | '¿' | '¡'
    )
}

/// The word that ends a text, with the full stops inside it.
fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !(c.is_alphanumeric() || c == '.'))
        .next()
        .unwrap_or("")
}

/// The word that begins a text.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits `text` at its bars, and expects the same without them.
    fn assert_split(text: &str) {
        let expected: Vec<&str> = text.split('|').collect();
        let plain = text.replace('|', "");
        let mut parts = Vec::new();
        let mut start = 0;
        for end in breaks(&plain).into_iter().chain([plain.len()]) {
            parts.push(&plain[start..end]);
            start = end;
        }
        assert_eq!(parts, expected);
    }

    #[test]
    fn closing_quotes_stay_with_their_sentence() {
        assert_split("“Go.” |She went. |\"Why?\" |\"Because.\" |(He smiled.) |Done");
        assert_split("He left. ” |She stayed.");
    }

    #[test]
    fn titles_and_reference_marks_do_not_end_sentences() {
        assert_split("Mr. Xi met Dr. Wang and Gen. Li, e.g. Tuesday. |They left.");
        assert_split("See No. 5 and Fig. 3 on p. 7. |He said no. |She left.");
    }

    #[test]
    fn other_abbreviations_end_sentences_before_words_that_open_them() {
        assert_split("The U.S. Congress met Apple Inc. Chairman Wu at 5 p.m. Monday.");
        assert_split(
            "He lives in the U.S. |The house is new. |He came at 5 p.m. |However, she left.",
        );
        assert_split("Paper, pens, etc. |She left.");
    }

    #[test]
    fn initials_and_item_numbers_do_not_end_sentences() {
        assert_split("J. K. Rowling met J. A. Smith. |She left.");
        assert_split("1. Meetings are fewer. |2 of them fell out.");
        assert_split("IV. Results were good.");
    }

    #[test]
    fn numbers_are_kept_whole() {
        assert_split(
            "It rose 3.5 percent to 1.2. |In 2019 it fell. |13 men (Nos. 1 to 13) died on Jan. 5.",
        );
    }

    #[test]
    fn an_ellipsis_ends_a_sentence_before_a_capital() {
        assert_split("the listing and certification matters... |For some time, all was well.");
        assert_split("the listing and certification matters… |For some time, all was well.");
        assert_split("“smart communities”, \"platforms\"... |All is well.");
        assert_split("He went on and on... and on. |I... I don't know.");
        assert_split("“All departments are clarifying their duties...” |We should act.");
    }

    #[test]
    fn semicolons_split_as_they_do_in_chinese() {
        assert_split("He met them; |she did not. |Johnson &amp; Johnson did.");
        assert_split("They agreed (Smith 2001; Jones 2002) on it.");
    }

    #[test]
    fn a_question_inside_a_sentence_does_not_end_it() {
        assert_split("“Who is it?” she asked. |Yahoo! is a firm.");
    }

    #[test]
    fn a_missing_space_is_seen_before_a_word_that_is_no_file_ending() {
        assert_split("They clarified duties.|We should act. |Use cloth.|China has some.");
        assert_split("See Node.Js, google.Com and a.The");
    }
}
