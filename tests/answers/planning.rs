//! Plans: what a reading that did not come whole proves, and what a plan made anew leaves out.

use super::*;
use quarterdeck::work::plan::Earlier;

/// An engine on a tenant whose reads are answered by this.
fn reading(answers: impl Fn(&Seen, usize) -> Value + Send + Sync + 'static) -> Desk {
    let server = Scripted::start(move |seen, nth| {
        let body = answers(seen, nth);
        let total = body["total"].as_u64().map_or_else(|| "1".to_owned(), |total| total.to_string());
        let rows = body.get("rows").unwrap_or(&body).to_string();
        Act::Send(answer(200, &[("X-Total-Count", &total)], rows))
    });
    let state = TempDir::new().unwrap();
    let journal = Journal::open(&state.path().join("state"), Instance::this()).unwrap();
    let client = Client::new(Connection::new(&server.base, "id", "secret".to_owned().into()), |_| ()).unwrap();
    Desk { server, engine: Engine::new(client, Keeper::new(journal)), accounts: Arc::default(), state }
}

fn earlier(plan: Plan) -> Vec<Earlier> {
    let earlier =
        |target: Target| Earlier { id: target.id, fate: target.fate, expected: target.expected, again: target.again };
    plan.targets.into_iter().map(earlier).collect()
}

#[tokio::test]
async fn a_plan_made_anew_does_not_send_what_was_refused_with_403_meanwhile() {
    let desk = Desk::with(|_, _, _| Act::Send(answer(403, &[], "{}")));
    let before = desk.plan(&["b"]).await;
    assert_eq!(desk.carry_out(desk.plan(&["a"]).await).await.exit_code, 3);
    let anew = desk.engine.plan_anew(Order::plain(Verb::Disable), earlier(before)).await.unwrap();
    let Fate::Skip { reason: SkipReason::Impossible, why } = &anew.targets[0].fate else { panic!("{anew:?}") };
    assert!(why.starts_with("the tenant refused this at "), "{why}");
}

#[tokio::test]
async fn a_row_that_came_twice_does_not_prove_that_another_is_not_there() {
    let row = |id: &str, native: &str| json!({"id": id, "nativeIdentity": native, "sourceId": "s1"});
    let asked = |rows: Value| {
        reading(move |seen, _| match seen.path().rsplit('/').next().unwrap() {
            "schemas" => json!([{"name": "account", "identityAttribute": "badge", "attributes": [{"name": "badge"}]}]),
            "accounts" => json!({"rows": rows, "total": 2}),
            _ => json!({"id": "s1", "name": "Badges", "connectionType": "file"}),
        })
    };
    let attributes = json!({"sourceId": "s1", "badge": "B-7"}).as_object().cloned().unwrap();
    let create = Order { content: Content::Attributes(attributes), ..Order::plain(Verb::Create) };
    let doubled = asked(json!([row("1", "b-7"), row("1", "b-7")]));
    let plan = doubled.plan_of(create.clone(), &[], &[]).await;
    assert!(matches!(plan.targets[0].fate, Fate::Skip { reason: SkipReason::Impossible, .. }), "{plan:?}");
    let whole = asked(json!([row("1", "b-7"), row("2", "b-7")]));
    assert_eq!(whole.plan_of(create, &[], &[]).await.targets[0].fate, Fate::Send, "another is called so on the source");
}

#[tokio::test]
async fn identities_that_an_answer_left_out_are_asked_for_again() {
    let desk = reading(|seen, nth| {
        let mut ids = ids_in(&seen.target);
        let total = ids.len();
        if nth == 0 {
            ids.pop();
        }
        let rows: Vec<Value> = ids.iter().map(|id| json!({"id": id, "name": id, "identityStatus": "ACTIVE"})).collect();
        json!({"rows": rows, "total": total})
    });
    let plan = desk.plan_of(Order::plain(Verb::DisableIdentity), &["i1", "i2", "i3"], &[]).await;
    assert_eq!(plan.to_send().count(), 3, "{plan:?}");
}

/// A run that sent this so many minutes ago, did not see it, and was left; and what goes on with it.
async fn left(desk: &Desk, id: &str, minutes: i64) -> (journal::Lease, Confirmed) {
    let mut plan = desk.plan(&[id]).await;
    let target = NewTarget {
        id: id.to_owned(),
        name: None,
        native_id: None,
        source: None,
        expected: Some(plan.targets.remove(0).expected),
        body: None,
        skip: None,
    };
    let run = NewRun {
        verb: Verb::Disable,
        tenant: desk.engine.client.tenant(),
        tenant_user: None,
        ticket: None,
        reason: None,
        options: json!({}),
        targets: vec![target],
    };
    let at = Timestamp::now().checked_sub(SignedDuration::from_mins(minutes)).unwrap();
    let written = desk.engine.keeper.with(move |journal| {
        let (lease, submissions) = journal.begin_run(&run, at)?;
        journal.sending(&lease, &submissions, at)?;
        let meaning = Meaning::Sent { task: None };
        let sent = journal::Answer { meaning, status: Some(202), tracking_id: None, reason: None };
        journal.answered(submissions[0], &sent, at)?;
        Ok::<_, Problem>(lease)
    });
    (written.await.unwrap(), confirmed(plan))
}

/// How often these were read since.
fn looks(desk: &Desk, since: usize, id: &str) -> usize {
    let is_look = |seen: &&Seen| seen.path().ends_with(id) || ids_in(&seen.target).iter().any(|named| named == id);
    desk.server.seen()[since..].iter().filter(is_look).count()
}

#[tokio::test]
async fn who_goes_on_with_a_run_looks_at_that_run_alone() {
    let desk = Desk::with(|_, _, _| Act::Hang);
    sent_before(&desk, &["other"], 1, Meaning::Sent { task: None }).await;
    let (lease, confirmed) = left(&desk, "a", 1).await;
    desk.accounts.disabled.store(true, Ordering::SeqCst);
    let before = desk.server.seen().len();
    let controlled = watch::channel(Control::Run).1;
    assert_eq!(desk.engine.resume(Arc::new(lease), &confirmed, controlled, |_| ()).await, Ok(0));
    assert_eq!((looks(&desk, before, "a"), looks(&desk, before, "other")), (1, 0));
}

#[tokio::test]
async fn what_was_given_up_on_is_not_waited_for_when_its_run_goes_on() {
    let desk = Desk::with(|_, _, _| Act::Hang);
    let (lease, confirmed) = left(&desk, "a", 1).await;
    let before = desk.server.seen().len();
    let confirmed = Confirmed { follow: Some(Duration::from_secs(2)), ..confirmed };
    let controlled = watch::channel(Control::Run).1;
    assert_eq!(desk.engine.resume(Arc::new(lease), &confirmed, controlled, |_| ()).await, Ok(1));
    assert_eq!(looks(&desk, before, "a"), 1, "it was sent longer ago than it is to be followed");
}

#[tokio::test]
async fn an_interrupt_ends_the_wait_for_what_was_sent_before_at_once() {
    let mut desk = Desk::with(|_, _, _| Act::Hang);
    // Whoever waits for the next look, waits for ever.
    desk.engine.tempo.beat = Duration::from_hours(1);
    let (lease, confirmed) = left(&desk, "a", 1).await;
    let (control, controlled) = watch::channel(Control::Run);
    let stop = |event: RunEvent| {
        if matches!(event, RunEvent::Ended { .. }) {
            let control = control.clone();
            // Heard only after the first look, which begins before anybody else has a turn.
            tokio::spawn(async move { control.send_replace(Control::Stop) });
        }
    };
    let resumed = desk.engine.resume(Arc::new(lease), &confirmed, controlled, stop);
    assert_eq!(tokio::time::timeout(Duration::from_mins(1), resumed).await.unwrap(), Ok(1));
}

#[tokio::test]
async fn an_id_left_open_means_something_only_with_its_kind() {
    let desk = reading(|seen, _| match seen.path().rsplit('/').next().unwrap() {
        "identities" => json!({"rows": [{"id": "x", "identityStatus": "DISABLED"}], "total": 1}),
        _ => json!({"id": "x", "disabled": true}),
    });
    let account =
        Reading::Account(quarterdeck::work::protocol::Snapshot { disabled: Some(false), ..Default::default() });
    for (verb, wanted, before) in [
        (Verb::Disable, Wanted::Disabled, account),
        (Verb::DisableIdentity, Wanted::SignIn { enabled: false }, Reading::Identity { enabled: Some(true) }),
    ] {
        let expected = Expected { wanted, before, forced: false, can_be_shown: true, with_sign_in: false, sent: None };
        let target = NewTarget {
            id: "x".to_owned(),
            name: None,
            native_id: None,
            source: None,
            expected: Some(expected),
            body: None,
            skip: None,
        };
        let run = NewRun {
            verb,
            tenant: desk.engine.client.tenant(),
            tenant_user: None,
            ticket: None,
            reason: None,
            options: json!({}),
            targets: vec![target],
        };
        let written = desk.engine.keeper.with(move |journal| {
            let (lease, submissions) = journal.begin_run(&run, Timestamp::now())?;
            journal.sending(&lease, &submissions, Timestamp::now())?;
            let answer = journal::Answer { meaning: Meaning::Unknown, status: None, tracking_id: None, reason: None };
            journal.answered(submissions[0], &answer, Timestamp::now())?;
            Ok::<_, Problem>(journal.end_run(&lease, Timestamp::now())?)
        });
        written.await.unwrap();
    }
    let found = desk.engine.look_up_left_open().await.unwrap();
    assert_eq!(found.iter().map(|found| found.settled.outcome).collect::<Vec<_>>(), [Outcome::Verified; 2]);
}
