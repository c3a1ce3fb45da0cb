//! What is known of a plan as a whole: counted once when it changes, so that keys and drawing cost the lines on the screen,
//! whatever the plan's size.

use std::collections::BTreeSet;

use super::summary::{self, Summary};
use crate::model::{NOT_TOLD, SkipReason};
use crate::work::protocol::{Fate, Plan, Target, Tier};

/// What is known of a plan as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Digest {
    /// How many targets would be sent.
    pub to_send: usize,
    /// How many of those the person does not see in the table.
    pub hidden_to_send: usize,
    /// What it takes to say yes on a tenant that is not in production.
    off_production: Tier,
    /// The same in production.
    in_production: Tier,
    /// What it comes to, a line a kind.
    pub summary: Vec<Summary>,
    /// What can be looked at by itself.
    groups: Vec<Group>,
}

/// The targets that are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Group {
    /// Every one.
    #[default]
    All,
    /// Those that would be sent.
    Sent,
    /// Those that would not, for this kind of reason.
    Skipped(SkipReason),
    /// Those that would be sent and that the person does not see in the table.
    Hidden,
    /// Those on the source of this name.
    OnSource(String),
}

impl Group {
    /// Whether a target is in it.
    #[must_use]
    pub fn holds(&self, target: &Target, hidden: &BTreeSet<String>) -> bool {
        match self {
            Self::All => true,
            Self::Sent => target.fate == Fate::Send,
            Self::Skipped(wanted) => matches!(&target.fate, Fate::Skip { reason, .. } if reason == wanted),
            Self::Hidden => target.fate == Fate::Send && hidden.contains(&target.id),
            Self::OnSource(name) => source_of(target) == Some(name),
        }
    }

    /// What it is called on the screen.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::All => "all",
            Self::Sent => summary::what_is_done(None),
            Self::Skipped(reason) => reason.word(),
            Self::Hidden => summary::HIDDEN,
            Self::OnSource(name) => name,
        }
    }
}

impl Digest {
    /// Of this plan, of whose targets the person does not see some.
    #[must_use]
    pub fn of(plan: &Plan, hidden: &BTreeSet<String>) -> Self {
        let (mut to_send, mut hidden_to_send) = (0, 0);
        for target in plan.to_send() {
            to_send += 1;
            hidden_to_send += usize::from(hidden.contains(&target.id));
        }
        Self {
            to_send,
            hidden_to_send,
            off_production: plan.tier(false, hidden_to_send),
            in_production: plan.tier(true, hidden_to_send),
            summary: summary::of(plan, hidden_to_send),
            groups: groups(plan, hidden_to_send),
        }
    }

    /// What it takes to say yes.
    #[must_use]
    pub fn tier(&self, production: bool) -> &Tier {
        if production { &self.in_production } else { &self.off_production }
    }

    /// The group so many further.
    #[must_use]
    pub fn next_group(&self, now: &Group, by: isize) -> Group {
        let here = self.groups.iter().position(|group| group == now).unwrap_or(0);
        let count = self.groups.len();
        self.groups[here.wrapping_add_signed(by + count.cast_signed()) % count].clone()
    }

    /// Whether there is still such a group.
    #[must_use]
    pub fn has(&self, group: &Group) -> bool {
        self.groups.contains(group)
    }
}

/// What a target's source is called; none for what is on no source.
fn source_of(target: &Target) -> Option<&str> {
    target.row.as_ref().map(|row| row.source.name.as_deref().unwrap_or(NOT_TOLD))
}

/// All, then what becomes of them, in the order of the summary, then the sources by name.
fn groups(plan: &Plan, hidden_to_send: usize) -> Vec<Group> {
    let is_there = |reason: &SkipReason| {
        plan.targets.iter().any(|target| matches!(&target.fate, Fate::Skip { reason: own, .. } if own == reason))
    };
    let sources: BTreeSet<&str> = plan.targets.iter().filter_map(source_of).collect();
    let skipped = SkipReason::ALL.into_iter().filter(is_there).map(Group::Skipped);
    let hidden = (hidden_to_send > 0).then_some(Group::Hidden);
    let sources = sources.into_iter().map(|name| Group::OnSource(name.to_owned()));
    [Group::All, Group::Sent].into_iter().chain(skipped).chain(hidden).chain(sources).collect()
}
