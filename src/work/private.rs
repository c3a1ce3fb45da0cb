//! How directories and files are made that nobody but us may read.

use std::fs::{DirBuilder, OpenOptions};

/// Makes directories that are closed to others (0700).
#[cfg(unix)]
pub fn directory() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

/// Makes files that are closed to others (0600).
#[cfg(unix)]
pub fn file() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Elsewhere a person's own directories are closed to others by what they inherit.
#[cfg(not(unix))]
pub fn directory() -> DirBuilder {
    DirBuilder::new()
}

/// As [`directory`].
#[cfg(not(unix))]
pub fn file() -> OpenOptions {
    OpenOptions::new()
}
