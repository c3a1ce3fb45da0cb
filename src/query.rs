//! Stub until the query room arrives.
use crate::model::{AccountRow, Generation, SourceRef};
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    pub span: std::ops::Range<usize>,
    pub message: String,
    pub fits: Vec<String>,
}
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Narrow(String);
impl Narrow {
    pub fn new(text: &str) -> Self {
        Self(text.to_lowercase())
    }
    pub fn matches(&self, row: &AccountRow) -> bool {
        row.name.as_deref().unwrap_or("").to_lowercase().contains(&self.0)
    }
    pub fn is_everything(&self) -> bool {
        self.0.is_empty()
    }
    pub fn extends(&self, earlier: &Self) -> bool {
        self.0.starts_with(&earlier.0)
    }
}
pub struct Query(String);
impl Query {
    pub fn names_a_source(&self) -> bool {
        self.0.contains("source:")
    }
}
pub fn parse(t: &str) -> Result<Query, Vec<QueryError>> {
    Ok(Query(t.into()))
}
pub enum Sources<'a> {
    All(&'a [SourceRef]),
    SeenOnly(&'a [SourceRef]),
}
pub struct Context<'a> {
    pub generation: Generation,
    pub sources: Sources<'a>,
    pub now: jiff::Timestamp,
    pub zone: jiff::tz::TimeZone,
}
pub struct Compiled {
    pub filter: Option<String>,
    pub sorters: String,
    pub meaning: Vec<String>,
}
pub fn compile(q: &Query, _: &Context) -> Result<Compiled, Vec<QueryError>> {
    Ok(Compiled {
        filter: (!q.0.is_empty()).then(|| format!("name sw \"{}\"", q.0)),
        sorters: "name,id".into(),
        meaning: vec![],
    })
}
