//! Rows written as the vendor's documents describe them, field by field.

pub(super) mod account;
pub(super) mod activity;
pub(super) mod entitlement;
pub(super) mod identity;
pub(super) mod source;
pub(super) mod task;

use super::json::Object;
use super::store::Source;
use super::store::identity::Identity;

/// A reference to an identity: `{type, id, name}`.
fn reference(o: &mut Object<'_>, key: &str, identity: &Identity<'_>) {
    o.object(key, |o| {
        o.text("type", "IDENTITY");
        o.shown("id", identity.id());
        o.text("name", identity.name());
    });
}

/// A reference to an identity, or null.
fn reference_or_null(o: &mut Object<'_>, key: &str, identity: Option<&Identity<'_>>) {
    match identity {
        Some(identity) => reference(o, key, identity),
        None => o.null(key),
    }
}

/// A reference to a source.
fn source_reference(o: &mut Object<'_>, key: &str, source: &Source) {
    o.object(key, |o| {
        o.text("type", "SOURCE");
        o.text("id", &source.id);
        o.text("name", source.facts.name);
    });
}
