//! Stage 8: does the check pass?
//!
//! Mechanical findings block, statistical ones advise: by default only rules that state a fact
//! (a number that differs, a text left in Chinese) can fail the gate. Naming a severity yourself
//! ([`Gate::at`], `--fail-on`) makes every rule count.

use crate::check::CheckResult;
use crate::flag::{Flag, RuleInfo, Severity};

/// Severity from which a flag fails the gate unless the user says otherwise: MQM's *major* is the
/// grade at which a reader is misled.
pub const DEFAULT_FAIL_ON: Severity = Severity::Major;

/// Probability below which a flag never fails the gate unless the user says otherwise: a flag has
/// to be more likely right than wrong to stop somebody.
pub const DEFAULT_MIN_PROBABILITY: f32 = 0.5;

/// What a flag must be to fail the check.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    /// The mildest severity that fails.
    pub fail_on: Severity,
    /// The smallest probability that fails, 0 to 1.
    pub min_probability: f32,
    /// Whether the flags of statistical rules fail too; otherwise they only advise.
    pub statistical: bool,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            fail_on: DEFAULT_FAIL_ON,
            min_probability: DEFAULT_MIN_PROBABILITY,
            statistical: false,
        }
    }
}

impl Gate {
    /// The gate of a user who named a severity: statistical rules fail it as well.
    #[must_use]
    pub fn at(fail_on: Severity) -> Self {
        Self {
            fail_on,
            statistical: true,
            ..Self::default()
        }
    }

    /// Whether a flag fails this gate. `rules` are those that ran; a flag of an unlisted rule
    /// counts as mechanical, and a probability that is not a number as high enough: what is not
    /// understood blocks.
    #[must_use]
    pub fn blocks(&self, flag: &Flag, rules: &[&RuleInfo]) -> bool {
        let mechanical = rules
            .iter()
            .find(|rule| rule.code == flag.code)
            .is_none_or(|rule| rule.mechanical);
        flag.severity >= self.fail_on
            && (flag.probability.is_nan() || flag.probability >= self.min_probability)
            && (mechanical || self.statistical)
    }

    /// The verdict on a whole result.
    #[must_use]
    pub fn judge(&self, result: &CheckResult) -> Verdict {
        if result.documents.is_empty() {
            return Verdict::CouldNotCheck {
                reason: "there was no text to check".to_owned(),
            };
        }
        let flags: Vec<usize> = (0..result.flags.len())
            .filter(|&index| self.blocks(&result.flags[index], &result.tool.rules))
            .collect();
        if flags.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Fail { flags }
        }
    }
}

/// The outcome of a check. The three are never confused: each has an exit status of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing that was found fails the gate.
    Pass,
    /// The gate failed.
    Fail {
        /// The flags that did it: indices into [`CheckResult::flags`], ascending, at least one.
        flags: Vec<usize>,
    },
    /// No statement can be made.
    CouldNotCheck {
        /// Why not.
        reason: String,
    },
}

impl Verdict {
    /// The name in reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail { .. } => "fail",
            Self::CouldNotCheck { .. } => "could-not-check",
        }
    }

    /// The exit status of the program: 0, 1 or 2.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Fail { .. } => 1,
            Self::CouldNotCheck { .. } => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check::{CheckedDocument, Tool};
    use crate::flag::Evidence;
    use crate::load::Document;

    static FACT: RuleInfo = RuleInfo {
        code: "ACC900",
        name: "fact",
        category: "Accuracy",
        severity: Severity::Major,
        mechanical: true,
        summary: "",
        explanation: "",
    };
    static ESTIMATE: RuleInfo = RuleInfo {
        code: "ACC901",
        name: "estimate",
        mechanical: false,
        ..FACT
    };

    fn flag(code: &'static str, severity: Severity, probability: f32) -> Flag {
        Flag {
            code,
            rule: "test",
            category: "Accuracy",
            severity,
            probability,
            source: None,
            target: None,
            document: 0,
            row: None,
            bead: 0,
            message: String::new(),
            evidence: Evidence::default(),
            suggestion: None,
            diff: None,
            fingerprint: String::new(),
        }
    }

    fn result(flags: Vec<Flag>) -> CheckResult {
        CheckResult {
            tool: Tool {
                name: "mtlint",
                version: "0",
                model: String::new(),
                rules: vec![&FACT, &ESTIMATE],
                settings: std::collections::BTreeMap::new(),
            },
            documents: vec![CheckedDocument {
                source: Document::new("zh", "一。"),
                target: Document::new("en", "One."),
                row: None,
                others: Vec::new(),
                source_segments: Vec::new(),
                target_segments: Vec::new(),
                beads: Vec::new(),
                scores: Vec::new(),
            }],
            flags,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn facts_block_and_estimates_advise() {
        let found = result(vec![
            flag("ACC901", Severity::Critical, 0.99),
            flag("ACC900", Severity::Major, 0.9),
            flag("ACC900", Severity::Minor, 0.9),
        ]);
        assert_eq!(
            Gate::default().judge(&found),
            Verdict::Fail { flags: vec![1] }
        );
        assert_eq!(
            Gate::at(Severity::Critical).judge(&found),
            Verdict::Fail { flags: vec![0] }
        );
        assert_eq!(
            Gate::at(Severity::Minor).judge(&found),
            Verdict::Fail {
                flags: vec![0, 1, 2]
            }
        );
    }

    #[test]
    fn an_unlikely_flag_does_not_block_by_default() {
        let found = result(vec![flag("ACC900", Severity::Critical, 0.49)]);
        assert_eq!(Gate::default().judge(&found), Verdict::Pass);
        let found = result(vec![flag(
            "ACC900",
            Severity::Critical,
            DEFAULT_MIN_PROBABILITY,
        )]);
        assert_eq!(Gate::default().judge(&found).exit_status(), 1);
    }

    #[test]
    fn what_is_not_understood_blocks() {
        let found = result(vec![flag("XXX000", Severity::Major, f32::NAN)]);
        assert_eq!(Gate::default().judge(&found).exit_status(), 1);
    }

    #[test]
    fn nothing_to_check_is_not_a_pass() {
        let mut found = result(Vec::new());
        assert_eq!(Gate::default().judge(&found).exit_status(), 0);
        found.documents.clear();
        assert_eq!(Gate::default().judge(&found).exit_status(), 2);
    }

    fn severity() -> impl Strategy<Value = Severity> {
        prop::sample::select(vec![
            Severity::Neutral,
            Severity::Minor,
            Severity::Major,
            Severity::Critical,
        ])
    }

    fn flags() -> impl Strategy<Value = Vec<Flag>> {
        let one = (
            prop::sample::select(vec!["ACC900", "ACC901"]),
            severity(),
            0.0f32..=1.0,
        )
            .prop_map(|(code, severity, probability)| flag(code, severity, probability));
        prop::collection::vec(one, 0..12)
    }

    fn gate() -> impl Strategy<Value = Gate> {
        (severity(), 0.0f32..=1.0, any::<bool>()).prop_map(
            |(fail_on, min_probability, statistical)| Gate {
                fail_on,
                min_probability,
                statistical,
            },
        )
    }

    proptest! {
        #[test]
        fn a_stricter_gate_never_passes_what_a_looser_one_failed(
            a in gate(), b in gate(), flags in flags()
        ) {
            let strict = Gate {
                fail_on: a.fail_on.min(b.fail_on),
                min_probability: a.min_probability.min(b.min_probability),
                statistical: a.statistical || b.statistical,
            };
            let found = result(flags);
            for loose in [a, b] {
                if loose.judge(&found).exit_status() == 1 {
                    prop_assert_eq!(strict.judge(&found).exit_status(), 1);
                }
            }
        }

        #[test]
        fn a_flag_added_never_turns_fail_into_pass(
            gate in gate(), flags in flags(), more in flags(), at in any::<prop::sample::Index>()
        ) {
            let before = gate.judge(&result(flags.clone()));
            let mut all = flags;
            for flag in more {
                let place = at.index(all.len() + 1);
                all.insert(place, flag);
            }
            let after = gate.judge(&result(all));
            prop_assert!(after.exit_status() >= before.exit_status());
        }
    }
}
