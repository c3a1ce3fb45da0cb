//! The schemas of a source.

use std::marker::PhantomData;

use serde_json::Value;

use super::list::ListOf;
use super::others::{flag, text};
use super::{Answer, Decode, Names, read};
use crate::model::{Schema, SchemaAttribute};

/// Reads the schemas of a source. What has no name describes nothing, and is passed over.
pub(in crate::api) fn schemas() -> Decode<Vec<Schema>> {
    Box::new(|Answer { body, .. }: Answer, _: &Names| {
        let values: Vec<Value> = read(&body, ListOf(PhantomData))?;
        Ok(values.iter().filter_map(schema).collect())
    })
}

fn schema(value: &Value) -> Option<Schema> {
    let attributes = value.get("attributes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Some(Schema {
        name: text(value, "name")?,
        identity_attribute: text(value, "identityAttribute"),
        display_attribute: text(value, "displayAttribute"),
        attributes: attributes.iter().filter_map(attribute).collect(),
    })
}

fn attribute(value: &Value) -> Option<SchemaAttribute> {
    Some(SchemaAttribute {
        name: text(value, "name")?,
        kind: text(value, "type"),
        is_multi: flag(value, "isMulti").unwrap_or_default(),
        is_entitlement: flag(value, "isEntitlement").unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_unknown_and_what_has_no_name_is_passed_over() {
        let body = r#"[{"name":"account","identityAttribute":"badge","displayAttribute":null,"attributes":
            [{"name":"badge","type":"STRING","isMulti":false},{"type":"INT"},{"name":"zones","isMulti":true,
              "isEntitlement":true,"schema":{"id":"x"}}]}, {"identityAttribute":"x"}, {"name":"zone"}]"#;
        let read = schemas()(Answer { body: body.to_owned(), total: None }, &Names::default()).unwrap();
        let names: Vec<&str> = read.iter().map(|schema| schema.name.as_str()).collect();
        assert_eq!(names, ["account", "zone"]);
        let account = &read[0];
        assert_eq!(
            (account.identity_attribute.as_deref(), account.display_attribute.as_deref()),
            (Some("badge"), None)
        );
        let zones = &account.attributes[1];
        assert_eq!(
            (zones.name.as_str(), zones.is_multi, zones.is_entitlement, &zones.kind),
            ("zones", true, true, &None)
        );
        assert!(account.is_of_accounts() && !read[1].is_of_accounts());
    }
}
