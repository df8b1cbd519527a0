//! The report for a reviewer with a browser: one file, nothing loaded from anywhere.
//!
//! Both texts stand side by side, a group of sentences a row; flags are marks that lead to their
//! evidence. Verdicts given in the page are saved as the CSV report with its last columns filled in.
//!
//! The texts are hostile: the template escapes everything, control characters and directional
//! overrides are shown by signs, and the page's policy lets nothing run but its own script and style
//! (by their hashes).

use std::io;
use std::ops::Range;

use minijinja::Environment;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::summary::{Summary, scores};
use super::visible::{visible, visible_char};
use super::{Report, csv, grouped, sentence};
use crate::check::{CheckResult, CheckedDocument};
use crate::flag::{Flag, Location};
use crate::gate::Verdict;
use crate::load::Document;

mod base64;
mod evidence;
mod pieces;
mod strip;

use evidence::PageFlag;
use pieces::{Piece, pieces};
use strip::{StripMark, strip};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// The HTML report.
#[derive(Debug, Clone)]
pub struct HtmlReport {
    /// What the gate said.
    pub verdict: Verdict,
}

impl Report for HtmlReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        let mut environment = Environment::new();
        environment
            .add_template("page.html", PAGE)
            .map_err(io::Error::other)?;
        let page = environment
            .get_template("page.html")
            .and_then(|template| template.render(minijinja::value::Serde(self.page(result))))
            .map_err(io::Error::other)?;
        out.write_all(page.as_bytes())?;
        out.write_all(b"\n")
    }
}

/// What the template shows.
#[derive(Serialize)]
struct Page {
    title: String,
    tool: &'static str,
    version: &'static str,
    model: String,
    settings: Vec<(String, String)>,
    verdict: &'static str,
    verdict_word: String,
    verdict_lines: Vec<String>,
    summary: Summary,
    penalty: String,
    score: String,
    warnings: Vec<String>,
    rules: Vec<RuleCount>,
    documents: Vec<PageDocument>,
    silent: Vec<Silent>,
    fixed: Vec<Fixed>,
    table: String,
    style: &'static str,
    style_hash: String,
    script: &'static str,
    script_hash: String,
}

#[derive(Serialize)]
struct RuleCount {
    code: &'static str,
    name: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct PageDocument {
    source_path: String,
    target_path: String,
    about: String,
    marks: Vec<StripMark>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    label: String,
    source: Vec<Piece>,
    target: Vec<Piece>,
    flags: Vec<PageFlag>,
}

#[derive(Serialize)]
struct Silent {
    code: &'static str,
    message: String,
    reason: String,
}

#[derive(Serialize)]
struct Fixed {
    code: String,
    text: String,
    document: String,
}

impl HtmlReport {
    fn page(&self, result: &CheckResult) -> Page {
        let summary = Summary::of(result);
        let groups = grouped(&result.documents);
        let title = match groups.as_slice() {
            [(_, [only])] => format!("{} → {}", only.source.path, only.target.path),
            [(_, [first, ..])] => first.target.path.clone(),
            several => format!("{} documents", several.len()),
        };
        let unreadable = result.unreadable.iter().map(|pair| pair.reason.clone());
        let warnings = result.warnings.iter().map(ToString::to_string);
        Page {
            title: visible(&title),
            tool: result.tool.name,
            version: result.tool.version,
            model: visible(&result.tool.model),
            settings: result.tool.settings.clone().into_iter().collect(),
            verdict: self.verdict.name(),
            verdict_word: self.verdict.name().replace('-', " "),
            verdict_lines: self.verdict_lines(),
            penalty: summary
                .penalty_per_1000_words
                .map_or_else(|| "–".to_owned(), |p| format!("{p:.1}")),
            score: format!("{:.1}", summary.score),
            warnings: unreadable.chain(warnings).map(|w| visible(&w)).collect(),
            rules: rules(result, &summary),
            documents: self.documents(result, &groups),
            silent: result.suppressed.iter().map(silent).collect(),
            fixed: result.fixed.iter().map(fixed).collect(),
            table: table(result),
            style: STYLE,
            style_hash: hash(STYLE),
            script: SCRIPT,
            script_hash: hash(SCRIPT),
            summary,
        }
    }

    fn verdict_lines(&self) -> Vec<String> {
        match &self.verdict {
            Verdict::Pass => Vec::new(),
            Verdict::Fail { conditions, .. } => {
                conditions.iter().map(|c| visible(&c.to_string())).collect()
            }
            Verdict::CouldNotCheck { reason, .. } => vec![visible(reason)],
        }
    }

    fn documents(
        &self,
        result: &CheckResult,
        groups: &[(usize, &[CheckedDocument])],
    ) -> Vec<PageDocument> {
        let mut flags: Vec<Vec<(usize, &Flag)>> = vec![Vec::new(); result.documents.len()];
        for (index, flag) in result.flags.iter().enumerate() {
            if let Some(own) = flags.get_mut(flag.document) {
                own.push((index, flag));
            }
        }
        groups
            .iter()
            .zip(scores(result))
            .map(|((first, documents), score)| {
                let flags = &flags[*first..*first + documents.len()];
                let numbered = documents.iter().zip(flags).enumerate();
                let rows = numbered.flat_map(|(k, (document, flags))| {
                    (0..document.beads.len())
                        .map(move |bead| self.row(first + k, document, bead, flags))
                });
                PageDocument {
                    source_path: visible(&documents[0].source.path),
                    target_path: visible(&score.document),
                    about: format!(
                        "{} flags, {} English words, score {:.1}",
                        score.flags, score.words, score.score
                    ),
                    marks: strip(documents, flags),
                    rows: rows.collect(),
                }
            })
            .collect()
    }

    /// A group of sentences, with those of the document's `flags` that stand in it.
    fn row(
        &self,
        number: usize,
        document: &CheckedDocument,
        bead: usize,
        flags: &[(usize, &Flag)],
    ) -> Row {
        let b = &document.beads[bead];
        let own: Vec<(usize, &Flag)> = flags
            .iter()
            .copied()
            .filter(|(_, flag)| flag.bead == bead)
            .collect();
        let source = sentence::source(document, b);
        let target = sentence::target(document, b);
        let side =
            |text: &Document, span: &Option<Range<usize>>, of: fn(&Flag) -> Option<&Location>| {
                let Some(span) = span else { return Vec::new() };
                let marked = own.iter().filter_map(|(index, flag)| {
                    Some((*index, flag.severity, of(flag)?.span.clone()))
                });
                pieces(&text.text, span, &marked.collect::<Vec<_>>())
            };
        let line = |text: &Document, span: &Option<Range<usize>>| {
            let span = span.as_ref()?;
            Some(text.position(span.start).line)
        };
        let label = match document.row {
            Some(row) => format!("row {row}"),
            None => match (
                line(&document.source, &source),
                line(&document.target, &target),
            ) {
                (Some(zh), Some(en)) if zh == en => format!("line {zh}"),
                (Some(zh), Some(en)) => format!("lines {zh} → {en}"),
                (Some(zh), None) => format!("line {zh} → none"),
                (None, Some(en)) => format!("line none → {en}"),
                (None, None) => String::new(),
            },
        };
        Row {
            id: format!("bead-{number}-{bead}"),
            label,
            source: side(&document.source, &source, |flag| flag.source.as_ref()),
            target: side(&document.target, &target, |flag| flag.target.as_ref()),
            flags: own
                .iter()
                .map(|&(index, flag)| {
                    let blocks = self.verdict.blocking().binary_search(&index).is_ok();
                    PageFlag::of(index, flag, blocks)
                })
                .collect(),
        }
    }
}

/// A text whose lines stay lines.
fn shown(text: &str) -> String {
    let sign = |c| if c == '\n' { c } else { visible_char(c) };
    text.chars().map(sign).collect()
}

/// The rules that flagged.
fn rules(result: &CheckResult, summary: &Summary) -> Vec<RuleCount> {
    let name = |code: &str| {
        let flag = result.flags.iter().find(|flag| flag.code == code);
        flag.map_or("", |flag| flag.rule)
    };
    summary
        .by_rule
        .iter()
        .map(|(&code, &count)| RuleCount {
            code,
            name: name(code),
            count,
        })
        .collect()
}

fn silent(suppressed: &crate::check::Suppressed) -> Silent {
    Silent {
        code: suppressed.flag.code,
        message: visible(&suppressed.flag.message),
        reason: visible(&suppressed.reason.to_string()),
    }
}

fn fixed(known: &crate::gate::baseline::Known) -> Fixed {
    Fixed {
        code: visible(&known.code),
        text: visible(&known.text),
        document: visible(&known.document),
    }
}

/// The rows of the CSV report for the page's script, in JSON without any markup character.
fn table(result: &CheckResult) -> String {
    let (header, rows) = csv::table(result);
    let mut hash = Sha256::new();
    for flag in &result.flags {
        hash.update(&flag.fingerprint);
        hash.update([0]);
    }
    let id = base64::encode(&hash.finalize()[..12]);
    let table = serde_json::json!({"id": id, "header": header, "rows": rows});
    table
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// The hash of an inline script or style, as a content security policy names it.
fn hash(text: &str) -> String {
    base64::encode(&Sha256::digest(text))
}
