//! Articles whose alignment is known, rebuilt from translations that are rated segment by segment.

use std::collections::BTreeMap;
use std::path::Path;

use super::align::{AlignedText, GoldBead};
use super::damage::Damage;
use super::rated;
use crate::Result;
use crate::load::Document;
use crate::segment::{Segment, segment_source, segment_target};

/// A document in one translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Name of the document.
    pub name: String,
    /// Source and target of each segment, in order.
    pub rows: Vec<(String, String)>,
}

impl Article {
    /// Reads the documents of a file of rated translations, in order of their names, each in the
    /// translation of one system; the systems take turns.
    ///
    /// # Errors
    /// If the file cannot be read or has another form.
    pub fn read_all(path: &Path) -> Result<Vec<Self>> {
        type Systems = BTreeMap<String, BTreeMap<i64, (String, String)>>;
        let mut documents: BTreeMap<(String, String), Systems> = BTreeMap::new();
        for row in rated::read(path)? {
            documents
                .entry((row.set, row.doc))
                .or_default()
                .entry(row.system)
                .or_default()
                .insert(row.seg, (row.source, row.target));
        }
        let articles = documents.into_iter().enumerate();
        Ok(articles
            .map(|(turn, ((_, name), systems))| {
                let count = systems.len();
                let chosen = systems.into_values().nth(turn % count);
                Self {
                    name,
                    rows: chosen.unwrap_or_default().into_values().collect(),
                }
            })
            .collect())
    }

    /// A row a segment: gold is 1-1 throughout. Paragraphs are not known.
    #[must_use]
    pub fn by_rows(&self) -> AlignedText {
        let (source, target) = self.rows.iter().cloned().unzip();
        AlignedText {
            name: self.name.clone(),
            gold: one_to_one(self.rows.len()),
            source,
            target,
            breaks: [Vec::new(), Vec::new()],
        }
    }

    /// A sentence a segment, by our own splitting, and a row a paragraph. Only rows which both
    /// sides divide into as many sentences, so that gold is 1-1 here too.
    #[must_use]
    pub fn by_sentences(&self) -> AlignedText {
        let (mut source, mut target, mut breaks) = (Vec::new(), Vec::new(), Vec::new());
        for (chinese, english) in &self.rows {
            let chinese = sentences(chinese, segment_source);
            let english = sentences(english, segment_target);
            if chinese.len() == english.len() {
                breaks.extend((0..chinese.len()).map(|k| k == 0));
                source.extend(chinese);
                target.extend(english);
            }
        }
        AlignedText {
            name: self.name.clone(),
            gold: one_to_one(source.len()),
            source,
            target,
            breaks: [breaks.clone(), breaks],
        }
    }
}

/// Texts of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// What they are.
    pub name: &'static str,
    /// Whether they were damaged.
    pub damaged: bool,
    /// The texts.
    pub texts: Vec<AlignedText>,
}

/// The articles that figures are stated for, by rows and by sentences, as they are and damaged:
/// every second one. No weight is fitted on these.
#[must_use]
pub fn kinds(articles: &[Article]) -> Vec<Kind> {
    let articles: Vec<&Article> = articles.iter().skip(1).step_by(2).collect();
    let rows: Vec<_> = articles.iter().map(|a| a.by_rows()).collect();
    let sentences: Vec<_> = articles.iter().map(|a| a.by_sentences()).collect();
    let kind = |name, damaged, texts| Kind {
        name,
        damaged,
        texts,
    };
    vec![
        kind("rows, damaged", true, damage(&rows)),
        kind("sentences, damaged", true, damage(&sentences)),
        kind("rows", false, rows),
        kind("sentences", false, sentences),
    ]
}

/// The other articles, to fit weights on: by rows and by sentences, damaged.
#[must_use]
pub fn fitting(articles: &[Article]) -> Vec<AlignedText> {
    let articles: Vec<&Article> = articles.iter().step_by(2).collect();
    let rows: Vec<_> = articles.iter().map(|a| a.by_rows()).collect();
    let sentences: Vec<_> = articles.iter().map(|a| a.by_sentences()).collect();
    let mut texts = damage(&rows);
    texts.extend(damage(&sentences));
    texts
}

/// Each text damaged, with segments of the next one inserted.
fn damage(texts: &[AlignedText]) -> Vec<AlignedText> {
    let damaged = texts.iter().enumerate().map(|(k, text)| {
        let other = &texts[(k + 1) % texts.len()].target;
        let foreign: Vec<&str> = other.iter().map(String::as_str).collect();
        Damage::USUAL.apply(text, &foreign, k as u64)
    });
    damaged.collect()
}

fn one_to_one(count: usize) -> Vec<GoldBead> {
    (0..count)
        .map(|k| GoldBead {
            source: vec![k],
            target: vec![k],
        })
        .collect()
}

fn sentences(text: &str, split: fn(&Document) -> Vec<Segment>) -> Vec<String> {
    let document = Document::new("", text);
    let segments = split(&document).into_iter();
    segments.map(|s| document.text[s.span].to_owned()).collect()
}
