//! Whatever was changed is found.

use rusqlite::types::Value;

use super::*;
use crate::model::Outcome;

/// A journal with a few entries, and no triggers in the way of a forger.
fn forged() -> Journal {
    let mut journal = State::new().open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    journal.sending(&lease, &targets, at(1)).unwrap();
    journal.answered(targets[0], &sent(), at(2)).unwrap();
    journal.settled(targets[0], Outcome::Verified, Some("seen"), None, at(3)).unwrap();
    journal.end_run(&lease, at(4)).unwrap();
    assert!(is_whole(&journal));
    journal
        .connection
        .execute_batch(
            "DROP TRIGGER entries_are_not_changed; DROP TRIGGER entries_are_not_taken_away;
             PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;",
        )
        .unwrap();
    journal
}

/// What the audit finds after this change, which is undone.
fn found_after(journal: &Journal, change: impl FnOnce(&Connection)) -> Audit {
    journal.connection.execute_batch("SAVEPOINT forgery").unwrap();
    change(&journal.connection);
    // Within the savepoint no further transaction can be opened: the audit's parts are called as they are.
    let audit = super::super::chain::audit(&journal.connection).unwrap();
    journal.connection.execute_batch("ROLLBACK TO forgery; RELEASE forgery").unwrap();
    audit
}

/// The value with one byte changed, for each of its bytes.
fn each_change(value: &Value) -> Vec<Value> {
    let flipped = |bytes: &[u8]| -> Vec<Vec<u8>> {
        (0..bytes.len())
            .map(|place| {
                let mut changed = bytes.to_vec();
                changed[place] ^= 1;
                changed
            })
            .collect()
    };
    match value {
        Value::Null => Vec::new(),
        Value::Integer(number) => flipped(&number.to_be_bytes())
            .into_iter()
            .map(|bytes| Value::Integer(i64::from_be_bytes(bytes.try_into().unwrap())))
            .collect(),
        Value::Text(text) => {
            flipped(text.as_bytes()).into_iter().map(|bytes| Value::Text(String::from_utf8(bytes).unwrap())).collect()
        }
        Value::Blob(bytes) => flipped(bytes).into_iter().map(Value::Blob).collect(),
        Value::Real(_) => panic!("the journal holds no such number"),
    }
}

#[test]
fn each_byte_of_each_entry_counts() {
    let journal = forged();
    let entries = journal.head().unwrap().entries;
    let mut changed = 0;
    for entry in 1..=entries.cast_signed() {
        for column in super::super::entry::COLUMNS.split(", ").map(str::trim) {
            let read = format!("SELECT {column} FROM entries WHERE seq = ?1");
            let value: Value = journal.connection.query_row(&read, [entry], |row| row.get(0)).unwrap();
            for forgery in each_change(&value) {
                let update = format!("UPDATE OR REPLACE entries SET {column} = ?2 WHERE seq = ?1");
                let audit = found_after(&journal, |connection| {
                    connection.execute(&update, rusqlite::params![entry, forgery]).unwrap();
                });
                let Audit::Broken { entry: place, .. } = audit else { panic!("{entry} {column}: {audit:?}") };
                // An entry that took the place of another is missed at its own, or does not fit at the other.
                let is_first = place == entry.unsigned_abs() || (column == "seq" && place <= entry.unsigned_abs());
                assert!(is_first, "{entry} {column}: told at {place}");
                changed += 1;
            }
        }
    }
    assert!(changed > 2_000, "only {changed} changes were tried");
}

#[test]
fn values_set_to_nothing_are_found() {
    let journal = forged();
    for column in ["tenant_user", "submission", "details", "salt", "digest"] {
        let present = format!("SELECT min(seq) FROM entries WHERE {column} IS NOT NULL");
        let entry: i64 = journal.connection.query_row(&present, [], |row| row.get(0)).unwrap();
        let audit = found_after(&journal, |connection| {
            let update = format!("UPDATE entries SET {column} = NULL WHERE seq = ?1");
            connection.execute(&update, [entry]).unwrap();
        });
        assert!(matches!(audit, Audit::Broken { entry: place, .. } if place == entry.unsigned_abs()), "{column}");
    }
}

#[test]
fn names_taken_away_without_a_word_are_found() {
    let journal = forged();
    let audit = found_after(&journal, |connection| {
        let batch = "UPDATE entries SET details = NULL, salt = NULL;
                     UPDATE submissions SET name = NULL, native_id = NULL, expected = NULL, reason = NULL";
        connection.execute_batch(batch).unwrap();
    });
    assert!(matches!(audit, Audit::Broken { entry: 1, .. }), "{audit:?}");
}

#[test]
fn entries_taken_away_or_moved_are_found() {
    let journal = forged();
    let cases = [
        ("DELETE FROM entries WHERE seq = 1", 1),
        ("DELETE FROM entries WHERE seq = 3", 3),
        ("UPDATE entries SET seq = -seq WHERE seq IN (2, 3); UPDATE entries SET seq = 5 + seq WHERE seq < 0", 2),
    ];
    for (forgery, place) in cases {
        let audit = found_after(&journal, |connection| connection.execute_batch(forgery).unwrap());
        assert!(matches!(audit, Audit::Broken { entry, .. } if entry == place), "{forgery}: {audit:?}");
    }
}

#[test]
fn a_chain_cut_at_its_end_no_longer_fits_the_tables_or_the_printed_head() {
    let journal = forged();
    let printed = journal.head().unwrap();
    let audit =
        found_after(&journal, |connection| connection.execute_batch("DELETE FROM entries WHERE seq > 5").unwrap());
    assert!(matches!(audit, Audit::Differs { .. }), "{audit:?}");
    let rewritten = found_after(&journal, |connection| {
        let batch = "DELETE FROM entries; DELETE FROM submissions; DELETE FROM runs";
        connection.execute_batch(batch).unwrap();
    });
    let Audit::Whole { head, .. } = rewritten else { panic!("nothing is whole: {rewritten:?}") };
    assert_ne!(head, printed);
}

#[test]
fn a_row_that_does_not_stand_as_the_entries_say_is_found() {
    let journal = forged();
    for forgery in [
        "UPDATE submissions SET outcome = 'failed'",
        "UPDATE submissions SET status = 500",
        "UPDATE submissions SET sent = sent + 1",
        "UPDATE submissions SET target = 'b'",
        "UPDATE submissions SET tenant = 'other.example'",
        "UPDATE submissions SET name = 'somebody else'",
        "UPDATE submissions SET source = 'another source'",
        "UPDATE submissions SET reason = 'nothing to see'",
        "UPDATE submissions SET expected = NULL",
        "UPDATE runs SET ticket = 'INC124'",
        "UPDATE runs SET os_user = 'bob'",
        "UPDATE runs SET reason = NULL",
        "DELETE FROM submissions",
        "INSERT INTO submissions (run, tenant, kind, target, outcome) VALUES (1, 'acme', 'account', 'x', 'planned')",
    ] {
        let audit = found_after(&journal, |connection| connection.execute_batch(forgery).unwrap());
        assert!(matches!(audit, Audit::Differs { run: 1, .. }), "{forgery}: {audit:?}");
    }
}

#[test]
fn the_table_itself_changes_no_entry() {
    let mut journal = State::new().open();
    journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    for forgery in [
        "DELETE FROM entries",
        "UPDATE entries SET facts = '{}'",
        "UPDATE entries SET details = '{}'",
        "UPDATE entries SET details = NULL, salt = NULL, at = 0",
    ] {
        assert!(journal.connection.execute_batch(forgery).is_err(), "{forgery}");
    }
}

#[test]
fn what_is_forgotten_is_gone_from_the_files_and_the_chain_is_whole() {
    let state = State::new();
    let mut journal = state.open();
    let (old, targets) = journal.begin_run(&unlock(&["old"]), at(0)).unwrap();
    journal.sending(&old, &targets, at(1)).unwrap();
    journal.answered(targets[0], &answer(Meaning::Refused, 400), at(2)).unwrap();
    journal.end_run(&old, at(3)).unwrap();
    let (open, targets) = journal.begin_run(&unlock(&["open"]), at(0)).unwrap();
    journal.sending(&open, &targets, at(1)).unwrap();
    journal.end_run(&open, at(3)).unwrap();
    let (new, _) = journal.begin_run(&unlock(&["new"]), at(8)).unwrap();
    journal.end_run(&new, at(9)).unwrap();

    assert_eq!(journal.forget_before(at(5), at(10)).unwrap(), 1);
    assert_eq!(journal.forget_before(at(5), at(11)).unwrap(), 0);
    let name = |run: &Lease| journal.targets(run.run()).unwrap().remove(0).name;
    assert_eq!(name(&old), None);
    assert!(name(&open).is_some() && name(&new).is_some());
    assert_eq!(words(&journal, old.run()), ["refused"]);
    assert!(matches!(journal.verify_chain().unwrap(), Audit::Whole { forgotten: 2, .. }));
    drop(journal);
    let bytes = std::fs::read(state.directory.join("journal.db")).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("old.lovelace") && text.contains("new.lovelace"));
}
