//! A whole account: the row, the attributes, and everything the tenant said.

use serde_json::Value;

use super::row::account_row;
use super::{Answer, Decode, Names, Unreadable, parse};
use crate::model::Account;

/// Reads a whole account.
pub(in crate::api) fn account() -> Decode<Account> {
    Box::new(|Answer { body, .. }: Answer, names: &Names| whole(&body, names))
}

fn whole(text: &str, names: &Names) -> Result<Account, Unreadable> {
    let row = account_row(text, &[], names)?;
    let raw: Value = parse(text)?;
    let attributes = raw.get("attributes").and_then(Value::as_object);
    let attributes = attributes.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok(Account { row, attributes, raw })
}
