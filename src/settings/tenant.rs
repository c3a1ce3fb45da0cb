//! The tenant as the screen shows it: a short name, whether people's work depends on it, and whether it is only read.

use url::Url;

use super::Hosts;
use super::host::Host;
use crate::model::{Problem, ProblemKind};

/// The tenant as the screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// A short name, such as `acme` for `https://acme.api.identitynow.com`.
    pub name: String,
    /// Whether people's work depends on it. What was never said to be harmless counts as production.
    pub production: bool,
    /// Whether its host is marked as one that is only read.
    pub read_only: bool,
}

/// The domains of the vendor, whose hosts are called after the customer.
const VENDOR_DOMAINS: [&str; 3] = ["identitynow.com", "identitynow-demo.com", "saas.sailpointfedramp.com"];

impl Tenant {
    /// The embedded tenant. It ends with the program, and what was said of this machine says nothing of it.
    #[must_use]
    pub fn embedded() -> Self {
        Self { name: "demo".to_owned(), production: false, read_only: false }
    }

    /// The tenant at this base URL, as its host is marked.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where the text is no URL with a host.
    pub fn at(base_url: &str, hosts: &Hosts) -> Result<Self, Problem> {
        let refuse = |why: String| {
            Problem::new(ProblemKind::Settings, format!("the tenant's base URL cannot be used: {why}"))
                .with_advice("it looks like https://acme.api.identitynow.com")
        };
        let url = Url::parse(base_url).map_err(|error| refuse(error.to_string()))?;
        let host = Host::of(&url).ok_or_else(|| refuse("it names no host".to_owned()))?;
        let mark = hosts.mark_of(&host);
        Ok(Self {
            name: short_name(&host, &url),
            production: mark.production.unwrap_or_else(|| host.counts_as_production()),
            read_only: mark.read_only.unwrap_or_default(),
        })
    }
}

/// The customer's name where the vendor's host is called after it, else the whole host; on an address, with the port,
/// which may be all that tells two tenants apart.
fn short_name(host: &Host, url: &Url) -> String {
    let whole = host.as_str();
    if !matches!(url.host(), Some(url::Host::Domain(_))) {
        return url.port().map_or_else(|| whole.to_owned(), |port| format!("{whole}:{port}"));
    }
    let customer = VENDOR_DOMAINS.into_iter().find_map(|domain| whole.strip_suffix(domain)?.strip_suffix('.'));
    let customer = customer.map(|name| name.strip_suffix(".api").unwrap_or(name));
    customer.filter(|name| !name.is_empty()).unwrap_or(whole).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_called_after_the_customer() {
        for (url, name) in [
            ("https://acme.api.identitynow.com", "acme"),
            ("https://acme.identitynow.com/", "acme"),
            ("https://ACME-SB.api.identitynow.com.", "acme-sb"),
            ("https://company42.api.identitynow-demo.com", "company42"),
            ("https://identitynow-demo.com.evil.example", "identitynow-demo.com.evil.example"),
            ("https://iam.acme.example", "iam.acme.example"),
            ("http://127.0.0.1:8444", "127.0.0.1:8444"),
            ("http://[::1]:8444", "[::1]:8444"),
            ("http://localhost:8444", "localhost"),
            ("https://10.0.0.7", "10.0.0.7"),
        ] {
            assert_eq!(Tenant::at(url, &Hosts::default()).unwrap().name, name, "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["acme.api.identitynow.com", "", "data:text/plain,x"] {
            assert_eq!(Tenant::at(text, &Hosts::default()).unwrap_err().kind, ProblemKind::Settings, "{text}");
        }
    }
}
