//! Signing in, where the tenant's words about the token are odd or the token endpoint is not what it should be.

use crate::support::scripted::{Scripted, json};
use crate::{client, page};

#[tokio::test]
async fn a_token_said_to_live_for_ever_is_taken() {
    let for_ever = |_: &_, _| json(r#"{"access_token":"t","expires_in":18446744073709551615}"#);
    let server = Scripted::start_with_sign_in(for_ever, |_, _| json("[]"));
    assert!(page(&client(&server).0).await.is_ok());
}
