//! The table of all rules: code → name → rule, and how a user's selection picks from it.

use std::collections::BTreeSet;

use super::{Rule, rules};
use crate::error::{Error, Result};

/// All rules, in the order of their codes. The only list of rules there is.
pub static RULES: &[&dyn Rule] = &[
    &rules::omission::Omission,
    &rules::addition::Addition,
    &rules::untranslated::Untranslated,
    &rules::wrong_language::WrongLanguage,
    &rules::number_mismatch::NumberMismatch,
    &rules::unsupported_name::UnsupportedName,
    &rules::mistranslation::Mistranslation,
    &rules::misaligned::Misaligned,
    &rules::moved_text::MovedText,
    &rules::negation::NegationMismatch,
    &rules::opposite::Opposite,
    &rules::unknown_name::UnknownName,
    &rules::lost_name::LostName,
    &rules::opaque_phrase::OpaquePhrase,
    &rules::unit_mismatch::UnitMismatch,
    &rules::time_mismatch::TimeMismatch,
    &rules::lost_entity::LostEntity,
    &rules::markup::Markup,
    &rules::repetition::Repetition,
    &rules::doubled_phrase::DoubledPhrase,
    &rules::run_on::RunOn,
    &rules::unfinished::Unfinished,
    &rules::unbalanced::Unbalanced,
    &rules::mojibake::Mojibake,
    &rules::full_width_punctuation::FullWidthPunctuation,
    &rules::spacing::Spacing,
    &rules::letter_case::LetterCase,
    &rules::literal_term::LiteralTerm,
    &rules::required_term::RequiredTerm,
    &rules::inconsistent_term::InconsistentTerm,
];

/// The rule with this code or name, in any case.
///
/// # Errors
/// [`Error::Setting`] for an unknown one, naming the nearest.
pub fn find(code_or_name: &str) -> Result<&'static dyn Rule> {
    RULES
        .iter()
        .copied()
        .find(|rule| is_called(*rule, code_or_name))
        .ok_or_else(|| unknown(code_or_name))
}

/// The rules that `select` names and `ignore` does not, in the order of the table. An empty
/// `select` means all. A selector is `all`, a name, a code or the start of a code (`ACC`); of a
/// selector in `select` and one in `ignore` that both fit a rule the more exact one decides, as
/// in Ruff, and `ignore` where they are equally exact.
///
/// # Errors
/// [`Error::Setting`] for a selector that fits no rule, naming the nearest.
pub fn select(select: &[String], ignore: &[String]) -> Result<Vec<&'static dyn Rule>> {
    for selector in select.iter().chain(ignore) {
        if !RULES
            .iter()
            .any(|rule| exactness(*rule, selector).is_some())
        {
            return Err(unknown(selector));
        }
    }
    let best =
        |rule, selectors: &[String]| selectors.iter().filter_map(|s| exactness(rule, s)).max();
    Ok(RULES
        .iter()
        .copied()
        .filter(|&rule| {
            let selected = if select.is_empty() {
                Some(0)
            } else {
                best(rule, select)
            };
            selected.is_some() && best(rule, ignore) < selected
        })
        .collect())
}

/// The rules that a selector fits, each with how exactly, see [`select`].
///
/// # Errors
/// [`Error::Setting`] for a selector that fits no rule, naming the nearest.
pub fn fitting(selector: &str) -> Result<Vec<(&'static dyn Rule, usize)>> {
    let fits = |&rule: &&'static dyn Rule| Some((rule, exactness(rule, selector)?));
    let fitting: Vec<_> = RULES.iter().filter_map(fits).collect();
    if fitting.is_empty() {
        return Err(unknown(selector));
    }
    Ok(fitting)
}

/// Whether the rule has this code or name.
fn is_called(rule: &dyn Rule, code_or_name: &str) -> bool {
    let info = rule.info();
    info.code.eq_ignore_ascii_case(code_or_name) || info.name.eq_ignore_ascii_case(code_or_name)
}

/// How exactly a selector fits a rule: its length in characters of the code, 0 for `all`, `None`
/// where it does not fit.
fn exactness(rule: &dyn Rule, selector: &str) -> Option<usize> {
    let code = rule.info().code;
    let selector = selector.trim();
    if is_called(rule, selector) {
        Some(code.len())
    } else if selector.eq_ignore_ascii_case("all") {
        Some(0)
    } else if !selector.is_empty() && code.starts_with(&selector.to_ascii_uppercase()) {
        Some(selector.len())
    } else {
        None
    }
}

/// The error for a selector that fits no rule.
fn unknown(selector: &str) -> Error {
    let groups: BTreeSet<&str> = RULES
        .iter()
        .map(|rule| {
            rule.info()
                .code
                .trim_end_matches(|c: char| c.is_ascii_digit())
        })
        .collect();
    let names = RULES
        .iter()
        .flat_map(|rule| [rule.info().code, rule.info().name]);
    let nearest = names
        .chain(groups)
        .chain(["all"])
        .min_by_key(|name| distance(name, selector));
    let hint = nearest
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default();
    Error::Setting(format!(
        "unknown rule `{selector}`{hint} (`mtlint rules` lists all)"
    ))
}

/// Levenshtein distance in characters, upper and lower case being equal.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(selected: &[&str], ignored: &[&str]) -> Vec<&'static str> {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        select(&own(selected), &own(ignored))
            .unwrap()
            .iter()
            .map(|rule| rule.info().code)
            .collect()
    }

    #[test]
    fn the_table_is_sorted_and_documented() {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.info().code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for rule in RULES {
            let page = rule.info().explanation;
            for heading in [
                "What it flags",
                "Why it matters",
                "Example",
                "Not flagged",
                "Limits",
                "Category, default severity",
            ] {
                assert!(
                    page.contains(&format!("## {heading}\n")),
                    "{}: no heading {heading}",
                    rule.info().code
                );
            }
            assert!(page.starts_with(&format!("# {} {}\n", rule.info().code, rule.info().name)));
            assert!(
                page.contains(rule.info().category) && page.contains(rule.info().severity.name())
            );
        }
    }

    #[test]
    fn finds_by_code_and_by_name() {
        assert_eq!(find("flu001").unwrap().info().name, "repetition");
        assert_eq!(find("repetition").unwrap().info().code, "FLU001");
        let message = find("repetitoin")
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default();
        assert!(message.contains("did you mean `repetition`?"), "{message}");
    }

    #[test]
    fn selects_by_prefix_and_the_more_exact_selector_wins() {
        assert_eq!(codes(&[], &[]).len(), RULES.len());
        assert_eq!(codes(&["all"], &["all"]).len(), 0);
        assert_eq!(
            codes(&["FLU001", "FLU002", "run-on"], &["FLU002"]),
            ["FLU001", "FLU003"]
        );
        assert_eq!(codes(&["FLU001"], &["FLU"]), ["FLU001"]);
        assert_eq!(codes(&["acc001", "omission"], &[]), ["ACC001"]);
        assert!(select(&["XYZ".to_owned()], &[]).is_err());
    }
}
