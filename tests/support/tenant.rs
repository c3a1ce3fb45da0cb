//! `qd tenant` as a process of its own, and `qd` run against it without a screen.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The variables that say something to `qd`: a test starts without them, whatever the machine has set.
const OURS: [&str; 9] = [
    "SAIL_BASE_URL",
    "SAIL_CLIENT_ID",
    "SAIL_CLIENT_SECRET",
    "QD_API",
    "QD_READ_ONLY",
    "QD_STATE_DIR",
    "XDG_STATE_HOME",
    "QD_CONFIG_DIR",
    "NO_COLOR",
];

/// A directory of settings in which there is nothing: what the person who runs the tests set does not matter to them.
const NO_SETTINGS: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-settings");

/// A tenant that serves until it is dropped.
pub struct Tenant {
    process: Child,
    pub base_url: String,
    pub client_id: String,
    pub client_secret: String,
}

impl Tenant {
    /// Starts a tenant on a free port, without a rate limit unless the flags set one.
    pub fn start(flags: &[&str]) -> Self {
        let mut command = program();
        command.args(["tenant", "--listen", "127.0.0.1:0"]).args(flags);
        if !flags.contains(&"--rate-limit") {
            command.args(["--rate-limit", "off"]);
        }
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut announced = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut announced).unwrap();
        let announced: serde_json::Value = serde_json::from_str(&announced).expect("the first line is JSON");
        let told = |key: &str| announced[key].as_str().unwrap().to_owned();
        Self { process, base_url: told("baseUrl"), client_id: told("clientId"), client_secret: told("clientSecret") }
    }

    /// What signs a program in at this tenant.
    pub fn environment(&self) -> [(&'static str, &str); 3] {
        variables(&self.base_url, &self.client_id, &self.client_secret)
    }

    /// The process, to be measured.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// `qd` signed in at this tenant, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        signed_in(&self.base_url, &self.client_id, &self.client_secret, arguments)
    }

    /// Runs `qd` at this tenant to its end.
    pub fn qd(&self, arguments: &[&str]) -> Ended {
        run(&mut self.command(arguments))
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// `qd` signed in somewhere, not started yet.
pub fn signed_in(base_url: &str, client_id: &str, client_secret: &str, arguments: &[&str]) -> Command {
    let mut command = program();
    command.envs(variables(base_url, client_id, client_secret)).args(arguments);
    command
}

fn variables<'a>(base_url: &'a str, client_id: &'a str, client_secret: &'a str) -> [(&'static str, &'a str); 3] {
    [("SAIL_BASE_URL", base_url), ("SAIL_CLIENT_ID", client_id), ("SAIL_CLIENT_SECRET", client_secret)]
}

/// `qd` with an environment that says nothing to it, except that times are shown in UTC.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qd"));
    for name in OURS {
        command.env_remove(name);
    }
    command.env("QD_CONFIG_DIR", NO_SETTINGS);
    command.env("TZ", "UTC").env("RUST_BACKTRACE", "1").stdin(Stdio::null());
    command
}

/// How a run of `qd` ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
