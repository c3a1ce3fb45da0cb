//! Who we are to the tenant: base URL, client id and secret, always from one source.

use secrecy::SecretString;
use url::Url;

use super::{Environment, Preferences};
use crate::api::Connection;
use crate::model::{Problem, ProblemKind};

/// Who we are to the tenant. Made whole by one source, so that a secret never meets another source's address.
#[derive(Debug, Clone)]
pub struct SignIn {
    base_url: String,
    client_id: String,
    client_secret: SecretString,
    source: Source,
}

/// Where a sign-in came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Environment,
    Embedded,
}

impl SignIn {
    /// The sign-in of `SAIL_BASE_URL`, `SAIL_CLIENT_ID` and `SAIL_CLIENT_SECRET`, where any of them is set.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] that names what is missing where only some are set.
    pub fn from_environment(environment: &Environment) -> Result<Option<Self>, Problem> {
        let Environment { base_url, client_id, client_secret, .. } = environment;
        let missing: Vec<&str> = [
            ("SAIL_BASE_URL", base_url.is_none()),
            ("SAIL_CLIENT_ID", client_id.is_none()),
            ("SAIL_CLIENT_SECRET", client_secret.is_none()),
        ]
        .into_iter()
        .filter_map(|(name, missing)| missing.then_some(name))
        .collect();
        match (base_url, client_id, client_secret) {
            (None, None, None) => Ok(None),
            (Some(base_url), Some(client_id), Some(client_secret)) => Ok(Some(Self {
                base_url: base_url.clone(),
                client_id: client_id.clone(),
                client_secret: client_secret.clone(),
                source: Source::Environment,
            })),
            _ => Err(Problem::new(
                ProblemKind::Settings,
                format!("the sign-in is not whole: {} not set", missing.join(" and ")),
            )
            .with_advice("base URL, client id and secret always come from one source")),
        }
    }

    /// The sign-in of the embedded tenant.
    #[must_use]
    pub fn embedded(base_url: String, client_id: String, client_secret: SecretString) -> Self {
        Self { base_url, client_id, client_secret, source: Source::Embedded }
    }

    /// What to tell somebody who named no tenant.
    #[must_use]
    pub fn nowhere() -> Problem {
        Problem::new(ProblemKind::Settings, "no tenant to ask").with_advice(
            "set SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET (a personal access token), or try `qd demo`",
        )
    }

    /// Checks that this sign-in is for the base URL a person named, if they named one.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where it is not: a secret goes only to the host it was given for.
    pub fn must_be_for(&self, base_url: Option<&str>) -> Result<(), Problem> {
        match base_url.filter(|named| !same_address(named, &self.base_url)) {
            None => Ok(()),
            Some(named) => Err(Problem::new(
                ProblemKind::Settings,
                format!(
                    "--base-url {named} is not the tenant of the sign-in, which is {} {}",
                    self.base_url,
                    self.source.origin()
                ),
            )
            .with_advice("a secret goes only to the host it was given for: leave the flag out, or change all three")),
        }
    }

    /// The tenant's base URL, as given.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What a client is made from.
    #[must_use]
    pub fn connection(&self, preferences: Preferences) -> Connection {
        let mut connection = Connection::new(self.base_url.clone(), self.client_id.clone(), self.client_secret.clone());
        connection.generation = preferences.generation;
        connection.read_only = preferences.read_only;
        connection
    }
}

impl Source {
    fn origin(self) -> &'static str {
        match self {
            Self::Environment => "(SAIL_BASE_URL)",
            Self::Embedded => "(the embedded tenant)",
        }
    }
}

/// Whether two base URLs mean the same, whatever the case of the host and a slash at the end.
fn same_address(one: &str, other: &str) -> bool {
    let normal = |text: &str| Url::parse(text).map(|url| url.as_str().trim_end_matches('/').to_owned());
    matches!((normal(one), normal(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let missing = |variables: &[(&str, &str)]| SignIn::from_environment(&Environment::of(variables));
        let url = ("SAIL_BASE_URL", "https://acme.api.identitynow.com");
        let told = missing(&[url]).unwrap_err().to_string();
        assert!(told.contains("SAIL_CLIENT_ID and SAIL_CLIENT_SECRET not set"), "{told}");
        let told = missing(&[url, ("SAIL_CLIENT_SECRET", "hunter2")]).unwrap_err().to_string();
        assert!(told.contains("SAIL_CLIENT_ID not set") && !told.contains("hunter2"), "{told}");
        assert!(missing(&[]).unwrap().is_none());
    }

    #[test]
    fn addresses_are_compared_by_what_they_mean() {
        for (one, other, same) in [
            ("https://acme.example", "https://ACME.example/", true),
            ("https://acme.example", "https://acme.example:443", true),
            ("https://acme.example", "http://acme.example", false),
            ("https://acme.example", "https://acme.example/isc", false),
            ("https://acme.example", "https://acme.example.evil.example", false),
            ("acme", "acme", false),
        ] {
            assert_eq!(same_address(one, other), same, "{one} {other}");
        }
    }
}
