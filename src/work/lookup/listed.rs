//! The accounts of a list somebody was given: each line an id, a native id, a name, or the e-mail address of a person.
//!
//! A line means an account only where the tenant knows one such account and no other. All else is told with its reason,
//! and nothing is done for it.

mod batches;
mod of_people;

use std::collections::HashSet;

use crate::api::Client;
use crate::model::text::counted;
use crate::model::{AccountRow, NOT_TOLD, Problem, SourceRef};
use batches::{Answer, Field, answers};

/// So many candidates are named; of more, that there are more.
const NAMED: usize = 5;

/// What the lines of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The ids of accounts.
    Id,
    /// The names of accounts on their sources.
    Native,
    /// The names of accounts.
    Name,
    /// The e-mail addresses of identities, whose accounts are meant.
    Email,
}

impl By {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Id, Self::Native, Self::Name, Self::Email];

    /// The word a person writes for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Native => "native",
            Self::Name => "name",
            Self::Email => "email",
        }
    }

    /// The same within a sentence.
    fn noun(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Native => "native id",
            Self::Name => "name",
            Self::Email => "e-mail address",
        }
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// What its lines are.
    pub by: By,
    /// The lines.
    pub values: Vec<String>,
    /// The source the accounts are on, where that was said.
    pub source: Option<SourceRef>,
}

/// What the lines of a list mean.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meant {
    /// The ids of the accounts, each once, in the order of the lines.
    pub ids: Vec<String>,
    /// The lines that mean no account, or not certainly one.
    pub unclear: Vec<Unclear>,
}

/// A line that means no account, or not certainly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// The line.
    pub value: String,
    /// What is wrong with it.
    pub doubt: Doubt,
    /// The same in words.
    pub why: String,
}

/// Why a line means no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// There is none.
    NotFound,
    /// There are several.
    MoreThanOne,
    /// The tenant's answer was not whole.
    NotWhole,
}

/// Looks up each line. The same line twice counts once, and so do two lines that mean the same account. Whether a line
/// may be written in another case than the account, the tenant decides.
///
/// # Errors
///
/// What kept us from asking: then nothing is known of any line.
pub async fn listed(client: &Client, list: &Listed) -> Result<Meant, Problem> {
    let values = each_once(&list.values);
    let by = match (list.by, &list.source) {
        // Each id is read fresh by the plan, which tells those that are not there.
        (By::Id, None) => return Ok(Meant { ids: values, unclear: Vec::new() }),
        (By::Id, Some(_)) => Field::Id,
        (By::Native, _) => Field::Native,
        (By::Name, _) => Field::Name,
        (By::Email, _) => return Ok(meant(list, of_people::answers(client, values, list.source.as_ref()).await?)),
    };
    Ok(meant(list, answers(client, by, values, list.source.as_ref()).await?))
}

fn each_once(values: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let trimmed = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty());
    trimmed.filter(|value| seen.insert(*value)).map(str::to_owned).collect()
}

/// What the lines mean by what the tenant answered to each.
fn meant(list: &Listed, answers: Vec<Answer>) -> Meant {
    let mut meant = Meant::default();
    let mut known = HashSet::new();
    for Answer { value, rows, is_whole, found } in answers {
        let doubt = match rows.as_slice() {
            [] if is_whole => Doubt::NotFound,
            [row] if is_whole => {
                if known.insert(row.id.clone()) {
                    meant.ids.push(row.id.to_string());
                }
                continue;
            }
            [] | [_] => Doubt::NotWhole,
            _ => Doubt::MoreThanOne,
        };
        let why = why(list, doubt, &rows, found);
        meant.unclear.push(Unclear { value, doubt, why });
    }
    meant
}

fn why(list: &Listed, doubt: Doubt, rows: &[AccountRow], found_person: bool) -> String {
    let noun = list.by.noun();
    let place = list.source.as_ref().map(|source| format!(" on {}", source.name)).unwrap_or_default();
    match doubt {
        Doubt::NotFound if found_person => format!("whoever has this {noun} has no account{place}"),
        Doubt::NotFound if list.by == By::Email => format!("no identity has this {noun}"),
        Doubt::NotFound => format!("no account{place} has this {noun}"),
        Doubt::MoreThanOne => {
            let count = counted(rows.len() as u64, "account");
            let named: Vec<String> = rows.iter().take(NAMED).map(candidate).collect();
            let more = if rows.len() > NAMED { "; …" } else { "" };
            format!("it means {count}{place}: {}{more}", named.join("; "))
        }
        Doubt::NotWhole => "the tenant's answer was not whole, so there may be another one".to_owned(),
    }
}

/// An account as it is told from others: its name, its source, its id.
fn candidate(row: &AccountRow) -> String {
    let source = row.source.name.as_deref().unwrap_or(NOT_TOLD);
    format!("{} · {source} · {}", row.name_to_show(), row.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(by: By) -> Listed {
        Listed { by, values: Vec::new(), source: None }
    }

    fn answer(value: &str, ids: &[&str], is_whole: bool) -> Answer {
        let rows = ids.iter().map(|id| AccountRow::bare((*id).into())).collect();
        Answer { value: value.to_owned(), rows, is_whole, found: false }
    }

    #[test]
    fn only_one_account_and_no_other_is_meant() {
        let answers = vec![
            answer("one", &["a"], true),
            answer("ONE", &["a"], true),
            answer("none", &[], true),
            answer("two", &["b", "c"], true),
            answer("cut", &["d"], false),
            answer("cut and two", &["e", "f"], false),
        ];
        let meant = meant(&list(By::Name), answers);
        assert_eq!(meant.ids, ["a"]);
        let doubts: Vec<(&str, Doubt)> =
            meant.unclear.iter().map(|unclear| (unclear.value.as_str(), unclear.doubt)).collect();
        let expected = [
            ("none", Doubt::NotFound),
            ("two", Doubt::MoreThanOne),
            ("cut", Doubt::NotWhole),
            ("cut and two", Doubt::MoreThanOne),
        ];
        assert_eq!(doubts, expected);
        assert_eq!(meant.unclear[1].why, "it means 2 accounts: (b) · ? · b; (c) · ? · c");
    }

    #[test]
    fn blank_lines_and_repeated_ones_are_left_out() {
        let values = [" a ", "", "b", "a", "A"].map(str::to_owned);
        assert_eq!(each_once(&values), ["a", "b", "A"]);
    }
}
