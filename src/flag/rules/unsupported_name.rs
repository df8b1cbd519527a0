#![doc = include_str!("unsupported_name.md")]

use crate::flag::{BeadView, Finding, Rule, RuleInfo, Severity};

static INFO: RuleInfo = RuleInfo {
    code: "ACC006",
    name: "unsupported-name",
    category: "Accuracy/Mistranslation",
    severity: Severity::Critical,
    mechanical: true,
    summary: "A body named in English that the Chinese does not name",
    explanation: include_str!("unsupported_name.md"),
};

/// ACC006.
#[derive(Debug)]
pub struct UnsupportedName;

impl Rule for UnsupportedName {
    fn info(&self) -> &'static RuleInfo {
        &INFO
    }

    fn check(&self, _bead: &BeadView<'_>) -> Vec<Finding> {
        Vec::new()
    }
}
