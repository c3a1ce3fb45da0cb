//! Accounts, whole or SLIM.

use super::{reference, reference_or_null};
use crate::tenant::generation::Generation;
use crate::tenant::json::{self, Object};
use crate::tenant::moment;
use crate::tenant::store::account::{Account, AccountRow};
use crate::tenant::store::{NONE, attributes};

/// How an account is to be written.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Manner {
    pub(in crate::tenant) generation: Generation,
    /// Only the fifteen fields of `detailLevel=SLIM`.
    pub(in crate::tenant) slim: bool,
}

/// Writes an account. `nulls` empties every field that may be null.
pub(in crate::tenant) fn write(out: &mut Vec<u8>, account: &Account<'_>, manner: Manner, nulls: bool) {
    json::object(
        out,
        |o| if manner.slim { slim(o, account, nulls) } else { full(o, account, manner.generation, nulls) },
    );
}

fn slim(o: &mut Object<'_>, account: &Account<'_>, nulls: bool) {
    let kept = |text: Option<String>| text.filter(|_| !nulls);
    o.null("attributes");
    o.text("created", moment::text(account.row.created));
    o.text_or_null("description", kept(description(account)));
    o.flag("disabled", account.row.is(AccountRow::DISABLED));
    o.text_or_null("features", (!nulls).then_some(&account.source().features));
    o.flag("hasEntitlements", account.row.rights > 0);
    o.shown("id", account.id());
    if let Some(identity) = account.identity() {
        o.shown("identityId", identity.id());
    }
    o.flag("locked", account.row.is(AccountRow::LOCKED));
    o.flag("manuallyCorrelated", account.row.is(AccountRow::MANUALLY_CORRELATED));
    o.text("modified", moment::text(account.row.modified));
    o.text_or_null("name", kept(account.name()));
    o.text("nativeIdentity", account.native_identity());
    o.text("sourceId", &account.source().id);
    o.text_or_null("uuid", kept(account.uuid()));
}

fn full(o: &mut Object<'_>, account: &Account<'_>, generation: Generation, nulls: bool) {
    let row = account.row;
    let source = account.source();
    let identity = account.identity();
    let kept = |text: Option<&'static str>| text.filter(|_| !nulls);
    if nulls {
        o.null("attributes");
    } else {
        o.object("attributes", |o| attributes::write(account, o));
    }
    o.flag("authoritative", source.facts.authoritative);
    o.text_or_null("cloudLifecycleState", kept(identity.and_then(|identity| identity.lifecycle())));
    o.text_or_null("connectionType", kept(Some(source.facts.connection_type())));
    o.text("created", moment::text(row.created));
    o.text_or_null("description", description(account).filter(|_| !nulls));
    o.flag("disabled", row.is(AccountRow::DISABLED));
    o.text_or_null("features", (!nulls).then_some(&source.features));
    o.flag("hasEntitlements", row.rights > 0);
    o.shown("id", account.id());
    // An account without an identity has neither field; the documents do not allow null there.
    if let Some(identity) = &identity {
        reference(o, "identity", identity);
        o.shown("identityId", identity.id());
    }
    o.text_or_null("identityState", kept(identity.and_then(|identity| identity.state())));
    o.flag("isMachine", account.is_machine());
    o.flag("locked", row.is(AccountRow::LOCKED));
    o.flag("manuallyCorrelated", row.is(AccountRow::MANUALLY_CORRELATED));
    o.text("modified", moment::text(row.modified));
    o.text_or_null("name", account.name().filter(|_| !nulls));
    o.text("nativeIdentity", account.native_identity());
    o.text_or_null("origin", kept(account.origin()));
    owners(o, account, generation);
    match account.recommendation().filter(|_| !nulls) {
        Some((kind, method)) => o.object("recommendation", |o| {
            o.text("type", kind);
            o.text("method", method);
        }),
        None => o.null("recommendation"),
    }
    o.text("sourceId", &source.id);
    o.text_or_null("sourceName", kept(account.source_name()));
    o.flag("systemAccount", row.is(AccountRow::SYSTEM));
    o.flag("uncorrelated", row.identity == NONE);
    o.text_or_null("uuid", account.uuid().filter(|_| !nulls));
}

/// The owners of account and source: beta leaves out what the others write as null.
fn owners(o: &mut Object<'_>, account: &Account<'_>, generation: Generation) {
    let owners = [("ownerIdentity", account.owner()), ("sourceOwner", account.store.identity(account.source().owner))];
    for (key, owner) in owners {
        if owner.is_some() || generation != Generation::Beta {
            reference_or_null(o, key, owner.as_ref());
        }
    }
}

fn description(account: &Account<'_>) -> Option<String> {
    account.is_machine().then(|| account.machine().purpose.to_owned())
}
