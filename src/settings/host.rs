//! A tenant's host: what marks are kept by, whoever signed in there and however.

use std::fmt;

use url::Url;

use crate::model::{Problem, ProblemKind};

/// The vendor's domain of demonstration tenants.
const DEMO_DOMAIN: &str = ".identitynow-demo.com";

/// A tenant's host, in the one way to write it: in lower case, without a port, and without the dot that may end it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host(String);

impl Host {
    /// The host of a URL; none where it has none.
    #[must_use]
    pub fn of(url: &Url) -> Option<Self> {
        let host = url.host_str()?.to_ascii_lowercase();
        Some(Self(host.strip_suffix('.').unwrap_or(&host).to_owned())).filter(|host| !host.0.is_empty())
    }

    /// The host of a text that is one, or a URL with one.
    #[must_use]
    pub fn written(text: &str) -> Option<Self> {
        let text = text.trim();
        let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("https://{text}")) };
        Self::of(&url.ok()?)
    }

    /// The host a person names: as such, or in a base URL. A word alone is taken for a host only in a URL: it is more
    /// likely the beginning of one, and what is said of it would be said of nobody.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where it is none.
    pub fn named(text: &str) -> Result<Self, Problem> {
        let is_whole = |host: &Self| text.contains("://") || host.0.contains(['.', ':']) || host.0 == "localhost";
        Self::written(text).filter(is_whole).ok_or_else(|| {
            Problem::new(ProblemKind::Settings, format!("{text:?} is not the host of a tenant"))
                .with_advice("write all of it, such as acme.api.identitynow.com")
        })
    }

    /// Whether a mistake there is taken to be costly as long as nobody said otherwise: everywhere but on this very
    /// machine and on the vendor's demonstration tenants.
    #[must_use]
    pub fn counts_as_production(&self) -> bool {
        match url::Host::parse(&self.0) {
            Ok(url::Host::Domain(name)) => {
                !(name == "localhost" || name.ends_with(".localhost") || name.ends_with(DEMO_DOMAIN))
            }
            Ok(url::Host::Ipv4(address)) => !address.is_loopback(),
            Ok(url::Host::Ipv6(address)) => !address.is_loopback(),
            Err(_) => true,
        }
    }

    /// How it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_is_written_in_one_way() {
        let acme = "acme.api.identitynow.com";
        for (text, host) in [
            (acme, Some(acme)),
            ("ACME.api.identitynow.com.", Some(acme)),
            ("https://acme.api.identitynow.com/", Some(acme)),
            (" https://acme.api.identitynow.com:443/isc ", Some(acme)),
            ("127.0.0.1:8444", Some("127.0.0.1")),
            ("http://[::1]:8444", Some("[::1]")),
            ("localhost", Some("localhost")),
            ("https://isc", Some("isc")),
            ("acme", None),
            ("", None),
            (".", None),
            ("a b.example", None),
        ] {
            assert_eq!(Host::named(text).ok().as_ref().map(Host::as_str), host, "{text:?}");
        }
    }

    #[test]
    fn a_host_nobody_marked_counts_as_production() {
        for (host, production) in [
            ("acme.api.identitynow.com", true),
            ("acme-sb.api.identitynow.com", true),
            ("company42.api.identitynow-demo.com", false),
            ("company42.api.identitynow-demo.com.", false),
            ("identitynow-demo.com.evil.example", true),
            ("evilidentitynow-demo.com", true),
            ("iam.acme.example", true),
            ("127.0.0.1", false),
            ("[::1]", false),
            ("localhost", false),
            ("acme.localhost", false),
            ("10.0.0.7", true),
        ] {
            assert_eq!(Host::named(host).unwrap().counts_as_production(), production, "{host}");
        }
    }
}
