//! What an accepted write does to the data once its time has come, and why it may come to nothing.

use super::body::Toggle;
use super::catalogue::Facts;
use super::moment::Millis;
use super::patch::Change;
use super::store::account::{Account, AccountRow};
use super::store::identity::SignIn;
use super::store::written::Attributes;
use super::store::{NONE, Store};

mod attributes;

/// What is to happen. Accounts and identities by number, sources by place.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    /// An account is enabled, disabled or unlocked. `still` keeps `modified` where it is.
    Switch {
        account: u32,
        switch: Switch,
        toggle: Toggle,
        still: bool,
    },
    Reload {
        account: u32,
    },
    /// The account is gone from the tenant; on its source nothing happens.
    Vanish {
        account: u32,
    },
    /// All accounts of a source are gone.
    VanishAll {
        source: u8,
    },
    /// The account gets these attributes and no others.
    Put {
        account: u32,
        attributes: Attributes,
    },
    Patch {
        account: u32,
        changes: Vec<Change>,
    },
    /// The account of this number is created with these attributes, or gets them if it is there already.
    Create {
        account: u32,
        attributes: Attributes,
    },
    /// An identity may, or may not, sign in to the tenant.
    SignIn {
        identity: u32,
        on: bool,
    },
}

/// A state of an account that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Switch {
    Enable,
    Disable,
    Unlock,
}

impl Switch {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Enable => "Enable",
            Self::Disable => "Disable",
            Self::Unlock => "Unlock",
        }
    }

    /// The flag it sets, and to what.
    fn flag(self) -> (u16, bool) {
        match self {
            Self::Enable => (AccountRow::DISABLED, false),
            Self::Disable => (AccountRow::DISABLED, true),
            Self::Unlock => (AccountRow::LOCKED, false),
        }
    }

    /// Whether accounts of a source can be switched.
    ///
    /// The vendor does not settle what becomes of a request for a source without the feature: here it is accepted, and
    /// its task ends in ERROR. Flat files have neither feature; the vendor's pages on lifecycle states say that their
    /// accounts can be enabled and disabled all the same.
    fn is_possible(self, facts: &Facts) -> bool {
        match self {
            Self::Enable | Self::Disable => facts.has("ENABLE") || !facts.direct,
            Self::Unlock => facts.has("UNLOCK"),
        }
    }
}

/// What becomes of an effect: warnings, or the reason why nothing happened.
pub(super) type Outcome = Result<Vec<String>, String>;

impl Effect {
    /// The number of the account this creates, and its attributes.
    pub(super) fn created(&self) -> Option<(u32, &Attributes)> {
        if let Self::Create { account, attributes } = self { Some((*account, attributes)) } else { None }
    }

    /// Lets it happen, as of `at`.
    pub(super) fn happen(self, store: &mut Store, at: Millis) -> Outcome {
        match self {
            Self::Switch { account, switch, toggle, still } => {
                switched(store, account, switch, toggle, (!still).then_some(at))
            }
            Self::Reload { account } => {
                answering(present(store, account)?)?;
                // Whether the vendor moves `modified` where the source has nothing new is not settled; here it always does.
                store.change(account, |row| row.modified = at);
                Ok(Vec::new())
            }
            Self::Vanish { account } => {
                present(store, account)?;
                store.remove(account);
                Ok(Vec::new())
            }
            Self::VanishAll { source } => {
                let numbers: Vec<u32> = store.accounts_of_source(source).collect();
                store.remove_all(&numbers);
                Ok(Vec::new())
            }
            Self::Put { account, attributes } => attributes::put(store, account, attributes, at),
            Self::Patch { account, changes } => patched(store, account, changes, at),
            Self::Create { account, attributes } => attributes::create(store, account, attributes, at),
            Self::SignIn { identity, on } => {
                store.change_sign_in(identity, |row| {
                    row.modified = at;
                    row.sign_in = match (on, row.sign_in) {
                        (true, SignIn::Disabled) => SignIn::Active,
                        (true, other) => other,
                        (false, _) => SignIn::Disabled,
                    };
                });
                Ok(Vec::new())
            }
        }
    }
}

/// The account, unless it has gone since the write was accepted.
fn present(store: &Store, number: u32) -> Result<Account<'_>, String> {
    store.account(number).ok_or_else(|| "The account does not exist any more".to_owned())
}

/// Whether the account's source can be reached at all.
fn answering(account: Account<'_>) -> Result<(), String> {
    match account.source().facts.trouble() {
        Some(words) => Err(format!("Unable to reach source {}: {words}", account.source().facts.name)),
        None => Ok(()),
    }
}

/// Switches an account. Nothing moves `modified` where nothing changes, unless it was forced.
fn switched(store: &mut Store, number: u32, switch: Switch, toggle: Toggle, moved: Option<Millis>) -> Outcome {
    let account = present(store, number)?;
    let facts = account.source().facts;
    answering(account)?;
    if !switch.is_possible(facts) {
        return Err(format!("Source {} does not support the operation {}", facts.name, switch.word()));
    }
    let identity = account.row.identity;
    let (flag, on) = switch.flag();
    store.change(number, |row| {
        let changes = row.is(flag) != on || toggle.forced;
        row.set(flag, on);
        if let Some(at) = moved.filter(|_| changes) {
            row.modified = at;
        }
    });
    if switch == Switch::Unlock && toggle.sign_in_too && identity != NONE {
        store.change_sign_in(identity, |row| {
            if row.sign_in == SignIn::Locked {
                row.sign_in = SignIn::Active;
            }
        });
    }
    Ok(Vec::new())
}

/// Applies a patch. An account that is moved, or taken from its identity, counts as manually correlated unless the
/// patch says otherwise.
fn patched(store: &mut Store, number: u32, changes: Vec<Change>, at: Millis) -> Outcome {
    let mut attributes = present(store, number)?.attributes();
    let (mut moved, mut stated, mut written) = (false, None, false);
    for change in changes {
        match change {
            Change::Identity(id) => {
                let identity = id.and_then(|id| store.identity_by_id(&id)).map_or(NONE, |known| known.number);
                store.correlate(number, identity, at);
                moved = true;
            }
            Change::ManuallyCorrelated(flag) => stated = Some(flag),
            Change::Attribute(name, value) => {
                written = true;
                match value {
                    Some(value) => drop(attributes.insert(name, value)),
                    None => drop(attributes.shift_remove(&name)),
                }
            }
        }
    }
    if let Some(flag) = stated.or(moved.then_some(true)) {
        store.change(number, |row| {
            row.set(AccountRow::MANUALLY_CORRELATED, flag);
            row.modified = at;
        });
    }
    if written { attributes::written(store, number, attributes, at) } else { Ok(Vec::new()) }
}

#[cfg(test)]
mod tests;
