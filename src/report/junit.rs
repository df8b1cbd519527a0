//! `JUnit` XML for CI servers: a suite a document, a case a group of sentences that belong together.
//!
//! Flags that block are failures of their case; the others stand in its output. The layout is that
//! of Jenkins' schema (`junit-10.xsd` of its xUnit plugin). XML 1.0 has no way to write most control
//! characters, so all are shown by signs.

use std::io;

use super::visible::visible_char;
use super::{Report, explained, grouped, sentence};
use crate::check::{CheckResult, CheckedDocument};
use crate::flag::Flag;
use crate::gate::Verdict;

/// Characters of a sentence in the name of its case.
const NAME_CHARACTERS: usize = 60;

/// The `JUnit` report.
#[derive(Debug, Clone)]
pub struct JunitReport {
    /// What the gate said.
    pub verdict: Verdict,
}

impl Report for JunitReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"mtlint\">")?;
        let mut flags: Vec<Vec<(bool, &Flag)>> = vec![Vec::new(); result.documents.len()];
        for (index, flag) in result.flags.iter().enumerate() {
            let blocks = self.verdict.blocking().binary_search(&index).is_ok();
            if let Some(own) = flags.get_mut(flag.document) {
                own.push((blocks, flag));
            }
        }
        for (first, documents) in grouped(&result.documents) {
            suite(documents, &flags[first..first + documents.len()], out)?;
        }
        for pair in &result.unreadable {
            let name = attribute(&pair.target);
            writeln!(
                out,
                "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"1\">"
            )?;
            writeln!(
                out,
                "    <testcase name=\"could not check\" classname=\"{name}\">"
            )?;
            let reason = attribute(&pair.reason);
            writeln!(
                out,
                "      <error type=\"could-not-check\" message=\"{reason}\"/>"
            )?;
            writeln!(out, "    </testcase>\n  </testsuite>")?;
        }
        self.gate(out)?;
        writeln!(out, "</testsuites>")
    }
}

impl JunitReport {
    /// The gate as a suite of its own: its conditions are not those of one sentence.
    fn gate(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let failed = usize::from(!self.verdict.conditions().is_empty());
        writeln!(
            out,
            "  <testsuite name=\"mtlint gate\" tests=\"1\" failures=\"{failed}\" errors=\"0\">"
        )?;
        write!(out, "    <testcase name=\"gate\" classname=\"mtlint\"")?;
        if failed == 0 {
            writeln!(out, "/>")?;
        } else {
            writeln!(out, ">")?;
            for condition in self.verdict.conditions() {
                let condition = attribute(&condition.to_string());
                writeln!(
                    out,
                    "      <failure type=\"gate\" message=\"{condition}\"/>"
                )?;
            }
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")
    }
}

/// The documents that count as one, with the flags of each.
fn suite(
    documents: &[CheckedDocument],
    flags: &[Vec<(bool, &Flag)>],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let tests: usize = documents.iter().map(|d| d.beads.len()).sum();
    let failures: usize = documents
        .iter()
        .zip(flags)
        .map(|(d, flags)| {
            let failed = |bead: &usize| flags.iter().any(|(blocks, f)| *blocks && f.bead == *bead);
            (0..d.beads.len()).filter(failed).count()
        })
        .sum();
    let path = documents.first().map_or("", |d| &d.target.path);
    let path = attribute(path);
    writeln!(
        out,
        "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    )?;
    for (document, flags) in documents.iter().zip(flags) {
        for bead in 0..document.beads.len() {
            let own: Vec<_> = flags.iter().filter(|(_, f)| f.bead == bead).collect();
            write!(
                out,
                "    <testcase name=\"{}\" classname=\"{path}\"",
                attribute(&name(document, bead))
            )?;
            if own.is_empty() {
                writeln!(out, "/>")?;
                continue;
            }
            writeln!(out, ">")?;
            for (_, flag) in own.iter().filter(|(blocks, _)| *blocks) {
                writeln!(
                    out,
                    "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                    flag.code,
                    attribute(&flag.message),
                    content(&explained(flag).join("\n"))
                )?;
            }
            let advice: Vec<String> = own
                .iter()
                .filter(|(blocks, _)| !blocks)
                .map(|(_, flag)| format!("{}: {}", flag.code, explained(flag).join("\n")))
                .collect();
            if !advice.is_empty() {
                let advice = content(&advice.join("\n\n"));
                writeln!(out, "      <system-out>{advice}</system-out>")?;
            }
            writeln!(out, "    </testcase>")?;
        }
    }
    writeln!(out, "  </testsuite>")
}

/// Where the group stands and how it begins; no two of a document have one name.
fn name(document: &CheckedDocument, bead: usize) -> String {
    let b = &document.beads[bead];
    let target = sentence::target(document, b).map(|span| (&document.target, span));
    let source = || sentence::source(document, b).map(|span| (&document.source, span));
    let place = match document.row {
        Some(row) => format!("row {row}"),
        None => format!("{}", bead + 1),
    };
    let Some((side, span)) = target.or_else(source) else {
        return place;
    };
    let text = &side.text[span.clone()];
    let mut begin: String = text.chars().take(NAME_CHARACTERS).collect();
    if begin.len() < text.len() {
        begin.push('…');
    }
    match document.row {
        Some(_) => format!("{place}: {begin}"),
        None => format!("{place}, line {}: {begin}", side.position(span.start).line),
    }
}

/// A text as the value of an attribute; a line end becomes a blank.
fn attribute(text: &str) -> String {
    escape(text, false)
}

/// A text as the content of an element; line ends stay.
fn content(text: &str) -> String {
    escape(text, true)
}

fn escape(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' if lines => out.push('\n'),
            // The two code points that are no controls and still no characters of XML.
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(visible_char(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_controls_are_shown() {
        assert_eq!(
            attribute("<a b=\"c\">&\u{1b}\n\u{FFFF}"),
            "&lt;a b=&quot;c&quot;&gt;&amp;␛ \u{FFFD}"
        );
        assert_eq!(content("a\nb ]]>"), "a\nb ]]&gt;");
    }
}
