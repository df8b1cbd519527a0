//! SARIF 2.1.0 (OASIS, *Static Analysis Results Interchange Format*), for code scanning.
//!
//! A flag is a result: `error` where it blocks, else `warning`, `note` where it is neutral. It
//! stands at its English; the Chinese is a related location. Silent flags are results with a
//! suppression. Columns count Unicode code points. Section numbers below are those of the standard.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::json::Rounded;
use super::place::Place;
use super::{Report, Urgency, explained, place};
use crate::check::{CheckResult, CheckedDocument, Reason};
use crate::flag::{Flag, RuleInfo};
use crate::gate::Verdict;

/// Where the schema is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The SARIF report.
#[derive(Debug, Clone)]
pub struct SarifReport {
    /// What the gate said.
    pub verdict: Verdict,
}

impl Report for SarifReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        let blocking = self.verdict.blocking();
        let reported =
            result.flags.iter().enumerate().map(|(index, flag)| {
                issue(result, flag, blocking.binary_search(&index).is_ok(), None)
            });
        let silent = result
            .suppressed
            .iter()
            .map(|s| issue(result, &s.flag, false, Some(&s.reason)));
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": driver(result)},
                "columnKind": "unicodeCodePoints",
                "invocations": [self.invocation(result)],
                "results": reported.chain(silent).collect::<Vec<_>>(),
            }],
        });
        let formatter = Rounded(serde_json::ser::PrettyFormatter::new());
        log.serialize(&mut serde_json::Serializer::with_formatter(
            &mut *out, formatter,
        ))?;
        out.write_all(b"\n")
    }
}

impl SarifReport {
    /// How the run went (§3.20).
    fn invocation(&self, result: &CheckResult) -> Value {
        let warnings = result.warnings.iter().map(|w| ("warning", w.to_string()));
        let unreadable = result.unreadable.iter();
        let unreadable = unreadable.map(|pair| ("error", pair.reason.clone()));
        let notifications: Vec<Value> = warnings
            .chain(unreadable)
            .map(|(level, text)| json!({"level": level, "message": {"text": text}}))
            .collect();
        json!({
            "executionSuccessful": !matches!(self.verdict, Verdict::CouldNotCheck { .. }),
            "exitCode": self.verdict.exit_status(),
            "toolExecutionNotifications": notifications,
        })
    }
}

/// The program and its rules (§3.19).
fn driver(result: &CheckResult) -> Value {
    let tool = &result.tool;
    json!({
        "name": tool.name,
        "version": tool.version,
        "semanticVersion": tool.version,
        "rules": tool.rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
        "properties": {"model": tool.model, "settings": tool.settings},
    })
}

/// A rule (§3.49); its page is the help text.
fn descriptor(rule: &RuleInfo) -> Value {
    let level = if rule.mechanical { "error" } else { "warning" };
    json!({
        "id": rule.code,
        "name": pascal(rule.name),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.explanation, "markdown": rule.explanation},
        "defaultConfiguration": {"level": level},
        "properties": {
            "category": rule.category,
            "severity": rule.severity,
            "tags": [rule.category, rule.name],
        },
    })
}

/// `number-mismatch` as `NumberMismatch`, the form that §3.49.7 gives to names.
fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(word).collect()
}

/// A flag as a result (§3.27).
fn issue(result: &CheckResult, flag: &Flag, blocks: bool, reason: Option<&Reason>) -> Value {
    let document = result.documents.get(flag.document);
    let level = match Urgency::of(flag, blocks) {
        Urgency::Error => "error",
        Urgency::Warning => "warning",
        Urgency::Note => "note",
    };
    let mut issue = Map::new();
    issue.insert("ruleId".to_owned(), json!(flag.code));
    let index = result.tool.rules.iter().position(|r| r.code == flag.code);
    if let Some(index) = index {
        issue.insert("ruleIndex".to_owned(), json!(index));
    }
    issue.insert("level".to_owned(), json!(level));
    issue.insert(
        "message".to_owned(),
        json!({"text": explained(flag).join("\n")}),
    );
    issue.insert("locations".to_owned(), json!(locations(flag, document)));
    let related = related(flag, document);
    if !related.is_empty() {
        issue.insert("relatedLocations".to_owned(), json!(related));
    }
    issue.insert(
        "partialFingerprints".to_owned(),
        json!({"mtlint/v1": flag.fingerprint}),
    );
    // A priority from 0 to 100 (§3.27.25).
    issue.insert(
        "rank".to_owned(),
        json!(f64::from(flag.probability.clamp(0.0, 1.0)) * 100.0),
    );
    if let Some(reason) = reason {
        issue.insert(
            "suppressions".to_owned(),
            json!([{
                "kind": "external",
                "status": "accepted",
                "justification": reason.to_string(),
            }]),
        );
    }
    issue.extend(fix(flag, document).map(|fix| ("fixes".to_owned(), json!([fix]))));
    issue.insert(
        "properties".to_owned(),
        json!({
            "category": flag.category,
            "severity": flag.severity,
            "probability": flag.probability,
            "row": flag.row,
            "bead": flag.bead,
            "evidence": flag.evidence,
        }),
    );
    Value::Object(issue)
}

fn locations(flag: &Flag, document: Option<&CheckedDocument>) -> Vec<Value> {
    let place = document.and_then(|document| place::of(flag, document));
    let physical = place.map(|place| json!({"physicalLocation": physical(&place)}));
    physical.into_iter().collect()
}

/// The Chinese, where the flag stands at its English.
fn related(flag: &Flag, document: Option<&CheckedDocument>) -> Vec<Value> {
    let source = document
        .filter(|_| flag.target.is_some())
        .and_then(|document| place::source(flag, document));
    let related = source.map(|place| {
        json!({
            "id": 0,
            "message": {"text": format!("the Chinese: {}", place.text)},
            "physicalLocation": physical(&place),
        })
    });
    related.into_iter().collect()
}

/// A stretch of a file (§3.29, §3.30).
fn physical(place: &Place<'_>) -> Value {
    json!({
        "artifactLocation": {"uri": uri(place.path)},
        "region": region(place),
    })
}

fn region(place: &Place<'_>) -> Value {
    let mut region = json!({
        "startLine": place.line,
        "endLine": place.end_line,
        "snippet": {"text": place.text},
    });
    if let Some((start, end)) = place.columns {
        region["startColumn"] = json!(start);
        region["endColumn"] = json!(end);
    }
    if let Some((offset, length)) = place.characters {
        region["charOffset"] = json!(offset);
        region["charLength"] = json!(length);
    }
    region
}

/// The suggestion as a change of the English (§3.55); `None` where its columns are not known.
fn fix(flag: &Flag, document: Option<&CheckedDocument>) -> Option<Value> {
    let suggestion = flag.suggestion.as_ref()?;
    let place = place::target(flag, document?)?;
    place.columns?;
    Some(json!({
        "description": {"text": format!("write “{suggestion}”")},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(place.path)},
            "replacements": [{
                "deletedRegion": region(&place),
                "insertedContent": {"text": suggestion},
            }],
        }],
    }))
}

/// A path as a URI reference (RFC 3986): relative paths stay relative, as code scanning wants them.
fn uri(path: &str) -> String {
    let mut out = String::new();
    if path.starts_with('/') {
        out.push_str("file://");
    }
    let path = path.strip_prefix("./").unwrap_or(path);
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out.extend(["%", &format!("{byte:02X}")]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("./news/文 1.txt"), "news/%E6%96%87%201.txt");
        assert_eq!(uri("/tmp/a.txt"), "file:///tmp/a.txt");
        assert_eq!(uri("c:x"), "c%3Ax");
    }

    #[test]
    fn names_are_written_as_one_word() {
        assert_eq!(pascal("number-mismatch"), "NumberMismatch");
    }
}
