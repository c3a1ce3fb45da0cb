//! Jobs on the tenant: what is asked, and how it is carried through.
//!
//! [`protocol`] is what crosses to the reducer and back; [`Worker`] carries its jobs out on threads of its own. What
//! takes many requests and is asked without a screen too, stands for itself: [`scan`] reads a whole list, [`lookup`]
//! finds accounts by what stands in a ticket, [`export`] writes
//! them to a file, [`plan_file`] a plan. What is to change the tenant is planned by [`plan`], carried out by
//! [`act`], and written into the [`journal`] before it is sent; what became of it is judged by the rules of [`verdict`].

pub mod act;
pub mod export;
mod file;
mod freshening;
mod history;
mod identity;
pub mod journal;
mod keeper;
pub mod kept;
pub mod lookup;
mod office;
pub mod plan;
pub mod plan_file;
pub(crate) mod private;
mod probing;
pub mod protocol;
mod read;
mod readings;
pub mod records;
mod run;
pub mod scan;
mod scanning;
pub mod tally;
mod tallying;
mod tasks;
pub mod verdict;
mod watching;
mod writes;

pub use keeper::Keeper;
pub use read::{every_page, sources};
pub use run::Worker;
