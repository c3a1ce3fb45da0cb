//! What is refused of writes: by level and scope, for what the body says, and for what the account is. Nothing that is
//! refused stands in the ledger.

use quarterdeck::tenant::Level;
use reqwest::Method;
use serde_json::{Value, json};

use crate::asker::{Asker, Got, column, first, path, read};

/// Every writing operation on ids that exist nowhere: whoever is let in is told 404, or that the body will not do.
fn operations() -> Vec<(&'static str, Method, &'static str, Option<Value>)> {
    let toggle = || Some(json!({}));
    let attributes = || Some(json!({"attributes": {"sourceId": "nowhere", "x": "y"}}));
    let ids = || Some(json!({"identityIds": []}));
    vec![
        ("create", Method::POST, "accounts", attributes()),
        ("put", Method::PUT, "accounts/nobody", attributes()),
        ("patch", Method::PATCH, "accounts/nobody", Some(json!([]))),
        ("delete", Method::DELETE, "accounts/nobody", None),
        ("enable", Method::POST, "accounts/nobody/enable", toggle()),
        ("disable", Method::POST, "accounts/nobody/disable", toggle()),
        ("unlock", Method::POST, "accounts/nobody/unlock", toggle()),
        ("reload", Method::POST, "accounts/nobody/reload", None),
        ("remove", Method::POST, "accounts/nobody/remove", None),
        ("remove-accounts", Method::POST, "sources/nobody/remove-accounts", None),
        ("identity-enable", Method::POST, "identities-accounts/nobody/enable", None),
        ("identity-disable", Method::POST, "identities-accounts/nobody/disable", None),
        ("identities-enable", Method::POST, "identities-accounts/enable", ids()),
        ("identities-disable", Method::POST, "identities-accounts/disable", ids()),
    ]
}

/// The operations a token is let in to.
async fn open_to(asker: &Asker, generation: &str) -> Vec<&'static str> {
    let mut open = Vec::new();
    for (word, method, resource, body) in operations() {
        let got = asker.send(method, &path(generation, resource), body).await.unwrap();
        match got.status {
            403 => assert_eq!(got.json()["detailCode"], "403 Forbidden", "{word}"),
            400 | 404 | 207 => open.push(word),
            status => panic!("{word}: {status}"),
        }
    }
    open
}

const STATES: [&str; 4] = ["enable", "disable", "unlock", "reload"];
const CONTENT: [&str; 4] = ["create", "put", "patch", "delete"];
const REMOVALS: [&str; 2] = ["remove", "remove-accounts"];
const IDENTITIES: [&str; 4] = ["identity-enable", "identity-disable", "identities-enable", "identities-disable"];

#[tokio::test]
async fn levels_are_let_in_as_documented() {
    let everything = [&CONTENT[..], &STATES, &REMOVALS, &IDENTITIES].concat();
    let cases = [
        (Level::OrgAdmin, "beta", everything.clone()),
        (Level::OrgAdmin, "v1", everything),
        (Level::SourceAdmin, "beta", [&CONTENT[..], &STATES, &IDENTITIES].concat()),
        (Level::SourceAdmin, "v2024", [&CONTENT[..], &STATES].concat()),
        (Level::SourceSubadmin, "beta", [&CONTENT[..], &STATES, &IDENTITIES].concat()),
        (Level::Helpdesk, "beta", STATES.to_vec()),
        (Level::Helpdesk, "v1", STATES.to_vec()),
        (Level::User, "v1", vec![]),
        (Level::Application, "v1", [&CONTENT[..], &STATES, &["remove"], &IDENTITIES].concat()),
    ];
    for (level, generation, expected) in cases {
        let asker = Asker::with(|settings| settings.level = level).await;
        assert_eq!(open_to(&asker, generation).await, expected, "{level:?} {generation}");
        assert_eq!(asker.ledger().await, Vec::<Value>::new());
    }
}

#[tokio::test]
async fn scopes_are_asked_for_as_documented() {
    let cases = [
        ("idn:accounts:manage", "v1", [&CONTENT[..], &REMOVALS].concat()),
        ("idn:accounts-state:manage", "v1", [&STATES[..], &IDENTITIES].concat()),
        ("idn:accounts-provisioning:manage", "v1", IDENTITIES.to_vec()),
        ("idn:accounts-provisioning:manage", "beta", vec![]),
        ("idn:accounts:read", "v1", vec![]),
    ];
    for (scope, generation, expected) in cases {
        let asker = Asker::with(|settings| settings.scopes = vec![scope.to_owned()]).await;
        assert_eq!(open_to(&asker, generation).await, expected, "{scope} {generation}");
    }
}

#[tokio::test]
async fn a_forced_unlock_needs_the_scope_of_provisioning_besides() {
    let unlock = async |scopes: &[&str], body: Value| {
        let asker = Asker::with(|settings| settings.scopes = scopes.iter().map(ToString::to_string).collect()).await;
        let readable = Asker::with(|_| {}).await;
        let id = first(&readable, "accounts").await["id"].as_str().unwrap().to_owned();
        asker.post(&format!("/beta/accounts/{id}/unlock"), body).await.status
    };
    let (state, provisioning) = ("idn:accounts-state:manage", "idn:accounts-provisioning:manage");
    assert_eq!(unlock(&[state], json!({"forceProvisioning": true})).await, 403);
    assert_eq!(unlock(&[state], json!({"forceProvisioning": false})).await, 202);
    assert_eq!(unlock(&[state, provisioning], json!({"forceProvisioning": true})).await, 202);
}

#[tokio::test]
async fn v3_lacks_what_the_vendor_says_it_lacks() {
    let asker = Asker::with(|_| {}).await;
    let identity = first(&asker, "identities").await["id"].as_str().unwrap().to_owned();
    assert_eq!(asker.press(&format!("/v3/identities-accounts/{identity}/disable")).await.status, 404);
    let account = first(&asker, "accounts").await["id"].as_str().unwrap().to_owned();
    assert_eq!(asker.press(&format!("/v3/accounts/{account}/remove")).await.status, 404);
    assert_eq!(asker.post(&format!("/v3/accounts/{account}/enable"), json!({})).await.status, 202);
}

#[tokio::test]
async fn beta_says_of_fifteen_operations_that_they_are_deprecated() {
    let asker = Asker::with(|_| {}).await;
    let account = first(&asker, "accounts").await["id"].as_str().unwrap().to_owned();
    let identity = first(&asker, "identities").await["id"].as_str().unwrap().to_owned();
    let deprecated = async |path: &str, body: Option<Value>| {
        let got = asker.send(Method::POST, path, body).await.unwrap();
        assert!((200..300).contains(&got.status), "{path}: {}", got.text);
        got.header("x-deprecated") == Some("true")
    };
    assert!(deprecated(&format!("/beta/accounts/{account}/enable"), Some(json!({}))).await);
    assert!(deprecated(&format!("/beta/identities-accounts/{identity}/enable"), None).await);
    assert!(deprecated("/beta/identities-accounts/enable", Some(json!({"identityIds": []}))).await);
    assert!(!deprecated(&format!("/accounts/v1/{account}/enable"), Some(json!({}))).await);
    assert!(!deprecated(&format!("/beta/accounts/{account}/remove"), None).await);
}

fn code(got: &Got) -> (u16, String) {
    (got.status, got.json()["detailCode"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn bodies_that_will_not_do_are_refused_with_the_words_for_it() {
    let asker = Asker::with(|_| {}).await;
    let id = first(&asker, "accounts").await["id"].as_str().unwrap().to_owned();
    let (account, enable) = (format!("/beta/accounts/{id}"), format!("/beta/accounts/{id}/enable"));
    let unparsed = (400, "400.0 Bad request syntax".to_owned());
    let required = (400, "400.1.0 Required data missing or empty".to_owned());
    let send =
        async |method: Method, path: &str, body: Option<Value>| code(&asker.send(method, path, body).await.unwrap());
    for body in [None, Some(json!([])), Some(json!({"forceProvisioning": "yes"}))] {
        assert_eq!(send(Method::POST, &enable, body).await, unparsed);
    }
    for body in [None, Some(json!({"op": "remove", "path": "/identityId"})), Some(json!([{"path": "/identityId"}]))] {
        assert_eq!(send(Method::PATCH, &account, body).await, unparsed);
    }
    assert_eq!(send(Method::PUT, &account, Some(json!({}))).await, required);
    assert_eq!(send(Method::POST, "/beta/identities-accounts/enable", Some(json!({}))).await, required);
    for attributes in [json!({"badgeNumber": "B1"}), json!({"sourceId": ""})] {
        assert_eq!(send(Method::POST, "/beta/accounts", Some(json!({"attributes": attributes}))).await, required);
    }
    let source = first(&asker, "sources").await["id"].clone();
    let nameless = json!({"attributes": {"sourceId": source, "displayName": "Ada"}});
    assert_eq!(send(Method::POST, "/beta/accounts", Some(nameless)).await, required);
    let request = asker.request(Method::PATCH, &account).header("content-type", "application/json").body("[]");
    assert_eq!(code(&read(request).await.unwrap()), (415, "415 Unsupported media type".to_owned()));
    assert_eq!(asker.ledger().await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_cannot_be_done_to_an_account_is_refused() {
    let asker = Asker::with(|_| {}).await;
    let of = async |source: &str| {
        let filter = format!("source.displayableName eq \"{source}\"");
        let rows = asker.ask("/accounts/v1", &[("filters", &filter), ("limit", "1")]).await.rows();
        format!("/accounts/v1/{}", column(&rows, "id")[0])
    };
    let (direct, file, single) = (of("Okta").await, of("Badge System").await, of("Linux Servers").await);
    let attributes = json!({"attributes": {"badgeNumber": "B1"}});
    let edit = json!([{"op": "add", "path": "/attributes/title", "value": "x"}]);
    let generic = (400, "400.1 Bad request content".to_owned());
    for (method, path, body) in [
        (Method::DELETE, direct.clone(), None),
        (Method::DELETE, file.clone(), Some(json!({}))),
        (Method::PUT, direct.clone(), Some(attributes)),
        (Method::PATCH, direct.clone(), Some(edit)),
        (Method::POST, format!("{file}/reload"), None),
        (Method::POST, format!("{single}/reload"), None),
    ] {
        let got = asker.send(method.clone(), &path, body).await.unwrap();
        assert_eq!(code(&got), generic, "{method} {path}");
        assert_eq!(got.json()["causes"], json!([]), "{method} {path}");
    }
    let cause = async |path: &str, value: Value| {
        let patch = json!([{"op": "replace", "path": path, "value": value}]);
        let got = asker.send(Method::PATCH, &direct, Some(patch)).await.unwrap();
        assert_eq!(code(&got), generic);
        got.json()["causes"][0]["text"].clone()
    };
    assert_eq!(cause("/disabled", json!(true)).await, "\"disabled\" is not a valid patch field for the account model");
    assert_eq!(cause("/identityId", json!("nobody")).await, "Referenced identity \"nobody\" was not found.");
    assert_eq!(asker.ledger().await, Vec::<Value>::new());
}

#[tokio::test]
async fn ids_of_another_kind_name_nothing_that_could_be_changed() {
    let asker = Asker::with(|_| {}).await;
    let account = first(&asker, "accounts").await;
    let (account, identity) = (account["id"].as_str().unwrap(), account["identityId"].as_str().unwrap());
    for (path, body) in [
        (format!("/beta/accounts/{identity}/enable"), Some(json!({}))),
        (format!("/beta/accounts/{identity}/remove"), None),
        (format!("/beta/identities-accounts/{account}/disable"), None),
        (format!("/beta/sources/{account}/remove-accounts"), None),
    ] {
        let got = asker.send(Method::POST, &path, body).await.unwrap();
        assert_eq!(code(&got), (404, "404 Not found".to_owned()), "{path}");
    }
}
