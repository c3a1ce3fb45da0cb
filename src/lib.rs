//! quarterdeck: the terminal in which support staff find, understand and act on the accounts of a SailPoint Identity
//! Security Cloud tenant.
//!
//! ```text
//! key press ─┐                                   ┌─> screen      ui::view(&State) -> cells
//! resize  ───┤                                   │
//! clock   ───┼─> Event ─> app::update(&mut State) ┤
//! answers ───┘              (pure, no waiting)   └─> Effect ─> runtime performs it ─> Job ─> work (tokio) ─> Report ─> Event
//! ```
//!
//! The rooms, and who may import whom: each room may use the ones to its left.
//!
//! ```text
//! model <- query <- api <- work <- app <- keys <- ui <- settings <- runtime <- cli, main        tenant: none of it
//! ```
//!
//! `tests/architecture.rs` holds the table.

pub mod api;
pub mod app;
pub mod cli;
pub mod keys;
pub mod model;
pub mod query;
pub mod runtime;
pub mod settings;
pub mod tenant;
pub mod ui;
pub mod work;
