//! Accounts of which something was written down: a created one, or one whose attributes were replaced or patched. What
//! other accounts derive from their number, these have stored.

use serde_json::{Map, Value};

use super::account::{Account, AccountRow, Holder};
use super::entitlement::Entitlement;
use super::{NONE, Source, Store, attributes};
use crate::tenant::json;
use crate::tenant::moment::Millis;

/// Attributes by name, in the order they are shown.
pub(in crate::tenant) type Attributes = Map<String, Value>;

/// What is stored of an account that was written.
#[derive(Clone, Debug)]
pub(in crate::tenant) struct Written {
    pub(in crate::tenant) native_identity: String,
    pub(in crate::tenant) name: String,
    pub(in crate::tenant) attributes: Attributes,
    /// The numbers of its entitlements among those of its source.
    pub(in crate::tenant) rights: Vec<u32>,
}

impl Account<'_> {
    /// All its attributes, as it shows them.
    pub(in crate::tenant) fn attributes(&self) -> Attributes {
        let mut text = Vec::new();
        json::object(&mut text, |o| attributes::write(self, o));
        serde_json::from_slice(&text).unwrap_or_default()
    }
}

impl Store {
    /// Gives an account these attributes and no others. Name, native identity and entitlements follow them; where the
    /// attribute that identifies is not among them, the native identity stays.
    pub(in crate::tenant) fn write_attributes(&mut self, number: u32, attributes: Attributes) {
        let Some(account) = self.account(number) else { return };
        let written = written(self, account.row.source, account.native_identity(), attributes);
        self.relist(&[number], |store| store.note(number, written));
    }

    /// Keeps a number for an account that is about to be created.
    pub(in crate::tenant) fn reserve(&mut self, source: u8, now: Millis) -> u32 {
        let number = u32::try_from(self.accounts.len()).unwrap_or(NONE);
        self.accounts.push(AccountRow {
            created: now,
            modified: now,
            person: NONE,
            identity: NONE,
            flags: AccountRow::GONE,
            rights: 0,
            source,
            holder: Holder::Person,
        });
        number
    }

    /// Makes the account a number was kept for. Nobody's yet: the next correlation would find its identity.
    pub(in crate::tenant) fn create(&mut self, number: u32, attributes: Attributes, at: Millis) {
        let Some(source) = self.accounts.get(number as usize).map(|row| row.source) else { return };
        let written = written(self, source, String::new(), attributes);
        self.relist(&[number], |store| {
            if let Some(row) = store.accounts.get_mut(number as usize) {
                row.set(AccountRow::GONE, false);
                (row.created, row.modified) = (at, at);
            }
            store.note(number, written);
        });
    }

    fn note(&mut self, number: u32, written: Written) {
        if let Some(row) = self.accounts.get_mut(number as usize) {
            row.set(AccountRow::WRITTEN, true);
            row.rights = u16::try_from(written.rights.len()).unwrap_or(u16::MAX);
        }
        self.written.insert(number, written);
    }

    /// The account of a source with this native identity, compared as it is written.
    pub(in crate::tenant) fn account_by_native_identity(&self, source: u8, native: &str) -> Option<Account<'_>> {
        let mut accounts = self.accounts_of_source(source).filter_map(|number| self.account(number));
        accounts.find(|account| account.native_identity() == native)
    }
}

/// What attributes say of the account that has them.
fn written(store: &Store, source: u8, native_identity: String, attributes: Attributes) -> Written {
    let of_source = &store.sources[usize::from(source)];
    let text = |name: &str| attributes.get(name).and_then(as_text).filter(|text| !text.is_empty());
    let native_identity = text(of_source.facts.identity_attribute()).unwrap_or(native_identity);
    let name = text(of_source.facts.display_attribute()).unwrap_or_else(|| native_identity.clone());
    let rights = rights(store, source, of_source, &attributes);
    Written { native_identity, name, attributes, rights }
}

/// The entitlements that the attributes name. A value that is none of the source's stays a mere value.
fn rights(store: &Store, source: u8, of_source: &Source, attributes: &Attributes) -> Vec<u32> {
    let Some(kind) = of_source.facts.rights else { return Vec::new() };
    let values: Vec<String> = match attributes.get(kind.attribute) {
        Some(Value::Array(values)) => values.iter().filter_map(as_text).collect(),
        value => value.and_then(as_text).into_iter().collect(),
    };
    let known = (0..kind.count).map(|number| (number, Entitlement { store, source, number }.value()));
    known.filter(|(_, value)| values.contains(value)).map(|(number, _)| number).collect()
}

/// A value as text; nothing for null and for what has parts.
pub(in crate::tenant) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::NONE;
    use super::*;
    use crate::tenant::catalogue::{System, place_of};
    use crate::tenant::seed;
    use crate::tenant::settings::Case;

    const NOW: Millis = 1_795_000_000_000;

    fn store() -> Store {
        seed::store(7, 600, Case::Insensitive, NOW)
    }

    /// An account of the badge system, whose accounts come from a file and may hold entitlements.
    fn badge(store: &Store) -> u32 {
        let badges = place_of(System::Badges);
        (0..600).find(|number| store.account(*number).unwrap().row.source == badges).unwrap()
    }

    fn map(value: Value) -> Attributes {
        if let Value::Object(map) = value { map } else { Map::new() }
    }

    #[test]
    fn name_native_identity_and_entitlements_follow_the_attributes() {
        let mut store = store();
        let number = badge(&store);
        let source = place_of(System::Badges);
        let zones: Vec<String> =
            [3, 9].map(|number| Entitlement { store: &store, source, number }.value()).into_iter().collect();
        let given = json!({"badgeNumber": "B1", "holder": "Ada", "zones": [zones[0], zones[1], "no zone"]});
        store.write_attributes(number, map(given.clone()));
        let account = store.account(number).unwrap();
        assert_eq!((account.native_identity().as_str(), account.name().as_deref()), ("B1", Some("Ada")));
        assert_eq!((account.rights().collect::<Vec<_>>(), account.row.rights), (vec![3, 9], 2));
        assert_eq!(Value::Object(account.attributes()), given);
    }

    #[test]
    fn without_the_attribute_that_identifies_the_native_identity_stays() {
        let mut store = store();
        let number = badge(&store);
        let before = store.account(number).unwrap().native_identity();
        store.write_attributes(number, map(json!({"badgeNumber": null, "site": "Oslo"})));
        let account = store.account(number).unwrap();
        assert_eq!((account.native_identity(), account.name()), (before.clone(), Some(before)));
        assert_eq!(account.rights().len(), 0);
    }

    #[test]
    fn a_kept_number_is_an_account_once_it_is_created() {
        let mut store = store();
        let number = store.reserve(place_of(System::Badges), NOW);
        assert!(store.account(number).is_none());
        store.create(number, map(json!({"badgeNumber": "B77", "holder": "Grace"})), NOW + 5);
        let account = store.account(number).unwrap();
        assert_eq!((account.row.created, account.row.modified, account.row.identity), (NOW + 5, NOW + 5, NONE));
        assert_eq!(store.account_by_native_identity(account.row.source, "B77").unwrap().number, number);
        assert!(store.account_by_native_identity(0, "B77").is_none());
    }
}
