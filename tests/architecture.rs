//! Reads `src/` and holds the plan of the house: who may import whom, what each room never contains, how files are
//! named and how they begin. Each offender is printed with its file and line.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "architecture/house.rs"]
mod house;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/tokens.rs"]
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use house::{Banned, HOUSE, Room, What};
use tokens::{Kind, Token};

/// Names that say nothing about what a file is for.
const VAGUE: [&str; 8] = ["utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"];

#[test]
fn the_house_stands_as_planned() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut offences = Vec::new();
    let files = sources(&root);
    for file in &files {
        let below_src = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        offences.extend(judge(&below_src, &fs::read_to_string(file).unwrap()));
    }
    assert!(files.len() > 20, "only {} sources found below {}", files.len(), root.display());
    assert!(offences.is_empty(), "{} offences:\n{}", offences.len(), offences.join("\n"));
}

/// Every Rust file below a directory, in a steady order.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let (directories, files): (Vec<_>, Vec<_>) = entries.into_iter().partition(|path| path.is_dir());
    let own = files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    own.chain(directories.iter().flat_map(|directory| sources(directory))).collect()
}

/// What is wrong with a file, a line each. `file` is its path below `src/`.
fn judge(file: &str, source: &str) -> Vec<String> {
    let module = module_of(file);
    let told = |line: usize, what: String| format!("src/{file}:{line}: {what}");
    let mut offences: Vec<String> = shape(file, source).into_iter().map(|what| told(1, what)).collect();
    let Some(room) = HOUSE.iter().find(|room| module.first().is_some_and(|name| name == room.name)) else {
        if file != "lib.rs" {
            offences.push(told(1, "belongs to no room of the house".to_owned()));
        }
        return offences;
    };
    let tokens = tokens::tokens(source);
    let own_tests = tests_of(&tokens);
    let paths = paths::paths(&tokens, &module);
    for path in paths.iter().filter(|path| !may_use(room, &path.words)) {
        offences.push(told(path.line, format!("{} may not use {}", room.name, path.words.join("::"))));
    }
    for banned in room.never.iter().copied().flatten().filter(|banned| !excepted(banned, file)) {
        for line in places(banned, &tokens, &paths, &own_tests) {
            offences.push(told(line, format!("{} {}: {}", room.name, named(&banned.what), banned.because)));
        }
    }
    offences
}

/// What is wrong with how the file is named and how it begins.
fn shape(file: &str, source: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let parts: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if parts.last() == Some(&"mod") {
        wrong.push("`foo.rs` beside `foo/`, no `mod.rs`".to_owned());
    }
    if let Some(vague) = parts.iter().find(|part| VAGUE.contains(part)) {
        wrong.push(format!("`{vague}` says nothing about what it is for"));
    }
    if !source.starts_with("//! ") {
        wrong.push("begins without telling its story (`//! …`)".to_owned());
    }
    wrong
}

/// Where in the crate a file stands: `api/wire/row.rs` is `["api", "wire", "row"]`.
fn module_of(file: &str) -> Vec<String> {
    file.trim_end_matches(".rs").split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

fn may_use(room: &Room, path: &[String]) -> bool {
    let [first, rest @ ..] = path else { return true };
    let Some(target) = rest.first().filter(|_| first == "crate") else { return true };
    let written = rest.join("::");
    let within = |allowed: &str| written == allowed || written.starts_with(&format!("{allowed}::"));
    target == room.name || room.may_use.iter().any(|allowed| within(allowed))
}

fn excepted(banned: &Banned, file: &str) -> bool {
    banned.except.iter().any(|beginning| file.starts_with(beginning))
}

/// The lines on which something banned stands. What the tenant's fields are called, a test may say.
fn places(banned: &Banned, tokens: &[Token], paths: &[paths::Path], own_tests: &[usize]) -> Vec<usize> {
    match banned.what {
        What::Path(words) => paths.iter().filter(|path| path.contains(words)).map(|path| path.line).collect(),
        What::Code(words) => {
            let stands = |window: &&[Token]| window.iter().zip(words).all(|(token, word)| token.is(word));
            tokens.windows(words.len()).filter(stands).map(|window| window[0].line).collect()
        }
        What::Text(literal) => {
            let stands = |token: &&Token| token.kind == Kind::Text(literal.to_owned());
            let lines = tokens.iter().filter(stands).map(|token| token.line);
            lines.filter(|line| !own_tests.contains(line)).collect()
        }
    }
}

/// The lines of the file's own test module.
fn tests_of(tokens: &[Token]) -> Vec<usize> {
    let opens = |window: &[Token]| window[0].is("cfg") && window[2].is("test");
    let Some(start) = tokens.windows(3).position(opens) else { return Vec::new() };
    let last = tokens.last().map_or(0, |token| token.line);
    (tokens[start].line..=last).collect()
}

fn named(what: &What) -> String {
    match what {
        What::Path(words) => format!("names {}", words.join("::")),
        What::Code(words) => format!("says `{}`", words.join(" ")),
        What::Text(literal) => format!("says {literal:?}"),
    }
}

/// A made-up source behind a proper beginning, which is its first line.
fn made_up(file: &str, source: &str) -> Vec<String> {
    judge(file, &format!("//! A made-up source.\n{source}"))
}

#[test]
fn offenders_are_told_with_file_and_line() {
    let cases = [
        ("model/row.rs", "use crate::query::parse;", "src/model/row.rs:2: model may not use crate::query::parse"),
        ("model.rs", "\n\nuse tokio::sync::Notify;", "src/model.rs:4: model names tokio"),
        ("query/lex.rs", "fn f() { crate::api::Client::new(); }", "query may not use crate::api::Client::new"),
        ("app/update.rs", "use crate::work::{protocol::Job, scan};", "app may not use crate::work::scan"),
        (
            "app/update.rs",
            "use crate::{\n    model::Problem,\n    ui::view,\n};",
            ":4: app may not use crate::ui::view",
        ),
        ("app/screens/help.rs", "use super::super::super::ui;", "app may not use crate::ui"),
        ("app/cursor.rs", "mod tests { use super::super::super::keys; }", "app may not use crate::keys"),
        ("app/update.rs", "fn f() { let t = std::time::Instant::now(); }", "app names Instant::now"),
        ("app/update.rs", "use jiff::Timestamp;\nfn f() { Timestamp :: now(); }", ":3: app names Timestamp::now"),
        ("app/update.rs", "use std::{fs, mem};", "app names std::fs"),
        ("app/update.rs", "async fn wait() {}", "app says `async`"),
        ("app/update.rs", "fn f() -> u8 { fastrand::u8(..) }", "app names fastrand"),
        ("app/list.rs", "use tui_textarea::TextArea;", "app::editor alone"),
        ("ui/table.rs", "fn draw(state: &mut State) {}", "ui says `& mut State`"),
        ("ui/table.rs", "use crate::runtime;", "ui may not use crate::runtime"),
        ("api/client.rs", "fn f() { std::time::Instant::now(); }", "api names Instant::now"),
        ("work/run.rs", "const FIELD: &str = \"systemAccount\";", "work says \"systemAccount\""),
        ("work/run.rs", "use crate::app::State;", "work may not use crate::app::State"),
        ("runtime/perform.rs", "use crate::tenant;", "runtime may not use crate::tenant"),
        ("tenant/server.rs", "use crate::model::Generation;", "tenant may not use crate::model::Generation"),
        ("main.rs", "fn main() { quarterdeck::runtime::run(); }", "main may not use crate::runtime::run"),
        ("ui/mod.rs", "", "no `mod.rs`"),
        ("work/utils.rs", "", "`utils` says nothing"),
        ("work/helpers/page.rs", "", "`helpers` says nothing"),
        ("attic.rs", "", "belongs to no room"),
    ];
    for (file, source, expected) in cases {
        let offences = made_up(file, source);
        let told = offences.iter().any(|offence| offence.contains(expected));
        assert!(told, "{file}: {source:?}\n  expected {expected:?}\n  told {offences:?}");
    }
    assert_eq!(
        judge("model/row.rs", "// no story\n"),
        ["src/model/row.rs:1: begins without telling its story (`//! …`)"]
    );
}

#[test]
fn the_innocent_are_left_alone() {
    let cases = [
        ("model/row.rs", "// use crate::ui;\n/* tokio /* Instant::now() */ tokio */"),
        ("model/row.rs", "/// Sent by [`crate::runtime`].\nstruct A;"),
        ("model/row.rs", r##"const A: &str = "use crate::ui;"; const B: &str = r#"tokio::spawn " async"#;"##),
        ("model/row.rs", "const A: &str = \"\\\" crate::ui::view\"; const B: char = '\"'; const C: u8 = b'\\'';"),
        ("model/row.rs", "use super::AccountId;\nmod tests { use super::super::AccountId; use super::*; }"),
        ("query/lex.rs", "fn lex<'a>(text: &'a str) -> crate::model::Problem { todo() }"),
        ("app/update.rs", "use crate::work::protocol::{Job, JobId};\nuse crate::app::State;"),
        ("app/update.rs", "fn update(state: &mut State) {}"),
        ("app/editor.rs", "use tui_textarea::{CursorMove, TextArea};"),
        ("api/pace.rs", "fn f() { std::time::Instant::now(); }"),
        ("api/wire/names.rs", "const A: &str = \"systemAccount\";"),
        ("work/run.rs", "#[cfg(test)]\nmod tests {\n    const A: &str = \"systemAccount\";\n}"),
        ("cli/demo.rs", "use crate::tenant::start;"),
        ("tenant/server.rs", "use crate::tenant::store::Store;\nuse super::faults;"),
        ("lib.rs", "pub mod api;"),
    ];
    for (file, source) in cases {
        let offences = made_up(file, source);
        assert!(offences.is_empty(), "{file}: {source:?}\n  told {offences:?}");
    }
}
