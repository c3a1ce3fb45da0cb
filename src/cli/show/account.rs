//! One account: what is known of it, or all the tenant said.

use std::io::Write;

use jiff::tz::TimeZone;
use serde_json::Value;

use crate::api::{RawRow, Request};
use crate::cli::asking::Asking;
use crate::cli::ending::{Ending, Failure};
use crate::cli::output::{self, Columns};
use crate::model::column::Column;
use crate::model::text::{self, indented, json_safe};
use crate::model::{Account, AccountId, Urgency};
use crate::settings::Output;

/// The facts above the attributes.
const FACTS: [Column; 8] = [
    Column::Name,
    Column::State,
    Column::Source,
    Column::Identity,
    Column::NativeId,
    Column::Created,
    Column::Modified,
    Column::Id,
];

/// Shows the account.
///
/// # Errors
///
/// Where there is no such account, the tenant does not answer, or the output cannot be written.
pub fn show(asking: &Asking, id: &AccountId) -> Result<Ending, Failure> {
    if asking.preferences.output == Output::Table {
        let account = asking.wait(asking.client.send(&Request::get_account(id), Urgency::Person))?;
        write_facts(&account)?;
        return Ok(Ending::Done);
    }
    let raw = asking.wait(asking.client.send(&Request::get_account_raw(id), Urgency::Person))?;
    match asking.preferences.output {
        Output::Json => {
            let mut out = output::stdout();
            writeln!(out, "{}", json_safe(&indented(raw.get())))?;
            out.flush()?;
        }
        form => {
            let columns = Columns::named(&[], &Column::KNOWN);
            let mut printer = output::printer(form, columns);
            printer.print(RawRow::alone(id, raw.get()))?;
            printer.finish()?;
        }
    }
    Ok(Ending::Done)
}

/// Writes a line a fact, then a line an attribute, called as it is called as a column.
fn write_facts(account: &Account) -> Result<(), Failure> {
    let columns = Columns::named(&[], &FACTS);
    let facts = columns.headings().into_iter().zip(columns.in_detail(&account.row, &TimeZone::system()));
    let attributes = account.attributes.iter().map(|(name, value)| (format!("attr.{name}"), plain(value)));
    let lines: Vec<(String, String)> = facts.chain(attributes).collect();
    let width = lines.iter().map(|(label, _)| text::width(label)).max().unwrap_or_default();
    let mut out = output::stdout();
    for (label, value) in lines {
        writeln!(out, "{}  {}", text::fit(&label, width), text::safe(&value))?;
    }
    Ok(out.flush()?)
}

/// A value as a person would write it: text without quotes, lists with commas.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
