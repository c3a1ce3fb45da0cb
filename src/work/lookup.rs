//! Finding accounts by what stands in a ticket: an id, a native id, a name, or the alias, e-mail address or name of a
//! person.
//!
//! Everything is asked at once; the accounts of the people found are asked in a second round. What may not be asked is
//! said, and the rest still answers. [`listed()`] looks up a whole list of such words, where each has to mean one account;
//! [`matching()`] finds all that match a query.

mod listed;
mod matching;
mod people;
mod picking;

use std::collections::HashMap;

use futures_util::future::{join, join_all};

use crate::api::{Client, RawRow, Request, filter};
use crate::model::{AccountId, AccountRow, ListQuery, Problem, Span, Urgency};
pub use listed::{By, Doubt, Listed, Meant, Unclear, listed};
pub use matching::{Matching, matching};
use people::{People, people};
pub use picking::identities;

/// The most rows asked for by one question.
const FEW: Span = Span { offset: 0, limit: 250 };
/// The most people whose accounts are asked for, so that the request line stays short.
const MOST_PEOPLE: usize = 50;

/// How an account was found; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// Its id is the words.
    Id,
    /// Its native id is the words.
    NativeId,
    /// Its name is the words.
    Name,
    /// Its name begins with the words.
    NameStart,
    /// Its person's alias is the words.
    Alias,
    /// Its person's e-mail address is the words.
    Email,
    /// Its person's name is the words.
    Person,
    /// Its person's name, alias or e-mail address begins with the words.
    PersonStart,
}

/// An account that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The account.
    pub row: AccountRow,
    /// The account as the tenant wrote it.
    pub json: Box<str>,
    /// The best way in which it matches.
    pub how: Match,
}

/// What a lookup found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The accounts, the best matches first, each once.
    pub hits: Vec<Hit>,
    /// What was not searched, or not to its end, and why: a line each.
    pub notes: Vec<String>,
}

/// Finds accounts by the words of a ticket, in two round trips at most.
///
/// # Errors
///
/// The first problem, where not one question about accounts was answered.
pub async fn find(client: &Client, words: &str) -> Result<Found, Problem> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(Found::default());
    }
    let accounts = join_all(questions(words).map(|question| ask(client, question)));
    let (answers, people) = join(accounts, people(client, words)).await;
    if let Some(problem) = refused_by_all(&answers) {
        return Err(problem);
    }
    let mut finds = Finds::default();
    for answer in answers {
        finds.add(answer, |hit| sharpened(hit.how, &hit.row, words));
    }
    finds.add_accounts_of(client, people).await;
    Ok(finds.sorted())
}

/// A question about accounts.
struct Question {
    how: Match,
    what: &'static str,
    query: ListQuery,
}

struct Answer {
    what: &'static str,
    hits: Result<Vec<Hit>, Problem>,
}

impl Question {
    fn new(how: Match, what: &'static str, filter: String) -> Self {
        let query = ListQuery { filter: Some(filter), sorters: "name,id".to_owned(), extra: Vec::new() };
        Self { how, what, query }
    }
}

fn questions(words: &str) -> [Question; 5] {
    [
        Question::new(Match::Id, "id", filter::equals("id", words)),
        Question::new(Match::NativeId, "native id", filter::equals("nativeIdentity", words)),
        Question::new(Match::Name, "name", filter::equals("name", words)),
        Question::new(Match::NameStart, "the beginning of the name", filter::starts_with("name", words)),
        Question::new(Match::PersonStart, "the name of the identity", filter::starts_with("identity.name", words)),
    ]
}

async fn ask(client: &Client, Question { how, what, query }: Question) -> Answer {
    let page = client.send(&Request::list_accounts_raw(&query, FEW, false), Urgency::Person).await;
    let hit = |account: RawRow<'_>| account.to_row(&[]).map(|row| Hit { row, json: account.json.into(), how });
    Answer { what, hits: page.and_then(|page| page.rows().map(hit).collect()) }
}

fn refused_by_all(answers: &[Answer]) -> Option<Problem> {
    let problems: Vec<&Problem> = answers.iter().filter_map(|answer| answer.hits.as_ref().err()).collect();
    (problems.len() == answers.len()).then(|| problems.first().copied().cloned()).flatten()
}

/// What is found, account by account.
#[derive(Default)]
struct Finds {
    hits: HashMap<AccountId, Hit>,
    notes: Vec<String>,
}

impl Finds {
    fn add(&mut self, Answer { what, hits }: Answer, how: impl Fn(&Hit) -> Match) {
        let hits = match hits {
            Ok(hits) => hits,
            Err(problem) => return self.notes.push(format!("not searched by {what}: {problem}")),
        };
        if hits.len() == FEW.limit as usize {
            self.notes.push(format!("by {what}: only the first {} are shown", FEW.limit));
        }
        for hit in hits {
            let how = how(&hit);
            let known = self.hits.entry(hit.row.id.clone()).or_insert(Hit { how, ..hit });
            known.how = known.how.min(how);
        }
    }

    /// The second round: the accounts of the people found, the best matches first.
    async fn add_accounts_of(&mut self, client: &Client, People { mut found, notes }: People) {
        self.notes.extend(notes);
        if found.is_empty() {
            return;
        }
        found.sort_by(|(one, left), (other, right)| left.cmp(right).then_with(|| one.name.cmp(&other.name)));
        if found.len() > MOST_PEOPLE {
            self.notes.push(format!("of {} identities only the first {MOST_PEOPLE} were followed", found.len()));
            found.truncate(MOST_PEOPLE);
        }
        let how_of: HashMap<&str, Match> = found.iter().map(|(person, how)| (person.id.as_str(), *how)).collect();
        let filter = filter::any_of("identityId", found.iter().map(|(person, _)| person.id.as_str()));
        let answer = ask(client, Question::new(Match::PersonStart, "identity", filter)).await;
        self.add(answer, |hit| {
            let identity = hit.row.identity.as_deref().and_then(|identity| identity.id.as_deref());
            identity.and_then(|id| how_of.get(id).copied()).unwrap_or(Match::PersonStart)
        });
    }

    fn sorted(self) -> Found {
        let mut hits: Vec<Hit> = self.hits.into_values().collect();
        hits.sort_by(|one, other| {
            let order = |hit: &Hit| (hit.how, hit.row.name.as_deref().map(str::to_lowercase), hit.row.id.clone());
            order(one).cmp(&order(other))
        });
        Found { hits, notes: self.notes }
    }
}

/// A beginning that is all there is counts as the whole.
fn sharpened(how: Match, row: &AccountRow, words: &str) -> Match {
    match how {
        Match::NameStart if is_all(row.name.as_deref(), words) => Match::Name,
        Match::PersonStart if is_all(row.identity_name(), words) => Match::Person,
        _ => how,
    }
}

/// Whether the text is the words, in any case: the tenant may mind case where a person does not.
fn is_all(text: Option<&str>, words: &str) -> bool {
    text.is_some_and(|text| text.to_lowercase() == words.to_lowercase())
}
