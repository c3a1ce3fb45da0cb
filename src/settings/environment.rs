//! The environment, read once.

use std::ffi::OsString;
use std::path::PathBuf;

use secrecy::SecretString;

use super::paths::Places;
use super::{Hosts, Layer, QueueFile};
use crate::model::{Generation, Problem, ProblemKind};

/// What the environment says about us: the variables this program knows, and no others.
///
/// Read once, at the start. The secret goes straight into a [`SecretString`]; nothing this program starts is handed it.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    pub(super) base_url: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<SecretString>,
    api: Option<String>,
    read_only: Option<String>,
    no_colour: Option<String>,
    terminal: Option<String>,
    places: Places,
}

impl Environment {
    /// The variables of this process.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where one of them is not UTF-8.
    pub fn read() -> Result<Self, Problem> {
        Self::from_variables(|name| std::env::var_os(name))
    }

    /// These variables, as if they were the environment.
    #[cfg(test)]
    pub(super) fn of(variables: &[(&str, &str)]) -> Self {
        let look_up = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
        Self::from_variables(look_up).unwrap()
    }

    /// A variable that is empty counts as not set, as the shell's `VARIABLE= command` means it.
    fn from_variables(look_up: impl Fn(&str) -> Option<OsString>) -> Result<Self, Problem> {
        let variable = |name: &str| match look_up(name).filter(|value| !value.is_empty()) {
            None => Ok(None),
            // The value stays out of the sentence: it may be the secret.
            Some(value) => value.into_string().map(Some).map_err(|_| {
                Problem::new(ProblemKind::Settings, format!("the environment variable {name} is not UTF-8"))
            }),
        };
        Ok(Self {
            base_url: variable("SAIL_BASE_URL")?,
            client_id: variable("SAIL_CLIENT_ID")?,
            client_secret: variable("SAIL_CLIENT_SECRET")?.map(SecretString::from),
            api: variable("QD_API")?,
            read_only: variable("QD_READ_ONLY")?,
            no_colour: variable("NO_COLOR")?,
            terminal: variable("TERM")?,
            places: Places::named_by(&look_up),
        })
    }

    /// Whether the terminal is one that obeys nothing, such as the shell within an editor (`TERM=dumb`).
    #[must_use]
    pub fn has_dumb_terminal(&self) -> bool {
        self.terminal.as_deref() == Some("dumb")
    }

    /// The directory of the journal.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where nothing names a place for it.
    pub fn state_directory(&self) -> Result<PathBuf, Problem> {
        self.places.state_directory()
    }

    /// The directory of the settings.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where nothing names a place for them.
    pub fn settings_directory(&self) -> Result<PathBuf, Problem> {
        self.places.settings_directory()
    }

    /// What was said of hosts. Where there is no place for settings, nothing was said.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where what was said does not read.
    pub fn hosts(&self) -> Result<Hosts, Problem> {
        self.settings_directory().map_or_else(|_| Ok(Hosts::default()), |directory| Hosts::read(&directory))
    }

    /// The file of the person's queues.
    #[must_use]
    pub fn queues(&self) -> QueueFile {
        self.settings_directory().map_or_else(|_| QueueFile::default(), |directory| QueueFile::within(&directory))
    }

    /// What it says besides the sign-in.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where `QD_API` is no generation of the API.
    pub fn layer(&self) -> Result<Layer, Problem> {
        let generation = self.api.as_deref().map(str::parse::<Generation>).transpose();
        Ok(Layer {
            generation: generation
                .map_err(|unknown| Problem::new(ProblemKind::Settings, format!("QD_API: {unknown}")))?,
            // What is not clearly a no is a yes: a typing error must not open the tenant for writing.
            read_only: self.read_only.as_deref().is_some_and(|value| !is_no(value)),
            // https://no-color.org: any value that is not empty.
            no_colour: self.no_colour.is_some(),
            ..Layer::default()
        })
    }
}

fn is_no(value: &str) -> bool {
    ["0", "false", "no", "off"].iter().any(|no| value.trim().eq_ignore_ascii_case(no))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_not_set() {
        let environment = Environment::of(&[("SAIL_BASE_URL", ""), ("QD_API", ""), ("NO_COLOR", "")]);
        assert!(environment.base_url.is_none());
        assert_eq!(environment.layer().unwrap(), Layer::default());
    }

    #[test]
    fn read_only_holds_unless_it_is_clearly_denied() {
        for (value, read_only) in
            [("1", true), ("true", true), ("yse", true), ("0", false), ("False", false), ("no", false)]
        {
            let layer = Environment::of(&[("QD_READ_ONLY", value)]).layer().unwrap();
            assert_eq!(layer.read_only, read_only, "{value}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_not_utf_8_is_named_but_not_shown() {
        use std::os::unix::ffi::OsStringExt;
        let broken = |name: &str| (name == "SAIL_CLIENT_SECRET").then(|| OsString::from_vec(b"hunter\xff".to_vec()));
        let refused = Environment::from_variables(broken).unwrap_err().to_string();
        assert!(refused.contains("SAIL_CLIENT_SECRET") && !refused.contains("hunter"), "{refused}");
    }
}
