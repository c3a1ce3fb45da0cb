//! Everything the screen is drawn from.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::action::Context;
use super::detail::Detail;
use super::geometry::{Focus, Layout, Size};
use super::history::History;
use super::list::List;
use super::load::Load;
use super::marks::Marks;
use super::notice::Notices;
use super::pulse::Pulse;
use super::queues::Queues;
use super::runs::Runs;
use super::screens::identity::IdentityRow;
use super::screens::{IdentityView, Screen};
use super::selecting::Selecting;
use super::tasks::TaskList;
use super::totals::Totals;
use super::views::Views;
use super::watches::Watches;
use super::window::Slot;
use crate::model::{AccountRow, Generation, SourceRef};
use crate::query::Case;
use crate::work::protocol::{JobId, Pace, RequestRecord, Session};

/// Requests kept for the log.
const LOG_LENGTH: usize = 500;

/// The tenant on the screen. Set once, when the screen opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its name on the screen.
    pub name: String,
    /// Whether a mistake here is costly.
    pub production: bool,
    /// Whether nothing may be changed from here.
    pub read_only: bool,
    /// Which generation of the API is asked.
    pub generation: Generation,
}

/// What the person's keys act on: what is under the cursor of the list they are in, or what the details are about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject<'a> {
    /// An account, and when it was read.
    Account(&'a AccountRow, Timestamp),
    /// The sign-in of the identity whose view is open.
    SignIn(&'a IdentityView),
    /// Nothing is there, or not yet.
    Nothing,
}

impl<'a> Subject<'a> {
    fn of(slot: Slot<'a>) -> Self {
        match slot {
            Slot::Here(row, read_at) => Self::Account(row, read_at),
            Slot::Coming | Slot::Missing | Slot::Failed => Self::Nothing,
        }
    }
}

/// Everything the screen is drawn from. Only `update` writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The time of the last event.
    pub now: Timestamp,
    /// Where the person is, for times of day.
    pub zone: TimeZone,
    /// The size of the terminal.
    pub size: Size,
    /// The tenant on the screen.
    pub tenant: Tenant,
    /// What the token says about us, once signed in.
    pub session: Option<Arc<Session>>,
    /// The accounts.
    pub list: List,
    /// The person's queues. The settings name them, when the screen opens.
    pub queues: Queues,
    /// The views before this one.
    pub views: Views,
    /// The accounts marked.
    pub marks: Marks,
    /// Many more that are being marked.
    pub selecting: Option<Selecting>,
    /// What was done from this screen, and is being done.
    pub runs: Runs,
    /// What was submitted from this machine before.
    pub tasks: TaskList,
    /// What is known of the tenant as a whole.
    pub pulse: Pulse,
    /// The accounts watched for a while.
    pub watches: Watches,
    /// The detail pane.
    pub detail: Detail,
    /// What lies over the table, the topmost last.
    pub screens: Vec<Screen>,
    /// What the person is told.
    pub notices: Notices,
    /// The requests sent, oldest first.
    pub requests: VecDeque<Arc<RequestRecord>>,
    /// How the pacer stands.
    pub pace: Pace,
    /// The sources by name, asked for when a query may need them.
    pub sources: Load<Vec<SourceRef>>,
    /// The job that reads them.
    pub sources_job: Option<JobId>,
    /// Whether the tenant's filter minds upper and lower case, found out when a text is first asked for.
    pub case: Load<Case>,
    /// The job that finds it out.
    pub case_job: Option<JobId>,
    /// How many accounts the tenant told for which filter.
    pub totals: Totals,
    /// The queries asked, to be brought back.
    pub history: History,
    /// The account being read in order to be copied.
    pub copying: Option<JobId>,
    /// The id that was copied last: the same key again copies the name.
    pub copied: Option<String>,
    /// How many rows the help has, in one column and in two. Follows from the keymap; told once, when the screen opens.
    pub help_rows: [usize; 2],
    /// When Esc was pressed last.
    pub escaped_at: Option<Timestamp>,
    /// The person has left, and what is in flight is awaited until then.
    pub leaving: Option<Timestamp>,
    /// When the screen will next change by itself.
    pub wake_at: Option<Timestamp>,
    /// The number of the last job.
    pub last_job: JobId,
}

impl State {
    /// The state before anything has happened.
    #[must_use]
    pub fn new(tenant: Tenant, now: Timestamp, zone: TimeZone) -> Self {
        Self {
            now,
            zone,
            size: Size::default(),
            tenant,
            session: None,
            list: List::default(),
            queues: Queues::default(),
            views: Views::default(),
            marks: Marks::default(),
            selecting: None,
            runs: Runs::default(),
            tasks: TaskList::default(),
            pulse: Pulse::default(),
            watches: Watches::default(),
            detail: Detail::default(),
            screens: Vec::new(),
            notices: Notices::default(),
            requests: VecDeque::new(),
            pace: Pace::default(),
            sources: Load::Idle,
            sources_job: None,
            case: Load::Idle,
            case_job: None,
            totals: Totals::default(),
            history: History::default(),
            copying: None,
            copied: None,
            help_rows: [0; 2],
            escaped_at: None,
            leaving: None,
            wake_at: None,
            last_job: JobId(0),
        }
    }

    /// What keys mean now.
    #[must_use]
    pub fn context(&self) -> Context {
        self.screens.last().map_or(Context::Table, Screen::context)
    }

    /// Whether the person works in the details: they, or something opened from them, are on the stack.
    #[must_use]
    pub fn focus(&self) -> Focus {
        let place = |screen: &Screen| match screen {
            Screen::Details | Screen::Sibling(_) => Some(Focus::Details),
            Screen::Identity(_) => Some(Focus::Table),
            _ => None,
        };
        self.screens.iter().rev().find_map(place).unwrap_or(Focus::Table)
    }

    /// The identity view, where it is open.
    #[must_use]
    pub fn identity_view(&self) -> Option<&IdentityView> {
        self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Identity(view) => Some(&**view),
            _ => None,
        })
    }

    /// The same, to be changed.
    pub(super) fn identity_view_mut(&mut self) -> Option<&mut IdentityView> {
        self.screens.iter_mut().rev().find_map(|screen| match screen {
            Screen::Identity(view) => Some(&mut **view),
            _ => None,
        })
    }

    /// What the person's keys act on.
    #[must_use]
    pub fn subject(&self) -> Subject<'_> {
        self.subject_under(self.screens.len())
    }

    /// The account the person's keys act on.
    #[must_use]
    pub fn account_at_hand(&self) -> Option<&AccountRow> {
        match self.subject() {
            Subject::Account(row, _) => Some(row),
            Subject::SignIn(_) | Subject::Nothing => None,
        }
    }

    /// Whether the person looks at an identity, or at an account gone to from another of the same identity.
    #[must_use]
    pub fn is_at_an_identity(&self) -> bool {
        self.screens.iter().any(|screen| matches!(screen, Screen::Sibling(_) | Screen::Identity(_)))
    }

    /// What they would act on if only so many of the open screens were.
    pub(super) fn subject_under<'a>(&'a self, screens: usize) -> Subject<'a> {
        let of = |screen: &'a Screen| match screen {
            Screen::Sibling(sibling) => Some(Subject::Account(&sibling.row, sibling.read_at)),
            Screen::Identity(view) => Some(match view.row(view.cursor.at) {
                IdentityRow::SignIn => Subject::SignIn(view),
                IdentityRow::Account(slot) => Subject::of(slot),
            }),
            _ => None,
        };
        let on_top = self.screens[..screens].iter().rev().find_map(of);
        let in_table = || Subject::of(self.list.slot(self.list.cursor.at));
        on_top.unwrap_or_else(|| if self.list.current().is_some() { in_table() } else { Subject::Nothing })
    }

    /// Where each part of the screen stands; none when the screen is too small.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        let bar_open = self.screens.iter().any(|screen| matches!(screen, Screen::QueryBar(_)));
        let status_rows = u16::try_from(self.notices.rows(self.size.columns).len()).unwrap_or(u16::MAX);
        let layout = Layout::of(self.size, self.focus(), bar_open, status_rows)?;
        Some(if self.queues.is_empty() { layout } else { layout.with_queues() })
    }

    /// Whether it matters when the screen has been drawn: `y` counts only once the person has seen what it would send.
    #[must_use]
    pub fn awaits_drawing(&self) -> bool {
        let is_unseen = matches!(self.screens.last(), Some(Screen::Plan(plan)) if plan.shown_since.is_none());
        is_unseen && self.layout().is_some()
    }

    /// Whether the detail pane is on the screen.
    #[must_use]
    pub fn detail_is_shown(&self) -> bool {
        self.layout().is_some_and(|layout| layout.detail.height > 0)
    }

    /// Whether the person was asked to say again that what they wrote is to be dropped.
    #[must_use]
    pub fn asks_to_leave(&self) -> bool {
        let asks = |screen: &Screen| matches!(screen, Screen::Document(document) if document.asks_to_leave);
        self.screens.iter().any(asks)
    }

    /// Keeps a request for the log; the oldest gives way.
    pub(super) fn log(&mut self, record: Arc<RequestRecord>) {
        if self.requests.len() == LOG_LENGTH {
            self.requests.pop_front();
        }
        self.requests.push_back(record);
    }

    /// The number of the next job.
    pub(super) fn next_job(&mut self) -> JobId {
        self.last_job.advance()
    }
}
