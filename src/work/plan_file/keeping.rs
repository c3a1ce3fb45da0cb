//! A plan written to a file of a person's choice, and read from one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Filed, text};
use crate::model::{Problem, ProblemKind};
use crate::work::file::{Draft, not_written, place};
use crate::work::protocol::{Existing, Plan};

/// What came of saving a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// The file is there.
    Written(PathBuf),
    /// There is a file of that name already, which stays.
    Exists(PathBuf),
}

/// Writes the plan to a file that nobody else may read.
///
/// # Errors
///
/// A [`ProblemKind::Settings`] where it cannot be written; then there is no such file.
pub fn save(plan: &Plan, path: &str, existing: Existing) -> Result<Saved, Problem> {
    let path = place(path)?;
    if existing == Existing::Stays && path.symlink_metadata().is_ok() {
        return Ok(Saved::Exists(path));
    }
    match write(plan, &path, existing) {
        Ok(()) => Ok(Saved::Written(path)),
        // Somebody made one meanwhile.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Saved::Exists(path)),
        Err(error) => Err(not_written(&path, &error)),
    }
}

fn write(plan: &Plan, path: &Path, existing: Existing) -> io::Result<()> {
    let draft = Draft::beside(path)?;
    let mut writer = draft.writer()?;
    writer.write_all(text(plan)?.as_bytes())?;
    writer.flush()?;
    drop(writer);
    draft.finish("", "\n", existing)
}

/// Reads the plan of a file, which has to be for this tenant.
///
/// # Errors
///
/// A [`ProblemKind::Settings`] where there is no such file, no plan in it, or one for another tenant.
pub fn open(path: &str, tenant: &str) -> Result<Filed, Problem> {
    let refused = |why: String| Problem::new(ProblemKind::Settings, why);
    let path = place(path)?;
    let text = fs::read_to_string(&path)
        .map_err(|error| refused(format!("{} cannot be read", path.display())).with_detail(error.to_string()))?;
    let value = serde_json::from_str(&text)
        .map_err(|error| refused(format!("{} does not read as JSON: {error}", path.display())))?;
    let filed = Filed::of(value)?;
    filed.must_be_for(tenant)?;
    Ok(filed)
}
