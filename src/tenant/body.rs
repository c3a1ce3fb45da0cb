//! The bodies of writing requests, read as the vendor's documents describe them.
//!
//! What is no JSON, or holds a value of another type, cannot be parsed; members nobody knows are passed over, as the
//! vendor's own server does it (Jackson, told not to mind).

use serde_json::{Map, Value};

use super::answer::Refusal;
use super::store::written::{Attributes, as_text};

const JSON: &str = "application/json";

/// A request's body, and what it says it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) content_type: String,
    pub(super) bytes: Vec<u8>,
}

/// `AccountToggleRequest` and `AccountUnlockRequest`. What an external process verifies under
/// `externalVerificationId` is not known here: any text will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Toggle {
    pub(super) forced: bool,
    /// Unlocking unlocks the identity as well.
    pub(super) sign_in_too: bool,
}

impl Body {
    /// The body of enable, disable and unlock. It has to be there, and may be `{}`.
    pub(super) fn toggle(&self) -> Result<Toggle, Refusal> {
        let body = self.object()?;
        text(&body, "externalVerificationId")?;
        Ok(Toggle { forced: flag(&body, "forceProvisioning")?, sign_in_too: flag(&body, "unlockIDNAccount")? })
    }

    /// The identities of a bulk request.
    pub(super) fn identity_ids(&self) -> Result<Vec<String>, Refusal> {
        match self.object()?.remove("identityIds") {
            None | Some(Value::Null) => Err(Refusal::Required),
            Some(Value::Array(ids)) => {
                let text = |id: &Value| id.as_str().map(str::to_owned).ok_or(Refusal::BadSyntax);
                ids.iter().map(text).collect()
            }
            Some(_) => Err(Refusal::BadSyntax),
        }
    }

    /// The attributes an account is to have, all of them.
    pub(super) fn attributes(&self) -> Result<Attributes, Refusal> {
        match self.object()?.remove("attributes") {
            Some(Value::Object(attributes)) => Ok(attributes),
            None | Some(Value::Null) => Err(Refusal::Required),
            Some(_) => Err(Refusal::BadSyntax),
        }
    }

    /// The attributes of an account to create, which are texts, and the source they name.
    pub(super) fn new_account(&self) -> Result<(String, Attributes), Refusal> {
        let mut attributes = self.attributes()?;
        for value in attributes.values_mut() {
            if !value.is_null() {
                *value = as_text(value).map(Value::String).ok_or(Refusal::BadSyntax)?;
            }
        }
        // The source stands among the attributes, and is none of them.
        match attributes.shift_remove("sourceId") {
            Some(Value::String(source)) if !source.is_empty() => Ok((source, attributes)),
            _ => Err(Refusal::Required),
        }
    }

    /// The operations of a JSON patch, an object each (RFC 6902).
    pub(super) fn operations(&self) -> Result<Vec<Map<String, Value>>, Refusal> {
        match self.value("application/json-patch+json")? {
            Value::Array(operations) => operations.into_iter().map(object).collect(),
            _ => Err(Refusal::BadSyntax),
        }
    }

    fn object(&self) -> Result<Map<String, Value>, Refusal> {
        object(self.value(JSON)?)
    }

    /// The documents list no answer to another type; 415 is what HTTP has for it, and what the vendor's framework gives.
    fn value(&self, content_type: &str) -> Result<Value, Refusal> {
        if self.bytes.is_empty() {
            return Err(Refusal::BadSyntax);
        }
        let given = self.content_type.split(';').next().unwrap_or_default().trim();
        if !given.eq_ignore_ascii_case(content_type) {
            return Err(Refusal::MediaType);
        }
        serde_json::from_slice(&self.bytes).map_err(|_| Refusal::BadSyntax)
    }
}

fn object(value: Value) -> Result<Map<String, Value>, Refusal> {
    if let Value::Object(object) = value { Ok(object) } else { Err(Refusal::BadSyntax) }
}

fn flag(body: &Map<String, Value>, name: &str) -> Result<bool, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(Refusal::BadSyntax),
    }
}

fn text<'b>(body: &'b Map<String, Value>, name: &str) -> Result<Option<&'b str>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::BadSyntax),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(text: &str) -> Body {
        Body { content_type: "application/json; charset=utf-8".to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn patch(text: &str) -> Body {
        Body { content_type: "application/json-patch+json".to_owned(), ..body(text) }
    }

    #[test]
    fn the_body_of_a_toggle_may_be_empty_but_not_missing() {
        assert_eq!(body("{}").toggle(), Ok(Toggle::default()));
        let all = r#"{"externalVerificationId":"3f9e","forceProvisioning":true,"unlockIDNAccount":true,"more":1}"#;
        assert_eq!(body(all).toggle(), Ok(Toggle { forced: true, sign_in_too: true }));
        assert_eq!(body(r#"{"forceProvisioning":null}"#).toggle(), Ok(Toggle::default()));
        for bad in ["", "[]", "{", r#"{"forceProvisioning":"yes"}"#, r#"{"externalVerificationId":5}"#] {
            assert_eq!(body(bad).toggle(), Err(Refusal::BadSyntax), "{bad}");
        }
        assert_eq!(Body::default().toggle(), Err(Refusal::BadSyntax));
        assert_eq!(Body { content_type: "text/plain".to_owned(), ..body("{}") }.toggle(), Err(Refusal::MediaType));
    }

    #[test]
    fn a_bulk_request_names_identities() {
        assert_eq!(body(r#"{"identityIds":["a","b"]}"#).identity_ids(), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(body(r#"{"identityIds":[]}"#).identity_ids(), Ok(vec![]));
        assert_eq!(body("{}").identity_ids(), Err(Refusal::Required));
        assert_eq!(body(r#"{"identityIds":["a",5]}"#).identity_ids(), Err(Refusal::BadSyntax));
    }

    #[test]
    fn a_new_account_has_its_source_among_its_attributes_and_texts_for_values() {
        let (source, attributes) =
            body(r#"{"attributes":{"sourceId":"s","badgeNumber":7,"site":null}}"#).new_account().unwrap();
        assert_eq!((source.as_str(), Value::Object(attributes)), ("s", json!({"badgeNumber": "7", "site": null})));
        assert_eq!(body(r#"{"sourceId":"s","attributes":{}}"#).new_account(), Err(Refusal::Required));
        assert_eq!(body(r#"{"attributes":{"sourceId":"s","x":[1]}}"#).new_account(), Err(Refusal::BadSyntax));
        assert_eq!(body("{}").attributes(), Err(Refusal::Required));
        assert_eq!(body(r#"{"attributes":[]}"#).attributes(), Err(Refusal::BadSyntax));
    }

    #[test]
    fn a_patch_is_an_array_under_its_own_content_type() {
        assert_eq!(patch(r#"[{"op":"remove"}]"#).operations().unwrap().len(), 1);
        assert_eq!(patch(r#"{"op":"remove"}"#).operations(), Err(Refusal::BadSyntax));
        assert_eq!(patch("[5]").operations(), Err(Refusal::BadSyntax));
        assert_eq!(body("[]").operations(), Err(Refusal::MediaType));
    }
}
