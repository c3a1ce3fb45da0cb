//! What the command line asks for, before the tenant was asked: a source is a name still.

use crate::cli::arguments::Creating;
use crate::cli::asking::Asking;
use crate::cli::ending::Failure;
use crate::model::{Content, Order, Problem, Verb};
use crate::work::plan::{self, SOURCE_ID};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub(super) order: Order,
    /// The ids of the targets.
    ids: Vec<String>,
    /// The source, by its name or its id, where it is a source that is acted on.
    source: Option<String>,
}

impl Wish {
    /// This order, for targets of these ids.
    pub fn of(order: Order, ids: Vec<String>) -> Self {
        Self { order, ids, source: None }
    }

    /// The verb alone, for targets of these ids.
    pub fn plain(verb: Verb, ids: Vec<String>) -> Self {
        Self::of(Order::plain(verb), ids)
    }

    /// To write to accounts of these ids.
    ///
    /// # Errors
    ///
    /// Where what is to be written could not be read.
    pub fn writing(order: Result<Order, Problem>, ids: Vec<String>) -> Result<Self, Failure> {
        Ok(Self::of(order?, ids))
    }

    /// To create an account.
    ///
    /// # Errors
    ///
    /// Where what is to be written could not be read.
    pub fn creating(creating: &Creating) -> Result<Self, Failure> {
        let order = creating.order()?;
        let source = creating.source_named(&order);
        Ok(Self { order, ids: Vec::new(), source })
    }

    /// To remove all accounts of a source.
    pub fn removing_all(source: Option<String>) -> Self {
        Self { order: Order::plain(Verb::RemoveAll), ids: Vec::new(), source }
    }

    /// The order and the ids of its targets, with the source found.
    pub(super) fn settle(self, asking: &Asking) -> Result<(Order, Vec<String>), Failure> {
        let Self { mut order, ids, source } = self;
        let Some(words) = source else { return Ok((order, ids)) };
        let source = asking.wait(plan::source_called(&asking.client, &words))?;
        if let Content::Attributes(attributes) = &mut order.content {
            attributes.insert(SOURCE_ID.to_owned(), source.id.into());
            return Ok((order, ids));
        }
        Ok((order, vec![source.id]))
    }
}
