//! A linter for machine translation.
//!
//! `mtlint` takes a Chinese text and its English rendering, finds which English belongs to which
//! Chinese, and reports the segments that are wrong, with evidence for a reader without Chinese.
//!
//! The modules are the stages of a check, in the order in which data flows through them. Between
//! the stages there are only plain data and four small traits: [`load::Reader`] (a file format),
//! [`embed::Encoder`] (text to vectors), [`flag::Rule`] (one kind of error) and
//! [`report::Report`] (one output format).
//!
//! ```text
//! load → segment → embed → align → score → flag → report → gate
//! ```
//!
//! [`check`] runs them all and is the place to start reading.

pub mod load;

pub mod segment;

pub mod embed;

pub mod align;

pub mod score;

pub mod flag;

pub mod report;

pub mod gate;

pub mod check;

pub mod eval;

pub mod error;

pub mod lexicon;

pub use error::{Error, Result, Warning};
