//! Where the tenant is and who we are: what a client is made from.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use url::{Host, Url};

use crate::model::{Generation, Problem, ProblemKind};

/// What a client is made from. Its `Debug` never shows the secret.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The API's base URL, such as `https://acme.api.identitynow.com`.
    pub base_url: String,
    /// The client id, as of a personal access token.
    pub client_id: String,
    /// The client secret.
    pub client_secret: SecretString,
    /// The generation of the API to ask.
    pub generation: Generation,
    /// Refuse to send anything that could change the tenant.
    pub read_only: bool,
    /// A file of PEM certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// How long to wait.
    pub limits: Limits,
}

/// How long to wait for the tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For the whole answer to a read.
    pub read: Duration,
    /// For the whole answer to a write.
    pub write: Duration,
    /// Until an unused connection is dropped.
    pub idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(30),
            write: Duration::from_mins(1),
            idle: Duration::from_secs(20),
        }
    }
}

impl Connection {
    /// A connection in the default generation, with the default limits, that may write.
    #[must_use]
    pub fn new(base_url: impl Into<String>, client_id: impl Into<String>, client_secret: SecretString) -> Self {
        Self {
            base_url: base_url.into(),
            client_id: client_id.into(),
            client_secret,
            generation: Generation::default(),
            read_only: false,
            ca_file: None,
            limits: Limits::default(),
        }
    }

    /// The base URL, checked.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where it is no URL, carries more than a host and a path, or would send the secret
    /// in the clear to another machine.
    pub fn base(&self) -> Result<Url, Problem> {
        let refuse = |why: &str| {
            Problem::new(ProblemKind::Settings, format!("the tenant's base URL cannot be used: {why}"))
                .with_advice("it looks like https://acme.api.identitynow.com")
        };
        let url = Url::parse(&self.base_url).map_err(|error| refuse(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("it holds a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("it holds a query or a fragment"));
        }
        match url.scheme() {
            "https" if url.host().is_some() => Ok(url),
            "http" if is_loopback(&url) => Ok(url),
            "http" => Err(refuse("plain http is allowed to this machine only")),
            _ => Err(refuse("it must begin with https://")),
        }
    }
}

/// Whether the URL names this very machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_base(base_url: &str) -> Connection {
        Connection::new(base_url, "id", "s3cret-value".to_owned().into())
    }

    #[test]
    fn a_base_url_is_https_or_this_machine() {
        for good in [
            "https://acme.api.identitynow.com",
            "https://acme.api.identitynow.com/",
            "http://127.0.0.1:8444",
            "http://localhost:1",
            "http://[::1]:8444",
        ] {
            assert!(with_base(good).base().is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://acme.api.identitynow.com", "plain http"),
            ("http://127.0.0.1.evil.example", "plain http"),
            ("acme.api.identitynow.com", "relative URL"),
            ("ftp://acme", "https://"),
            ("https://me:pw@acme.example", "user name"),
            ("https://acme.example/?x=1", "query"),
        ] {
            let problem = with_base(bad).base().expect_err(bad);
            assert_eq!(problem.kind, ProblemKind::Settings);
            assert!(problem.summary.contains(why), "{bad}: {}", problem.summary);
        }
    }

    #[test]
    fn debug_never_shows_the_secret() {
        let shown = format!("{:?}", with_base("https://acme.api.identitynow.com"));
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
