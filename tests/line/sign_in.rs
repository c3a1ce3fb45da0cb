//! Signing in, where the tenant's words about the token are odd or the token endpoint is not what it should be.

use crate::support::scripted::{Act, Scripted, answer, json};
use crate::{client, page};

#[tokio::test]
async fn a_token_said_to_live_for_ever_is_taken() {
    let for_ever = |_: &_, _| json(r#"{"access_token":"t","expires_in":18446744073709551615}"#);
    let server = Scripted::start_with_sign_in(for_ever, |_, _| json("[]"));
    assert!(page(&client(&server).0).await.is_ok());
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
