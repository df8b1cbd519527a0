//! What can stop a check, and what only deserves a word.

use std::fmt;
use std::path::PathBuf;

/// The result of every fallible function of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be checked. What a check *finds* is never an error: that is a
/// [`Flag`](crate::flag::Flag).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be opened or read.
    #[error("could not read `{path}`: {cause}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        cause: std::io::Error,
    },
    /// The content of an input is not what its format or the check needs.
    #[error("could not read `{path}`: {at}expected {expected}, found {found}", path = path.display(),
        at = line.map(|l| format!("line {l}: ")).unwrap_or_default())]
    Input {
        /// The file.
        path: PathBuf,
        /// 1-based line, where one line is at fault.
        line: Option<usize>,
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// A report could not be written.
    #[error("could not write `{path}`: {cause}", path = path.display())]
    Write {
        /// The file, or `-` for standard output.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        cause: std::io::Error,
    },
    /// A model is missing, damaged, or of a kind that cannot be used.
    #[error("could not load the model `{name}`: {reason}")]
    Model {
        /// Directory or built-in name of the model.
        name: String,
        /// What is wrong, and what was expected.
        reason: String,
    },
    /// A setting has a value that cannot be used.
    #[error("{0}")]
    Setting(String),
    /// The tensor library failed: a fault of this program or of the model, not of the text.
    #[error("could not run the model: {0}")]
    Tensor(#[from] candle_core::Error),
}

/// Something the user should know that does not stop the check. The binary prints it to
/// standard error; it is also part of the machine-readable reports.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Warning {
    /// A file was not UTF-8 and was read in another encoding.
    Encoding {
        /// The file.
        path: String,
        /// The encoding that was recognised, for example `gb18030`.
        encoding: String,
    },
    /// A text is longer than the model's window and was embedded in pieces.
    LongText {
        /// The file.
        path: String,
        /// 1-based line on which the text begins.
        line: usize,
        /// Number of tokens of the text.
        tokens: usize,
        /// Number of pieces it was split into.
        pieces: usize,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding { path, encoding } => {
                write!(f, "`{path}` is not UTF-8; it was read as {encoding}")
            }
            Self::LongText {
                path,
                line,
                tokens,
                pieces,
            } => write!(
                f,
                "`{path}`: line {line}: a text of {tokens} tokens is longer than the model's window; it was embedded in {pieces} pieces"
            ),
        }
    }
}
