//! Account activities: a small history for every identity, derived from its number.

use serde_json::{Value, json};

use crate::tenant::catalogue::System;
use crate::tenant::ids::Kind;
use crate::tenant::moment::{self, DAY};
use crate::tenant::store::Store;
use crate::tenant::store::account::distinguished_name;
use crate::tenant::store::identity::Identity;

/// How many activities each of the first identities has.
const EACH: u32 = 3;
/// How many identities have any.
const IDENTITIES: u32 = 200;

/// What may have happened to an account: type, item operation, attribute.
const KINDS: [(&str, &str, Option<&str>); 5] = [
    ("AccountStateUpdate", "DISABLE", None),
    ("AccountStateUpdate", "ENABLE", None),
    ("AccountAttributeUpdate", "MODIFY", Some("department")),
    ("appRequest", "ADD", Some("memberOf")),
    ("Identity Refresh", "MODIFY", Some("manager")),
];

/// The numbers of all activities.
pub(in crate::tenant) fn numbers(store: &Store) -> impl Iterator<Item = u32> {
    let identities = u32::try_from(store.identities.len()).unwrap_or(u32::MAX);
    0..IDENTITIES.min(identities) * EACH
}

/// The activity of an id.
pub(in crate::tenant) fn by_id(store: &Store, id: &str) -> Option<Value> {
    let number = store.ids.number(Kind::Activity, id)?;
    numbers(store).any(|known| known == number).then(|| value(store, number))
}

/// One activity; `null` for a number there is none of.
pub(in crate::tenant) fn value(store: &Store, number: u32) -> Value {
    let (Some(target), Some(requester)) = (store.identity(number / EACH), store.identity(0)) else {
        return Value::Null;
    };
    let draw = store.ids.noise(0xac7, number);
    let (kind, operation, attribute) = KINDS[usize::try_from(draw % 5).unwrap_or(0)];
    let failed = draw.is_multiple_of(9);
    let created = store.started - DAY * i64::try_from(draw >> 8 & 0x7f).unwrap_or(0) - moment::HOUR;
    let source = &store.sources[usize::try_from(draw >> 16 & 0x3).unwrap_or(0)];
    let native_identity = match source.facts.system {
        System::ActiveDirectory => distinguished_name(target.person()),
        System::Workday => target.person().employee_number().to_string(),
        _ => target.person().user_name(),
    };
    let error = "sailpoint.connector.ConnectorException: Timeout waiting for response to message 0 after 60 seconds.";
    json!({
        "id": store.ids.id(Kind::Activity, number).to_string(),
        "name": store.ids.id(Kind::Activity, number).to_string(),
        "created": moment::text(created),
        "modified": moment::text(created + moment::MINUTE),
        "completed": moment::text(created + moment::MINUTE),
        "completionStatus": if failed { "FAILURE" } else { "SUCCESS" },
        "type": kind,
        "requesterIdentitySummary": summary(&requester),
        "targetIdentitySummary": summary(&target),
        "errors": failed.then_some([error]),
        "warnings": null,
        "executionStatus": "COMPLETED",
        "clientMetadata": null,
        "items": [{
            "id": store.ids.id(Kind::Reference, 10_000 + number).to_string(),
            "name": store.ids.id(Kind::Reference, 10_000 + number).to_string(),
            "requested": moment::text(created),
            "approvalStatus": null,
            "provisioningStatus": if failed { "FAILED" } else { "FINISHED" },
            "requesterComment": null,
            "reviewerIdentitySummary": null,
            "reviewerComment": null,
            "operation": operation,
            "attribute": attribute,
            "value": null,
            "nativeIdentity": native_identity,
            "sourceId": source.id,
            "accountRequestInfo": null,
            "clientMetadata": null,
            "removeDate": null,
        }],
    })
}

fn summary(identity: &Identity<'_>) -> Value {
    let id = identity.id().to_string();
    json!({"id": id, "name": identity.name(), "identityId": id, "completed": true})
}
