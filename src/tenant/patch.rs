//! Patches of an account: the part of RFC 6902 the vendor takes, on the three things of an account that can be patched.

use serde_json::{Map, Value};

use super::answer::Refusal;

/// What a patch asks for, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// The identity by its id, or nobody.
    Identity(Option<String>),
    ManuallyCorrelated(bool),
    /// An attribute gets this value, or goes.
    Attribute(String, Option<Value>),
}

/// Reads the operations of a patch.
///
/// `add` and `replace` do the same, and neither they nor `remove` mind what was there before: the vendor's own editor
/// extension correlates with `replace` where there is no identity yet. The other operations of the RFC are refused.
pub(super) fn changes(operations: &[Map<String, Value>]) -> Result<Vec<Change>, Refusal> {
    operations.iter().map(change).collect()
}

fn change(operation: &Map<String, Value>) -> Result<Change, Refusal> {
    let text = |name: &str| operation.get(name).and_then(Value::as_str).ok_or(Refusal::BadSyntax);
    let (word, path) = (text("op")?, text("path")?);
    let value = match word {
        "remove" => None,
        "add" | "replace" => Some(operation.get("value").ok_or(Refusal::BadSyntax)?),
        "move" | "copy" | "test" => return Err(Refusal::BadRequest),
        _ => return Err(Refusal::BadSyntax),
    };
    let names: Vec<String> = path.strip_prefix('/').ok_or(Refusal::BadSyntax)?.split('/').map(unescaped).collect();
    match (names.as_slice(), value) {
        ([name], None | Some(Value::Null)) if name == "identityId" => Ok(Change::Identity(None)),
        ([name], Some(Value::String(id))) if name == "identityId" => Ok(Change::Identity(Some(id.clone()))),
        ([name], Some(Value::Bool(flag))) if name == "manuallyCorrelated" => Ok(Change::ManuallyCorrelated(*flag)),
        ([name], _) if matches!(name.as_str(), "identityId" | "manuallyCorrelated") => Err(Refusal::BadRequest),
        ([above, name], value) if above == "attributes" && !name.is_empty() => {
            Ok(Change::Attribute(name.clone(), value.cloned()))
        }
        _ => Err(Refusal::Because(format!("\"{}\" is not a valid patch field for the account model", names.join("/")))),
    }
}

/// A part of a JSON pointer (RFC 6901).
fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(patch: Value) -> Result<Vec<Change>, Refusal> {
        let operations: Vec<Map<String, Value>> = serde_json::from_value(patch).unwrap();
        changes(&operations)
    }

    #[test]
    fn the_examples_of_the_documents_are_read() {
        let attribute = |value: Option<&str>| Change::Attribute("familyName".to_owned(), value.map(Value::from));
        let cases = [
            (json!([{"op": "remove", "path": "/identityId"}]), Change::Identity(None)),
            (json!([{"op": "replace", "path": "/identityId", "value": "2c"}]), Change::Identity(Some("2c".to_owned()))),
            (json!([{"op": "add", "path": "/attributes/familyName", "value": "Smith"}]), attribute(Some("Smith"))),
            (json!([{"op": "replace", "path": "/attributes/familyName", "value": "Smith"}]), attribute(Some("Smith"))),
            (json!([{"op": "remove", "path": "/attributes/familyName"}]), attribute(None)),
            (
                json!([{"op": "replace", "path": "/manuallyCorrelated", "value": false}]),
                Change::ManuallyCorrelated(false),
            ),
        ];
        for (patch, expected) in cases {
            assert_eq!(read(patch.clone()), Ok(vec![expected]), "{patch}");
        }
        assert_eq!(read(json!([])), Ok(vec![]));
    }

    #[test]
    fn names_are_unescaped() {
        let patch = json!([{"op": "add", "path": "/attributes/a~1b~0c", "value": 1}]);
        assert_eq!(read(patch), Ok(vec![Change::Attribute("a/b~c".to_owned(), Some(json!(1)))]));
    }

    #[test]
    fn any_other_field_is_no_field_to_patch() {
        for path in ["/disabled", "/attributes", "/attributes/a/b", "/attributes/", "/"] {
            let refused = read(json!([{"op": "add", "path": path, "value": true}])).unwrap_err();
            let Refusal::Because(words) = refused else { panic!("{path}: {refused:?}") };
            assert!(words.ends_with("is not a valid patch field for the account model"), "{words}");
        }
    }

    #[test]
    fn what_is_no_operation_cannot_be_parsed_and_what_is_another_is_refused() {
        for bad in [
            json!({"path": "/identityId"}),
            json!({"op": "remove"}),
            json!({"op": "add", "path": "/identityId"}),
            json!({"op": "destroy", "path": "/identityId"}),
            json!({"op": "remove", "path": "identityId"}),
        ] {
            assert_eq!(read(json!([bad])), Err(Refusal::BadSyntax), "{bad}");
        }
        for refused in [
            json!({"op": "test", "path": "/identityId", "value": "x"}),
            json!({"op": "add", "path": "/identityId", "value": 5}),
            json!({"op": "remove", "path": "/manuallyCorrelated"}),
        ] {
            assert_eq!(read(json!([refused])), Err(Refusal::BadRequest), "{refused}");
        }
    }
}
