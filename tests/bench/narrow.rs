//! Narrowing a hundred thousand loaded rows by what is typed: the time one key takes.
//!
//! `cargo bench --bench narrow`. The figure to reach is 8 ms a key.

use std::sync::Arc;

use divan::{Bencher, black_box};
use quarterdeck::model::{AccountRow, IdentityFacts, SourceFacts};
use quarterdeck::query::Narrow;

const ROWS: usize = 100_000;
const FIRST: [&str; 12] =
    ["Adele", "Bob", "Chloé", "Dmitri", "Jürgen", "Fatima", "Grace", "Henrik", "Ingrid", "João", "Keiko", "Łukasz"];
const LAST: [&str; 12] = [
    "Vance",
    "Smith",
    "Müller",
    "Lindqvist",
    "Moreau",
    "Haddad",
    "Novák",
    "Tanaka",
    "Okafor",
    "Silva",
    "Jensen",
    "渡辺",
];

fn main() {
    divan::main();
}

/// Rows as a tenant has them: a third with letters outside of ASCII, distinguished names, shared identities.
fn rows() -> Vec<AccountRow> {
    let source = Arc::new(SourceFacts { name: Some("Active Directory".into()), ..SourceFacts::default() });
    (0..ROWS)
        .map(|number| {
            let (first, last) = (FIRST[number % 12], LAST[number / 12 % 12]);
            let identity = IdentityFacts { name: Some(format!("{first} {last}").into()), ..IdentityFacts::default() };
            AccountRow {
                name: Some(format!("{}.{}{number}", first.to_lowercase(), last.to_lowercase()).into()),
                native_identity: Some(
                    format!("CN={first} {last} {number},OU=Sales,OU=Users,DC=corp,DC=example,DC=com").into(),
                ),
                identity: Some(Arc::new(identity)),
                source: Arc::clone(&source),
                ..AccountRow::bare(format!("2c9180858082150f0180893d{number:08x}").as_str().into())
            }
        })
        .collect()
}

/// One key: every row tried against what is typed now.
#[divan::bench(args = ["s", "sm", "smith", "smith bob", "xyzzy", "ex", "müller", "ü", "渡", "name:smith source:act", "source:sap"])]
fn one_key(bencher: Bencher<'_, '_>, typed: &str) {
    let rows = rows();
    bencher.bench_local(|| {
        let narrow = Narrow::new(black_box(typed));
        rows.iter().filter(|row| narrow.matches(row)).count()
    });
}
