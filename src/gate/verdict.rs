//! The outcome of a check, and which conditions of the gate made it.

use std::fmt;

use crate::flag::Severity;

/// The outcome of a check. The three are never confused: each has an exit status of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Nothing that was found fails the gate.
    Pass,
    /// The gate failed.
    Fail {
        /// The flags that block: indices into [`CheckResult::flags`](crate::check::CheckResult::flags), ascending.
        flags: Vec<usize>,
        /// The conditions of the gate that do not hold, at least one.
        conditions: Vec<Condition>,
    },
    /// No statement can be made.
    CouldNotCheck {
        /// Why not.
        reason: String,
        /// The flags that block in what could be checked: indices, ascending.
        flags: Vec<usize>,
    },
}

/// A condition of the gate that does not hold.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "condition", rename_all = "kebab-case")]
pub enum Condition {
    /// Flags block.
    Blocking {
        /// How many block.
        found: usize,
        /// How many there are in all.
        flags: usize,
        /// The mildest severity that blocks.
        fail_on: Severity,
        /// The smallest probability that blocks.
        min_probability: f32,
    },
    /// There are too many flags.
    MaxFlags {
        /// How many there are.
        found: usize,
        /// How many pass.
        most: usize,
    },
    /// The score of a document is too low.
    MinScore {
        /// Path of the English text.
        document: String,
        /// Its score.
        found: f64,
        /// The smallest score that passes.
        least: f64,
    },
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocking {
                found,
                flags,
                fail_on,
                min_probability,
            } => {
                let (s, verb) = (plural(*flags), if *found == 1 { "blocks" } else { "block" });
                let severity = fail_on.name();
                write!(
                    f,
                    "{found} of {flags} flag{s} {verb} (from severity {severity} and probability {min_probability} on)"
                )
            }
            Self::MaxFlags { found, most } => {
                write!(f, "{found} flag{}, at most {most} may be", plural(*found))
            }
            Self::MinScore {
                document,
                found,
                least,
            } => write!(
                f,
                "the score of `{document}` is {found:.1}, at least {least} is wanted"
            ),
        }
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
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

    /// The flags that block, ascending.
    #[must_use]
    pub fn blocking(&self) -> &[usize] {
        match self {
            Self::Fail { flags, .. } | Self::CouldNotCheck { flags, .. } => flags,
            Self::Pass => &[],
        }
    }

    /// The conditions that do not hold.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Self::Fail { conditions, .. } => conditions,
            Self::Pass | Self::CouldNotCheck { .. } => &[],
        }
    }
}
