//! A file that nobody but us may read, put in its place whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::private;
use super::protocol::Existing;
use crate::model::{Problem, ProblemKind};

/// Written in pieces of this size.
const PIECE: usize = 64 * 1024;

/// Where a file is to be, by the path a person wrote.
///
/// # Errors
///
/// A [`ProblemKind::Settings`] where nothing is named, or there is no home directory and it was meant.
pub(super) fn place(path: &str) -> Result<PathBuf, Problem> {
    let path = path.trim();
    let refused = |why: &str| Problem::new(ProblemKind::Settings, why);
    if path.is_empty() || path.ends_with('/') {
        return Err(refused("the file needs a name"));
    }
    match path.strip_prefix("~/") {
        Some(below) => Ok(std::env::home_dir().ok_or_else(|| refused("there is no home directory"))?.join(below)),
        None => Ok(PathBuf::from(path)),
    }
}

/// Why there is no file.
pub(super) fn not_written(path: &Path, error: &io::Error) -> Problem {
    Problem::new(ProblemKind::Settings, format!("{} cannot be written", path.display()))
        .with_detail(error.to_string())
        .with_advice("choose another place")
}

/// What is written beside a file until it is whole. Dropped before its end, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    body: Scrap,
}

impl Draft {
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        let body = Scrap::beside(path, "body")?;
        // What is open needs no name, and so a process that is killed leaves nothing. Where it does, it is dropped later.
        fs::remove_file(&body.path).ok();
        Ok(Self { path: path.to_owned(), body })
    }

    /// Where the accounts go.
    pub(super) fn writer(&self) -> io::Result<BufWriter<File>> {
        Ok(BufWriter::with_capacity(PIECE, self.body.file.try_clone()?))
    }

    /// Puts the file in its place, with what stands before and behind the accounts.
    ///
    /// # Errors
    ///
    /// An [`io::ErrorKind::AlreadyExists`] where a file is there by now that is to stay; else why it could not be written.
    pub(super) fn finish(self, head: &str, tail: &str, existing: Existing) -> io::Result<()> {
        let whole = Scrap::beside(&self.path, "whole")?;
        let mut out = &whole.file;
        out.write_all(head.as_bytes())?;
        let mut body = &self.body.file;
        body.seek(SeekFrom::Start(0))?;
        io::copy(&mut body, &mut out)?;
        out.write_all(tail.as_bytes())?;
        out.sync_all()?;
        match existing {
            Existing::Replaced => fs::rename(&whole.path, &self.path),
            Existing::Stays => put_in_an_empty_place(&whole.path, &self.path),
        }
    }
}

/// Unlike renaming, linking takes no other file's place. Not every file system has links.
fn put_in_an_empty_place(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if to.symlink_metadata().is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
        Ok(()) => Ok(()),
    }
}

/// A file that goes when it is dropped.
#[derive(Debug)]
struct Scrap {
    path: PathBuf,
    file: File,
}

impl Scrap {
    fn beside(path: &Path, what: &str) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let path = path.with_file_name(format!(".{name}.{}.{what}", std::process::id()));
        // Left by a process of our number that was killed.
        fs::remove_file(&path).ok();
        let file = private::file().read(true).write(true).create_new(true).open(&path)?;
        Ok(Self { path, file })
    }
}

impl Drop for Scrap {
    fn drop(&mut self) {
        // Where it was put in its place it is not here any more.
        fs::remove_file(&self.path).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let names = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    fn drafted(path: &Path, text: &str) -> Draft {
        let draft = Draft::beside(path).unwrap();
        let mut writer = draft.writer().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        writer.flush().unwrap();
        draft
    }

    #[test]
    fn a_file_comes_whole_and_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.json");
        drafted(&path, "[]").finish("{\"accounts\":", "}", Existing::Stays).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"accounts\":[]}");
        assert_eq!(names(directory.path()), ["a.json"]);
    }

    #[test]
    fn nothing_is_left_of_what_was_given_up() {
        let directory = tempfile::tempdir().unwrap();
        drop(drafted(&directory.path().join("a.csv"), "half"));
        assert_eq!(names(directory.path()), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_came_meanwhile_stays_unless_it_is_to_be_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.csv");
        fs::write(&path, "theirs").unwrap();
        let refused = drafted(&path, "ours").finish("", "", Existing::Stays).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        drafted(&path, "ours").finish("", "", Existing::Replaced).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
        assert_eq!(names(directory.path()), ["a.csv"]);
    }

    #[test]
    fn a_file_needs_a_name() {
        for nameless in ["", "  ", "somewhere/"] {
            assert!(place(nameless).is_err(), "{nameless:?}");
        }
        assert_eq!(place(" a b.csv ").unwrap(), Path::new("a b.csv"));
        assert_eq!(place("~/a.csv").unwrap(), std::env::home_dir().unwrap().join("a.csv"));
    }
}
