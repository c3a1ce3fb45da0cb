//! What is on the screen: pictures to read, and rules that hold on every screen.
//!
//! A [`desk::Desk`] is a screen at which somebody sits. The reducer is the real one; the tenant's answers are given by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "view/acting.rs"]
mod acting;
#[path = "view/composing.rs"]
mod composing;
#[path = "view/desk.rs"]
mod desk;
#[path = "view/exporting.rs"]
mod exporting;
#[path = "view/identity.rs"]
mod identity;
#[path = "view/legible.rs"]
mod legible;
#[path = "view/people.rs"]
mod people;
#[path = "view/pictures.rs"]
mod pictures;
#[path = "view/pulse.rs"]
mod pulse;
#[path = "view/queues.rs"]
mod queues;
#[path = "view/rules.rs"]
mod rules;
#[path = "view/scanning.rs"]
mod scanning;
#[path = "view/styles.rs"]
mod styles;
#[path = "view/working.rs"]
mod working;
