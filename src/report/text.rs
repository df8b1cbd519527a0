//! The report for an editor at a terminal, in the look of the Rust compiler.
//!
//! Each flag shows the Chinese and the English line with carets under the words concerned, then
//! why, in words for a reader without Chinese; a summary closes the report. Nothing in the checked
//! texts can move the cursor, colour the screen or turn the direction of writing.

use std::io;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Padding, Renderer, Snippet,
};

use super::diff::suggested;
use super::excerpt::excerpt;
use super::visible::visible;
use super::wrap::wrap;
use super::{Layout, Report, closing, gloss, measures, sentence};
use crate::check::{CheckResult, CheckedDocument};
use crate::flag::{Flag, Location, Severity};
use crate::gate::Verdict;
use crate::load::Document;
use crate::score::BeadScore;

/// Columns of a line that line number, bar and `…` take beside the text shown.
const EXCERPT_MARGIN: usize = 10;

/// Columns of a line that level and code take beside the message.
const TITLE_MARGIN: usize = 17;

/// Columns of a line that bar and name take beside a note.
const NOTE_MARGIN: usize = 20;

/// Columns of text that are shown however narrow the terminal is.
const NARROWEST: usize = 40;

/// The text report.
#[derive(Debug, Clone)]
pub struct TextReport {
    /// What the gate said.
    pub verdict: Verdict,
    /// Colours and width.
    pub layout: Layout,
}

impl Report for TextReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        let renderer = if self.layout.color {
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
                render(
                    flag,
                    result.documents.get(flag.document),
                    self.layout,
                    &renderer
                )
            )?;
        }
        closing::write(result, &self.verdict, self.layout, out)
    }
}

/// One flag.
fn render(
    flag: &Flag,
    document: Option<&CheckedDocument>,
    Layout {
        columns, verbose, ..
    }: Layout,
    renderer: &Renderer,
) -> String {
    let level = level(flag.severity);
    let message_width = columns.saturating_sub(TITLE_MARGIN).max(NARROWEST);
    let title = [Group::with_title(
        level
            .clone()
            .primary_title(wrap(&visible(&flag.message), message_width))
            .id(flag.code),
    )];
    // A group for each place and each snippet: only so does the library take a snippet's column
    // from us instead of counting it in the excerpt. The empty first group keeps it from joining
    // them to a title.
    let mut groups = vec![Group::with_level(level.clone())];
    // Whole sentences, however long, where everything is wanted.
    let excerpt_width = if verbose {
        usize::MAX / 4
    } else {
        columns.saturating_sub(EXCERPT_MARGIN).max(NARROWEST)
    };
    for part in sides(flag, document, excerpt_width) {
        groups.push(Group::with_level(level.clone()).element(part.origin));
        groups.push(Group::with_level(level.clone()).element(part.snippet));
    }
    let score = document.and_then(|d| d.scores.get(flag.bead));
    let uncertain = score.filter(|score| score.is_uncertain());
    let note_width = columns.saturating_sub(NOTE_MARGIN).max(NARROWEST);
    let mut notes = notes(flag, uncertain, note_width);
    if verbose {
        let more = format!("{}, fingerprint {}", flag.category, flag.fingerprint);
        notes.push(Element::from(Level::NOTE.message(more)));
    }
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
fn sides(flag: &Flag, document: Option<&CheckedDocument>, width: usize) -> Vec<Side> {
    let Some(d) = document else { return Vec::new() };
    let bead = d.beads.get(flag.bead);
    let source = side(
        &d.source,
        bead.and_then(|bead| sentence::source(d, bead)),
        flag.source.as_ref(),
        flag.row.map(|row| (row, "source")),
        width,
    );
    let target = side(
        &d.target,
        bead.and_then(|bead| sentence::target(d, bead)),
        flag.target.as_ref(),
        flag.row.map(|row| (row, "target")),
        width,
    );
    source.into_iter().chain(target).collect()
}

fn side(
    document: &Document,
    sentence: Option<std::ops::Range<usize>>,
    location: Option<&Location>,
    cell: Option<(usize, &str)>,
    width: usize,
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
    let shown = excerpt(&document.text, &sentence, span.as_ref(), width);
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

/// Why, what instead, how sure (`uncertain`: the score, where the alignment is), and what the other rendering has.
fn notes(flag: &Flag, uncertain: Option<&BeadScore>, width: usize) -> Vec<Element<'static>> {
    let evidence = &flag.evidence;
    let mut notes = Vec::new();
    let mut add = |level: Level<'static>, text: &str| {
        notes.push(Element::from(level.message(wrap(&visible(text), width))));
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
    if let Some(measured) = measures::in_words(&evidence.measures) {
        add(Level::NOTE.with_name("measured"), &measured);
    }
    // What the suggestion changes can be read from the suggestion.
    let diff = flag.diff.as_ref();
    if let Some(diff) = diff.filter(|_| flag.diff != suggested(flag)) {
        add(Level::NOTE.with_name("diff"), &diff.to_string());
    }
    if let Some(suggestion) = &flag.suggestion {
        add(Level::HELP, &format!("write `{suggestion}`"));
    }
    if let Some(score) = uncertain {
        let confidence = score.confidence;
        add(
            Level::NOTE,
            &format!(
                "alignment uncertain: the two sides belong together with probability {confidence:.2}"
            ),
        );
    }
    let (severity, probability) = (flag.severity.name(), flag.probability);
    add(
        Level::NOTE,
        &format!("{}, {severity}, probability {probability:.2}", flag.rule),
    );
    notes
}
