//! A tenant, a state directory of its own, and the built program between them.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::tenant::{Ended, Tenant, run};

/// A tenant and a state directory of our own.
pub struct Desk {
    pub tenant: Tenant,
    pub state: TempDir,
    pub accounts: Vec<Value>,
}

impl Desk {
    pub fn with(flags: &[&str]) -> Self {
        let at_once: &[&str] = if flags.contains(&"--task-time") { &[] } else { &["--task-time", "0s"] };
        let all = [&["--accounts", "600"], at_once, flags].concat();
        let (tenant, state) = (Tenant::start(&all), TempDir::new().unwrap());
        // Read from a twin without faults: the same seed makes the same accounts.
        let twin = Tenant::start(&["--accounts", "600"]);
        let listed = twin.qd(&["list", "--all", "--output", "ndjson", "sort:id"]).stdout;
        let accounts = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Self { tenant, state, accounts }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.tenant.command(arguments);
        command.env("QD_STATE_DIR", self.state.path().join("state"));
        command
    }

    pub fn qd(&self, arguments: &[&str]) -> Ended {
        run(&mut self.command(arguments))
    }

    /// The same, with this on its standard input.
    pub fn fed(&self, input: &str, arguments: &[&str]) -> Ended {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// A file beside the state, with this in it.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.state.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The ids of the first accounts of which this is true.
    pub fn ids(&self, count: usize, is_one: impl Fn(&Value) -> bool) -> Vec<&str> {
        let found = self.accounts.iter().filter(|account| is_one(account));
        let ids: Vec<&str> = found.map(|account| account["id"].as_str().unwrap()).take(count).collect();
        assert_eq!(ids.len(), count, "the tenant has too few of these accounts");
        ids
    }

    /// The ids of the first enabled accounts that can be disabled and are held back by nothing.
    pub fn enabled(&self, count: usize) -> Vec<&str> {
        let is_one = |account: &&Value| {
            // Its source works: some of the tenant's do not.
            account["disabled"] == false && account["sourceName"] == "Active Directory"
        };
        let ids: Vec<&str> =
            self.accounts.iter().filter(is_one).map(|account| account["id"].as_str().unwrap()).collect();
        let planned = self.qd(&[&["disable", "--plan", "--output", "ndjson"], &ids[..count + 4]].concat()).stdout;
        let is_planned =
            |id: &&str| planned.lines().any(|line| line.contains(*id) && line.contains(r#""outcome":"planned""#));
        ids.into_iter().filter(is_planned).take(count).collect()
    }

    /// The account as it is now.
    pub fn account(&self, id: &str) -> Value {
        serde_json::from_str(&self.qd(&["show", id, "--output", "json"]).stdout).unwrap()
    }

    /// What the tenant accepted, in order: the operation, and the id of what it was for.
    pub fn ledger(&self) -> Vec<String> {
        let accepted = self.entries();
        let subject = |entry: &Value| {
            let ids = ["accountId", "identityId", "sourceId"].into_iter().find_map(|key| entry[key].as_str());
            format!("{} {}", entry["op"].as_str().unwrap(), ids.unwrap())
        };
        accepted.iter().map(subject).collect()
    }

    /// The lines of the tenant's ledger.
    pub fn entries(&self) -> Vec<Value> {
        let answer = self.get("/_tenant/ledger");
        let entry = |line: &str| serde_json::from_str::<Value>(line).ok();
        answer.lines().filter_map(entry).filter(Value::is_object).collect()
    }

    /// What the tenant says of itself at this path, head and all.
    pub fn get(&self, path: &str) -> String {
        let address = self.tenant.base_url.strip_prefix("http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
        std::io::read_to_string(stream).unwrap()
    }
}

/// The lines of JSON on its standard output.
pub fn lines(ended: &Ended) -> Vec<Value> {
    ended.stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// The outcome of its only line, and the exit code.
pub fn outcome(ended: &Ended) -> (Option<i32>, String) {
    let told = lines(ended);
    assert_eq!(told.len(), 1, "{ended:?}");
    (ended.code, told[0]["outcome"].as_str().unwrap().to_owned())
}
