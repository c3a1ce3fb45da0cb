//! What the command line asks for, before the tenant was asked: what is to be done, and to whom.

use crate::cli::arguments::{Accounts, Creating, Identities};
use crate::cli::ending::Failure;
use crate::model::{Content, Order, Problem, Toggle, Verb};
use crate::work::lookup::By;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub(super) order: Order,
    pub(super) whom: Whom,
}

/// To whom it is to be done, as the command line says it. What stands in a file is not read yet.
#[derive(Debug, Clone, PartialEq)]
pub enum Whom {
    /// The targets of these ids; none where a file tells them.
    Ids(Vec<String>),
    /// All that match a query.
    Matching(String),
    /// Those of a list, in a file.
    Listed(List),
    /// A source, by its name or its id.
    Source(String),
}

/// How a list is read.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// What its lines are.
    pub(super) by: By,
    /// The column of CSV, where one was named.
    pub(super) column: Option<String>,
    /// The source of the accounts, by its name or its id, where one was named.
    pub(super) source: Option<String>,
}

impl From<Accounts> for Whom {
    fn from(accounts: Accounts) -> Self {
        let Accounts { ids, matching, by, source, column } = accounts;
        match (matching, by) {
            (Some(query), _) => Self::Matching(query),
            (None, Some(by)) => Self::Listed(List { by: by.into(), column, source }),
            (None, None) => Self::Ids(ids),
        }
    }
}

impl From<Identities> for Whom {
    fn from(Identities { ids, matching }: Identities) -> Self {
        matching.map_or(Self::Ids(ids), Self::Matching)
    }
}

impl Wish {
    /// This order, for them.
    pub fn of(order: Order, whom: impl Into<Whom>) -> Self {
        Self { order, whom: whom.into() }
    }

    /// The verb alone, for them.
    pub fn plain(verb: Verb, whom: impl Into<Whom>) -> Self {
        Self::of(Order::plain(verb), whom)
    }

    /// To write to them.
    ///
    /// # Errors
    ///
    /// Where what is to be written could not be read.
    pub fn writing(order: Result<Order, Problem>, whom: impl Into<Whom>) -> Result<Self, Failure> {
        Ok(Self::of(order?, whom))
    }

    /// To create an account.
    ///
    /// # Errors
    ///
    /// Where what is to be written could not be read.
    pub fn creating(creating: &Creating) -> Result<Self, Failure> {
        let order = creating.order()?;
        let source = creating.source_named(&order);
        Ok(Self { order, whom: source.map_or(Whom::Ids(Vec::new()), Whom::Source) })
    }

    /// To remove all accounts of a source.
    pub fn removing_all(source: Option<String>) -> Self {
        let whom = source.map_or(Whom::Ids(Vec::new()), Whom::Source);
        Self { order: Order::plain(Verb::RemoveAll), whom }
    }

    /// Whether the command line says nothing of what is to be done but the verb.
    pub(super) fn is_the_verb_alone(&self) -> bool {
        self.order.toggle == Toggle::default() && says_nothing(&self.order.content)
    }

    /// Whether what is to be written is missing.
    pub(super) fn lacks_content(&self) -> bool {
        let writes = matches!(self.order.verb, Verb::Correlate | Verb::Put | Verb::Patch);
        writes && says_nothing(&self.order.content)
    }
}

fn says_nothing(content: &Content) -> bool {
    match content {
        Content::Nothing => true,
        Content::Owner(identity) => identity.is_empty(),
        Content::Attributes(attributes) => attributes.is_empty(),
        Content::Steps(steps) => steps.is_empty(),
    }
}
