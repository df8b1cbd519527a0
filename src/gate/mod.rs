//! Stage 8: does the check pass?
//!
//! Mechanical findings block, statistical ones advise: by default only rules that state a fact
//! (a number that differs, a text left in Chinese) can fail the gate. Naming a severity yourself
//! ([`Gate::at`], `--fail-on`) makes every rule count, and a [`Level`] decides for one rule.
//!
//! What is known already stays silent before the gate is asked: flags of a [`baseline`], and flags
//! that a reviewer judged wrong ([`review`]).

use std::collections::BTreeMap;

use crate::check::CheckResult;
use crate::error::Result;
use crate::flag::{Flag, RuleInfo, Severity, registry};
use crate::report::summary::scores;

pub mod baseline;

pub mod calibration;

pub mod review;

mod verdict;

pub use verdict::{Condition, Verdict};

/// Severity from which a flag fails the gate unless the user says otherwise: MQM's *major* is the
/// grade at which a reader is misled.
pub const DEFAULT_FAIL_ON: Severity = Severity::Major;

/// Probability below which a flag never fails the gate unless the user says otherwise: a flag has
/// to be more likely right than wrong to stop somebody.
pub const DEFAULT_MIN_PROBABILITY: f32 = 0.5;

/// What a rule may do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It does not run.
    Off,
    /// Its flags are shown and never block.
    Advise,
    /// Its flags block where severity and probability are high enough.
    Block,
}

/// What a check must be to pass.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// The mildest severity that fails.
    pub fail_on: Severity,
    /// The smallest probability that fails, 0 to 1.
    pub min_probability: f32,
    /// Whether the flags of statistical rules fail too; otherwise they only advise.
    pub statistical: bool,
    /// Levels by rule code; a rule that is not named has the level of its kind.
    pub levels: BTreeMap<&'static str, Level>,
    /// The largest number of flags that passes, whatever they are; `None`: any.
    pub max_flags: Option<usize>,
    /// The smallest score that passes, 0 to 100, see [`scores`]; `None`: any.
    pub min_score: Option<f64>,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            fail_on: DEFAULT_FAIL_ON,
            min_probability: DEFAULT_MIN_PROBABILITY,
            statistical: false,
            levels: BTreeMap::new(),
            max_flags: None,
            min_score: None,
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
        let of_kind = mechanical || self.statistical;
        let level = self.levels.get(flag.code);
        let may_block = level.map_or(of_kind, |level| *level == Level::Block);
        may_block
            && flag.severity >= self.fail_on
            && (flag.probability.is_nan() || flag.probability >= self.min_probability)
    }

    /// The verdict on a whole result.
    #[must_use]
    pub fn judge(&self, result: &CheckResult) -> Verdict {
        let flags: Vec<usize> = (0..result.flags.len())
            .filter(|&index| self.blocks(&result.flags[index], &result.tool.rules))
            .collect();
        if let Some(reason) = unchecked(result) {
            return Verdict::CouldNotCheck { reason, flags };
        }
        let mut conditions = Vec::new();
        if !flags.is_empty() {
            conditions.push(Condition::Blocking {
                found: flags.len(),
                flags: result.flags.len(),
                fail_on: self.fail_on,
                min_probability: self.min_probability,
            });
        }
        if let Some(most) = self.max_flags.filter(|&most| result.flags.len() > most) {
            let found = result.flags.len();
            conditions.push(Condition::MaxFlags { found, most });
        }
        if let Some(least) = self.min_score {
            let low = scores(result).into_iter().filter(|s| s.score < least);
            conditions.extend(low.map(|found| Condition::MinScore {
                document: found.document,
                found: found.score,
                least,
            }));
        }
        if conditions.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Fail { flags, conditions }
        }
    }
}

/// Why no statement can be made about a result, if so.
fn unchecked(result: &CheckResult) -> Option<String> {
    let missing = result.unreadable.len();
    if missing > 0 {
        let all = missing + result.documents.len();
        return Some(format!(
            "{missing} of {all} pairs of texts could not be checked"
        ));
    }
    (result.documents.is_empty()).then(|| "there was no text to check".to_owned())
}

/// The levels that a user's selectors (a code, a name, a family such as `ACC`, `all`) give to the
/// rules; of two that fit the more exact one decides.
///
/// # Errors
/// [`Error::Setting`](crate::Error::Setting) for a selector that fits no rule, naming the nearest.
pub fn levels(named: &BTreeMap<String, Level>) -> Result<BTreeMap<&'static str, Level>> {
    let mut levels: BTreeMap<&'static str, (usize, Level)> = BTreeMap::new();
    for (selector, &level) in named {
        let fitting = registry::fitting(selector)?;
        for (rule, exactness) in fitting {
            let code = rule.info().code;
            match levels.get(code) {
                // Two spellings of one selector: the stricter level.
                Some(&(known, before)) if (known, before) >= (exactness, level) => {}
                _ => {
                    levels.insert(code, (exactness, level));
                }
            }
        }
    }
    Ok(levels
        .into_iter()
        .map(|(code, (_, level))| (code, level))
        .collect())
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
                line: 1,
                others: Vec::new(),
                source_segments: Vec::new(),
                target_segments: Vec::new(),
                beads: Vec::new(),
                scores: Vec::new(),
            }],
            flags,
            suppressed: Vec::new(),
            fixed: Vec::new(),
            unreadable: Vec::new(),
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
        assert_eq!(Gate::default().judge(&found).blocking(), [1]);
        let critical = Gate::at(Severity::Critical);
        assert_eq!(critical.judge(&found).blocking(), [0]);
        let minor = Gate::at(Severity::Minor);
        assert_eq!(minor.judge(&found).blocking(), [0, 1, 2]);
    }

    #[test]
    fn a_level_decides_for_its_rule() {
        let found = result(vec![
            flag("ACC901", Severity::Critical, 0.99),
            flag("ACC900", Severity::Major, 0.9),
        ]);
        let gate = Gate {
            levels: [("ACC900", Level::Advise), ("ACC901", Level::Block)].into(),
            ..Gate::default()
        };
        assert_eq!(gate.judge(&found).blocking(), [0]);
    }

    #[test]
    fn the_more_exact_selector_gives_the_level() {
        let named = [
            ("all".to_owned(), Level::Off),
            ("ACC".to_owned(), Level::Advise),
            ("omission".to_owned(), Level::Block),
        ];
        let levels = levels(&named.into()).unwrap();
        assert_eq!(levels["ACC001"], Level::Block);
        assert_eq!(levels["ACC002"], Level::Advise);
        assert_eq!(levels["FLU001"], Level::Off);
    }

    #[test]
    fn the_verdict_says_which_conditions_do_not_hold() {
        let found = result(vec![flag("ACC901", Severity::Major, 0.9); 3]);
        let gate = Gate {
            max_flags: Some(2),
            min_score: Some(50.0),
            ..Gate::default()
        };
        let verdict = gate.judge(&found);
        let said: Vec<String> = verdict
            .conditions()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            said,
            [
                "3 flags, at most 2 may be",
                "the score of `en` is 0.0, at least 50 is wanted"
            ]
        );
        assert_eq!((verdict.exit_status(), verdict.blocking()), (1, &[][..]));
        let looser = Gate {
            max_flags: Some(3),
            ..Gate::default()
        };
        assert_eq!(looser.judge(&found), Verdict::Pass);
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

    fn level() -> impl Strategy<Value = Option<Level>> {
        let levels = vec![Level::Advise, Level::Block];
        prop::option::of(prop::sample::select(levels))
    }

    fn gate() -> impl Strategy<Value = Gate> {
        let conditions = (
            prop::option::of(0usize..12),
            prop::option::of(0.0f64..=100.0),
        );
        let one = (severity(), 0.0f32..=1.0, any::<bool>(), level(), conditions);
        one.prop_map(
            |(fail_on, min_probability, statistical, level, conditions)| Gate {
                fail_on,
                min_probability,
                statistical,
                levels: level.map(|level| ("ACC901", level)).into_iter().collect(),
                max_flags: conditions.0,
                min_score: conditions.1,
            },
        )
    }

    /// The laxer of two levels never blocks where the other one does not; none is that of the kind.
    fn stricter(a: &Gate, b: &Gate) -> BTreeMap<&'static str, Level> {
        let of = |gate: &Gate| {
            let of_kind = if gate.statistical {
                Level::Block
            } else {
                Level::Advise
            };
            gate.levels.get("ACC901").copied().unwrap_or(of_kind)
        };
        [("ACC901", of(a).max(of(b)))].into()
    }

    proptest! {
        #[test]
        fn a_stricter_gate_never_passes_what_a_looser_one_failed(
            a in gate(), b in gate(), flags in flags()
        ) {
            let least = |a: Option<usize>, b: Option<usize>| a.into_iter().chain(b).min();
            let strict = Gate {
                fail_on: a.fail_on.min(b.fail_on),
                min_probability: a.min_probability.min(b.min_probability),
                statistical: a.statistical || b.statistical,
                levels: stricter(&a, &b),
                max_flags: least(a.max_flags, b.max_flags),
                min_score: a.min_score.into_iter().chain(b.min_score).reduce(f64::max),
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
