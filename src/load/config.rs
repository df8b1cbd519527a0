//! The settings file, `mtlint.toml`.
//!
//! It is looked for upward from the first input. A key that is not known is an error, with the
//! nearest known one and the line: a misspelt setting that is silently ignored is worse than none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::flag::{Severity, registry};
use crate::gate::Level;

use super::read::read_string;

/// Name of the file.
pub const FILE_NAME: &str = "mtlint.toml";

/// What a settings file may say; what is missing is left to the defaults.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Config {
    /// Codes, names or families of the rules to run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<Vec<String>>,
    /// Codes, names or families of the rules not to run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore: Option<Vec<String>>,
    /// Directory of a model to use instead of the one in the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<PathBuf>,
    /// Number of threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threads: Option<usize>,
    /// What must hold.
    pub gate: GateConfig,
    /// Where documents are and what their files are called.
    pub documents: DocumentsConfig,
    /// Level by selector.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, Level>,
    /// Shift of the log-odds of a rule's probabilities, by selector.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub calibration: BTreeMap<String, f64>,
}

/// The section `[gate]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct GateConfig {
    /// The mildest severity that fails, with every rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Severity>,
    /// The smallest probability that fails, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_probability: Option<f32>,
    /// The largest number of flags that passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_flags: Option<usize>,
    /// The smallest score of a document that passes, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f64>,
    /// File of accepted flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<PathBuf>,
    /// File of reviewers' verdicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdicts: Option<PathBuf>,
}

/// The section `[documents]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct DocumentsConfig {
    /// Name of the Chinese file, with `{name}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// Name of the English file, with `{name}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_name: Option<String>,
    /// Globs of files to leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude: Option<Vec<String>>,
}

/// The keys of the file by section; `*` stands for any key.
const KEYS: [(&str, &[&str]); 5] = [
    (
        "",
        &[
            "select",
            "ignore",
            "model",
            "threads",
            "gate",
            "documents",
            "rules",
            "calibration",
        ],
    ),
    (
        "gate",
        &[
            "fail-on",
            "min-probability",
            "max-flags",
            "min-score",
            "baseline",
            "verdicts",
        ],
    ),
    ("documents", &["source-name", "target-name", "exclude"]),
    ("rules", &["*"]),
    ("calibration", &["*"]),
];

impl Config {
    /// Reads a file. Paths in it count from its folder.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Input`], naming the line, for what is not TOML, for unknown keys
    /// and values, and for rules that do not exist.
    pub fn read(path: &Path) -> Result<Self> {
        let text = read_string(path)?;
        let mut config = Self::parse(&text, path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for file in [
            &mut config.model,
            &mut config.gate.baseline,
            &mut config.gate.verdicts,
        ] {
            *file = file.take().map(|file| folder.join(file));
        }
        Ok(config)
    }

    /// Parses the content of a file. `path` is what messages call it.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let fault = |line, expected: &str, found: String| Error::Input {
            path: path.to_owned(),
            line,
            expected: expected.to_owned(),
            found,
        };
        let broken = |e: toml::de::Error| {
            let at = e.span().map(|span| line(span.start));
            fault(at, "settings in TOML", e.message().to_owned())
        };
        if let Some((at, expected, found)) = unknown_key(text).map_err(broken)? {
            return Err(fault(Some(line(at)), &expected, format!("`{found}`")));
        }
        let config: Self = toml::from_str(text).map_err(broken)?;
        config
            .validate()
            .map_err(|(key, expected, found)| fault(line_of(text, key), &expected, found))?;
        Ok(config)
    }

    /// These settings over others: what is missing here is taken from there, rule by rule for
    /// `rules` and `calibration`.
    #[must_use]
    pub fn over(self, lower: Self) -> Self {
        let merged = |mut lower: BTreeMap<String, _>, upper| {
            lower.extend(upper);
            lower
        };
        let mut calibration = lower.calibration;
        calibration.extend(self.calibration);
        Self {
            select: self.select.or(lower.select),
            ignore: self.ignore.or(lower.ignore),
            model: self.model.or(lower.model),
            threads: self.threads.or(lower.threads),
            gate: GateConfig {
                fail_on: self.gate.fail_on.or(lower.gate.fail_on),
                min_probability: self.gate.min_probability.or(lower.gate.min_probability),
                max_flags: self.gate.max_flags.or(lower.gate.max_flags),
                min_score: self.gate.min_score.or(lower.gate.min_score),
                baseline: self.gate.baseline.or(lower.gate.baseline),
                verdicts: self.gate.verdicts.or(lower.gate.verdicts),
            },
            documents: DocumentsConfig {
                source_name: self.documents.source_name.or(lower.documents.source_name),
                target_name: self.documents.target_name.or(lower.documents.target_name),
                exclude: self.documents.exclude.or(lower.documents.exclude),
            },
            rules: merged(lower.rules, self.rules),
            calibration,
        }
    }

    /// What has the right type and still cannot be: key, what is expected, what was found.
    fn validate(&self) -> std::result::Result<(), (&str, String, String)> {
        let gate = &self.gate;
        if let Some(p) = gate.min_probability.filter(|p| !(0.0..=1.0).contains(p)) {
            let expected = "a number from 0 to 1".to_owned();
            return Err(("min-probability", expected, p.to_string()));
        }
        if let Some(s) = gate.min_score.filter(|s| !(0.0..=100.0).contains(s)) {
            return Err((
                "min-score",
                "a number from 0 to 100".to_owned(),
                s.to_string(),
            ));
        }
        if self.threads == Some(0) {
            return Err(("threads", "1 or more".to_owned(), "0".to_owned()));
        }
        let finite =
            |(selector, shift): &(&String, &f64)| !shift.is_finite() || selector.is_empty();
        if let Some((selector, shift)) = self.calibration.iter().find(finite) {
            return Err((selector, "a number".to_owned(), shift.to_string()));
        }
        let named = self.rules.keys().chain(self.calibration.keys());
        let lists = [&self.select, &self.ignore];
        for selector in named.chain(lists.into_iter().flatten().flatten()) {
            if let Err(error) = registry::fitting(selector) {
                return Err((selector, "a rule".to_owned(), error.to_string()));
            }
        }
        Ok(())
    }

    /// The file as TOML.
    ///
    /// # Errors
    /// [`Error::Setting`] where a path is not UTF-8.
    pub fn to_toml(&self) -> Result<String> {
        toml::to_string_pretty(self).map_err(|e| Error::Setting(e.to_string()))
    }
}

/// The settings file in the folder of `input` or in one above it.
#[must_use]
pub fn find(input: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(input).ok()?;
    let folder = if start.is_dir() {
        start.as_path()
    } else {
        start.parent()?
    };
    folder
        .ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|file| file.is_file())
}

/// The first key that is not known: byte offset, what was expected, what was found.
fn unknown_key(
    text: &str,
) -> std::result::Result<Option<(usize, String, String)>, toml::de::Error> {
    let table = toml::de::DeTable::parse(text)?;
    let mut unknown: Vec<(usize, String, String)> = Vec::new();
    for (key, value) in table.get_ref() {
        unknown.extend(check_key("", key));
        let name: &str = key.get_ref();
        if let (true, toml::de::DeValue::Table(inner)) = (
            KEYS.iter().any(|(section, _)| *section == name),
            value.get_ref(),
        ) {
            unknown.extend(inner.keys().filter_map(|key| check_key(name, key)));
        }
    }
    Ok(unknown.into_iter().min())
}

fn check_key(
    section: &str,
    key: &toml::Spanned<std::borrow::Cow<'_, str>>,
) -> Option<(usize, String, String)> {
    let (_, known) = KEYS.iter().find(|(name, _)| *name == section)?;
    let name: &str = key.get_ref();
    if known.contains(&name) || known.contains(&"*") {
        return None;
    }
    // A key of another section, too, can be what is meant.
    let all = KEYS.iter().flat_map(|(section, keys)| {
        let full = move |key: &&str| match *section {
            "" => (*key).to_owned(),
            section => format!("{section}.{key}"),
        };
        keys.iter()
            .filter(|key| **key != "*")
            .map(move |key| (full(key), *key))
    });
    let (nearest, _) = all.min_by_key(|(full, key)| {
        let elsewhere = !known.contains(key);
        (registry::distance(key, name), elsewhere, full.clone())
    })?;
    let found = match section {
        "" => name.to_owned(),
        section => format!("{section}.{name}"),
    };
    let expected = format!("a known setting (did you mean `{nearest}`?)");
    Some((key.span().start, expected, found))
}

/// 1-based line of the first mention of a word.
fn line_of(text: &str, word: &str) -> Option<usize> {
    text.lines()
        .position(|line| line.contains(word))
        .map(|k| k + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        Config::parse(text, Path::new("mtlint.toml"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_nearest_and_its_line() {
        let text = "select = [\"ACC\"]\n\n[gate]\nfail_on = \"major\"\n";
        let said = message(text);
        assert!(said.contains("line 4"), "{said}");
        assert!(said.contains("did you mean `gate.fail-on`?"), "{said}");
        assert!(said.ends_with("found `gate.fail_on`"), "{said}");
        let said = message("max-flags = 3\n");
        assert!(said.contains("did you mean `gate.max-flags`?"), "{said}");
    }

    #[test]
    fn values_are_checked() {
        for (text, words) in [
            ("[gate]\nfail-on = \"fatal\"\n", ["line 2", "critical"]),
            ("[gate]\nmin-probability = 2.0\n", ["line 2", "0 to 1"]),
            ("[gate]\nmin-score = -1.0\n", ["line 2", "0 to 100"]),
            (
                "[rules]\nACC999 = \"off\"\n",
                ["line 2", "unknown rule `ACC999`"],
            ),
            ("[rules]\nACC005 = \"maybe\"\n", ["line 2", "advise"]),
            ("select = 3\n", ["line 1", "invalid type"]),
            ("a = = 3\n", ["line 1", "settings in TOML"]),
        ] {
            let said = message(text);
            for word in words {
                assert!(said.contains(word), "no `{word}` in: {said}");
            }
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "select = [\"ACC\"]\n[gate]\nmax-flags = 3\n[rules]\nACC007 = \"off\"\n";
        let config = Config::parse(text, Path::new("x")).unwrap();
        let again = Config::parse(&config.to_toml().unwrap(), Path::new("x")).unwrap();
        assert_eq!(config, again);
        assert_eq!(config.rules["ACC007"], Level::Off);
    }

    #[test]
    fn the_file_is_found_upward_and_its_paths_count_from_there() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        let file = dir.path().join(FILE_NAME);
        std::fs::write(&file, "[gate]\nbaseline = \"known.json\"\n").unwrap();
        let found = find(&deep.join("x.zh.txt")).unwrap();
        assert_eq!(found.canonicalize().unwrap(), file.canonicalize().unwrap());
        let config = Config::read(&found).unwrap();
        let baseline = config.gate.baseline.unwrap();
        assert_eq!(baseline, found.parent().unwrap().join("known.json"));
    }
}
