//! The vendor's API: building requests, sending them, decoding the answers; nothing of ours.
//!
//! A [`Request`] is a value: what is asked, of which resource, with which parameters, and how the answer is read. The
//! [`Client`] sends it: it signs in, keeps the pace the tenant allows, repeats what may be repeated, and turns every
//! failure into a [`Problem`](crate::model::Problem). A [`Write`] changes the tenant, so it is sent once and its [`Answer`]
//! is told whatever it is, and judged elsewhere.
//!
//! ```text
//! Request ──> Client::send ──> pace ──> auth ──> transport ──> wire ──> T
//!                  ▲                                 │
//!                  └── retry <── error <─────────────┘      every exchange is told to the observer as a Signal
//! ```

mod answer;
mod auth;
mod client;
mod connection;
mod error;
pub mod filter;
mod gate;
mod operation;
mod pace;
mod request;
mod retry;
mod signal;
mod transport;
mod wire;
mod write;

pub use answer::Answer;
pub use client::{Client, Place};
pub use connection::{Connection, Limits};
pub use gate::{Gate, Latch};
pub use operation::{Facts, Operation};
pub use request::{Body, Request};
pub use signal::Signal;
pub use wire::{Item, Page, RawPage, RawRow, Receipt, RowReader};
pub use write::Write;
