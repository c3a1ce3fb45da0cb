//! Snapshots, each on several sizes of the screen. Read them as a tired person would: aligned, calm, honest.

use jiff::SignedDuration;
use quarterdeck::model::{AccountRow, Problem, ProblemKind};

use crate::desk::{Desk, TOTAL};

/// The smallest, the common, and the one with the details beside the table.
pub const USUAL: [(u16, u16); 3] = [(60, 15), (80, 24), (120, 40)];
/// The same and a large one.
pub const ALL: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 40), (200, 50)];

pub fn pictures(sizes: &[(u16, u16)], arrange: impl Fn(u16, u16) -> Desk) -> String {
    sizes.iter().map(|(columns, rows)| arrange(*columns, *rows).picture()).collect::<Vec<_>>().join("\n")
}

fn unreachable() -> Problem {
    Problem::new(ProblemKind::Unreachable, "demo.api.identitynow.com does not answer")
        .with_detail("connection refused")
        .with_advice("check the address and the way through the proxy")
}

fn forbidden() -> Problem {
    Problem::new(ProblemKind::Forbidden, "not allowed to list accounts")
        .with_status(403)
        .with_permission(crate::people::permission())
        .with_tracking_id(Some("aea8374f8c5d47109773cd5aa32b0ac9".to_owned()))
}

#[test]
fn first_load() {
    insta::assert_snapshot!(pictures(&USUAL, Desk::open));
}

#[test]
fn the_table() {
    insta::assert_snapshot!(pictures(&ALL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("j j");
        desk
    }));
}

#[test]
fn scrolled_sideways_and_sorted_the_other_way_round() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys(":").typed("sort -modified").keys("enter l l");
        desk.answer_pages(TOTAL);
        desk
    }));
}

#[test]
fn jumped_to_rows_not_yet_here() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("G");
        desk
    }));
}

#[test]
fn narrowing_while_typing() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/ s m i t h");
        desk
    }));
}

#[test]
fn query_bar_empty() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/");
        desk
    }));
}

#[test]
fn query_bar_with_a_good_query() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/").typed("smith is:uncorrelated modified<2d sort:-modified");
        desk
    }));
}

#[test]
fn query_bar_with_a_bad_query() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/").typed("smith nmae:ada");
        desk
    }));
}

#[test]
fn query_bar_with_more_than_fits() {
    insta::assert_snapshot!(pictures(&[(60, 15)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/").typed("native:\"CN=Adele Vance,OU=Sales,OU=People,DC=acme,DC=test\" 陳小明 nmae:x");
        desk
    }));
}

#[test]
fn details_overview() {
    insta::assert_snapshot!(pictures(&ALL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("enter");
        desk
    }));
}

#[test]
fn details_attributes() {
    insta::assert_snapshot!(pictures(&ALL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("enter tab").answer_details().keys("G");
        desk
    }));
}

#[test]
fn details_entitlements() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("enter tab tab").answer_details().keys("j j j");
        desk
    }));
}

#[test]
fn details_entitlements_while_more_are_read() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("enter tab tab").answer_details().keys("G");
        desk
    }));
}

#[test]
fn details_json_with_a_search() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("y").answer_details().keys("/").typed("sales").keys("enter n");
        desk
    }));
}

#[test]
fn details_search_being_typed() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("y").answer_details().keys("/ s a");
        desk
    }));
}

#[test]
fn details_on_their_way_and_failed() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("y");
        desk
    }));
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("y").wait(SignedDuration::from_millis(100));
        desk.fail_all(&forbidden());
        desk
    }));
}

#[test]
fn help() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("?");
        desk
    }));
}

#[test]
fn request_log() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.requested(3, Some(200), None);
        desk.requested(5, Some(429), None);
        desk.requested(9, None, Some("connection reset"));
        desk.keys("@");
        desk
    }));
}

#[test]
fn request_log_with_a_refusal_explained() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.requested(3, Some(200), None);
        desk.refused(5);
        desk.keys("@");
        desk
    }));
}

#[test]
fn column_chooser() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys(":").typed("column attr.department").keys("enter :").typed("columns").keys("enter j j");
        desk
    }));
}

#[test]
fn palette() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys(": s o");
        desk
    }));
}

#[test]
fn palette_with_a_complaint() {
    insta::assert_snapshot!(pictures(&[(80, 24)], |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys(":").typed("sort").keys("enter");
        desk
    }));
}

#[test]
fn empty_nothing_on_the_tenant() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/").typed("zzz is:uncorrelated").keys("enter");
        desk.answer_pages(0);
        desk
    }));
}

#[test]
fn empty_all_hidden_here() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.keys("/ z z z");
        desk
    }));
}

#[test]
fn empty_not_allowed() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::open(columns, rows);
        desk.signed_in(&["CERT_ADMIN"]);
        desk.fail_all(&forbidden());
        desk
    }));
}

#[test]
fn failed_with_nothing_to_show() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::open(columns, rows);
        desk.fail_all(&unreachable());
        desk
    }));
}

#[test]
fn failed_with_old_rows() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.wait(SignedDuration::from_mins(7)).keys("R");
        desk.fail_all(&unreachable());
        desk
    }));
}

#[test]
fn rows_the_tenant_counts_and_does_not_give() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::open(columns, rows);
        desk.answer_pages_short(TOTAL, 4);
        desk.keys(":").typed("goto 248").keys("enter");
        desk
    }));
}

#[test]
fn a_production_tenant_read_only_with_a_long_query_and_a_busy_pacer() {
    insta::assert_snapshot!(pictures(&ALL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.state.tenant.name = "acme-financial-services-emea".to_owned();
        desk.state.tenant.production = true;
        desk.state.tenant.read_only = true;
        desk.signed_in(&["HELPDESK", "REPORT_ADMIN"]);
        desk.keys("/").typed("native:\"CN=Adele Vance,OU=Sales\" has:entitlements").keys("enter");
        desk.answer_pages(TOTAL);
        desk.pace(72, None);
        desk
    }));
}

#[test]
fn asked_to_wait() {
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::with_rows(columns, rows);
        desk.pace(98, desk.state.now.checked_add(SignedDuration::from_millis(6_200)).ok());
        desk
    }));
}

#[test]
fn nasty_names() {
    let names = [
        "plain",
        "\u{1b}[2J\u{1b}]0;owned\u{7}",
        "adm\u{202e}nimda",
        "line\nbreak\ttab\0null",
        "pay\u{200b}pal\u{feff}",
        "👩🏽\u{200d}💻 👍🏽 🇩🇪",
        "e\u{301}e\u{301}e\u{301} Zoe\u{308}",
        "فاطمة الزهراء",
        "か\u{ff9e}ｶﾞｷﾞｸﾞ",
        "葛\u{e0100}城",
        "   ",
        "",
        "svc-backup-fileserver-07-prod-emea-central",
        "svc-backup-fileserver-08-prod-emea-central",
        "a very long name that goes on and on, well past whatever could be shown of it, and then some more",
    ];
    let text = |n: usize| Some(names[n % names.len()].into());
    insta::assert_snapshot!(pictures(&USUAL, |columns, rows| {
        let mut desk = Desk::open(columns, rows);
        desk.state.tenant.name = "de\u{1b}[31mmo".to_owned();
        desk.answer_pages_with(15, |n| {
            let row = AccountRow::bare(format!("id-{n}\u{202e}").as_str().into());
            let source = quarterdeck::model::SourceFacts { name: text(n + 1), ..Default::default() };
            let identity = quarterdeck::model::IdentityFacts { name: text(n + 2), ..Default::default() };
            AccountRow {
                name: text(n),
                native_identity: (n % 2 == 0).then(|| text(n + 3).unwrap_or_default()),
                source: source.into(),
                identity: Some(identity.into()),
                ..row
            }
        });
        desk
    }));
}

#[test]
fn too_small() {
    insta::assert_snapshot!(pictures(&[(59, 24), (80, 14), (20, 3), (1, 1)], Desk::open));
}
