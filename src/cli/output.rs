//! Writes what was composed: the whole of it or nothing.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use mtlint::Error;

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

impl From<Option<PathBuf>> for Destination {
    /// `None` and `-` are standard output.
    fn from(path: Option<PathBuf>) -> Self {
        match path {
            Some(path) if path.as_os_str() != "-" => Self::File(path),
            _ => Self::Stdout,
        }
    }
}

impl Destination {
    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// [`Error::Write`]; a file then still has its old content.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Error> {
        let (path, outcome) = match self {
            Self::Stdout => (Path::new("standard output"), to_stdout(bytes)),
            Self::File(path) => (path.as_path(), to_file(path, bytes)),
        };
        outcome.map_err(|cause| Error::Write {
            path: path.to_path_buf(),
            cause,
        })
    }
}

/// Writes a text to standard output.
///
/// # Errors
/// [`Error::Write`].
pub fn print(text: &str) -> Result<(), Error> {
    Destination::Stdout.write(text.as_bytes())
}

/// Whether the error only says that the reader of our output has gone (`mtlint … | head`), which
/// needs no message.
pub fn was_closed(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn to_stdout(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Writes beside the file and renames, so that the file is never half written. What is not an
/// ordinary file (a device, a pipe) is written straight, since it must not be replaced.
fn to_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let old = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a directory",
            ));
        }
        Ok(metadata) if !metadata.is_file() => {
            let mut file = OpenOptions::new().write(true).open(path)?;
            file.write_all(bytes)?;
            return file.flush();
        }
        Ok(metadata) if metadata.permissions().readonly() => {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is read-only",
            ));
        }
        Ok(metadata) => Some(metadata),
        Err(_) => None,
    };
    let aside = beside(path)?;
    let outcome = write_new(&aside, bytes, old.map(|metadata| metadata.permissions()))
        .and_then(|()| fs::rename(&aside, path));
    if outcome.is_err() {
        // The first failure is the one worth telling.
        let _ = fs::remove_file(&aside);
    }
    outcome
}

/// A hidden name in the same directory, so that the rename stays within one file system.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it has no file name"))?;
    let mut aside = OsString::from(".");
    aside.push(name);
    aside.push(format!(".{}.tmp", std::process::id()));
    Ok(path.with_file_name(aside))
}

fn write_new(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("report.csv");
        let destination = Destination::from(Some(path.clone()));
        destination.write(b"one, quite long").unwrap();
        destination.write(b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_directory_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let error = Destination::File(dir.path().to_path_buf())
            .write(b"x")
            .unwrap_err();
        assert!(error.to_string().contains("directory"), "{error}");
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("report.csv");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(Destination::File(path.clone()).write(b"new").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_dash_is_standard_output() {
        assert_eq!(
            Destination::from(Some(PathBuf::from("-"))),
            Destination::Stdout
        );
    }
}
