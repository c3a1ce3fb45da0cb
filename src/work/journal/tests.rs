//! The journal on a real disk: what several hands, runs and instances do to it, and what a sudden end leaves.

mod access;
mod chain;
mod crash;
mod full;
mod leases;
mod lists;
mod sending;
mod settling;

use std::path::PathBuf;

use serde_json::json;
use tempfile::TempDir;

use super::instance::Process;
use super::*;
use crate::model::Verb;
use crate::work::verdict::{Expected, Meaning, Reading, Snapshot, Wanted};

const ACME: &str = "acme.api.identitynow.com";

/// A state directory of its own, not there yet.
struct State {
    _around: TempDir,
    directory: PathBuf,
}

impl State {
    fn new() -> Self {
        let around = TempDir::new().unwrap();
        Self { directory: around.path().join("state"), _around: around }
    }

    /// The journal, opened by this process.
    fn open(&self) -> Journal {
        self.open_as(Instance::this())
    }

    fn open_as(&self, instance: Instance) -> Journal {
        Journal::open(&self.directory, instance).unwrap()
    }

    /// What a sudden end would leave: the files as they are now, of which no process knows.
    fn after_a_sudden_end(&self) -> Self {
        let left = Self::new();
        drop(Journal::open(&left.directory, Instance::this()).unwrap());
        for file in ["journal.db", "journal.db-wal"] {
            std::fs::copy(self.directory.join(file), left.directory.join(file)).unwrap();
        }
        left
    }
}

/// An instance that is gone: an earlier process of our number.
fn gone() -> Instance {
    let this = Instance::this();
    Instance { process: Process { began: Some(1), ..this.process }, ..this }
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
}

/// A run that unlocks accounts.
fn unlock(ids: &[&str]) -> NewRun {
    let target = |id: &&str| NewTarget {
        id: (*id).to_owned(),
        name: Some(format!("{id}.lovelace")),
        native_id: Some(format!("CN={id}")),
        source: Some("Active Directory".to_owned()),
        expected: Some(Expected {
            wanted: Wanted::Unlocked,
            before: Reading::Account(Snapshot { locked: Some(true), ..Snapshot::default() }),
            forced: false,
            can_be_shown: true,
            with_sign_in: false,
            sent: None,
        }),
        body: None,
        skip: None,
    };
    NewRun {
        verb: Verb::Unlock,
        tenant: ACME.to_owned(),
        tenant_user: Some("ada".to_owned()),
        ticket: Some("INC123".to_owned()),
        reason: Some("called the desk".to_owned()),
        options: json!({"forceProvisioning": false}),
        targets: ids.iter().map(target).collect(),
    }
}

fn answer(meaning: Meaning, status: u16) -> Answer {
    Answer { meaning, status: Some(status), tracking_id: Some("track-1".to_owned()), reason: None }
}

fn sent() -> Answer {
    answer(Meaning::Sent { task: Some("t1".to_owned()) }, 202)
}

fn words(journal: &Journal, run: RunId) -> Vec<&'static str> {
    journal.targets(run).unwrap().iter().map(|target| target.outcome.word()).collect()
}

fn is_whole(journal: &Journal) -> bool {
    matches!(journal.verify_chain().unwrap(), Audit::Whole { .. })
}
