//! The rows of the list, behind one interface: a window on the tenant, whose pages have their places, or a harvest, which
//! is what a scan kept.
//!
//! The tenant answers a query of its own whole, so that any page of it can be asked for. Where we judge account by account,
//! or the list has to be divided, nobody knows where a row will stand before the list was read to its end.

use super::harvest::Harvest;
use super::imprinted::ImprintedRows;
use super::window::{Keep, Slot, Window};
use crate::model::{AccountId, AccountRow, Completeness, Problem};
use crate::work::protocol::JobId;

/// The rows of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Rows {
    /// Pages by their place.
    Window(Window),
    /// What a scan kept, in the order in which it came.
    Harvest(Box<Harvest>),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Window(Window::default())
    }
}

impl Rows {
    /// How many places there are, as far as is known.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Window(window) => window.len(),
            Self::Harvest(harvest) => harvest.len(),
        }
    }

    /// Whether there is nothing, and the tenant has said so: none of its accounts, or none that passed when all were read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Window(window) => window.is_empty(),
            Self::Harvest(harvest) => harvest.is_empty(),
        }
    }

    /// What stands at a place.
    #[must_use]
    pub fn slot(&self, place: usize) -> Slot<'_> {
        match self {
            Self::Window(window) => window.slot(place),
            Self::Harvest(harvest) => harvest.slot(place),
        }
    }

    /// The row at a place, if it is here.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<&AccountRow> {
        match self {
            Self::Window(window) => window.row(place),
            Self::Harvest(harvest) => harvest.row(place),
        }
    }

    /// Every row that is here, with its place.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &AccountRow)> {
        let (window, harvest) = (self.window(), self.harvest());
        let of_window = window.into_iter().flat_map(Window::rows);
        of_window.chain(harvest.into_iter().flat_map(Harvest::rows))
    }

    /// The rows that lie together and hold a place, or the next ones behind it; and the place of their first.
    #[must_use]
    pub fn stretch(&self, place: usize) -> Option<(usize, &ImprintedRows)> {
        match self {
            Self::Window(window) => window.stretch(place),
            Self::Harvest(harvest) => harvest.stretch(place),
        }
    }

    /// The place of an account among the rows that are here.
    #[must_use]
    pub fn find(&self, id: &AccountId) -> Option<usize> {
        self.iter().find(|(_, row)| row.id == *id).map(|(place, _)| place)
    }

    /// How many different rows are here.
    #[must_use]
    pub fn loaded(&self) -> u64 {
        match self {
            Self::Window(window) => window.loaded(),
            Self::Harvest(harvest) => harvest.len() as u64,
        }
    }

    /// How many rows there will be once all are here, where that is known.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        match self {
            Self::Window(window) => window.total(),
            Self::Harvest(harvest) => harvest.is_whole().then_some(harvest.len() as u64),
        }
    }

    /// Whether every row of the list is here.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Window(window) => window.is_whole(),
            Self::Harvest(harvest) => harvest.is_whole(),
        }
    }

    /// How whole the list is; of a harvest, how whole that is of which it was kept.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        match self {
            Self::Window(window) => window.completeness(),
            Self::Harvest(harvest) => harvest.completeness(),
        }
    }

    /// Why something could not be read.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Window(window) => window.problem(),
            Self::Harvest(harvest) => harvest.problem(),
        }
    }

    /// The window, where it is one.
    #[must_use]
    pub fn window(&self) -> Option<&Window> {
        match self {
            Self::Window(window) => Some(window),
            Self::Harvest(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn window_mut(&mut self) -> Option<&mut Window> {
        match self {
            Self::Window(window) => Some(window),
            Self::Harvest(_) => None,
        }
    }

    /// The harvest, where it is one.
    #[must_use]
    pub fn harvest(&self) -> Option<&Harvest> {
        match self {
            Self::Window(_) => None,
            Self::Harvest(harvest) => Some(harvest),
        }
    }

    /// The same, to be changed.
    pub fn harvest_mut(&mut self) -> Option<&mut Harvest> {
        match self {
            Self::Window(_) => None,
            Self::Harvest(harvest) => Some(harvest),
        }
    }

    /// Every job under way.
    pub fn jobs(&self) -> impl Iterator<Item = JobId> + '_ {
        let (window, harvest) = (self.window(), self.harvest());
        window.into_iter().flat_map(Window::jobs).chain(harvest.and_then(Harvest::job))
    }

    /// The job failed. Says whether it was one of ours.
    pub fn fail(&mut self, job: JobId, problem: &Problem) -> bool {
        match self {
            Self::Window(window) => window.fail(job, problem),
            Self::Harvest(harvest) => harvest.fail(job, problem),
        }
    }

    /// The job was cancelled by the worker. Says whether it was one of ours.
    pub fn cancelled(&mut self, job: JobId) -> bool {
        match self {
            Self::Window(window) => window.cancelled(job),
            Self::Harvest(harvest) => harvest.cancelled(job),
        }
    }

    /// Whether something of the rows `first..first + count` could not be read and left nothing to show.
    #[must_use]
    pub fn has_failed_at(&self, first: usize, count: usize) -> bool {
        self.window().is_some_and(|window| window.has_failed_at(first, count))
    }

    /// A new reading of the same rows: what is kept stays on the screen until it is read again.
    #[must_use]
    pub fn renewed(self, keep: Keep) -> Self {
        match self {
            Self::Window(window) => Self::Window(window.renewed(keep)),
            Self::Harvest(harvest) => Self::Harvest(Box::new(harvest.renewed())),
        }
    }

    /// Puts in a row that was read by itself, wherever the account stands. What added columns show stays as it was.
    pub fn replace(&mut self, row: &AccountRow) {
        match self {
            Self::Window(window) => window.replace(row),
            Self::Harvest(harvest) => harvest.replace(row),
        }
    }

    /// Forgets the values of added columns: other columns were added or taken away since the rows were read.
    pub fn forget_extra(&mut self) {
        match self {
            Self::Window(window) => window.forget_extra(),
            Self::Harvest(harvest) => harvest.forget_extra(),
        }
    }
}
