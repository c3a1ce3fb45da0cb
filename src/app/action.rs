//! What a person can mean. Keys, footer, help, palette and the README's table all come from this one list.

use crate::model::Verb;

/// What a person means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// One line down.
    Down,
    /// One line up.
    Up,
    /// Half a screen down.
    HalfPageDown,
    /// Half a screen up.
    HalfPageUp,
    /// A screen down.
    PageDown,
    /// A screen up.
    PageUp,
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// The columns further left.
    ColumnsLeft,
    /// The columns further right.
    ColumnsRight,
    /// Open the details.
    Open,
    /// Turn what stands here to its other state: show or hide the column, set the option or not, pause the run or go on.
    Toggle,
    /// Open the identity view.
    Identity,
    /// Open the details at the raw JSON.
    RawJson,
    /// Open the query bar, or in the details the search.
    Search,
    /// Open the palette.
    Palette,
    /// Open the help.
    Help,
    /// Open the request log.
    Log,
    /// Choose the columns.
    Columns,
    /// The next tab.
    NextTab,
    /// The tab before.
    PreviousTab,
    /// The next place that matches the search.
    NextMatch,
    /// The place before that matches the search.
    PreviousMatch,
    /// Sort by the column further right.
    SortRight,
    /// Sort by the column further left.
    SortLeft,
    /// Turn the order round.
    SortReverse,
    /// Read again.
    Refresh,
    /// Pause a long reading, or go on with it.
    Pause,
    /// Show all accounts: clear the query.
    AllAccounts,
    /// Open the queue of this number, from 1 to 9.
    Queue(u8),
    /// Show what the queues hold.
    Queues,
    /// Go back to what was asked before.
    PreviousView,
    /// Copy the id, or the line.
    Copy,
    /// Copy the rows as JSON.
    CopyRows,
    /// Write accounts to a file.
    Export,
    /// Copy the query as a command line.
    CommandLine,
    /// Move the line further left or up.
    MoveEarlier,
    /// Move the line further right or down.
    MoveLater,
    /// Mark the account under the cursor, or take its mark away, and move down.
    Mark,
    /// Mark from the account under the cursor to where the cursor goes; again, end there.
    MarkRange,
    /// Mark all accounts that match.
    MarkAll,
    /// Mark those that match and are not marked, and the others no longer.
    MarkInverse,
    /// Take all marks away; again, bring them back.
    MarkNone,
    /// Enable the marked accounts, or the one under the cursor.
    Enable,
    /// Disable them.
    Disable,
    /// Unlock them.
    Unlock,
    /// Reload them from their source.
    Reload,
    /// Remove them from the tenant.
    Remove,
    /// Delete accounts of a flat file.
    Delete,
    /// Show the newest run.
    LastRun,
    /// Show what was submitted from this machine.
    Tasks,
    /// Show the tenant at a glance.
    Pulse,
    /// Watch the account under the cursor for a while, or no longer.
    Watch,
    /// Send what the plan shows.
    Confirm,
    /// Leave everything as it is.
    Refuse,
    /// To the next thing that can be set.
    NextField,
    /// To the one before.
    PreviousField,
    /// Keep only the targets the table shows.
    KeepVisible,
    /// Keep only the target under the cursor.
    KeepCurrent,
    /// Take the target under the cursor out.
    DropTarget,
    /// Put in the target under the cursor that is held back.
    PutIn,
    /// List the next group of the plan's targets alone.
    NextGroup,
    /// List the group before.
    PreviousGroup,
    /// Save the plan to a file.
    SavePlan,
    /// Stop the run: nothing more is sent.
    Stop,
    /// Plan again what was refused or failed.
    Retry,
    /// Complete what is being typed.
    Complete,
    /// Done with the text: ask, or do.
    Accept,
    /// Show what a document would change.
    Review,
    /// Take back the last change of a document.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Change attributes of the account.
    Edit,
    /// Replace all attributes of the account.
    Replace,
    /// Create an account.
    Create,
    /// Give the accounts to an identity.
    Correlate,
    /// Take the accounts from their identity.
    Uncorrelate,
    /// One level back; at the top, dismiss the notice.
    Back,
    /// One level back; at the top, leave the program.
    Leave,
    /// Leave the program.
    Quit,
}

impl Action {
    /// Every action, in the order in which the help shows them.
    pub const ALL: [Self; 87] = [
        Self::Down,
        Self::Up,
        Self::HalfPageDown,
        Self::HalfPageUp,
        Self::PageDown,
        Self::PageUp,
        Self::Top,
        Self::Bottom,
        Self::ColumnsLeft,
        Self::ColumnsRight,
        Self::Open,
        Self::Toggle,
        Self::Identity,
        Self::RawJson,
        Self::NextTab,
        Self::PreviousTab,
        Self::Search,
        Self::NextMatch,
        Self::PreviousMatch,
        Self::SortRight,
        Self::SortLeft,
        Self::SortReverse,
        Self::Columns,
        Self::Refresh,
        Self::Pause,
        Self::AllAccounts,
        Self::Queue(1),
        Self::Queue(2),
        Self::Queue(3),
        Self::Queue(4),
        Self::Queue(5),
        Self::Queue(6),
        Self::Queue(7),
        Self::Queue(8),
        Self::Queue(9),
        Self::Queues,
        Self::PreviousView,
        Self::Copy,
        Self::CopyRows,
        Self::Export,
        Self::CommandLine,
        Self::MoveEarlier,
        Self::MoveLater,
        Self::Mark,
        Self::MarkRange,
        Self::MarkAll,
        Self::MarkInverse,
        Self::MarkNone,
        Self::Enable,
        Self::Disable,
        Self::Unlock,
        Self::Reload,
        Self::Remove,
        Self::Delete,
        Self::LastRun,
        Self::Tasks,
        Self::Pulse,
        Self::Watch,
        Self::Confirm,
        Self::Refuse,
        Self::NextField,
        Self::PreviousField,
        Self::KeepVisible,
        Self::KeepCurrent,
        Self::DropTarget,
        Self::PutIn,
        Self::NextGroup,
        Self::PreviousGroup,
        Self::SavePlan,
        Self::Stop,
        Self::Retry,
        Self::Complete,
        Self::Accept,
        Self::Review,
        Self::Undo,
        Self::Redo,
        Self::Edit,
        Self::Replace,
        Self::Create,
        Self::Correlate,
        Self::Uncorrelate,
        Self::Palette,
        Self::Log,
        Self::Help,
        Self::Back,
        Self::Leave,
        Self::Quit,
    ];

    /// The name by which settings and the palette know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.texts().0
    }

    /// What it does, in a few words, for the help.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.texts().1
    }

    /// The verb it does to accounts; none where it changes nothing.
    #[must_use]
    pub fn verb(self) -> Option<Verb> {
        match self {
            Self::Enable => Some(Verb::Enable),
            Self::Disable => Some(Verb::Disable),
            Self::Unlock => Some(Verb::Unlock),
            Self::Reload => Some(Verb::Reload),
            Self::Remove => Some(Verb::Remove),
            Self::Delete => Some(Verb::Delete),
            _ => None,
        }
    }

    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Down => ("down", "one line down"),
            Self::Up => ("up", "one line up"),
            Self::HalfPageDown => ("half-page-down", "half a screen down"),
            Self::HalfPageUp => ("half-page-up", "half a screen up"),
            Self::PageDown => ("page-down", "a screen down"),
            Self::PageUp => ("page-up", "a screen up"),
            Self::Top => ("top", "to the first line"),
            Self::Bottom => ("bottom", "to the last line"),
            Self::ColumnsLeft => ("columns-left", "columns further left"),
            Self::ColumnsRight => ("columns-right", "columns further right"),
            Self::Open => ("open", "open the details, or go to the account"),
            Self::Toggle => ("toggle", "show or hide, set or not, pause or go on"),
            Self::Identity => ("identity", "the identity: sign-in and accounts"),
            Self::RawJson => ("json", "details as raw JSON"),
            Self::Search => ("search", "ask for accounts; in details and documents, search"),
            Self::Review => ("review", "show what the document would change"),
            Self::Undo => ("undo", "take back the last change"),
            Self::Redo => ("redo", "do again what was taken back"),
            Self::Edit => ("edit", "change attributes of the account, as JSON"),
            Self::Replace => ("replace", "replace all attributes of the account, as JSON"),
            Self::Create => ("create", "create an account of a flat file, as JSON"),
            Self::Correlate => ("correlate", "give the account to an identity"),
            Self::Uncorrelate => ("uncorrelate", "take the account from its identity"),
            Self::Palette => ("palette", "commands, such as goto 40000"),
            Self::Help => ("help", "this help"),
            Self::Log => ("log", "the request log"),
            Self::Columns => ("columns", "choose the columns"),
            Self::NextTab => ("next-tab", "next tab of the details"),
            Self::PreviousTab => ("previous-tab", "tab before"),
            Self::NextMatch => ("next-match", "next match of the search"),
            Self::PreviousMatch => ("previous-match", "match before"),
            Self::SortRight => ("sort-right", "sort by the column further right"),
            Self::SortLeft => ("sort-left", "sort by the column further left"),
            Self::SortReverse => ("sort-reverse", "turn the order round"),
            Self::Refresh => ("refresh", "read again from the tenant"),
            Self::Pause => ("pause", "pause a long reading, or go on with it"),
            Self::AllAccounts => ("all", "all accounts: clear the query"),
            Self::Queue(number) => (QUEUES[usize::from(number).min(QUEUES.len() - 1)], "the queue of this number"),
            Self::Queues => ("queues", "the queues, and how many accounts are in each"),
            Self::PreviousView => ("previous-view", "back to what was asked before"),
            Self::Copy => ("copy", "copy the id; in the log, as curl"),
            Self::CopyRows => ("copy-rows", "copy the row as JSON"),
            Self::Export => ("export", "write accounts to a file"),
            Self::CommandLine => ("line", "copy the query as a command line"),
            Self::MoveEarlier => ("move-earlier", "move the column to the left"),
            Self::MoveLater => ("move-later", "move the column to the right"),
            Self::Mark => ("mark", "mark the account and move down"),
            Self::MarkRange => ("mark-range", "mark from here to where the cursor goes; again: end"),
            Self::MarkAll => ("mark-all", "mark all that match"),
            Self::MarkInverse => ("mark-inverse", "mark what matches and is not marked, and only that"),
            Self::MarkNone => ("unmark", "take all marks away; again: bring them back"),
            Self::Enable => ("enable", "enable the marked accounts, or this one"),
            Self::Disable => ("disable", "disable them"),
            Self::Unlock => ("unlock", "unlock them"),
            Self::Reload => ("reload", "read them from their source anew"),
            Self::Remove => ("remove", "remove them from the tenant, not from their source"),
            Self::Delete => ("delete", "delete accounts of a flat file"),
            Self::Tasks => ("tasks", "what was done from here, and its outcome"),
            Self::Pulse => ("pulse", "the tenant at a glance"),
            Self::Watch => ("watch", "watch this account for 30 min; again: stop"),
            Self::LastRun => ("run", "the newest run and its report"),
            Self::Confirm => ("yes", "send it"),
            Self::Refuse => ("no", "leave everything as it is"),
            Self::NextField => ("next-field", "options, ticket, reason; the form of a file"),
            Self::PreviousField => ("previous-field", "the same, backwards"),
            Self::KeepVisible => ("keep-visible", "keep only what the table shows"),
            Self::KeepCurrent => ("keep-current", "keep only this one"),
            Self::DropTarget => ("drop", "take this one out"),
            Self::PutIn => ("put-in", "put in what is held back"),
            Self::NextGroup => ("next-group", "list only what is sent, what is not and why, a source"),
            Self::PreviousGroup => ("previous-group", "the same, backwards"),
            Self::SavePlan => ("save-plan", "save the plan to a file"),
            Self::Stop => ("stop", "stop: nothing more is sent"),
            Self::Retry => ("retry", "plan again what was refused or failed"),
            Self::Complete => ("complete", "complete what is being typed"),
            Self::Accept => ("accept", "ask the tenant, or do it"),
            Self::Back => ("back", "one level back; dismiss a notice"),
            Self::Leave => ("leave", "one level back; at the top, leave"),
            Self::Quit => ("quit", "leave"),
        }
    }
}

/// The names of [`Action::Queue`], by its number.
const QUEUES: [&str; 10] =
    ["queue-0", "queue-1", "queue-2", "queue-3", "queue-4", "queue-5", "queue-6", "queue-7", "queue-8", "queue-9"];

/// Where keys are pressed; the same key can mean different things in different places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// The table.
    Table,
    /// The details.
    Details,
    /// The identity view.
    Identity,
    /// The request log.
    Log,
    /// The column chooser.
    Columns,
    /// The help.
    Help,
    /// What is about to be done, and whether: a dialog or a plan.
    Dialog,
    /// One target of a plan, in full.
    Target,
    /// A run and its report.
    Run,
    /// What was submitted from this machine.
    Tasks,
    /// The tenant at a glance.
    Pulse,
    /// The list of queues.
    Queues,
    /// A text field: the query bar, the palette, a search.
    Text,
    /// The editor of a document.
    Document,
    /// What a document would change.
    Diff,
    /// A list to pick from, narrowed by typing.
    Picker,
    /// Which accounts are written to a file.
    Export,
}

impl Context {
    /// Every context, in the order in which the help shows them.
    pub const ALL: [Self; 17] = [
        Self::Table,
        Self::Details,
        Self::Identity,
        Self::Log,
        Self::Columns,
        Self::Help,
        Self::Dialog,
        Self::Target,
        Self::Run,
        Self::Tasks,
        Self::Pulse,
        Self::Queues,
        Self::Text,
        Self::Document,
        Self::Diff,
        Self::Picker,
        Self::Export,
    ];

    /// Its name in the help and in settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Details => "details",
            Self::Identity => "identity",
            Self::Log => "log",
            Self::Columns => "columns",
            Self::Help => "help",
            Self::Dialog => "dialog",
            Self::Target => "target",
            Self::Run => "run",
            Self::Tasks => "tasks",
            Self::Pulse => "pulse",
            Self::Queues => "queues",
            Self::Text => "text",
            Self::Document => "document",
            Self::Diff => "diff",
            Self::Picker => "picker",
            Self::Export => "export",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_action_has_a_name_of_its_own() {
        let names: HashSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        let kinds: HashSet<_> = Action::ALL.iter().collect();
        assert_eq!(names.len(), Action::ALL.len());
        assert_eq!(kinds.len(), Action::ALL.len());
    }
}
