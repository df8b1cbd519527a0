//! Rule codes as users write them.

use anyhow::bail;
use mtlint::flag::RuleInfo;
use mtlint::flag::registry::RULES;
use similar::get_close_matches;

/// How alike (0 to 1, twice the common characters by all characters) a name must be to be offered
/// instead of an unknown one; the cutoff of Python's `difflib`.
const CLOSE: f32 = 0.6;

/// The pages of all rules, in the order of the registry.
pub fn all() -> Vec<&'static RuleInfo> {
    RULES.iter().map(|rule| rule.info()).collect()
}

/// The rule with a code or name.
///
/// # Errors
/// Where there is none; names the closest one.
pub fn find(rules: &[&'static RuleInfo], name: &str) -> anyhow::Result<&'static RuleInfo> {
    if let Some(rule) = rules.iter().find(|rule| is(rule, name)) {
        return Ok(rule);
    }
    let known: Vec<String> = rules
        .iter()
        .flat_map(|rule| [rule.code, rule.name])
        .map(str::to_lowercase)
        .collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let close = get_close_matches(name.to_lowercase().as_str(), &known, 1, CLOSE);
    let close = rules
        .iter()
        .flat_map(|rule| [rule.code, rule.name])
        .find(|known| {
            close
                .first()
                .is_some_and(|close| known.eq_ignore_ascii_case(close))
        });
    match close {
        Some(close) => bail!("there is no rule `{name}`; did you mean `{close}`?"),
        None => bail!("there is no rule `{name}`; `mtlint rules` lists them"),
    }
}

/// The codes that a list of codes, names and families (`FLU`) stands for, each once, in the order
/// of the registry.
///
/// # Errors
/// Where an item is none of the three.
pub fn resolve(rules: &[&'static RuleInfo], items: &[String]) -> anyhow::Result<Vec<String>> {
    let mut wanted = vec![false; rules.len()];
    for item in items {
        let family = item.to_uppercase();
        let is_family =
            family.len() == 3 && rules.iter().any(|rule| rule.code.starts_with(&family));
        if !is_family {
            find(rules, item)?;
        }
        for (wanted, rule) in wanted.iter_mut().zip(rules) {
            *wanted |= if is_family {
                rule.code.starts_with(&family)
            } else {
                is(rule, item)
            };
        }
    }
    let codes = rules.iter().zip(wanted).filter(|(_, wanted)| *wanted);
    Ok(codes.map(|(rule, _)| rule.code.to_owned()).collect())
}

fn is(rule: &RuleInfo, name: &str) -> bool {
    rule.code.eq_ignore_ascii_case(name) || rule.name.eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use mtlint::flag::Severity;

    use super::*;

    const OMISSION: RuleInfo = RuleInfo {
        code: "ACC001",
        name: "omission",
        category: "Accuracy/Omission",
        severity: Severity::Major,
        mechanical: false,
        summary: "",
        explanation: "",
    };
    static RULES: [&RuleInfo; 3] = [
        &OMISSION,
        &RuleInfo {
            code: "ACC005",
            name: "number-mismatch",
            ..OMISSION
        },
        &RuleInfo {
            code: "FLU001",
            name: "repetition",
            ..OMISSION
        },
    ];

    fn codes(items: &[&str]) -> anyhow::Result<Vec<String>> {
        resolve(
            &RULES,
            &items
                .iter()
                .map(|&item| item.to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn codes_names_and_families_are_understood() {
        assert_eq!(codes(&["FLU", "acc005"]).unwrap(), ["ACC005", "FLU001"]);
        assert_eq!(codes(&["Omission", "ACC"]).unwrap(), ["ACC001", "ACC005"]);
        assert!(codes(&[]).unwrap().is_empty());
    }

    #[test]
    fn an_unknown_one_is_answered_with_the_closest() {
        let said = |item| codes(&[item]).unwrap_err().to_string();
        assert_eq!(
            said("ACC055"),
            "there is no rule `ACC055`; did you mean `ACC005`?"
        );
        assert_eq!(
            said("number-missmatch"),
            "there is no rule `number-missmatch`; did you mean `number-mismatch`?"
        );
        assert_eq!(
            said("omision"),
            "there is no rule `omision`; did you mean `omission`?"
        );
        assert_eq!(
            said("zzz"),
            "there is no rule `zzz`; `mtlint rules` lists them"
        );
    }
}
