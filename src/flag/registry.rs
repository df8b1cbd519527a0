//! The table of all rules: code → name → rule.

use super::Rule;
use crate::error::{Error, Result};

/// All rules, in the order of their codes.
pub static RULES: &[&dyn Rule] = &[];

/// The rule with this code or name, in any case.
///
/// # Errors
/// [`Error::Setting`] for an unknown one.
pub fn find(code_or_name: &str) -> Result<&'static dyn Rule> {
    let unknown = || {
        Error::Setting(format!(
            "unknown rule `{code_or_name}` (`mtlint rules` lists all)"
        ))
    };
    let is_called =
        |rule: &&&dyn Rule| [rule.info().code, rule.info().name].contains(&code_or_name);
    RULES.iter().find(is_called).copied().ok_or_else(unknown)
}

/// The rules that `select` names and `ignore` does not.
///
/// # Errors
/// [`Error::Setting`] for a selector that fits no rule.
pub fn select(select: &[String], ignore: &[String]) -> Result<Vec<&'static dyn Rule>> {
    select
        .iter()
        .chain(ignore)
        .try_for_each(|selector| find(selector).map(|_| ()))?;
    Ok(RULES.to_vec())
}
