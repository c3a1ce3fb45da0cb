//! Attributes that are replaced, patched or brought along by a new account.

use serde_json::Value;

use super::{Outcome, present};
use crate::tenant::moment::Millis;
use crate::tenant::store::Store;
use crate::tenant::store::written::{Attributes, as_text};

/// Replaces all attributes: those that are not given become null.
pub(super) fn put(store: &mut Store, number: u32, mut given: Attributes, at: Millis) -> Outcome {
    for (name, _) in present(store, number)?.attributes() {
        given.entry(name).or_insert(Value::Null);
    }
    written(store, number, given, at)
}

/// Creates the account, or adds to what it has where it is there already.
pub(super) fn create(store: &mut Store, number: u32, given: Attributes, at: Millis) -> Outcome {
    if let Some(account) = store.account(number) {
        let mut attributes = account.attributes();
        attributes.extend(given);
        return written(store, number, attributes, at);
    }
    let warnings =
        store.accounts.get(number as usize).map(|row| row.source).map(|source| unknown(store, source, &given));
    store.create(number, given, at);
    Ok(warnings.unwrap_or_default())
}

/// Gives the account these attributes, unless its new native identity is another's.
pub(super) fn written(store: &mut Store, number: u32, attributes: Attributes, at: Millis) -> Outcome {
    let account = present(store, number)?;
    let source = account.row.source;
    let identifying = account.source().facts.identity_attribute();
    let native = attributes.get(identifying).and_then(as_text).filter(|text| !text.is_empty());
    if let Some(native) = native.filter(|native| *native != account.native_identity())
        && store.account_by_native_identity(source, &native).is_some()
    {
        return Err(format!("Another account of the source has {identifying} \"{native}\" already"));
    }
    let warnings = unknown(store, source, &attributes);
    store.write_attributes(number, attributes);
    store.change(number, |row| row.modified = at);
    Ok(warnings)
}

/// A warning for each attribute that the source's schema does not have.
fn unknown(store: &Store, source: u8, attributes: &Attributes) -> Vec<String> {
    let facts = store.sources[usize::from(source)].facts;
    let known = |name: &str| facts.schema.iter().any(|known| known.trim_end_matches('*') == name);
    let strange = attributes.iter().filter(|(name, value)| !value.is_null() && !known(name));
    strange.map(|(name, _)| format!("Attribute {name} is not in the account schema of {}", facts.name)).collect()
}
