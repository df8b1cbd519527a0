//! The options that a settings file can hold as well.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mtlint::flag::Severity;
use mtlint::load::config::{Config, DocumentsConfig, GateConfig};

use super::super::running::Running;

#[derive(Debug, Clone, clap::Args)]
pub struct SettingsArgs {
    /// Settings file [default: mtlint.toml in the folder of the first input or above it]
    #[arg(
        long,
        value_name = "FILE",
        env = "MTLINT_CONFIG",
        help_heading = "Settings"
    )]
    pub config: Option<PathBuf>,

    /// Print the settings that hold, as a settings file, and stop
    #[arg(long, help_heading = "Settings")]
    pub dump_config: bool,

    /// Run only these rules: codes (ACC005), names (number-mismatch) or families (ACC)
    #[arg(
        long,
        value_name = "CODES",
        value_delimiter = ',',
        env = "MTLINT_SELECT",
        help_heading = "Settings"
    )]
    pub(super) select: Vec<String>,

    /// Do not run these rules
    #[arg(
        long,
        value_name = "CODES",
        value_delimiter = ',',
        env = "MTLINT_IGNORE",
        help_heading = "Settings"
    )]
    ignore: Vec<String>,

    /// Fail from this severity on, with every rule; without this option only rules that state a
    /// mechanical fact fail, from `major` on, and estimates advise
    #[arg(
        long,
        value_name = "SEVERITY",
        env = "MTLINT_FAIL_ON",
        help_heading = "Gate"
    )]
    fail_on: Option<Severity>,

    /// Never fail for a flag that is less likely right than this, 0 to 1 [default: 0.5]
    #[arg(
        long,
        value_name = "P",
        value_parser = probability,
        env = "MTLINT_MIN_PROBABILITY",
        help_heading = "Gate"
    )]
    min_probability: Option<f32>,

    /// Fail where there are more flags than this, whatever they are
    #[arg(
        long,
        value_name = "N",
        env = "MTLINT_MAX_FLAGS",
        help_heading = "Gate"
    )]
    max_flags: Option<usize>,

    /// Fail where a document has a lower score than this, 0 to 100
    #[arg(
        long,
        value_name = "SCORE",
        value_parser = score,
        env = "MTLINT_MIN_SCORE",
        help_heading = "Gate"
    )]
    min_score: Option<f64>,

    /// Flags in this file are known: report only new ones, and say which are fixed
    #[arg(
        long,
        value_name = "FILE",
        env = "MTLINT_BASELINE",
        help_heading = "Gate"
    )]
    baseline: Option<PathBuf>,

    /// Verdicts of reviewers: flags judged wrong stay silent [default: mtlint-verdicts.csv beside
    /// the English text]
    #[arg(
        long,
        value_name = "FILE",
        env = "MTLINT_VERDICTS",
        help_heading = "Gate"
    )]
    verdicts: Option<PathBuf>,

    /// Name of the Chinese file of a pair [default: {name}.zh.txt]
    #[arg(long, value_name = "PATTERN", help_heading = "Settings")]
    source_name: Option<String>,

    /// Name of the English file of a pair [default: {name}.en.txt]
    #[arg(long, value_name = "PATTERN", help_heading = "Settings")]
    target_name: Option<String>,

    /// Leave out files that fit this glob; can be given several times
    #[arg(long, value_name = "GLOB", help_heading = "Settings")]
    exclude: Vec<String>,
}

/// A number from 0 to 1.
fn probability(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// A number from 0 to 100.
fn score(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|s| (0.0..=100.0).contains(s))
        .ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

impl SettingsArgs {
    /// What the command line and the environment say.
    pub(super) fn config(&self, running: &Running) -> Config {
        let list = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
        Config {
            select: list(&self.select),
            ignore: list(&self.ignore),
            model: running.model.clone(),
            threads: running.threads,
            gate: GateConfig {
                fail_on: self.fail_on,
                min_probability: self.min_probability,
                max_flags: self.max_flags,
                min_score: self.min_score,
                baseline: self.baseline.clone(),
                verdicts: self.verdicts.clone(),
            },
            documents: DocumentsConfig {
                source_name: self.source_name.clone(),
                target_name: self.target_name.clone(),
                exclude: list(&self.exclude),
            },
            rules: BTreeMap::new(),
            calibration: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_checked() {
        assert_eq!(probability("0.25"), Ok(0.25));
        assert!(probability("1.5").is_err() && probability("NaN").is_err());
        assert!(score("-1").is_err() && score("NaN").is_err() && score("99.5").is_ok());
    }
}
