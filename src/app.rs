//! The reducer: everything that happens is an [`Event`], everything we do is an [`Effect`], and [`update()`] decides.
//!
//! Pure: no clock, no channel, no waiting, no randomness. Time enters with each event. The screen is drawn from
//! [`State`] alone.

pub mod action;
pub mod activity;
pub mod column;
pub mod cursor;
pub mod departed;
pub mod detail;
pub mod document;
pub mod editor;
pub mod effect;
pub mod event;
pub mod geometry;
pub mod harvest;
pub mod history;
pub mod identity;
pub mod imprinted;
pub mod json;
pub mod list;
pub mod load;
pub mod marks;
pub mod narrowing;
pub mod notice;
mod pages;
pub mod pulse;
pub mod queues;
pub mod ranking;
pub mod rows;
pub mod runs;
pub mod screens;
pub mod selecting;
pub mod state;
pub mod tasks;
pub mod totals;
mod update;
pub mod views;
mod vocabulary;
pub mod watches;
pub mod window;

pub use action::Action;
pub use effect::Effect;
pub use event::{Event, Fact};
pub use load::Load;
pub use state::State;
pub use update::update;

/// What the state holds of other rooms, for those who draw it.
pub use crate::query::{QueryError, Span as QuerySpan};
pub use crate::work::protocol::{Census, Counts, Fate, Form, Reading, Scope, Target, Tier};
