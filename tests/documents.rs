//! What the papers say is what the program does.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use quarterdeck::keys::Keymap;

const README: &str = include_str!("../README.md");

/// What stands between two lines of the README.
fn between(first: &str, last: &str) -> &'static str {
    let (_, behind) = README.split_once(first).expect("the first line stands in the README");
    let (inside, _) = behind.split_once(last).expect("the last line stands in the README");
    inside.trim()
}

#[test]
fn the_keys_of_the_readme_are_the_keys_of_the_keymap() {
    let written = between("<!-- keys: written by the keymap, compared by a test -->", "<!-- end of keys -->");
    assert_eq!(written, Keymap::default().markdown().trim());
}

#[test]
fn the_rooms_of_the_readme_are_the_rooms_of_the_house() {
    let map = include_str!("../src/lib.rs");
    let line = README.lines().find(|line| line.contains("model <- query")).expect("the import line").trim();
    assert!(map.contains(line), "{line}");
}
