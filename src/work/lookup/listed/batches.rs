//! Many values of one field, asked for together, each with the accounts that the tenant says have it.

use std::collections::HashMap;
use std::ops::ControlFlow;

use futures_util::future::join_all;

use crate::api::{Client, Gate, filter};
use crate::model::{AccountRow, ListQuery, Problem, SourceRef};
use crate::work::protocol::{Scan, Series};
use crate::work::readings;
use crate::work::scan::{self, Scanned};

/// What the tenant answered to a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) value: String,
    /// The accounts that have it.
    pub(super) rows: Vec<AccountRow>,
    /// These are all.
    pub(super) is_whole: bool,
    /// Somebody has it, whether they have an account or not.
    pub(super) found: bool,
}

/// What an account can be asked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Native,
    Name,
    Identity,
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Native => "nativeIdentity",
            Self::Name => "name",
            Self::Identity => "identityId",
        }
    }

    fn of(self, row: &AccountRow) -> Option<&str> {
        match self {
            Self::Id => Some(row.id.as_str()),
            Self::Native => row.native_identity.as_deref(),
            Self::Name => row.name.as_deref(),
            Self::Identity => row.identity.as_deref()?.id.as_deref(),
        }
    }
}

/// What the tenant answers to each value, in their order.
pub(super) async fn answers(
    client: &Client,
    field: Field,
    values: Vec<String>,
    source: Option<&SourceRef>,
) -> Result<Vec<Answer>, Problem> {
    let rounds = rounds(&values);
    let batches = rounds.iter().flat_map(|round| readings::batches(round));
    let asked = join_all(batches.map(|batch| batch_answers(client, field, batch, source))).await;
    let mut known = HashMap::new();
    for answers in asked {
        known.extend(answers?.into_iter().map(|answer| (answer.value.clone(), answer)));
    }
    Ok(values.iter().filter_map(|value| known.remove(value)).collect())
}

/// The values so divided that no two of one round differ by case alone: whether those are the same, the tenant's answer to
/// both together would not tell.
fn rounds(values: &[String]) -> Vec<Vec<String>> {
    let mut rounds: Vec<Vec<String>> = Vec::new();
    let mut times: HashMap<String, usize> = HashMap::new();
    for value in values {
        let time = times.entry(folded(value)).or_default();
        if rounds.len() == *time {
            rounds.push(Vec::new());
        }
        rounds[*time].push(value.clone());
        *time += 1;
    }
    rounds
}

/// What the tenant answers to these values together. Where it finds an account by none of them as we read them, each is
/// asked for by itself, since the tenant alone knows what it takes to be equal.
async fn batch_answers(
    client: &Client,
    field: Field,
    values: &[String],
    source: Option<&SourceRef>,
) -> Result<Vec<Answer>, Problem> {
    let (rows, is_whole) = ask(client, field, values, source).await?;
    if let Some(answers) = divided(field, values, &rows, is_whole) {
        return Ok(answers);
    }
    let alone = values.iter().map(|value| async {
        let (rows, is_whole) = ask(client, field, std::slice::from_ref(value), source).await?;
        Ok(Answer { value: value.clone(), found: !rows.is_empty(), rows, is_whole })
    });
    join_all(alone).await.into_iter().collect()
}

/// The accounts by the value each has; none where one has none of them.
fn divided(field: Field, values: &[String], rows: &[AccountRow], is_whole: bool) -> Option<Vec<Answer>> {
    let mut by_value: HashMap<String, Vec<AccountRow>> =
        values.iter().map(|value| (folded(value), Vec::new())).collect();
    for row in rows {
        by_value.get_mut(&folded(field.of(row)?))?.push(row.clone());
    }
    let answer = |value: &String| {
        let rows = by_value.remove(&folded(value)).unwrap_or_default();
        Answer { value: value.clone(), found: !rows.is_empty(), rows, is_whole }
    };
    Some(values.iter().map(answer).collect())
}

fn folded(value: &str) -> String {
    value.to_lowercase()
}

/// The accounts that have one of the values, and whether these are all.
async fn ask(
    client: &Client,
    field: Field,
    values: &[String],
    source: Option<&SourceRef>,
) -> Result<(Vec<AccountRow>, bool), Problem> {
    let any = filter::any_of(field.name(), values.iter().map(String::as_str));
    let on_source = source.map(|source| filter::equals("sourceId", &source.id));
    let filter = [Some(any), on_source].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let query = ListQuery { filter: Some(filter), sorters: "id".to_owned(), extra: Vec::new() };
    let scan = Scan { query: query.into(), here: None, series: Series::One };
    let mut rows = Vec::new();
    let Scanned { census, failure } = scan::scan(client, &scan, &Gate::default(), |batch| {
        rows.extend(batch.rows);
        ControlFlow::Continue(())
    })
    .await;
    match failure {
        Some(problem) => Err(problem),
        None => Ok((rows, census.is_whole())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(id: &str, name: &str) -> AccountRow {
        AccountRow { name: Some(name.into()), ..AccountRow::bare(id.into()) }
    }

    #[test]
    fn what_differs_by_case_alone_is_not_asked_for_together() {
        let values = ["Ada", "bob", "ADA", "ada"].map(str::to_owned);
        assert_eq!(rounds(&values), [vec!["Ada", "bob"], vec!["ADA"], vec!["ada"]]);
    }

    #[test]
    fn each_account_goes_to_the_value_it_was_found_by() {
        let values = ["ADA", "bob", "eve"].map(str::to_owned);
        let rows = [named("1", "ada"), named("2", "bob"), named("3", "bob")];
        let answers = divided(Field::Name, &values, &rows, true).unwrap();
        let counts: Vec<usize> = answers.iter().map(|answer| answer.rows.len()).collect();
        assert_eq!(counts, [1, 2, 0]);
        let stray = [named("4", "adá")];
        assert_eq!(divided(Field::Name, &values, &stray, true), None, "each value has to be asked for by itself");
    }
}
