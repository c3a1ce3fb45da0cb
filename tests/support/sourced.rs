//! Accounts on several sources, on a server that knows only the filters a scan builds of its own, and errs where a test
//! says.

use super::scripted::{Act, Scripted, Seen, answer};

/// An account: its id, and the id of its source.
pub type OnSource = (String, &'static str);

/// Accounts that a list withholds, told by the filter it is asked with and the account.
type Withheld = dyn Fn(&str, &OnSource) -> bool + Send + Sync;

/// So many accounts on each of these sources, in turns.
pub fn accounts(sources: &[(&'static str, usize)]) -> Vec<OnSource> {
    let mut all: Vec<OnSource> = sources
        .iter()
        .flat_map(|(source, count)| (0..*count).map(move |number| (format!("{number:05}-{source}"), *source)))
        .collect();
    all.sort_unstable();
    all
}

/// Serves the accounts; a filter with `not` is refused where the tenant does not take it.
pub fn serve(
    accounts: Vec<OnSource>,
    takes_not: bool,
    withheld: impl Fn(&str, &OnSource) -> bool + Send + Sync + 'static,
) -> Scripted {
    let withheld: Box<Withheld> = Box::new(withheld);
    Scripted::start(move |seen, _| {
        if seen.path().ends_with("/sources") {
            return Act::Send(answer(200, &[], sources(&accounts)));
        }
        let filter = parameter(seen, "filters").unwrap_or_default();
        if filter.contains("not (") && !takes_not {
            return Act::Send(answer(400, &[], r#"{"detailCode":"400.1 Bad Request Content"}"#));
        }
        let is_listed = |account: &&OnSource| admits(&filter, account.1);
        let listed: Vec<&OnSource> = accounts.iter().filter(is_listed).collect();
        let number = |name| parameter(seen, name).and_then(|value| value.parse::<usize>().ok()).unwrap_or(0);
        let page = listed.iter().skip(number("offset")).take(number("limit"));
        let rows: Vec<String> = page
            .filter(|account| !withheld(&filter, account))
            .map(|(id, source)| format!(r#"{{"id":"{id}","sourceId":"{source}","disabled":false}}"#))
            .collect();
        let total = listed.len().to_string();
        Act::Send(answer(200, &[("X-Total-Count", total.as_str())], format!("[{}]", rows.join(","))))
    })
}

/// The sources of these accounts, by name.
fn sources(accounts: &[OnSource]) -> String {
    let mut ids: Vec<&str> = accounts.iter().map(|(_, source)| *source).collect();
    ids.sort_unstable();
    ids.dedup();
    let sources: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}","name":"Source {id}"}}"#)).collect();
    format!("[{}]", sources.join(","))
}

/// The filters a scan was asked with, in order.
pub fn filters(server: &Scripted) -> Vec<String> {
    server.seen().iter().map(|seen| parameter(seen, "filters").unwrap_or_default()).collect()
}

fn admits(filter: &str, source: &str) -> bool {
    let names = filter.contains(&format!("\"{source}\""));
    filter.is_empty() || names != filter.contains("not (")
}

fn parameter(seen: &Seen, name: &str) -> Option<String> {
    let (_, query) = seen.target.split_once('?')?;
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.into_owned().find(|(known, _)| known == name).map(|(_, value)| value)
}
