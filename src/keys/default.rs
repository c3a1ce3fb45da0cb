//! The keys as they are shipped.
//!
//! Where other tools disagree about a key it has its least harmful known meaning: `Ctrl-d` scrolls, `y` and `d` look.

use crate::app::Action;
use crate::app::action::Context::{self, Columns, Details, Help, Identity, Log, Table, Text};

/// Every place but a text field, where characters are typed.
const LISTS: &[Context] = &[Table, Details, Identity, Log, Columns, Help];

/// The two places from which the others are opened.
const MAIN: &[Context] = &[Table, Details];

/// The places in which the person stands on an account.
const ACCOUNTS: &[Context] = &[Table, Details, Identity];

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
    (Action::ColumnsLeft, &[Table], &["h", "left"]),
    (Action::ColumnsRight, &[Table], &["l", "right"]),
    (Action::Open, ACCOUNTS, &["enter", "d"]),
    (Action::Toggle, &[Columns], &["space", "enter"]),
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
    (Action::AllAccounts, MAIN, &["0"]),
    (Action::Copy, &[Table, Details, Identity, Log], &["c"]),
    (Action::CopyRows, ACCOUNTS, &["C"]),
    (Action::MoveEarlier, &[Columns], &["<", "H"]),
    (Action::MoveLater, &[Columns], &[">", "L"]),
    (Action::Complete, &[Text], &["tab"]),
    (Action::Accept, &[Text], &["enter"]),
    (Action::Palette, MAIN, &[":"]),
    (Action::Log, ACCOUNTS, &["@"]),
    (Action::Help, &[Table, Details, Identity, Log, Columns], &["?"]),
    (Action::Back, LISTS, &["esc"]),
    (Action::Back, &[Text], &["esc"]),
    (Action::Back, &[Identity], &["i"]),
    (Action::Back, &[Help], &["?"]),
    (Action::Back, &[Log], &["@"]),
    (Action::Leave, LISTS, &["q"]),
    (Action::Quit, Context::ALL.as_slice(), &["ctrl-c"]),
];
