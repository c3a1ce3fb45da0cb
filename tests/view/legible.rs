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
        let names: Vec<String> = screen(&desk)[2..6].iter().map(|line| line.chars().skip(13).take(20).collect()).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), 4, "{columns}: {names:#?}");
    }
}
