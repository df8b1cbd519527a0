//! The measurements behind an estimate, as an editor reads them.

use std::collections::BTreeMap;

/// What the flag itself says: its message and its probability.
const SAID: [&str; 3] = ["quality", "error_probability", "misalignment"];

/// The measurements in words, with two decimals; `None` where there is nothing to add to what the
/// flag says.
pub(super) fn in_words(measures: &BTreeMap<&'static str, f64>) -> Option<String> {
    let mut parts = Vec::new();
    let similarity = measures.get("similarity");
    if let Some(similarity) = similarity {
        parts.push(format!("similarity of meaning {similarity:.2} of 1"));
    }
    match measures.get("margin") {
        // A pair without neighbours has no margin.
        Some(margin) if *margin > 0.0 && similarity.is_some() => {
            parts.push(format!("{margin:.2} times that of the sentences around"));
        }
        _ => {}
    }
    for (name, value) in measures {
        if !SAID.contains(name) && !["similarity", "margin"].contains(name) {
            parts.push(format!("{} {value:.2}", name.replace('_', " ")));
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measurements_read_as_a_phrase() {
        let estimate = [
            ("error_probability", 0.642),
            ("margin", 1.077),
            ("quality", 61.4),
            ("similarity", 0.875),
        ];
        assert_eq!(
            in_words(&estimate.into()).unwrap(),
            "similarity of meaning 0.88 of 1, 1.08 times that of the sentences around"
        );
        let pair = [("margin", 0.0), ("similarity", 0.5), ("word_share", 0.25)];
        assert_eq!(
            in_words(&pair.into()).unwrap(),
            "similarity of meaning 0.50 of 1, word share 0.25"
        );
        assert_eq!(in_words(&[("quality", 61.4)].into()), None);
    }
}
