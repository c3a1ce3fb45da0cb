//! Account activities. No field of theirs is required.

use serde_json::Value;

use super::others::{page, text, time};
use super::{Decode, Page};
use crate::model::{Activity, ActivityItem};

/// Reads a page of account activities.
pub(in crate::api) fn activities() -> Decode<Page<Activity>> {
    page(|value| {
        Ok(Activity {
            id: text(value, "id"),
            kind: text(value, "type"),
            created: time(value, "created"),
            completed: time(value, "completed"),
            completion: text(value, "completionStatus"),
            execution: text(value, "executionStatus"),
            requester: value.get("requesterIdentitySummary").and_then(|who| text(who, "name")),
            errors: texts(value, "errors"),
            warnings: texts(value, "warnings"),
            items: list(value, "items").map(item).collect(),
        })
    })
}

fn item(value: &Value) -> ActivityItem {
    ActivityItem {
        operation: text(value, "operation"),
        attribute: text(value, "attribute"),
        value: text(value, "value"),
        native_identity: text(value, "nativeIdentity"),
        source: text(value, "sourceId"),
        provisioning: text(value, "provisioningStatus"),
        approval: text(value, "approvalStatus"),
    }
}

fn texts(value: &Value, field: &str) -> Vec<String> {
    list(value, field).filter_map(Value::as_str).map(str::to_owned).collect()
}

fn list<'v>(value: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}
