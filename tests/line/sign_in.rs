//! Signing in, where the tenant's words about the token are odd or the token endpoint is not what it should be.

use quarterdeck::model::ProblemKind;

use crate::support::scripted::{Act, Scripted, answer, json};
use crate::{client, page};

#[tokio::test]
async fn a_token_said_to_live_for_ever_is_taken() {
    let for_ever = |_: &_, _| json(r#"{"access_token":"t","expires_in":18446744073709551615}"#);
    let server = Scripted::start_with_sign_in(for_ever, |_, _| json("[]"));
    assert!(page(&client(&server).0).await.is_ok());
}

#[tokio::test]
async fn debug_of_a_client_never_shows_a_secret() {
    let server = Scripted::start(|_, _| json("[]"));
    let (client, _) = client(&server);
    page(&client).await.unwrap();
    let shown = format!("{client:?}");
    assert!(shown.contains("an-id") && !shown.contains("a-secret") && !shown.contains("token-1"), "{shown}");
}

/// The token is due for renewal after 0.8 seconds, and the tenant has everybody wait for two.
#[tokio::test]
async fn a_token_that_ages_while_waiting_for_a_place_is_renewed() {
    let short = |_: &_, nth: usize| json(&format!(r#"{{"access_token":"t{nth}","expires_in":1}}"#));
    let server = Scripted::start_with_sign_in(short, |_, nth| match nth {
        0 => Act::Send(answer(429, &[("Retry-After", "2")], "")),
        _ => json("[]"),
    });
    let (client, _) = client(&server);
    assert!(page(&client).await.is_ok());
    let tokens: Vec<_> = server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens.len(), 2);
    assert_ne!(tokens[0], tokens[1]);
}

#[tokio::test]
async fn an_address_where_nobody_signs_in_is_told_as_a_wrong_setting() {
    let web_page = "<html><title>Welcome to ACME</title></html>";
    for (status, body) in [(404, "{}"), (405, ""), (302, ""), (308, ""), (403, web_page)] {
        let server = Scripted::start_with_sign_in(move |_, _| Act::Send(answer(status, &[], body)), |_, _| json("[]"));
        let problem = page(&client(&server).0).await.unwrap_err();
        assert_eq!((problem.kind, problem.status), (ProblemKind::Settings, Some(status)), "{problem}");
        assert!(problem.advice.unwrap().contains("base URL"));
        assert_eq!(server.sign_ins().len(), 1);
    }
    let refuse = |_: &_, _| Act::Send(answer(403, &[], r#"{"error":"access_denied"}"#));
    let server = Scripted::start_with_sign_in(refuse, |_, _| json("[]"));
    assert_eq!(page(&client(&server).0).await.unwrap_err().kind, ProblemKind::SignIn);
}
