//! What a request's query says.

use axum::extract::Query;
use axum::http::Uri;

use super::answer::Refusal;

/// The names and values of a query string, or of a form, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Those of an address. `None` if they cannot be decoded.
    pub(super) fn of_uri(uri: &Uri) -> Option<Self> {
        Query::try_from_uri(uri).ok().map(|Query(pairs)| Self(pairs))
    }

    /// Those of a form, `a=1&b=2`.
    pub(super) fn of_form(body: &[u8]) -> Option<Self> {
        let body = std::str::from_utf8(body).ok()?.trim();
        Self::of_uri(&format!("/?{body}").parse().ok()?)
    }

    /// Those of a multipart form with this boundary; file names and types of parts do not matter.
    pub(super) fn of_multipart(body: &[u8], boundary: &str) -> Option<Self> {
        let body = std::str::from_utf8(body).ok()?;
        let seam = format!("--{boundary}");
        let parts = body.split(&seam).filter_map(|part| {
            let (head, value) = part.split_once("\r\n\r\n")?;
            let name = head.split_once("name=\"")?.1.split('"').next()?;
            Some((name.to_owned(), value.strip_suffix("\r\n").unwrap_or(value).to_owned()))
        });
        Some(Self(parts.collect()))
    }

    /// These, and those of `others` that are not among them.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The first value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A whole number, or `otherwise` where it is missing.
    pub(super) fn number(&self, name: &str, otherwise: usize) -> Result<usize, Refusal> {
        self.get(name).map_or(Ok(otherwise), |text| text.parse().map_err(|_| Refusal::BadRequest))
    }

    /// `true` or `false`; false where it is missing.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Refusal::BadRequest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_and_forms_are_decoded() {
        let uri: Uri = "/x?filters=name%20sw%20%22a%26b%22&limit=5".parse().unwrap();
        let parameters = Parameters::of_uri(&uri).unwrap();
        assert_eq!(parameters.get("filters"), Some("name sw \"a&b\""));
        assert_eq!(parameters.number("limit", 250), Ok(5));
        assert_eq!(parameters.number("offset", 0), Ok(0));
        assert_eq!(Parameters::of_form(b"a=1+2&b=").unwrap().get("a"), Some("1 2"));
    }

    #[test]
    fn multipart_forms_are_taken_apart() {
        let body = "--XX\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nabc\r\n--XX\r\n\
                    Content-Disposition: form-data; name=\"grant_type\"\r\nContent-Type: text/plain\r\n\r\n\
                    client_credentials\r\n--XX--\r\n";
        let parameters = Parameters::of_multipart(body.as_bytes(), "XX").unwrap();
        assert_eq!(parameters.get("client_id"), Some("abc"));
        assert_eq!(parameters.get("grant_type"), Some("client_credentials"));
    }

    #[test]
    fn numbers_and_flags_that_are_none_are_refused() {
        let parameters = Parameters::of_form(b"limit=-1&offset=x&count=yes").unwrap();
        assert_eq!(parameters.number("limit", 0), Err(Refusal::BadRequest));
        assert_eq!(parameters.number("offset", 0), Err(Refusal::BadRequest));
        assert_eq!(parameters.flag("count"), Err(Refusal::BadRequest));
        assert_eq!(parameters.flag("other"), Ok(false));
    }
}
