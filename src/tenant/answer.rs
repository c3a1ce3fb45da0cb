//! Answers, and the bodies the vendor gives with each kind of refusal.

use serde_json::{Value, json};

/// An answer before it is compressed and sent.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

const JSON: &str = "application/json";

impl Answer {
    pub(super) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type: JSON, headers: Vec::new(), body: body.into() }
    }

    pub(super) fn plain(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { content_type, ..Self::json(status, body) }
    }

    pub(super) fn with(mut self, header: &'static str, value: &impl ToString) -> Self {
        self.headers.push((header, value.to_string()));
        self
    }
}

/// Why a request is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A parameter, filter or sorter that cannot be.
    BadRequest,
    /// A body that cannot be read, or is of another shape.
    BadSyntax,
    /// A body without what has to be in it.
    Required,
    /// What cannot be, and why: the reason stands among the causes, the generic words among the messages.
    Because(String),
    /// A body of another type than the operation takes.
    MediaType,
    /// A page past the end, on tenants that mind.
    BadOffset,
    /// No token, or none that counts; with the words for it.
    Unauthorized(&'static str),
    Forbidden,
    NotFound,
    MethodNotAllowed,
    /// Too many requests; how many seconds to wait.
    TooMany(u64),
    /// Something else went wrong, with this status.
    Fault(u16),
}

impl Refusal {
    /// The answer, with the id support would ask for.
    pub(super) fn answer(&self, tracking: &str) -> Answer {
        let told = |status: u16, code: &str, text: &str| Answer::json(status, body(code, tracking, text).to_string());
        match self {
            Self::BadRequest => told(400, "400.1 Bad request content", SEMANTICALLY_INVALID),
            Self::BadSyntax => told(400, "400.0 Bad request syntax", "The request could not be parsed."),
            Self::Required => told(
                400,
                "400.1.0 Required data missing or empty",
                "Required data was missing or empty in the request body or parameters.",
            ),
            Self::Because(reason) => {
                let mut body = body("400.1 Bad request content", tracking, SEMANTICALLY_INVALID);
                body["causes"] = texts(reason);
                Answer::json(400, body.to_string())
            }
            Self::MediaType => told(
                415,
                "415 Unsupported media type",
                "The server does not support the type of the request's content.",
            ),
            Self::BadOffset => told(400, "400.1 Bad request content", "Specified offset is invalid."),
            Self::Unauthorized(words) => Answer::json(401, json!({ "error": words }).to_string()),
            Self::Forbidden => {
                told(403, "403 Forbidden", "The server understood the request but refuses to authorize it.")
            }
            Self::NotFound => {
                told(404, "404 Not found", "The server did not find a current representation for the target resource.")
            }
            Self::MethodNotAllowed => {
                told(405, "405 Method not allowed", "The server does not support the method for the target resource.")
            }
            Self::TooMany(seconds) => {
                Answer::json(429, json!({"message": " Rate Limit Exceeded "}).to_string()).with("retry-after", seconds)
            }
            Self::Fault(429) => Self::TooMany(1).answer(tracking),
            Self::Fault(401) => Self::Unauthorized(EXPIRED).answer(tracking),
            Self::Fault(403) => Self::Forbidden.answer(tracking),
            Self::Fault(404) => Self::NotFound.answer(tracking),
            Self::Fault(status @ 400..500) => told(*status, &format!("{status} Refused"), "The request was refused."),
            Self::Fault(500) => told(500, "500.0 Internal fault", "An internal fault occurred."),
            Self::Fault(status) => {
                Answer::plain(*status, "text/plain", "upstream connect error or disconnect/reset before headers")
            }
        }
    }
}

/// What a token past its time is told.
pub(super) const EXPIRED: &str = "JWT validation failed: JWT is expired";
/// What a token that is none is told.
pub(super) const INVALID: &str = "JWT validation failed: Invalid JWT";
/// What a request without a token is told.
pub(super) const MISSING: &str = "JWT is required";

const SEMANTICALLY_INVALID: &str = "The request was syntactically correct but its content is semantically invalid.";

fn body(code: &str, tracking: &str, text: &str) -> Value {
    json!({"detailCode": code, "trackingId": tracking, "messages": texts(text), "causes": []})
}

/// The same text for two locales, as the vendor sends it.
fn texts(text: &str) -> Value {
    json!([
        {"locale": "und", "localeOrigin": "REQUEST", "text": text},
        {"locale": "en-US", "localeOrigin": "DEFAULT", "text": text},
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_of(refusal: &Refusal) -> Value {
        serde_json::from_slice(&refusal.answer("abc").body).unwrap()
    }

    #[test]
    fn refusals_of_content_carry_code_tracking_id_and_two_messages() {
        for (refusal, code) in [
            (Refusal::BadRequest, "400.1 Bad request content"),
            (Refusal::BadSyntax, "400.0 Bad request syntax"),
            (Refusal::Required, "400.1.0 Required data missing or empty"),
            (Refusal::MediaType, "415 Unsupported media type"),
            (Refusal::Forbidden, "403 Forbidden"),
            (Refusal::NotFound, "404 Not found"),
            (Refusal::Fault(500), "500.0 Internal fault"),
        ] {
            let body = body_of(&refusal);
            assert_eq!((&body["detailCode"], &body["trackingId"]), (&json!(code), &json!("abc")));
            assert_eq!(body["messages"].as_array().unwrap().len(), 2);
            assert_eq!(body["causes"], json!([]));
        }
    }

    #[test]
    fn a_reason_stands_among_the_causes() {
        let body = body_of(&Refusal::Because("(SLPT-1209) Source 'x' is currently in use.".to_owned()));
        assert_eq!(body["causes"][0]["text"], "(SLPT-1209) Source 'x' is currently in use.");
        assert_eq!(body["messages"][0]["text"], SEMANTICALLY_INVALID);
    }

    #[test]
    fn unauthorized_and_too_many_have_bodies_of_their_own() {
        assert_eq!(body_of(&Refusal::Unauthorized(EXPIRED)), json!({"error": "JWT validation failed: JWT is expired"}));
        let answer = Refusal::TooMany(7).answer("abc");
        assert_eq!(answer.body, br#"{"message":" Rate Limit Exceeded "}"#);
        assert_eq!(answer.headers, [("retry-after", "7".to_owned())]);
    }
}
