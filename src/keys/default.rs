//! The keys as they are shipped.
//!
//! Where other tools disagree about a key it has its least harmful known meaning: `Ctrl-d` scrolls, `y` and `d` look.

use crate::app::Action;
use crate::app::action::Context::{
    self, Columns, Details, Dialog, Diff, Document, Export, Help, Identity, Log, Picker, Pulse, Queues, Run, Table,
    Target, Tasks, Text,
};

/// Every place but a text field, where characters are typed.
const LISTS: &[Context] =
    &[Table, Details, Identity, Log, Columns, Help, Dialog, Target, Run, Tasks, Pulse, Queues, Diff];

/// The two places from which the others are opened.
const MAIN: &[Context] = &[Table, Details];

/// The places in which the person stands on an account.
const ACCOUNTS: &[Context] = &[Table, Details, Identity];

/// The places in which a digit opens a queue.
const QUEUED: &[Context] = &[Table, Details, Queues];

/// What is meant, where, and by which keys; the first is the one the footer shows.
pub(super) const DEFAULT: &[(Action, &[Context], &[&str])] = &[
    (Action::Down, LISTS, &["j", "down"]),
    (Action::Up, LISTS, &["k", "up"]),
    (Action::HalfPageDown, LISTS, &["ctrl-d"]),
    (Action::HalfPageUp, LISTS, &["ctrl-u"]),
    (Action::PageDown, LISTS, &["ctrl-f", "pgdn"]),
    (Action::PageUp, LISTS, &["ctrl-b", "pgup"]),
    (Action::Top, LISTS, &["g g", "home"]),
    (Action::Bottom, LISTS, &["G", "end"]),
    (Action::ColumnsLeft, &[Table, Pulse], &["h", "left"]),
    (Action::ColumnsRight, &[Table, Pulse], &["l", "right"]),
    (Action::Open, ACCOUNTS, &["enter", "d"]),
    (Action::Open, &[Run, Tasks, Pulse, Queues], &["enter"]),
    (Action::Toggle, &[Columns], &["space", "enter"]),
    (Action::Toggle, &[Dialog, Run], &["space"]),
    (Action::Identity, MAIN, &["i"]),
    (Action::RawJson, ACCOUNTS, &["y"]),
    (Action::NextTab, ACCOUNTS, &["tab"]),
    (Action::PreviousTab, ACCOUNTS, &["shift-tab"]),
    (Action::Search, MAIN, &["/"]),
    (Action::NextMatch, &[Details], &["n"]),
    (Action::PreviousMatch, &[Details], &["N"]),
    (Action::SortRight, &[Table], &[">"]),
    (Action::SortLeft, &[Table], &["<"]),
    (Action::SortReverse, &[Table], &["o"]),
    (Action::Refresh, ACCOUNTS, &["R"]),
    (Action::Refresh, &[Tasks, Pulse, Queues], &["R"]),
    (Action::Pause, &[Table], &["p"]),
    (Action::AllAccounts, MAIN, &["0"]),
    (Action::Queue(1), QUEUED, &["1"]),
    (Action::Queue(2), QUEUED, &["2"]),
    (Action::Queue(3), QUEUED, &["3"]),
    (Action::Queue(4), QUEUED, &["4"]),
    (Action::Queue(5), QUEUED, &["5"]),
    (Action::Queue(6), QUEUED, &["6"]),
    (Action::Queue(7), QUEUED, &["7"]),
    (Action::Queue(8), QUEUED, &["8"]),
    (Action::Queue(9), QUEUED, &["9"]),
    (Action::Queues, ACCOUNTS, &["Q"]),
    (Action::PreviousView, MAIN, &["minus"]),
    (Action::Copy, &[Table, Details, Identity, Log, Tasks], &["c"]),
    (Action::CopyRows, ACCOUNTS, &["C"]),
    (Action::Export, MAIN, &["ctrl-s"]),
    (Action::MoveEarlier, &[Columns], &["<", "H"]),
    (Action::MoveLater, &[Columns], &[">", "L"]),
    (Action::Mark, MAIN, &["space"]),
    (Action::MarkRange, &[Table], &["v"]),
    (Action::MarkAll, &[Table], &["a"]),
    (Action::MarkInverse, &[Table], &["I"]),
    (Action::MarkNone, MAIN, &["u"]),
    (Action::Enable, ACCOUNTS, &["E"]),
    (Action::Disable, ACCOUNTS, &["D"]),
    (Action::Unlock, ACCOUNTS, &["U"]),
    (Action::Reload, ACCOUNTS, &["L"]),
    (Action::Remove, ACCOUNTS, &["X"]),
    (Action::Confirm, &[Dialog], &["y"]),
    (Action::Refuse, &[Dialog], &["n"]),
    (Action::Accept, &[Dialog], &["enter"]),
    (Action::NextField, &[Dialog, Export], &["tab"]),
    (Action::PreviousField, &[Dialog, Export], &["shift-tab"]),
    (Action::KeepVisible, &[Dialog], &["v"]),
    (Action::KeepCurrent, &[Dialog], &["o"]),
    (Action::DropTarget, &[Dialog], &["x"]),
    (Action::PutIn, &[Dialog], &["p"]),
    (Action::NextGroup, &[Dialog], &["l", "right"]),
    (Action::PreviousGroup, &[Dialog], &["h", "left"]),
    (Action::SavePlan, &[Dialog], &["s"]),
    (Action::Open, &[Dialog], &["d"]),
    (Action::Refresh, &[Dialog], &["R"]),
    (Action::Stop, &[Run], &["S"]),
    (Action::Retry, &[Run], &["r"]),
    (Action::Down, &[Picker, Text, Export], &["down", "ctrl-n"]),
    (Action::Up, &[Picker, Text, Export], &["up", "ctrl-p"]),
    (Action::PageDown, &[Picker], &["pgdn"]),
    (Action::PageUp, &[Picker], &["pgup"]),
    (Action::Search, &[Document], &["ctrl-f"]),
    (Action::NextMatch, &[Document], &["ctrl-n"]),
    (Action::PreviousMatch, &[Document], &["ctrl-p"]),
    (Action::Complete, &[Text, Document], &["tab"]),
    (Action::Accept, &[Text, Picker, Export, Diff], &["enter"]),
    (Action::Review, &[Document], &["ctrl-s"]),
    // Ctrl-/ and Ctrl-_ are the same byte, which some terminals report as Ctrl-7.
    (Action::Undo, &[Document], &["ctrl-/", "ctrl-_", "ctrl-7"]),
    (Action::Redo, &[Document], &["ctrl-y"]),
    (Action::Palette, ACCOUNTS, &[":"]),
    (Action::Tasks, ACCOUNTS, &["T"]),
    (Action::Pulse, ACCOUNTS, &["P"]),
    (Action::Watch, ACCOUNTS, &["w"]),
    (Action::Log, ACCOUNTS, &["@"]),
    (Action::Help, &[Table, Details, Identity, Log, Columns, Target, Run, Tasks, Pulse, Queues, Diff], &["?"]),
    (Action::Back, LISTS, &["esc"]),
    (Action::Back, &[Text, Document, Picker, Export], &["esc"]),
    (Action::Back, &[Identity], &["i"]),
    (Action::Back, &[Help], &["?"]),
    (Action::Back, &[Target], &["d", "enter"]),
    (Action::Back, &[Log], &["@"]),
    (Action::Back, &[Tasks], &["T"]),
    (Action::Back, &[Pulse], &["P"]),
    (Action::Back, &[Queues], &["Q"]),
    (Action::Leave, LISTS, &["q"]),
    (Action::Quit, Context::ALL.as_slice(), &["ctrl-c"]),
];
