//! Writing accounts to a file: choosing which, how and where, and hearing how it goes on.

use std::sync::Arc;

use super::{copying, marking, scanning};
use crate::app::action::Action;
use crate::app::editor::EditKey;
use crate::app::geometry::Focus;
use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::app::screens::export::{ExportScreen, NameParts, Stage};
use crate::app::{Effect, State};
use crate::model::column::Column;
use crate::model::text::{self, counted, grouped};
use crate::model::{AccountId, ListQuery, Problem};
use crate::query;
use crate::work::protocol::{Accounts, Census, Export, Exported, Job, JobId, Scan, Scope, Series, Written};

/// Opens the export; the file is called so where a name was given. What was chosen by hand comes first to mind, then what
/// was asked for.
pub(super) fn open(state: &mut State, name: &str, effects: &mut Vec<Effect>) {
    if marking::still_reads(state) {
        return;
    }
    let scope = if !state.marks.is_empty() {
        Scope::Marked
    } else if !state.list.asked.text.is_empty() {
        Scope::Matching
    } else {
        Scope::All
    };
    let mut screen = ExportScreen::new(scope, visible(state));
    if state.list.asked.text.is_empty() {
        screen.all = state.list.rows.total();
    }
    if screen.all.is_none() {
        let (job, query) = (state.next_job(), Arc::new(all_accounts()));
        screen.counting = Some(job);
        effects.push(Effect::Submit(job, Job::Count { query }));
    }
    if name.is_empty() {
        screen.propose(name_parts(state));
    } else {
        screen.call_it(name);
    }
    super::open(state, Screen::Export(Box::new(screen)));
}

/// The accounts on the screen.
fn visible(state: &State) -> Vec<AccountId> {
    if let Some(view) = state.identity_view() {
        return view.accounts.window.rows().map(|(_, row)| row.id.clone()).collect();
    }
    let height = state.layout().map_or(0, |layout| layout.table_rows());
    if height == 0 || state.focus() == Focus::Details {
        return state.account_at_hand().map(|row| row.id.clone()).into_iter().collect();
    }
    let (top, len) = (state.list.cursor.top, state.list.len());
    let places = (top..len.min(top + height)).map(|shown| state.list.place(shown));
    places.filter_map(|place| state.list.rows.row(place)).map(|row| row.id.clone()).collect()
}

fn all_accounts() -> ListQuery {
    ListQuery { sorters: "id".to_owned(), ..ListQuery::default() }
}

fn name_parts(state: &State) -> NameParts<'_> {
    NameParts { tenant: &state.tenant.name, query: &state.list.asked.text, now: state.now, zone: &state.zone }
}

fn top(state: &mut State) -> Option<&mut ExportScreen> {
    match state.screens.last_mut() {
        Some(Screen::Export(screen)) => Some(screen),
        _ => None,
    }
}

fn export_screen(state: &mut State) -> Option<&mut ExportScreen> {
    state.screens.iter_mut().find_map(|screen| match screen {
        Screen::Export(export) => Some(&mut **export),
        _ => None,
    })
}

/// The screen, where the person may change what it says: while the file is written, it stays as it is.
fn choosing(state: &mut State) -> Option<&mut ExportScreen> {
    top(state).filter(|screen| screen.writing().is_none())
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(screen) = choosing(state) else { return };
    match action {
        Action::Down => screen.turn_scope(1),
        Action::Up => screen.turn_scope(-1),
        Action::NextField => screen.turn_form(1),
        Action::PreviousField => screen.turn_form(-1),
        Action::Accept => return write(state, effects),
        _ => return,
    }
    screen.remark = None;
    screen.stage = Stage::Choosing;
    propose(state);
}

fn propose(state: &mut State) {
    let Some(Screen::Export(mut screen)) = state.screens.pop() else { return };
    screen.propose(name_parts(state));
    state.screens.push(Screen::Export(screen));
}

pub(super) fn type_key(state: &mut State, key: EditKey) {
    if let Some(screen) = choosing(state) {
        screen.remark = None;
        screen.file.type_key(key);
    }
}

pub(super) fn paste(state: &mut State, text: &str) {
    if let Some(screen) = choosing(state) {
        screen.remark = None;
        screen.file.paste(text);
    }
}

/// Enter: writes what is chosen.
fn write(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Screen::Export(screen)) = state.screens.last() else { return };
    let accounts = match accounts(state, screen) {
        Ok(accounts) => accounts,
        Err(why) => {
            if let Some(screen) = top(state) {
                screen.remark = Some(why);
            }
            return;
        }
    };
    let export = Export {
        accounts,
        scope: screen.scope,
        question: if screen.scope == Scope::All { String::new() } else { state.list.asked.text.clone() },
        form: screen.form,
        columns: columns(state),
        path: screen.file.text().to_owned(),
        existing: screen.existing(),
    };
    let job = state.next_job();
    if let Some(screen) = top(state) {
        screen.remark = None;
        screen.stage = Stage::Writing { job, accounts: 0, census: Census::default() };
    }
    effects.push(Effect::Submit(job, Job::Export(Arc::new(export))));
}

/// The accounts that are chosen.
fn accounts(state: &State, screen: &ExportScreen) -> Result<Accounts, String> {
    let chosen = |ids: Vec<AccountId>, none: &str| {
        if ids.is_empty() { Err(none.to_owned()) } else { Ok(Accounts::Chosen(ids)) }
    };
    match screen.scope {
        Scope::Visible => chosen(screen.visible.clone(), "no account is on the screen"),
        Scope::Marked => {
            chosen(state.marks.resolve().ids.into_iter().map(AccountId::new).collect(), "nothing is marked")
        }
        Scope::Matching => Ok(Accounts::Listed(Arc::new(scanning::whole_list(state)))),
        Scope::All => {
            Ok(Accounts::Listed(Arc::new(Scan { query: Arc::new(all_accounts()), here: None, series: Series::One })))
        }
    }
}

/// The columns of CSV: those every account has, then those the person added.
fn columns(state: &State) -> Vec<Column> {
    let added = state.list.columns.extra_fields().into_iter().map(Column::Field);
    Column::KNOWN.into_iter().chain(added).collect()
}

/// How many accounts the tenant has. Says whether that was asked for here.
pub(super) fn counted_all(state: &mut State, job: JobId, total: Option<u64>) -> bool {
    let screen = export_screen(state).filter(|screen| screen.counting == Some(job));
    let Some(screen) = screen else { return false };
    (screen.counting, screen.all) = (None, total);
    true
}

pub(super) fn goes_on(state: &mut State, from: JobId, written: u64, read: Census) {
    if let Some(Stage::Writing { job, accounts, census }) = export_screen(state).map(|screen| &mut screen.stage)
        && *job == from
    {
        (*accounts, *census) = (written, read);
    }
}

/// The file is there, or another stands in its place.
pub(super) fn ended(state: &mut State, job: JobId, exported: Exported) {
    let Some(screen) = export_screen(state).filter(|screen| screen.writing() == Some(job)) else { return };
    match exported {
        Exported::Exists(path) => {
            screen.stage = Stage::Asking(screen.file.text().to_owned());
            screen.remark = Some(format!("{} is there already: Enter again replaces it", path.display()));
        }
        Exported::Written(written) => {
            state.screens.retain(|screen| !matches!(screen, Screen::Export(_)));
            let level = if written.is_whole() { Level::Ok } else { Level::Warn };
            state.notices.add(state.now, level, told(&written));
        }
    }
}

/// What was written, and how whole that is.
fn told(written: &Written) -> String {
    let path = written.path.display();
    let accounts = counted(written.accounts, "account");
    let census = &written.census;
    let lacks = match written.total() {
        _ if written.is_whole() => return format!("wrote {path}: {accounts}, complete"),
        _ if written.unreadable > 0 => format!("{} could not be read", counted(written.unreadable, "account")),
        Some(total) if written.chosen.is_some() => {
            format!(
                "{} of {} chosen are not on the tenant",
                grouped(total.saturating_sub(written.accounts)),
                grouped(total)
            )
        }
        Some(total) if total > census.have => {
            format!("{} of {} read, {} missing", grouped(census.have), grouped(total), grouped(census.missing()))
        }
        Some(total) if total < census.have => {
            format!("{} read, though the tenant counts {}", grouped(census.have), grouped(total))
        }
        Some(_) => "accounts moved while they were read, and some may be missing".to_owned(),
        None => "the tenant does not say how many there are".to_owned(),
    };
    format!("wrote {path}: {accounts}, NOT complete: {lacks}")
}

/// A count or an export that failed. Says whether it was one.
pub(super) fn failed(state: &mut State, job: JobId, problem: &Problem) -> bool {
    if counted_all(state, job, None) {
        return true;
    }
    let Some(screen) = export_screen(state).filter(|screen| screen.writing() == Some(job)) else { return false };
    screen.stage = Stage::Choosing;
    screen.remark = Some(problem.to_string());
    true
}

/// The screen was left: what was being written is given up.
pub(super) fn left(state: &mut State, screen: &ExportScreen) {
    if screen.writing().is_some() {
        state.notices.add(state.now, Level::Note, "given up: no file was written");
    }
}

/// Copies the query as one command line.
pub(super) fn copy_command_line(state: &mut State, effects: &mut Vec<Effect>) {
    let query = query::as_argument(&state.list.asked.text);
    let line = match query.as_str() {
        "" => "qd list --all".to_owned(),
        // What begins so would be taken for an option.
        query if query.starts_with('-') => format!("qd list --all -- {}", text::for_shell(query)),
        query => format!("qd list {} --all", text::for_shell(query)),
    };
    copying::copy(state, &line, "the command line", effects);
}
