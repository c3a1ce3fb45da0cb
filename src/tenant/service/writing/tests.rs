//! Writes and what is seen of them as time goes by, on a clock the tests turn.

use std::time::Duration;

use serde_json::Value;

use crate::tenant::body::Body;
use crate::tenant::moment::Millis;
use crate::tenant::parameters::Parameters;
use crate::tenant::service::{Asked, Service};
use crate::tenant::settings::TenantSettings;
use crate::tenant::store::NONE;

const NOW: Millis = 1_795_000_000_000;
/// How long every task takes.
const TIME: Millis = 4_000;

fn service(accounts: u32) -> Service {
    let time = Duration::from_millis(TIME.unsigned_abs());
    let settings = TenantSettings { accounts, task_time: time..=time, rate_limit: None, ..TenantSettings::default() };
    Service::new(&settings, NOW)
}

/// Asks at a moment, and gives status and body.
fn ask(service: &Service, method: &str, path: &str, body: &str, now: Millis) -> (u16, Value) {
    let credentials = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        service.issuer.client_id, service.issuer.client_secret
    );
    let granted = service.issuer.token(&Parameters::of_form(credentials.as_bytes()).unwrap(), now);
    let token = serde_json::from_slice::<Value>(&granted.body).unwrap()["access_token"].clone();
    let content_type = if method == "PATCH" { "application/json-patch+json" } else { "application/json" };
    let asked = Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: Some(Parameters::default()),
        authorization: Some(format!("Bearer {}", token.as_str().unwrap())),
        body: Body { content_type: content_type.to_owned(), bytes: body.as_bytes().to_vec() },
    };
    let answer = service.answer(&asked, now);
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

/// The path of a correlated account of a healthy source with both features.
fn account(service: &Service) -> String {
    let store = service.read_store();
    let mut accounts = (0..600).filter_map(|number| store.account(number));
    let okta = accounts.find(|known| known.source().facts.name == "Okta" && known.row.identity != NONE).unwrap();
    format!("/accounts/v1/{}", okta.id())
}

#[test]
fn a_task_is_half_way_at_half_its_time_and_its_effect_is_seen_at_the_end() {
    let service = service(600);
    let account = account(&service);
    let get = |path: &str, after: Millis| ask(&service, "GET", path, "", NOW + after).1;
    assert_eq!(ask(&service, "POST", &format!("{account}/enable"), "{}", NOW).0, 202);
    let (status, taken) = ask(&service, "POST", &format!("{account}/disable"), "{}", NOW + 10_000);
    let task = format!("/task-status/v1/{}", taken["id"].as_str().unwrap());
    assert_eq!((status, get(&account, 10_000)["disabled"].as_bool()), (202, Some(false)));
    let half = get(&task, 12_000);
    assert_eq!((&half["percentComplete"], &half["completionStatus"]), (&Value::from(50), &Value::Null));
    assert_eq!(get(&account, 13_999)["disabled"], false);
    assert_eq!(get(&account, 14_000)["disabled"], true);
    assert_eq!(get(&task, 14_000)["completionStatus"], "SUCCESS");
}

#[test]
fn patches_and_identities_change_a_little_later_but_sooner_than_a_task() {
    let service = service(600);
    let account = account(&service);
    let get = |path: &str, after: Millis| ask(&service, "GET", path, "", NOW + after).1;
    let identity = get(&account, 0)["identityId"].as_str().unwrap().to_owned();
    let identity = format!("/identities/v1/{identity}");
    let disable = identity.replace("/identities/", "/identities-accounts/") + "/disable";
    let patch = r#"[{"op":"remove","path":"/identityId"}]"#;
    assert_eq!(ask(&service, "PATCH", &account, patch, NOW), (202, serde_json::json!({})));
    assert_eq!(ask(&service, "POST", &disable, "", NOW), (202, serde_json::json!({})));
    let before = TIME / 4 - 1;
    assert_eq!(get(&account, before)["uncorrelated"], false);
    assert_ne!(get(&identity, before)["identityStatus"], "DISABLED");
    assert_eq!(get(&account, TIME / 4)["uncorrelated"], true);
    assert_eq!(get(&identity, TIME / 4)["identityStatus"], "DISABLED");
}

#[test]
fn ids_and_times_are_the_same_on_every_run_of_a_seed() {
    let run = || {
        let service = service(600);
        let account = account(&service);
        let presses = ["enable", "disable", "reload", "unlock"];
        let ids: Vec<Value> =
            presses.map(|verb| ask(&service, "POST", &format!("{account}/{verb}"), "{}", NOW).1["id"].clone()).into();
        (ids, service.ledger.lock().unwrap().lines())
    };
    assert_eq!(run(), run());
}
