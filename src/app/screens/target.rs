//! One target of a plan, in full.

use jiff::Timestamp;

use super::plan::what_is_done;
use crate::app::cursor::Cursor;
use crate::model::AccountRow;
use crate::model::text::{paragraph, safe};
use crate::work::protocol::{Fate, Target, Wanted};

/// Columns of the names of facts.
pub const NAMES: usize = 14;

/// A target of a plan while it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetScreen {
    /// The target as it was planned.
    pub target: Target,
    /// Whether the person does not see it in the table.
    pub is_hidden: bool,
    /// When it was read.
    pub read_at: Timestamp,
    /// The row at the top.
    pub cursor: Cursor,
}

/// A row of what is told of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// What it tells; empty where a fact goes on.
    pub name: &'static str,
    /// The fact, or a part of it.
    pub text: String,
    /// Whether the person should mind it.
    pub is_remark: bool,
}

impl TargetScreen {
    /// What is told of the target, over the rows it takes on a screen of so many columns.
    #[must_use]
    pub fn rows(&self, columns: u16) -> Vec<FactRow> {
        let room = usize::from(columns).saturating_sub(NAMES + 3).max(10);
        let broken = |(name, text, is_remark): (&'static str, String, bool)| {
            let rows = paragraph(&safe(&text), room).into_iter().enumerate();
            rows.map(move |(n, text)| FactRow { name: if n == 0 { name } else { "" }, text, is_remark })
                .collect::<Vec<_>>()
        };
        self.facts().into_iter().flat_map(broken).collect()
    }

    fn facts(&self) -> Vec<(&'static str, String, bool)> {
        let target = &self.target;
        let (what, why) = match &target.fate {
            Fate::Send => (what_is_done(None).to_owned(), None),
            Fate::Skip { reason, why } => (what_is_done(Some(*reason)).to_owned(), Some(why.clone())),
        };
        let mut facts = vec![("Planned", what, false)];
        facts.extend(why.map(|why| ("Why", why, true)));
        facts.extend(self.is_hidden.then(|| ("Hidden", "not shown by the table".to_owned(), true)));
        facts.extend(target.warnings.iter().map(|warning| ("Mind", warning.clone(), true)));
        facts.push(("Name", target.shown_name().to_owned(), false));
        facts.push(("Id", target.id.clone(), false));
        facts.extend(target.row.iter().flat_map(of_account).map(|(name, text)| (name, text, false)));
        facts.extend(written(&target.expected.wanted).into_iter().map(|text| ("Writes", text, false)));
        facts
    }
}

fn of_account(row: &AccountRow) -> Vec<(&'static str, String)> {
    let told = |name, text: Option<&str>| text.map(|text| (name, text.to_owned()));
    let facts = [
        told("Native id", row.native_identity.as_deref()),
        told("Source", row.source.name.as_deref()),
        Some(("Identity", row.identity_to_show().to_owned())),
        told("State", Some(row.state().word())),
        row.modified.map(|at| ("Modified", at.strftime("%F %H:%M UTC").to_string())),
        row.authoritative.filter(|is_so| *is_so).map(|_| ("Authority", "its source is authoritative".to_owned())),
        row.system_account.filter(|is_so| *is_so).map(|_| ("System", "an account within ISC itself".to_owned())),
    ];
    facts.into_iter().flatten().collect()
}

/// The attributes that are sent.
fn written(wanted: &Wanted) -> Vec<String> {
    match wanted {
        Wanted::Fields { attributes, .. } => {
            attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect()
        }
        _ => Vec::new(),
    }
}
