//! Figures of the whole program, in a real pseudo-terminal on the embedded tenant: `cargo bench --bench figures`.
//!
//! Prints a line a measure, with the target beside it. Nothing is asserted: times differ from machine to machine.

#[path = "../support/pty.rs"]
mod pty;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pty::Program;

fn main() {
    println!("{:<58} {:>14} {:>16}", "measure", "target", "figure");
    start();
    cursor_moves();
    idle();
    queued_keys();
    during_a_slow_request();
    loaded_rows();
    list_at_200_ms();
    list_against_curl();
    tenant();
    binary();
}

fn tell(measure: &str, target: &str, figure: &str) {
    println!("{measure:<58} {target:>14} {figure:>16}");
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}

fn median<T: Ord + Copy>(mut all: Vec<T>) -> T {
    all.sort_unstable();
    all[all.len() / 2]
}

/// The demo with its first rows on the screen.
fn demo(flags: &[&str], columns: u16, rows: u16) -> Program {
    let arguments: Vec<&str> = ["demo"].into_iter().chain(flags.iter().copied()).collect();
    let program = Program::start(&arguments, &[], columns, rows);
    program.wait_until("the first rows", has_rows);
    program
}

fn has_rows(screen: &str) -> bool {
    screen.contains(" of ") && !screen.contains("···")
}

/// The moment nothing has been written for a while.
fn settle(program: &Program) {
    let mut before = usize::MAX;
    loop {
        let now = program.bytes().len();
        if now == before {
            return;
        }
        before = now;
        std::thread::sleep(Duration::from_millis(400));
    }
}

fn start() {
    let (mut frames, mut rows) = (Vec::new(), Vec::new());
    for _ in 0..11 {
        let begun = Instant::now();
        let program = Program::start(&["demo"], &[], 80, 24);
        program.wait_for("demo");
        frames.push(begun.elapsed());
        program.wait_until("the first rows", has_rows);
        rows.push(begun.elapsed());
    }
    tell("start to first frame, 80x24 (median of 11)", "15 ms", &milliseconds(median(frames)));
    tell("start to first rows, embedded tenant", "40 ms", &milliseconds(median(rows)));
}

fn cursor_moves() {
    for (columns, rows, target) in [(80, 24, "150 B"), (200, 50, "250 B")] {
        let mut program = demo(&[], columns, rows);
        settle(&program);
        let mut sizes = Vec::new();
        for _ in 0..10 {
            let before = program.bytes().len();
            program.press("j");
            settle(&program);
            sizes.push(program.bytes().len() - before);
        }
        let largest = sizes.iter().max().copied().unwrap_or(0);
        let figure = format!("{} B, max {largest}", median(sizes));
        tell(&format!("bytes for one cursor move, {columns}x{rows} (median of 10)"), target, &figure);
    }
}

fn idle() {
    let program = demo(&[], 80, 24);
    settle(&program);
    let (bytes, cpu) = (program.bytes().len(), cpu_time(program.process_id()));
    std::thread::sleep(Duration::from_secs(10));
    tell("bytes in 10 idle seconds", "0 B", &format!("{} B", program.bytes().len() - bytes));
    let used = cpu_time(program.process_id()).saturating_sub(cpu);
    tell("CPU in 10 idle seconds", "0.1 %", &format!("{:.2} %", used.as_secs_f64() * 10.0));
}

fn queued_keys() {
    let mut program = demo(&[], 200, 50);
    settle(&program);
    let (before, cpu) = (program.bytes().len(), cpu_time(program.process_id()));
    program.press(&"j".repeat(300));
    settle(&program);
    let used = cpu_time(program.process_id()).saturating_sub(cpu);
    tell("300 queued key presses at 200x50: bytes", "10 KB", &format!("{} B", program.bytes().len() - before));
    tell("300 queued key presses at 200x50: CPU", "5 ms", &milliseconds(used));
}

/// From a key to the bytes it causes.
fn key_times(program: &mut Program, keys: &[&str], count: usize) -> Vec<Duration> {
    let mut times = Vec::new();
    for n in 0..count {
        let before = program.bytes().len();
        let pressed = Instant::now();
        program.press(keys[n % keys.len()]);
        while program.bytes().len() == before {
            std::thread::yield_now();
        }
        times.push(pressed.elapsed());
        std::thread::sleep(Duration::from_millis(15));
    }
    times.sort_unstable();
    times
}

fn during_a_slow_request() {
    let mut program = demo(&[], 80, 24);
    settle(&program);
    let without = key_times(&mut program, &["j", "k"], 50);
    drop(program);
    let mut program = demo(&["--latency", "2s"], 80, 24);
    settle(&program);
    program.press("R");
    let during = key_times(&mut program, &["j", "k"], 50);
    let figure = |times: &[Duration]| format!("{} p98", milliseconds(times[times.len() * 98 / 100]));
    tell("key to frame, nothing under way", "", &figure(&without));
    tell("key to frame during a 2 s request", "the same", &figure(&during));
}

fn loaded_rows() {
    let program = demo(&[], 80, 24);
    settle(&program);
    tell("memory, one screen (tenant in the same process)", "", &resident(program.process_id()));
    drop(program);

    let mut tenant = Tenant::start(&["--accounts", "100000", "--rate-limit", "off"]);
    let environment = tenant.environment();
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut program = Program::start(&[], &environment, 200, 50);
    program.wait_until("the first rows", has_rows);
    tell("memory, one screen", "15 MB", &resident(program.process_id()));
    for (rows, target) in [(10_000, "20 MB"), (100_000, "60 MB")] {
        walk(&mut program, rows);
        tell(&format!("memory, {rows} rows loaded"), target, &resident(program.process_id()));
    }
    let cpu = cpu_time(program.process_id());
    let times = key_times(&mut program, &["j", "k"], 200);
    let used = cpu_time(program.process_id()).saturating_sub(cpu);
    tell("key to frame, 100,000 rows loaded, 200x50: p99 wall", "4 ms", &milliseconds(times[times.len() * 99 / 100]));
    tell("key to frame, 100,000 rows loaded: mean CPU", "4 ms", &milliseconds(used / 200));
    tenant.stop();
}

/// Goes through the list until so many rows are loaded. The pacer allows 98 pages in 10 s.
fn walk(program: &mut Program, rows: u32) {
    for row in (1..=rows).step_by(250) {
        program.press(&format!(":goto {row}\r"));
        program.wait_until("the page", |screen| !screen.contains("···") && !screen.contains(":goto"));
    }
}

fn list_at_200_ms() {
    let mut tenant = Tenant::start(&["--accounts", "10000", "--latency", "200ms"]);
    let begun = Instant::now();
    let rows = tenant.list(&["--output", "ndjson"]);
    tell(&format!("{rows} accounts at 200 ms a page"), "2 s", &format!("{:.2} s", begun.elapsed().as_secs_f64()));
    tenant.stop();
}

fn list_against_curl() {
    let mut tenant = Tenant::start(&["--accounts", "100000", "--rate-limit", "off"]);
    let children = children_cpu();
    let begun = Instant::now();
    let rows = tenant.list(&["--output", "ndjson"]);
    let (wall, cpu) = (begun.elapsed(), children_cpu().saturating_sub(children));
    let figure = format!("{:.1} s, {:.2} s CPU", wall.as_secs_f64(), cpu.as_secs_f64());
    tell(&format!("list of {rows} accounts to ndjson, paced"), "", &figure);
    let children = children_cpu();
    let begun = Instant::now();
    if tenant.curl_pages(400) {
        let (wall, cpu) = (begun.elapsed(), children_cpu().saturating_sub(children));
        let figure = format!("{:.1} s, {:.2} s CPU", wall.as_secs_f64(), cpu.as_secs_f64());
        tell("the same pages by one curl, one after the other", "", &figure);
    }
    tenant.stop();
}

fn tenant() {
    for accounts in ["12250", "100000", "1000000"] {
        let begun = Instant::now();
        let mut tenant = Tenant::start(&["--accounts", accounts, "--rate-limit", "off"]);
        let up = begun.elapsed();
        let figure = format!("{}, {}", milliseconds(up), resident(tenant.child.id()));
        let target = match accounts {
            "100000" => "1 s",
            "1000000" => "3 s, 700 MB",
            _ => "",
        };
        tell(&format!("tenant of {accounts} accounts up"), target, &figure);
        tenant.stop();
    }
}

fn binary() {
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_qd")).map_or(0, |file| file.len());
    tell("binary", "13 MB", &format!("{:.1} MB", size as f64 / 1e6));
}

/// The embedded tenant as a process of its own.
struct Tenant {
    child: Child,
    base_url: String,
    client_id: String,
    client_secret: String,
}

impl Tenant {
    fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_qd"))
            .args(["tenant", "--listen", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the tenant starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its standard output");
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).expect("its first line");
        let told: serde_json::Value = serde_json::from_str(&line).expect("its first line is JSON");
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        Self { child, base_url: text("baseUrl"), client_id: text("clientId"), client_secret: text("clientSecret") }
    }

    fn environment(&self) -> [(&'static str, String); 3] {
        [
            ("SAIL_BASE_URL", self.base_url.clone()),
            ("SAIL_CLIENT_ID", self.client_id.clone()),
            ("SAIL_CLIENT_SECRET", self.client_secret.clone()),
        ]
    }

    /// Lists every account and counts the lines.
    fn list(&self, flags: &[&str]) -> usize {
        let output = Command::new(env!("CARGO_BIN_EXE_qd"))
            .args(["list", "--all", "--quiet"])
            .args(flags)
            .envs(self.environment())
            .output()
            .expect("the list runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout.iter().filter(|byte| **byte == b'\n').count()
    }

    /// Fetches so many pages with curl over one connection. Says whether curl is on this machine.
    fn curl_pages(&self, pages: u32) -> bool {
        let token = Command::new("curl")
            .args(["--silent", "--data-urlencode"])
            .arg(format!("client_id={}", self.client_id))
            .arg("--data-urlencode")
            .arg(format!("client_secret={}", self.client_secret))
            .args(["--data", "grant_type=client_credentials"])
            .arg(format!("{}/oauth/token", self.base_url))
            .output();
        let Ok(token) = token else { return false };
        let token: serde_json::Value = serde_json::from_slice(&token.stdout).unwrap_or_default();
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--compressed", "--output", "/dev/null", "--header"]);
        curl.arg(format!("Authorization: Bearer {}", token["access_token"].as_str().unwrap_or_default()));
        for page in 0..pages {
            let offset = page * 250;
            let query = format!("/beta/accounts?limit=250&offset={offset}&sorters=name%2Cid");
            curl.args(["--output", "/dev/null"]).arg(format!("{}{query}", self.base_url));
        }
        curl.status().is_ok_and(|status| status.success())
    }

    fn stop(&mut self) {
        self.child.kill().expect("the tenant is stopped");
        self.child.wait().expect("the tenant has ended");
    }
}

/// Processor time a process has used, all threads.
fn cpu_time(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 =
        behind_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Processor time of the children that have ended.
fn children_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 =
        behind_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Memory a process holds.
fn resident(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    let kilobytes: f64 = line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0.0);
    format!("{:.1} MB", kilobytes / 1024.0)
}
