//! The API client over real HTTP: what it sends, and what it makes of good and bad answers.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "line/cut.rs"]
mod cut;
#[path = "line/sign_in.rs"]
mod sign_in;
mod support {
    pub mod documents;
    pub mod scripted;
    pub mod tls;
}

use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use quarterdeck::api::{Answer, Client, Connection, Request, Signal, Write, filter};
use quarterdeck::model::{AccountId, Generation, ListQuery, ProblemKind, RequestRecord, Span, Toggle, Urgency};
use quarterdeck::work::lookup::{find, identities};
use serde_json::{Map, Value};
use support::documents;
use support::scripted::{Act, Scripted, Seen, answer, grant, json};
use support::tls;

const SPAN: Span = Span { offset: 0, limit: 250 };

fn by_id() -> ListQuery {
    ListQuery { sorters: "id".into(), ..ListQuery::default() }
}

/// A client of the server, and everything it tells.
fn client(server: &Scripted) -> (Client, Arc<Mutex<Vec<Signal>>>) {
    client_with(server, |_| ())
}

fn client_with(server: &Scripted, change: impl FnOnce(&mut Connection)) -> (Client, Arc<Mutex<Vec<Signal>>>) {
    let mut connection = Connection::new(&server.base, "an-id", "a-secret".to_owned().into());
    change(&mut connection);
    let signals: Arc<Mutex<Vec<Signal>>> = Arc::default();
    let ledger = Arc::clone(&signals);
    let client = Client::new(connection, move |signal| ledger.lock().unwrap().push(signal)).unwrap();
    (client, signals)
}

fn records(signals: &Mutex<Vec<Signal>>) -> Vec<RequestRecord> {
    let signals = signals.lock().unwrap();
    let record = |signal: &Signal| match signal {
        Signal::Requested(record) if !record.url.ends_with("/oauth/token") => Some(record.clone()),
        _ => None,
    };
    signals.iter().filter_map(record).collect()
}

/// Sends a request of which only the sending matters.
async fn ask<T>(client: &Client, request: Request<T>) {
    drop(client.send(&request, Urgency::Person).await);
}

async fn page(client: &Client) -> Result<Vec<String>, quarterdeck::model::Problem> {
    let request = Request::list_accounts(&ListQuery::default(), SPAN, false);
    let page = client.send(&request, Urgency::Person).await?;
    Ok(page.rows.iter().map(|row| row.id.to_string()).collect())
}

#[tokio::test]
async fn a_page_is_listed() {
    let server = Scripted::start(|_, _| {
        Act::Send(answer(200, &[("X-Total-Count", "12250"), ("SLPT-Request-ID", "r1")], r#"[{"id":"a"},{"id":"b"}]"#))
    });
    let (client, signals) = client(&server);
    let query =
        ListQuery { filter: Some(r#"name sw "a b""#.into()), sorters: "name,id".into(), extra: vec!["uuid".into()] };
    let request = Request::list_accounts(&query, SPAN, true);
    let page = client.send(&request, Urgency::Person).await.unwrap();
    assert_eq!(page.total, Some(12_250));
    assert_eq!(page.rows.len(), 2);

    let sign_in = &server.sign_ins()[0];
    assert_eq!((sign_in.method.as_str(), sign_in.target.as_str()), ("POST", "/oauth/token"));
    assert_eq!(sign_in.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(sign_in.body, "grant_type=client_credentials&client_id=an-id&client_secret=a-secret");
    assert_eq!(sign_in.header("authorization"), None);

    let seen = &server.seen()[0];
    assert_eq!(seen.method, "GET");
    assert_eq!(
        seen.target,
        "/beta/accounts?limit=250&offset=0&filters=name%20sw%20%22a%20b%22&sorters=name%2Cid&count=true"
    );
    assert_eq!(seen.header("authorization"), Some("Bearer token-1"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("accept-encoding"), Some("identity"), "within this machine");
    assert_eq!(seen.header("content-type"), None);

    let record = &records(&signals)[0];
    assert_eq!((record.method, record.status, record.attempt), ("GET", Some(200), 0));
    assert_eq!(record.url, format!("{}/beta/accounts", server.base));
    assert_eq!(record.query[2], ("filters".to_owned(), r#"name sw "a b""#.to_owned()));
    assert_eq!((record.tracking_id.as_deref(), record.bytes, record.error.as_deref()), (Some("r1"), 23, None));
}

#[tokio::test]
async fn twenty_requests_at_once_sign_in_once() {
    let server = Scripted::start(|_, _| json("[]"));
    let (client, signals) = client(&server);
    let pages = join_all((0..20).map(|_| page(&client))).await;
    assert!(pages.iter().all(Result::is_ok));
    assert_eq!((server.sign_ins().len(), server.seen().len()), (1, 20));
    let signed_in = signals.lock().unwrap().iter().filter(|signal| matches!(signal, Signal::SignedIn(_))).count();
    assert_eq!(signed_in, 1);
}

#[tokio::test]
async fn a_token_the_tenant_no_longer_takes_is_renewed_once_for_all() {
    let server = Scripted::start(|seen, _| match seen.header("authorization") {
        Some("Bearer token-1") => Act::Send(answer(401, &[], r#"{"error":"JWT validation failed: JWT is expired"}"#)),
        _ => json(r#"[{"id":"a"}]"#),
    });
    let (client, _) = client(&server);
    let pages = join_all((0..20).map(|_| page(&client))).await;
    assert!(pages.iter().all(|page| page.as_ref().is_ok_and(|ids| ids == &["a"])));
    assert_eq!(server.sign_ins().len(), 2);
}

#[tokio::test]
async fn a_401_after_a_new_token_is_told() {
    let server = Scripted::start(|_, _| Act::Send(answer(401, &[], r#"{"error":"revoked"}"#)));
    let (client, _) = client(&server);
    let problem = page(&client).await.unwrap_err();
    assert_eq!((problem.kind, problem.status), (ProblemKind::SignIn, Some(401)));
    assert_eq!(problem.detail.as_deref(), Some("revoked"));
    assert_eq!((server.sign_ins().len(), server.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_token_at_the_end_of_its_life_is_renewed() {
    let short = |_: &_, nth| json(&format!(r#"{{"access_token":"token-{nth}","expires_in":0}}"#));
    let server = Scripted::start_with_sign_in(short, |_, _| json("[]"));
    let (client, _) = client(&server);
    page(&client).await.unwrap();
    page(&client).await.unwrap();
    let seen = server.seen();
    assert_ne!(seen[0].header("authorization"), seen[1].header("authorization"));
}

#[tokio::test]
async fn refused_credentials_are_asked_once_and_told_to_all() {
    let refuse = |_: &_, _| {
        Act::Send(answer(400, &[], r#"{"error":"invalid_client","error_description":"Bad client credentials"}"#))
    };
    let server = Scripted::start_with_sign_in(refuse, |_, _| json("[]"));
    let (client, _) = client(&server);
    for page in join_all((0..20).map(|_| page(&client))).await {
        let problem = page.unwrap_err();
        assert_eq!((problem.kind, problem.status), (ProblemKind::SignIn, Some(400)));
        assert_eq!(problem.detail.as_deref(), Some("invalid_client · Bad client credentials"));
    }
    assert_eq!((server.sign_ins().len(), server.seen().len()), (1, 0));
}

#[tokio::test]
async fn too_many_requests_pause_everybody_and_nothing_fails() {
    let server = Scripted::start(|_, nth| match nth {
        0 => Act::Send(answer(429, &[("Retry-After", "0")], r#"{"message":" Rate Limit Exceeded "}"#)),
        _ => json(r#"[{"id":"a"}]"#),
    });
    let (client, signals) = client(&server);
    assert_eq!(page(&client).await.unwrap(), ["a"]);
    let is_pause = |signal: &Signal| matches!(signal, Signal::Pace(pace) if pace.paused_until.is_some());
    assert!(signals.lock().unwrap().iter().any(is_pause));
    let tries: Vec<_> = records(&signals).iter().map(|record| (record.status, record.attempt)).collect();
    assert_eq!(tries, [(Some(429), 0), (Some(200), 1)]);
}

/// The ways in which an answer can fail to arrive whole.
fn cut(nth: usize) -> Act {
    let whole = answer(200, &[], r#"[{"id":"a"}]"#);
    match nth {
        0 => Act::SendAndClose(Vec::new()),
        1 => Act::SendAndClose(whole[..20].to_vec()),
        2 => Act::SendAndClose(whole[..whole.len() - 4].to_vec()),
        _ => Act::Send(whole),
    }
}

#[tokio::test]
async fn a_cut_line_is_a_reason_to_read_again() {
    let server = Scripted::start(|_, nth| cut(nth));
    let (client, signals) = client(&server);
    assert_eq!(page(&client).await.unwrap(), ["a"]);
    let records = records(&signals);
    let errors: Vec<bool> = records.iter().map(|record| record.error.is_some()).collect();
    assert_eq!(errors, [true, true, true, false]);
    assert_eq!(records[2].status, Some(200), "the head came, the body did not");
}

#[tokio::test]
async fn a_cut_line_is_no_reason_to_write_again() {
    for nth in 0..3 {
        let server = Scripted::start(move |_, _| cut(nth));
        let (client, _) = client(&server);
        let write = Write::submit_reload_account(&AccountId::from("a"));
        let answer = send(&client, &write).await;
        assert_eq!(answer.problem().unwrap().kind, ProblemKind::Unreachable);
        match nth {
            0 | 1 => assert!(matches!(answer, Answer::Lost(_)), "{answer:?}"),
            _ => assert_eq!((answer.status(), answer.receipt()), (Some(200), None), "the head came"),
        }
        assert_eq!(server.seen().len(), 1);
        assert_eq!(
            (server.seen()[0].method.as_str(), server.seen()[0].target.as_str()),
            ("POST", "/beta/accounts/a/reload")
        );
    }
}

#[tokio::test]
async fn a_write_is_sent_once_and_the_next_has_a_new_token() {
    let server = Scripted::start(|_, nth| match nth {
        0 => Act::Send(answer(429, &[("Retry-After", "0")], r#"{"message":" Rate Limit Exceeded "}"#)),
        1 => Act::Send(answer(401, &[], r#"{"error":"JWT validation failed: JWT is expired"}"#)),
        _ => Act::Send(answer(202, &[("SLPT-Request-ID", "r7")], r#"{"id":"t1"}"#)),
    });
    let (client, _) = client(&server);
    let write = Write::enable_account(&"a".into(), &Toggle::default());
    let mut told = Vec::new();
    for sent in 1..=3 {
        told.push(send(&client, &write).await);
        assert_eq!(server.seen().len(), sent);
    }
    assert_eq!(told.iter().map(Answer::status).collect::<Vec<_>>(), [Some(429), Some(401), Some(202)]);
    assert_eq!((told[2].tracking_id(), server.sign_ins().len()), (Some("r7"), 2));
    assert_eq!(told[2].receipt().unwrap().task.as_deref(), Some("t1"));
}

#[tokio::test]
async fn the_pause_a_write_is_asked_for_holds_everybody() {
    let server = Scripted::start(|_, _| Act::Send(answer(429, &[("Retry-After", "30")], "{}")));
    let (client, signals) = client(&server);
    send(&client, &Write::delete_account(&"a".into())).await;
    let is_pause = |signal: &Signal| matches!(signal, Signal::Pace(pace) if pace.paused_until.is_some());
    assert!(signals.lock().unwrap().iter().any(is_pause));
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_goes_nowhere_again() {
    for status in [400, 401, 403, 404, 408, 409, 415, 500, 503] {
        let server = Scripted::start(move |_, _| Act::Send(answer(status, &[], r#"{"detailCode":"4xx no"}"#)));
        let (client, _) = client(&server);
        let answer = send(&client, &Write::delete_account(&"a".into())).await;
        assert_eq!((answer.status(), answer.receipt()), (Some(status), None));
        assert_eq!(answer.problem().unwrap().detail.as_deref(), Some("4xx no"));
        assert_eq!(server.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_write_without_a_connection_was_not_handed_over_and_without_a_sign_in_has_no_place() {
    let refuse = |_: &_, _| Act::Send(answer(401, &[], r#"{"error":"invalid_client"}"#));
    let server = Scripted::start(|_, _| json("{}"));
    let place = self::client(&server).0.place(Urgency::Person).await.unwrap();
    let (nowhere, _) = client_with(&server, |connection| connection.base_url = "http://127.0.0.1:1".to_owned());
    let answer = nowhere.write(&Write::delete_account(&"a".into()), place, 0).await;
    assert!(matches!(answer, Answer::NotHandedOver(_)), "{answer:?}");

    let server = Scripted::start_with_sign_in(refuse, |_, _| json("{}"));
    let problem = self::client(&server).0.place(Urgency::Person).await.unwrap_err();
    assert_eq!((problem.kind, server.seen().len()), (ProblemKind::SignIn, 0));
}

#[tokio::test]
async fn a_write_the_generation_lacks_is_asked_in_no_other() {
    let server = Scripted::start(|_, _| json("{}"));
    let (client, _) = client_with(&server, |connection| connection.generation = Generation::V3);
    let Answer::NotHandedOver(problem) = send(&client, &Write::delete_account_async(&"a".into())).await else {
        panic!("sent")
    };
    assert_eq!(problem.kind, ProblemKind::NotOffered);
    assert_eq!(problem.summary, "v3 of the API has no call to remove this account");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_read_only_client_sends_no_write() {
    let server = Scripted::start(|_, _| json("{}"));
    let (client, _) = client_with(&server, |connection| connection.read_only = true);
    let write = Write::submit_reload_account(&AccountId::from("a"));
    let Answer::NotHandedOver(problem) = send(&client, &write).await else { panic!("sent") };
    assert_eq!(problem.summary, "read-only: will not reload this account");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_web_page_in_place_of_json_is_asked_again_then_told() {
    let page_of = |title| answer(200, &[("Content-Type", "text/html")], format!("<html><title>{title}</title></html>"));
    let once = Scripted::start(move |_, nth| if nth == 0 { Act::Send(page_of("Sorry")) } else { json("[]") });
    assert!(page(&client(&once).0).await.is_ok());

    let always = Scripted::start(move |_, _| Act::Send(page_of("Down for maintenance")));
    let problem = page(&client(&always).0).await.unwrap_err();
    assert_eq!((problem.kind, problem.status), (ProblemKind::Unreadable, Some(200)));
    assert_eq!(problem.detail.as_deref(), Some("Down for maintenance"));
    assert_eq!(always.seen().len(), 4);
}

#[tokio::test]
async fn an_answer_of_another_shape_is_told_with_its_place_and_not_asked_again() {
    let server = Scripted::start(|_, _| json(r#"[{"id":"a"},{"name":"b"}]"#));
    let problem = page(&client(&server).0).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Unreadable);
    assert!(problem.detail.unwrap().starts_with("at `[1]`: missing field `id`"));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn an_unknown_content_coding_of_an_error_does_no_harm() {
    let body = include_str!("../assets/wire/error-delete-direct.json");
    let server = Scripted::start(move |_, _| Act::Send(answer(400, &[("Content-Encoding", "UTF-8")], body)));
    let problem = page(&client(&server).0).await.unwrap_err();
    assert_eq!((problem.kind, problem.status), (ProblemKind::Rejected, Some(400)));
    assert_eq!(problem.tracking_id.as_deref(), Some("aea8374f8c5d47109773cd5aa32b0ac9"));
    assert_eq!(
        problem.detail.as_deref(),
        Some(
            "400.1 Bad request content · The request was syntactically correct but its content is semantically invalid."
        )
    );
}

#[tokio::test]
async fn empty_and_plain_refusals_are_told() {
    let server = Scripted::start(|seen, _| match seen.path() {
        "/beta/accounts" => Act::Send(answer(403, &[("SLPT-Request-ID", "r9")], "")),
        _ => Act::Send(answer(404, &[], "default backend - 404\n")),
    });
    let (client, signals) = client(&server);
    let forbidden = page(&client).await.unwrap_err();
    assert_eq!((forbidden.kind, forbidden.tracking_id.as_deref()), (ProblemKind::Forbidden, Some("r9")));
    assert!(forbidden.advice.unwrap().contains("idn:accounts:read"));
    let missing = client.send(&Request::get_account(&"x".into()), Urgency::Person).await.unwrap_err();
    let logged: Vec<_> = records(&signals).into_iter().map(|record| record.permission).collect();
    assert_eq!(logged, [forbidden.permission, None], "only a refusal is explained, in the request log too");
    assert_eq!((missing.kind, missing.detail.as_deref()), (ProblemKind::NotFound, Some("default backend - 404")));
}

#[tokio::test]
async fn the_token_follows_no_redirect() {
    let elsewhere = Scripted::start(|_, _| json("[]"));
    let location = format!("{}/beta/accounts", elsewhere.base);
    for status in [301, 302, 307, 308] {
        let to = location.clone();
        let server = Scripted::start(move |_, _| Act::Send(answer(status, &[("Location", &to)], "")));
        let (client, _) = client(&server);
        let problem = page(&client).await.unwrap_err();
        assert!(problem.summary.contains(&elsewhere.base), "{problem}");
        assert_eq!((problem.status, server.seen().len()), (Some(status), 1));
        let write = Write::submit_reload_account(&AccountId::from("a"));
        assert_eq!(send(&client, &write).await.status(), Some(status));
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn deprecation_is_told_once() {
    let server = Scripted::start(|_, _| Act::Send(answer(200, &[("X-Deprecated", "true")], "[]")));
    let (client, signals) = client(&server);
    join_all((0..5).map(|_| page(&client))).await;
    assert_eq!(signals.lock().unwrap().iter().filter(|signal| **signal == Signal::Deprecated).count(), 1);
}

#[tokio::test]
async fn gzip_is_read() {
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zipped.write_all(br#"[{"id":"zipped"}]"#).unwrap();
    let zipped = zipped.finish().unwrap();
    let server = Scripted::start(move |_, _| Act::Send(answer(200, &[("Content-Encoding", "gzip")], &zipped)));
    assert_eq!(page(&client(&server).0).await.unwrap(), ["zipped"]);
}

#[tokio::test]
async fn a_tenant_that_does_not_answer_in_time_is_told() {
    let server = Scripted::start(|_, _| Act::Hang);
    let (client, _) = client_with(&server, |connection| connection.limits.read = Duration::from_millis(50));
    client.sign_in().await.unwrap();
    assert_eq!(page(&client).await.unwrap_err().kind, ProblemKind::Timeout);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_tenant_that_is_not_there_is_told() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let connection = Connection::new(format!("http://{free}"), "id", "secret".to_owned().into());
    let client = Client::new(connection, |_| ()).unwrap();
    let problem = page(&client).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Unreachable);
    assert_eq!(problem.summary, "the connection to the tenant was refused");
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused_and_the_way_out_named() {
    let connection = Connection::new(tls::start(), "id", "secret".to_owned().into());
    let problem = page(&Client::new(connection, |_| ()).unwrap()).await.unwrap_err();
    assert_eq!(
        (problem.kind, problem.summary.as_str()),
        (ProblemKind::Unreachable, "the tenant's TLS certificate is not trusted")
    );
    assert_eq!(problem.advice.unwrap(), "behind a company proxy: name the file of its certificate in SSL_CERT_FILE");
    assert!(!problem.detail.unwrap().contains("/oauth/token"), "the address stays out of it");
}

#[tokio::test]
async fn an_authority_of_ones_own_can_be_trusted() {
    let mut connection = Connection::new(tls::start(), "id", "secret".to_owned().into());
    connection.ca_file = Some(tls::AUTHORITY.into());
    assert_eq!(page(&Client::new(connection.clone(), |_| ()).unwrap()).await.unwrap(), [""; 0]);

    connection.ca_file = Some("/no/such/file.pem".into());
    let problem = page(&Client::new(connection, |_| ()).unwrap()).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Settings);
    assert!(problem.summary.contains("/no/such/file.pem"));
}

#[tokio::test]
async fn a_request_given_up_is_logged_and_holds_up_nobody() {
    let server = Scripted::start(|_, nth| if nth == 0 { Act::Hang } else { json(r#"[{"id":"a"}]"#) });
    let (client, signals) = client(&server);
    let hanging = tokio::spawn({
        let client = client.clone();
        async move { page(&client).await }
    });
    wait_until("the request arrived", || server.seen().len() == 1).await;
    hanging.abort();
    assert!(hanging.await.unwrap_err().is_cancelled());
    assert_eq!(page(&client).await.unwrap(), ["a"]);
    assert_eq!(records(&signals)[0].error.as_deref(), Some("given up"));
}

#[tokio::test]
async fn giving_up_while_signing_in_does_not_ground_the_flight() {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let held = Mutex::new(held);
    let sign_in = move |_: &_, nth| {
        held.lock().unwrap().recv().unwrap();
        grant(nth + 1)
    };
    let server = Scripted::start_with_sign_in(sign_in, |_, _| json(r#"[{"id":"a"}]"#));
    let (client, _) = client(&server);
    let ask = || {
        let client = client.clone();
        tokio::spawn(async move { page(&client).await })
    };
    let first = ask();
    wait_until("the token was asked for", || server.sign_ins().len() == 1).await;
    let second = ask();
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    release.send(()).unwrap();
    assert_eq!(second.await.unwrap().unwrap(), ["a"]);
    assert_eq!(server.sign_ins().len(), 1);
}

/// Runs this very test again in a process whose environment names a dead proxy.
#[tokio::test]
async fn this_machine_is_never_asked_by_way_of_a_proxy() {
    if std::env::var_os("QD_TEST_BEHIND_PROXY").is_none() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "this_machine_is_never_asked_by_way_of_a_proxy"]).env("QD_TEST_BEHIND_PROXY", "1");
        for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
            child.env(variable, "http://127.0.0.1:1");
        }
        let output = child.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let server = Scripted::start(|_, _| json(r#"[{"id":"direct"}]"#));
    assert_eq!(page(&client(&server).0).await.unwrap(), ["direct"]);
}

/// Every write there is, with all that can be set for it.
fn writes(id: &AccountId) -> Vec<Write> {
    let toggle =
        Toggle { force_provisioning: true, unlock_sign_in: true, external_verification_id: Some("v-1".to_owned()) };
    let attributes =
        Map::from_iter([("sourceId".to_owned(), Value::from("s1")), ("city".to_owned(), Value::from("Bonn"))]);
    let step = serde_json::json!({"op": "replace", "path": "/identityId", "value": "i1"});
    vec![
        Write::enable_account(id, &toggle),
        Write::disable_account(id, &toggle),
        Write::unlock_account(id, &toggle),
        Write::submit_reload_account(id),
        Write::delete_account_async(id),
        Write::delete_account(id),
        Write::create_account(&attributes),
        Write::put_account(id, &attributes),
        Write::update_account(id, &[step]),
        Write::delete_accounts_async("s1"),
        Write::enable_account_for_identity("i1"),
        Write::disable_account_for_identity("i1"),
        Write::enable_accounts_for_identities(&["i1", "i2"]),
        Write::disable_accounts_for_identities(&["i1"]),
    ]
}

#[tokio::test]
async fn what_is_sent_is_what_the_documents_describe() {
    let server = Scripted::start(|_, _| Act::Send(answer(404, &[], "{}")));
    for generation in [Generation::Beta, Generation::V2026, Generation::V1] {
        let (client, _) = client_with(&server, |connection| connection.generation = generation);
        let id = AccountId::from("2c91");
        let query =
            ListQuery { filter: Some(filter::equals("name", "a & b")), sorters: "-modified,id".into(), ..by_id() };
        ask(&client, Request::list_accounts(&query, SPAN, true)).await;
        ask(&client, Request::list_accounts(&by_id(), SPAN, false)).await;
        ask(&client, Request::list_accounts_raw(&query, SPAN, true)).await;
        ask(&client, Request::get_account(&id)).await;
        ask(&client, Request::get_account_entitlements(&id, SPAN, true)).await;
        for write in writes(&id) {
            send(&client, &write).await;
        }
        ask(&client, Request::list_sources(SPAN).for_subadmin()).await;
        ask(&client, Request::get_source("s1")).await;
        ask(&client, Request::get_source_schemas("s1")).await;
        ask(&client, Request::list_identity("i1")).await;
        ask(&client, Request::get_public_identity("i1")).await;
        ask(&client, Request::list_account_activities("i1", SPAN, true)).await;
        ask(&client, Request::get_task_status_list(&filter::any_of("id", ["t"]), SPAN)).await;
        ask(&client, Request::get_task_status("t")).await;
        assert!(find(&client, "ada lovelace").await.is_err());
        assert!(find(&client, "ada").await.is_err());
        assert!(identities(&client, "ada").await.is_err());
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 3 * (13 + 14 + 11 + 12 + 7));
    let objections: Vec<String> = seen.iter().flat_map(documents::objections).collect();
    assert_eq!(objections, [""; 0]);
}

#[test]
fn the_documents_object_to_what_they_do_not_describe() {
    let headers =
        vec![("Authorization".to_owned(), "Bearer t".to_owned()), ("Accept".to_owned(), "application/json".to_owned())];
    let good = Seen { method: "GET".into(), target: "/beta/accounts?limit=250".into(), headers, body: String::new() };
    assert_eq!(documents::objections(&good), [""; 0]);
    for target in [
        "/v1/accounts?limit=250",
        "/beta/accounts?limit=251",
        "/beta/accounts?page=2",
        "/beta/accounts?filters=disabled%20eq%20true",
        "/beta/accounts?filters=name%20co%20%22a%22",
        "/beta/accounts?sorters=disabled,id",
        "/beta/accounts/a/b",
        "/beta/accounts/",
    ] {
        assert_eq!(documents::objections(&Seen { target: target.into(), ..good.clone() }).len(), 1, "{target}");
    }
    assert_eq!(documents::objections(&Seen { headers: vec![], ..good.clone() }).len(), 2);
    assert_eq!(documents::objections(&Seen { body: "{}".into(), ..good }).len(), 1);
}

/// Sends a write as soon as it may go.
async fn send(client: &Client, write: &Write) -> Answer {
    client.write(write, client.place(Urgency::Person).await.unwrap(), 0).await
}

async fn wait_until(what: &str, reached: impl Fn() -> bool) {
    let waiting = async {
        while !reached() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap_or_else(|_| panic!("never: {what}"));
}
