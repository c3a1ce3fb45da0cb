//! What loaded rows weigh, and what a key costs that narrows them: `cargo bench --bench narrow [-- ROWS ...]`.
//!
//! The rows are decoded from pages that a tenant in another process serves over HTTP; the reducer and the frame of 200×50
//! are those of the program, in this process, which is measured. Each client keeps the pace of the API, so a new one reads
//! every hundredth page: less is shared between rows than in the program. Prints a line a measure, with the target.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::expect_used, reason = "a bench that cannot go on fails")]

#[expect(dead_code, clippy::unwrap_used, clippy::expect_used, reason = "shared with the tests without a screen")]
#[path = "../support/tenant.rs"]
mod tenant;

use std::collections::HashMap;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use quarterdeck::api::{Client, Connection, Request};
use quarterdeck::app::editor::EditKey;
use quarterdeck::app::geometry::Size;
use quarterdeck::app::state;
use quarterdeck::app::{Action, Effect, Event, Fact, State, update};
use quarterdeck::keys::Keymap;
use quarterdeck::model::{AccountRow, Generation, ListQuery, Span, Urgency};
use quarterdeck::ui::{self, Theme};
use quarterdeck::work::protocol::{Job, Report};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tenant::Tenant;

const SCREEN: Size = Size { columns: 200, rows: 50 };
const PAGE: u64 = 250;
/// Pages one client reads: it may send 98 requests in 10 s, one of which signs it in.
const PAGES_A_CLIENT: u64 = 96;

const WORDS: [&str; 8] = ["smith", "adele", "müller", "ou=sales", "svc-backup", "@acme.test", "xyzzy", "陳"];
const FIELDS: [&str; 4] = ["name:an", "source:act", "native:cn", "identity:smith"];
const FUZZY: [&str; 6] = ["~adlvance", "~mllr", "~svcbkp07", "~krlsen", "~xyzzy", "~jose"];

fn main() {
    let asked: Vec<u64> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if let [rows] = asked[..] {
        println!("{:<66} {:>8} figure", "measure", "target");
        return measure(rows);
    }
    // Each in a process of its own: what one gave back, the allocator keeps.
    let itself = std::env::current_exe().expect("the bench knows where it is");
    for rows in if asked.is_empty() { vec![100_000, 1_000_000] } else { asked } {
        let ended = Command::new(&itself).arg(rows.to_string()).status().expect("the bench is started again");
        assert!(ended.success(), "the measure of {rows} rows ended badly");
    }
}

fn tell(measure: &str, target: &str, figure: &str) {
    println!("{measure:<66} {target:>8} {figure}");
}

fn measure(rows: u64) {
    let mut screen = Screen::of(rows);
    for (loaded, target) in [(45, "15 MB"), (10_000, "20 MB"), (100_000, "60 MB"), (1_000_000, "400 MB")] {
        if loaded <= rows {
            screen.load(loaded);
            tell(&format!("memory, {loaded} of {rows} rows loaded"), target, &resident());
        }
    }
    let target = if rows > 100_000 { "50 ms" } else { "8 ms" };
    for (what, texts) in [("words", &WORDS[..]), ("fields", &FIELDS), ("fuzzy words", &FUZZY)] {
        let mut keys: Vec<Key> = texts.iter().flat_map(|text| screen.narrow(text)).collect();
        let mut p99 = |time: fn(&Key) -> Duration| {
            keys.sort_by_key(time);
            let key = &keys[keys.len() * 99 / 100];
            format!("{:.1} ms ({})", time(key).as_secs_f64() * 1e3, key.typed)
        };
        let of = format!("{rows} rows narrowed by {what}, p99 of the keys");
        tell(&format!("{of}: longest event"), "", &p99(|key| key.longest));
        tell(&format!("{of}: first screenful"), target, &p99(|key| key.screenful));
        tell(&format!("{of}: all rows"), if what == "words" { target } else { "" }, &p99(|key| key.all));
    }
}

/// What a key cost.
struct Key {
    /// What stood in the bar with it.
    typed: String,
    /// The longest the loop was held.
    longest: Duration,
    /// Until a screenful was drawn.
    screenful: Duration,
    /// Until every row had been tried.
    all: Duration,
}

/// The program without a terminal.
struct Screen {
    tenant: Tenant,
    runtime: tokio::runtime::Runtime,
    pages: HashMap<u64, Vec<AccountRow>>,
    /// Rows that will be here soon: no more is read ahead.
    soon: u64,
    total: u64,
    state: State,
    terminal: Terminal<TestBackend>,
    pending: Vec<Effect>,
}

impl Screen {
    fn of(accounts: u64) -> Self {
        let tenant = Tenant::start(&["--accounts", &accounts.to_string()]);
        let shown = state::Tenant {
            name: "bench".to_owned(),
            production: false,
            read_only: false,
            generation: Generation::Beta,
        };
        let mut screen = Self {
            tenant,
            runtime: tokio::runtime::Runtime::new().expect("a runtime"),
            pages: HashMap::new(),
            soon: 0,
            total: accounts,
            state: State::new(shown, Timestamp::UNIX_EPOCH, TimeZone::UTC),
            terminal: Terminal::new(TestBackend::new(SCREEN.columns, SCREEN.rows)).expect("a screen in memory"),
            pending: Vec::new(),
        };
        screen.happen(Fact::Started(SCREEN));
        screen.happen(Fact::Acted(Action::Search));
        screen.know_sources();
        screen.happen(Fact::Acted(Action::Back));
        screen
    }

    /// The names of the sources have come, as they do while a person still types.
    fn know_sources(&mut self) {
        let asked = self.pending.iter().find_map(|effect| match effect {
            Effect::Submit(job, Job::Sources) => Some(*job),
            _ => None,
        });
        if let Some(job) = asked {
            self.happen(Fact::Reported(Report::Sources { job, sources: Vec::new() }));
        }
    }

    fn happen(&mut self, fact: Fact) {
        self.pending.extend(update(&mut self.state, Event::new(Timestamp::UNIX_EPOCH, fact)));
    }

    fn draw(&mut self) {
        let (keymap, theme) = (Keymap::default(), Theme::default());
        self.terminal.draw(|frame| ui::view(&self.state, &keymap, &theme, frame)).expect("drawn");
    }

    /// Walks through the list until so many rows are here.
    fn load(&mut self, rows: u64) {
        self.soon = rows;
        while self.state.list.rows.loaded() < rows {
            let jobs: Vec<_> = self.pending.drain(..).collect();
            for effect in jobs {
                if let Effect::Submit(job, Job::Page { epoch, query, span, .. }) = effect {
                    let (rows, total) = (self.page(&query, span), Some(self.total));
                    self.happen(Fact::Reported(Report::Page { job, epoch, span, rows, total, past_end: false }));
                }
            }
            if self.pending.is_empty() {
                (0..10).for_each(|_| self.happen(Fact::Acted(Action::PageDown)));
            }
        }
        self.pages.clear();
        self.draw();
    }

    fn page(&mut self, query: &Arc<ListQuery>, span: Span) -> Vec<AccountRow> {
        if !self.pages.contains_key(&span.offset) {
            self.read_ahead(query, span.offset);
        }
        self.pages.remove(&span.offset).expect("the page was read")
    }

    fn read_ahead(&mut self, query: &ListQuery, first: u64) {
        let secret = self.tenant.client_secret.clone().into();
        let connection = Connection::new(&self.tenant.base_url, &self.tenant.client_id, secret);
        let client = Client::new(connection, |_| ()).expect("a client");
        let pages = (0..PAGES_A_CLIENT)
            .map(|page| first + page * PAGE)
            .filter(|offset| *offset < self.total.min(self.soon.max(first + 1)));
        for offset in pages {
            let request = Request::list_accounts(query, Span { offset, limit: 250 }, false);
            let page = self.runtime.block_on(client.send(&request, Urgency::Person)).expect("a page");
            self.pages.insert(offset, page.rows);
        }
    }

    /// Types a text into the query bar, letter by letter, and leaves it.
    fn narrow(&mut self, text: &str) -> Vec<Key> {
        self.happen(Fact::Acted(Action::Search));
        let typed = |at: usize, letter: char| text[..at + letter.len_utf8()].to_owned();
        let keys = text.char_indices().map(|(at, letter)| self.key(typed(at, letter), letter)).collect();
        self.happen(Fact::Acted(Action::Back));
        keys
    }

    fn key(&mut self, typed: String, letter: char) -> Key {
        let begun = Instant::now();
        self.happen(Fact::Typed(EditKey::Insert(letter)));
        let mut longest = begun.elapsed();
        self.draw();
        let mut screenful = None;
        loop {
            let is_counting = self.state.list.is_counting();
            if !is_counting || self.state.list.len() >= usize::from(SCREEN.rows) {
                screenful.get_or_insert(begun.elapsed());
            }
            if !is_counting {
                break;
            }
            let resumed = Instant::now();
            self.happen(Fact::Woke);
            longest = longest.max(resumed.elapsed());
            self.draw();
        }
        self.pending.clear();
        let all = begun.elapsed();
        Key { typed, longest, screenful: screenful.unwrap_or(all), all }
    }
}

/// Memory this process holds.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    let kilobytes: f64 = line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0.0);
    format!("{:.1} MB", kilobytes / 1024.0)
}
