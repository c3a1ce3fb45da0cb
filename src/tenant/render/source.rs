//! Sources and their schemas.

use serde_json::{Value, json};

use crate::tenant::ids::Kind;
use crate::tenant::moment;
use crate::tenant::store::{Source, Store};

/// A source of `GET /sources`; filters and sorters look into it by the names of its fields.
pub(in crate::tenant) fn value(store: &Store, source: &Source) -> Value {
    let facts = source.facts;
    let owner = store.identity(source.owner);
    let reference = |kind: &str, number: u32, name: String| json!({"type": kind, "id": store.ids.id(Kind::Reference, number).to_string(), "name": name});
    let place = u32::try_from(store.sources.iter().position(|other| other.id == source.id).unwrap_or(0)).unwrap_or(0);
    let cluster = facts.direct.then(|| reference("CLUSTER", 1 + place % 2, format!("Data Centre {}", 1 + place % 2)));
    let correlation = owner
        .map(|_| reference("ACCOUNT_CORRELATION_CONFIG", 100 + place, format!("{} Account Correlation", facts.name)));
    let workgroup = (place == 4).then(|| reference("GOVERNANCE_GROUP", 200, "Business Applications".to_owned()));
    json!({
        "id": source.id,
        "name": facts.name,
        "description": facts.description,
        "owner": owner.map(|owner| json!({"type": "IDENTITY", "id": owner.id().to_string(), "name": owner.name()})),
        "cluster": cluster,
        "accountCorrelationConfig": correlation,
        "accountCorrelationRule": null,
        "managerCorrelationMapping": facts.authoritative.then(|| json!({
            "accountAttributeName": "manager", "identityAttributeName": "uid"
        })),
        "managerCorrelationRule": null,
        "beforeProvisioningRule": null,
        "schemas": schema_names(source).into_iter().enumerate().map(|(nth, name)| json!({
            "type": "CONNECTOR_SCHEMA", "id": schema_id(store, place, nth), "name": name
        })).collect::<Vec<_>>(),
        "passwordPolicies": null,
        "features": facts.features,
        "type": facts.kind,
        "connector": facts.connector,
        "connectorClass": facts.connector_class,
        "connectorAttributes": {"healthCheckTimeout": 30, "cloudDisplayName": facts.name},
        "deleteThreshold": 10,
        "authoritative": facts.authoritative,
        "managementWorkgroup": workgroup,
        "healthy": facts.healthy(),
        "status": facts.status,
        "since": moment::text(store.started - 10 * moment::MINUTE),
        "connectorId": facts.connector,
        "connectorName": facts.connector_name,
        "connectionType": facts.connection_type(),
        "connectorImplementationId": facts.connector,
        "created": moment::text(source.created),
        "modified": moment::text(source.modified),
        "credentialProviderEnabled": false,
        "category": null,
    })
}

/// The schemas of `GET /sources/{id}/schemas`: the account's, and one of the entitlements.
pub(in crate::tenant) fn schemas(store: &Store, source: &Source) -> Value {
    let facts = source.facts;
    let place = u32::try_from(store.sources.iter().position(|other| other.id == source.id).unwrap_or(0)).unwrap_or(0);
    let schema = |nth: usize, name: &str, identity: &str, display: &str, attributes: Vec<Value>| {
        json!({
            "id": schema_id(store, place, nth),
            "name": name,
            "nativeObjectType": name,
            "identityAttribute": identity,
            "displayAttribute": display,
            "hierarchyAttribute": null,
            "includePermissions": false,
            "features": [],
            "configuration": {},
            "attributes": attributes,
            "created": moment::text(source.created),
            "modified": moment::text(source.modified),
        })
    };
    let attributes = facts.schema.iter().map(|name| account_attribute(source, name)).collect();
    let mut schemas = vec![schema(0, "account", facts.identity_attribute(), facts.display_attribute(), attributes)];
    if let Some(rights) = facts.rights {
        let attributes = ["name", "description"].map(|name| attribute(name, false, false)).to_vec();
        schemas.push(schema(1, rights.object, "name", "name", attributes));
    }
    Value::Array(schemas)
}

fn account_attribute(source: &Source, name: &str) -> Value {
    let plain = name.trim_end_matches('*');
    attribute(plain, plain.len() < name.len(), source.facts.rights.is_some_and(|rights| rights.attribute == plain))
}

fn attribute(name: &str, multi: bool, entitlement: bool) -> Value {
    json!({
        "name": name,
        "nativeName": null,
        "type": "STRING",
        "schema": null,
        "description": format!("The account's {name}"),
        "isMulti": multi,
        "isEntitlement": entitlement,
        "isGroup": entitlement,
    })
}

fn schema_names(source: &Source) -> Vec<&'static str> {
    std::iter::once("account").chain(source.facts.rights.map(|rights| rights.object)).collect()
}

fn schema_id(store: &Store, place: u32, nth: usize) -> String {
    store.ids.id(Kind::Schema, place * 8 + u32::try_from(nth).unwrap_or(0)).to_string()
}
