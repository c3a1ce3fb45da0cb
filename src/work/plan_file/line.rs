//! A target of a plan, as a line: the same in the file of a plan and in what is printed.

use serde::Serialize;

use crate::model::text::counted;
use crate::work::protocol::{Fate, Reading, Target, Wanted};

/// A target of a plan.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanLine<'a> {
    /// Its id.
    pub account_id: &'a str,
    /// What it is called.
    pub name: Option<&'a str>,
    /// The name of its source.
    pub source: Option<&'a str>,
    /// How it stands now.
    pub state: Option<String>,
    /// The word for what is to be done.
    pub outcome: &'static str,
    /// Why it is not sent: the word and the sentence.
    pub reason: Option<String>,
    /// What a person should know about it.
    pub warnings: &'a [String],
    /// How it is sent, in a word for people.
    #[serde(skip)]
    pub way: &'static str,
}

impl<'a> PlanLine<'a> {
    /// The line of this target.
    #[must_use]
    pub fn of(target: &'a Target) -> Self {
        let row = target.row.as_ref();
        Self {
            account_id: &target.id,
            name: target.name.as_deref().or_else(|| row?.name.as_deref()),
            source: row.and_then(|row| row.source.name.as_deref()),
            state: state(target),
            outcome: target.outcome().word(),
            reason: match &target.fate {
                Fate::Send => None,
                Fate::Skip { reason, why } => Some(format!("{}: {why}", reason.word())),
            },
            warnings: &target.warnings,
            way: way(target),
        }
    }
}

/// That a new account is created, or that one which is there is updated by creating it; of all else, that it is sent.
#[must_use]
pub fn way(target: &Target) -> &'static str {
    match (&target.expected.wanted, target.is_new_account()) {
        (Wanted::Created, _) => "create",
        (_, true) => "UPDATE",
        (_, false) => "send",
    }
}

/// How the target stands: the state of an account, the sign-in of an identity, the accounts of a source.
#[must_use]
pub fn state(target: &Target) -> Option<String> {
    if let Some(row) = &target.row {
        return Some(row.state().word().to_owned());
    }
    match &target.expected.before {
        Reading::Identity { enabled: Some(enabled) } => Some(if *enabled { "enabled" } else { "DISABLED" }.to_owned()),
        Reading::Source { accounts } => Some(counted(*accounts, "account")),
        _ => None,
    }
}
