//! Writing a file anew so that no reader ever finds half of it, and nobody else may read it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::work::private;

/// Puts this content in the place of the file's, or makes the file; its directory is made where there is none.
///
/// A link is followed, as people who keep their settings elsewhere set one.
///
/// # Errors
///
/// What the system has against it. The file is then as it was.
pub(super) fn replace(file: &Path, content: &str) -> io::Result<()> {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if let Some(directory) = file.parent() {
        private::directory().recursive(true).create(directory)?;
    }
    let beside = beside(&file);
    let written = write(&beside, content).and_then(|()| fs::rename(&beside, &file));
    if written.is_err() {
        // It may not even have been made; what went wrong before matters more.
        drop(fs::remove_file(&beside));
    }
    written
}

/// A name beside the file that nobody else writes to.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    file.with_file_name(name)
}

fn write(file: &Path, content: &str) -> io::Result<()> {
    let mut file: File = private::file().write(true).create(true).truncate(true).open(file)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn nobody_else_may_read_it_and_nothing_is_left_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("ours/hosts.toml");
        replace(&file, "one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        replace(&file, "two").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_stays_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let (target, link) = (directory.path().join("kept.toml"), directory.path().join("hosts.toml"));
        fs::write(&target, "one").unwrap();
        symlink(&target, &link).unwrap();
        replace(&link, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "two");
    }
}
