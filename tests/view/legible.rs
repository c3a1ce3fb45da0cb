//! What a person must be able to read: nothing that matters is cut without a way to it, and nothing offers what cannot be.

use std::collections::HashSet;

use quarterdeck::app::notice::Level;
use quarterdeck::model::{AccountRow, Entitlement, Problem, ProblemKind};
use quarterdeck::work::protocol::Report;

use crate::desk::{Desk, TOTAL, lines};

fn screen(desk: &Desk) -> Vec<String> {
    lines(&desk.draw().0)
}

fn holds(desk: &Desk, text: &str) -> bool {
    screen(desk).iter().any(|line| line.contains(text))
}

#[test]
fn names_that_differ_in_two_places_can_be_told_apart() {
    for (columns, rows) in [(60, 15), (80, 24), (120, 40)] {
        let mut desk = Desk::open(columns, rows);
        desk.answer_pages_with(4, |n| AccountRow {
            name: Some(format!("svc-backup-{}-fileserver-prod-0{}", ["emea", "apac"][n / 2], n % 2 + 1).into()),
            ..AccountRow::bare(format!("id-{n}").as_str().into())
        });
        let screen = screen(&desk);
        let width = screen[1].split("SOURCE").next().unwrap().chars().count() - 13;
        let names: Vec<String> = screen[2..6].iter().map(|line| line.chars().skip(13).take(width).collect()).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), 4, "{columns}: {names:#?}");
    }
}

#[test]
fn entitlements_named_by_their_distinguished_names_can_be_told_apart() {
    for (columns, rows) in [(60, 15), (80, 24), (120, 40)] {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("enter tab tab");
        desk.answer_entitlements(5, |n| {
            let group = Some(format!("CN=fileshare-{}-0{n}-readers,OU=Groups,OU=Headquarters,DC=acme,DC=test", n % 2));
            Entitlement {
                id: Some(format!("e{n}")),
                name: group.clone(),
                attribute: Some("memberOf".to_owned()),
                value: group,
                description: None,
                privileged: None,
            }
        });
        desk.keys("G");
        let folded: Vec<String> =
            screen(&desk).into_iter().filter(|line| line.contains("CN=") && !line.contains('›')).collect();
        assert!(folded.len() >= 4, "{folded:#?}");
        assert_eq!(folded.iter().collect::<HashSet<_>>().len(), folded.len(), "{columns}: {folded:#?}");
        assert!(folded.iter().all(|line| line.matches("CN=").count() == 1), "said once: {folded:#?}");
    }
}

#[test]
fn requests_for_different_pages_can_be_told_apart() {
    for (columns, rows) in [(60, 15), (80, 24)] {
        let mut desk = Desk::with_rows(columns, rows);
        for page in [0, 250, 500] {
            desk.requested_page(page);
        }
        desk.keys("@");
        let rows: Vec<String> = screen(&desk)[2..5].iter().map(|line| line.chars().skip(2).collect()).collect();
        assert_eq!(rows.iter().collect::<HashSet<_>>().len(), 3, "{columns}: {rows:#?}");
    }
}

#[test]
fn every_fact_of_the_overview_can_be_reached() {
    for (columns, rows) in [(60, 15), (80, 24), (120, 40)] {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("enter");
        assert!(holds(&desk, "of 16"), "{columns}");
        let mut seen = screen(&desk);
        for _ in 0..16 {
            desk.keys("j");
            seen.extend(screen(&desk));
        }
        for label in
            ["Native id", "Note", "Cannot", "Holds", "Modified", "Created", "Id ", "Identity id", "Source id", "Owner"]
        {
            assert!(seen.iter().any(|line| line.contains(label)), "{columns}: no {label}");
        }
        desk.keys("G");
        assert!(holds(&desk, "Owner"), "{columns}");
        desk.keys("k g g");
        assert!(holds(&desk, "Native id"), "{columns}");
    }
}

#[test]
fn what_can_be_done_with_a_flat_file_account_is_whole_beside_the_table() {
    let mut desk = Desk::with_rows(120, 40);
    while desk.state.list.current().unwrap().source.name.as_deref() != Some("Badge readers (CSV)") {
        desk.keys("j");
    }
    let can = screen(&desk).into_iter().find(|line| line.contains(" Can ")).unwrap();
    assert!(can.ends_with("unlock? delete"), "{can}");
    assert!(!can.split('│').next_back().unwrap().contains('…'), "{can}");
}

#[test]
fn an_error_that_stays_is_read_in_full() {
    let problem = Problem::new(ProblemKind::TenantFailed, "cannot list accounts: the tenant failed")
        .with_detail("An internal fault occurred")
        .with_status(500)
        .with_tracking_id(Some("aea8374f8c5d47109773cd5aa32b0ac9".to_owned()))
        .with_advice("try again later");
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("R");
        desk.fail_all(&problem);
        let said = screen(&desk).join(" ").replace("12:04:31", "");
        let said = said.split_once("ERR").unwrap().1.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in ["An internal fault occurred", "aea8374f8c5d47109773cd5aa32b0ac9", "try again later"] {
            assert!(said.contains(part), "{columns}: {said}");
        }
        assert!(holds(&desk, "Esc dismiss"), "{columns}");
        desk.keys("esc");
        assert!(!holds(&desk, "ERR"));
    }
}

#[test]
fn a_notice_hides_no_row_the_person_stands_on() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("ctrl-f");
    let before = desk.state.list.cursor.at;
    desk.state.notices.add(desk.state.now, Level::Err, "it failed ".repeat(20));
    desk.keys("down up");
    assert_eq!(desk.state.list.cursor.at, before);
    assert!(holds(&desk, " › "));
}

#[test]
fn deprecation_is_whole_on_the_smallest_screen() {
    let mut desk = Desk::with_rows(60, 15);
    desk.report(Report::Deprecated);
    assert!(holds(&desk, "beta is deprecated: use --api v1"), "{:#?}", screen(&desk));
}

#[test]
fn a_query_that_does_not_read_is_not_offered_to_the_tenant() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("/").typed("zzz nmae:ada");
    assert!(!holds(&desk, "Enter ask"), "{:#?}", screen(&desk));
    assert!(holds(&desk, "the query does not read yet"));
}

#[test]
fn a_scrolled_field_keeps_its_columns_when_a_wide_character_is_cut() {
    for lead in 0..4 {
        let mut desk = Desk::with_rows(60, 15);
        desk.keys("/").typed(&format!("{}{}", "a".repeat(lead), "陳".repeat(40)));
        let (buffer, cursor) = desk.draw();
        let (x, y) = cursor.unwrap();
        let before: String = (0..x).rev().map(|x| buffer[(x, y)].symbol().to_owned()).find(|cell| cell != " ").unwrap();
        assert_eq!((before.as_str(), buffer[(x - 2, y)].symbol()), ("陳", "陳"), "{lead}");
    }
}

#[test]
fn the_order_is_seen_when_its_column_is_not() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys(":").typed("sort -native").keys("enter");
    desk.answer_pages(TOTAL);
    assert!(screen(&desk)[1].contains("▼native"), "{}", screen(&desk)[1]);
    desk.keys("l l l");
    assert!(screen(&desk)[1].contains("NATIVE ID▼"), "{}", screen(&desk)[1]);
    assert!(!screen(&desk)[1].contains("▼native"));
}

#[test]
fn the_palette_says_that_there_are_more_commands() {
    for (columns, rows) in [(60, 15), (80, 24)] {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys(":");
        let more = quarterdeck::app::screens::palette::matching("").len() - 8;
        assert!(holds(&desk, &format!("and {more} more: type a letter")), "{:#?}", screen(&desk));
        desk.keys("s");
        assert!(!holds(&desk, "more: type"));
    }
}

#[test]
fn a_refusal_says_what_the_client_says_and_breaks_between_words() {
    let advice =
        "needs the scope idn:accounts:read or idn:accounts:manage and the level ORG_ADMIN, SOURCE_ADMIN or HELPDESK";
    let problem = Problem::new(ProblemKind::Forbidden, "not allowed to list accounts").with_advice(advice);
    for (columns, rows) in [(60, 15), (80, 24), (120, 40)] {
        let mut desk = Desk::open(columns, rows);
        desk.fail_all(&problem);
        let table: Vec<String> =
            screen(&desk).iter().map(|line| line.split('│').next().unwrap().trim().to_owned()).collect();
        let words: Vec<&str> = table.iter().flat_map(|line| line.split_whitespace()).collect();
        assert!(words.join(" ").contains(advice), "{columns}: {table:#?}");
    }
}

#[test]
fn an_exact_time_tells_its_zone() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("enter");
    assert!(holds(&desk, "2026-11-23 10:04:31 +00:00"), "{:#?}", screen(&desk));
}
