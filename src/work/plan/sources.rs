//! Sources of which all accounts are to be removed, and finding the source a person means.

use futures_util::future::{join, join_all};

use super::{Desk, skip, target, unread};
use crate::api::{Client, Request};
use crate::model::text::{counted, grouped};
use crate::model::{ActsOn, Problem, ProblemKind, SkipReason, Source, SourceRef, Urgency};
use crate::work::protocol::{Fate, Target};
use crate::work::readings::{self, Found};

/// Says what would be done to the accounts of each source.
///
/// # Errors
///
/// Where a source could not be read.
pub(super) async fn targets(desk: &Desk<'_>, ids: Vec<String>) -> Result<Vec<Target>, Problem> {
    let sources = join_all(ids.iter().map(|id| source(desk.client, id)));
    let counts = readings::read(desk.client, ActsOn::Source, &ids, Urgency::Person);
    let (sources, mut counts) = join(sources, counts).await;
    let planned = ids.into_iter().zip(sources).map(|(id, source)| {
        let count = counts.remove(&id).unwrap_or(Found::Absent);
        Ok(planned(desk, id, source?, &count))
    });
    planned.collect()
}

/// The source; none where there is none of this id.
pub(super) async fn source(client: &Client, id: &str) -> Result<Option<Source>, Problem> {
    match client.send(&Request::get_source(id), Urgency::Person).await {
        Err(problem) if problem.kind == ProblemKind::NotFound => Ok(None),
        source => source.map(Some),
    }
}

fn planned(desk: &Desk<'_>, id: String, source: Option<Source>, count: &Found) -> Target {
    let Some(source) = source else {
        let bare = target(desk.order, id, &Found::Absent);
        return Target { fate: skip(SkipReason::Impossible, "there is no such source on the tenant"), ..bare };
    };
    let bare = target(desk.order, id, count);
    let is_put_in = desk.put_in.contains(&bare.id);
    let is_held = source.authoritative == Some(true) && !is_put_in;
    let (fate, warnings) = match count {
        Found::Source { accounts: 0 } => (skip(SkipReason::Already, "it has no accounts"), Vec::new()),
        Found::Source { accounts } => {
            let authoritative = "it is authoritative: identities are made from its accounts";
            let fate = if is_held { skip(SkipReason::Held, authoritative) } else { Fate::Send };
            (fate, vec![consequence(*accounts)])
        }
        Found::Unread(problem) => (unread(problem), Vec::new()),
        _ => (skip(SkipReason::Impossible, "its accounts could not be counted"), Vec::new()),
    };
    Target { name: Some(source.name), fate, warnings, ..bare }
}

fn consequence(accounts: u64) -> String {
    format!(
        "takes {} out of the tenant, not out of the source: the next aggregation brings back those it still finds there",
        counted(accounts, "account")
    )
}

/// The source a person means by these words: its id or its name, in any case where only one is called so.
///
/// # Errors
///
/// A [`ProblemKind::NotFound`] where none is called so, and a [`ProblemKind::Settings`] where several are; else what kept
/// us from reading. Who may not list sources has to give the id, which is then taken as it is.
pub async fn source_called(client: &Client, words: &str) -> Result<SourceRef, Problem> {
    let sources = match crate::work::sources(client).await {
        Err(problem) if problem.kind == ProblemKind::Forbidden => {
            return Ok(SourceRef { id: words.to_owned(), name: words.to_owned(), connection: None });
        }
        sources => sources?,
    };
    choose(&sources, words).cloned()
}

fn choose<'s>(sources: &'s [SourceRef], words: &str) -> Result<&'s SourceRef, Problem> {
    let exact = sources.iter().find(|source| source.id == words).or_else(|| sources.iter().find(|it| it.name == words));
    if let Some(source) = exact {
        return Ok(source);
    }
    let folded = words.to_lowercase();
    let alike: Vec<&SourceRef> = sources.iter().filter(|source| source.name.to_lowercase() == folded).collect();
    match *alike {
        [source] => Ok(source),
        [] => {
            let begins = |source: &&SourceRef| source.name.to_lowercase().starts_with(&folded);
            let near: Vec<&str> = sources.iter().filter(begins).map(|source| source.name.as_str()).collect();
            let told = Problem::new(ProblemKind::NotFound, format!("no source has the id or the name {words}"));
            Err(if near.is_empty() {
                told.with_advice(format!("the tenant has {} sources", grouped(sources.len() as u64)))
            } else {
                told.with_advice(format!("there is {}", near.join(", ")))
            })
        }
        _ => {
            let ids: Vec<&str> = alike.iter().map(|source| source.id.as_str()).collect();
            let told = format!("{} sources are called {words}", ids.len());
            Err(Problem::new(ProblemKind::Settings, told).with_advice(format!("give the id: {}", ids.join(", "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_meant_by_its_id_or_its_whole_name() {
        let source = |id: &str, name: &str| SourceRef { id: id.into(), name: name.into(), connection: None };
        let sources = [
            source("1", "HR"),
            source("2", "Badge System"),
            source("3", "sap"),
            source("4", "SAP"),
            source("HR", "odd"),
        ];
        let rows = [
            ("2", Ok("2")),
            ("HR", Ok("HR")),
            ("hr", Ok("1")),
            ("badge system", Ok("2")),
            ("SAP", Ok("4")),
            ("Sap", Err(ProblemKind::Settings)),
            ("Badge", Err(ProblemKind::NotFound)),
            ("nowhere", Err(ProblemKind::NotFound)),
        ];
        for (words, meant) in rows {
            let chosen = choose(&sources, words).map(|source| source.id.as_str()).map_err(|problem| problem.kind);
            assert_eq!(chosen, meant, "{words}");
        }
        assert!(choose(&sources, "Badge").unwrap_err().to_string().contains("Badge System"));
    }
}
