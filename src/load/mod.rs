//! Stage 1: files to [`Document`]s and [`PairRow`]s, with exact positions.
//!
//! Two documents that are not aligned come through [`read_document`]; files of pairs come through
//! [`read_pairs`], which picks the [`Reader`] of the format. Both decode alike (see [`encoding`]),
//! [`discover`] finds pairs of documents in folders, [`config`] reads the settings file,
//! and [`language`] looks whether the sides are Chinese and English at all.

mod columns;
pub mod config;
pub mod csv;
pub mod discover;
pub mod document;
pub mod encoding;
pub mod jsonl;
pub mod language;
pub mod pairs;
pub mod read;
pub mod table;
pub mod tsv;

pub use discover::DocumentPair;
pub use document::{Document, Position};
pub use language::{check_languages, dominant_script};
pub use pairs::{PairRow, Reader, Rows, read_pairs, read_pairs_from};
pub use read::{read_document, read_document_from};
