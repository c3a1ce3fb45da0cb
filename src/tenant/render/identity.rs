//! Identities, as administrators and as everybody sees them.

use super::reference_or_null;
use crate::tenant::json::{self, Object};
use crate::tenant::moment;
use crate::tenant::store::identity::Identity;

/// An identity of `GET /identities`.
pub(in crate::tenant) fn write(out: &mut Vec<u8>, identity: &Identity<'_>) {
    let person = identity.person();
    json::object(out, |o| {
        o.shown("id", identity.id());
        o.text("name", identity.name());
        o.text("created", moment::text(identity.row.created));
        o.text("modified", moment::text(identity.row.modified));
        o.text("alias", person.user_name());
        o.text_or_null("emailAddress", identity.mail());
        o.text_or_null("processingState", identity.processing_state());
        o.text("identityStatus", identity.sign_in());
        reference_or_null(o, "managerRef", identity.manager().as_ref());
        o.flag("isManager", identity.is_manager());
        o.text("lastRefresh", moment::text(identity.row.modified));
        o.object("attributes", |o| attributes(o, identity));
        match identity.lifecycle() {
            Some(state) => o.object("lifecycleState", |o| {
                o.text("stateName", state);
                o.flag("manuallyUpdated", false);
            }),
            None => o.null("lifecycleState"),
        }
    });
}

fn attributes(o: &mut Object<'_>, identity: &Identity<'_>) {
    let person = identity.person();
    o.text("uid", person.user_name());
    o.text("firstname", person.given());
    o.text("lastname", person.family());
    o.text("displayName", identity.name());
    o.text_or_null("email", identity.mail());
    o.text("cloudStatus", identity.sign_in());
    o.shown("identificationNumber", person.employee_number());
    o.text("department", person.department().name);
    o.text("jobTitle", person.title());
    o.text("location", person.place().city);
    o.text("phone", person.telephone());
    o.text_or_null("cloudLifecycleState", identity.lifecycle());
}

/// An identity of `GET /public-identities`.
pub(in crate::tenant) fn write_public(out: &mut Vec<u8>, identity: &Identity<'_>) {
    let person = identity.person();
    json::object(out, |o| {
        o.shown("id", identity.id());
        o.text("name", identity.name());
        o.text("alias", person.user_name());
        o.text_or_null("email", identity.mail());
        o.text("status", if identity.state() == Some("ACTIVE") { "Active" } else { "Inactive" });
        o.text_or_null("identityState", identity.state());
        reference_or_null(o, "manager", identity.manager().as_ref());
        let public = [("department", "Department", Some(person.department().name)), ("phone2", "Second Phone", None)];
        o.array("attributes", public, |out, (key, name, value)| {
            json::object(out, |o| {
                o.text("key", key);
                o.text("name", name);
                o.text_or_null("value", value);
            });
        });
    });
}
