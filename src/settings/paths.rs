//! Where this program keeps what it writes.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::model::{Problem, ProblemKind};

/// The name of our directory among those of other programs.
const OURS: &str = "quarterdeck";

/// The directories the environment names.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// `QD_STATE_DIR`: ours itself.
    named: Option<PathBuf>,
    /// `XDG_STATE_HOME`, or what stands for it on Windows.
    state_home: Option<PathBuf>,
    home: Option<PathBuf>,
}

impl Places {
    /// What these variables name. An empty one counts as not set.
    pub(super) fn named_by(look_up: impl Fn(&str) -> Option<OsString>) -> Self {
        let path = |name: &str| look_up(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        // https://specifications.freedesktop.org/basedir-spec: a relative path there is to be ignored.
        let absolute = |name: &str| path(name).filter(|path| path.is_absolute());
        let state_home = absolute(if cfg!(windows) { "LOCALAPPDATA" } else { "XDG_STATE_HOME" });
        Self { named: path("QD_STATE_DIR"), state_home, home: absolute("HOME") }
    }

    /// The directory of the journal: where `QD_STATE_DIR` says, else ours among the state of other programs.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where nothing names a place.
    pub(super) fn state_directory(&self) -> Result<PathBuf, Problem> {
        if let Some(named) = &self.named {
            return Ok(named.clone());
        }
        let usual = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/state" };
        let around = self.state_home.clone().or_else(|| self.home.as_ref().map(|home| home.join(usual)));
        around.map(|around| around.join(OURS)).ok_or_else(|| {
            Problem::new(ProblemKind::Settings, "no place for the journal: neither QD_STATE_DIR nor HOME is set")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state_directory(variables: &[(&str, &str)]) -> Option<String> {
        let look_up = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
        Places::named_by(look_up).state_directory().ok().map(|path| path.display().to_string())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_most_particular_name_wins() {
        let (named, state, home) = (("QD_STATE_DIR", "/n"), ("XDG_STATE_HOME", "/x"), ("HOME", "/home/ada"));
        let cases = [
            (vec![home, state, named], Some("/n")),
            (vec![home, state], Some("/x/quarterdeck")),
            (vec![home], Some("/home/ada/.local/state/quarterdeck")),
            (vec![], None),
            (
                vec![home, ("XDG_STATE_HOME", "relative"), ("QD_STATE_DIR", "")],
                Some("/home/ada/.local/state/quarterdeck"),
            ),
        ];
        for (variables, expected) in cases {
            assert_eq!(state_directory(&variables).as_deref(), expected, "{variables:?}");
        }
    }
}
