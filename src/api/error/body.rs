//! The words in a refusing answer, whatever shape it has.

use serde_json::Value;

/// The longest excerpt of what the tenant says, in characters.
const EXCERPT: usize = 200;

/// The beginning of a text of the tenant's: it may hold megabytes.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(EXCERPT).collect()
}

/// What a refusing answer says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    /// The texts, most specific first, each once.
    pub(super) texts: Vec<String>,
    /// The vendor's code, such as `400.1 Bad request content`.
    pub(super) code: Option<String>,
    /// The vendor's id of the request.
    pub(super) tracking_id: Option<String>,
}

impl Said {
    /// Reads the body: an error of the vendor's API or of its sign-in, or else its first line.
    pub(super) fn read(body: &str) -> Self {
        let Ok(Value::Object(said)) = serde_json::from_str(body) else {
            return Self { texts: first_line(body).into_iter().collect(), ..Self::default() };
        };
        let mut texts = Vec::new();
        let mut add = |text: Option<String>| {
            let text = text.filter(|text| !text.is_empty());
            texts.extend(text.filter(|text| !texts.contains(text)));
        };
        add(text(said.get("error")));
        add(text(said.get("error_description")));
        add(text(said.get("message")));
        // The cause is the specific text, the message the generic one; each may come once a locale.
        for list in ["causes", "messages"] {
            for entry in said.get(list).and_then(Value::as_array).into_iter().flatten() {
                add(text(entry.get("text")));
            }
        }
        for field in ["formatted_msg", "errorMessage", "detailMessage"] {
            add(text(said.get(field)));
        }
        Self { texts, code: text(said.get("detailCode")), tracking_id: text(said.get("trackingId")) }
    }

    /// Code and texts in one line; none where nothing was said.
    pub(super) fn line(&self) -> Option<String> {
        let parts: Vec<&str> = self.code.iter().chain(&self.texts).map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

/// A value as text: the document leaves the type of some open.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(excerpt(text.trim())),
        other => Some(excerpt(&other.to_string())),
    }
}

/// The title of an HTML page, or else the first line with anything on it.
pub(super) fn first_line(body: &str) -> Option<String> {
    let title = tag(body, "title").or_else(|| tag(body, "h1"));
    let line = title.or_else(|| body.lines().map(str::trim).find(|line| !line.is_empty()))?;
    Some(excerpt(line))
}

fn tag<'b>(body: &'b str, name: &str) -> Option<&'b str> {
    let lower = body.to_ascii_lowercase();
    let start = lower.find(&format!("<{name}>"))? + name.len() + 2;
    let end = start + lower[start..].find('<')?;
    Some(body[start..end].trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_body_yields_its_most_specific_text_first() {
        let cases = [
            (
                include_str!("../../../assets/wire/error-delete-direct.json"),
                vec!["The request was syntactically correct but its content is semantically invalid."],
            ),
            (
                include_str!("../../../assets/wire/error-causes.json"),
                vec![
                    "Action \"Remove Source Accounts\" cannot be performed on [2c91]",
                    "The request was syntactically correct but its content is semantically invalid.",
                ],
            ),
            (r#"{"error": "JWT validation failed: JWT is expired"}"#, vec!["JWT validation failed: JWT is expired"]),
            (
                r#"{"error": "invalid_client", "error_description": "Bad client credentials"}"#,
                vec!["invalid_client", "Bad client credentials"],
            ),
            (r#"{"message": " Rate Limit Exceeded "}"#, vec!["Rate Limit Exceeded"]),
            (r#"{"error": {"code": 7}}"#, vec![r#"{"code":7}"#]),
            (r#"{"formatted_msg": "no"}"#, vec!["no"]),
            ("", vec![]),
            ("{}", vec![]),
            ("[1]", vec!["[1]"]),
            ("\n\n Not here \nat all", vec!["Not here"]),
            ("<html><head><TITLE>502 Bad Gateway</TITLE></head></html>", vec!["502 Bad Gateway"]),
            ("<html>\n<h1>Oh</h1>", vec!["Oh"]),
        ];
        for (body, texts) in cases {
            assert_eq!(Said::read(body).texts, texts, "{body}");
        }
    }

    #[test]
    fn no_text_is_longer_than_an_excerpt() {
        let long = "é".repeat(5_000);
        let body =
            format!(r#"{{"message":"{long}","detailCode":"{long}","trackingId":"{long}","causes":{{"a":"{long}"}}}}"#);
        let said = Said::read(&body);
        let texts = said.texts.iter().chain(&said.code).chain(&said.tracking_id);
        assert_eq!(texts.map(|text| text.chars().count()).collect::<Vec<_>>(), [EXCERPT; 3]);
        assert_eq!(Said::read(&long).texts[0].chars().count(), EXCERPT);
    }

    #[test]
    fn code_and_tracking_id_are_kept() {
        let said = Said::read(include_str!("../../../assets/wire/error-delete-direct.json"));
        assert_eq!(said.code.as_deref(), Some("400.1 Bad request content"));
        assert_eq!(said.tracking_id.as_deref(), Some("aea8374f8c5d47109773cd5aa32b0ac9"));
    }
}
