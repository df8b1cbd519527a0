//! The integration tests: one binary, so that the tensor library is linked once.
//!
//! - [`model`]: tokens and vectors of the embedded model against independent computations
//! - [`rules`]: what each rule must flag and must not flag, from `tests/rules`
//! - [`results`]: results made by hand, for the next two
//! - [`reports`]: text, CSV and JSON as a whole, also on hostile text
//! - [`formats`]: the formats of CI servers, and HTML
//! - [`cli`]: wrong input, exit statuses, where output goes
//! - [`align`]: the laws of the alignment, and what it finds again in damaged articles
//! - [`gate`]: settings, baseline, verdicts, many documents, from outside
//! - [`attacks`]: texts that try to take over, or are too much
//! - [`laws`]: baseline, verdicts and gate on any result
//! - [`seed`]: the article the project starts from, whole and in parts
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps says what it expects"
)]

mod align;
mod attacks;
mod cli;
mod formats;
mod gate;
mod laws;
mod model;
mod reports;
mod results;
mod rules;
mod seed;
