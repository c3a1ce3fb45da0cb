//! What each effect does to a small tenant.

use serde_json::{Value, json};

use super::*;
use crate::tenant::catalogue::{System, place_of};
use crate::tenant::seed;
use crate::tenant::settings::Case;

const NOW: Millis = 1_795_000_000_000;
const LATER: Millis = NOW + 60_000;

fn store() -> Store {
    seed::store(7, 2_000, Case::Insensitive, NOW)
}

fn numbers(store: &Store, system: System) -> impl Iterator<Item = u32> {
    store.accounts_of_source(place_of(system))
}

fn first(store: &Store, system: System) -> u32 {
    numbers(store, system).next().unwrap()
}

fn map(value: Value) -> Attributes {
    if let Value::Object(map) = value { map } else { Attributes::new() }
}

fn switch(account: u32, switch: Switch) -> Effect {
    Effect::Switch { account, switch, toggle: Toggle::default(), still: false }
}

#[test]
fn enabling_disabling_and_unlocking_switch_the_state_and_move_modified() {
    let mut store = store();
    let account = first(&store, System::ActiveDirectory);
    store.change(account, |row| row.set(AccountRow::LOCKED, true));
    for (word, flag, on, at) in [
        (Switch::Disable, AccountRow::DISABLED, true, LATER),
        (Switch::Enable, AccountRow::DISABLED, false, LATER + 1),
        (Switch::Unlock, AccountRow::LOCKED, false, LATER + 2),
    ] {
        assert_eq!(switch(account, word).happen(&mut store, at), Ok(vec![]));
        let row = store.account(account).unwrap().row;
        assert_eq!((row.is(flag), row.modified), (on, at), "{word:?}");
    }
}

#[test]
fn modified_stands_still_where_nothing_changes_or_a_fault_says_so() {
    let mut store = store();
    let account = first(&store, System::Okta);
    store.change(account, |row| row.set(AccountRow::DISABLED, false));
    let before = store.account(account).unwrap().row.modified;
    let mut modified = |effect: Effect| {
        effect.happen(&mut store, LATER).unwrap();
        store.account(account).unwrap().row.modified
    };
    assert_eq!(modified(switch(account, Switch::Enable)), before);
    let toggle = Toggle::default();
    assert_eq!(modified(Effect::Switch { account, switch: Switch::Disable, toggle, still: true }), before);
    let toggle = Toggle { forced: true, ..toggle };
    assert_eq!(modified(Effect::Switch { account, switch: Switch::Disable, toggle, still: false }), LATER);
}

#[test]
fn a_source_without_the_feature_or_that_is_down_lets_nothing_happen() {
    let mut store = store();
    let mut refusal = |system: System, word: Switch| {
        let account = first(&store, system);
        store.change(account, |row| row.flags |= AccountRow::LOCKED | AccountRow::DISABLED);
        let outcome = switch(account, word).happen(&mut store, LATER);
        let row = store.account(account).unwrap().row;
        assert_eq!(outcome.is_err(), row.modified != LATER, "{system:?}");
        outcome.err()
    };
    let unsupported = |source: &str, word: &str| Some(format!("Source {source} does not support the operation {word}"));
    assert_eq!(refusal(System::GitHub, Switch::Enable), unsupported("GitHub", "Enable"));
    assert_eq!(refusal(System::Salesforce, Switch::Unlock), unsupported("Salesforce", "Unlock"));
    assert_eq!(refusal(System::Badges, Switch::Unlock), unsupported("Badge System", "Unlock"));
    assert_eq!(refusal(System::Badges, Switch::Enable), None);
    assert!(refusal(System::Oracle, Switch::Enable).unwrap().contains("ORA-12541"));
    let reload = Effect::Reload { account: first(&store, System::Oracle) };
    assert!(reload.happen(&mut store, LATER).is_err());
}

#[test]
fn unlocking_unlocks_the_identity_only_if_asked() {
    let mut store = store();
    let account = first(&store, System::ActiveDirectory);
    let identity = store.account(account).unwrap().row.identity;
    let mut unlocked = |state: SignIn, sign_in_too: bool| {
        store.change_sign_in(identity, |row| row.sign_in = state);
        let toggle = Toggle { sign_in_too, forced: false };
        Effect::Switch { account, switch: Switch::Unlock, toggle, still: false }.happen(&mut store, LATER).unwrap();
        store.identity(identity).unwrap().row.sign_in
    };
    assert_eq!(unlocked(SignIn::Locked, false), SignIn::Locked);
    assert_eq!(unlocked(SignIn::Locked, true), SignIn::Active);
    assert_eq!(unlocked(SignIn::Disabled, true), SignIn::Disabled);
}

#[test]
fn identities_are_switched_and_their_accounts_are_not() {
    let mut store = store();
    let account = first(&store, System::ActiveDirectory);
    let before = store.account(account).unwrap().row.clone();
    let mut after = |on: bool, was: SignIn| {
        store.change_sign_in(before.identity, |row| row.sign_in = was);
        Effect::SignIn { identity: before.identity, on }.happen(&mut store, LATER).unwrap();
        let identity = store.identity(before.identity).unwrap();
        assert_eq!(identity.row.modified, LATER);
        identity.row.sign_in
    };
    assert_eq!(after(false, SignIn::Active), SignIn::Disabled);
    assert_eq!(after(true, SignIn::Disabled), SignIn::Active);
    assert_eq!(after(true, SignIn::Locked), SignIn::Locked);
    let row = store.account(account).unwrap().row;
    assert_eq!((row.flags, row.modified), (before.flags, before.modified));
}

#[test]
fn reloading_moves_modified_and_nothing_else() {
    let mut store = store();
    let account = first(&store, System::Sap);
    let before = store.account(account).unwrap().row.clone();
    assert_eq!(Effect::Reload { account }.happen(&mut store, LATER), Ok(vec![]));
    let row = store.account(account).unwrap().row;
    assert_eq!((row.modified, row.flags, row.identity), (LATER, before.flags, before.identity));
}

#[test]
fn what_vanished_is_gone_and_nothing_more_happens_to_it() {
    let mut store = store();
    let account = first(&store, System::Oracle);
    assert_eq!(Effect::Vanish { account }.happen(&mut store, LATER), Ok(vec![]));
    assert!(store.account(account).is_none());
    for effect in [Effect::Vanish { account }, Effect::Reload { account }, switch(account, Switch::Enable)] {
        assert_eq!(effect.happen(&mut store, LATER), Err("The account does not exist any more".to_owned()));
    }
}

#[test]
fn all_accounts_of_a_source_vanish_and_no_others() {
    let mut store = store();
    let others = numbers(&store, System::Okta).count();
    assert!(numbers(&store, System::Linux).count() > 0);
    Effect::VanishAll { source: place_of(System::Linux) }.happen(&mut store, LATER).unwrap();
    assert_eq!((numbers(&store, System::Linux).count(), numbers(&store, System::Okta).count()), (0, others));
}

#[test]
fn putting_replaces_everything_and_what_is_left_out_becomes_null() {
    let mut store = store();
    let account = first(&store, System::Contractors);
    let given = map(json!({"contractorId": "C-1", "displayName": "Ada", "shoeSize": 38}));
    let outcome = Effect::Put { account, attributes: given }.happen(&mut store, LATER);
    assert_eq!(outcome, Ok(vec!["Attribute shoeSize is not in the account schema of HR Contractors".to_owned()]));
    let known = store.account(account).unwrap();
    let attributes = known.attributes();
    assert_eq!((&attributes["displayName"], &attributes["agency"]), (&json!("Ada"), &Value::Null));
    assert!(attributes.contains_key("agency"));
    assert_eq!((known.native_identity().as_str(), known.row.modified), ("C-1", LATER));
}

#[test]
fn no_account_takes_the_native_identity_of_another() {
    let mut store = store();
    let [one, other] = [0, 1].map(|nth| numbers(&store, System::Contractors).nth(nth).unwrap());
    let taken = store.account(other).unwrap().native_identity();
    let outcome =
        Effect::Put { account: one, attributes: map(json!({"contractorId": taken})) }.happen(&mut store, LATER);
    assert!(outcome.unwrap_err().contains("already"));
    assert_ne!(store.account(one).unwrap().native_identity(), taken);
}

#[test]
fn a_patch_moves_the_account_and_marks_it_unless_told_otherwise() {
    let mut store = store();
    let account = first(&store, System::Okta);
    let target = store.identity(9).unwrap().id().to_string();
    let to = |id: Option<&str>| Change::Identity(id.map(str::to_owned));
    let mut state = |changes: Vec<Change>| {
        Effect::Patch { account, changes }.happen(&mut store, LATER).unwrap();
        let row = store.account(account).unwrap().row;
        assert_eq!(row.modified, LATER);
        (row.identity, row.is(AccountRow::MANUALLY_CORRELATED))
    };
    assert_eq!(state(vec![to(Some(&target))]), (9, true));
    assert_eq!(state(vec![Change::ManuallyCorrelated(false)]), (9, false));
    assert_eq!(state(vec![to(None)]), (NONE, true));
    assert_eq!(state(vec![Change::ManuallyCorrelated(false), to(Some(&target))]), (9, false));
}

#[test]
fn a_patch_changes_single_attributes() {
    let mut store = store();
    let account = first(&store, System::Badges);
    let before = store.account(account).unwrap().attributes();
    let attribute = |name: &str, value: Option<Value>| Change::Attribute(name.to_owned(), value);
    let changes = vec![attribute("site", Some(json!("Oslo"))), attribute("expires", None)];
    assert_eq!(Effect::Patch { account, changes }.happen(&mut store, LATER), Ok(vec![]));
    let after = store.account(account).unwrap().attributes();
    assert_eq!((&after["site"], after.get("expires")), (&json!("Oslo"), None));
    assert_eq!(after["holder"], before["holder"]);
    assert_eq!(store.account(account).unwrap().row.modified, LATER);
}

#[test]
fn creating_makes_an_account_or_adds_to_the_one_that_is_there() {
    let mut store = store();
    let account = store.reserve(place_of(System::Badges), NOW);
    let create = |attributes: Value| Effect::Create { account, attributes: map(attributes) };
    assert_eq!(create(json!({"badgeNumber": "B9", "holder": "Ada"})).happen(&mut store, LATER), Ok(vec![]));
    assert_eq!(store.account(account).unwrap().name().as_deref(), Some("Ada"));
    create(json!({"badgeNumber": "B9", "site": "Oslo"})).happen(&mut store, LATER + 1).unwrap();
    let known = store.account(account).unwrap();
    let expected = json!({"badgeNumber": "B9", "holder": "Ada", "site": "Oslo"});
    assert_eq!(Value::Object(known.attributes()), expected);
    assert_eq!((known.row.created, known.row.modified), (LATER, LATER + 1));
}
