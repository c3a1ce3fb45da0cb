//! Files of accounts, as the built program writes them: `qd list --all --to FILE`.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "support/scripted.rs"]
#[expect(dead_code, reason = "a server for many tests; this one needs a part of it")]
mod scripted;
#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the journeys on the screen")]
mod tenant;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use scripted::{Act, Scripted, answer};
use tenant::{Ended, Tenant, run, signed_in};

/// How many accounts the tenant of these tests has: several pages, and not a round number of them.
const ACCOUNTS: usize = 600;

/// A tenant, and a directory for files.
struct Desk {
    tenant: Tenant,
    directory: TempDir,
}

impl Desk {
    fn with(flags: &[&str]) -> Self {
        let tenant = Tenant::start(&[&["--accounts", &ACCOUNTS.to_string()], flags].concat());
        Self { tenant, directory: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes all accounts of a query to a file of this name.
    fn write(&self, query: &str, name: &str, more: &[&str]) -> Ended {
        let path = self.path(name);
        let to = ["list", query, "--all", "--to", path.to_str().unwrap()];
        self.tenant.qd(&[&to, more].concat())
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// The value of a line of comment in the head of CSV.
fn comment(csv: &str, name: &str) -> String {
    let beginning = format!("# {name}: ");
    let line = csv.lines().find_map(|line| line.strip_prefix(&beginning));
    line.unwrap_or_else(|| panic!("no {name} in the head of {csv:.200}")).to_owned()
}

/// The accounts of CSV below its head, as a reader sees them that knows of comments.
fn records(csv: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(csv.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn every_form_says_what_it_holds() {
    let desk = Desk::with(&[]);
    let listed = desk.tenant.qd(&["list", "--all", "--output", "ndjson", "is:uncorrelated"]).stdout;
    let expected: Vec<&str> = listed.lines().collect();
    assert!(expected.len() > 1);
    for name in ["a.csv", "a.json", "a.ndjson"] {
        let ended = desk.write("is:uncorrelated", name, &[]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{ended:?}");
        assert!(ended.stderr.contains(&format!("wrote {} accounts to ", expected.len())), "{}", ended.stderr);
        #[cfg(unix)]
        assert_eq!(mode(&desk.path(name)), 0o600, "{name}");
    }
    let read = |name: &str| fs::read_to_string(desk.path(name)).unwrap();

    let object: Value = serde_json::from_str(&read("a.json")).unwrap();
    let keys: Vec<&String> = object.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["query", "scope", "readAt", "tenant", "complete", "count", "read", "total", "accounts"]);
    assert_eq!((&object["query"], &object["complete"]), (&Value::from("is:uncorrelated"), &Value::from(true)));
    assert!(object["tenant"].as_str().unwrap().starts_with("127.0.0.1:"), "{object:.300}");
    let accounts: Vec<String> = object["accounts"].as_array().unwrap().iter().map(Value::to_string).collect();
    let as_listed = |line: &&str| serde_json::from_str::<Value>(line).unwrap().to_string();
    assert_eq!(accounts, expected.iter().map(as_listed).collect::<Vec<_>>());

    let lines = read("a.ndjson");
    let (head, rest) = lines.split_once('\n').unwrap();
    let head: Value = serde_json::from_str(head).unwrap();
    assert_eq!((&head["head"], &head["count"]), (&Value::from(true), &Value::from(expected.len())));
    assert_eq!(rest, listed, "below its head it is what standard output is");

    let csv = read("a.csv");
    assert_eq!(comment(&csv, "query"), "is:uncorrelated");
    assert_eq!((comment(&csv, "complete"), comment(&csv, "total")), ("true".to_owned(), expected.len().to_string()));
    let of_csv: Vec<String> = records(&csv).iter().map(|record| record[7].to_owned()).collect();
    let ids: Vec<String> = expected
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(of_csv, ids);
}

#[test]
fn what_is_judged_here_is_told_beside_what_was_read_for_it() {
    let desk = Desk::with(&[]);
    let ended = desk.write("is:locked", "locked.json", &[]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let file: Value = serde_json::from_str(&fs::read_to_string(desk.path("locked.json")).unwrap()).unwrap();
    let all = desk.tenant.qd(&["list", "--all", "--output", "ndjson"]).stdout;
    let locked = all.lines().filter(|line| serde_json::from_str::<Value>(line).unwrap()["locked"] == true).count();
    assert!(locked > 0);
    assert_eq!((&file["count"], &file["read"]), (&Value::from(locked), &Value::from(ACCOUNTS)));
    assert_eq!(file["accounts"].as_array().unwrap().len(), locked);
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
    let desk = Desk::with(&[]);
    fs::write(desk.path("a.csv"), "theirs").unwrap();
    let refused = desk.write("", "a.csv", &[]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("is there already") && refused.stderr.contains("--replace"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(desk.path("a.csv")).unwrap(), "theirs");
    let replaced = desk.write("", "a.csv", &["--replace"]);
    assert_eq!(replaced.code, Some(0), "{replaced:?}");
    let csv = fs::read_to_string(desk.path("a.csv")).unwrap();
    assert_eq!((records(&csv).len(), comment(&csv, "scope")), (ACCOUNTS, "all".to_owned()));
    assert_eq!(desk.names(), ["a.csv"]);
}

/// A tenant that gives these accounts whatever is asked, and counts so many.
fn answering(accounts: &'static str, total: &'static str) -> Scripted {
    let headers = [("Content-Type", "application/json"), ("X-Total-Count", total)];
    Scripted::start(move |_, _| Act::Send(answer(200, &headers, accounts)))
}

#[test]
fn what_the_tenant_keeps_from_us_is_told_in_the_head_and_by_the_exit_code() {
    let server = answering(r#"[{"id":"a"},{"id":"b"}]"#, "5");
    let directory = TempDir::new().unwrap();
    for name in ["a.csv", "a.json", "a.ndjson"] {
        let path = directory.path().join(name);
        let arguments = ["list", "--all", "--to", path.to_str().unwrap()];
        let ended = run(&mut signed_in(&server.base, "id", "secret", &arguments));
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.stderr.contains("2 of 5 (3 missing)"), "{}", ended.stderr);
        let text = fs::read_to_string(path).unwrap();
        let told = match name {
            "a.csv" => "# complete: false\n# count: 2\n# read: 2\n# total: 5\n",
            _ => r#""complete":false,"count":2,"read":2,"total":5"#,
        };
        assert!(text.contains(told), "{text}");
    }
}

#[test]
fn nothing_in_a_file_acts_on_a_terminal_or_a_spreadsheet() {
    let accounts = "[{\"id\":\"a\",\"name\":\"=cmd()\",\"nativeIdentity\":\"\u{9b}31m\u{202e}txt\"}]";
    let server = answering(accounts, "1");
    let directory = TempDir::new().unwrap();
    for name in ["a.csv", "a.json"] {
        let path = directory.path().join(name);
        let arguments = ["list", "name:\u{202e}", "--all", "--to", path.to_str().unwrap()];
        let ended = run(&mut signed_in(&server.base, "id", "secret", &arguments));
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let text = fs::read_to_string(path).unwrap();
        let acts = |c: &char| (c.is_control() && *c != '\n') || *c == '\u{202e}';
        assert_eq!(text.chars().filter(acts).count(), 0, "{text:?}");
        assert!(name == "a.json" || text.contains(",'=cmd(),"), "{text}");
    }
}

#[test]
fn where_it_cannot_be_read_or_written_there_is_no_file() {
    let desk = Desk::with(&["--faults", "status=500:1"]);
    let failed = desk.write("", "a.csv", &[]);
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(failed.stderr.contains("no file was written"), "{}", failed.stderr);
    assert!(desk.names().is_empty());

    let desk = Desk::with(&[]);
    let nowhere = desk.write("", "nowhere/a.csv", &[]);
    assert_eq!(nowhere.code, Some(2), "{nowhere:?}");
    assert!(nowhere.stderr.contains("cannot be written"), "{}", nowhere.stderr);
    let formless = desk.write("", "a.txt", &[]);
    assert_eq!(formless.code, Some(2), "{formless:?}");
    assert_eq!(desk.write("", "a.txt", &["--output", "csv"]).code, Some(0));
    let nothing = desk.write("name:nobody-is-called-so", "none.json", &[]);
    assert_eq!(nothing.code, Some(4), "{nothing:?}");
    let file: Value = serde_json::from_str(&fs::read_to_string(desk.path("none.json")).unwrap()).unwrap();
    assert_eq!((&file["complete"], &file["accounts"]), (&Value::from(true), &Value::Array(Vec::new())));
}
