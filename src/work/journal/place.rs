//! Where the journal lies: a directory and a file that nobody else may read.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::model::{Problem, ProblemKind};
use crate::work::private;

/// The name of the journal in the state directory.
const FILE: &str = "journal.db";

/// What kind of file system it lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    /// One machine's own.
    Local,
    /// Several machines may share it.
    Network,
}

/// Where the journal lies.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) file: PathBuf,
    pub(super) storage: Storage,
}

/// Makes the directory and an empty file in it, where they are not there.
pub(super) fn prepare(directory: &Path) -> Result<Place, Problem> {
    let told = |error: io::Error| unusable(directory, &error);
    if !directory.is_dir() {
        private::directory().recursive(true).create(directory).map_err(told)?;
    }
    let file = directory.join(FILE);
    if !file.exists() {
        private::file().write(true).create(true).truncate(false).open(&file).map_err(told)?;
    }
    checked(directory, file)
}

/// Where the journal lies; none where there is none.
pub(super) fn find(directory: &Path) -> Result<Option<Place>, Problem> {
    let file = directory.join(FILE);
    match fs::metadata(&file) {
        Ok(_) => checked(directory, file).map(Some),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(unusable(directory, &error)),
    }
}

fn checked(directory: &Path, file: PathBuf) -> Result<Place, Problem> {
    let look = |path: &Path| fs::metadata(path).map_err(|error| unusable(directory, &error));
    must_be_private(directory, &look(directory)?, "700")?;
    must_be_private(&file, &look(&file)?, "600")?;
    Ok(Place { storage: storage_of(directory), file })
}

fn unusable(directory: &Path, error: &io::Error) -> Problem {
    Problem::new(ProblemKind::Journal, format!("cannot use the state directory {}", directory.display()))
        .with_detail(error.to_string())
        .with_advice("QD_STATE_DIR names another one; until then nothing can be changed on the tenant")
}

/// Nobody but us may read it, and it is ours. It is not put right here: the person may have named a directory that
/// others need.
#[cfg(unix)]
fn must_be_private(path: &Path, found: &Metadata, right: &str) -> Result<(), Problem> {
    use std::os::unix::fs::MetadataExt;
    let refuse = |why: &str| {
        Err(Problem::new(ProblemKind::Journal, format!("{} {why}", path.display()))
            .with_advice(format!("chmod {right} it, or name another state directory in QD_STATE_DIR")))
    };
    if found.mode() & 0o077 != 0 {
        return refuse("may be read or written by others: the journal holds names of people");
    }
    if found.uid() != rustix::process::geteuid().as_raw() {
        return refuse("belongs to somebody else");
    }
    Ok(())
}

/// Elsewhere a person's own directories are closed to others by what they inherit.
#[cfg(not(unix))]
fn must_be_private(_: &Path, _: &Metadata, _: &str) -> Result<(), Problem> {
    Ok(())
}

/// The kinds of file system several machines may share, by the number Linux gives them (`statfs(2)`): NFS, SMB, CIFS,
/// SMB2, AFS, Coda, Ceph, GFS2, Lustre, 9P, and FUSE, which may be any of them.
#[cfg(target_os = "linux")]
const SHARED: [u64; 11] = [
    0x6969,
    0x517b,
    0xff53_4d42,
    0xfe53_4d42,
    0x5346_414f,
    0x7375_7245,
    0x00c3_6400,
    0x0116_1970,
    0x0bd0_0bd0,
    0x0102_1997,
    0x6573_5546,
];

#[cfg(target_os = "linux")]
fn storage_of(directory: &Path) -> Storage {
    let kind = rustix::fs::statfs(directory).ok().and_then(|about| u64::try_from(about.f_type).ok());
    // What does not tell is treated with care.
    if kind.is_some_and(|kind| !SHARED.contains(&kind)) { Storage::Local } else { Storage::Network }
}

#[cfg(not(target_os = "linux"))]
fn storage_of(_: &Path) -> Storage {
    Storage::Local
}
