//! What the screen reads of an identity, over real HTTP: its sign-in as far as the token allows, what was done for it, and
//! what this machine's journal has.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod support {
    pub mod embedded;
}

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::Timestamp;
use quarterdeck::api::{Client, Request, filter};
use quarterdeck::model::{AccountId, Generation, ListQuery, Outcome, ProblemKind, Span, Urgency, Verb};
use quarterdeck::tenant::{RunningTenant, TenantSettings};
use quarterdeck::work::Worker;
use quarterdeck::work::journal::{Instance, Journal, NewRun, NewTarget};
use quarterdeck::work::protocol::{Epoch, Job, JobId, Report};
use support::embedded::{client, connection, tenant};

const EPOCH: Epoch = Epoch(3);

async fn tenant_with(scopes: &[&str]) -> RunningTenant {
    let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
    tenant(TenantSettings { accounts: 600, rate_limit: None, scopes, ..TenantSettings::default() }).await
}

/// A worker on the tenant, and what it says.
struct Asked {
    worker: Worker,
    reports: Receiver<Report>,
}

impl Asked {
    fn new(tenant: &RunningTenant, generation: Generation) -> Self {
        let (ear, reports) = channel();
        let worker = Worker::spawn(connection(tenant, generation), move |report| drop(ear.send(report))).unwrap();
        Self { worker, reports }
    }

    fn with_journal_in(self, directory: &Path) -> Self {
        Self { worker: self.worker.with_journal_in(directory.to_owned()), ..self }
    }

    /// What the job ends in.
    fn end_of(&self, job: Job) -> Report {
        self.worker.submit(JobId(1), job);
        loop {
            match self.reports.recv_timeout(Duration::from_secs(10)).unwrap() {
                Report::SignedIn(_) | Report::Requested(_) | Report::Pace(_) | Report::Deprecated => {}
                end => return end,
            }
        }
    }
}

fn identity(id: &str) -> Job {
    Job::Identity { epoch: EPOCH, id: id.to_owned() }
}

/// The ids of a few identities.
async fn some_identities(client: &Client) -> Vec<String> {
    let few = Span { offset: 0, limit: 5 };
    let people = Request::get_public_identities(&filter::starts_with("alias", "a"), few);
    client.send(&people, Urgency::Person).await.unwrap().rows.into_iter().map(|person| person.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_search_identities_reads_the_state_of_the_sign_in() {
    let tenant = tenant_with(&["sp:scopes:all"]).await;
    for generation in Generation::ALL {
        let ids = some_identities(&client(&tenant, generation)).await;
        let asked = Asked::new(&tenant, generation);
        for id in ids {
            let Report::Identity { epoch, identity, withheld, .. } = asked.end_of(identity(&id)) else { panic!() };
            assert_eq!((epoch, &identity.known_as.id, withheld), (EPOCH, &id, None), "{generation}");
            assert!(identity.sign_in.is_some(), "{generation}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_reads_the_identity_and_why_its_sign_in_is_not_told() {
    let tenant = tenant_with(&["idn:accounts:read", "sp:scopes:default"]).await;
    for generation in Generation::ALL {
        let ids = some_identities(&client(&tenant, generation)).await;
        let asked = Asked::new(&tenant, generation);
        let Report::Identity { identity, withheld, .. } = asked.end_of(identity(&ids[0])) else { panic!() };
        assert_eq!((identity.sign_in.as_deref(), identity.known_as.state.is_some()), (None, true), "{generation}");
        let withheld = withheld.unwrap();
        assert_eq!(withheld.kind, ProblemKind::Forbidden);
        assert!(withheld.advice.unwrap().contains("idn:identity:read"), "{generation}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_read_neither_is_told_what_is_needed() {
    let tenant = tenant_with(&["idn:accounts:read"]).await;
    let asked = Asked::new(&tenant, Generation::Beta);
    let Report::Failed { problem, .. } = asked.end_of(identity("i")) else { panic!() };
    assert_eq!(problem.kind, ProblemKind::Forbidden);
    assert!(problem.advice.unwrap().contains("idn:identity:read"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_nobody_knows_is_not_found() {
    let tenant = tenant_with(&["sp:scopes:all"]).await;
    let Report::Failed { problem, .. } = Asked::new(&tenant, Generation::Beta).end_of(identity("nobody")) else {
        panic!()
    };
    assert_eq!(problem.kind, ProblemKind::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn activities_come_newest_first_and_page_by_page_in_every_generation() {
    let tenant = tenant_with(&["sp:scopes:all"]).await;
    for generation in Generation::ALL {
        let client = client(&tenant, generation);
        let first = Request::list_accounts(&ListQuery::default(), Span { offset: 0, limit: 250 }, false);
        let accounts = client.send(&first, Urgency::Person).await.unwrap().rows;
        let ids = accounts.iter().filter_map(|row| row.identity.as_deref()?.id.as_deref());
        let asked = Asked::new(&tenant, generation);
        let mut seen = 0;
        for id in ids.take(20) {
            let page = |offset, limit| {
                let job = Job::Activities { epoch: EPOCH, identity: id.to_owned(), span: Span { offset, limit } };
                let Report::Activities { rows, total, .. } = asked.end_of(job) else { panic!() };
                (rows, total)
            };
            let (all, total) = page(0, 100);
            assert_eq!(total, Some(all.len() as u64), "{generation}");
            assert!(all.is_sorted_by(|newer, older| newer.created >= older.created), "{generation}: {all:?}");
            if all.len() > 1 {
                let (second, total) = page(1, 1);
                assert_eq!((second.first(), total), (all.get(1), None), "{generation}");
            }
            seen += all.len();
        }
        assert!(seen > 0, "{generation}: nobody has a history");
    }
}

fn history(account: &str, identity: Option<&str>) -> Job {
    Job::History { epoch: EPOCH, account: AccountId::from(account), identity: identity.map(str::to_owned) }
}

fn told(end: Report) -> Vec<(Option<Verb>, Outcome, Option<String>)> {
    let Report::History { actions, .. } = end else { panic!("{end:?}") };
    actions.into_iter().map(|action| (action.verb, action.outcome, action.ticket)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_the_history_makes_no_journal() {
    let tenant = tenant_with(&["sp:scopes:all"]).await;
    let around = tempfile::tempdir().unwrap();
    let directory = around.path().join("state");
    let asked = Asked::new(&tenant, Generation::Beta).with_journal_in(&directory);
    assert_eq!(told(asked.end_of(history("a", None))), []);
    assert!(!directory.exists());
    let without_a_place = Asked::new(&tenant, Generation::Beta);
    assert_eq!(told(without_a_place.end_of(history("a", None))), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_is_of_this_tenant_this_account_and_its_identity() {
    let tenant = tenant_with(&["sp:scopes:all"]).await;
    let around = tempfile::tempdir().unwrap();
    let directory = around.path().join("state");
    let host = client(&tenant, Generation::Beta).tenant();
    let run = |verb, tenant: &str, id: &str| NewRun {
        verb,
        tenant: tenant.to_owned(),
        tenant_user: None,
        ticket: Some("INC1".to_owned()),
        reason: None,
        options: serde_json::json!({}),
        targets: vec![NewTarget {
            id: id.to_owned(),
            name: None,
            native_id: None,
            source: None,
            expected: None,
            body: None,
            skip: None,
        }],
    };
    let mut journal = Journal::open(&directory, Instance::this()).unwrap();
    for run in [
        run(Verb::Unlock, &host, "a"),
        run(Verb::DisableIdentity, &host, "i"),
        run(Verb::Unlock, &host, "b"),
        run(Verb::Unlock, "other.example", "a"),
    ] {
        journal.begin_run(&run, Timestamp::UNIX_EPOCH).unwrap();
    }
    let asked = Asked::new(&tenant, Generation::Beta).with_journal_in(&directory);
    let ticket = Some("INC1".to_owned());
    let of_identity = (Some(Verb::DisableIdentity), Outcome::Planned, ticket.clone());
    let of_account = (Some(Verb::Unlock), Outcome::Planned, ticket);
    assert_eq!(told(asked.end_of(history("a", Some("i")))), [of_identity, of_account.clone()]);
    assert_eq!(told(asked.end_of(history("a", None))), [of_account]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_journal_others_may_read_is_told_and_not_read() {
    use std::os::unix::fs::PermissionsExt;
    let tenant = tenant_with(&["sp:scopes:all"]).await;
    let around = tempfile::tempdir().unwrap();
    let directory = around.path().join("state");
    drop(Journal::open(&directory, Instance::this()).unwrap());
    std::fs::set_permissions(&directory, std::fs::Permissions::from_mode(0o755)).unwrap();
    let asked = Asked::new(&tenant, Generation::Beta).with_journal_in(&directory);
    let Report::Failed { problem, epoch, .. } = asked.end_of(history("a", None)) else { panic!() };
    assert_eq!((problem.kind, epoch), (ProblemKind::Journal, Some(EPOCH)));
}
