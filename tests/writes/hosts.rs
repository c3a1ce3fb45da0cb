//! What is said of a host holds for everything that would change its tenant.

use crate::desk::Desk;
use crate::tenant::{Ended, run};

/// Whatever the command line and the environment say, and whoever says it.
#[test]
fn a_host_marked_read_only_is_sent_nothing() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let qd = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = desk.command(arguments);
        command.env("QD_CONFIG_DIR", desk.state.path().join("settings")).envs(variables.iter().copied());
        run(&mut command)
    };
    assert_eq!(qd(&["profiles", "mark", "127.0.0.1", "read-only"], &[]).code, Some(0));
    for variables in [&[][..], &[("QD_READ_ONLY", "0")]] {
        let ended = qd(&["disable", ids[0], "--yes"], variables);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(ended.stderr.contains("read-only"), "{}", ended.stderr);
    }
    assert!(desk.ledger().is_empty());
    assert_eq!(qd(&["profiles", "mark", "127.0.0.1", "writable"], &[]).code, Some(0));
    assert_eq!(qd(&["disable", ids[0], "--yes"], &[("QD_READ_ONLY", "1")]).code, Some(2));
    assert!(desk.ledger().is_empty());
    assert_eq!(qd(&["disable", ids[0], "--yes"], &[]).code, Some(0));
    assert_eq!(desk.ledger().len(), 1);
}

#[test]
fn a_host_marked_production_is_named_so_before_anything_is_sent() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let qd = |arguments: &[&str]| run(desk.command(arguments).env("QD_CONFIG_DIR", desk.state.path().join("settings")));
    let asked = |ended: &Ended| ended.stderr.contains(" · PRODUCTION");
    assert!(!asked(&qd(&["disable", ids[0]])));
    assert_eq!(qd(&["profiles", "mark", "127.0.0.1", "production"]).code, Some(0));
    let unconfirmed = qd(&["disable", ids[0]]);
    assert_eq!((unconfirmed.code, asked(&unconfirmed)), (Some(2), true), "{unconfirmed:?}");
    assert!(desk.ledger().is_empty());
    assert_eq!(qd(&["disable", ids[0], "--yes"]).code, Some(0));
    assert_eq!(qd(&["remove", ids[0], "--yes"]).code, Some(2), "what asks for a number is not confirmed by a yes");
    assert_eq!(desk.ledger().len(), 1);
}

#[test]
fn settings_that_do_not_read_stop_everything() {
    let desk = Desk::with(&[]);
    let ids = desk.enabled(1);
    let settings = desk.state.path().join("settings");
    std::fs::create_dir(&settings).unwrap();
    std::fs::write(settings.join("hosts.toml"), "[\"127.0.0.1\"]\nreadonly = true\n").unwrap();
    let ended = run(desk.command(&["disable", ids[0], "--yes"]).env("QD_CONFIG_DIR", &settings));
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("hosts.toml") && ended.stderr.contains("read_only?"), "{}", ended.stderr);
    assert!(desk.ledger().is_empty());
}
