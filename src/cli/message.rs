//! Errors and warnings on standard error, in the compiler's style.

use std::io::Write;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use anstream::stderr;
use mtlint::report::Layout;
use mtlint::report::visible::visible;

const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
/// Columns beyond which lines are hard to read, however wide the terminal is.
const WIDEST: usize = 140;

const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);

/// Prints an error and its causes. A cause whose text is already part of the message above it is
/// not repeated.
///
/// There is nobody left to tell where standard error cannot be written, so that is ignored.
pub fn error(error: &anyhow::Error) {
    let mut said = visible(&error.to_string());
    let _ = writeln!(stderr(), "{ERROR}error{ERROR:#}: {said}");
    for cause in error.chain().skip(1) {
        let cause = visible(&cause.to_string());
        if !said.contains(&cause) {
            let _ = writeln!(stderr(), "  caused by: {cause}");
            said = cause;
        }
    }
}

/// Prints a warning.
pub fn warning(warning: &mtlint::Warning) {
    let text = visible(&warning.to_string());
    let _ = writeln!(stderr(), "{WARNING}warning{WARNING:#}: {text}");
}

/// How a report for standard output is laid out: in colours where it is a terminal that wants them
/// (`NO_COLOR`, `CLICOLOR`, `TERM`), and no wider than the terminal.
pub fn stdout_layout() -> Layout {
    let stdout = std::io::stdout();
    let plain = Layout::default();
    let width = terminal_size::terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0));
    Layout {
        color: anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        columns: width.map_or(plain.columns, |width| width.min(WIDEST)),
        ..plain
    }
}
