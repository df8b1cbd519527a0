//! The integration tests: one binary, so that the tensor library is linked once.
//!
//! - [`model`]: tokens and vectors of the embedded model against independent computations
//! - [`rules`]: what each rule must flag and must not flag, from `tests/rules`
//! - [`reports`]: every format as a whole, also on hostile text
//! - [`cli`]: wrong input, exit statuses, where output goes
//! - [`align`]: the laws of the alignment, and what it finds again in damaged articles
//! - [`seed`]: the article the project starts from, whole and in parts
#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps says what it expects"
)]

mod align;
mod cli;
mod model;
mod reports;
mod rules;
mod seed;
