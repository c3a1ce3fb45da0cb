//! A queue: a question somebody asks again and again, under a name.

/// A named question. The first nine of a list have the keys `1` to `9`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// What people call it; no two queues are called the same.
    pub name: String,
    /// What it asks.
    pub asks: Asks,
}

/// What a queue asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// Which accounts match a query, as a person writes it.
    Accounts(String),
    /// What was submitted from this machine and failed, or may have: the tenant is asked nothing.
    FailedWork,
}

/// The queues a person has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Queues {
    /// In the order of their keys.
    pub all: Vec<Queue>,
    /// What is written there and cannot be used, a sentence each.
    pub left_out: Vec<String>,
}

/// A change a person wants of their queues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueChange {
    /// One more, behind the others.
    Add(Queue),
    /// The one of this name goes.
    Remove(String),
}

impl Queue {
    /// Whether people mean this queue by a name: as it is written, in any case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }

    /// The query it asks the tenant; none where it asks it nothing.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        match &self.asks {
            Asks::Accounts(query) => Some(query),
            Asks::FailedWork => None,
        }
    }
}
