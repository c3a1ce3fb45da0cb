//! The tenant as the screen shows it: a short name, and whether people's work depends on it.

use url::{Host, Url};

use crate::model::{Problem, ProblemKind};

/// The tenant as the screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// A short name, such as `acme` for `https://acme.api.identitynow.com`.
    pub name: String,
    /// Whether people's work depends on it. What was never said to be harmless counts as production.
    pub production: bool,
}

/// The domains of the vendor, whose hosts are called after the customer.
const VENDOR_DOMAINS: [&str; 3] = ["identitynow.com", "identitynow-demo.com", "saas.sailpointfedramp.com"];

/// The vendor's domain of demonstration tenants.
const DEMO_DOMAIN: &str = ".identitynow-demo.com";

impl Tenant {
    /// The embedded tenant.
    #[must_use]
    pub fn embedded() -> Self {
        Self { name: "demo".to_owned(), production: false }
    }

    /// The tenant at this base URL.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where the text is no URL with a host.
    pub fn at(base_url: &str) -> Result<Self, Problem> {
        let refuse = |why: String| {
            Problem::new(ProblemKind::Settings, format!("the tenant's base URL cannot be used: {why}"))
                .with_advice("it looks like https://acme.api.identitynow.com")
        };
        let url = Url::parse(base_url).map_err(|error| refuse(error.to_string()))?;
        match url.host() {
            None => Err(refuse("it names no host".to_owned())),
            Some(Host::Domain(host)) => Ok(Self {
                name: short_name(host),
                production: !(host == "localhost" || host.ends_with(".localhost") || host.ends_with(DEMO_DOMAIN)),
            }),
            Some(Host::Ipv4(address)) => Ok(Self { name: with_port(&url), production: !address.is_loopback() }),
            Some(Host::Ipv6(address)) => Ok(Self { name: with_port(&url), production: !address.is_loopback() }),
        }
    }
}

/// The customer's name where the vendor's host is called after it, else the whole host.
fn short_name(host: &str) -> String {
    let customer = VENDOR_DOMAINS.into_iter().find_map(|domain| host.strip_suffix(domain)?.strip_suffix('.'));
    let customer = customer.map(|name| name.strip_suffix(".api").unwrap_or(name));
    customer.filter(|name| !name.is_empty()).unwrap_or(host).to_owned()
}

fn with_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_never_marked_counts_as_production() {
        for (url, name, production) in [
            ("https://acme.api.identitynow.com", "acme", true),
            ("https://acme.identitynow.com/", "acme", true),
            ("https://acme-sb.api.identitynow.com", "acme-sb", true),
            ("https://company42.api.identitynow-demo.com", "company42", false),
            ("https://identitynow-demo.com.evil.example", "identitynow-demo.com.evil.example", true),
            ("https://evilidentitynow-demo.com", "evilidentitynow-demo.com", true),
            ("https://iam.acme.example", "iam.acme.example", true),
            ("http://127.0.0.1:8444", "127.0.0.1:8444", false),
            ("http://[::1]:8444", "[::1]:8444", false),
            ("http://localhost:8444", "localhost", false),
            ("https://10.0.0.7", "10.0.0.7", true),
        ] {
            let tenant = Tenant::at(url).unwrap();
            assert_eq!((tenant.name.as_str(), tenant.production), (name, production), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["acme.api.identitynow.com", "", "data:text/plain,x"] {
            assert_eq!(Tenant::at(text).unwrap_err().kind, ProblemKind::Settings, "{text}");
        }
    }
}
