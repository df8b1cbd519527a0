//! Stage 7: the result of a check in the formats people and tools read.

use std::io;

use crate::check::CheckResult;

/// One output format. A report is composed in memory and written in one go: never half.
pub trait Report {
    /// Writes the whole report.
    ///
    /// # Errors
    /// Only those of `out`.
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()>;
}
