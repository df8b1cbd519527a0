//! The report for other programs: one object with everything in it.
//!
//! ```text
//! {"tool": {"name", "version", "model", "rules", "settings"},
//!  "documents": [{"source", "target", "row", "others", "beads"}],
//!  "summary": {counts, "penalty", "score", "verdict", "blocking", "failed_conditions", "warnings"},
//!  "flags": [the fields of `Flag`],
//!  "suppressed": [the same and "reason"], "fixed": […], "unreadable": […]}
//! ```
//!
//! The last three are left out where they would be empty.
//!
//! Offsets count Unicode scalar values from the start of the document (for pairs: of the cell),
//! end-exclusive. Every number with a fraction is rounded to four decimals, so that the report is
//! the same byte for byte wherever it is made.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::ser::{Formatter, PrettyFormatter};

use super::summary::{Summary, words};
use super::{Report, sentence};
use crate::check::{CheckResult, CheckedDocument, Suppressed, Tool, Unreadable};
use crate::error::Warning;
use crate::flag::{Flag, RuleInfo, Severity};
use crate::gate::baseline::Known;
use crate::gate::{Condition, Verdict};
use crate::load::Document;
use crate::score::Side;

/// The JSON report.
#[derive(Debug, Clone)]
pub struct JsonReport {
    /// What the gate said.
    pub verdict: Verdict,
}

impl Report for JsonReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        let whole = Whole {
            tool: tool(&result.tool),
            documents: result.documents.iter().map(document).collect(),
            summary: SummaryAndVerdict {
                summary: Summary::of(result),
                verdict: self.verdict.name(),
                blocking: self.verdict.blocking(),
                failed_conditions: self.verdict.conditions(),
                warnings: &result.warnings,
            },
            flags: &result.flags,
            suppressed: result.suppressed.iter().map(silent).collect(),
            fixed: &result.fixed,
            unreadable: &result.unreadable,
        };
        let mut json =
            serde_json::Serializer::with_formatter(&mut *out, Rounded(PrettyFormatter::new()));
        whole.serialize(&mut json)?;
        out.write_all(b"\n")
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    tool: JsonTool<'a>,
    documents: Vec<JsonDocument<'a>>,
    summary: SummaryAndVerdict<'a>,
    flags: &'a [Flag],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressed: Vec<JsonSuppressed<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    fixed: &'a [Known],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unreadable: &'a [Unreadable],
}

/// A silent flag and why it is silent.
#[derive(Serialize)]
struct JsonSuppressed<'a> {
    reason: String,
    #[serde(flatten)]
    flag: &'a Flag,
}

fn silent(suppressed: &Suppressed) -> JsonSuppressed<'_> {
    JsonSuppressed {
        reason: suppressed.reason.to_string(),
        flag: &suppressed.flag,
    }
}

#[derive(Serialize)]
struct JsonTool<'a> {
    name: &'a str,
    version: &'a str,
    model: &'a str,
    rules: Vec<JsonRule>,
    settings: &'a BTreeMap<String, String>,
}

/// A rule without its page, which `mtlint rules --format json` prints.
#[derive(Serialize)]
struct JsonRule {
    code: &'static str,
    name: &'static str,
    category: &'static str,
    severity: Severity,
    mechanical: bool,
    summary: &'static str,
}

#[derive(Serialize)]
struct SummaryAndVerdict<'a> {
    #[serde(flatten)]
    summary: Summary,
    verdict: &'static str,
    /// Indices of the flags that failed the gate.
    blocking: &'a [usize],
    /// The conditions of the gate that do not hold.
    failed_conditions: &'a [Condition],
    warnings: &'a [Warning],
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    source: SideOfDocument<'a>,
    target: SideOfDocument<'a>,
    row: Option<usize>,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "columns")]
    others: &'a [(String, String)],
    beads: Vec<JsonBead>,
}

#[derive(Serialize)]
struct SideOfDocument<'a> {
    path: &'a str,
    characters: usize,
    /// Only of the English side: runs of text between white space.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<usize>,
}

#[derive(Serialize)]
struct JsonBead {
    source: Option<Offsets>,
    target: Option<Offsets>,
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<f32>,
    quality: f32,
    error_probability: f32,
    misalignment: f32,
    spans: Vec<JsonSpan>,
}

#[derive(Serialize)]
struct JsonSpan {
    side: Side,
    #[serde(flatten)]
    offsets: Offsets,
    probability: f32,
}

#[derive(Serialize)]
struct Offsets {
    start: usize,
    end: usize,
}

fn tool(tool: &Tool) -> JsonTool<'_> {
    let rule = |rule: &&'static RuleInfo| JsonRule {
        code: rule.code,
        name: rule.name,
        category: rule.category,
        severity: rule.severity,
        mechanical: rule.mechanical,
        summary: rule.summary,
    };
    JsonTool {
        name: tool.name,
        version: tool.version,
        model: &tool.model,
        rules: tool.rules.iter().map(rule).collect(),
        settings: &tool.settings,
    }
}

fn document(d: &CheckedDocument) -> JsonDocument<'_> {
    JsonDocument {
        source: SideOfDocument {
            path: &d.source.path,
            characters: d.source.text.chars().count(),
            words: None,
        },
        target: SideOfDocument {
            path: &d.target.path,
            characters: d.target.text.chars().count(),
            words: Some(words(&d.target.text)),
        },
        row: d.row,
        others: &d.others,
        beads: beads(d),
    }
}

fn beads(d: &CheckedDocument) -> Vec<JsonBead> {
    d.beads
        .iter()
        .zip(&d.scores)
        .map(|(bead, score)| {
            let source = sentence::source(d, bead);
            let target = sentence::target(d, bead);
            let both = source.is_some() && target.is_some();
            let spans = score.spans.iter().filter_map(|s| {
                let (text, side) = match s.side {
                    Side::Source => (&d.source, source.as_ref()?),
                    Side::Target => (&d.target, target.as_ref()?),
                };
                let span = side.start + s.span.start..side.start + s.span.end;
                Some(JsonSpan {
                    side: s.side,
                    offsets: offsets(text, &span),
                    probability: s.probability,
                })
            });
            JsonBead {
                spans: spans.collect(),
                source: source.as_ref().map(|span| offsets(&d.source, span)),
                target: target.as_ref().map(|span| offsets(&d.target, span)),
                similarity: both.then_some(score.similarity),
                margin: both.then_some(score.margin),
                quality: score.quality,
                error_probability: score.error_probability,
                misalignment: score.misalignment,
            }
        })
        .collect()
}

/// A byte span in Unicode scalar values.
fn offsets(document: &Document, span: &Range<usize>) -> Offsets {
    let start = document.position(span.start).offset;
    Offsets {
        start,
        end: start + document.text[span.clone()].chars().count(),
    }
}

/// The other columns of a row as an object, in the order of the header.
fn columns<S: Serializer>(others: &[(String, String)], to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(others.len()))?;
    for (name, value) in others {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// A way of printing JSON, with floats rounded to four decimals.
pub(super) struct Rounded<F>(pub F);

/// A value as the report would show it: pretty, with floats of four decimals at most.
///
/// # Errors
/// Where the value cannot be serialised, as a map whose keys are no strings.
pub fn to_string(value: &impl Serialize) -> io::Result<String> {
    let mut out = Vec::new();
    let formatter = Rounded(PrettyFormatter::new());
    value.serialize(&mut serde_json::Serializer::with_formatter(
        &mut out, formatter,
    ))?;
    String::from_utf8(out).map_err(io::Error::other)
}

/// Ten to the power of the number of decimals.
const DECIMALS: f64 = 1e4;

impl<F: Formatter> Formatter for Rounded<F> {
    fn write_f32<W: ?Sized + io::Write>(&mut self, out: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(out, f64::from(value))
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        // Adding zero turns a rounded −0 into 0.
        self.0
            .write_f64(out, (value * DECIMALS).round() / DECIMALS + 0.0)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_have_four_decimals_at_most() {
        let mut out = Vec::new();
        let mut json =
            serde_json::Serializer::with_formatter(&mut out, Rounded(PrettyFormatter::new()));
        (0.93f32, 0.123_456_f64, -0.000_01, 100.0f32, f32::NAN)
            .serialize(&mut json)
            .unwrap();
        let text = String::from_utf8(out).unwrap().replace([' ', '\n'], "");
        assert_eq!(text, "[0.93,0.1235,0.0,100.0,null]");
    }
}
