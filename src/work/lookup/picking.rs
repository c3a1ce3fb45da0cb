//! The identities that what is being typed may mean, for a person who chooses one of them.
//!
//! `getPublicIdentities` is asked first, which every level may read; only where the tenant refuses all of that is
//! `listIdentities` asked, which some scopes open and others do not.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::Match;
use super::people::{Search, Trait, how, known_searches, public_searches};
use crate::api::{Client, Page, Request, filter};
use crate::model::{IdentityRef, Problem, ProblemKind, Span, Urgency};
use crate::work::protocol::FoundIdentities;

/// Identities asked for by one search: as many as a person looks through.
const FEW: Span = Span { offset: 0, limit: 50 };
/// What another list may still answer.
const REFUSED: [ProblemKind; 2] = [ProblemKind::Forbidden, ProblemKind::NotFound];
/// The length of the vendor's ids, which are hexadecimal.
const ID_LENGTH: usize = 32;

/// Finds identities by the beginning of their alias, e-mail address or name, or by their whole id.
///
/// # Errors
///
/// Why the last list refused, where no search was answered.
pub async fn identities(client: &Client, words: &str) -> Result<FoundIdentities, Problem> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(FoundIdentities::default());
    }
    let refusal = match found(client, words, searches(words)).await {
        Err(problem) if REFUSED.contains(&problem.kind) => problem,
        answer => return answer,
    };
    let mut found = found(client, words, known_searches(words, FEW)).await?;
    found.notes.insert(0, format!("asked the administrators' list instead: {}", refusal.summary));
    Ok(found)
}

fn searches(words: &str) -> Vec<Search> {
    let mut searches = public_searches(words, FEW);
    if words.len() == ID_LENGTH && words.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let by_id = Request::get_public_identities(&filter::equals("id", words), FEW);
        searches.push((Trait::Id, by_id));
    }
    searches
}

/// What the searches find, together.
async fn found(client: &Client, words: &str, searches: Vec<Search>) -> Result<FoundIdentities, Problem> {
    let ask = async |(by, request): Search| (by, client.send(&request, Urgency::Person).await);
    let answers = join_all(searches.into_iter().map(ask)).await;
    let (mut best, mut more, mut notes) = (HashMap::<String, (Match, IdentityRef)>::new(), false, Vec::new());
    let mut answered = false;
    let mut refusal = None;
    for (by, answer) in answers {
        match answer {
            Ok(Page { rows, .. }) => {
                answered = true;
                more |= rows.len() == FEW.limit as usize;
                best.extend(rows.into_iter().map(|person| (person.id.clone(), (how(&person, words), person))));
            }
            Err(problem) => {
                notes.push(format!("not searched by {}: {}", by.word(), problem.summary));
                refusal = Some(problem);
            }
        }
    }
    if let Some(problem) = refusal.filter(|_| !answered) {
        return Err(problem);
    }
    let mut rows: Vec<(Match, IdentityRef)> = best.into_values().collect();
    rows.sort_by_cached_key(|(how, person)| (*how, person.name.as_deref().map(str::to_lowercase), person.id.clone()));
    Ok(FoundIdentities { rows: rows.into_iter().map(|(_, person)| person).collect(), more, notes })
}
