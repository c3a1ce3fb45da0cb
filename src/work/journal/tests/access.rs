//! Who may read the journal, and what it does where it cannot be.

use super::*;

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).unwrap().mode() & 0o777
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_anything_of_it() {
    let state = State::new();
    let mut journal = state.open();
    journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    assert_eq!(mode(&state.directory), 0o700);
    let files: Vec<PathBuf> = std::fs::read_dir(&state.directory).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 2, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[cfg(unix)]
#[test]
fn a_directory_or_a_file_that_others_may_read_is_refused_and_left_as_it_is() {
    let state = State::new();
    drop(state.open());
    let file = state.directory.join("journal.db");
    for (path, wide, right) in [(&state.directory, 0o750, 0o700), (&file, 0o644, 0o600)] {
        set_mode(path, wide);
        let refused = Journal::open(&state.directory, Instance::this()).err().unwrap();
        assert_eq!(refused.kind, crate::model::ProblemKind::Journal);
        assert!(refused.to_string().contains(&format!("{right:o}")), "{refused}");
        assert_eq!(mode(path), wide);
        set_mode(path, right);
    }
    drop(state.open());
}

#[test]
fn where_nothing_was_written_nothing_is_made() {
    let state = State::new();
    assert!(Journal::open_existing(&state.directory, Instance::this()).unwrap().is_none());
    assert!(!state.directory.exists());
    drop(state.open());
    assert!(Journal::open_existing(&state.directory, Instance::this()).unwrap().is_some());
}

#[cfg(target_os = "linux")]
#[test]
fn a_state_directory_that_cannot_be_made_is_told() {
    // Nobody can make a directory there, the superuser included.
    let refused = Journal::open(Path::new("/proc/quarterdeck"), Instance::this()).err().unwrap();
    assert!(refused.to_string().contains("/proc/quarterdeck"), "{refused}");
    assert!(refused.to_string().contains("QD_STATE_DIR"), "{refused}");
}

#[test]
fn a_journal_that_may_only_be_read_sends_nothing_and_shows_what_it_has() {
    let state = State::new();
    let mut journal = state.open();
    let (lease, targets) = journal.begin_run(&unlock(&["a"]), at(0)).unwrap();
    // What a disk mounted for reading only does, for any user.
    journal.connection.pragma_update(None, "query_only", true).unwrap();
    let refused = journal.sending(&lease, &targets, at(1)).unwrap_err();
    assert!(
        matches!(&refused, NotSent::NotWritten(problem) if problem.to_string().contains("cannot be written")),
        "{refused}"
    );
    assert_eq!(words(&journal, lease.run()), ["planned"]);
}

#[test]
fn a_file_that_is_no_journal_is_told() {
    let state = State::new();
    drop(state.open());
    std::fs::write(state.directory.join("journal.db"), "what a mess ".repeat(1000)).unwrap();
    let refused = Journal::open(&state.directory, Instance::this()).err().unwrap();
    assert!(refused.to_string().contains("damaged"), "{refused}");
}

#[test]
fn many_instances_open_a_new_journal_at_once() {
    let state = State::new();
    std::thread::scope(|scope| {
        let opened: Vec<_> = (0..8).map(|_| scope.spawn(|| state.open().begin_run(&unlock(&["a"]), at(0)))).collect();
        for journal in opened {
            journal.join().unwrap().unwrap();
        }
    });
    let journal = state.open();
    assert_eq!(journal.runs(&WhichRuns::default()).unwrap().len(), 8);
    assert!(is_whole(&journal));
}

#[test]
fn on_a_network_file_system_there_is_no_log_beside_the_file_and_one_host_writes() {
    let state = State::new();
    let place = Place { storage: Storage::Network, ..place::prepare(&state.directory).unwrap() };
    let mut here = Journal::open_in(&place, Instance::this()).unwrap();
    let (lease, _) = here.begin_run(&unlock(&["a"]), at(0)).unwrap();
    assert!(!state.directory.join("journal.db-wal").exists());

    let elsewhere = Instance { host: "another".into(), ..Instance::this() };
    let mut there = Journal::open_in(&place, elsewhere).unwrap();
    let refused = there.begin_run(&unlock(&["b"]), at(1)).unwrap_err();
    assert!(refused.to_string().contains(&Instance::this().host), "{refused}");
    here.park(&lease, at(2)).unwrap();
    there.begin_run(&unlock(&["b"]), at(3)).unwrap();
    assert!(here.begin_run(&unlock(&["c"]), at(4)).is_err());
}

#[test]
fn what_is_written_is_on_the_disk_before_the_function_returns() {
    let state = State::new();
    let journal = state.open();
    let number = |name| journal.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("synchronous"), 2, "2 is FULL");
    let mode: String = journal.connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}
