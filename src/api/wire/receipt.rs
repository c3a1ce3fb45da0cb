//! What the tenant gives for a write it takes: the id of a task, nothing at all, or a status for each of many.

use std::marker::PhantomData;

use serde_json::Value;

use super::list::ListOf;
use super::others::text;
use super::{Answer, Decode, Names, Unreadable, parse, read};

/// What the tenant gave for a write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// The id it gave. That of a task, but for `submitReloadAccount`, whose id no task has.
    pub task: Option<String>,
    /// What became of each, where many were asked for at once.
    pub items: Vec<Item>,
}

/// What became of one of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its own status, as if it had been asked for alone.
    pub status: Option<u16>,
    /// The tenant's words.
    pub message: Option<String>,
}

/// Reads `AccountsAsyncResult`, `TaskResultDto`, or the empty object of an operation that gives no id.
pub(in crate::api) fn receipt() -> Decode<Receipt> {
    Box::new(|Answer { body, .. }: Answer, _: &Names| match parse::<Value>(&body)? {
        object @ Value::Object(_) => {
            Ok(Receipt { task: text(&object, "id").filter(|id| !id.is_empty()), items: Vec::new() })
        }
        _ => Err(Unreadable { path: ".".to_owned(), message: "not an object".to_owned(), cut: false }),
    })
}

/// Reads `BulkIdentitiesAccountsResponse`: what has no id says nothing about anybody, and is passed over.
pub(in crate::api) fn each_alone() -> Decode<Receipt> {
    Box::new(|Answer { body, .. }: Answer, _: &Names| {
        let values: Vec<Value> = read(&body, ListOf(PhantomData))?;
        Ok(Receipt { task: None, items: values.iter().filter_map(item).collect() })
    })
}

fn item(value: &Value) -> Option<Item> {
    let status = value.get("statusCode").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    Some(Item { id: text(value, "id")?, status, message: text(value, "message") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(decode: &Decode<Receipt>, body: &str) -> Result<Receipt, Unreadable> {
        decode(Answer { body: body.to_owned(), total: None }, &Names::default())
    }

    #[test]
    fn each_kind_of_answer_gives_its_task() {
        let cases = [
            (r#"{"id":"2c91808474683da6017468693c260195"}"#, Some("2c91808474683da6017468693c260195")),
            (
                r#"{"type":"TASK_RESULT","id":"464ae7bf791e49fdb74606a2e4a89635","name":null}"#,
                Some("464ae7bf791e49fdb74606a2e4a89635"),
            ),
            ("{}", None),
            (r#"{"id":null}"#, None),
            (r#"{"id":""}"#, None),
        ];
        for (body, task) in cases {
            assert_eq!(read(&receipt(), body).unwrap().task.as_deref(), task, "{body}");
        }
        assert!(read(&receipt(), r#"{"id":"2c9"#).unwrap_err().cut);
        assert!(read(&receipt(), "[]").is_err());
    }

    #[test]
    fn many_are_read_one_by_one() {
        let body = r#"[{"id":"a","statusCode":404,"message":"not found"},
                       {"id":"b","statusCode":202,"message":null}, {"statusCode":202}, {"id":"c"}]"#;
        let item = |id: &str, status, message: Option<&str>| Item {
            id: id.to_owned(),
            status,
            message: message.map(str::to_owned),
        };
        assert_eq!(
            read(&each_alone(), body).unwrap().items,
            [item("a", Some(404), Some("not found")), item("b", Some(202), None), item("c", None, None)]
        );
        assert!(read(&each_alone(), "{}").is_err());
    }
}
