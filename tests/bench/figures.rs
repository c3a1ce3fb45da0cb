//! Figures of the whole program, in a real pseudo-terminal on the embedded tenant: `cargo bench --bench figures`.
//!
//! Prints a line a measure, with the target beside it. Nothing is asserted: times differ from machine to machine.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[expect(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "shared with the journeys")]
#[path = "../support/pty.rs"]
mod pty;
#[expect(clippy::unwrap_used, clippy::expect_used, reason = "shared with the tests without a screen")]
#[path = "../support/tenant.rs"]
mod tenant;

use std::process::Command;
use std::time::{Duration, Instant};

use pty::Program;
use tenant::Tenant;

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
    tenant_start();
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
    // The newest generation: no notice about a deprecated one comes and goes while bytes are counted.
    let arguments: Vec<&str> = ["demo", "--api", "v1"].into_iter().chain(flags.iter().copied()).collect();
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
        let now = program.received();
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
            let before = program.received();
            program.press("j");
            settle(&program);
            sizes.push(program.received() - before);
        }
        let largest = sizes.iter().max().copied().unwrap_or(0);
        let figure = format!("{} B, max {largest}", median(sizes));
        tell(&format!("bytes for one cursor move, {columns}x{rows} (median of 10)"), target, &figure);
    }
}

fn idle() {
    let program = demo(&[], 80, 24);
    settle(&program);
    let (bytes, cpu) = (program.received(), cpu_time(program.process_id()));
    std::thread::sleep(Duration::from_secs(10));
    tell("bytes in 10 idle seconds", "0 B", &format!("{} B", program.received() - bytes));
    let used = cpu_time(program.process_id()).saturating_sub(cpu);
    tell("CPU in 10 idle seconds", "0.1 %", &format!("{:.2} %", used.as_secs_f64() * 10.0));
}

fn queued_keys() {
    let mut program = demo(&[], 200, 50);
    settle(&program);
    let (before, cpu) = (program.received(), cpu_time(program.process_id()));
    program.press(&"j".repeat(300));
    settle(&program);
    let used = cpu_time(program.process_id()).saturating_sub(cpu);
    tell("300 queued key presses at 200x50: bytes", "10 KB", &format!("{} B", program.received() - before));
    tell("300 queued key presses at 200x50: CPU", "5 ms", &milliseconds(used));
}

/// From a key to the bytes it causes.
fn key_times(program: &mut Program, keys: &[&str], count: usize) -> Vec<Duration> {
    let mut times = Vec::new();
    for n in 0..count {
        let before = program.received();
        let pressed = Instant::now();
        program.press(keys[n % keys.len()]);
        program.wait_for_more_than(before);
        times.push(pressed.elapsed());
        std::thread::sleep(Duration::from_millis(15));
    }
    times.sort_unstable();
    times
}

/// Processor time for one key, its frame and the details that follow it.
fn key_cpu(program: &mut Program) -> Duration {
    let (before, bytes) = (cpu_time(program.process_id()), program.received());
    program.press("k");
    program.wait_for_more_than(bytes);
    std::thread::sleep(Duration::from_millis(20));
    cpu_time(program.process_id()).saturating_sub(before)
}

fn during_a_slow_request() {
    let mut program = demo(&[], 80, 24);
    settle(&program);
    let without = key_times(&mut program, &["j", "k"], 50);
    drop(program);
    let mut program = demo(&["--latency", "2s"], 80, 24);
    program.wait_until("both pages", |screen| loaded(screen) == 500);
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

    let tenant = Tenant::start(&["--accounts", "100000"]);
    let mut program = Program::start(&[], &tenant.environment(), 200, 50);
    program.wait_until("the first rows", has_rows);
    tell("memory, one screen", "15 MB", &resident(program.process_id()));
    for (rows, target) in [(10_000, "20 MB"), (100_000, "60 MB")] {
        walk(&mut program, rows);
        tell(&format!("memory, {rows} rows loaded"), target, &resident(program.process_id()));
    }
    let times = key_times(&mut program, &["k", "j"], 200);
    tell("key to frame, 100,000 rows loaded, 200x50: p99 wall", "", &milliseconds(times[times.len() * 99 / 100]));
    let mut used: Vec<Duration> = (0..200).map(|_| key_cpu(&mut program)).collect();
    used.sort_unstable();
    tell("key to frame, 100,000 rows loaded, 200x50: p99 CPU", "4 ms", &milliseconds(used[198]));
}

/// Goes through the list until so many rows are loaded. The pacer allows 98 pages in 10 s.
fn walk(program: &mut Program, rows: u64) {
    let mut row = 1;
    while loaded(&program.screen()) < rows {
        program.press(&format!(":goto {row}\r"));
        let wanted = rows.min(row + 249);
        program.wait_until("the page to be counted", |screen| loaded(screen) >= wanted);
        row += 250;
    }
}

/// How many rows the header says are here: `↓ 2,750 of 12,250`, or `12,250 ✓`.
fn loaded(screen: &str) -> u64 {
    let header = screen.lines().next().unwrap_or_default();
    let behind_arrow = header.split_once('↓').map(|(_, rest)| rest.split(" of ").next().unwrap_or_default());
    let before_mark = || header.split_once(" ✓").and_then(|(rest, _)| rest.split_whitespace().last());
    let digits = behind_arrow.or_else(before_mark).unwrap_or_default();
    digits.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

fn list_at_200_ms() {
    let tenant = Tenant::start(&["--accounts", "10000", "--latency", "200ms", "--rate-limit", "100/10s"]);
    let begun = Instant::now();
    let rows = list_all(&tenant);
    tell(&format!("{rows} accounts at 200 ms a page"), "2 s", &format!("{:.2} s", begun.elapsed().as_secs_f64()));
}

fn list_against_curl() {
    let tenant = Tenant::start(&["--accounts", "100000"]);
    let children = children_cpu();
    let begun = Instant::now();
    let rows = list_all(&tenant);
    let (wall, cpu) = (begun.elapsed(), children_cpu().saturating_sub(children));
    let figure = format!("{:.1} s, {:.2} s CPU", wall.as_secs_f64(), cpu.as_secs_f64());
    tell(&format!("list of {rows} accounts to ndjson, paced"), "", &figure);
    let children = children_cpu();
    let begun = Instant::now();
    if curl_pages(&tenant, 400) {
        let (wall, cpu) = (begun.elapsed(), children_cpu().saturating_sub(children));
        let figure = format!("{:.1} s, {:.2} s CPU", wall.as_secs_f64(), cpu.as_secs_f64());
        tell("the same pages by one curl, one after the other", "", &figure);
    }
}

fn tenant_start() {
    for accounts in ["12250", "100000", "1000000"] {
        let begun = Instant::now();
        let tenant = Tenant::start(&["--accounts", accounts]);
        let up = begun.elapsed();
        let figure = format!("{}, {}", milliseconds(up), resident(tenant.process_id()));
        let target = match accounts {
            "100000" => "1 s",
            "1000000" => "3 s, 700 MB",
            _ => "",
        };
        tell(&format!("tenant of {accounts} accounts up"), target, &figure);
    }
}

fn binary() {
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_qd")).map_or(0, |file| file.len());
    tell("binary", "13 MB", &format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000));
}

/// Lists every account and counts the lines.
fn list_all(tenant: &Tenant) -> usize {
    let listed = tenant.qd(&["list", "--all", "--quiet", "--output", "ndjson"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    listed.stdout.bytes().filter(|byte| *byte == b'\n').count()
}

/// Fetches so many pages with curl over one connection. Says whether curl is on this machine.
fn curl_pages(tenant: &Tenant, pages: u32) -> bool {
    let token = Command::new("curl")
        .args(["--silent", "--data", "grant_type=client_credentials", "--data-urlencode"])
        .arg(format!("client_id={}", tenant.client_id))
        .arg("--data-urlencode")
        .arg(format!("client_secret={}", tenant.client_secret))
        .arg(format!("{}/oauth/token", tenant.base_url))
        .output();
    let Ok(token) = token else { return false };
    let token: serde_json::Value = serde_json::from_slice(&token.stdout).unwrap_or_default();
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--compressed", "--header"]);
    curl.arg(format!("Authorization: Bearer {}", token["access_token"].as_str().unwrap_or_default()));
    for page in 0..pages {
        let query = format!("/beta/accounts?limit=250&offset={}&sorters=name%2Cid", page * 250);
        curl.args(["--output", "/dev/null"]).arg(format!("{}{query}", tenant.base_url));
    }
    curl.status().is_ok_and(|status| status.success())
}

/// Processor time a process has used, all threads.
fn cpu_time(process: u32) -> Duration {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten();
    let used = |thread: std::io::Result<std::fs::DirEntry>| -> Option<u64> {
        let schedule = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        schedule.split_whitespace().next()?.parse().ok()
    };
    Duration::from_nanos(threads.filter_map(used).sum())
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
