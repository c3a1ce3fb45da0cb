//! The journal as jobs share it: one at a time, and never on the thread that waits for the network.

use std::sync::{Arc, Mutex, PoisonError};

use super::journal::Journal;
use crate::model::{Problem, ProblemKind};

/// Keeps the journal. Cheap to clone; all clones share it.
#[derive(Clone)]
pub struct Keeper {
    journal: Arc<Mutex<Journal>>,
}

impl Keeper {
    /// Keeps this journal.
    #[must_use]
    pub fn new(journal: Journal) -> Self {
        Self { journal: Arc::new(Mutex::new(journal)) }
    }

    /// Reads or writes the journal on a thread that may wait for the disk. What was begun is finished even where nobody
    /// waits for it any more.
    ///
    /// # Errors
    ///
    /// What the journal has against it.
    pub async fn with<T, E>(&self, with: impl FnOnce(&mut Journal) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Problem> + Send + 'static,
    {
        let journal = Arc::clone(&self.journal);
        let done = tokio::task::spawn_blocking(move || {
            // Each change is one transaction, so a thread that broke left none of it behind.
            with(&mut journal.lock().unwrap_or_else(PoisonError::into_inner))
        });
        done.await.unwrap_or_else(|error| {
            let problem =
                Problem::new(ProblemKind::Journal, "a fault in quarterdeck itself kept the journal from being written");
            Err(problem.with_detail(error.to_string()).into())
        })
    }
}
