//! What settles a lost answer, and how a reading is judged, row by row.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::work::verdict::{Owner, Snapshot};

fn account(change: impl FnOnce(&mut Snapshot)) -> Reading {
    let mut account = Snapshot { disabled: Some(false), locked: Some(true), ..Snapshot::default() };
    change(&mut account);
    Reading::Account(account)
}

fn expected(wanted: Wanted, before: Reading) -> Expected {
    Expected { wanted, before, forced: false, can_be_shown: true, with_sign_in: false, sent: None }
}

fn unlocking() -> Expected {
    expected(Wanted::Unlocked, account(|_| {}))
}

fn unlocked() -> Reading {
    account(|account| account.locked = Some(false))
}

fn lost(expected: &Expected, reading: &Reading) -> Verdict {
    verdict(expected, End::Lost, reading, true)
}

fn fields(attributes: &[(&str, serde_json::Value)], owner: Owner) -> Wanted {
    let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Wanted::Fields { attributes, owner }
}

fn with_attribute(name: &str, value: serde_json::Value) -> Reading {
    account(|account| account.attributes = BTreeMap::from([(name.to_owned(), value)]))
}

#[test]
fn lost_enable_disable_unlock_are_settled_by_the_state() {
    let (enabled, disabled) = (account(|_| {}), account(|account| account.disabled = Some(true)));
    let rows = [
        (Wanted::Enabled, &disabled, &enabled),
        (Wanted::Disabled, &enabled, &disabled),
        (Wanted::Unlocked, &enabled, &unlocked()),
    ];
    for (wanted, before, after) in rows {
        let expected = expected(wanted, before.clone());
        assert_eq!(lost(&expected, after), Verdict::Verified, "{expected:?}");
        assert_eq!(lost(&expected, before), Verdict::StillOpen, "{expected:?}");
        assert_eq!(lost(&expected, &Reading::Absent), Verdict::StillOpen, "{expected:?}");
    }
}

#[test]
fn a_state_settles_nothing_when_it_was_so_or_forced_or_cannot_be_shown() {
    let was_so = Expected { before: unlocked(), ..unlocking() };
    let not_known_before = Expected { before: account(|account| account.locked = None), ..unlocking() };
    let not_read_before = Expected { before: Reading::Nothing, ..unlocking() };
    let forced = Expected { forced: true, ..unlocking() };
    let not_shown = Expected { can_be_shown: false, ..unlocking() };
    for expected in [was_so, not_known_before, not_read_before, forced, not_shown] {
        assert_eq!(lost(&expected, &unlocked()), Verdict::StillOpen, "{expected:?}");
    }
}

#[test]
fn a_lost_unlock_with_the_sign_in_is_settled_for_the_account_only() {
    let both = Expected { with_sign_in: true, ..unlocking() };
    assert_eq!(lost(&both, &unlocked()), Verdict::Completed);
}

#[test]
fn a_lost_reload_is_completed_by_a_later_change_and_standing_still_says_nothing() {
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let modified = |text: &str| account(|account| account.modified = Some(at(text)));
    let sent = Some(at("2026-11-23T10:00:00Z"));
    let reload = Expected { sent, ..expected(Wanted::Reloaded, modified("2026-11-01T00:00:00Z")) };
    assert_eq!(lost(&reload, &modified("2026-11-23T10:00:01Z")), Verdict::Completed);
    assert_eq!(lost(&reload, &modified("2026-11-23T10:00:00Z")), Verdict::StillOpen);
    assert_eq!(lost(&reload, &modified("2026-11-01T00:00:00Z")), Verdict::StillOpen);
    // The tenant's clock is known to about a second: what was there before does not count, however late it seems.
    let stood_still = Expected { before: modified("2026-11-23T10:00:01Z"), ..reload.clone() };
    assert_eq!(lost(&stood_still, &modified("2026-11-23T10:00:01Z")), Verdict::StillOpen);
    let not_sent = Expected { sent: None, ..reload };
    assert_eq!(lost(&not_sent, &modified("2026-11-23T10:00:01Z")), Verdict::StillOpen);
}

#[test]
fn a_bad_end_is_outweighed_only_by_what_was_not_so_before() {
    let wanted = || fields(&[("city", json!("Austin"))], Owner::AsBefore);
    let austin = with_attribute("city", json!("Austin"));
    let was_not_so = expected(wanted(), with_attribute("city", json!("Paris")));
    let was_so = expected(wanted(), austin.clone());
    assert_eq!(verdict(&was_not_so, End::Badly, &austin, false), Verdict::Verified);
    assert_eq!(verdict(&was_so, End::Badly, &austin, false), Verdict::Failed);
    assert_eq!(verdict(&was_so, End::Well, &austin, false), Verdict::Verified);
}

#[test]
fn a_lost_remove_or_delete_is_settled_by_certain_absence() {
    let gone = expected(Wanted::Gone, account(|_| {}));
    assert_eq!(lost(&gone, &Reading::Absent), Verdict::Verified);
    assert_eq!(lost(&gone, &Reading::Nothing), Verdict::StillOpen);
    assert_eq!(lost(&gone, &account(|_| {})), Verdict::StillOpen);
    let was_gone = Expected { before: Reading::Absent, ..gone };
    assert_eq!(lost(&was_gone, &Reading::Absent), Verdict::StillOpen);
}

#[test]
fn a_lost_removal_of_all_is_settled_by_a_count_of_nothing() {
    let emptied = expected(Wanted::SourceEmpty, Reading::Source { accounts: 12 });
    assert_eq!(lost(&emptied, &Reading::Source { accounts: 0 }), Verdict::Verified);
    assert_eq!(lost(&emptied, &Reading::Source { accounts: 1 }), Verdict::StillOpen);
    let was_empty = Expected { before: Reading::Source { accounts: 0 }, ..emptied };
    assert_eq!(lost(&was_empty, &Reading::Source { accounts: 0 }), Verdict::StillOpen);
}

#[test]
fn a_lost_create_is_settled_by_being_there_where_it_was_not() {
    let created = expected(Wanted::Created, Reading::Absent);
    assert_eq!(lost(&created, &account(|_| {})), Verdict::Verified);
    assert_eq!(lost(&created, &Reading::Absent), Verdict::StillOpen);
    let was_there = Expected { before: account(|_| {}), ..created };
    assert_eq!(lost(&was_there, &account(|_| {})), Verdict::StillOpen);
}

#[test]
fn a_lost_put_or_patch_is_settled_when_every_field_reads_as_sent() {
    let wanted = fields(&[("city", json!("Austin")), ("title", json!(null))], Owner::AsBefore);
    let patched = expected(wanted, with_attribute("city", json!("Paris")));
    assert_eq!(lost(&patched, &with_attribute("city", json!("Austin"))), Verdict::Verified);
    assert_eq!(lost(&patched, &with_attribute("city", json!("Paris"))), Verdict::StillOpen);
    let half = account(|account| {
        account.attributes = BTreeMap::from([("city".into(), json!("Austin")), ("title".into(), json!("Dr"))]);
    });
    assert_eq!(lost(&patched, &half), Verdict::StillOpen);
    let was_so = Expected { before: with_attribute("city", json!("Austin")), ..patched };
    assert_eq!(lost(&was_so, &with_attribute("city", json!("Austin"))), Verdict::StillOpen);
}

#[test]
fn a_lost_correlation_is_settled_by_the_identity() {
    let owned = |identity: Option<&str>| account(|account| account.identity = identity.map(str::to_owned));
    let given = expected(fields(&[], Owner::Identity("i2".into())), owned(Some("i1")));
    assert_eq!(lost(&given, &owned(Some("i2"))), Verdict::Verified);
    assert_eq!(lost(&given, &owned(Some("i1"))), Verdict::StillOpen);
    let taken = expected(fields(&[], Owner::Nobody), owned(Some("i1")));
    assert_eq!(lost(&taken, &owned(None)), Verdict::Verified);
    assert_eq!(lost(&taken, &owned(Some("i1"))), Verdict::StillOpen);
}

#[test]
fn a_lost_sign_in_is_settled_by_the_identity_where_it_can_be_read() {
    let identity = |enabled| Reading::Identity { enabled };
    for enabled in [true, false] {
        let sign_in = expected(Wanted::SignIn { enabled }, identity(Some(!enabled)));
        assert_eq!(lost(&sign_in, &identity(Some(enabled))), Verdict::Verified);
        assert_eq!(lost(&sign_in, &identity(Some(!enabled))), Verdict::StillOpen);
        assert_eq!(lost(&sign_in, &identity(None)), Verdict::StillOpen);
    }
}

#[test]
fn what_was_lost_is_never_lowered() {
    let still_locked = account(|_| {});
    for reading in [still_locked, unlocked(), Reading::Absent, Reading::Nothing] {
        for is_last in [true, false] {
            let judged = verdict(&unlocking(), End::Lost, &reading, is_last);
            assert!(matches!(judged, Verdict::Verified | Verdict::StillOpen), "{reading:?} {is_last} {judged:?}");
        }
    }
}

#[test]
fn a_reading_is_judged_by_how_the_work_ended() {
    let (seen, not_seen, unread) = (unlocked(), account(|_| {}), Reading::Nothing);
    let rows = [
        // ended        read      last   verdict
        (End::Running, &seen, true, Verdict::StillOpen),
        (End::Well, &seen, false, Verdict::Verified),
        (End::Well, &not_seen, false, Verdict::StillOpen),
        (End::Well, &unread, false, Verdict::StillOpen),
        (End::Well, &not_seen, true, Verdict::Completed),
        (End::Well, &unread, true, Verdict::Completed),
        (End::Badly, &seen, false, Verdict::Verified),
        (End::Badly, &not_seen, false, Verdict::Failed),
        (End::Badly, &unread, false, Verdict::StillOpen),
        (End::Badly, &unread, true, Verdict::Failed),
        (End::Untold, &seen, false, Verdict::Verified),
        (End::Untold, &not_seen, false, Verdict::StillOpen),
        (End::Untold, &not_seen, true, Verdict::StillOpen),
        (End::Untold, &unread, true, Verdict::StillOpen),
    ];
    for (end, reading, is_last, judged) in rows {
        assert_eq!(verdict(&unlocking(), end, reading, is_last), judged, "{end:?} {reading:?} {is_last}");
    }
}

#[test]
fn what_is_beyond_reading_is_completed_at_best() {
    let beyond = [
        Expected { forced: true, ..unlocking() },
        Expected { can_be_shown: false, ..unlocking() },
        Expected { with_sign_in: true, ..unlocking() },
        expected(Wanted::Reloaded, account(|_| {})),
    ];
    for expected in beyond {
        assert_eq!(verdict(&expected, End::Well, &unlocked(), true), Verdict::Completed, "{expected:?}");
        assert_eq!(verdict(&expected, End::Untold, &unlocked(), true), Verdict::Completed, "{expected:?}");
        assert_eq!(verdict(&expected, End::Badly, &unlocked(), true), Verdict::Failed, "{expected:?}");
    }
}

#[test]
fn a_task_ends_by_its_word_in_any_case() {
    let task = |completion: Option<&str>, completed: Option<&str>| TaskStatus {
        id: "t1".into(),
        completion: completion.map(str::to_owned),
        percent: None,
        completed: completed.map(|text| text.parse().unwrap()),
        messages: Vec::new(),
    };
    let rows = [
        (Some("SUCCESS"), End::Well),
        (Some("Success"), End::Well),
        (Some("warning"), End::Well),
        (Some("ERROR"), End::Badly),
        (Some("Terminated"), End::Badly),
        (Some("TEMPERROR"), End::Badly),
        (Some("TEMP_ERROR"), End::Badly),
        (Some("VANISHED"), End::Badly),
        (None, End::Running),
    ];
    for (word, end) in rows {
        assert_eq!(End::of(&task(word, None)), end, "{word:?}");
    }
    assert_eq!(End::of(&task(None, Some("2026-11-23T10:00:00Z"))), End::Untold);
}
