//! Answers whose head came and whose body did not: what the head says still holds.

use std::io::Read;

use quarterdeck::api::{Signal, Write};
use quarterdeck::model::{AccountId, ProblemKind, Urgency};

use crate::support::scripted::{Act, Scripted, answer, json};
use crate::{client, page, records};

/// The answer without its last bytes.
fn without_end(whole: &[u8]) -> Act {
    Act::SendAndClose(whole[..whole.len() - 4].to_vec())
}

#[tokio::test]
async fn a_refusal_cut_in_its_body_is_still_the_refusal() {
    let cut = Scripted::start(|_, _| without_end(&answer(403, &[("SLPT-Request-ID", "r3")], r#"{"message":"no"}"#)));
    let garbled = Scripted::start(|_, _| {
        Act::Send(answer(403, &[("SLPT-Request-ID", "r3"), ("Content-Encoding", "gzip")], "this is no gzip"))
    });
    for server in [cut, garbled] {
        let problem = page(&client(&server).0).await.unwrap_err();
        assert_eq!((problem.kind, problem.status), (ProblemKind::Forbidden, Some(403)));
        assert_eq!(problem.tracking_id.as_deref(), Some("r3"));
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_wait_too_long_for_one_request_still_holds_the_others() {
    for status in [429, 503] {
        let server = Scripted::start(move |_, _| Act::Send(answer(status, &[("Retry-After", "300")], "")));
        let (client, signals) = client(&server);
        assert_eq!(page(&client).await.unwrap_err().status, Some(status));
        let is_pause = |signal: &Signal| matches!(signal, Signal::Pace(pace) if pace.paused_until.is_some());
        assert!(signals.lock().unwrap().iter().any(is_pause));
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_without_measure_is_given_up_on() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut std::io::repeat(b' ').take((64 << 20) + 1), &mut bomb).unwrap();
    let bomb = bomb.finish().unwrap();
    let server = Scripted::start(move |_, _| Act::Send(answer(200, &[("Content-Encoding", "gzip")], &bomb)));
    let problem = page(&client(&server).0).await.unwrap_err();
    assert_eq!((problem.kind, problem.status), (ProblemKind::Unreadable, Some(200)));
    assert_eq!(problem.summary, "the tenant's answer is larger than 64 MiB");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_429_cut_in_its_body_still_pauses() {
    let server = Scripted::start(|_, nth| match nth {
        0 => without_end(&answer(429, &[("Retry-After", "0")], r#"{"message":"Rate Limit Exceeded"}"#)),
        _ => json(r#"[{"id":"a"}]"#),
    });
    let (client, signals) = client(&server);
    assert_eq!(page(&client).await.unwrap(), ["a"]);
    let tries: Vec<_> = records(&signals).iter().map(|record| (record.status, record.attempt)).collect();
    assert_eq!(tries, [(Some(429), 0), (Some(200), 1)]);
    let is_pause = |signal: &Signal| matches!(signal, Signal::Pace(pace) if pace.paused_until.is_some());
    assert!(signals.lock().unwrap().iter().any(is_pause));
}

#[tokio::test]
async fn a_write_taken_with_its_answer_cut_is_known_to_be_taken() {
    let server = Scripted::start(|_, _| without_end(&answer(202, &[("SLPT-Request-ID", "r2")], r#"{"id":"task"}"#)));
    let (client, _) = client(&server);
    let place = client.place(Urgency::Person).await.unwrap();
    let answer = client.write(&Write::submit_reload_account(&AccountId::from("a")), place, 0).await;
    assert_eq!((answer.status(), answer.receipt(), answer.tracking_id()), (Some(202), None, Some("r2")));
    assert_eq!(answer.problem().unwrap().kind, ProblemKind::Unreachable);
    assert_eq!(server.seen().len(), 1);
}
