//! What the person decided before the program started: which tenant, signed in how, and how to show it.
//!
//! Settings come in [`Layer`]s, one a source: the environment, then the command line over it. Each layer says something
//! or is silent; the one above wins, except where being careful is at stake, where the most careful wins. Who we sign
//! in as is no layer: base URL, client id and secret always come from one source ([`SignIn`]), never mixed.
//!
//! ```text
//! environment ──> Layer ─┐
//! flags ────────> Layer ─┴─> Preferences ─┐
//! environment ──> SignIn ─────────────────┼─> Connection (for the client)
//! hosts.toml ───> Hosts ──> Tenant ───────┘   and Tenant (for the screen)
//! ```
//!
//! What is said of a tenant ([`Hosts`]) is kept by its host, however one signed in there. The person's queues
//! ([`QueueFile`]) are the same wherever they sign in.

mod environment;
mod flags;
mod host;
mod hosts;
mod layer;
mod output;
mod paths;
mod preferences;
mod queues;
mod replace;
mod sign_in;
mod tenant;

pub use environment::Environment;
pub use flags::Flags;
pub use host::Host;
pub use hosts::{Hosts, Mark};
pub use layer::Layer;
pub use output::{Output, Voice};
pub use preferences::Preferences;
pub use queues::QueueFile;
pub use sign_in::SignIn;
pub use tenant::Tenant;

use crate::api::Connection;
use crate::model::Problem;

/// What the person decided. Its `Debug` never shows the secret.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The tenant, as the screen shows it.
    pub tenant: Tenant,
    /// Who we are to the tenant.
    pub sign_in: SignIn,
    /// How to go about it.
    pub preferences: Preferences,
}

impl Settings {
    /// Settles what to do from the command line and the environment, signing in by the environment.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`](crate::model::ProblemKind::Settings) that names what is missing or does not fit.
    pub fn settle(flags: &Flags, environment: &Environment) -> Result<Self, Problem> {
        let sign_in = SignIn::from_environment(environment)?.ok_or_else(SignIn::nowhere)?;
        sign_in.must_be_for(flags.base_url.as_deref())?;
        let tenant = Tenant::at(sign_in.base_url(), &environment.hosts()?)?;
        let mut preferences = Preferences::settle(flags, environment)?;
        preferences.read_only |= tenant.read_only;
        Ok(Self { tenant, sign_in, preferences })
    }

    /// What the client is made from.
    #[must_use]
    pub fn connection(&self) -> Connection {
        self.sign_in.connection(self.preferences)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Generation, ProblemKind};

    fn acme() -> Vec<(&'static str, &'static str)> {
        vec![
            ("SAIL_BASE_URL", "https://acme.api.identitynow.com"),
            ("SAIL_CLIENT_ID", "id-1"),
            ("SAIL_CLIENT_SECRET", "hunter2-hunter2"),
        ]
    }

    fn settle(flags: &Flags, variables: &[(&str, &str)]) -> Result<Settings, Problem> {
        Settings::settle(flags, &Environment::of(variables))
    }

    #[test]
    fn the_environment_names_tenant_and_secret() {
        let settings = settle(&Flags::default(), &acme()).unwrap();
        let connection = settings.connection();
        assert_eq!(connection.base_url, "https://acme.api.identitynow.com");
        assert_eq!(connection.client_id, "id-1");
        assert_eq!((settings.tenant.name.as_str(), settings.tenant.production), ("acme", true));
    }

    #[test]
    fn debug_never_shows_the_secret() {
        let mut variables = acme();
        variables.push(("QD_API", "v2025"));
        let environment = Environment::of(&variables);
        let settings = Settings::settle(&Flags::default(), &environment).unwrap();
        let shown = format!("{settings:?} {environment:?} {:?}", settings.connection());
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn a_flag_wins_over_the_environment() {
        let mut variables = acme();
        variables.push(("QD_API", "v2024"));
        assert_eq!(settle(&Flags::default(), &variables).unwrap().preferences.generation, Generation::V2024);
        let flags = Flags { api: Some(Generation::V1), ..Flags::default() };
        assert_eq!(settle(&flags, &variables).unwrap().preferences.generation, Generation::V1);
    }

    #[test]
    fn the_most_careful_wins() {
        let mut variables = acme();
        assert!(!settle(&Flags::default(), &variables).unwrap().preferences.read_only);
        let flags = Flags { read_only: true, ..Flags::default() };
        assert!(settle(&flags, &variables).unwrap().preferences.read_only);
        assert!(settle(&flags, &variables).unwrap().connection().read_only);
        variables.push(("QD_READ_ONLY", "1"));
        assert!(settle(&Flags::default(), &variables).unwrap().preferences.read_only);
    }

    #[test]
    fn a_host_marked_read_only_is_read_only_whatever_else_is_said() {
        for (mark, variable, flag, read_only) in [
            (None, None, false, false),
            (None, None, true, true),
            (None, Some("1"), false, true),
            (Some("false"), None, true, true),
            (Some("false"), Some("1"), false, true),
            (Some("false"), Some("0"), false, false),
            (Some("true"), None, false, true),
            (Some("true"), Some("0"), false, true),
            (Some("true"), Some("1"), true, true),
        ] {
            let directory = tempfile::tempdir().unwrap();
            let text = mark.map(|mark| format!("[\"acme.api.identitynow.com\"]\nread_only = {mark}\n"));
            std::fs::write(directory.path().join("hosts.toml"), text.unwrap_or_default()).unwrap();
            let mut variables = acme();
            variables.push(("QD_CONFIG_DIR", directory.path().to_str().unwrap()));
            variables.extend(variable.map(|value| ("QD_READ_ONLY", value)));
            let flags = Flags { read_only: flag, ..Flags::default() };
            let settings = settle(&flags, &variables).unwrap();
            let held = (settings.preferences.read_only, settings.connection().read_only);
            assert_eq!(held, (read_only, read_only), "{mark:?} {variable:?} {flag}");
        }
    }

    #[test]
    fn a_host_counts_as_it_is_marked_and_else_by_its_name() {
        let directory = tempfile::tempdir().unwrap();
        let text = "[\"acme-sb.api.identitynow.com\"]\nproduction = false\n[\"127.0.0.1\"]\nproduction = true\n\
                    [\"shown.api.identitynow-demo.com\"]\nproduction = true\n";
        std::fs::write(directory.path().join("hosts.toml"), text).unwrap();
        for (base_url, production) in [
            ("https://acme.api.identitynow.com", true),
            ("https://acme-sb.api.identitynow.com", false),
            ("https://ACME-SB.api.identitynow.com./", false),
            ("https://other.api.identitynow-demo.com", false),
            ("https://shown.api.identitynow-demo.com", true),
            ("http://localhost:8444", false),
            ("http://127.0.0.1:8444", true),
        ] {
            let mut variables = acme();
            variables[0].1 = base_url;
            variables.push(("QD_CONFIG_DIR", directory.path().to_str().unwrap()));
            let settings = settle(&Flags::default(), &variables).unwrap();
            assert_eq!(settings.tenant.production, production, "{base_url}");
        }
    }

    #[test]
    fn a_base_url_is_never_mixed_with_another_ones_secret() {
        let flags = |base_url: &str| Flags { base_url: Some(base_url.to_owned()), ..Flags::default() };
        assert!(settle(&flags("https://ACME.api.identitynow.com/"), &acme()).is_ok());
        let refused = settle(&flags("https://other.api.identitynow.com"), &acme()).unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Settings);
        assert!(refused.to_string().contains("SAIL_BASE_URL"), "{refused}");
    }

    #[test]
    fn a_generation_nobody_knows_is_refused() {
        let mut variables = acme();
        variables.push(("QD_API", "v9"));
        let refused = settle(&Flags::default(), &variables).unwrap_err();
        assert!(refused.to_string().contains("QD_API") && refused.to_string().contains("v2026"), "{refused}");
    }
}
