//! Files and streams to bytes and documents.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Document;
use super::encoding::decode;
use crate::{Error, Result, Warning};

/// Path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// Reads a document; `-` is standard input.
///
/// # Errors
/// [`Error::Read`] when the file is missing or cannot be read, [`Error::Input`] when it is a
/// directory, empty, binary or in no known encoding.
pub fn read_document(path: impl AsRef<Path>, warnings: &mut Vec<Warning>) -> Result<Document> {
    let path = path.as_ref();
    read_document_from(open(path)?, &path.to_string_lossy(), warnings)
}

/// Reads a document from a stream. `path` is what messages call it.
///
/// # Errors
/// As [`read_document`].
pub fn read_document_from(
    input: impl Read,
    path: &str,
    warnings: &mut Vec<Warning>,
) -> Result<Document> {
    Ok(Document::new(path, read_text(input, path, warnings)?))
}

/// Opens a file, or standard input for `-`.
pub(super) fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path.as_os_str() == STANDARD_INPUT {
        return Ok(Box::new(io::stdin()));
    }
    if path.is_dir() {
        return Err(Error::Input {
            path: path.to_owned(),
            line: None,
            expected: "a file".to_owned(),
            found: "a directory".to_owned(),
        });
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(cause) => Err(Error::Read {
            path: path.to_owned(),
            cause,
        }),
    }
}

/// The whole of a file as text, decoded like a document; it may be empty.
///
/// # Errors
/// As [`read_document`], but for the empty file.
pub fn read_string(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    open(path)?
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::Read {
            path: path.to_owned(),
            cause,
        })?;
    if bytes.is_empty() {
        return Ok(String::new());
    }
    decode(&bytes, &path.to_string_lossy(), &mut Vec::new())
}

/// The whole of a stream as text.
pub(super) fn read_text(
    mut input: impl Read,
    path: &str,
    warnings: &mut Vec<Warning>,
) -> Result<String> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|cause| Error::Read {
        path: path.into(),
        cause,
    })?;
    decode(&bytes, path, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none.txt");
        let error = read_document(&path, &mut Vec::new()).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("could not read `"), "{message}");
        assert!(message.contains("none.txt`: No such file"), "{message}");
    }

    #[test]
    fn a_directory_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let message = read_document(folder.path(), &mut Vec::new())
            .unwrap_err()
            .to_string();
        assert!(
            message.ends_with("expected a file, found a directory"),
            "{message}"
        );
    }

    #[test]
    fn a_file_is_read_under_the_name_the_user_gave() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "减会。\r\n").unwrap();
        let document = read_document(&path, &mut Vec::new()).unwrap();
        assert_eq!(document.text, "减会。\n");
        assert_eq!(document.path, path.to_str().unwrap());
    }

    #[test]
    fn a_stream_is_read_like_a_file() {
        let input = "\u{feff}a".as_bytes();
        let document = read_document_from(input, "-", &mut Vec::new()).unwrap();
        assert_eq!((document.path.as_str(), document.text.as_str()), ("-", "a"));
    }
}
