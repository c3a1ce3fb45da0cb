//! Finding out whether the tenant's filter minds upper and lower case: the API says only that it mostly does not.

use super::protocol::{JobId, Report};
use crate::api::{Client, Request, filter};
use crate::model::{AccountId, ListQuery, Problem, Span, Urgency};
use crate::query::Case;

/// Asks for an account by its name in the other case; where that gives nothing, once more as it is, since the account may
/// have gone or bear another name by now.
pub(super) async fn perform(client: &Client, job: JobId, id: &AccountId, name: &str) -> Result<Report, Problem> {
    let case = match count(client, id, &swapped(name)).await? {
        Some(1) => Some(Case::Insensitive),
        Some(0) if count(client, id, name).await? == Some(1) => Some(Case::Sensitive),
        _ => None,
    };
    Ok(Report::Probed { job, case })
}

/// How many accounts have this id and this name.
async fn count(client: &Client, id: &AccountId, name: &str) -> Result<Option<u64>, Problem> {
    let filter = [filter::equals("id", id.as_str()), filter::equals("name", name)].join(" and ");
    let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
    let nothing = Span { offset: 0, limit: 0 };
    Ok(client.send(&Request::list_accounts(&query, nothing, true), Urgency::Ahead).await?.total)
}

/// The name with its plain letters in the other case.
fn swapped(name: &str) -> String {
    let other = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    name.chars().map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_letters_change_their_case() {
        assert_eq!(swapped("Ada.Lovelace-1 é"), "aDA.lOVELACE-1 é");
    }
}
