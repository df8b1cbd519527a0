//! One row a group of sentences that belong together, flagged or not: nothing is hidden.

use super::super::sentence;
use super::{excerpt, harmless, header, other, other_columns};
use crate::check::{CheckResult, CheckedDocument};
use crate::flag::Flag;

/// The columns before those of the input. Of several flags in a group, `severity` is the worst,
/// `probability` the highest; codes, rules and fingerprints stand side by side, messages below each
/// other.
const COLUMNS: [&str; 20] = [
    "source_path",
    "target_path",
    "document",
    "row",
    "bead",
    "source_line",
    "target_line",
    "source_sentence",
    "target_sentence",
    "quality",
    "error_probability",
    "code",
    "rule",
    "severity",
    "probability",
    "message",
    "fingerprint",
    "verdict",
    "comment",
    "reviewer",
];

/// The header and the rows; all cells harmless.
pub(super) fn table(result: &CheckResult) -> (Vec<String>, Vec<Vec<String>>) {
    let others = other_columns(&result.documents);
    let mut flags: Vec<Vec<&Flag>> = vec![Vec::new(); result.documents.len()];
    for flag in &result.flags {
        if let Some(own) = flags.get_mut(flag.document) {
            own.push(flag);
        }
    }
    let mut rows = Vec::new();
    for (index, (document, flags)) in result.documents.iter().zip(&flags).enumerate() {
        for bead in 0..document.beads.len() {
            let own: Vec<&Flag> = flags.iter().copied().filter(|f| f.bead == bead).collect();
            let mut row = cells(index, document, bead, &own);
            row.extend(others.iter().map(|name| other(Some(document), name)));
            rows.push(row.iter().map(|cell| harmless(cell)).collect());
        }
    }
    (header(&COLUMNS, &others), rows)
}

fn cells(index: usize, document: &CheckedDocument, bead: usize, flags: &[&Flag]) -> Vec<String> {
    let b = &document.beads[bead];
    let source = sentence::source(document, b);
    let target = sentence::target(document, b);
    let line = |side: &crate::load::Document, span: &Option<std::ops::Range<usize>>| {
        let line = span.as_ref().map(|span| side.position(span.start).line);
        line.map(|line| line.to_string()).unwrap_or_default()
    };
    let text = |side: &crate::load::Document, span: &Option<std::ops::Range<usize>>| {
        let text = span.as_ref().map(|span| excerpt(&side.text, span, None));
        text.unwrap_or_default()
    };
    let joined = |of: fn(&Flag) -> &str, by: &str| {
        flags
            .iter()
            .map(|flag| of(flag))
            .collect::<Vec<_>>()
            .join(by)
    };
    let score = document.scores.get(bead);
    let worst = flags.iter().map(|flag| flag.severity).max();
    let likeliest = flags.iter().map(|flag| flag.probability).reduce(f32::max);
    vec![
        document.source.path.clone(),
        document.target.path.clone(),
        index.to_string(),
        document.row.map(|row| row.to_string()).unwrap_or_default(),
        bead.to_string(),
        line(&document.source, &source),
        line(&document.target, &target),
        text(&document.source, &source),
        text(&document.target, &target),
        score
            .map(|s| format!("{:.2}", s.quality))
            .unwrap_or_default(),
        score
            .map(|s| format!("{:.4}", s.error_probability))
            .unwrap_or_default(),
        joined(|flag| flag.code, " "),
        joined(|flag| flag.rule, " "),
        worst.map(|s| s.name().to_owned()).unwrap_or_default(),
        likeliest.map(|p| format!("{p:.2}")).unwrap_or_default(),
        joined(|flag| &flag.message, "\n"),
        joined(|flag| &flag.fingerprint, " "),
        String::new(),
        String::new(),
        String::new(),
    ]
}
