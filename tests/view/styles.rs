//! Snapshots of how cells look: the cursor, what is dangerous, what is old, what matches, what is wrong.

use jiff::SignedDuration;
use quarterdeck::model::{Problem, ProblemKind};
use quarterdeck::ui::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::desk::Desk;

/// A sign for how a cell looks: reversed first, then colour, then the other modifiers.
fn sign(cell: &Cell) -> char {
    let has = |modifier| cell.modifier.contains(modifier);
    match cell.fg {
        _ if has(Modifier::REVERSED) => 'R',
        Color::Red if has(Modifier::UNDERLINED) => 'w',
        Color::Red => 'D',
        Color::Yellow => 'y',
        Color::Cyan => 'a',
        _ if has(Modifier::DIM) => 'd',
        _ if has(Modifier::BOLD) => 'b',
        _ if has(Modifier::UNDERLINED) => 'u',
        _ if cell.symbol() == " " => ' ',
        _ => '.',
    }
}

/// The looks of some rows, below the text of each.
fn looks(buffer: &Buffer, rows: impl IntoIterator<Item = usize>) -> String {
    let width = usize::from(buffer.area.width);
    let texts = crate::desk::lines(buffer);
    let mut picture = String::from("R reversed, D danger, w wrong, y yellow, a accent, d dim, b bold, u underlined\n");
    for y in rows {
        let signs: String = buffer.content()[y * width..(y + 1) * width].iter().map(sign).collect();
        picture.extend([texts[y].as_str(), "\n", signs.trim_end(), "\n"]);
    }
    picture
}

#[test]
fn cursor_danger_and_notices() {
    let mut desk = Desk::with_rows(80, 24);
    desk.state.tenant.production = true;
    desk.keys("R");
    desk.fail_all(&Problem::new(ProblemKind::Timeout, "no answer in 30 s"));
    insta::assert_snapshot!(looks(&desk.draw().0, [0, 1, 2, 3, 4, 7, 22, 23]));
}

#[test]
fn rows_read_long_ago_are_dim() {
    let mut desk = Desk::with_rows(80, 24);
    desk.wait(SignedDuration::from_mins(7));
    insta::assert_snapshot!(looks(&desk.draw().0, [2, 3, 4]));
}

#[test]
fn matches_and_json() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("y").answer_details().keys("/").typed("sales").keys("enter");
    insta::assert_snapshot!(looks(&desk.draw().0, 1..14));
}

#[test]
fn a_mistake_in_the_query() {
    let mut desk = Desk::with_rows(80, 24);
    desk.keys("/").typed("smith nmae:ada");
    insta::assert_snapshot!(looks(&desk.draw().0, 19..22));
}

#[test]
fn without_colour_everything_still_shows() {
    let mut desk = Desk::with_rows(80, 24);
    desk.theme = Theme::monochrome();
    desk.keys("R");
    desk.fail_all(&Problem::new(ProblemKind::Timeout, "no answer in 30 s"));
    let (buffer, _) = desk.draw();
    assert!(buffer.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    insta::assert_snapshot!(looks(&buffer, [0, 1, 2, 3, 4, 22]));
}

#[test]
fn a_move_of_the_cursor_changes_two_short_pieces_of_the_table() {
    let mut desk = Desk::with_rows(80, 24);
    let before = desk.draw().0;
    desk.keys("j");
    let after = desk.draw().0;
    let changed: Vec<(u16, u16)> = before.diff(&after).into_iter().map(|(x, y, _)| (x, y)).collect();
    assert!(changed.iter().all(|(x, y)| (2..4).contains(y) && (*x == 1 || (14..34).contains(x))), "{changed:?}");
    assert!(crate::desk::bytes_between(&before, &after) <= 150);
}
