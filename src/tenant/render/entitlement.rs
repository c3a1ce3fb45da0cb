//! Entitlements.

use super::{reference_or_null, source_reference};
use crate::tenant::json;
use crate::tenant::moment::{self, DAY};
use crate::tenant::store::entitlement::Entitlement;

/// An entitlement of `GET /accounts/{id}/entitlements`.
pub(in crate::tenant) fn write(out: &mut Vec<u8>, entitlement: &Entitlement<'_>) {
    let source = entitlement.source();
    let draw = entitlement.store.ids.noise(0xe47, entitlement.overall());
    let created = source.created + i64::try_from(draw % 300).unwrap_or(0) * DAY;
    let (attribute, object) = source.facts.rights.map_or(("groups", "group"), |kind| (kind.attribute, kind.object));
    let name = entitlement.name();
    let owned = draw.is_multiple_of(3).then(|| entitlement.store.identity(source.owner)).flatten();
    json::object(out, |o| {
        o.shown("id", entitlement.id());
        o.text("name", &name);
        o.text("attribute", attribute);
        o.text("value", entitlement.value());
        o.text("sourceSchemaObjectType", object);
        let described = !draw.is_multiple_of(5);
        o.text_or_null("description", described.then(|| format!("Grants {name} on {}.", source.facts.name)));
        o.flag("privileged", entitlement.is_privileged());
        o.flag("cloudGoverned", false);
        o.flag("requestable", draw.is_multiple_of(2));
        reference_or_null(o, "owner", owned.as_ref());
        o.null("additionalOwners");
        if draw.is_multiple_of(11) {
            o.object("manuallyUpdatedFields", |o| o.flag("DESCRIPTION", true));
        } else {
            o.null("manuallyUpdatedFields");
        }
        o.object("accessModelMetadata", |o| o.array("attributes", [(); 0], |_, ()| {}));
        o.text("created", moment::text(created));
        o.text("modified", moment::text(created + DAY));
        source_reference(o, "source", source);
        o.object("attributes", |o| o.text("displayName", &name));
        o.texts("segments", [""; 0]);
        o.array("directPermissions", [(); 0], |_, ()| {});
    });
}
