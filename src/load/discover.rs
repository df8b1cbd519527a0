//! Finds pairs of documents: in folders, by globs, or from the name of either side.
//!
//! A [`Naming`] says how the two files of a pair are called; `{name}` stands for what they share:
//! `{name}.zh.txt` and `{name}.en.txt`, or `zh/{name}.txt` and `en/{name}.txt`. Folders are searched
//! as git would: hidden files and what `.gitignore` names are left out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use crate::error::{Error, Result};

/// What stands for the shared part of two names.
const NAME: &str = "{name}";

/// Characters that make a path a glob.
const GLOB: [char; 4] = ['*', '?', '[', '{'];

/// The two files of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentPair {
    /// The Chinese text.
    pub source: PathBuf,
    /// The English text.
    pub target: PathBuf,
}

/// How the files of a pair are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Name of the Chinese file.
    source: Pattern,
    /// Name of the English file.
    target: Pattern,
}

impl Default for Naming {
    /// `{name}.zh.txt` and `{name}.en.txt`.
    fn default() -> Self {
        let pattern = |after: &str| Pattern {
            before: String::new(),
            after: after.to_owned(),
        };
        Self {
            source: pattern(".zh.txt"),
            target: pattern(".en.txt"),
        }
    }
}

/// A name around `{name}`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    before: String,
    after: String,
}

impl Pattern {
    fn parse(text: &str) -> Result<Self> {
        let fault = |found: &str| {
            Error::Setting(format!(
                "expected a file name with one `{NAME}`, for example `{NAME}.zh.txt`, found `{found}`"
            ))
        };
        let (before, after) = text.split_once(NAME).ok_or_else(|| fault(text))?;
        if after.contains(NAME)
            || before.starts_with('/')
            || (before.is_empty() && after.is_empty())
        {
            return Err(fault(text));
        }
        Ok(Self {
            before: before.to_owned(),
            after: after.to_owned(),
        })
    }

    /// Folder and shared part of a path that has this name.
    fn split<'a>(&self, path: &'a str) -> Option<(&'a str, &'a str)> {
        let path = path.strip_suffix(&*self.after)?;
        let levels = self.before.matches('/').count();
        // As many slashes as the pattern has, and one more for the folder before it.
        let folder = path
            .rmatch_indices('/')
            .nth(levels)
            .map_or(0, |(at, _)| at + 1);
        let name = path[folder..].strip_prefix(&*self.before)?;
        (!name.is_empty() && !name.contains('/')).then_some((&path[..folder], name))
    }

    fn join(&self, folder: &str, name: &str) -> PathBuf {
        let (before, after) = (&self.before, &self.after);
        PathBuf::from(format!("{folder}{before}{name}{after}"))
    }
}

impl Naming {
    /// The naming of two patterns.
    ///
    /// # Errors
    /// [`Error::Setting`] where one lacks `{name}`, has it twice, or both are equal.
    pub fn new(source: &str, target: &str) -> Result<Self> {
        if source == target {
            return Err(Error::Setting(format!(
                "expected different names for the Chinese and the English file, found `{source}` for both"
            )));
        }
        Ok(Self {
            source: Pattern::parse(source)?,
            target: Pattern::parse(target)?,
        })
    }

    /// The pair to which a file belongs, from its name alone.
    #[must_use]
    pub fn pair(&self, path: &Path) -> Option<DocumentPair> {
        let path = path.to_str()?;
        // Where both fit (`{name}.txt` and `{name}.en.txt`) the longer name is meant.
        let of = |pattern: &Pattern| {
            let (folder, name) = pattern.split(path)?;
            let pair = DocumentPair {
                source: self.source.join(folder, name),
                target: self.target.join(folder, name),
            };
            Some((name.len(), pair))
        };
        let both = of(&self.source).into_iter().chain(of(&self.target));
        both.min_by_key(|(length, _)| *length).map(|(_, pair)| pair)
    }
}

/// The pairs under `paths`, sorted, each once: folders are searched, globs too, and a file brings
/// its other half. `exclude` are globs of files to leave out.
///
/// A pair of which one half is missing is among them: it is for the check to say so.
///
/// # Errors
/// [`Error::Setting`] for a glob that is none, [`Error::Input`] for a path that gives no pair, and
/// [`Error::Read`] for a folder that cannot be searched.
pub fn discover(
    paths: &[PathBuf],
    naming: &Naming,
    exclude: &[String],
) -> Result<Vec<DocumentPair>> {
    let excluded = globs(exclude)?;
    let mut pairs = BTreeSet::new();
    for path in paths {
        let found: Vec<DocumentPair> = candidates(path)?
            .iter()
            .filter_map(|file| naming.pair(file))
            .collect();
        if found.is_empty() {
            return Err(Error::Input {
                path: path.clone(),
                line: None,
                expected: format!("files called {}", naming.describe()),
                found: "none".to_owned(),
            });
        }
        let out =
            |pair: &DocumentPair| [&pair.source, &pair.target].map(|file| excluded.is_match(file));
        pairs.extend(found.into_iter().filter(|pair| out(pair) == [false; 2]));
    }
    Ok(pairs.into_iter().collect())
}

/// The files that a path names: those of a folder, those that fit a glob, or itself.
fn candidates(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_dir() {
        return files(path);
    }
    let text = path.to_string_lossy();
    if path.exists() || !is_glob(path) {
        return Ok(vec![path.to_owned()]);
    }
    let wanted = globs(&[text.clone().into_owned()])?;
    let mut files = files(&base(&text))?;
    if !text.starts_with("./") {
        let plain = |file: PathBuf| file.strip_prefix("./").map_or(file.clone(), Path::to_owned);
        files = files.into_iter().map(plain).collect();
    }
    files.retain(|file| wanted.is_match(file));
    Ok(files)
}

/// Whether a path has a character that only a glob would have.
#[must_use]
pub fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(GLOB)
}

impl Naming {
    /// The two patterns, Chinese first.
    #[must_use]
    pub fn patterns(&self) -> (String, String) {
        let name = |p: &Pattern| format!("{}{NAME}{}", p.before, p.after);
        (name(&self.source), name(&self.target))
    }

    fn describe(&self) -> String {
        let (source, target) = self.patterns();
        format!("`{source}` and `{target}`")
    }
}

/// The files under a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let entry = entry.map_err(|error| Error::Read {
            path: folder.to_owned(),
            cause: std::io::Error::other(error),
        })?;
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}

/// The folder before the first component with a glob character.
fn base(glob: &str) -> PathBuf {
    let plain: Vec<&str> = glob
        .split('/')
        .take_while(|part| !part.contains(GLOB))
        .collect();
    match plain.join("/") {
        folder if folder.is_empty() && glob.starts_with('/') => PathBuf::from("/"),
        folder if folder.is_empty() => PathBuf::from("."),
        folder => PathBuf::from(folder),
    }
}

fn globs(patterns: &[String]) -> Result<GlobSet> {
    let fault = |error: globset::Error| Error::Setting(format!("expected a glob, found: {error}"));
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).map_err(fault)?);
    }
    set.build().map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        dir
    }

    /// The pairs found, as `source target` without the folder.
    fn found(dir: &Path, paths: &[&str], naming: &Naming, exclude: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|p| dir.join(p)).collect();
        let exclude: Vec<String> = exclude.iter().map(|&g| g.to_owned()).collect();
        let short = |path: &Path| path.strip_prefix(dir).unwrap().display().to_string();
        discover(&paths, naming, &exclude)
            .unwrap()
            .iter()
            .map(|pair| format!("{} {}", short(&pair.source), short(&pair.target)))
            .collect()
    }

    #[test]
    fn a_folder_is_searched_and_halves_find_each_other() {
        let dir = folder(&[
            "b.en.txt",
            "b.zh.txt",
            "deep/a.zh.txt",
            "readme.txt",
            ".hidden/c.zh.txt",
            "old/d.zh.txt",
            ".gitignore",
        ]);
        std::fs::write(dir.path().join(".gitignore"), "old/\n").unwrap();
        let naming = Naming::default();
        assert_eq!(
            found(dir.path(), &[""], &naming, &[]),
            ["b.zh.txt b.en.txt", "deep/a.zh.txt deep/a.en.txt"]
        );
        assert_eq!(
            found(dir.path(), &["b.en.txt", "b.zh.txt"], &naming, &[]),
            ["b.zh.txt b.en.txt"]
        );
        assert_eq!(
            found(dir.path(), &[""], &naming, &["**/deep/**"]),
            ["b.zh.txt b.en.txt"]
        );
    }

    #[test]
    fn a_glob_is_searched() {
        let dir = folder(&["2023/a.zh.txt", "2024/a.zh.txt", "2024/b.en.txt"]);
        assert_eq!(
            found(dir.path(), &["2024/*.txt"], &Naming::default(), &[]),
            ["2024/a.zh.txt 2024/a.en.txt", "2024/b.zh.txt 2024/b.en.txt"]
        );
    }

    #[test]
    fn names_may_differ_in_the_folder() {
        let naming = Naming::new("zh/{name}.txt", "en/{name}.txt").unwrap();
        let pair = naming.pair(Path::new("news/en/a.txt")).unwrap();
        assert_eq!(pair.source, Path::new("news/zh/a.txt"));
        assert_eq!(naming.pair(Path::new("news/fr/a.txt")), None);
        let naming = Naming::new("{name}.txt", "{name}.en.txt").unwrap();
        let pair = naming.pair(Path::new("a.en.txt")).unwrap();
        assert_eq!(pair.source, Path::new("a.txt"));
    }

    #[test]
    fn names_without_a_shared_part_are_refused() {
        for (source, target) in [
            ("zh.txt", "{name}.txt"),
            ("{name}{name}", "{name}.txt"),
            ("{name}.txt", "{name}.txt"),
            ("{name}", "{name}.en"),
        ] {
            assert!(Naming::new(source, target).is_err(), "{source} {target}");
        }
    }

    #[test]
    fn a_path_that_gives_nothing_is_named() {
        let dir = folder(&["readme.md"]);
        let path = dir.path().to_path_buf();
        let message = discover(&[path], &Naming::default(), &[])
            .unwrap_err()
            .to_string();
        assert!(message.contains("`{name}.zh.txt`"), "{message}");
        assert!(discover(&["[".into()], &Naming::default(), &[]).is_err());
    }
}
