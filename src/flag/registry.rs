//! The table of all rules: code → name → rule.

use super::Rule;

/// All rules, in the order of their codes.
pub static RULES: &[&dyn Rule] = &[];
