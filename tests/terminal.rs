//! Journeys of a person through the built program, in a real pseudo-terminal, on the embedded tenant over real HTTP.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "terminal/asking.rs"]
mod asking;
#[path = "terminal/exporting.rs"]
mod exporting;
#[path = "support/pty.rs"]
#[expect(dead_code, reason = "shared with the figures, which count bytes")]
mod pty;
#[path = "terminal/queues.rs"]
mod queues;
#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the tests without a screen")]
mod tenant;
#[path = "terminal/working.rs"]
mod working;

use pty::Program;
use tenant::Tenant;

const ESC: &str = "\x1b";
const ENTER: &str = "\r";
const TAB: &str = "\t";

/// A tenant far away.
const SLOW: &[&str] = &["--latency", "200ms"];
/// A tenant on a bad day: one answer in twenty is none.
const FAULTY: &[&str] = &["--faults", "status=500:0.02,reset:0.01,html:0.01,status=429:0.01"];

/// The rows of the table on the screen: between the column heads, which stand below the queues where there is room for
/// those, and the two lines at the bottom.
fn rows(screen: &str) -> Vec<&str> {
    let lines: Vec<&str> = screen.lines().collect();
    let heads = lines.iter().position(|line| line.contains(" NAME")).unwrap_or(1);
    lines[heads + 1..lines.len().saturating_sub(2).max(heads + 1)].to_vec()
}

/// The demo at 80×24 with its first rows on the screen.
fn demo(flags: &[&str]) -> Program {
    let arguments: Vec<&str> = ["demo"].into_iter().chain(flags.iter().copied()).collect();
    let program = Program::start(&arguments, &[], 80, 24);
    program.wait_until("rows and the total", |screen| screen.contains("of 12,250") && !screen.contains("···"));
    program
}

/// Where the cursor stands: the line with the mark.
fn line_with_cursor(screen: &str) -> String {
    screen.lines().find(|line| line.trim_start().starts_with('›')).unwrap_or_default().to_owned()
}

fn browse(flags: &[&str]) {
    let mut program = demo(flags);

    let rows_at_start = program.screen();
    let row = |n: usize| rows(&rows_at_start)[n].trim_start_matches([' ', '›']).trim().to_owned();
    let here = |screen: &str| line_with_cursor(screen).trim_start_matches([' ', '›']).trim().to_owned();
    let first = row(0);
    program.press("jj");
    program.wait_until("the cursor on the third row", |screen| here(screen) == row(2));

    program.press("G");
    let end = program.wait_until("the last rows", |screen| {
        let rows = rows(screen);
        rows.last().is_some_and(|row| row.trim_start().starts_with('›')) && !screen.contains("···")
    });
    assert!(rows(&end).len() >= 19, "{end}");

    program.press("gg");
    program.wait_until("the first row again", |screen| here(screen) == first);

    program.press(":goto 4\r");
    program.wait_until("row 4", |screen| here(screen) == row(3));
    program.press(":goto 4000\r");
    program.wait_until("row 4000", |screen| {
        !screen.contains("goto") && !screen.contains("···") && !rows(screen).iter().any(|shown| shown.contains(&first))
    });

    program.press("q");
    assert!(program.wait_for_end().success());
    program.terminal_is_restored().unwrap();
}

fn ask_and_sort(flags: &[&str]) {
    let mut program = demo(flags);
    program.press("/is:uncorrelated");
    program.wait_for("uncorrelated eq true");
    program.press(ENTER);
    program.wait_until("only accounts without identity", |screen| {
        let rows = rows(screen);
        let all_are = rows.len() >= 19 && rows.iter().all(|row| row.contains("uncorr."));
        !screen.contains("···") && !screen.contains("12,250") && all_are
    });

    program.press(">");
    program.wait_until("another order", |screen| screen.contains("SOURCE▲") && !screen.contains("···"));
    program.press("o");
    program.wait_until("the order turned round", |screen| screen.contains("SOURCE▼") && !screen.contains("···"));
    program.press("0");
    program.wait_for("of 12,250");
    program.press("q");
    assert!(program.wait_for_end().success());
}

fn read_details(flags: &[&str]) {
    let mut program = demo(flags);
    program.press("/name:nancy.nash source:\"Active Directory\"\r");
    program.wait_until("the one account", |screen| screen.contains(" 1 ✓") && screen.contains("nancy.nash"));
    program.press(ENTER);
    program.wait_until("the overview", |screen| screen.contains("Overview") && screen.contains("Native id"));
    program.press(TAB);
    program.wait_until("attributes", |screen| screen.contains("sAMAccountName"));
    program.press(TAB);
    program.wait_until("the first entitlements", |screen| screen.contains("of 540 · 100 read"));
    for read in ["200 read", "300 read", "400 read", "500 read"] {
        program.press("G");
        program.wait_for(read);
    }
    program.press("G");
    program.wait_until("the end of what was read, and the rest read", |screen| {
        screen.contains("–500 of 540") && !screen.contains("···") && !screen.contains(" read ─")
    });
    program.press("G");
    program.wait_until("the last entitlement", |screen| screen.contains("–540 of 540"));
    program.press("y");
    program.wait_for("\"attributes\": {");
    program.press("/\"nativeIdentity\"\r");
    program.wait_until("the match", |screen| line_with_cursor(screen).contains("\"nativeIdentity\""));
    program.press("c");
    program.wait_for_bytes(b"\x1b]52;c;");
    program.press(ESC);
    program.wait_for("MODIFIED");
    program.press("q");
    assert!(program.wait_for_end().success());
}

fn resize(flags: &[&str]) {
    let mut program = demo(flags);
    program.resize(120, 40);
    program.wait_until("the details beside the table", |screen| screen.contains("Overview") && screen.contains("NAME"));
    program.resize(30, 8);
    program.wait_until("a plain message", |screen| screen.contains("60"));
    for n in 0..100u16 {
        program.resize(1 + n % 90, 1 + n % 30);
    }
    program.resize(80, 24);
    program.wait_until("the table again", |screen| screen.contains("NAME") && rows(screen).len() >= 19);
    program.press("q");
    assert!(program.wait_for_end().success());
    program.terminal_is_restored().unwrap();
}

/// From an account to its siblings and back, to what was done to it, and to its identity.
fn know_an_identity(flags: &[&str]) {
    let mut program = demo(flags);
    program.press("/name:nancy.nash source:\"Active Directory\"\r");
    program.wait_until("the one account", |screen| screen.contains(" 1 ✓") && screen.contains("nancy.nash"));
    program.press(ENTER);
    program.wait_for("Native id");
    program.press(TAB.repeat(3).as_str());
    program.wait_until("what was done to the account", |screen| {
        screen.contains("tenant  ") || screen.contains("tell of anything")
    });

    program.press(TAB);
    let siblings = program.wait_until("the siblings", |screen| screen.contains("1–7 of 7") && !screen.contains("···"));
    assert_eq!(siblings.matches('◂').count(), 2, "one of them is this one, and the sign is told: {siblings}");
    program.press("j");
    program.wait_until("the second sibling", |screen| !line_with_cursor(screen).contains("Active Directory"));
    program.press(ENTER);
    program.wait_until("the details of another account", |screen| {
        screen.contains("Native id") && screen.contains("Source      Badge System")
    });
    program.press(ESC);
    program.wait_until("the siblings again", |screen| screen.contains("1–7 of 7"));

    program.press("i");
    program.wait_until("the identity with all its accounts", |screen| {
        line_with_cursor(screen).contains("ISC sign-in") && screen.contains("accounts 7 ✓") && !screen.contains("···")
    });
    program.press("G");
    let last = program.wait_until("the last account", |screen| !line_with_cursor(screen).contains("ISC sign-in"));
    let source = line_with_cursor(&last).split_whitespace().nth(2).unwrap_or_default().to_owned();
    program.press(ENTER);
    program.wait_until("its details", |screen| screen.contains("Native id") && screen.contains(&source));
    program.press("i");
    program.wait_until("the identity again", |screen| screen.contains("ISC sign-in"));
    program.press("R");
    program.wait_until("everything read again", |screen| screen.contains("accounts 7 ✓") && !screen.contains("···"));
    program.press("q");
    program.wait_for("Native id");
    program.press("q");
    program.wait_for("MODIFIED");
    program.press("q");
    assert!(program.wait_for_end().success());
}

/// One test a journey and a tenant.
macro_rules! journeys {
    ($($journey:ident: $well:ident, $slow:ident, $faulty:ident;)+) => {
        $(
            #[test]
            fn $well() {
                $journey(&[]);
            }

            #[test]
            fn $slow() {
                $journey(SLOW);
            }

            #[test]
            fn $faulty() {
                $journey(FAULTY);
            }
        )+
    };
}

journeys! {
    browse: a_person_walks_jumps_and_leaves, walking_on_a_slow_tenant, walking_on_a_faulty_tenant;
    ask_and_sort: a_person_asks_and_sorts, asking_a_slow_tenant, asking_a_faulty_tenant;
    read_details: a_person_reads_details, details_on_a_slow_tenant, details_on_a_faulty_tenant;
    know_an_identity: a_person_knows_an_identity, an_identity_on_a_slow_tenant, an_identity_on_a_faulty_tenant;
    resize: a_screen_is_resized, resizing_on_a_slow_tenant, resizing_on_a_faulty_tenant;
}

/// How many lists of accounts a tenant was asked for.
fn lists_asked_for(tenant: &Tenant) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let address = format!("{}/_tenant/stats", tenant.base_url);
    let stats = runtime.block_on(async {
        let answer = plain_client().get(address).send().await.unwrap().bytes().await.unwrap();
        serde_json::from_slice::<serde_json::Value>(&answer).unwrap()
    });
    let statuses = stats["routes"]["GET /beta/accounts"].as_object().unwrap();
    statuses.values().map(|count| count.as_u64().unwrap()).sum()
}

/// A client that needs no certificates and no proxy.
fn plain_client() -> reqwest::Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().no_proxy().tls_certs_only(Vec::<reqwest::Certificate>::new()).build().unwrap()
}

#[test]
fn a_bad_query_is_told_and_not_sent() {
    let tenant = Tenant::start(&["--accounts", "600"]);
    let mut program = Program::start(&[], &tenant.environment(), 80, 24);
    program.wait_until("rows and the total", |screen| screen.contains("500 of 600"));
    let before = lists_asked_for(&tenant);
    program.press("/created>=soon\r");
    program.wait_until("what is wrong", |screen| screen.contains("created>=soon") && screen.contains("\"soon\""));
    program.press(ESC);
    program.wait_without("created>=soon");
    program.press("@");
    program.wait_for("Requests");
    assert_eq!(lists_asked_for(&tenant), before);
    program.press("\x03");
    assert!(program.wait_for_end().success());
}

#[test]
fn what_is_copied_just_before_leaving_is_copied() {
    let mut program = demo(&[]);
    program.press("cq");
    assert!(program.wait_for_end().success());
    program.wait_for_bytes(b"\x1b]52;c;");
}

#[test]
fn the_request_log_and_the_help_open_and_close() {
    let mut program = demo(&[]);
    program.press("@");
    program.wait_until("the log", |screen| screen.contains("GET") && screen.contains("/beta/accounts"));
    program.press(ESC);
    program.wait_without("/beta/accounts");
    program.press("?");
    program.wait_for("half a screen down");
    program.press(ESC);
    program.wait_without("half a screen down");
    program.press("q");
    assert!(program.wait_for_end().success());
}

#[test]
fn an_unreachable_tenant_is_a_banner_and_r_tries_again() {
    let environment = [
        ("SAIL_BASE_URL", "http://127.0.0.1:9"),
        ("SAIL_CLIENT_ID", "an-id"),
        ("SAIL_CLIENT_SECRET", "a-secret-that-must-not-show"),
    ];
    let mut program = Program::start(&[], &environment, 80, 24);
    program.wait_until("the banner", |screen| screen.contains("refused") && screen.contains('R'));
    program.press("@");
    let attempts = |screen: &str| screen.matches("POST").count();
    let before = attempts(&program.wait_for("POST"));
    program.press(ESC);
    program.wait_without("Requests");
    program.press("R@");
    program.wait_until("more attempts", |screen| attempts(screen) > before);
    program.press(ESC);
    program.wait_without("POST");
    program.press("q");
    assert!(program.wait_for_end().success());
    let bytes = String::from_utf8_lossy(&program.bytes()).into_owned();
    assert!(!bytes.contains("a-secret-that-must-not-show"));
}

#[test]
fn the_terminal_is_given_back_on_a_signal() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut program = demo(&[]);
        let killed = std::process::Command::new("kill")
            .args([&format!("-{signal}"), &program.process_id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        assert_eq!(program.wait_for_end().exit_code(), 130, "SIG{signal}");
        program.terminal_is_restored().unwrap_or_else(|what| panic!("after SIG{signal}: {what}"));
    }
}

#[test]
fn leaving_waits_for_no_request() {
    let tenant = Tenant::start(&["--accounts", "600", "--latency", "25s"]);
    let mut program = Program::start(&[], &tenant.environment(), 80, 24);
    program.wait_for("···");
    program.press("q");
    assert!(program.wait_for_end().success());
    program.terminal_is_restored().unwrap();
}

#[test]
fn without_a_terminal_the_screen_says_what_to_use() {
    let ended = tenant::run(tenant::program().arg("demo"));
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("needs a terminal") && ended.stderr.contains("qd list"), "{}", ended.stderr);
    assert_eq!(ended.stdout, "");
}

#[test]
fn the_header_says_what_is_said_of_the_host() {
    let tenant = Tenant::start(&["--accounts", "300"]);
    let settings = tempfile::tempdir().unwrap();
    let said = "[\"127.0.0.1\"]\nproduction = true\nread_only = true\n";
    std::fs::write(settings.path().join("hosts.toml"), said).unwrap();
    let mut environment = tenant.environment().to_vec();
    environment.push(("QD_CONFIG_DIR", settings.path().to_str().unwrap()));
    let program = Program::start(&[], &environment, 80, 24);
    let screen = program.wait_for("300 ✓");
    let header = screen.lines().next().unwrap_or_default();
    assert!(header.contains("PRODUCTION") && header.contains("READ-ONLY"), "{header}");
}
