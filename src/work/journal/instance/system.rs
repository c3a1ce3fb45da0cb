//! What the operating system tells about itself and its processes.

use std::env;

/// What is seen of a process.
pub(super) enum Seen {
    /// There is none of this number.
    Nothing,
    /// There is one.
    Process {
        /// When it began, where the system tells.
        began: Option<u64>,
    },
}

fn variable(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
}

#[cfg(unix)]
pub(super) fn user() -> String {
    // The variables are for anybody to set; the number is not.
    let uid = rustix::process::getuid().as_raw();
    let name = std::fs::read_to_string("/etc/passwd").ok().and_then(|users| name_of(&users, uid));
    name.unwrap_or_else(|| match variable(&["USER", "LOGNAME"]) {
        Some(name) => format!("{name} (uid {uid})"),
        None => format!("uid {uid}"),
    })
}

/// The name of a user in the text of a `passwd(5)`.
#[cfg(unix)]
fn name_of(users: &str, uid: u32) -> Option<String> {
    let is_theirs = |line: &&str| line.split(':').nth(2).is_some_and(|id| id.parse() == Ok(uid));
    users.lines().find(is_theirs).and_then(|line| line.split(':').next()).map(str::to_owned)
}

#[cfg(unix)]
pub(super) fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
pub(super) fn user() -> String {
    variable(&["USERNAME"]).unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(not(unix))]
pub(super) fn host() -> String {
    variable(&["COMPUTERNAME"]).unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(target_os = "linux")]
pub(super) fn boot() -> String {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

#[cfg(target_os = "linux")]
pub(super) fn namespace() -> String {
    let link = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    link.to_string_lossy().into_owned()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn boot() -> String {
    String::new()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn namespace() -> String {
    String::new()
}

/// The process of this number; none where the system does not say.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not say")]
pub(super) fn look(id: u32) -> Option<Seen> {
    let Some(pid) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) else {
        return Some(Seen::Nothing);
    };
    Some(match (rustix::process::test_kill_process(pid), about(id)) {
        (Err(rustix::io::Errno::SRCH), _) | (_, Some(About { is_dead: true, .. })) => Seen::Nothing,
        (_, about) => Seen::Process { began: about.map(|about| about.began) },
    })
}

#[cfg(not(unix))]
pub(super) fn look(_: u32) -> Option<Seen> {
    None
}

/// What `/proc` tells about a process (`proc_pid_stat(5)`).
#[cfg(unix)]
struct About {
    /// It ended, and only waits for its parent to notice: it does nothing any more.
    is_dead: bool,
    /// When it began, in ticks since the machine was started.
    began: u64,
}

#[cfg(unix)]
fn about(id: u32) -> Option<About> {
    std::fs::read_to_string(format!("/proc/{id}/stat")).ok().and_then(|stat| read_stat(&stat))
}

#[cfg(unix)]
fn read_stat(stat: &str) -> Option<About> {
    // The second field is the program's name in brackets, with anything in it.
    let (_, fields) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    Some(About { is_dead: matches!(fields.first(), Some(&("Z" | "X"))), began: fields.get(19)?.parse().ok()? })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_named_by_number() {
        let users = "root:x:0:0:root:/root:/bin/sh\nbroken\nada:x:1000:1000::/home/ada:/bin/sh\n";
        assert_eq!(name_of(users, 1000).as_deref(), Some("ada"));
        assert_eq!(name_of(users, 7), None);
    }

    #[test]
    fn a_process_is_read_whatever_its_name() {
        let stat = |state: &str| format!("42 (a) b) c) {state} {}77 0", "0 ".repeat(18));
        let running = read_stat(&stat("S")).unwrap();
        assert_eq!((running.began, running.is_dead), (77, false));
        assert!(read_stat(&stat("Z")).unwrap().is_dead);
        assert!(read_stat("42 (cut").is_none());
    }
}
