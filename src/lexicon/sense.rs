//! CC-CEDICT glosses to senses a reader can use.

/// Starts of glosses that say something about the word rather than what it means.
const NOTES: [&str; 23] = [
    "CL:",
    "variant of",
    "old variant of",
    "archaic variant of",
    "Japanese variant of",
    "erhua variant of",
    "used in",
    "also written",
    "also pr.",
    "see also",
    "see ",
    "same as",
    "abbr. of",
    "abbr. to",
    "equivalent to",
    "erroneous variant of",
    "unofficial variant of",
    "Taiwan pr.",
    "Kangxi radical",
    "(old) classifier",
    "also called",
    "classifier for",
    "(literary) classifier",
];

/// The senses in a `/`-separated list of glosses: no notes, no brackets, no Chinese.
pub(super) fn senses(glosses: &str) -> impl Iterator<Item = String> {
    glosses.split('/').filter_map(sense)
}

/// One gloss cleaned; `None` when nothing is left of it.
fn sense(gloss: &str) -> Option<String> {
    if NOTES.iter().any(|note| gloss.starts_with(note)) {
        return None;
    }
    // "abbr. for 甲乙[Jia3 Yi3], Chinese Academy of Sciences": what follows the Chinese is the name.
    let gloss = gloss.strip_prefix("abbr. for").unwrap_or(gloss);
    let mut kept = String::with_capacity(gloss.len());
    let mut depth = 0_usize;
    for c in gloss.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '|' | '·' => {}
            c if depth == 0 && !super::han::is_han(c) => kept.push(c),
            _ => {}
        }
    }
    let words: Vec<&str> = kept.split_whitespace().collect();
    let sense = words.join(" ").replace(" ,", ",").replace(" ;", ";");
    let sense = sense.trim_matches([',', ';', ' ', '.']);
    sense
        .contains(|c: char| c.is_alphanumeric())
        .then(|| sense.to_owned())
}

#[cfg(test)]
mod tests {
    use super::senses;

    #[test]
    fn notes_and_brackets_go() {
        let glosses = "(PRC) State Council/CL:個|个[ge4]/variant of 汝[ru3]/to lower (a price)";
        assert_eq!(
            senses(glosses).collect::<Vec<_>>(),
            ["State Council", "to lower"]
        );
    }

    #[test]
    fn an_abbreviation_keeps_its_english_name() {
        let glosses = "abbr. for 中國社會科學院|中国社会科学院[Zhong1 guo2], Chinese Academy of Sciences (CAS)";
        assert_eq!(
            senses(glosses).collect::<Vec<_>>(),
            ["Chinese Academy of Sciences"]
        );
        assert_eq!(senses("abbr. for 甲[jia3]").count(), 0);
    }
}
