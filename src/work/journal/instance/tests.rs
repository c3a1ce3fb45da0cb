//! Who is gone, and who only cannot be seen.

use super::*;

fn held_by(instance: &Instance) -> Holder {
    Holder { host: instance.host.clone(), boot: instance.boot.clone(), process: instance.process.to_string() }
}

fn is_gone(change: impl FnOnce(&mut Holder), storage: Storage) -> bool {
    let this = Instance::this();
    let mut holder = held_by(&this);
    change(&mut holder);
    this.sees_gone(&holder, storage)
}

#[test]
fn a_process_that_runs_is_not_gone() {
    assert!(!is_gone(|_| {}, Storage::Local));
}

#[cfg(unix)]
#[test]
fn a_process_that_ended_is_gone() {
    let mut child = std::process::Command::new("true").spawn().unwrap();
    let ended = Process { id: child.id(), ..Instance::this().process };
    child.wait().unwrap();
    assert!(is_gone(|holder| holder.process = ended.to_string(), Storage::Local));
}

#[cfg(target_os = "linux")]
#[test]
fn a_later_process_of_the_same_number_is_another_one() {
    let earlier = Process { began: Some(1), ..Instance::this().process };
    assert!(is_gone(|holder| holder.process = earlier.to_string(), Storage::Local));
}

#[test]
fn what_cannot_be_seen_is_not_gone() {
    assert!(!is_gone(|holder| holder.host.push_str("-2"), Storage::Local));
    let elsewhere = Process { id: u32::MAX / 2, namespace: "pid:[1]".into(), ..Instance::this().process };
    assert!(!is_gone(|holder| holder.process = elsewhere.to_string(), Storage::Local));
    assert!(!is_gone(|holder| holder.process = "?".into(), Storage::Local));
}

#[cfg(target_os = "linux")]
#[test]
fn a_machine_started_again_runs_nothing_of_before_unless_it_may_be_another_machine() {
    assert!(is_gone(|holder| holder.boot = "earlier".into(), Storage::Local));
    assert!(!is_gone(|holder| holder.boot = "earlier".into(), Storage::Network));
    assert!(!is_gone(|holder| holder.boot.clear(), Storage::Local));
}

#[test]
fn a_process_is_kept_as_text() {
    for (began, namespace) in [(Some(7), "pid:[4026531836]"), (None, ""), (None, "a b")] {
        let process = Process { id: 42, began, namespace: namespace.into() };
        assert_eq!(Process::read(&process.to_string()), Some(process));
    }
}
