//! What can be done to a tenant: the writing operations, each by the word a person uses for it.

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
    fn a_verb_on_identities_never_takes_the_id_of_an_account() {
        let on = |kind| Verb::ALL.into_iter().filter(|verb| verb.acts_on() == kind).collect::<Vec<_>>();
        assert_eq!(on(ActsOn::Identity), [Verb::EnableIdentity, Verb::DisableIdentity]);
        assert_eq!(on(ActsOn::Source), [Verb::RemoveAll]);
        assert_eq!(on(ActsOn::NewAccount), [Verb::Create]);
    }
}
