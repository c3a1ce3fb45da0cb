//! What hangs on accounts: entitlements, sources, identities, tasks. Short lists, so they may be read by way of a tree
//! of values.

use std::marker::PhantomData;

use serde_json::Value;

use super::list::ListOf;
use super::names::connection_kind;
use super::{Answer, Decode, Names, Page, Unreadable, parse, read};
use crate::model::{Entitlement, Identity, IdentityRef, Source, SourceRef, TaskStatus};

/// Reads a page of entitlements; none of their fields is required.
pub(in crate::api) fn entitlements() -> Decode<Page<Entitlement>> {
    page(|value| {
        Ok(Entitlement {
            id: text(value, "id"),
            name: text(value, "name"),
            attribute: text(value, "attribute"),
            value: text(value, "value"),
            description: text(value, "description"),
            privileged: flag(value, "privileged"),
        })
    })
}

/// Reads a page of sources. One without a name goes by its id.
pub(in crate::api) fn sources() -> Decode<Page<SourceRef>> {
    page(|value| {
        let id = required(value, "id")?;
        Ok(SourceRef {
            name: text(value, "name").unwrap_or_else(|| id.clone()),
            connection: text(value, "connectionType").as_deref().map(connection_kind),
            id,
        })
    })
}

/// Reads one source. One without a name goes by its id.
pub(in crate::api) fn source() -> Decode<Source> {
    Box::new(|Answer { body, .. }: Answer, _: &Names| {
        let value: Value = parse(&body)?;
        let id = required(&value, "id")?;
        Ok(Source {
            name: text(&value, "name").unwrap_or_else(|| id.clone()),
            connection: text(&value, "connectionType").as_deref().map(connection_kind),
            authoritative: flag(&value, "authoritative"),
            id,
        })
    })
}

/// Reads a page of identities, public or not: they differ in where the e-mail address stands, and in what is told of the
/// state.
pub(in crate::api) fn identities() -> Decode<Page<IdentityRef>> {
    page(known_as)
}

/// Reads a page of identities with what is told of their sign-in, public or not.
pub(in crate::api) fn identities_with_sign_in() -> Decode<Page<Identity>> {
    page(|value| {
        Ok(Identity {
            known_as: known_as(value)?,
            sign_in: text(value, "identityStatus"),
            lifecycle: lifecycle(value),
            modified: time(value, "modified"),
        })
    })
}

fn known_as(value: &Value) -> Result<IdentityRef, Unreadable> {
    Ok(IdentityRef {
        id: required(value, "id")?,
        name: text(value, "name"),
        alias: text(value, "alias"),
        email: text(value, "emailAddress").or_else(|| text(value, "email")),
        state: text(value, "identityState").or_else(|| lifecycle(value)),
    })
}

fn lifecycle(value: &Value) -> Option<String> {
    value.get("lifecycleState").and_then(|lifecycle| text(lifecycle, "stateName"))
}

/// Reads a page of task states.
pub(in crate::api) fn task_statuses() -> Decode<Page<TaskStatus>> {
    page(task)
}

/// Reads the state of one task.
pub(in crate::api) fn task_status() -> Decode<TaskStatus> {
    Box::new(|Answer { body, .. }: Answer, _: &Names| task(&parse(&body)?))
}

/// A page without the records that lack what must be there: one of them must not keep all the others from us.
pub(super) fn page<T: 'static>(element: fn(&Value) -> Result<T, Unreadable>) -> Decode<Page<T>> {
    Box::new(move |Answer { body, total }: Answer, _: &Names| {
        let values: Vec<Value> = read(&body, ListOf(PhantomData))?;
        Ok(Page { rows: values.iter().filter_map(|value| element(value).ok()).collect(), total })
    })
}

fn task(value: &Value) -> Result<TaskStatus, Unreadable> {
    let mut messages = Vec::new();
    for message in value.get("messages").and_then(Value::as_array).into_iter().flatten() {
        let localized = message.get("localizedText").and_then(|localized| text(localized, "message"));
        let told = localized.or_else(|| text(message, "key"));
        messages.extend(told.filter(|told| !messages.contains(told)));
    }
    Ok(TaskStatus {
        id: required(value, "id")?,
        completion: text(value, "completionStatus"),
        percent: value.get("percentComplete").and_then(Value::as_u64),
        completed: time(value, "completed"),
        messages,
    })
}

pub(super) fn text(value: &Value, field: &str) -> Option<String> {
    value.get(field).and_then(Value::as_str).map(str::to_owned)
}

pub(super) fn flag(value: &Value, field: &str) -> Option<bool> {
    value.get(field).and_then(Value::as_bool)
}

pub(super) fn time(value: &Value, field: &str) -> Option<jiff::Timestamp> {
    text(value, field).and_then(|time| time.parse().ok())
}

fn required(value: &Value, field: &str) -> Result<String, Unreadable> {
    text(value, field).ok_or_else(|| Unreadable::missing(field))
}
