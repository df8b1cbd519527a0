//! The code quality report of GitLab: a JSON array in the format of Code Climate.
//!
//! Fields and severities are those of GitLab's documentation, *Code Quality report format*.

use std::io;

use serde::Serialize;

use super::{Report, explained, place};
use crate::check::CheckResult;
use crate::flag::Severity;

/// The code quality report.
#[derive(Debug, Clone, Copy, Default)]
pub struct GitlabReport;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: IssueLocation<'a>,
}

#[derive(Serialize)]
struct IssueLocation<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Report for GitlabReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        let mut issues = Vec::new();
        for flag in &result.flags {
            let document = result.documents.get(flag.document);
            let place = document.and_then(|document| place::of(flag, document));
            let (path, begin, end) = place.map_or(("", 1, 1), |p| (p.path, p.line, p.end_line));
            issues.push(Issue {
                description: explained(flag).join(" · "),
                check_name: flag.code,
                fingerprint: &flag.fingerprint,
                severity: match flag.severity {
                    Severity::Neutral => "info",
                    severity => severity.name(),
                },
                location: IssueLocation {
                    path: relative(path),
                    lines: Lines { begin, end },
                },
            });
        }
        for pair in &result.unreadable {
            issues.push(Issue {
                description: pair.reason.clone(),
                check_name: "could-not-check",
                fingerprint: &pair.target,
                severity: "blocker",
                location: IssueLocation {
                    path: relative(&pair.target),
                    lines: Lines { begin: 1, end: 1 },
                },
            });
        }
        serde_json::to_writer_pretty(&mut *out, &issues)?;
        out.write_all(b"\n")
    }
}

/// GitLab wants paths from the root of the repository, without `./`.
fn relative(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}
