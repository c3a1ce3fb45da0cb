//! Stub until the query room arrives.
use crate::model::AccountRow;
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
