//! A screen at which somebody sits: keys go in, the tenant's answers are given, what is drawn is looked at.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use quarterdeck::app::geometry::Size;
use quarterdeck::app::state::Tenant;
use quarterdeck::app::{Effect, Event, Fact, State, update};
use quarterdeck::keys::{Keymap, Resolved, Resolver};
use quarterdeck::model::{AccountId, AccountRow, Entitlement, Generation, ListQuery, Problem};
use quarterdeck::query::Judged;
use quarterdeck::ui::{Theme, view};
use quarterdeck::work::protocol::{
    Census, Expected, Fate, Job, JobId, Look, Pace, Plan, Reading, Report, RequestRecord, RunEvent, Session, Target,
    Task, Tasks, Wanted,
};
use ratatui::Terminal;
use ratatui::backend::{Backend as _, CrosstermBackend, TestBackend};
use ratatui::buffer::Buffer;

use crate::people::{
    account, activities, entitlement, identities, identity_of, past_actions, permission, schema, siblings, sources,
    whole,
};

/// Accounts on the tenant.
pub const TOTAL: u64 = 12_250;

/// A screen with its reducer, and the jobs nobody has answered yet.
pub struct Desk {
    pub state: State,
    pub theme: Theme,
    resolver: Resolver,
    pub jobs: Vec<(JobId, Job)>,
}

impl Desk {
    /// A screen that has just opened; nothing has been answered.
    pub fn open(columns: u16, rows: u16) -> Self {
        let tenant =
            Tenant { name: "demo".to_owned(), production: false, read_only: false, generation: Generation::Beta };
        let now = "2026-11-23T12:04:31Z".parse().unwrap();
        let mut state = State::new(tenant, now, TimeZone::UTC);
        state.help_rows = [1, 2].map(|across| Keymap::default().help_rows(across));
        let mut desk = Self { state, theme: Theme::default(), resolver: Resolver::default(), jobs: Vec::new() };
        desk.happen(Fact::Started(Size { columns, rows }));
        desk.signed_in(&["ORG_ADMIN"]);
        desk
    }

    /// A screen on which the first pages have arrived.
    pub fn with_rows(columns: u16, rows: u16) -> Self {
        let mut desk = Self::open(columns, rows);
        desk.answer_pages(TOTAL);
        desk
    }

    pub fn happen(&mut self, fact: Fact) {
        let event = Event::new(self.state.now, fact);
        for effect in update(&mut self.state, event) {
            match effect {
                Effect::Submit(id, job) => self.jobs.push((id, job)),
                Effect::Cancel(id) => self.jobs.retain(|(known, _)| *known != id),
                _ => {}
            }
        }
        if self.state.awaits_drawing() {
            self.happen(Fact::Drawn);
        }
    }

    pub fn report(&mut self, report: Report) {
        self.happen(Fact::Reported(report));
    }

    /// Presses keys as a keymap writes them: `keys("j j ctrl-d enter")`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let chord = key.parse().unwrap();
            match self.resolver.resolve(&Keymap::default(), self.state.context(), chord) {
                Resolved::Act(action) => self.happen(Fact::Acted(action)),
                Resolved::Type(key) => self.happen(Fact::Typed(key)),
                Resolved::Pending | Resolved::Nothing => {}
            }
        }
        self
    }

    /// Types text.
    pub fn typed(&mut self, text: &str) -> &mut Self {
        self.happen(Fact::Pasted(text.to_owned()));
        self
    }

    /// Time passes.
    pub fn wait(&mut self, span: SignedDuration) -> &mut Self {
        self.state.now = self.state.now.checked_add(span).unwrap();
        self.happen(Fact::Woke);
        self
    }

    pub fn signed_in(&mut self, levels: &[&str]) {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let session = Session {
            user: Some("ops".into()),
            levels: words(levels),
            scopes: words(&["sp:scopes:all"]),
            ..Session::default()
        };
        self.report(Report::SignedIn(Arc::new(session)));
    }

    /// The tenant answers every page asked for, from a list of so many accounts.
    pub fn answer_pages(&mut self, total: u64) {
        let now = self.state.now;
        self.answer_pages_with(total, |n| account(n, now));
    }

    /// The same with other accounts.
    pub fn answer_pages_with(&mut self, total: u64, account: impl Fn(usize) -> AccountRow) {
        while let Some(at) =
            self.jobs.iter().position(|(_, job)| matches!(job, Job::Page { query, .. } if !is_of_one_identity(query)))
        {
            let (job, Job::Page { epoch, span, .. }) = self.jobs.remove(at) else { return };
            let last = (span.offset + u64::from(span.limit)).min(total);
            let rows = (span.offset..last).map(|n| account(usize::try_from(n).unwrap())).collect();
            self.report(Report::Page { job, epoch, span, rows, total: Some(total), past_end: false });
        }
    }

    /// The tenant answers every page asked for with fewer rows than it counts.
    pub fn answer_pages_short(&mut self, total: u64, missing: u64) {
        let now = self.state.now;
        while let Some(at) =
            self.jobs.iter().position(|(_, job)| matches!(job, Job::Page { query, .. } if !is_of_one_identity(query)))
        {
            let (job, Job::Page { epoch, span, .. }) = self.jobs.remove(at) else { return };
            let missing = if span.offset == 0 { missing } else { 0 };
            let last = (span.offset + u64::from(span.limit)).min(total).saturating_sub(missing);
            let rows = (span.offset..last).map(|n| account(usize::try_from(n).unwrap(), now)).collect();
            self.report(Report::Page { job, epoch, span, rows, total: Some(total), past_end: false });
        }
    }

    /// The scan under way keeps so many accounts more, and has read so much by now.
    pub fn scan(&mut self, keeps: usize, census: Census, is_last: bool) -> &mut Self {
        let at = self.jobs.iter().position(|(_, job)| matches!(job, Job::Scan { .. })).unwrap();
        let (job, Job::Scan { epoch, scan }) = self.jobs[at].clone() else { return self };
        if is_last {
            self.jobs.remove(at);
        }
        let passes =
            |row: &AccountRow| scan.here.as_ref().is_none_or(|here| here.holds(Judged { row, attributes: &[] }));
        let accounts = (0..).map(|n| account(n, self.state.now)).filter(passes);
        let rows = accounts.take(keeps).collect();
        self.report(Report::Scanned { job, epoch, rows, census, is_last });
        self
    }

    /// The tenant answers what the details asked for.
    pub fn answer_details(&mut self) -> &mut Self {
        self.wait(SignedDuration::from_millis(100));
        for (job, asked) in std::mem::take(&mut self.jobs) {
            match asked {
                Job::Account { epoch, .. } => {
                    let account = Arc::new(whole(self.state.account_at_hand().unwrap()));
                    self.report(Report::Account { job, epoch, account });
                }
                Job::Entitlements { epoch, span, .. } => {
                    let first = usize::try_from(span.offset).unwrap();
                    let rows = (first..first + span.limit as usize).map(entitlement).collect();
                    self.report(Report::Entitlements { job, epoch, span, rows, total: Some(312) });
                }
                Job::Page { epoch, query, span, .. } if is_of_one_identity(&query) => {
                    let rows = siblings(self.state.now);
                    let total = Some(rows.len() as u64);
                    self.report(Report::Page { job, epoch, span, rows, total, past_end: false });
                }
                Job::Activities { epoch, span, .. } => {
                    let rows = activities(self.state.now);
                    let total = Some(rows.len() as u64);
                    self.report(Report::Activities { job, epoch, span, rows, total });
                }
                Job::History { epoch, .. } => {
                    self.report(Report::History { job, epoch, actions: past_actions(self.state.now) });
                }
                Job::Identity { epoch, id } => {
                    let identity = Arc::new(identity_of(&id, self.state.now));
                    self.report(Report::Identity { job, epoch, identity, withheld: None });
                }
                other => self.jobs.push((job, other)),
            }
        }
        self
    }

    /// The tenant answers what an editor or a picker asked for.
    pub fn answer_editor(&mut self) -> &mut Self {
        while let Some(at) = self.jobs.iter().position(|(_, job)| is_of_editor(job)) {
            let (job, asked) = self.jobs.remove(at);
            let report = match asked {
                Job::Account { epoch, .. } => {
                    let account = Arc::new(whole(self.state.list.current().unwrap()));
                    Report::Account { job, epoch, account }
                }
                Job::Schema { .. } => Report::Schema { job, schema: Arc::new(schema()) },
                Job::Named { native, .. } => {
                    let row = account(21, self.state.now);
                    Report::Named { job, account: (native == "B1").then(|| Arc::new(whole(&row))) }
                }
                Job::Identities { words } => Report::Identities { job, found: identities(&words) },
                Job::Sources => Report::Sources { job, sources: sources() },
                _ => return self,
            };
            self.report(report);
        }
        self
    }

    /// The tenant answers every question for entitlements, from a list of so many.
    pub fn answer_entitlements(&mut self, total: usize, entitlement: impl Fn(usize) -> Entitlement) {
        self.wait(SignedDuration::from_millis(100));
        while let Some(at) = self.jobs.iter().position(|(_, job)| matches!(job, Job::Entitlements { .. })) {
            let (job, Job::Entitlements { epoch, span, .. }) = self.jobs.remove(at) else { return };
            let rows = (0..total).map(&entitlement).collect();
            self.report(Report::Entitlements { job, epoch, span, rows, total: Some(total as u64) });
        }
    }

    /// The journal holds these tasks, the newest of so many.
    pub fn answer_tasks(&mut self, newest: &[Task], total: u64) {
        while let Some(at) = self.jobs.iter().position(|(_, job)| *job == Job::Tasks) {
            let (job, _) = self.jobs.remove(at);
            self.report(Report::Tasks { job, tasks: Tasks { newest: newest.to_vec(), total } });
        }
    }

    /// The watched accounts are read.
    pub fn answer_watch(&mut self, looks: Vec<(AccountId, Look)>) {
        if let Some(at) = self.jobs.iter().position(|(_, job)| matches!(job, Job::Watch { .. })) {
            let (job, _) = self.jobs.remove(at);
            self.report(Report::Watched { job, looks });
        }
    }

    /// The worker makes the plan asked for: `fate` says what is to be done to each account.
    pub fn answer_plan(&mut self, fate: impl Fn(&AccountRow) -> Fate) -> &mut Self {
        while let Some(at) = self.jobs.iter().position(|(_, job)| matches!(job, Job::Plan { .. })) {
            let (job, Job::Plan { order, targets, .. }) = self.jobs.remove(at) else { break };
            let target = |id: &String| {
                let n = (0..200).find(|n| account(*n, self.state.now).id.as_str() == id).unwrap();
                let row = account(n, self.state.now);
                planned(id, fate(&row), row)
            };
            let targets = targets.iter().map(target).collect();
            let (made, tenant) = (self.state.now, "demo.example".to_owned());
            let plan = Plan { tenant, user: None, order, made, targets, warnings: Vec::new() };
            self.report(Report::Planned { job, plan: Arc::new(plan) });
        }
        self.wait(SignedDuration::from_millis(300))
    }

    /// Something happens in the run that is going.
    pub fn run(&mut self, event: RunEvent) -> &mut Self {
        let job = self.state.runs.going().next().unwrap().job;
        self.report(Report::Run { job, event });
        self
    }

    /// The jobs of which this is so fail; the others stay.
    pub fn fail_where(&mut self, problem: &Problem, is_meant: impl Fn(&Job) -> bool) -> &mut Self {
        let (meant, others) = std::mem::take(&mut self.jobs).into_iter().partition(|(_, job)| is_meant(job));
        self.jobs = others;
        for (job, asked) in meant {
            let epoch = asked.epoch();
            self.report(Report::Failed { job, epoch, problem: problem.clone() });
        }
        self
    }

    /// Everything asked for fails.
    pub fn fail_all(&mut self, problem: &Problem) {
        for (job, asked) in std::mem::take(&mut self.jobs) {
            let epoch = asked.epoch();
            self.report(Report::Failed { job, epoch, problem: problem.clone() });
        }
    }

    pub fn pace(&mut self, used: u32, paused_until: Option<Timestamp>) {
        self.report(Report::Pace(Pace { used, allowed: 98, paused_until }));
    }

    /// A request was sent and answered.
    pub fn requested(&mut self, seconds: i64, status: Option<u16>, error: Option<&str>) {
        self.requested_at(seconds, 500, status, error);
    }

    /// A page was asked for and came, all pages in the same second.
    pub fn requested_page(&mut self, offset: u64) {
        self.requested_at(3, offset, Some(200), None);
    }

    /// A request was refused, for want of permission.
    pub fn refused(&mut self, seconds: i64) {
        let record =
            RequestRecord { permission: Some(Box::new(permission())), ..self.record(seconds, 0, Some(403), None) };
        self.report(Report::Requested(Arc::new(record)));
    }

    fn requested_at(&mut self, seconds: i64, offset: u64, status: Option<u16>, error: Option<&str>) {
        let record = self.record(seconds, offset, status, error);
        self.report(Report::Requested(Arc::new(record)));
    }

    fn record(&self, seconds: i64, offset: u64, status: Option<u16>, error: Option<&str>) -> RequestRecord {
        let at = self.state.now.checked_sub(SignedDuration::from_secs(60 - seconds)).unwrap();
        let offset = offset.to_string();
        let query = [("limit", "250"), ("offset", offset.as_str()), ("sorters", "name,id")];
        RequestRecord {
            at,
            method: "GET",
            url: "https://demo.api.identitynow.com/beta/accounts".to_owned(),
            query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            status,
            took: Duration::from_millis(212),
            bytes: 61_234,
            tracking_id: Some("aea8374f8c5d47109773cd5aa32b0ac9".to_owned()),
            error: error.map(str::to_owned),
            attempt: u32::from(error.is_some()),
            permission: None,
        }
    }

    /// The cells drawn, and where the terminal's cursor stands if it is shown.
    pub fn draw(&self) -> (Buffer, Option<(u16, u16)>) {
        let Size { columns, rows } = self.state.size;
        draw_on(&self.state, &self.theme, columns, rows)
    }

    /// The screen as a picture in text: its size, its lines, and where the terminal's cursor stands if it is shown.
    pub fn picture(&self) -> String {
        let (buffer, cursor) = self.draw();
        let Size { columns, rows } = self.state.size;
        let cursor = cursor.map_or_else(String::new, |(x, y)| format!(", cursor in column {x} of row {y}"));
        format!("{columns}×{rows}{cursor}\n{}\n", lines(&buffer).join("\n"))
    }
}

fn is_of_editor(job: &Job) -> bool {
    matches!(job, Job::Account { .. } | Job::Schema { .. } | Job::Named { .. } | Job::Identities { .. } | Job::Sources)
}

fn planned(id: &str, fate: Fate, row: AccountRow) -> Target {
    let expected = Expected {
        wanted: Wanted::Disabled,
        before: Reading::Nothing,
        forced: false,
        can_be_shown: true,
        with_sign_in: false,
        sent: None,
    };
    Target { id: id.to_owned(), row: Some(row), name: None, fate, expected, again: false, warnings: Vec::new() }
}

/// Whether a list is that of the accounts of one identity.
fn is_of_one_identity(query: &ListQuery) -> bool {
    query.filter.as_deref().is_some_and(|filter| filter.starts_with("identityId eq"))
}

/// Draws a state on a terminal of any size.
pub fn draw_on(state: &State, theme: &Theme, columns: u16, rows: u16) -> (Buffer, Option<(u16, u16)>) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| view(state, &Keymap::default(), theme, frame)).unwrap();
    let backend = terminal.backend();
    let cursor = backend.cursor_visible().then(|| (backend.cursor_position().x, backend.cursor_position().y));
    (backend.buffer().clone(), cursor)
}

/// The lines of a buffer as a terminal shows them; a wide character takes the cells it covers.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let row = |cells: &[ratatui::buffer::Cell]| {
        let mut line = String::new();
        let mut hidden = 0;
        for cell in cells {
            if hidden == 0 {
                line.push_str(cell.symbol());
                hidden = quarterdeck::model::text::width(cell.symbol()).max(1);
            }
            hidden -= 1;
        }
        line.trim_end().to_owned()
    };
    buffer.content().chunks(width.max(1)).map(row).collect()
}

/// The bytes a terminal is sent to turn one screen into the next.
pub fn bytes_between(before: &Buffer, after: &Buffer) -> usize {
    let mut sent = Vec::new();
    CrosstermBackend::new(&mut sent).draw(before.diff(after).into_iter()).unwrap();
    sent.len()
}
