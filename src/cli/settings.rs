//! Settings as they hold: default < file < environment < command line.
//!
//! The environment is read with the command line: clap takes a variable where an option is missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use mtlint::flag::registry;
use mtlint::gate::{self, DEFAULT_MIN_PROBABILITY, Gate, Level};
use mtlint::load::config::{self, Config, DocumentsConfig, GateConfig};
use mtlint::load::discover::Naming;

use super::running::Running;

mod options;

pub use options::SettingsArgs;

/// What holds.
#[derive(Debug)]
pub struct Settings {
    config: Config,
    levels: BTreeMap<&'static str, Level>,
    /// Codes, names and families of the rules to run; empty: all.
    pub select: Vec<String>,
    /// Those not to run, with the rules that are off.
    pub ignore: Vec<String>,
    /// Directory of a model.
    pub model: Option<PathBuf>,
    /// Number of threads.
    pub threads: Option<usize>,
    /// What must hold for a pass.
    pub gate: Gate,
    /// File of accepted flags.
    pub baseline: Option<PathBuf>,
    /// File of verdicts, where one was named.
    pub verdicts: Option<PathBuf>,
    /// How files of a pair are called.
    pub naming: Naming,
    /// Globs of files to leave out.
    pub exclude: Vec<String>,
    /// Shifts of probabilities by rule.
    pub shifts: BTreeMap<&'static str, f64>,
}

impl Settings {
    /// The settings for a run whose first input is `input`.
    pub fn resolve(args: &SettingsArgs, running: &Running, input: &Path) -> anyhow::Result<Self> {
        let file = match &args.config {
            Some(file) => Some(file.clone()),
            None if input.as_os_str() == "-" => config::find(Path::new(".")),
            None => config::find(input),
        };
        let file = file.map(|file| Config::read(&file)).transpose()?;
        let chosen_here = !args.select.is_empty();
        Self::of(
            args.config(running).over(file.unwrap_or_default()),
            chosen_here,
        )
    }

    /// `chosen_here`: rules were named on the command line, which also turns on those that are off.
    fn of(config: Config, chosen_here: bool) -> anyhow::Result<Self> {
        let levels = gate::levels(&config.rules)?;
        let select = config.select.clone().unwrap_or_default();
        let mut ignore = config.ignore.clone().unwrap_or_default();
        if !chosen_here {
            let off = levels.iter().filter(|(_, level)| **level == Level::Off);
            ignore.extend(off.map(|(code, _)| (*code).to_owned()));
        }
        // Before anything is read: a misspelt rule should not cost a minute.
        if registry::select(&select, &ignore)?.is_empty() {
            bail!("no rule is left to run: what is ignored or off takes away all that is selected");
        }
        let mut shifts: BTreeMap<&'static str, (usize, f64)> = BTreeMap::new();
        for (selector, &shift) in &config.calibration {
            for (rule, exactness) in registry::fitting(selector)? {
                let known = shifts.entry(rule.info().code).or_insert((exactness, shift));
                if known.0 <= exactness {
                    *known = (exactness, shift);
                }
            }
        }
        let documents = &config.documents;
        let default = |name: &Option<String>, side: &str| {
            name.clone()
                .unwrap_or_else(|| format!("{{name}}.{side}.txt"))
        };
        Ok(Self {
            naming: Naming::new(
                &default(&documents.source_name, "zh"),
                &default(&documents.target_name, "en"),
            )?,
            exclude: documents.exclude.clone().unwrap_or_default(),
            gate: gate(&config.gate, levels.clone()),
            baseline: config.gate.baseline.clone(),
            verdicts: config.gate.verdicts.clone(),
            model: config.model.clone(),
            threads: config.threads,
            shifts: shifts.into_iter().map(|(code, (_, s))| (code, s)).collect(),
            select,
            ignore,
            levels,
            config,
        })
    }

    /// All settings as a settings file: every rule with its level, so that the file means the same
    /// wherever it is read.
    pub fn dump(&self) -> anyhow::Result<String> {
        let mut config = self.config.clone();
        config.select = Some(self.select.clone());
        config.ignore = Some(config.ignore.unwrap_or_default());
        config.gate.fail_on = Some(self.gate.fail_on);
        config.gate.min_probability = Some(self.gate.min_probability);
        let (source, target) = self.naming.patterns();
        config.documents = DocumentsConfig {
            source_name: Some(source),
            target_name: Some(target),
            exclude: Some(self.exclude.clone()),
        };
        config.rules.clear();
        for rule in registry::RULES {
            let info = rule.info();
            let of_kind = if info.mechanical || self.gate.statistical {
                Level::Block
            } else {
                Level::Advise
            };
            let level = self.levels.get(info.code).copied().unwrap_or(of_kind);
            config.rules.insert(info.code.to_owned(), level);
        }
        Ok(config.to_toml()?)
    }

    /// The settings that move the verdict, by name, for the reports.
    pub fn record(&self) -> Vec<(String, String)> {
        let rules = if self.gate.statistical {
            "all"
        } else {
            "mechanical"
        };
        let mut settings = vec![
            ("fail-on", self.gate.fail_on.name().to_owned()),
            ("fail-on-rules", rules.to_owned()),
            ("min-probability", self.gate.min_probability.to_string()),
        ];
        settings.extend(self.gate.max_flags.map(|n| ("max-flags", n.to_string())));
        settings.extend(self.gate.min_score.map(|s| ("min-score", s.to_string())));
        let levels = self.levels.iter();
        let levels: Vec<String> = levels
            .map(|(code, level)| format!("{code}={level:?}").to_lowercase())
            .collect();
        if !levels.is_empty() {
            settings.push(("levels", levels.join(",")));
        }
        let shifts: Vec<String> = self
            .shifts
            .iter()
            .map(|(code, shift)| format!("{code}={shift}"))
            .collect();
        if !shifts.is_empty() {
            settings.push(("calibration", shifts.join(",")));
        }
        settings
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// A named severity makes statistical rules count as well; a level decides for its rule.
fn gate(config: &GateConfig, levels: BTreeMap<&'static str, Level>) -> Gate {
    Gate {
        min_probability: config.min_probability.unwrap_or(DEFAULT_MIN_PROBABILITY),
        max_flags: config.max_flags,
        min_score: config.min_score,
        levels,
        ..config.fail_on.map_or_else(Gate::default, Gate::at)
    }
}

#[cfg(test)]
mod tests {
    use mtlint::gate::DEFAULT_FAIL_ON;

    use super::*;

    fn settings(text: &str, chosen_here: bool) -> Settings {
        let config = Config::parse(text, Path::new("mtlint.toml")).unwrap();
        Settings::of(config, chosen_here).unwrap()
    }

    #[test]
    fn a_named_severity_makes_estimates_count() {
        assert!(!settings("", false).gate.statistical);
        assert_eq!(settings("", false).gate.fail_on, DEFAULT_FAIL_ON);
        assert!(
            settings("[gate]\nfail-on = \"major\"\n", false)
                .gate
                .statistical
        );
    }

    #[test]
    fn what_is_dumped_means_the_same() {
        for text in [
            "",
            "[gate]\nfail-on = \"minor\"\nmax-flags = 2\n[rules]\nFLU = \"off\"\n",
            "select = [\"ACC\"]\nignore = [\"ACC005\"]\n[calibration]\nACC006 = -0.5\n",
        ] {
            let first = settings(text, false);
            let dumped = first.dump().unwrap();
            let second = settings(&dumped, false);
            assert_eq!(second.dump().unwrap(), dumped);
            let runs = |s: &Settings| -> Vec<&str> {
                let rules = registry::select(&s.select, &s.ignore).unwrap();
                rules.iter().map(|rule| rule.info().code).collect()
            };
            assert_eq!(runs(&first), runs(&second));
            assert_eq!(first.shifts, second.shifts);
        }
    }

    #[test]
    fn a_rule_that_is_off_runs_where_it_is_asked_for() {
        let text = "select = [\"ACC006\"]\n[rules]\nACC = \"off\"\nACC006 = \"advise\"\n";
        assert_eq!(settings(text, false).gate.levels["ACC006"], Level::Advise);
        let off = "select = [\"ACC006\"]\n[rules]\nACC006 = \"off\"\n";
        let config = Config::parse(off, Path::new("x")).unwrap();
        assert!(Settings::of(config.clone(), false).is_err());
        assert!(Settings::of(config, true).is_ok());
    }
}
