//! A whole account: the row, the attributes, and everything the tenant said.

use serde_json::Value;

use super::row::account_row;
use super::verbatim::records;
use super::{Answer, Decode, Names, Page, Unreadable, parse};
use crate::model::Account;

/// Reads a whole account.
pub(in crate::api) fn account() -> Decode<Account> {
    Box::new(|Answer { body, .. }: Answer, names: &Names| whole(&body, names))
}

/// Reads a page of whole accounts.
pub(in crate::api) fn accounts() -> Decode<Page<Account>> {
    let records = records();
    Box::new(move |answer: Answer, names: &Names| {
        let Page { rows, total } = records(answer, names)?;
        // One that cannot be read must not keep all the others from us; that it is missing shows against the total.
        let accounts = rows.iter().filter_map(|record| whole(record.get(), names).ok()).collect();
        Ok(Page { rows: accounts, total })
    })
}

fn whole(text: &str, names: &Names) -> Result<Account, Unreadable> {
    let row = account_row(text, &[], names)?;
    let raw: Value = parse(text)?;
    let attributes = raw.get("attributes").and_then(Value::as_object);
    let attributes = attributes.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok(Account { row, attributes, raw })
}
