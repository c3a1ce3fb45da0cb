//! Which list is asked for, which page of it, and how soon it matters.

/// Which list of accounts is asked for; shared by all its pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListQuery {
    /// The `filters` parameter in the API's grammar.
    pub filter: Option<String>,
    /// The `sorters` parameter, such as `-modified,id`. Always ends in `id`.
    pub sorters: String,
    /// The columns a person added: JSON fields of the account, or `attr.<name>` for an attribute. Their values come back
    /// in `AccountRow::extra`, in this order.
    pub extra: Vec<String>,
}

/// How soon a read matters, which is what the pacer goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Urgency {
    /// A person waits for it: takes the next slot.
    Person,
    /// Part of a long read of everything: bursts, but leaves room for single reads.
    Scan,
    /// Read ahead of need: leaves evenly.
    Ahead,
}

/// A page of a list, or of what hangs on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// Records before the first one asked for.
    pub offset: u64,
    /// Records asked for, at most 250.
    pub limit: u32,
}
