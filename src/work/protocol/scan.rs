//! A scan: a list read to its end, of which only what passes is kept.

use std::sync::Arc;

use crate::model::ListQuery;
use crate::query::Predicate;

/// A list to be read to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// Which list; its sorters are not heeded where it is read in several series.
    pub query: Arc<ListQuery>,
    /// What an account must be to be kept; none keeps all.
    pub here: Option<Arc<Predicate>>,
    /// How the list is divided.
    pub series: Series,
}

/// How a list is divided into series, each read by itself: a tenant may lose rows of a list over many sources.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Series {
    /// One series; where a difference shows in the counts of the sources seen, those sources are read again by themselves.
    #[default]
    One,
    /// A series for each source, by its id.
    Sources(Vec<String>),
    /// A series for each filter, joined to the list's own by `and`.
    Filters(Vec<String>),
}
