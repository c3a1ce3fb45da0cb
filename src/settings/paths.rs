//! Where this program keeps what it writes, and where a person keeps what is written for it.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::model::{Problem, ProblemKind};

/// The name of our directory among those of other programs.
const OURS: &str = "quarterdeck";

/// The directories the environment names.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    state: Named,
    settings: Named,
    home: Option<PathBuf>,
}

/// How the environment names one of our directories.
#[derive(Debug, Clone, Default)]
struct Named {
    /// Ours itself, such as by `QD_STATE_DIR`.
    ours: Option<PathBuf>,
    /// The one in which programs keep theirs, such as by `XDG_STATE_HOME`.
    around: Option<PathBuf>,
}

impl Places {
    /// What these variables name. An empty one counts as not set.
    pub(super) fn named_by(look_up: impl Fn(&str) -> Option<OsString>) -> Self {
        let path = |name: &str| look_up(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        // https://specifications.freedesktop.org/basedir-spec: a relative path there is to be ignored.
        let absolute = |name: &str| path(name).filter(|path| path.is_absolute());
        let by = |ours, xdg, windows| Named {
            ours: path(ours),
            around: absolute(if cfg!(windows) { windows } else { xdg }),
        };
        Self {
            state: by("QD_STATE_DIR", "XDG_STATE_HOME", "LOCALAPPDATA"),
            settings: by("QD_CONFIG_DIR", "XDG_CONFIG_HOME", "APPDATA"),
            home: absolute("HOME"),
        }
    }

    /// The directory of the journal: where `QD_STATE_DIR` says, else ours among the state of other programs.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where nothing names a place.
    pub(super) fn state_directory(&self) -> Result<PathBuf, Problem> {
        self.directory(&self.state, ".local/state").ok_or_else(|| {
            Problem::new(ProblemKind::Settings, "no place for the journal: neither QD_STATE_DIR nor HOME is set")
        })
    }

    /// The directory of the settings: where `QD_CONFIG_DIR` says, else ours among the settings of other programs.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where nothing names a place.
    pub(super) fn settings_directory(&self) -> Result<PathBuf, Problem> {
        self.directory(&self.settings, ".config").ok_or_else(|| {
            Problem::new(ProblemKind::Settings, "no place for the settings: neither QD_CONFIG_DIR nor HOME is set")
        })
    }

    /// The directory, where anything names it; `usual` is where in the home directory programs keep theirs.
    fn directory(&self, named: &Named, usual: &str) -> Option<PathBuf> {
        let usual = if cfg!(target_os = "macos") { "Library/Application Support" } else { usual };
        let around = || named.around.clone().or_else(|| self.home.as_ref().map(|home| home.join(usual)));
        named.ours.clone().or_else(|| around().map(|around| around.join(OURS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Variables<'a> = &'a [(&'a str, &'a str)];

    fn places(variables: Variables) -> Places {
        Places::named_by(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into()))
    }

    fn told(directory: Result<PathBuf, Problem>) -> Option<String> {
        directory.ok().map(|path| path.display().to_string())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_most_particular_name_wins() {
        let (named, state, home) = (("QD_STATE_DIR", "/n"), ("XDG_STATE_HOME", "/x"), ("HOME", "/home/ada"));
        let cases: [(Variables, Option<&str>); 5] = [
            (&[home, state, named], Some("/n")),
            (&[home, state], Some("/x/quarterdeck")),
            (&[home], Some("/home/ada/.local/state/quarterdeck")),
            (&[], None),
            (&[home, ("XDG_STATE_HOME", "relative"), ("QD_STATE_DIR", "")], Some("/home/ada/.local/state/quarterdeck")),
        ];
        for (variables, expected) in cases {
            assert_eq!(told(places(variables).state_directory()).as_deref(), expected, "{variables:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn settings_are_kept_apart_from_state() {
        let (named, settings, home) = (("QD_CONFIG_DIR", "/n"), ("XDG_CONFIG_HOME", "/x"), ("HOME", "/home/ada"));
        let state = [("QD_STATE_DIR", "/s"), ("XDG_STATE_HOME", "/t")];
        let cases: [(Variables, Option<&str>); 4] = [
            (&[home, settings, named], Some("/n")),
            (&[home, settings], Some("/x/quarterdeck")),
            (&[home], Some("/home/ada/.config/quarterdeck")),
            (&state, None),
        ];
        for (variables, expected) in cases {
            assert_eq!(told(places(variables).settings_directory()).as_deref(), expected, "{variables:?}");
        }
    }
}
