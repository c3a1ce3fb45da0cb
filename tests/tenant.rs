//! The embedded tenant over real HTTP: what it gives in each generation, to whom, how it refuses, and how it fails.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers outside of test functions are tests all the same")]

#[path = "support/asker.rs"]
mod asker;
#[path = "tenant/documents.rs"]
mod documents;
#[path = "tenant/faults.rs"]
mod faults;
#[path = "tenant/lists.rs"]
mod lists;
#[path = "tenant/refusals.rs"]
mod refusals;
#[path = "tenant/routes.rs"]
mod routes;
#[path = "tenant/sign_in.rs"]
mod sign_in;
#[path = "tenant/writes.rs"]
mod writes;
