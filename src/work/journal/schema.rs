//! The tables, and how an older journal becomes a newer one.
//!
//! Each step goes from one version to the next and is never changed once it has been shipped; all are run in one
//! transaction, so a journal is never between two versions.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::model::{Problem, ProblemKind};

/// Marks the file as ours: `qdjn`.
const APPLICATION: i32 = 0x7164_6a6e;

type Step = fn(&Transaction<'_>) -> rusqlite::Result<()>;

/// The steps, in their order: the first makes version 1 of an empty file.
const STEPS: [Step; 2] = [runs_submissions_entries, names_of_sources];

/// The version this program writes.
const NEWEST: usize = STEPS.len();

/// Brings the tables up to date.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Problem> {
    if version(connection)? == NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another instance may have been faster.
    for step in STEPS.iter().skip(version(&transaction)?) {
        step(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", i32::try_from(NEWEST).unwrap_or(i32::MAX))?;
    Ok(transaction.commit()?)
}

/// The version of the tables; 0 for an empty file.
fn version(connection: &Connection) -> Result<usize, Problem> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let refuse = |why: &str, advice: &str| Err(Problem::new(ProblemKind::Journal, why).with_advice(advice));
    if tables > 0 && number("application_id")? != APPLICATION {
        return refuse("the file of the journal is another program's", "name another place in QD_STATE_DIR");
    }
    match usize::try_from(number("user_version")?) {
        Ok(version) if version <= NEWEST => Ok(version),
        _ => refuse("the journal was written by a newer quarterdeck", "use that one, or update this one"),
    }
}

fn runs_submissions_entries(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(include_str!("schema/1.sql"))
}

fn names_of_sources(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(include_str!("schema/2.sql"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal as the program of that version left it.
    fn of_version(version: usize) -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        let transaction = connection.transaction().unwrap();
        for step in &STEPS[..version] {
            step(&transaction).unwrap();
        }
        if version > 0 {
            transaction.pragma_update(None, "application_id", APPLICATION).unwrap();
            transaction.pragma_update(None, "user_version", i32::try_from(version).unwrap()).unwrap();
        }
        transaction.commit().unwrap();
        connection
    }

    fn tables(connection: &Connection) -> Vec<String> {
        let mut all = connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
        all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn every_older_version_becomes_the_newest() {
        let newest = tables(&of_version(NEWEST));
        for older in 0..=NEWEST {
            let mut journal = of_version(older);
            migrate(&mut journal).unwrap();
            assert_eq!(version(&journal).unwrap(), NEWEST);
            assert_eq!(tables(&journal), newest, "from version {older}");
            migrate(&mut journal).unwrap();
        }
    }

    #[test]
    fn a_newer_journal_is_left_alone() {
        let mut journal = of_version(NEWEST);
        journal.pragma_update(None, "user_version", 99).unwrap();
        let told = migrate(&mut journal).unwrap_err().to_string();
        assert!(told.contains("newer quarterdeck"), "{told}");
    }

    #[test]
    fn another_programs_file_is_left_alone() {
        let mut journal = Connection::open_in_memory().unwrap();
        journal.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
        let told = migrate(&mut journal).unwrap_err().to_string();
        assert!(told.contains("another program"), "{told}");
        assert_eq!(tables(&journal), ["CREATE TABLE bookmarks (url TEXT)"]);
    }

    #[test]
    fn a_step_that_fails_leaves_the_older_version() {
        let mut journal = of_version(0);
        // A table that stands in the way of the first step.
        journal.execute_batch("CREATE TABLE entries (a)").unwrap();
        journal.pragma_update(None, "application_id", APPLICATION).unwrap();
        assert!(migrate(&mut journal).is_err());
        assert_eq!(version(&journal).unwrap(), 0);
        assert_eq!(tables(&journal), ["CREATE TABLE entries (a)"]);
    }
}
