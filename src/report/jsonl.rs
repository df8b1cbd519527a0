//! The report for a stream of other programs: one flag an object a line.
//!
//! The fields are those of a flag in the JSON report, after the paths of the two texts.

use std::io;

use serde::Serialize;

use super::Report;
use super::json::Rounded;
use crate::check::CheckResult;
use crate::flag::Flag;

/// The JSON Lines report.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonlReport;

#[derive(Serialize)]
struct Line<'a> {
    source_path: &'a str,
    target_path: &'a str,
    #[serde(flatten)]
    flag: &'a Flag,
}

impl Report for JsonlReport {
    fn write(&self, result: &CheckResult, out: &mut dyn io::Write) -> io::Result<()> {
        for flag in &result.flags {
            let document = result.documents.get(flag.document);
            let line = Line {
                source_path: document.map_or("", |d| &d.source.path),
                target_path: document.map_or("", |d| &d.target.path),
                flag,
            };
            let formatter = Rounded(serde_json::ser::CompactFormatter);
            line.serialize(&mut serde_json::Serializer::with_formatter(
                &mut *out, formatter,
            ))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
