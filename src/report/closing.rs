//! The closing lines of the text report: what was checked, what was found, the verdict.

use std::io;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};

use super::Layout;
use super::summary::{BySeverity, Summary};
use super::visible::visible;
use crate::check::{CheckResult, CheckedDocument};
use crate::flag::Severity;
use crate::gate::Verdict;

/// Writes the closing lines.
pub(super) fn write(
    result: &CheckResult,
    verdict: &Verdict,
    Layout { color, verbose, .. }: Layout,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let strong = |word: &str, style: Style| strong(word, style, color);
    let summary = Summary::of(result);
    writeln!(
        out,
        "{} {}: {}, {}",
        strong("checked", Style::new()),
        what(&result.documents),
        counted(summary.beads, "aligned group"),
        counted(summary.words, "English word"),
    )?;
    let found = strong("found", Style::new());
    if summary.flags == 0 {
        writeln!(out, "{found}   nothing to flag")?;
    } else {
        let by_severity = severities(summary.by_severity);
        writeln!(
            out,
            "{found}   {}: {by_severity}",
            counted(summary.flags, "flag")
        )?;
        for (code, count) in &summary.by_rule {
            let name = result
                .tool
                .rules
                .iter()
                .find(|rule| rule.code == *code)
                .map_or("", |r| r.name);
            writeln!(out, "{count:>9} {code} {name}")?;
        }
    }
    if let Some(penalty) = summary.penalty_per_1000_words {
        writeln!(
            out,
            "{} {penalty:.1} per 1,000 English words (critical 25, major 5, minor 1, minor punctuation 0.1)",
            strong("penalty", Style::new()),
        )?;
        writeln!(
            out,
            "        weights of Freitag et al. 2021, Experts, Errors, and Context, table 4; MQM-style: suspicions, not a professional's marks"
        )?;
    }
    writeln!(
        out,
        "{}   {:.1} of 100: 100 · (1 − penalty / words), the linear model of Lommel et al. 2024",
        strong("score", Style::new()),
        summary.score,
    )?;
    write_known(result, verbose, color, out)?;
    let color = match verdict {
        Verdict::Pass => AnsiColor::BrightGreen,
        Verdict::Fail { .. } | Verdict::CouldNotCheck { .. } => AnsiColor::BrightRed,
    };
    writeln!(
        out,
        "{} {}",
        strong("verdict", color.on_default()),
        in_words(verdict, summary.flags)
    )
}

/// What is known already and stays silent, what was fixed, and what could not be read.
fn write_known(
    result: &CheckResult,
    verbose: bool,
    color: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let strong = |word: &str| strong(word, Style::new(), color);
    if !result.suppressed.is_empty() {
        let silent = counted(result.suppressed.len(), "flag");
        let hint = if verbose {
            ""
        } else {
            " (--verbose lists them)"
        };
        writeln!(
            out,
            "{}  {silent} known or judged wrong{hint}",
            strong("silent")
        )?;
        for s in result.suppressed.iter().filter(|_| verbose) {
            let (code, message) = (s.flag.code, visible(&s.flag.message));
            writeln!(
                out,
                "          {code} {message} ({})",
                visible(&s.reason.to_string())
            )?;
        }
    }
    if !result.fixed.is_empty() {
        let fixed = counted(result.fixed.len(), "flag");
        writeln!(
            out,
            "{}   {fixed} of the baseline no longer there",
            strong("fixed")
        )?;
        for known in &result.fixed {
            let (code, text) = (visible(&known.code), visible(&known.text));
            writeln!(
                out,
                "          {code} {text} ({})",
                visible(&known.document)
            )?;
        }
    }
    for pair in &result.unreadable {
        writeln!(out, "{} {}", strong("missing"), visible(&pair.reason))?;
    }
    Ok(())
}

/// A word in bold where there are colours.
fn strong(word: &str, style: Style, color: bool) -> String {
    if !color {
        return word.to_owned();
    }
    let style = style.effects(Effects::BOLD);
    format!("{style}{word}{style:#}")
}

/// What was checked: the two files, how many pairs of texts, or how many rows of which files.
fn what(documents: &[CheckedDocument]) -> String {
    if let [only] = documents
        && only.row.is_none()
    {
        return format!(
            "{} → {}",
            visible(&only.source.path),
            visible(&only.target.path)
        );
    }
    if documents.iter().all(|d| d.row.is_none()) {
        return counted(documents.len(), "pair") + " of texts";
    }
    let mut paths: Vec<String> = documents.iter().map(|d| visible(&d.source.path)).collect();
    paths.dedup();
    format!(
        "{} of {}",
        counted(documents.len(), "row"),
        paths.join(", ")
    )
}

/// The verdict as a sentence.
fn in_words(verdict: &Verdict, flags: usize) -> String {
    match verdict {
        Verdict::Pass if flags == 0 => "pass".to_owned(),
        Verdict::Pass => "pass: no flag fails the gate, all advise".to_owned(),
        Verdict::Fail { conditions, .. } => {
            let conditions: Vec<String> = conditions
                .iter()
                .map(|condition| visible(&condition.to_string()))
                .collect();
            format!("fail: {}", conditions.join("; "))
        }
        Verdict::CouldNotCheck { reason, .. } => format!("could not check: {}", visible(reason)),
    }
}

/// `3 critical, 20 major`: the severities that occur, worst first.
fn severities(n: BySeverity) -> String {
    let all = [
        (n.critical, Severity::Critical),
        (n.major, Severity::Major),
        (n.minor, Severity::Minor),
        (n.neutral, Severity::Neutral),
    ];
    let named: Vec<String> = all
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| format!("{count} {}", severity.name()))
        .collect();
    named.join(", ")
}

/// `1 flag`, `2 flags`, `1,200 English words`.
fn counted(count: usize, what: &str) -> String {
    format!(
        "{} {what}{}",
        grouped(count),
        if count == 1 { "" } else { "s" }
    )
}

/// `1,234,567`.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        assert_eq!(counted(1, "flag"), "1 flag");
        assert_eq!(counted(0, "flag"), "0 flags");
        assert_eq!(
            counted(1_234_567, "English word"),
            "1,234,567 English words"
        );
        assert_eq!(counted(123, "group"), "123 groups");
    }
}
