//! Errors and warnings on standard error, in the compiler's style.

use std::io::Write;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use anstream::stderr;
use mtlint::report::visible::visible;

const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
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

/// Whether standard output is a terminal that wants colours (`NO_COLOR`, `CLICOLOR`, `TERM`).
pub fn stdout_takes_color() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}
