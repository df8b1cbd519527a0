//! Whether the rest of a document names a value that a sentence lacks.
//!
//! A text search, not a parse: it is asked once a suspect, of a whole document. Time linear in the
//! document.

use super::{Kind, Quantity, wording};

/// Chinese numerals for the months.
const MONTHS: [&str; 12] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
];

/// Whether a Chinese document names the value of an English quantity: the month of a dateline, the
/// year of an event. Small numbers are found anywhere, which is as it should be: they prove nothing.
#[must_use]
pub fn is_named(quantity: &Quantity, document: &str) -> bool {
    let reading = quantity.main();
    if !reading.is_exact() || reading.low.fract() != 0.0 {
        return false;
    }
    let digits = format!("{}", reading.low);
    match reading.kind {
        Kind::Month => {
            let spelled = MONTHS.get((reading.low as usize).saturating_sub(1));
            let names = |written: &str| has_whole(document, &format!("{written}月"));
            let padded = format!("-{digits:0>2}-");
            names(&digits)
                || names(&format!("{digits:0>2}"))
                || spelled.is_some_and(|spelled| names(spelled))
                || document.contains(&padded)
        }
        _ => has_whole(document, &digits),
    }
}

/// Whether an English document writes the value of a Chinese quantity anywhere, in digits or with
/// its scale.
#[must_use]
pub fn is_written(quantity: &Quantity, document: &str) -> bool {
    let value = quantity.main().low;
    [
        format!("{value}"),
        wording::grouped(value),
        wording::scaled(value),
    ]
    .iter()
    .any(|written| has_whole(document, written))
}

/// Whether a number stands in a text and is no part of a longer one.
fn has_whole(text: &str, number: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    text.match_indices(number).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + number.len()..].chars().next();
        let goes_on = number.ends_with(|c: char| c.is_ascii_digit())
            && after.is_some_and(|c| c.is_ascii_digit());
        !before.is_some_and(is_part) && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::number::{Need, Reading};

    fn named(value: f64, kind: Kind, document: &str) -> bool {
        let quantity = Quantity::new(0..0, Reading::exact(value, kind), Need::Required);
        is_named(&quantity, document)
    }

    #[test]
    fn months_are_named_in_digits_and_characters() {
        assert!(named(5.0, Kind::Month, "2024年05月14日08:08"));
        assert!(named(9.0, Kind::Month, "新华社9月27日电"));
        assert!(named(5.0, Kind::Month, "五月十四日"));
        assert!(named(5.0, Kind::Month, "2024-05-14"));
        assert!(!named(2.0, Kind::Month, "12月，十二月"));
        assert!(!named(5.0, Kind::Month, "历时5个月"));
    }

    #[test]
    fn years_are_named_as_a_whole() {
        assert!(named(2019.0, Kind::Year, "（2019年）"));
        assert!(!named(2019.0, Kind::Year, "120190"));
    }
}
