//! The report for an editor at a terminal, in the look of the Rust compiler.
//!
//! Each flag shows the Chinese and the English line with carets under the words concerned, then
//! why, in words for a reader without Chinese; a summary closes the report. Nothing in the checked
//! texts can move the cursor, colour the screen or turn the direction of writing.

use std::io;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Padding, Renderer, Snippet,
};

use super::excerpt::excerpt;
use super::summary::{BySeverity, Summary};
use super::visible::visible;
use super::wrap::wrap;
use super::{Report, gloss, measure, sentence};
use crate::check::{CheckResult, CheckedDocument};
use crate::flag::{Flag, Location, Severity};
use crate::gate::Verdict;
use crate::load::Document;

/// Columns of text shown of a line, without line number and `…`.
const EXCERPT_WIDTH: usize = 100;

/// Columns of a note.
const NOTE_WIDTH: usize = 90;

/// The text report.
#[derive(Debug, Clone)]
pub struct TextReport {
    /// What the gate said.
    pub verdict: Verdict,
    /// Whether to write the terminal's colour sequences.
    pub color: bool,
}

impl Report for TextReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        // Lines are cut here, around the flagged words, so the library must not cut them again.
        let renderer = renderer.term_width(usize::MAX / 4);
        for flag in &result.flags {
            writeln!(
                out,
                "{}\n",
                render(flag, result.documents.get(flag.document), &renderer)
            )?;
        }
        self.summary(result, out)
    }
}

/// One flag.
fn render(flag: &Flag, document: Option<&CheckedDocument>, renderer: &Renderer) -> String {
    let level = level(flag.severity);
    let title = [Group::with_title(
        level
            .clone()
            .primary_title(visible(&flag.message))
            .id(flag.code),
    )];
    // A group for each place and each snippet: only so does the library take a snippet's column
    // from us instead of counting it in the excerpt. The empty first group keeps it from joining
    // them to a title.
    let mut groups = vec![Group::with_level(level.clone())];
    for part in sides(flag, document) {
        groups.push(Group::with_level(level.clone()).element(part.origin));
        groups.push(Group::with_level(level.clone()).element(part.snippet));
    }
    let notes = notes(flag);
    match groups.pop() {
        Some(last) => groups.push(last.element(Padding).elements(notes)),
        None => groups.push(Group::with_level(level).elements(notes)),
    }
    format!(
        "{}\n{}",
        renderer.render(&title),
        renderer.render(&groups).trim_start_matches('\n')
    )
}

/// The look of a severity: what misleads is an error, a blemish a warning.
fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical | Severity::Major => Level::ERROR,
        Severity::Minor => Level::WARNING,
        Severity::Neutral => Level::NOTE,
    }
}

/// One side of a flag.
struct Side {
    origin: Origin<'static>,
    snippet: Snippet<'static, Annotation<'static>>,
}

/// The Chinese, then the English: each with carets where the flag has a place there, else as the
/// sentence that belongs to the other side.
fn sides(flag: &Flag, document: Option<&CheckedDocument>) -> Vec<Side> {
    let Some(d) = document else { return Vec::new() };
    let bead = d.beads.get(flag.bead);
    let source = side(
        &d.source,
        bead.and_then(|bead| sentence::source(d, bead)),
        flag.source.as_ref(),
        flag.row.map(|row| (row, "source")),
    );
    let target = side(
        &d.target,
        bead.and_then(|bead| sentence::target(d, bead)),
        flag.target.as_ref(),
        flag.row.map(|row| (row, "target")),
    );
    source.into_iter().chain(target).collect()
}

fn side(
    document: &Document,
    sentence: Option<std::ops::Range<usize>>,
    location: Option<&Location>,
    cell: Option<(usize, &str)>,
) -> Option<Side> {
    let span = location.map(|l| l.span.clone());
    let sentence = sentence.or_else(|| span.clone())?;
    let (line, column) = location.map_or_else(
        || {
            let place = document.position(sentence.start);
            (place.line, place.column)
        },
        |l| (l.line, l.column),
    );
    let path = visible(&document.path);
    let path = match cell {
        Some((row, column)) => format!("{path} (row {row}, {column})"),
        None => path,
    };
    let shown = excerpt(&document.text, &sentence, span.as_ref(), EXCERPT_WIDTH);
    let annotation = match shown.span {
        Some(span) => AnnotationKind::Primary.span(span),
        None => AnnotationKind::Visible.span(0..shown.text.len()),
    };
    Some(Side {
        origin: Origin::path(path).line(line).char_column(column),
        snippet: Snippet::source(shown.text)
            .line_start(line)
            .annotation(annotation),
    })
}

/// Why, what instead, how sure, and what the other rendering has.
fn notes(flag: &Flag) -> Vec<Element<'static>> {
    let evidence = &flag.evidence;
    let mut notes = Vec::new();
    let mut add = |level: Level<'static>, text: &str| {
        notes.push(Element::from(
            level.message(wrap(&visible(text), NOTE_WIDTH)),
        ));
    };
    if !evidence.expected.is_empty() {
        add(
            Level::NOTE.with_name("expected"),
            &evidence.expected.join(" / "),
        );
    }
    if !evidence.found.is_empty() {
        add(Level::NOTE.with_name("found"), &evidence.found.join(" / "));
    }
    for word in &evidence.words {
        add(Level::NOTE.with_name("word"), &gloss(word));
    }
    if !evidence.measures.is_empty() {
        let measures: Vec<_> = evidence
            .measures
            .iter()
            .map(|(n, v)| measure(n, *v))
            .collect();
        add(Level::NOTE.with_name("measured"), &measures.join(", "));
    }
    if let Some(diff) = &flag.diff {
        add(Level::NOTE.with_name("diff"), diff);
    }
    if let Some(suggestion) = &flag.suggestion {
        add(Level::HELP, &format!("write `{suggestion}`"));
    }
    let (severity, probability) = (flag.severity.name(), flag.probability);
    add(
        Level::NOTE,
        &format!("{}, {severity}, probability {probability:.2}", flag.rule),
    );
    notes
}

impl TextReport {
    fn summary(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        let summary = Summary::of(result);
        writeln!(
            out,
            "{} {}: {}, {}",
            self.strong("checked", Style::new()),
            what(&result.documents),
            counted(summary.beads, "aligned group"),
            counted(summary.words, "English word"),
        )?;
        let found = self.strong("found", Style::new());
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
                self.strong("penalty", Style::new()),
            )?;
        }
        let color = match self.verdict {
            Verdict::Pass => AnsiColor::BrightGreen,
            Verdict::Fail { .. } | Verdict::CouldNotCheck { .. } => AnsiColor::BrightRed,
        };
        writeln!(
            out,
            "{} {}",
            self.strong("verdict", color.on_default()),
            verdict(&self.verdict, summary.flags)
        )
    }

    /// A word in bold where there are colours.
    fn strong(&self, word: &str, style: Style) -> String {
        if !self.color {
            return word.to_owned();
        }
        let style = style.effects(Effects::BOLD);
        format!("{style}{word}{style:#}")
    }
}

/// What was checked: the two files, or how many rows of which files.
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
    let mut paths: Vec<String> = documents.iter().map(|d| visible(&d.source.path)).collect();
    paths.dedup();
    format!(
        "{} of {}",
        counted(documents.len(), "row"),
        paths.join(", ")
    )
}

fn verdict(verdict: &Verdict, flags: usize) -> String {
    match verdict {
        Verdict::Pass if flags == 0 => "pass".to_owned(),
        Verdict::Pass => "pass: no flag fails the gate, all advise".to_owned(),
        Verdict::Fail { flags: blocking } if blocking.len() == 1 => {
            format!("fail: 1 of {} fails the gate", counted(flags, "flag"))
        }
        Verdict::Fail { flags: blocking } => {
            format!(
                "fail: {} of {} fail the gate",
                blocking.len(),
                counted(flags, "flag")
            )
        }
        Verdict::CouldNotCheck { reason } => format!("could not check: {}", visible(reason)),
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
