//! Each fault of the embedded tenant, seen over real HTTP by someone who does not expect it.

use std::collections::HashSet;
use std::time::Duration;

use quarterdeck::tenant::Level;
use reqwest::Method;
use serde_json::{Value, json};

use crate::asker::{Asker, Got, column};

#[tokio::test]
async fn status_answers_with_that_status() {
    for (status, code) in [(500, "500.0 Internal fault"), (404, "404 Not found")] {
        let asker = Asker::with_faults(&format!("status={status}:1")).await;
        let got = asker.get("/accounts/v1").await;
        assert_eq!((got.status, got.json()["detailCode"].as_str()), (status, Some(code)));
    }
    let got = Asker::with_faults("status=429:1").await.get("/accounts/v1").await;
    assert_eq!((got.status, got.header("retry-after")), (429, Some("1")));
    let got = Asker::with_faults("status=503:1").await.get("/accounts/v1").await;
    assert_eq!((got.status, got.header("content-type")), (503, Some("text/plain")));
}

#[tokio::test]
async fn reset_cuts_the_line_before_anything_is_answered() {
    let asker = Asker::with_faults("reset:1").await;
    let error = asker.try_get("/accounts/v1").await.err().expect("a cut line");
    assert!(error.is_request() && !error.is_timeout() && error.status().is_none(), "{error:?}");
}

#[tokio::test]
async fn cut_body_promises_more_than_it_sends() {
    let asker = Asker::with_faults("cut-body:1").await;
    let answer = asker.request(reqwest::Method::GET, "/accounts/v1").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.is_err());
}

#[tokio::test]
async fn after_a_cut_line_the_next_one_is_whole() {
    let asker = Asker::with_faults("reset:0.5").await;
    let mut outcomes = HashSet::new();
    while outcomes.len() < 2 {
        outcomes.insert(asker.try_get("/accounts/v1?limit=1").await.is_ok());
    }
}

#[tokio::test]
async fn html_is_a_page_for_people_with_status_200() {
    let got = Asker::with_faults("html:1").await.get("/accounts/v1").await;
    assert_eq!((got.status, got.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(got.text.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn slow_answers_later_than_a_client_waits() {
    let asker = Asker::with_faults("slow=1h:1").await;
    let request = asker.request(reqwest::Method::GET, "/accounts/v1").timeout(Duration::from_millis(200));
    assert!(request.send().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn bad_encoding_names_a_coding_there_is_none_of_on_refusals_only() {
    let asker = Asker::with_faults("bad-encoding:1").await;
    let got = asker.get("/accounts/v1?limit=999").await;
    assert_eq!((got.status, got.header("content-encoding")), (400, Some("UTF-8")));
    assert_eq!(asker.get("/accounts/v1?limit=1").await.status, 200);
}

#[tokio::test]
async fn empty_403_and_plain_404_have_no_json() {
    let asker = Asker::with_faults("empty-403:1,plain-404:1").await;
    let got = asker.get("/accounts/v1/nobody").await;
    assert_eq!((got.status, got.text.as_str()), (404, "404 page not found\n"));
    let asker = Asker::with(|settings| {
        settings.faults = "empty-403:1".parse().unwrap();
        settings.level = Level::Helpdesk;
    })
    .await;
    let got = asker.get("/sources/v1").await;
    assert_eq!((got.status, got.text.as_str()), (403, ""));
}

#[tokio::test]
async fn short_pages_lack_rows_that_the_total_counts() {
    let got = Asker::with_faults("short-page:1").await.get("/accounts/v1?count=true").await;
    assert_eq!(got.total(), Some(600));
    assert!((247..250).contains(&got.rows().len()));
}

#[tokio::test]
async fn wrong_totals_are_a_few_off() {
    let got = Asker::with_faults("wrong-total:1").await.get("/accounts/v1?count=true").await;
    assert_ne!(got.total(), Some(600));
    assert_eq!(got.rows().len(), 250);
}

#[tokio::test]
async fn end400_refuses_a_page_past_the_end() {
    let asker = Asker::with_faults("end400:1").await;
    assert_eq!(asker.get("/accounts/v1?offset=599").await.rows().len(), 1);
    let got = asker.get("/accounts/v1?offset=600").await;
    assert_eq!(got.status, 400);
    assert_eq!(got.json()["messages"][0]["text"], "Specified offset is invalid.");
}

#[tokio::test]
async fn nulls_empty_every_field_that_may_be_null() {
    let rows = Asker::with_faults("nulls:1").await.get("/accounts/v1").await.rows();
    let nullable =
        ["name", "sourceName", "attributes", "features", "origin", "connectionType", "identityState", "uuid"];
    assert!(rows.iter().all(|row| nullable.iter().all(|field| row.get(field).is_some_and(Value::is_null))));
}

#[tokio::test]
async fn moving_rows_make_pages_overlap_or_leave_gaps() {
    let asker = Asker::with_faults("moving-rows:1").await;
    let mut seen = HashSet::new();
    for _ in 0..20 {
        let read = column(
            &asker.all("/accounts/v1", &[("sorters", "id"), ("limit", "100"), ("detailLevel", "SLIM")]).await,
            "id",
        );
        let unique: HashSet<&String> = read.iter().collect();
        let total = asker.get("/accounts/v1?limit=0&count=true").await.total().unwrap();
        if unique.len() < read.len() {
            seen.insert("doubled");
        }
        if unique.len() < total {
            seen.insert("lost");
        }
    }
    assert_eq!(seen, HashSet::from(["doubled", "lost"]));
}

#[tokio::test]
async fn lost_rows_are_withheld_from_lists_over_several_sources_and_from_their_totals() {
    let asker = Asker::with_faults("lost-rows:0.2").await;
    let by = [("sorters", "id"), ("count", "true"), ("detailLevel", "SLIM")];
    let read = async |filters: &str| -> (HashSet<String>, usize) {
        let parameters = [&by[..], &[("filters", filters)]].concat();
        let total = asker.ask("/accounts/v1", &parameters).await.total().unwrap();
        (column(&asker.all("/accounts/v1", &parameters).await, "id").into_iter().collect(), total)
    };
    let (okta, linux) = ("source.displayableName eq \"Okta\"", "source.displayableName eq \"Linux Servers\"");
    let mut alone = HashSet::new();
    for filters in [okta, linux] {
        let (ids, total) = read(filters).await;
        assert_eq!(ids.len(), total);
        alone.extend(ids);
    }
    let (together, total) = read(&format!("{okta} or {linux}")).await;
    assert!(together.len() < alone.len() && together.is_subset(&alone), "{} of {}", together.len(), alone.len());
    assert_eq!(together.len(), total, "nothing shows in the total");
    assert_eq!(read(&format!("{okta} or {linux}")).await.0, together, "always the same ones");
}

#[tokio::test]
async fn after_rows_moved_every_list_still_agrees_with_the_others() {
    let asker = Asker::with_faults("moving-rows:0.5").await;
    let ids = async |sorters: &str, filters: &str| -> Vec<String> {
        // One page at a time from the beginning: only later pages move rows.
        let got = asker.ask("/accounts/v1", &[("sorters", sorters), ("filters", filters), ("limit", "250")]).await;
        column(&got.rows(), "id")
    };
    let directory = "source.displayableName eq \"Linux Servers\"";
    for sorters in ["", "id", "name", "-modified"] {
        ids(sorters, directory).await;
    }
    for _ in 0..30 {
        asker.get("/accounts/v1?sorters=id&offset=250").await;
    }
    let expected: HashSet<String> = ids("", directory).await.into_iter().collect();
    for sorters in ["id", "name", "-modified"] {
        let listed = ids(sorters, directory).await;
        assert_eq!(listed.len(), expected.len(), "{sorters}");
        assert_eq!(listed.into_iter().collect::<HashSet<_>>(), expected, "{sorters}");
    }
    assert!(ids("id", directory).await.is_sorted());
}

/// A tenant whose tasks end at once, with faults.
async fn prompt_with_faults(faults: &str) -> Asker {
    Asker::with(|settings| {
        settings.task_time = Duration::ZERO..=Duration::ZERO;
        settings.faults = faults.parse().unwrap();
    })
    .await
}

/// An account that is enabled, on a source that can be written.
async fn enabled(asker: &Asker) -> Value {
    let filter = [("filters", "source.displayableName eq \"Okta\"")];
    let rows = asker.ask("/accounts/v1", &filter).await.rows();
    rows.into_iter().find(|account| account["disabled"] == false).unwrap()
}

/// Disables an account.
async fn disable(asker: &Asker, account: &Value) -> reqwest::Result<Got> {
    let path = format!("/accounts/v1/{}/disable", account["id"].as_str().unwrap());
    asker.send(Method::POST, &path, Some(json!({}))).await
}

async fn read_back(asker: &Asker, account: &Value) -> Value {
    asker.get(&format!("/accounts/v1/{}", account["id"].as_str().unwrap())).await.json()
}

#[tokio::test]
async fn lost_reply_applies_a_write_and_cuts_the_line_before_the_answer() {
    let asker = prompt_with_faults("lost-reply:1").await;
    let account = enabled(&asker).await;
    let error = disable(&asker, &account).await.err().expect("a cut line");
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
    assert_eq!(column(&asker.ledger().await, "accountId"), [account["id"].as_str().unwrap()]);
    assert_eq!(read_back(&asker, &account).await["disabled"], true);
}

#[tokio::test]
async fn lost_reply_spares_reads_and_what_was_refused() {
    let asker = prompt_with_faults("lost-reply:1").await;
    assert_eq!(asker.get("/accounts/v1?limit=1").await.status, 200);
    assert_eq!(asker.post("/accounts/v1/nobody/enable", json!({})).await.status, 404);
    assert_eq!(asker.post("/identities-accounts/v1/enable", json!({})).await.status, 400);
}

#[tokio::test]
async fn faults_before_a_write_leave_nothing_applied() {
    let untouched = Asker::with(|_| {}).await;
    let account = enabled(&untouched).await;
    for (fault, expected) in
        [("reset:1", None), ("status=500:1", Some(500)), ("status=429:1", Some(429)), ("html:1", Some(200))]
    {
        let asker = prompt_with_faults(fault).await;
        let status = disable(&asker, &account).await.ok().map(|got| got.status);
        assert_eq!(status, expected, "{fault}");
        assert_eq!(asker.ledger().await, Vec::<Value>::new(), "{fault}");
    }
}

#[tokio::test]
async fn a_cut_body_keeps_the_status_of_a_write_that_was_accepted() {
    let asker = prompt_with_faults("cut-body:1").await;
    let account = enabled(&Asker::with(|_| {}).await).await;
    let path = format!("/accounts/v1/{}/disable", account["id"].as_str().unwrap());
    let request = asker.request(Method::POST, &path).header("content-type", "application/json").body("{}");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 202);
    assert!(answer.text().await.is_err());
    assert_eq!(asker.ledger().await.len(), 1);
}

/// How the task of a disabled account ended, and the account afterwards.
async fn outcome(asker: &Asker) -> (Got, Value, Value) {
    let before = enabled(asker).await;
    let id = disable(asker, &before).await.unwrap().json()["id"].as_str().unwrap().to_owned();
    let task = asker.get(&format!("/task-status/v1/{id}")).await;
    let after = read_back(asker, &before).await;
    (task, before, after)
}

#[tokio::test]
async fn task_error_ends_a_task_in_error_and_nothing_was_done() {
    let (task, _, after) = outcome(&prompt_with_faults("task-error:1").await).await;
    let task = task.json();
    let words = "Failed to update attribute password - New password violates password-history or constraints";
    assert_eq!(task["completionStatus"], "ERROR");
    assert_eq!((&task["messages"][0]["type"], &task["messages"][0]["key"]), (&json!("ERROR"), &json!(words)));
    assert_eq!(task["messages"][0]["localizedText"]["message"], words);
    assert_eq!(after["disabled"], false);
}

#[tokio::test]
async fn task_warning_ends_a_task_in_warning_and_it_was_done() {
    let (task, _, after) = outcome(&prompt_with_faults("task-warning:1").await).await;
    assert_eq!(task.json()["completionStatus"], "WARNING");
    assert_eq!(task.json()["messages"][0]["type"], "WARN");
    assert_eq!(after["disabled"], true);
}

#[tokio::test]
async fn forget_task_is_404_for_a_task_that_does_its_work() {
    let asker = prompt_with_faults("forget-task:1").await;
    let (task, before, after) = outcome(&asker).await;
    assert_eq!(task.status, 404);
    assert_eq!(after["disabled"], true);
    let id = asker.ledger().await[0]["taskId"].as_str().unwrap().to_owned();
    let filter = format!("id eq \"{id}\"");
    assert_eq!(asker.ask("/task-status/v1", &[("filters", &filter)]).await.rows(), Vec::<Value>::new());
    assert!(before["modified"].as_str() < after["modified"].as_str());
}

#[tokio::test]
async fn still_modified_switches_an_account_without_moving_its_modified() {
    let (task, before, after) = outcome(&prompt_with_faults("still-modified:1").await).await;
    assert_eq!(task.json()["completionStatus"], "SUCCESS");
    assert_eq!((&after["disabled"], &after["modified"]), (&json!(true), &before["modified"]));
}
