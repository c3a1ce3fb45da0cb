//! The people a ticket may mean: searched by alias, e-mail address and name, wherever the token may search.
//!
//! `getPublicIdentities` is open to everybody, `listIdentities` to administrators and knows display names. Both are
//! asked at once, so that neither's refusal costs a round trip; a search is missing only where both refuse it.

use std::collections::HashMap;

use futures_util::future::join_all;

use super::{FEW, Match, is_all};
use crate::api::{Client, Page, Request, filter};
use crate::model::{IdentityRef, Problem, Span, Urgency};

/// The people found, each with the best way in which they match, and what was not searched.
pub(super) struct People {
    pub(super) found: Vec<(IdentityRef, Match)>,
    pub(super) notes: Vec<String>,
}

/// A search, and what it looks at.
pub(super) type Search = (Trait, Request<Page<IdentityRef>>);

/// What of a person the words may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    Id,
    Alias,
    Email,
    Name,
}

/// What a search came back with.
type Found = Result<Page<IdentityRef>, Problem>;

impl Trait {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Alias => "alias",
            Self::Email => "e-mail",
            Self::Name => "name",
        }
    }
}

pub(super) async fn people(client: &Client, words: &str) -> People {
    let ask = async |(by, request)| (by, client.send(&request, Urgency::Person).await);
    let answers: Vec<(Trait, Found)> = join_all(searches(words).into_iter().map(ask)).await;
    let mut best: HashMap<String, (IdentityRef, Match)> = HashMap::new();
    for person in answers.iter().filter_map(|(_, page)| page.as_ref().ok()).flat_map(|page| &page.rows) {
        let how = how(person, words);
        let known = best.entry(person.id.clone()).or_insert_with(|| (person.clone(), how));
        known.1 = known.1.min(how);
    }
    People { notes: not_searched(&answers).into_iter().collect(), found: best.into_values().collect() }
}

fn searches(words: &str) -> Vec<Search> {
    let mut searches = public_searches(words, FEW);
    searches.extend(known_searches(words, FEW));
    searches
}

/// The searches that everybody may make.
pub(super) fn public_searches(words: &str, span: Span) -> Vec<Search> {
    let public = |by, filter: String| (by, Request::get_public_identities(&filter, span));
    let mut searches = vec![
        public(Trait::Alias, filter::starts_with("alias", words)),
        public(Trait::Email, filter::starts_with("email", words)),
    ];
    // Public identities cannot be searched by display name, but by its parts.
    if let Some((first, last)) = words.rsplit_once(char::is_whitespace) {
        let both = [filter::equals("firstname", first.trim_end()), filter::starts_with("lastname", last)];
        searches.push(public(Trait::Name, both.join(" and ")));
    } else {
        searches.push(public(Trait::Name, filter::starts_with("lastname", words)));
        searches.push(public(Trait::Name, filter::starts_with("firstname", words)));
    }
    searches
}

/// The searches that administrators may make.
pub(super) fn known_searches(words: &str, span: Span) -> Vec<Search> {
    let known = |by, filter: String| (by, Request::list_identities(&filter, span));
    vec![
        known(Trait::Alias, filter::starts_with("alias", words)),
        known(Trait::Email, filter::starts_with("email", words)),
        known(Trait::Name, filter::starts_with("name", words)),
    ]
}

/// In what way the words mean this person.
pub(super) fn how(person: &IdentityRef, words: &str) -> Match {
    if is_all(person.alias.as_deref(), words) {
        Match::Alias
    } else if is_all(person.email.as_deref(), words) {
        Match::Email
    } else if is_all(person.name.as_deref(), words) {
        Match::Person
    } else {
        Match::PersonStart
    }
}

/// The line that names the searches nobody answered.
fn not_searched(answers: &[(Trait, Found)]) -> Option<String> {
    let of = |by: Trait| answers.iter().filter(move |(asked, _)| *asked == by).map(|(_, page)| page);
    let unanswered = |by: &Trait| of(*by).all(Result::is_err);
    let missing: Vec<Trait> = [Trait::Alias, Trait::Email, Trait::Name].into_iter().filter(unanswered).collect();
    let why = missing.first().and_then(|by| of(*by).find_map(|page| page.as_ref().err()))?;
    let words: Vec<&str> = missing.iter().map(|by| by.word()).collect();
    Some(format!("identities were not searched by {}: {why}", words.join(", ")))
}
