//! A plan: what would be done to which targets, why not to the others, and what it takes to confirm it.

use jiff::Timestamp;

use crate::model::{AccountRow, Order, Outcome, SkipReason, Verb};
use crate::work::readings::NewAccount;
use crate::work::verdict::Expected;

/// From more than so many on, the person types the number.
const MANY: usize = 50;

/// What would be done to which targets. Made from a fresh reading; nothing is sent by making it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The host of the tenant it was made for. It is carried out on no other.
    pub tenant: String,
    /// Who the token acts as, as far as it says.
    pub user: Option<String>,
    /// What is to be done to each target.
    pub order: Order,
    /// When the targets were read.
    pub made: Timestamp,
    /// The targets, each id once, in the order given.
    pub targets: Vec<Target>,
    /// What no source settles and a person should know: a level or a scope the token does not seem to have.
    pub warnings: Vec<String>,
}

/// One target of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The id: of an account, an identity or a source, as the verb has it.
    pub id: String,
    /// The account as it was read; none where it is none, or is not there.
    pub row: Option<AccountRow>,
    /// The name of what is no account.
    pub name: Option<String>,
    /// What is to be done.
    pub fate: Fate,
    /// What is wanted, and what was read before.
    pub expected: Expected,
    /// It was sent before and not seen to end; the person put it in knowing that.
    pub again: bool,
    /// What a person should know about this one.
    pub warnings: Vec<String>,
}

/// What is to be done to a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is sent.
    Send,
    /// It is not.
    Skip {
        /// The kind of reason.
        reason: SkipReason,
        /// The reason in words.
        why: String,
    },
}

/// What it takes to confirm a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tier {
    /// `y`.
    Yes,
    /// The plan is shown whole, then `y`.
    ReadThenYes,
    /// The number of what will be sent is typed.
    Count(usize),
    /// The name of the source is typed.
    Name(String),
}

impl Plan {
    /// The targets that will be sent.
    pub fn to_send(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| target.fate == Fate::Send)
    }

    /// What it takes to confirm it: on a tenant that is in production or not, with so many targets the person does not
    /// see.
    #[must_use]
    pub fn tier(&self, is_production: bool, hidden: usize) -> Tier {
        let count = self.to_send().count();
        let verb = self.order.verb;
        if let (Verb::RemoveAll, Some(source)) = (verb, self.targets.first()) {
            return Tier::Name(source.shown_name().to_owned());
        }
        // To read an account from its source once more does no harm.
        let may_be_done_twice = verb != Verb::Reload && self.to_send().any(|target| target.again);
        let is_final = matches!(verb, Verb::Remove | Verb::Delete | Verb::Put) || may_be_done_twice;
        if is_final || count > MANY || hidden > 0 || self.moves_an_authoritative_account() {
            return Tier::Count(count);
        }
        let is_simple = matches!(verb, Verb::Enable | Verb::Disable | Verb::Unlock | Verb::Reload);
        let is_forced = self.order.toggle.force_provisioning;
        if is_simple && count == 1 && !is_forced && !is_production { Tier::Yes } else { Tier::ReadThenYes }
    }

    /// Whether an identity may lose the account it was made from, which can end in its deletion.
    fn moves_an_authoritative_account(&self) -> bool {
        let is_authoritative = |target: &Target| target.row.as_ref().is_some_and(|row| row.authoritative == Some(true));
        let moves = matches!(self.order.verb, Verb::Correlate | Verb::Uncorrelate | Verb::Patch);
        moves && self.to_send().any(is_authoritative)
    }
}

impl Target {
    /// What a person calls it: its name, or its id where it has none that can be read or typed.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        let row_name = self.row.as_ref().and_then(|row| row.name.as_deref());
        let names = [self.name.as_deref(), row_name];
        names.into_iter().flatten().find(|name| !name.trim().is_empty()).unwrap_or(&self.id)
    }

    /// Whether it is an account to be created. One that is there already is updated instead, and has a row.
    #[must_use]
    pub fn is_new_account(&self) -> bool {
        NewAccount::of_target(&self.id).is_some()
    }

    /// Whether with this outcome all is as wanted, as far as reading can show it.
    #[must_use]
    pub fn is_well(&self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Verified | Outcome::Skipped(SkipReason::Already) => true,
            Outcome::Completed => self.expected.is_beyond_reading(),
            _ => false,
        }
    }

    /// How it stands before anything is sent.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match &self.fate {
            Fate::Send => Outcome::Planned,
            Fate::Skip { reason, .. } => Outcome::Skipped(*reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Toggle;
    use crate::work::verdict::{Reading, Wanted};

    fn target(id: usize, fate: Fate) -> Target {
        Target {
            id: id.to_string(),
            row: Some(AccountRow::bare("a".into())),
            name: None,
            fate,
            expected: Expected {
                wanted: Wanted::Gone,
                before: Reading::Nothing,
                forced: false,
                can_be_shown: true,
                with_sign_in: false,
                sent: None,
            },
            again: false,
            warnings: Vec::new(),
        }
    }

    fn plan(verb: Verb, sent: usize) -> Plan {
        let skip = Fate::Skip { reason: SkipReason::Already, why: "it is".into() };
        let targets = (0..sent).map(|id| target(id, Fate::Send)).chain([target(sent, skip)]).collect();
        Plan {
            tenant: "acme.example".into(),
            user: None,
            order: Order::plain(verb),
            made: Timestamp::UNIX_EPOCH,
            targets,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn the_more_it_can_break_the_more_it_takes() {
        let cases = [
            (Verb::Unlock, 1, false, 0, Tier::Yes),
            (Verb::Unlock, 1, true, 0, Tier::ReadThenYes),
            (Verb::Unlock, 2, false, 0, Tier::ReadThenYes),
            (Verb::Unlock, 1, false, 1, Tier::Count(1)),
            (Verb::Unlock, 50, false, 0, Tier::ReadThenYes),
            (Verb::Unlock, 51, false, 0, Tier::Count(51)),
            (Verb::Correlate, 1, false, 0, Tier::ReadThenYes),
            (Verb::DisableIdentity, 1, false, 0, Tier::ReadThenYes),
            (Verb::Remove, 1, false, 0, Tier::Count(1)),
            (Verb::Delete, 2, false, 0, Tier::Count(2)),
            (Verb::Put, 1, false, 0, Tier::Count(1)),
        ];
        for (verb, sent, is_production, hidden, tier) in cases {
            assert_eq!(plan(verb, sent).tier(is_production, hidden), tier, "{verb:?} {sent} {is_production} {hidden}");
        }
    }

    #[test]
    fn force_and_authoritative_accounts_take_more() {
        let mut forced = plan(Verb::Unlock, 1);
        forced.order.toggle = Toggle { force_provisioning: true, ..Toggle::default() };
        assert_eq!(forced.tier(false, 0), Tier::ReadThenYes);
        let mut moved = plan(Verb::Correlate, 1);
        moved.targets[0].row = Some(AccountRow { authoritative: Some(true), ..AccountRow::bare("a".into()) });
        assert_eq!(moved.tier(false, 0), Tier::Count(1));
    }

    #[test]
    fn all_of_a_source_takes_its_name() {
        let mut plan = plan(Verb::RemoveAll, 1);
        plan.targets[0].name = Some("HR".into());
        plan.targets[0].row = None;
        assert_eq!(plan.tier(false, 0), Tier::Name("HR".into()));
        plan.targets[0].name = Some(" ".into());
        assert_eq!(
            plan.tier(false, 0),
            Tier::Name(plan.targets[0].id.clone()),
            "nothing is confirmed by typing nothing"
        );
    }
}
