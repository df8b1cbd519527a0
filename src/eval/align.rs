//! Alignment: strict and lax precision, recall and F1 (Vecalign's scorer).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use crate::align::Bead;
use crate::align::bitext::Side;
use crate::align::tokens::TokenRows;
use crate::embed::{Embeddings, Encoder};
use crate::{Error, Result};

/// A bead of a gold file: any indices, not only ranges.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoldBead {
    /// Source indices, 0-based.
    pub source: Vec<usize>,
    /// Target indices, 0-based.
    pub target: Vec<usize>,
}

impl GoldBead {
    /// As a bead, if both sides are runs. An empty side is put at 0.
    #[must_use]
    pub fn bead(&self) -> Option<Bead> {
        let range = |v: &[usize]| match (v.first(), v.last()) {
            (Some(&a), Some(&b)) => (b + 1 - a == v.len()).then_some(a..b + 1),
            _ => Some(0..0),
        };
        Some(Bead {
            source: range(&self.source)?,
            target: range(&self.target)?,
        })
    }
}

impl From<&Bead> for GoldBead {
    fn from(bead: &Bead) -> Self {
        Self {
            source: bead.source.clone().collect(),
            target: bead.target.clone().collect(),
        }
    }
}

/// A text aligned by hand: a line is a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignedText {
    /// Name of its three files.
    pub name: String,
    /// Chinese lines.
    pub source: Vec<String>,
    /// English lines.
    pub target: Vec<String>,
    /// Whether each line of either side begins a paragraph; empty where that is not known.
    pub breaks: [Vec<bool>; 2],
    /// The beads.
    pub gold: Vec<GoldBead>,
}

/// The vectors of an [`AlignedText`].
#[derive(Debug)]
pub struct EmbeddedText<'a> {
    breaks: &'a [Vec<bool>; 2],
    texts: [Vec<&'a str>; 2],
    vectors: [Embeddings; 2],
    tokens: [TokenRows; 2],
}

impl AlignedText {
    /// Reads all texts of a directory with `zh/`, `en/` and `gold/`, in order of their names.
    ///
    /// # Errors
    /// If a file is missing or a gold file has another form.
    pub fn read_all(directory: &Path) -> Result<Vec<Self>> {
        let cause = |path: &Path, cause| Error::Read {
            path: path.to_owned(),
            cause,
        };
        let folder = directory.join("gold");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|e| cause(&folder, e))? {
            names.push(entry.map_err(|e| cause(&folder, e))?.file_name());
        }
        names.sort();
        let lines = |path: std::path::PathBuf| -> Result<Vec<String>> {
            let text = std::fs::read_to_string(&path).map_err(|e| cause(&path, e))?;
            Ok(text.lines().map(|l| l.trim().to_owned()).collect())
        };
        names
            .into_iter()
            .map(|name| {
                Ok(Self {
                    source: lines(directory.join("zh").join(&name))?,
                    target: lines(directory.join("en").join(&name))?,
                    breaks: Default::default(),
                    gold: read_gold(&folder.join(&name))?,
                    name: name.to_string_lossy().into_owned(),
                })
            })
            .collect()
    }

    /// The gold beads whose sides are runs.
    #[must_use]
    pub fn beads(&self) -> Vec<Bead> {
        self.gold.iter().filter_map(GoldBead::bead).collect()
    }

    /// Embeds both sides.
    ///
    /// # Errors
    /// If the tensor library fails.
    pub fn embed(&self, encoder: &dyn Encoder) -> Result<EmbeddedText<'_>> {
        let texts =
            [&self.source, &self.target].map(|lines| lines.iter().map(String::as_str).collect());
        let [source, target]: &[Vec<&str>; 2] = &texts;
        let (source, source_tokens) = TokenRows::embed(source, encoder)?;
        let (target, target_tokens) = TokenRows::embed(target, encoder)?;
        Ok(EmbeddedText {
            breaks: &self.breaks,
            texts,
            vectors: [source, target],
            tokens: [source_tokens, target_tokens],
        })
    }
}

impl EmbeddedText<'_> {
    /// The two sides, as the aligner wants them.
    #[must_use]
    pub fn sides(&self) -> (Side<'_>, Side<'_>) {
        let side = |k: usize| Side {
            texts: &self.texts[k],
            vectors: &self.vectors[k],
            tokens: &self.tokens[k],
            breaks: &self.breaks[k],
        };
        (side(0), side(1))
    }
}

/// Reads lines `[0, 1]:[2]`; text after the second bracket (a score) is not read.
///
/// # Errors
/// If the file cannot be read, or a line that is not blank has another form.
pub fn read_gold(path: &Path) -> Result<Vec<GoldBead>> {
    let text = std::fs::read_to_string(path).map_err(|cause| Error::Read {
        path: path.to_owned(),
        cause,
    })?;
    let mut beads = Vec::new();
    for (k, line) in text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
    {
        beads.push(parse(line).ok_or_else(|| Error::Input {
            path: path.to_owned(),
            line: Some(k + 1),
            expected: "a bead such as `[0, 1]:[2]`".into(),
            found: format!("`{line}`"),
        })?);
    }
    Ok(beads)
}

fn parse(line: &str) -> Option<GoldBead> {
    let rest = line.trim().strip_prefix('[')?;
    let (source, rest) = rest.split_once(']')?;
    let (target, _) = rest
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('[')?
        .split_once(']')?;
    let indices = |side: &str| -> Option<Vec<usize>> {
        side.split([',', ' '])
            .filter(|x| !x.is_empty())
            .map(|x| x.parse().ok())
            .collect()
    };
    Some(GoldBead {
        source: indices(source)?,
        target: indices(target)?,
    })
}

/// Right, found and wanted beads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Beads found that are right.
    pub right: usize,
    /// Beads found.
    pub found: usize,
    /// Gold beads that were found.
    pub hit: usize,
    /// Gold beads.
    pub wanted: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.hit += other.hit;
        self.wanted += other.wanted;
    }

    /// Share of the found that is right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    /// Share of the wanted that was found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        self.hit as f64 / self.wanted.max(1) as f64
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        }
    }
}

/// The score of one or several alignments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlignScore {
    /// Both sides exactly right; beads with an empty side left out.
    pub strict: Counts,
    /// Both sides overlap a gold bead's; beads with an empty side left out.
    pub lax: Counts,
    /// Omissions and additions alone, exactly right.
    pub null: Counts,
    /// Strict counts by shape (source × target); `found` by the shape found, `wanted` by gold's.
    pub shapes: BTreeMap<(usize, usize), Counts>,
}

impl AlignScore {
    /// Compares an alignment with gold.
    #[must_use]
    pub fn new(gold: &[GoldBead], found: &[GoldBead]) -> Self {
        let whole = |b: &&GoldBead| !b.source.is_empty() && !b.target.is_empty();
        let mut score = Self::default();
        let (g, f): (BTreeSet<_>, BTreeSet<_>) = (
            gold.iter().filter(whole).collect(),
            found.iter().filter(whole).collect(),
        );
        let right = g.intersection(&f).count();
        score.strict = Counts {
            right,
            found: f.len(),
            hit: right,
            wanted: g.len(),
        };
        let (right, hit) = (overlapping(&f, &g), overlapping(&g, &f));
        score.lax = Counts {
            right,
            found: f.len(),
            hit,
            wanted: g.len(),
        };
        let null = |b: &&GoldBead| !whole(b);
        let (gn, fnull): (BTreeSet<_>, BTreeSet<_>) = (
            gold.iter().filter(null).collect(),
            found.iter().filter(null).collect(),
        );
        // A run of three omissions is three beads or one: count the segments.
        let singles = |set: &BTreeSet<&GoldBead>| -> BTreeSet<(bool, usize)> {
            set.iter()
                .flat_map(|b| {
                    let source = b.source.iter().map(|&i| (true, i));
                    source.chain(b.target.iter().map(|&j| (false, j)))
                })
                .collect()
        };
        let (gn, fnull) = (singles(&gn), singles(&fnull));
        let right = gn.intersection(&fnull).count();
        score.null = Counts {
            right,
            found: fnull.len(),
            hit: right,
            wanted: gn.len(),
        };
        for bead in &g {
            let entry = score
                .shapes
                .entry((bead.source.len(), bead.target.len()))
                .or_default();
            entry.wanted += 1;
            entry.hit += usize::from(f.contains(bead));
        }
        for bead in &f {
            let entry = score
                .shapes
                .entry((bead.source.len(), bead.target.len()))
                .or_default();
            entry.found += 1;
            entry.right += usize::from(g.contains(bead));
        }
        score
    }

    /// Adds the counts of another text.
    pub fn add(&mut self, other: &Self) {
        self.strict.add(other.strict);
        self.lax.add(other.lax);
        self.null.add(other.null);
        for (shape, counts) in &other.shapes {
            self.shapes.entry(*shape).or_default().add(*counts);
        }
    }
}

/// How many of `beads` overlap one of `others` on both sides.
fn overlapping(beads: &BTreeSet<&GoldBead>, others: &BTreeSet<&GoldBead>) -> usize {
    let mut by_source: BTreeMap<usize, Vec<&GoldBead>> = BTreeMap::new();
    for bead in others {
        for &i in &bead.source {
            by_source.entry(i).or_default().push(bead);
        }
    }
    let meets = |bead: &GoldBead| {
        bead.source
            .iter()
            .filter_map(|i| by_source.get(i))
            .flatten()
            .any(|other| other.target.iter().any(|j| bead.target.contains(j)))
    };
    beads.iter().filter(|b| meets(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_wants_both_sides_exact_and_lax_an_overlap() {
        let gold: Vec<_> = ["[0]:[0]", "[1,2]:[1]", "[3]:[]"]
            .iter()
            .filter_map(|l| parse(l))
            .collect();
        let found: Vec<_> = ["[0]:[0]", "[1]:[1]", "[2]:[]", "[3]:[]"]
            .iter()
            .filter_map(|l| parse(l))
            .collect();
        let score = AlignScore::new(&gold, &found);
        assert_eq!(
            (score.strict.right, score.strict.found, score.strict.wanted),
            (1, 2, 2)
        );
        assert_eq!((score.lax.right, score.lax.hit), (2, 2));
        assert_eq!(
            (score.null.right, score.null.found, score.null.wanted),
            (1, 2, 1)
        );
        assert!((score.strict.f1() - 0.5).abs() < 1e-9);
    }
}
