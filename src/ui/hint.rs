//! The last line: the keys that help most here, from the live keymap.

use ratatui::text::{Line, Span};

use super::Scene;
use super::pane::{Pane, columns};
use crate::app::Action;
use crate::app::action::Context;
use crate::app::detail::Tab;
use crate::app::harvest::{Harvest, Stage};
use crate::app::runs;
use crate::app::screens::Screen;
use crate::app::screens::query_bar::Preview;
use crate::app::state::Subject;

/// In the list of queues.
const QUEUES: &[(Action, &str)] =
    &[(Action::Back, "back"), (Action::Open, "open it"), (Action::Refresh, "read it anew"), (Action::Help, "help")];

/// In the pulse.
const PULSE: &[(Action, &str)] = &[
    (Action::Back, "back"),
    (Action::Open, "ask for these"),
    (Action::ColumnsRight, "next column"),
    (Action::Refresh, "count again"),
    (Action::Help, "help"),
];

/// What is hinted at in a place, most needed first; the words are shorter than those of the help.
fn hints(scene: Scene) -> &'static [(Action, &'static str)] {
    match scene.state.context() {
        Context::Table => table_hints(scene),
        Context::Details if matches!(scene.state.subject(), Subject::SignIn(_)) => {
            &[(Action::Back, "back"), (Action::Refresh, "refresh"), (Action::Copy, "copy id"), (Action::Help, "help")]
        }
        Context::Details if is_on_a_sibling(scene) => &[
            (Action::Back, "back"),
            (Action::Open, "go there"),
            (Action::NextTab, "next tab"),
            (Action::Identity, "identity"),
            (Action::Refresh, "refresh"),
            (Action::Help, "help"),
        ],
        Context::Details => &[
            (Action::Back, "back"),
            (Action::NextTab, "next tab"),
            (Action::Search, "search"),
            (Action::NextMatch, "next match"),
            (Action::Help, "help"),
            (Action::Identity, "identity"),
            (Action::RawJson, "JSON"),
            (Action::Copy, "copy id"),
        ],
        Context::Identity => &[
            (Action::Back, "back"),
            (Action::Open, "details"),
            (Action::Enable, "enable"),
            (Action::Disable, "disable"),
            (Action::Unlock, "unlock"),
            (Action::Refresh, "refresh"),
            (Action::Copy, "copy id"),
            (Action::Help, "help"),
        ],
        Context::Log => &[(Action::Back, "back"), (Action::Copy, "copy as curl"), (Action::Help, "help")],
        Context::Columns => &[
            (Action::Back, "back"),
            (Action::Toggle, "show or hide"),
            (Action::MoveEarlier, "further left"),
            (Action::MoveLater, "further right"),
            (Action::Help, "help"),
        ],
        Context::Dialog => dialog_hints(scene),
        Context::Target => {
            &[(Action::Back, "back to the plan"), (Action::Down, "down"), (Action::Up, "up"), (Action::Help, "help")]
        }
        Context::Run => run_hints(scene),
        Context::Tasks => &[
            (Action::Back, "back"),
            (Action::Open, "account"),
            (Action::Refresh, "read again"),
            (Action::Copy, "copy id"),
            (Action::Help, "help"),
        ],
        Context::Pulse => PULSE,
        Context::Queues => QUEUES,
        Context::Help => &[(Action::Back, "back"), (Action::Down, "down"), (Action::Up, "up")],
        Context::Text => text_hints(scene),
        Context::Document => &[
            (Action::Review, "see the changes"),
            (Action::Complete, "complete"),
            (Action::Back, "leave it"),
            (Action::Search, "search"),
            (Action::Undo, "undo"),
            (Action::Redo, "redo"),
            (Action::NextMatch, "next match"),
        ],
        Context::Diff => &[
            (Action::Accept, "go on to the plan"),
            (Action::Back, "back to the text"),
            (Action::Down, "down"),
            (Action::Up, "up"),
            (Action::Help, "help"),
        ],
        Context::Export => export_hints(scene),
        Context::Picker => {
            &[(Action::Accept, "take it"), (Action::Down, "down"), (Action::Up, "up"), (Action::Back, "leave it")]
        }
    }
}

fn table_hints(scene: Scene) -> &'static [(Action, &'static str)] {
    if scan(scene).is_some_and(|scan| !scan.is_whole()) {
        return scan_hints(scene);
    }
    &[
        (Action::Search, "query"),
        (Action::Open, "details"),
        (Action::Mark, "mark"),
        (Action::Help, "help"),
        (Action::Unlock, "unlock"),
        (Action::Disable, "disable"),
        (Action::Enable, "enable"),
        (Action::Palette, "commands"),
        (Action::Identity, "identity"),
        (Action::SortRight, "sort"),
        (Action::Refresh, "refresh"),
        (Action::Copy, "copy"),
        (Action::Queues, "queues"),
        (Action::Tasks, "tasks"),
        (Action::Log, "log"),
        (Action::Leave, "leave"),
    ]
}

fn export_hints(scene: Scene) -> &'static [(Action, &'static str)] {
    match scene.state.screens.last() {
        Some(Screen::Export(export)) if export.writing().is_some() => &[(Action::Back, "give it up")],
        _ => &[
            (Action::Accept, "write"),
            (Action::Down, "next choice"),
            (Action::NextField, "next format"),
            (Action::Back, "leave it"),
        ],
    }
}

fn dialog_hints(scene: Scene) -> &'static [(Action, &'static str)] {
    match scene.state.screens.last() {
        Some(Screen::Plan(plan)) if plan.plan.problem().is_some() => {
            &[(Action::Refuse, "leave it as it is"), (Action::Refresh, "try again")]
        }
        Some(Screen::Plan(plan)) if plan.is_about_one() && plan.can_put_in() => &[
            (Action::Refuse, "leave it as it is"),
            (Action::NextField, "options"),
            (Action::PutIn, "put it in by hand"),
        ],
        Some(Screen::Plan(plan)) if plan.is_about_one() => {
            &[(Action::Refuse, "leave it as it is"), (Action::NextField, "options, ticket, reason")]
        }
        Some(Screen::Plan(plan)) if plan.can_put_in() => &[
            (Action::Back, "leave"),
            (Action::PutIn, "put it in by hand"),
            (Action::NextField, "options"),
            (Action::KeepCurrent, "only this"),
        ],
        Some(Screen::Plan(_)) => &[
            (Action::Back, "leave"),
            (Action::NextField, "options"),
            (Action::NextGroup, "next group"),
            (Action::Open, "in full"),
            (Action::DropTarget, "drop"),
            (Action::SavePlan, "save"),
            (Action::KeepCurrent, "only this"),
            (Action::KeepVisible, "only visible"),
            (Action::Refresh, "read again"),
        ],
        _ => &[(Action::Refuse, "stay")],
    }
}

/// The scan whose rows the table shows.
fn scan(scene: Scene<'_>) -> Option<&Harvest> {
    scene.state.list.rows.harvest()
}

/// While a scan goes on, and where it did not give all.
fn scan_hints(scene: Scene) -> &'static [(Action, &'static str)] {
    match scan(scene).map(Harvest::stage) {
        Some(Stage::Paused(_)) => &[
            (Action::Back, "end here"),
            (Action::Pause, "go on"),
            (Action::Search, "query"),
            (Action::Open, "details"),
            (Action::Mark, "mark"),
            (Action::Help, "help"),
        ],
        Some(Stage::Ended | Stage::Stopped | Stage::Failed(_)) => &[
            (Action::Refresh, "read again"),
            (Action::Search, "query"),
            (Action::Open, "details"),
            (Action::Mark, "mark"),
            (Action::Help, "help"),
            (Action::Unlock, "unlock"),
            (Action::Disable, "disable"),
        ],
        Some(Stage::Due | Stage::Reading(_)) | None => &[
            (Action::Back, "end here"),
            (Action::Pause, "pause"),
            (Action::Search, "query"),
            (Action::Open, "details"),
            (Action::Mark, "mark"),
            (Action::Help, "help"),
        ],
    }
}

fn run_hints(scene: Scene) -> &'static [(Action, &'static str)] {
    let run = match scene.state.screens.last() {
        Some(Screen::Run(screen)) => scene.state.runs.of(screen.job),
        _ => None,
    };
    match run.map(|run| &run.stage) {
        Some(runs::Stage::Going) => &[
            (Action::Back, "back"),
            (Action::Toggle, "pause"),
            (Action::Stop, "stop"),
            (Action::Open, "go there"),
            (Action::Help, "help"),
        ],
        Some(runs::Stage::Paused { .. }) => &[
            (Action::Back, "back"),
            (Action::Toggle, "go on"),
            (Action::Stop, "stop"),
            (Action::Open, "go there"),
            (Action::Help, "help"),
        ],
        Some(runs::Stage::Stopping) | None => {
            &[(Action::Back, "back"), (Action::Open, "go there"), (Action::Help, "help")]
        }
        Some(runs::Stage::Ended { .. }) => &[
            (Action::Back, "back"),
            (Action::Retry, "retry what failed as a new plan"),
            (Action::Open, "go there"),
            (Action::Help, "help"),
        ],
    }
}

/// Whether the person stands on a sibling to go to.
fn is_on_a_sibling(scene: Scene) -> bool {
    let detail = &scene.state.detail;
    detail.tab == Tab::Siblings && detail.sibling_under_cursor().is_some()
}

fn text_hints(scene: Scene) -> &'static [(Action, &'static str)] {
    match scene.state.screens.last() {
        Some(Screen::QueryBar(bar)) if matches!(bar.preview, Preview::Wrong(_)) => &[(Action::Back, "leave it")],
        Some(Screen::QueryBar(_)) => &[(Action::Accept, "ask the tenant"), (Action::Back, "leave it")],
        Some(Screen::PlanSaving(_)) => &[(Action::Accept, "save the plan"), (Action::Back, "leave it")],
        Some(Screen::Plan(_)) => {
            &[(Action::Accept, "done"), (Action::Complete, "next"), (Action::Back, "leave it as it is")]
        }
        _ => &[(Action::Accept, "do it"), (Action::Complete, "complete"), (Action::Back, "leave it")],
    }
}

pub(super) fn draw(scene: Scene, pane: &mut Pane) {
    pane.line(1, 0, &line(scene, pane.width().saturating_sub(2)));
}

/// What is asked of a person who wrote something and presses the key that drops it.
fn leaving(scene: Scene, context: Context) -> Line<'static> {
    let key = scene.keymap.label(context, Action::Back).unwrap_or_default();
    Line::from(vec![
        Span::styled("not sent: ", scene.theme.warning),
        Span::styled(key, scene.theme.accent),
        Span::raw(" again drops it, any other key stays"),
    ])
}

/// As many hints as fit in so many columns, none of them cut.
pub(super) fn line(scene: Scene, room: usize) -> Line<'static> {
    let context = scene.state.context();
    if scene.state.asks_to_leave() {
        return leaving(scene, context);
    }
    let mut line = Line::default();
    // A notice that stays has to be dismissed before anything else is hinted at.
    let to_read = scene.state.screens.is_empty()
        && !scan(scene).is_some_and(Harvest::is_growing)
        && scene.state.notices.shown().is_some_and(|notice| notice.level.stays());
    let first = to_read.then_some(&(Action::Back, "dismiss"));
    for (action, words) in first.into_iter().chain(hints(scene)) {
        let Some(key) = scene.keymap.label(context, *action) else { continue };
        let gap = if line.spans.is_empty() { "" } else { "   " };
        let hint = [Span::raw(gap), Span::styled(key, scene.theme.accent), Span::raw(format!(" {words}"))];
        let longer = line.spans.iter().cloned().chain(hint).collect::<Line>();
        if columns(&longer) > room {
            break;
        }
        line = longer;
    }
    line
}
