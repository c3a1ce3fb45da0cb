//! Finding accounts by the words of a ticket, over real HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support {
    #[expect(dead_code, reason = "other tests need the rest of it")]
    pub mod scripted;
}

use quarterdeck::api::{Client, Connection};
use quarterdeck::model::ProblemKind;
use quarterdeck::work::lookup::{Found, Match, find};
use support::scripted::{Act, Scripted, Seen, answer, json};

/// The filter of a request, decoded.
fn filter(seen: &Seen) -> String {
    let url = url::Url::parse(&format!("http://x{}", seen.target)).unwrap();
    url.query_pairs().find(|(name, _)| name == "filters").map(|(_, value)| value.into_owned()).unwrap_or_default()
}

async fn found(server: &Scripted, words: &str) -> Result<Found, quarterdeck::model::Problem> {
    let connection = Connection::new(&server.base, "id", "secret".to_owned().into());
    find(&Client::new(connection, |_| ()).unwrap(), words).await
}

fn told(found: &Found) -> Vec<(&str, Match)> {
    found.hits.iter().map(|hit| (hit.row.id.as_str(), hit.how)).collect()
}

#[tokio::test]
async fn the_best_match_comes_first_and_each_account_once() {
    let server = Scripted::start(|seen, _| {
        json(match (seen.path(), filter(seen).as_str()) {
            ("/beta/accounts", r#"id eq "ada""#) => r#"[{"id":"by-id","name":"z"}]"#,
            ("/beta/accounts", r#"nativeIdentity eq "ada""#) => r#"[{"id":"by-native","name":"y"}]"#,
            ("/beta/accounts", r#"name eq "ada""#) => r#"[{"id":"by-name","name":"ada"}]"#,
            ("/beta/accounts", r#"name sw "ada""#) => {
                r#"[{"id":"by-name","name":"ada"},{"id":"other-case","name":"ADA"},{"id":"by-start","name":"adams"}]"#
            }
            ("/beta/accounts", r#"identity.name sw "ada""#) => {
                r#"[{"id":"of-alias","identity":{"id":"i1","name":"Ada L"}},{"id":"of-namesake","identity":{"id":"i7","name":"Adam"}},{"id":"by-native","identity":{"id":"i7","name":"Ada"}}]"#
            }
            ("/v3/public-identities", r#"alias sw "ada""#) => r#"[{"id":"i1","alias":"ada","name":"Ada L"}]"#,
            ("/beta/identities", r#"alias sw "ada""#) => {
                r#"[{"id":"i1","alias":"ada","name":"Ada L"},{"id":"i2","alias":"adabel"}]"#
            }
            ("/beta/accounts", r#"identityId in ("i1","i2")"#) => {
                r#"[{"id":"of-alias","identityId":"i1"},{"id":"by-start","identityId":"i1"},{"id":"of-start","identityId":"i2"}]"#
            }
            _ => "[]",
        })
    });
    let found = found(&server, "  ada ").await.unwrap();
    assert_eq!(
        told(&found),
        [
            ("by-id", Match::Id),
            ("by-native", Match::NativeId),
            ("by-name", Match::Name),
            ("other-case", Match::Name),
            ("by-start", Match::NameStart),
            ("of-alias", Match::Alias),
            ("of-namesake", Match::PersonStart),
            ("of-start", Match::PersonStart),
        ]
    );
    assert_eq!(found.notes, [""; 0]);
}

#[tokio::test]
async fn two_words_are_taken_as_first_and_last_name_too() {
    let server = Scripted::start(|seen, _| {
        json(match filter(seen).as_str() {
            r#"firstname eq "Ada" and lastname sw "Lovelace""# => r#"[{"id":"i1","name":"Lovelace, Ada"}]"#,
            r#"identityId in ("i1")"# => r#"[{"id":"hers","identityId":"i1"}]"#,
            _ => "[]",
        })
    });
    assert_eq!(told(&found(&server, "Ada Lovelace").await.unwrap()), [("hers", Match::PersonStart)]);
}

#[tokio::test]
async fn words_with_quotes_stay_in_their_place() {
    let server = Scripted::start(|_, _| json("[]"));
    assert_eq!(found(&server, r#"a" or name sw "b"#).await.unwrap(), Found::default());
    let filters: Vec<String> = server.seen().iter().map(filter).collect();
    assert!(filters.contains(&r#"name eq "a\" or name sw \"b""#.to_owned()), "{filters:?}");
}

#[tokio::test]
async fn nothing_is_asked_for_no_words_and_no_second_round_without_people() {
    let server = Scripted::start(|_, _| json("[]"));
    assert_eq!(found(&server, "  ").await.unwrap(), Found::default());
    assert_eq!(server.seen().len(), 0);
    found(&server, "nobody").await.unwrap();
    assert!(server.seen().iter().all(|seen| !filter(seen).contains("identityId")));
}

#[tokio::test]
async fn a_search_that_one_endpoint_refuses_is_made_at_the_other() {
    for refusing in ["/beta/identities", "/v3/public-identities"] {
        let server = Scripted::start(move |seen, _| {
            if seen.path() == refusing {
                return Act::Send(answer(403, &[], ""));
            }
            json(match filter(seen).as_str() {
                r#"email sw "ada@example.com""# => r#"[{"id":"i1","email":"Ada@example.com"}]"#,
                r#"identityId in ("i1")"# => r#"[{"id":"hers","identityId":"i1"}]"#,
                _ => "[]",
            })
        });
        let found = found(&server, "ada@example.com").await.unwrap();
        assert_eq!(told(&found), [("hers", Match::Email)], "{refusing} refuses");
        assert_eq!(found.notes, [""; 0]);
    }
}

#[tokio::test]
async fn what_nobody_searches_is_said_and_the_rest_answers() {
    let server = Scripted::start(|seen, _| match seen.path() {
        "/beta/accounts" if filter(seen).starts_with("nativeIdentity") => Act::Send(answer(400, &[], "{}")),
        "/beta/accounts" if filter(seen).starts_with("id ") => json(r#"[{"id":"x"}]"#),
        "/beta/accounts" => json("[]"),
        _ => Act::Send(answer(403, &[], "")),
    });
    let found = found(&server, "x").await.unwrap();
    assert_eq!(told(&found), [("x", Match::Id)]);
    assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
    assert!(found.notes[0].starts_with("not searched by native id: cannot list accounts"), "{}", found.notes[0]);
    assert!(
        found.notes[1].starts_with("identities were not searched by alias, e-mail, name: not allowed to search"),
        "{}",
        found.notes[1]
    );
}

#[tokio::test]
async fn a_lookup_that_nobody_answers_fails() {
    let server = Scripted::start(|_, _| Act::Send(answer(403, &[], "")));
    assert_eq!(found(&server, "x").await.unwrap_err().kind, ProblemKind::Forbidden);
}

#[tokio::test]
async fn too_many_matches_are_said() {
    let server = Scripted::start(|seen, _| {
        let rows = if filter(seen).starts_with("name sw") { 250 } else { 0 };
        let rows: Vec<String> = (0..rows).map(|row| format!(r#"{{"id":"{row}"}}"#)).collect();
        json(&format!("[{}]", rows.join(",")))
    });
    let found = found(&server, "a").await.unwrap();
    assert_eq!(found.hits.len(), 250);
    assert_eq!(
        found.notes,
        [
            "by the beginning of the name: only the first 250 are shown",
            "of 250 identities only the first 50 were followed",
        ]
    );
}
