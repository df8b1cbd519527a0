//! Annotations of GitHub Actions: a workflow command a flag, shown beside the line concerned.
//!
//! Commands are lines on standard output (*Workflow commands for GitHub Actions*). Everything that
//! could end a command or a property is escaped as the runner's own toolkit does it
//! (`@actions/core`, `command.ts`), so that no text can bring a command of its own.

use std::io;

use super::{Report, Urgency, explained, place};
use crate::check::CheckResult;
use crate::gate::Verdict;

/// The annotations.
#[derive(Debug, Clone)]
pub struct GithubReport {
    /// What the gate said.
    pub verdict: Verdict,
}

impl Report for GithubReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        for (index, flag) in result.flags.iter().enumerate() {
            let blocks = self.verdict.blocking().binary_search(&index).is_ok();
            let command = match Urgency::of(flag, blocks) {
                Urgency::Error => "error",
                Urgency::Warning => "warning",
                Urgency::Note => "notice",
            };
            let mut properties = Vec::new();
            let place = result.documents.get(flag.document);
            if let Some(place) = place.and_then(|document| place::of(flag, document)) {
                properties.push(("file", place.path.to_owned()));
                properties.push(("line", place.line.to_string()));
                properties.push(("endLine", place.end_line.to_string()));
                // The runner takes columns only within one line.
                if let Some((start, end)) = place.columns.filter(|_| place.line == place.end_line) {
                    properties.push(("col", start.to_string()));
                    properties.push(("endColumn", end.to_string()));
                }
            }
            properties.push(("title", format!("{} {}", flag.code, flag.rule)));
            annotate(command, &properties, &explained(flag).join("\n"), out)?;
        }
        for pair in &result.unreadable {
            let properties = [
                ("file", pair.target.clone()),
                ("title", "could not check".to_owned()),
            ];
            annotate("error", &properties, &pair.reason, out)?;
        }
        for condition in self.verdict.conditions() {
            let title = [("title", "mtlint: the gate failed".to_owned())];
            annotate("error", &title, &condition.to_string(), out)?;
        }
        Ok(())
    }
}

fn annotate(
    command: &str,
    properties: &[(&str, String)],
    message: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    writeln!(
        out,
        "::{command} {}::{}",
        properties.join(","),
        data(message)
    )
}

/// Escapes a message.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c => out.push(super::visible::visible_char(c)),
        }
    }
    out
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_or_a_property() {
        assert_eq!(data("50 %\r\n::error::x"), "50 %25%0D%0A::error::x");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
        assert_eq!(data("\u{1b}[31m"), "␛[31m");
        // U+2028 and U+0085 are line ends to some readers.
        assert!(!data("a\u{2028}::error::b\u{85}c").contains(['\u{2028}', '\u{85}']));
    }
}
