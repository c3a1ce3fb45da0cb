//! `qd` without a screen: the built program as a process, against the embedded tenant as another, over real HTTP.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "support/pty.rs"]
#[expect(dead_code, reason = "a terminal for whole journeys; this one only looks at it")]
mod pty;
#[path = "support/scripted.rs"]
#[expect(dead_code, reason = "a server for many tests; this one needs a part of it")]
mod scripted;
#[path = "support/tenant.rs"]
#[expect(dead_code, reason = "shared with the journeys on the screen")]
mod tenant;

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use pty::Program;
use scripted::{Act, Scripted};
use tenant::{Ended, Tenant, program, run, signed_in};

const GENERATIONS: [&str; 6] = ["beta", "v3", "v2024", "v2025", "v2026", "v1"];

/// How many accounts the tenant of these tests has: several pages, and not a round number of them.
const ACCOUNTS: usize = 1_100;

/// A well-behaved tenant.
fn acme() -> Tenant {
    Tenant::start(&["--accounts", &ACCOUNTS.to_string()])
}

fn ids(ndjson: &str) -> Vec<String> {
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    ndjson.lines().map(id).collect()
}

fn records(csv: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect()
}

/// What could act on a terminal, or hide in it.
fn hazards(text: &str) -> Vec<char> {
    let acts =
        |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(acts).collect()
}

#[test]
fn every_form_holds_the_same_accounts() {
    let acme = acme();
    let lines = acme.qd(&["list", "--output", "ndjson"]);
    let expected = ids(&lines.stdout);
    assert_eq!(expected.len(), 250);

    let array: Vec<Value> = serde_json::from_str(&acme.qd(&["list", "--output", "json"]).stdout).unwrap();
    let of_array: Vec<&str> = array.iter().map(|account| account["id"].as_str().unwrap()).collect();
    assert_eq!(of_array, expected);
    assert!(array[0].get("nativeIdentity").is_some() && array[0].get("attributes").is_some(), "{}", array[0]);

    let csv = acme.qd(&["list", "--output", "csv"]);
    assert!(csv.stdout.starts_with("state,name,source,identity,modified,native,created,id\n"));
    let of_csv: Vec<_> = records(&csv.stdout).into_iter().map(|record| record[7].to_owned()).collect();
    assert_eq!(of_csv, expected);

    let table = acme.qd(&["list", "--columns", "state,id"]);
    let of_table: Vec<_> = table.stdout.lines().skip(1).map(|line| line.rsplit(' ').next().unwrap()).collect();
    assert_eq!(of_table, expected);
    assert!(table.stdout.starts_with("STATE "), "{}", table.stdout);
}

#[test]
fn a_first_page_says_how_many_there_are() {
    let acme = acme();
    let first = acme.qd(&["list", "--output", "ndjson"]);
    assert_eq!((first.code, first.stderr.as_str()), (Some(0), "250 of 1,100, --all for the rest\n"));
    let quiet = acme.qd(&["list", "--quiet", "--output", "ndjson"]);
    assert_eq!(quiet.stderr, "250 of 1,100, --all for the rest\n", "a list that is cut is never quiet about it");
    assert_eq!(acme.qd(&["list", "--quiet", "--all"]).stderr, "");
}

#[test]
fn all_means_every_account_once() {
    let acme = acme();
    for form in ["ndjson", "csv", "json", "table"] {
        let all = acme.qd(&["list", "--all", "--output", form, "--columns", "id"]);
        assert_eq!((all.code, all.stderr.as_str()), (Some(0), ""), "{form}");
        let (opening, closing) = match form {
            "json" => (1, 1),
            "ndjson" => (0, 0),
            _ => (1, 0),
        };
        let distinct: HashSet<&str> = all.stdout.lines().collect();
        assert_eq!(distinct.len(), opening + ACCOUNTS + closing, "{form}");
    }
}

#[test]
fn a_query_is_answered_by_the_tenant_in_its_order() {
    let acme = acme();
    let found = acme.qd(&["list", "--all", "-o", "ndjson", "is:uncorrelated", "sort:-modified"]);
    let accounts: Vec<Value> = found.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!accounts.is_empty() && accounts.len() < ACCOUNTS);
    assert!(accounts.iter().all(|account| account["uncorrelated"] == true));
    assert!(accounts.is_sorted_by(|one, next| one["modified"].as_str() >= next["modified"].as_str()));
}

#[test]
fn a_source_is_meant_by_the_beginning_of_its_name() {
    let acme = acme();
    let found = acme.qd(&["list", "--columns", "source", "-o", "csv", "source:\"active dir\""]);
    let sources: HashSet<String> = records(&found.stdout).iter().map(|record| record[0].to_owned()).collect();
    assert_eq!(sources, HashSet::from(["Active Directory".to_owned()]));
    let unknown = acme.qd(&["list", "source:Nowhere"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""));
    assert!(unknown.stderr.contains("^^^^^^^") && unknown.stderr.contains("Workday"), "{}", unknown.stderr);
}

#[test]
fn quotes_that_the_shell_took_are_put_back() {
    let acme = acme();
    let named = acme.qd(&["list", "--columns", "source", "-o", "csv", "source:Active Directory"]);
    let sources: HashSet<String> = records(&named.stdout).iter().map(|record| record[0].to_owned()).collect();
    assert_eq!((named.code, sources), (Some(0), HashSet::from(["Active Directory".to_owned()])), "{}", named.stderr);
    let expected = ids(&acme.qd(&["list", "-o", "ndjson", "a"]).stdout);
    let raw = acme.qd(&["list", "-o", "ndjson", "raw:name sw \"a\""]);
    assert_eq!((raw.code, ids(&raw.stdout)), (Some(0), expected), "{}", raw.stderr);
}

#[test]
fn an_empty_list_says_what_was_asked() {
    let acme = acme();
    let empty = acme.qd(&["list", "zzzzzzzz", "is:uncorrelated"]);
    let asked = "nothing on the tenant matches; asked: name sw \"zzzzzzzz\" and uncorrelated eq true\n";
    assert_eq!((empty.code, empty.stderr.as_str()), (Some(4), asked));
}

#[test]
fn a_column_nobody_fills_is_told_with_the_nearest_name() {
    let acme = acme();
    for form in ["table", "csv"] {
        let misspelt = acme.qd(&["list", "--all", "-o", form, "-q", "--columns", "nmae,id,attr.nowhere"]);
        assert_eq!(misspelt.code, Some(0));
        let told = "no account here has anything in nmae; did you mean name?\n\
                    no account here has anything in attr.nowhere\n";
        assert_eq!(misspelt.stderr, told, "{form}");
    }
    let nothing_to_judge_by = acme.qd(&["list", "-q", "--columns", "nmae", "zzzzzzzz"]);
    assert_eq!((nothing_to_judge_by.code, nothing_to_judge_by.stderr.as_str()), (Some(4), ""));
    for word in ["attr.", "", "id,,name", " "] {
        let refused = acme.qd(&["list", "--columns", word]);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{word:?}");
    }
}

#[test]
fn columns_can_be_any_field_or_attribute() {
    let acme = acme();
    let csv = acme.qd(&["list", "-o", "csv", "--columns", "id,uuid,attr.sAMAccountName", "source:Active"]);
    let records = records(&csv.stdout);
    assert!(csv.stdout.starts_with("id,uuid,attr.sAMAccountName\n"));
    assert!(records.iter().any(|record| !record[2].is_empty()), "{}", csv.stdout);
}

#[test]
fn a_refusal_says_what_it_takes_and_what_we_have() {
    let user = Tenant::start(&["--accounts", "10", "--level", "USER"]);
    let refused = user.qd(&["list"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(3), ""));
    for told in ["HTTP 403", "needs the level ORG_ADMIN", "  This token's level: USER.\n", "  Sources disagree: "] {
        assert!(refused.stderr.contains(told), "{told}: {}", refused.stderr);
    }
}

/// What `qd profiles` prints as JSON, with these settings.
fn profiles(tenant: &Tenant, settings: &Path) -> Value {
    let mut command = tenant.command(&["profiles", "-o", "json"]);
    serde_json::from_str(&run(command.env("QD_CONFIG_DIR", settings)).stdout).unwrap()
}

#[test]
fn what_is_said_of_a_host_is_listed() {
    let acme = acme();
    let settings = tempfile::tempdir().unwrap();
    let qd = |arguments: &[&str]| run(acme.command(arguments).env("QD_CONFIG_DIR", settings.path()));
    let unmarked = serde_json::json!([{
        "host": "127.0.0.1", "production": false, "productionMarked": false, "readOnly": false, "signIn": "environment",
    }]);
    assert_eq!(profiles(&acme, settings.path()), unmarked);
    let told = qd(&["profiles", "mark", "HTTPS://Acme.api.identitynow.com/", "read-only"]);
    assert_eq!((told.code, told.stdout.as_str()), (Some(0), ""));
    assert_eq!(told.stderr, "acme.api.identitynow.com is PRODUCTION, and READ-ONLY\n");
    assert_eq!(qd(&["profiles", "mark", "127.0.0.1", "production"]).code, Some(0));
    let table = qd(&["profiles"]).stdout;
    let cells =
        |line: &str| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect();
    let lines: Vec<Vec<String>> = table.lines().map(cells).collect();
    let expected = [
        vec!["HOST", "COUNTS AS", "BECAUSE", "CHANGES", "SIGN-IN"],
        vec!["127.0.0.1", "PRODUCTION", "marked", "writable", "environment"],
        vec!["acme.api.identitynow.com", "PRODUCTION", "never marked", "READ-ONLY"],
    ];
    assert_eq!(lines, expected, "{table}");

    for wrong in [&["acme", "production"][..], &["acme.example"], &["acme.example", "read-only", "writable"]] {
        let refused = qd(&[&["profiles", "mark"], wrong].concat());
        assert_eq!(refused.code, Some(2), "{wrong:?}: {}", refused.stderr);
    }
    assert_eq!(profiles(&acme, settings.path()).as_array().unwrap().len(), 2);
}

#[test]
fn one_account_is_shown_in_every_form() {
    let acme = acme();
    let id = ids(&acme.qd(&["list", "-o", "ndjson", "source:Active"]).stdout).remove(0);
    let table = acme.qd(&["show", &id]);
    assert!(table.stdout.lines().any(|line| line.starts_with("SOURCE ") && line.ends_with("Active Directory")));
    assert!(table.stdout.lines().any(|line| line.starts_with("attr.")), "{}", table.stdout);
    assert!(table.stdout.lines().any(|line| line.starts_with("MODIFIED ") && line.ends_with(" +00:00")), "{table:?}");
    let whole: Value = serde_json::from_str(&acme.qd(&["show", &id, "-o", "json"]).stdout).unwrap();
    let line: Value = serde_json::from_str(&acme.qd(&["show", &id, "-o", "ndjson"]).stdout).unwrap();
    assert_eq!((&whole["id"], &whole), (&Value::from(id.as_str()), &line));
    let csv = acme.qd(&["show", &id, "-o", "csv"]);
    assert_eq!(records(&csv.stdout).len(), 1);
}

#[test]
fn entitlements_are_shown_to_the_last() {
    let acme = acme();
    let id = ids(&acme.qd(&["list", "-o", "ndjson", "has:entitlements"]).stdout).remove(0);
    let lines = acme.qd(&["show", &id, "--entitlements", "-o", "ndjson"]);
    let array: Vec<Value> =
        serde_json::from_str(&acme.qd(&["show", &id, "--entitlements", "-o", "json"]).stdout).unwrap();
    let csv = acme.qd(&["show", &id, "--entitlements", "-o", "csv"]);
    let table = acme.qd(&["show", &id, "--entitlements"]);
    let count = array.len();
    assert!(count > 0);
    assert_eq!(
        (lines.stdout.lines().count(), records(&csv.stdout).len(), table.stdout.lines().count()),
        (count, count, count + 1)
    );
}

#[test]
fn what_stands_in_a_ticket_is_found() {
    let acme = acme();
    let account: Value =
        serde_json::from_str(acme.qd(&["list", "-o", "ndjson", "source:Active"]).stdout.lines().next().unwrap())
            .unwrap();
    let told = |field: &str| account[field].as_str().unwrap().to_owned();
    for words in
        [told("id"), told("nativeIdentity"), told("name"), account["identity"]["name"].as_str().unwrap().to_owned()]
    {
        let found = acme.qd(&["find", &words, "-o", "ndjson"]);
        assert_eq!(found.code, Some(0), "{words}: {}", found.stderr);
        assert!(found.stdout.lines().any(|line| serde_json::from_str::<Value>(line).unwrap() == account), "{words}");
    }
    // Several words are one thing to look for, and need no quotes.
    let table = acme.qd(&["find", "--columns", "id", "Active", "Nobody"]);
    assert_eq!((table.code, table.stdout.as_str()), (Some(4), ""), "{}", table.stderr);
}

#[test]
fn every_generation_lists_and_shows_the_same() {
    let acme = acme();
    let expected = ids(&acme.qd(&["list", "-o", "ndjson"]).stdout);
    for generation in GENERATIONS {
        let list = acme.qd(&["list", "-o", "ndjson", "--api", generation]);
        assert_eq!((list.code, ids(&list.stdout)), (Some(0), expected.clone()), "{generation}: {}", list.stderr);
        let mut show = acme.command(&["show", &expected[0], "-o", "ndjson"]);
        let show = run(show.env("QD_API", generation));
        assert_eq!(ids(&show.stdout), expected[..1], "{generation}: {}", show.stderr);
        let entitlements = acme.qd(&["show", &expected[0], "--entitlements", "--api", generation]);
        assert_eq!(entitlements.code, Some(0), "{generation}: {}", entitlements.stderr);
        let find = acme.qd(&["find", &expected[0], "-o", "ndjson", "--api", generation]);
        assert_eq!(ids(&find.stdout), expected[..1], "{generation}: {}", find.stderr);
    }
}

#[test]
fn exit_codes_tell_what_happened() {
    let acme = acme();
    let user = Tenant::start(&["--accounts", "10", "--level", "USER"]);
    let cases: [(&str, Ended, i32); 10] = [
        ("listed", acme.qd(&["list"]), 0),
        ("nothing matches", acme.qd(&["list", "zzzzzzzz"]), 4),
        ("unknown id", acme.qd(&["show", "2c918000000000000000000000000000"]), 4),
        ("nothing to look for", acme.qd(&["find", "", " "]), 2),
        ("unknown flag", acme.qd(&["list", "--al"]), 2),
        ("unknown generation", acme.qd(&["list", "--api", "v9"]), 2),
        ("another tenant's address", acme.qd(&["list", "--base-url", "https://acme.api.identitynow.com"]), 2),
        ("not signed in", run(program().arg("list")), 2),
        ("a filter the API does not know", acme.qd(&["list", "raw:'locked eq true'"]), 2),
        ("not permitted", user.qd(&["list"]), 3),
    ];
    for (what, ended, code) in cases {
        assert_eq!(ended.code, Some(code), "{what}: {ended:?}");
        assert_eq!(ended.stdout.is_empty(), code != 0, "{what}: data where there is none: {ended:?}");
        assert!(!ended.stderr.is_empty(), "{what}: not a word");
        assert!(!ended.stderr.contains("stack backtrace"), "{what}: {}", ended.stderr);
    }
}

#[test]
fn an_empty_result_is_still_well_formed() {
    let acme = acme();
    let empty = |form| acme.qd(&["list", "zzzzzzzz", "-o", form]).stdout;
    assert_eq!((empty("json").as_str(), empty("ndjson").as_str(), empty("table").as_str()), ("[]\n", "", ""));
    assert_eq!(empty("csv"), "state,name,source,identity,modified,native,created,id\n");
}

#[test]
fn a_bad_query_is_underlined_and_never_sent() {
    // Nobody listens there: had anything been sent, the code would be 1.
    let ended = run(&mut signed_in("http://127.0.0.1:1", "id", "secret", &["list", "smith", "nmae:ada"]));
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    let lines: Vec<&str> = ended.stderr.lines().collect();
    assert_eq!(lines[1..3], ["  smith nmae:ada", "        ^^^^"], "{}", ended.stderr);
    assert!(lines[3].contains("name"), "{}", ended.stderr);
}

#[test]
fn a_tenant_nobody_reaches_is_one_sentence() {
    let ended = run(&mut signed_in("http://127.0.0.1:1", "id", "hunter2-hunter2", &["list", "-o", "json"]));
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
}

#[test]
fn a_wrong_secret_is_refused_and_never_shown() {
    let acme = acme();
    let mut command = signed_in(&acme.base_url, &acme.client_id, "hunter2-hunter2", &["list", "--verbose"]);
    let ended = run(&mut command);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(3), ""));
    assert!(!ended.stderr.contains("hunter2"), "{}", ended.stderr);
}

#[test]
fn no_secret_is_told_however_verbose() {
    let acme = acme();
    let ended = acme.qd(&["list", "--verbose", "-o", "ndjson"]);
    assert!(ended.stderr.contains("/oauth/token") && ended.stderr.contains("/beta/accounts"), "{}", ended.stderr);
    assert!(!ended.stderr.contains(&acme.client_secret) && !ended.stderr.contains("eyJ"), "{}", ended.stderr);
    assert_eq!(ids(&ended.stdout).len(), 250);
}

#[test]
fn a_help_desk_lists_without_the_sources() {
    let tenant = Tenant::start(&["--accounts", "300", "--level", "HELPDESK"]);
    let listed = tenant.qd(&["list", "--columns", "source", "-o", "csv", "source:\"Active Directory\""]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    assert!(records(&listed.stdout).iter().all(|record| &record[0] == "Active Directory"));
    let by_beginning = tenant.qd(&["list", "source:\"Active*\""]);
    assert_eq!(by_beginning.code, Some(2), "{}", by_beginning.stderr);
}

#[test]
fn a_help_desk_is_not_told_that_nothing_matches_a_name_nobody_could_look_up() {
    let tenant = Tenant::start(&["--accounts", "300", "--level", "HELPDESK"]);
    let half = tenant.qd(&["list", "-q", "source:active"]);
    assert_eq!((half.code, half.stdout.as_str()), (Some(1), ""), "{}", half.stderr);
    let warning = "this sign-in may not list sources: source names are asked exactly as typed\n";
    assert!(half.stderr.starts_with(warning), "{}", half.stderr);
    assert_eq!(tenant.qd(&["list", "zzzzzzzz"]).code, Some(4), "no source was named");
}

#[test]
fn help_is_a_command_too_and_promises_what_there_is() {
    let help = run(program().arg("help"));
    assert_eq!(help.code, Some(0), "{}", help.stderr);
    assert!(help.stdout.contains("Usage: qd") && help.stdout.contains("act on the accounts"), "{}", help.stdout);
    let list = run(program().args(["help", "list"])).stdout;
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(list.contains("Put -- before a query that begins with -"), "{list}");
}

/// A tenant that answers every list with these accounts, and counts so many.
fn answering(accounts: &str, total: usize) -> Scripted {
    let headers = [("Content-Type", "application/json".to_owned()), ("X-Total-Count", total.to_string())];
    let accounts = accounts.to_owned();
    Scripted::start(move |_, _| {
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        Act::Send(scripted::answer(200, &headers, &accounts))
    })
}

#[test]
fn nothing_from_the_tenant_acts_on_a_terminal_or_a_spreadsheet() {
    // What JSON escapes, what it need not escape, and what a spreadsheet would run.
    let accounts = "[{\"id\":\"a\",\"name\":\"\\u001b[2J\",\"nativeIdentity\":\"\u{9b}31m\u{202e}txt\u{7f}\"},
        {\"id\":\"b\",\"name\":\"=cmd()\",\"nativeIdentity\":\"\\t@x\"},
        {\"id\":\"c\",\"name\":\"+1\",\"nativeIdentity\":\"-1\",\"sourceName\":\"a\\nb\\rc\"}]";
    let tenant = answering(accounts, 3);
    let list = |form| run(&mut signed_in(&tenant.base, "id", "secret", &["list", "--all", "-o", form]));
    let expected: Value = serde_json::from_str(accounts).unwrap();
    for form in ["table", "json", "ndjson", "csv"] {
        let all = list(form);
        assert_eq!((all.code, hazards(&all.stdout)), (Some(0), vec![]), "{form}: {all:?}");
    }
    assert_eq!(serde_json::from_str::<Value>(&list("json").stdout).unwrap(), expected, "JSON says the same");
    let csv = list("csv");
    let cells: Vec<String> =
        records(&csv.stdout).iter().flat_map(|record| [record[1].to_owned(), record[5].to_owned()]).collect();
    assert_eq!(cells, ["␛[2J", "‹9B›31m‹202E›txt␡", "'=cmd()", "'␉@x", "'+1", "'-1"]);
}

#[test]
fn an_answer_that_is_no_answer_is_told_without_acting_on_the_terminal() {
    let hostile = Scripted::start(|_, _| {
        let headers = [("Content-Type", "text/html"), ("SLPT-Request-ID", "abc\u{9b}2Jdef")];
        Act::Send(scripted::answer(400, &headers, "<h1>\u{1b}[2J\u{1b}]0;owned\u{7} gone \u{202e}</h1>"))
    });
    let ended = run(&mut signed_in(&hostile.base, "id", "secret", &["list", "-v"]));
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert_eq!(hazards(&ended.stderr), [], "{:?}", ended.stderr);
    assert!(ended.stderr.contains("HTTP 400"), "{}", ended.stderr);
}

#[test]
fn faults_on_the_way_do_not_cost_an_account() {
    let faults = "status=500:0.02,status=429:0.01,reset:0.01,html:0.01,cut-body:0.01,short-page:0.05,end400:1";
    let tenant = Tenant::start(&["--accounts", "5000", "--faults", faults]);
    let all = tenant.qd(&["list", "--all", "-o", "ndjson", "--verbose"]);
    let distinct: HashSet<String> = ids(&all.stdout).into_iter().collect();
    assert_eq!((all.code, distinct.len()), (Some(0), 5000), "{}", all.stderr);
    let requests = all.stderr.lines().filter(|line| line.starts_with("GET ")).count();
    assert!(requests > 5000 / 249 + 1, "no fault struck: the test is empty\n{}", all.stderr);
}

#[test]
fn what_the_tenant_keeps_back_is_told() {
    let tenant = answering(r#"[{"id":"a"},{"id":"b"}]"#, 5);
    for arguments in [&["list", "-o", "ndjson", "-q"][..], &["list", "--all", "-o", "ndjson", "-q"]] {
        let ended = run(&mut signed_in(&tenant.base, "id", "secret", arguments));
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(1), "2 of 5 (3 missing)\n"), "{arguments:?}");
        assert_eq!(ids(&ended.stdout), ["a", "b"]);
    }
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let acme = acme();
    let mut child =
        acme.command(&["list", "--all", "-o", "ndjson"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap().as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_long_wait_at_once() {
    let (asked, heard) = std::sync::mpsc::channel();
    let silent = Scripted::start(move |_, _| {
        asked.send(()).unwrap();
        Act::Hang
    });
    let child = signed_in(&silent.base, "id", "secret", &["list"]).stdout(Stdio::piped()).spawn().unwrap();
    heard.recv().unwrap();
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
}

#[test]
fn the_screen_needs_a_terminal_and_says_so() {
    let acme = acme();
    for arguments in [&["demo"][..], &[]] {
        let ended = run(&mut acme.command(arguments));
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ended.stderr.contains("terminal") && ended.stderr.lines().count() == 1, "{}", ended.stderr);
    }
}

#[test]
fn a_dumb_terminal_gets_a_sentence_and_no_escapes() {
    let acme = acme();
    let mut environment = acme.environment().to_vec();
    environment.push(("TERM", "dumb"));
    for (arguments, code, told) in
        [(&["demo"][..], 2, "the screen needs a terminal"), (&["list", "--all", "is:uncorrelated"], 0, "STATE")]
    {
        let mut program = Program::start(arguments, &environment, 80, 24);
        assert_eq!(program.wait_for_end().exit_code(), code, "{arguments:?}");
        let written = String::from_utf8(program.bytes()).unwrap();
        assert!(written.contains(told) && !written.contains('\u{1b}'), "{arguments:?}: {written:?}");
    }
}

/// The lines `qd` writes to a terminal so many columns wide.
fn lines_on_a_terminal(tenant: &Tenant, arguments: &[&str], columns: u16) -> Vec<String> {
    let mut program = Program::start(arguments, &tenant.environment(), columns, 24);
    assert!(program.wait_for_end().success());
    let written = String::from_utf8(program.bytes()).unwrap();
    written.lines().map(|line| line.trim_end_matches('\r').to_owned()).collect()
}

#[test]
fn a_table_fits_the_terminal_and_says_what_has_no_room() {
    let acme = acme();
    let lines = lines_on_a_terminal(&acme, &["list"], 80);
    assert_eq!(lines[0].split_whitespace().collect::<Vec<_>>(), ["STATE", "NAME", "ID", "SOURCE"]);
    assert!(lines[..251].iter().all(|line| line.chars().count() <= 80), "a line is wider than the terminal");
    assert!(lines[251..].iter().any(|line| line.starts_with("no room for IDENTITY, MODIFIED ")), "{:?}", &lines[251..]);
    assert!(lines[251..].contains(&"250 of 1,100, --all for the rest".to_owned()), "{:?}", &lines[251..]);
}

#[test]
fn what_is_found_on_a_narrow_terminal_can_be_shown() {
    let acme = acme();
    let id = ids(&acme.qd(&["list", "-o", "ndjson"]).stdout).remove(0);
    for columns in [60, 80, 120] {
        let lines = lines_on_a_terminal(&acme, &["find", &id], columns);
        assert!(lines[1].split_whitespace().any(|word| word == id), "{columns}: {lines:?}");
    }
}
