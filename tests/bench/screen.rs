//! What a key costs with many rows loaded: through the reducer and onto a 200×50 screen. `cargo bench --bench screen`.

use std::sync::Arc;

use divan::Bencher;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use quarterdeck::app::geometry::Size;
use quarterdeck::app::state::Tenant;
use quarterdeck::app::{Action, Effect, Event, Fact, State, update};
use quarterdeck::keys::Keymap;
use quarterdeck::model::{AccountId, AccountRow, Generation, IdentityFacts, SourceFacts};
use quarterdeck::ui::{self, Theme};
use quarterdeck::work::protocol::{Job, Report};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn main() {
    divan::main();
}

fn row(n: u64) -> AccountRow {
    let source = Arc::new(SourceFacts { name: Some("Active Directory".into()), ..SourceFacts::default() });
    let identity = Arc::new(IdentityFacts { name: Some(format!("Person {n}").into()), ..IdentityFacts::default() });
    AccountRow {
        name: Some(format!("person.number.{n}").into()),
        native_identity: Some(format!("CN=Person {n},OU=Staff,DC=acme,DC=test").into()),
        source,
        identity: Some(identity),
        disabled: Some(false),
        locked: Some(n.is_multiple_of(50)),
        modified: Some(Timestamp::UNIX_EPOCH),
        ..AccountRow::bare(AccountId::new(format!("{n:032x}")))
    }
}

/// A screen with so many rows loaded, as if a person had walked through them all.
fn loaded(total: u64) -> State {
    let tenant = Tenant { name: "bench".to_owned(), production: false, read_only: false, generation: Generation::Beta };
    let mut state = State::new(tenant, Timestamp::UNIX_EPOCH, TimeZone::UTC);
    let mut effects = happen(&mut state, Fact::Started(Size { columns: 200, rows: 50 }));
    while state.list.rows.loaded() < total {
        let mut next = Vec::new();
        for effect in effects {
            if let Effect::Submit(job, Job::Page { epoch, span, .. }) = effect {
                let end = (span.offset + u64::from(span.limit)).min(total);
                let rows = (span.offset..end).map(row).collect();
                let page = Report::Page { job, epoch, span, rows, total: Some(total), past_end: false };
                next.extend(happen(&mut state, Fact::Reported(page)));
            }
        }
        if next.is_empty() {
            for _ in 0..10 {
                next.extend(happen(&mut state, Fact::Acted(Action::PageDown)));
            }
        }
        effects = next;
    }
    state
}

fn happen(state: &mut State, fact: Fact) -> Vec<Effect> {
    update(state, Event::new(Timestamp::UNIX_EPOCH, fact))
}

#[divan::bench(args = [10_000, 100_000, 1_000_000])]
fn a_key_through_the_reducer(bencher: Bencher, rows: u64) {
    let mut state = loaded(rows);
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        happen(&mut state, Fact::Acted(if down { Action::Up } else { Action::Down }))
    });
}

#[divan::bench(args = [10_000, 100_000, 1_000_000])]
fn a_frame_of_200_by_50(bencher: Bencher, rows: u64) {
    let state = loaded(rows);
    let (keymap, theme) = (Keymap::default(), Theme::default());
    let mut terminal = Terminal::new(TestBackend::new(200, 50)).expect("a screen in memory");
    bencher.bench_local(|| {
        terminal.draw(|frame| ui::view(&state, &keymap, &theme, frame)).expect("drawn");
    });
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 20)]
fn the_first_letter_of_a_query(bencher: Bencher, rows: u64) {
    let mut state = loaded(rows);
    happen(&mut state, Fact::Acted(Action::Search));
    bencher.bench_local(|| {
        happen(&mut state, Fact::Typed(quarterdeck::app::editor::EditKey::Insert('9')));
        happen(&mut state, Fact::Typed(quarterdeck::app::editor::EditKey::Backspace))
    });
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 20)]
fn a_page_arrives(bencher: Bencher, rows: u64) {
    bencher
        .with_inputs(|| {
            let mut state = loaded(rows);
            let effects = happen(&mut state, Fact::Acted(Action::Refresh));
            (state, effects)
        })
        .bench_local_values(|(mut state, effects)| {
            for effect in effects {
                if let Effect::Submit(job, Job::Page { epoch, span, .. }) = effect {
                    let rows = (span.offset..span.offset + 250).map(row).collect();
                    happen(
                        &mut state,
                        Fact::Reported(Report::Page { job, epoch, span, rows, total: Some(1), past_end: false }),
                    );
                }
            }
            state
        });
}
