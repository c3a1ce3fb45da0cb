//! What can be done to a tenant: the writing operations, each by the word a person uses for it.

use super::text;

/// A writing operation. A run has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// Enable an account on its source (`enableAccount`).
    Enable,
    /// Disable an account on its source (`disableAccount`).
    Disable,
    /// Unlock an account on its source (`unlockAccount`).
    Unlock,
    /// Read an account from its source anew (`submitReloadAccount`).
    Reload,
    /// Take an account out of the tenant, not out of its source (`deleteAccountAsync`).
    Remove,
    /// Delete an account of a flat file (`deleteAccount`).
    Delete,
    /// Create an account of a flat file, or update it where it exists (`createAccount`).
    Create,
    /// Replace all attributes of an account of a flat file (`putAccount`).
    Put,
    /// Change some fields of an account (`updateAccount`).
    Patch,
    /// Give an account to an identity (`updateAccount`).
    Correlate,
    /// Take an account from its identity (`updateAccount`).
    Uncorrelate,
    /// Enable an identity's sign-in (`enableAccountForIdentity`, `enableAccountsForIdentities`).
    EnableIdentity,
    /// Disable an identity's sign-in (`disableAccountForIdentity`, `disableAccountsForIdentities`).
    DisableIdentity,
    /// Remove all accounts of a source (`deleteAccountsAsync`).
    RemoveAll,
}

/// What a verb acts on, and so what its targets' ids are ids of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActsOn {
    /// An account.
    Account,
    /// An account that has no id yet: it is known by its source and its name there.
    NewAccount,
    /// An identity.
    Identity,
    /// A source.
    Source,
}

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 14] = [
        Self::Enable,
        Self::Disable,
        Self::Unlock,
        Self::Reload,
        Self::Remove,
        Self::Delete,
        Self::Create,
        Self::Put,
        Self::Patch,
        Self::Correlate,
        Self::Uncorrelate,
        Self::EnableIdentity,
        Self::DisableIdentity,
        Self::RemoveAll,
    ];

    /// The word on the command line, in the journal and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Unlock => "unlock",
            Self::Reload => "reload",
            Self::Remove => "remove",
            Self::Delete => "delete",
            Self::Create => "create",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Correlate => "correlate",
            Self::Uncorrelate => "uncorrelate",
            Self::EnableIdentity => "identity enable",
            Self::DisableIdentity => "identity disable",
            Self::RemoveAll => "source remove-accounts",
        }
    }

    /// The verb of this word; none where it is none of ours.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.word() == word)
    }

    /// What the state of a target says while it is under way; short enough for a column of the table.
    #[must_use]
    pub fn going(self) -> &'static str {
        match self {
            Self::Enable | Self::EnableIdentity => "enabling…",
            Self::Disable | Self::DisableIdentity => "disabling…",
            Self::Unlock => "unlocking…",
            Self::Reload => "reloading…",
            Self::Remove | Self::RemoveAll => "removing…",
            Self::Delete => "deleting…",
            Self::Create => "creating…",
            Self::Put => "replacing…",
            Self::Patch => "editing…",
            Self::Correlate | Self::Uncorrelate => "moving…",
        }
    }

    /// What has been done to a target once it is seen.
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            Self::Enable => "enabled",
            Self::Disable => "disabled",
            Self::Unlock => "unlocked",
            Self::Reload => "reloaded",
            Self::Remove => "removed",
            Self::Delete => "deleted",
            Self::Create => "created",
            Self::Put => "replaced",
            Self::Patch => "changed",
            Self::Correlate => "correlated",
            Self::Uncorrelate => "uncorrelated",
            Self::EnableIdentity => "ISC sign-in enabled",
            Self::DisableIdentity => "ISC sign-in disabled",
            Self::RemoveAll => "all accounts removed",
        }
    }

    /// What follows from it that a person may not expect, as the vendor's document of the operation has it.
    #[must_use]
    pub fn consequence(self) -> &'static str {
        match self {
            Self::Enable => "Enables the account on its source.",
            Self::Disable => "Disables the account on its source, not the ISC sign-in of its identity.",
            Self::Unlock => "Unlocks the account on its source. ISC can unlock an account, but not lock one.",
            Self::Reload => "Reads this account from its source anew. Changes nothing on the source.",
            Self::Remove => {
                "Takes the account out of ISC and changes nothing on its source. The next aggregation can bring it back."
            }
            Self::Delete => "Deletes the account of a flat file. The next aggregation can bring it back.",
            Self::Create => "Creates the account in ISC only: nothing is provisioned to a target system.",
            Self::Put => {
                "Replaces all attributes: what is left out becomes null, and leaving out enough may delete the account."
            }
            Self::Patch => "Changes these attributes in ISC; an aggregation can overwrite them.",
            Self::Correlate => {
                "Gives the account to another identity. ISC may create a new account for the one it belonged to."
            }
            Self::Uncorrelate => "Takes the account from its identity. An identity made from it can even be deleted.",
            Self::EnableIdentity => "Enables the ISC sign-in of the identity, not its accounts on sources.",
            Self::DisableIdentity => "Disables the ISC sign-in of the identity, not its accounts on sources.",
            Self::RemoveAll => {
                "Takes every account of the source out of ISC. The source is not changed; its next aggregation reads them again."
            }
        }
    }

    /// What it acts on.
    #[must_use]
    pub fn acts_on(self) -> ActsOn {
        match self {
            Self::Create => ActsOn::NewAccount,
            Self::EnableIdentity | Self::DisableIdentity => ActsOn::Identity,
            Self::RemoveAll => ActsOn::Source,
            _ => ActsOn::Account,
        }
    }
}

impl ActsOn {
    /// So many of them, in words: `1 account`, `34 accounts`.
    #[must_use]
    pub fn counted(self, count: usize) -> String {
        let word = match self {
            Self::Account | Self::NewAccount => "account",
            Self::Identity => return if count == 1 { "1 identity".to_owned() } else { format!("{count} identities") },
            Self::Source => "source",
        };
        text::counted(count as u64, word)
    }

    /// Everything a verb can act on.
    pub const ALL: [Self; 4] = [Self::Account, Self::NewAccount, Self::Identity, Self::Source];

    /// The word in the journal.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::NewAccount => "new account",
            Self::Identity => "identity",
            Self::Source => "source",
        }
    }

    /// What this word of the journal means; none where it is none of ours.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_means_one_verb() {
        for verb in Verb::ALL {
            assert_eq!(Verb::of_word(verb.word()), Some(verb));
        }
        for kind in ActsOn::ALL {
            assert_eq!(ActsOn::of_word(kind.word()), Some(kind));
        }
        assert_eq!(Verb::of_word("Enable"), None);
    }

    #[test]
    fn what_is_under_way_fits_the_column_of_states() {
        for verb in Verb::ALL {
            assert!(text::width(verb.going()) <= 10, "{}", verb.going());
        }
        assert_eq!(ActsOn::Identity.counted(1), "1 identity");
        assert_eq!(ActsOn::Account.counted(34), "34 accounts");
    }

    #[test]
    fn a_verb_on_identities_never_takes_the_id_of_an_account() {
        let on = |kind| Verb::ALL.into_iter().filter(|verb| verb.acts_on() == kind).collect::<Vec<_>>();
        assert_eq!(on(ActsOn::Identity), [Verb::EnableIdentity, Verb::DisableIdentity]);
        assert_eq!(on(ActsOn::Source), [Verb::RemoveAll]);
        assert_eq!(on(ActsOn::NewAccount), [Verb::Create]);
    }
}
