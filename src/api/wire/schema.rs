//! The schemas of a source, of which only that of its accounts is wanted.

use serde_json::Value;

use super::others::text;
use super::{Answer, Decode, Names, Unreadable, parse};
use crate::model::{AccountSchema, AttributeKind, SchemaAttribute};

/// What the vendor calls the schema of accounts; the others are of entitlements.
const OF_ACCOUNTS: &str = "account";

/// Reads the account schema out of all schemas of a source.
pub(in crate::api) fn account_schema() -> Decode<AccountSchema> {
    Box::new(|Answer { body, .. }: Answer, _: &Names| {
        let schemas: Vec<Value> = parse(&body)?;
        let of_accounts = |schema: &&Value| {
            ["name", "nativeObjectType"]
                .into_iter()
                .filter_map(|field| text(schema, field))
                .any(|name| name == OF_ACCOUNTS)
        };
        let schema = schemas.iter().find(of_accounts).ok_or_else(|| Unreadable::missing("account schema"))?;
        let attributes = schema.get("attributes").and_then(Value::as_array);
        Ok(AccountSchema {
            identity_attribute: text(schema, "identityAttribute"),
            display_attribute: text(schema, "displayAttribute"),
            attributes: attributes.into_iter().flatten().filter_map(attribute).collect(),
        })
    })
}

/// An attribute; none where it has no name.
fn attribute(value: &Value) -> Option<SchemaAttribute> {
    let flag = |field: &str| value.get(field).and_then(Value::as_bool).unwrap_or(false);
    Some(SchemaAttribute {
        name: text(value, "name")?,
        kind: text(value, "type").map_or(AttributeKind::Text, |word| kind(&word)),
        is_multi: flag("isMulti"),
        is_entitlement: flag("isEntitlement"),
    })
}

fn kind(word: &str) -> AttributeKind {
    match word.to_ascii_uppercase().as_str() {
        "STRING" => AttributeKind::Text,
        "INT" | "LONG" => AttributeKind::Number,
        "BOOLEAN" => AttributeKind::Flag,
        _ => AttributeKind::Other(word.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<AccountSchema, Unreadable> {
        account_schema()(Answer { body: body.to_owned(), total: None }, &Names::default())
    }

    #[test]
    fn the_schema_of_accounts_is_found_among_the_others() {
        let body = r#"[{"name": "group", "identityAttribute": "cn", "attributes": [{"name": "cn"}]},
            {"name": "account", "identityAttribute": "id", "displayAttribute": null, "more": 1, "attributes": [
                {"name": "id", "type": "STRING", "isMulti": false},
                {"name": "groups", "type": "string", "isMulti": true, "isEntitlement": true},
                {"name": "age", "type": "INT"}, {"name": "boss", "type": "BOOLEAN"}, {"name": "born", "type": "DATE"},
                {"name": "untold", "type": null, "isMulti": null}, {"type": "STRING"}]}]"#;
        let schema = read(body).unwrap();
        assert_eq!((schema.identity_attribute.as_deref(), schema.display_attribute), (Some("id"), None));
        let attribute =
            |name: &str, kind| SchemaAttribute { name: name.into(), kind, is_multi: false, is_entitlement: false };
        let groups =
            SchemaAttribute { is_multi: true, is_entitlement: true, ..attribute("groups", AttributeKind::Text) };
        let expected = [
            attribute("id", AttributeKind::Text),
            groups,
            attribute("age", AttributeKind::Number),
            attribute("boss", AttributeKind::Flag),
            attribute("born", AttributeKind::Other("DATE".into())),
            attribute("untold", AttributeKind::Text),
        ];
        assert_eq!(schema.attributes, expected);
    }

    #[test]
    fn a_source_without_an_account_schema_says_so() {
        let missing = read(r#"[{"name": "group"}]"#).unwrap_err();
        assert!(missing.to_string().contains("account schema"), "{missing}");
        assert!(read("{}").is_err());
    }
}
