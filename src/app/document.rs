//! A document in the editor: the attributes of an account as JSON, what is to become of them, and what was read to check
//! them by.
//!
//! Pure data and rules; `update::editing` moves it, `ui::document` draws it.

pub mod changes;
pub mod check;
mod complete;
pub mod outline;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::cursor::{Cursor, Step};
use super::editor::{MultilineEditor, Place};
use super::load::Load;
use crate::model::{Account, AccountSchema, SourceRef, text};
use crate::work::protocol::JobId;
use check::{Finding, Rules, Severity};
pub use complete::Completion;

/// A text longer than this is checked only when the person pauses.
const CHECKED_AT_ONCE: usize = 64 * 1024;

/// How long a person pauses until a long text is checked, and until an account to be created is looked for.
const PAUSE: SignedDuration = SignedDuration::from_millis(300);

/// What is to become of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// What differs from the account is changed (`updateAccount`).
    Edit,
    /// It replaces all attributes of the account (`putAccount`).
    Replace,
    /// It becomes a new account (`createAccount`).
    Create,
}

/// A document in the editor.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What is to become of it.
    pub purpose: Purpose,
    /// The source of the account.
    pub source: SourceRef,
    /// The account to change, as it was when the editor opened.
    pub account: Load<Arc<Account>>,
    /// The job that reads it.
    pub account_job: Option<JobId>,
    /// The schema of the source.
    pub schema: Load<Arc<AccountSchema>>,
    /// The job that reads it.
    pub schema_job: Option<JobId>,
    /// Whether an account to be created exists.
    pub existing: Existing,
    /// The text and the cursor.
    pub editor: MultilineEditor,
    /// The first line shown, and the line of the cursor.
    pub rows: Cursor,
    /// The first column shown of the cursor's line.
    pub left: usize,
    /// The text as the editor opened with it.
    opened: String,
    /// What the text says, where it is an object.
    pub written: Option<Map<String, Value>>,
    /// What there is to look at.
    pub findings: Vec<Finding>,
    /// The line of the attribute that names the account on its source.
    pub naming_line: Option<usize>,
    /// What would become null by replacing everything with what is written.
    pub left_out: Vec<String>,
    /// When a text that has changed is checked.
    pub check_due: Option<Timestamp>,
    /// What is searched for.
    pub search: Option<String>,
    /// The name put in by the last key, if that was the one that completes.
    pub completion: Option<Completion>,
    /// The person was asked whether to drop what they wrote.
    pub asks_to_leave: bool,
    /// What the last key could not do.
    pub remark: Option<String>,
}

/// Whether the account to be created is there already.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Existing {
    /// The native id it was looked for by.
    pub native: Option<String>,
    /// When it is looked for.
    pub due: Option<Timestamp>,
    /// The job that looks.
    pub job: Option<JobId>,
    /// The account found; `Ready(None)` where there is none.
    pub found: Load<Option<Arc<Account>>>,
}

impl Document {
    /// A document that waits for its account.
    #[must_use]
    pub fn of_account(purpose: Purpose, source: SourceRef, job: JobId) -> Self {
        let mut document = Self::empty(purpose, source);
        document.account.begin();
        document.account_job = Some(job);
        document
    }

    /// A form for a new account, which waits for the schema of its source.
    #[must_use]
    pub fn of_source(source: SourceRef, job: JobId) -> Self {
        let mut document = Self::empty(Purpose::Create, source);
        document.wait_for_schema(job);
        document
    }

    fn empty(purpose: Purpose, source: SourceRef) -> Self {
        Self {
            purpose,
            source,
            account: Load::Idle,
            account_job: None,
            schema: Load::Idle,
            schema_job: None,
            existing: Existing::default(),
            editor: MultilineEditor::default(),
            rows: Cursor::default(),
            left: 0,
            opened: String::new(),
            written: None,
            findings: Vec::new(),
            naming_line: None,
            left_out: Vec::new(),
            check_due: None,
            search: None,
            completion: None,
            asks_to_leave: false,
            remark: None,
        }
    }

    /// The schema of the source has been asked for.
    pub fn wait_for_schema(&mut self, job: JobId) {
        self.schema.begin();
        self.schema_job = Some(job);
    }

    /// The account to change is here: its attributes become the text.
    pub fn open_account(&mut self, account: Arc<Account>) {
        self.account_job = None;
        self.open_with(&attributes_of(&account));
        self.account = Load::Ready(account);
        self.check();
    }

    /// The schema is here, or will not come. For a new account it becomes a form.
    pub fn open_schema(&mut self, schema: Load<Arc<AccountSchema>>) {
        self.schema_job = None;
        self.schema = schema;
        if self.purpose == Purpose::Create && self.opened.is_empty() {
            let form = self.schema.value().map(|schema| form(schema)).unwrap_or_default();
            self.open_with(&form);
            self.go_to_first_gap();
        }
        self.check();
    }

    /// Puts the cursor where the first value of the form is filled in.
    fn go_to_first_gap(&mut self) {
        let gap = self.editor.lines().iter().enumerate().find_map(|(line, text)| {
            let column = *columns_of("\"\"", text).first()? + 1;
            Some(Place { line, column })
        });
        self.editor.go_to(gap.unwrap_or_default());
    }

    fn open_with(&mut self, attributes: &Map<String, Value>) {
        let json = serde_json::to_string_pretty(attributes).unwrap_or_default();
        // What could act on a terminal or hide in it is written as an escape, which says the same.
        self.opened = text::json_safe(&json).into_owned();
        self.editor = MultilineEditor::holding(&self.opened);
    }

    /// Whether there is a text to work on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.opened.is_empty()
    }

    /// Whether something was written that is not in the text the editor opened with.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.is_open() && self.editor.text() != self.opened
    }

    /// The attributes the account has: of one to be created, those of the account found in its place.
    #[must_use]
    pub fn there(&self) -> Map<String, Value> {
        self.account_there().map(attributes_of).unwrap_or_default()
    }

    /// The account that is there: the one to change, or the one found in the place of the one to be created.
    #[must_use]
    pub fn account_there(&self) -> Option<&Account> {
        match self.purpose {
            Purpose::Create => self.existing.found.value()?.as_deref(),
            Purpose::Edit | Purpose::Replace => self.account.value().map(Arc::as_ref),
        }
    }

    /// The text has changed: it is checked, a long one when the person pauses.
    pub fn changed(&mut self, now: Timestamp) {
        let length: usize = self.editor.lines().iter().map(String::len).sum();
        if length <= CHECKED_AT_ONCE {
            self.check();
        } else {
            self.check_due = Some(now + PAUSE);
        }
        self.existing.due = (self.purpose == Purpose::Create).then(|| now + PAUSE);
    }

    /// Checks the text.
    pub fn check(&mut self) {
        self.check_due = None;
        let there = self.there();
        let text = self.editor.text();
        let schema = self.schema.value().map(Arc::as_ref);
        let rules = Rules { purpose: self.purpose, schema, base: &there };
        (self.written, self.findings) = check::check(&text, rules);
        let naming = schema.and_then(|schema| schema.identity_attribute.as_deref());
        self.naming_line = naming.and_then(|name| outline::line_of(&text, name));
        self.left_out = match (&self.written, self.purpose) {
            (Some(written), Purpose::Replace) => changes::left_out(&there, written),
            _ => Vec::new(),
        };
    }

    /// The first thing that keeps the document from being sent.
    #[must_use]
    pub fn first_wrong(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.severity == Severity::Wrong)
    }

    /// What is to be told: of the cursor's line, else the first that is wrong, else the first that is doubtful.
    #[must_use]
    pub fn finding_to_tell(&self) -> Option<&Finding> {
        let line = self.editor.cursor().line;
        let here = self.findings.iter().find(|finding| finding.place.line == line);
        here.or_else(|| self.first_wrong()).or_else(|| self.findings.first())
    }

    /// The native id of the account to be created, as far as it is written.
    #[must_use]
    pub fn native_id(&self) -> Option<&str> {
        let name = self.schema.value()?.identity_attribute.as_deref()?;
        self.written.as_ref()?.get(name)?.as_str().filter(|native| !native.is_empty())
    }

    /// Whether the account to be created is known to be there, so that it would be updated.
    #[must_use]
    pub fn is_update(&self) -> bool {
        matches!(self.existing.found, Load::Ready(Some(_)))
    }

    /// Keeps the cursor on a screen of so many rows and columns.
    pub fn settle(&mut self, height: usize, width: usize) {
        let Place { line, column } = self.editor.cursor();
        let len = self.editor.lines().len();
        self.rows.step(Step::To(line), len, height);
        let before: String = self.editor.lines()[line].chars().take(column).collect();
        let here = text::width(&before);
        // Half a screen at a time: over a slow line, shifting everything for each key costs more than the person gains.
        if here < width {
            self.left = 0;
        } else if here < self.left || here >= self.left + width {
            self.left = (here + 1).saturating_sub(width.div_ceil(2).max(1));
        }
    }

    /// What it is about, for a title: the account and its source.
    #[must_use]
    pub fn subject(&self) -> String {
        let name = match self.purpose {
            Purpose::Create => self.native_id().map(Into::into),
            Purpose::Edit | Purpose::Replace => self.account.value().map(|account| account.row.name_to_show()),
        };
        name.map_or_else(|| self.source.name.clone(), |name| format!("{name} · {}", self.source.name))
    }

    /// What is done, in a word for a title.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        match self.purpose {
            Purpose::Edit => "EDIT",
            Purpose::Replace => "REPLACE",
            Purpose::Create if self.is_update() => "UPDATE",
            Purpose::Create => "CREATE",
        }
    }

    /// Moves the cursor to the next place that matches the search, or to the one before; round the end. Says whether there
    /// is one. Upper and lower case are the same.
    pub fn go_to_match(&mut self, backwards: bool) -> bool {
        let Some(wanted) = self.search.clone() else { return false };
        let here = self.editor.cursor();
        let all =
            self.editor.lines().iter().enumerate().flat_map(|(line, text)| {
                columns_of(&wanted, text).into_iter().map(move |column| Place { line, column })
            });
        let places: Vec<Place> = all.collect();
        let next = if backwards {
            places.iter().rev().find(|place| **place < here).or(places.last())
        } else {
            places.iter().find(|place| **place > here).or(places.first())
        };
        let found = next.copied();
        if let Some(place) = found {
            self.editor.go_to(place);
        }
        found.is_some()
    }

    /// Every job whose answer it waits for, which are given up with it.
    pub fn jobs(&self) -> impl Iterator<Item = JobId> {
        [self.account_job, self.schema_job, self.existing.job].into_iter().flatten()
    }
}

/// The attributes of an account by name.
#[must_use]
pub fn attributes_of(account: &Account) -> Map<String, Value> {
    account.attributes.iter().cloned().collect()
}

/// The form for a new account: every attribute of the schema, empty, the one that names the account first.
fn form(schema: &AccountSchema) -> Map<String, Value> {
    let names = |name: &str| schema.identity_attribute.as_deref() == Some(name);
    let first = schema.attributes.iter().filter(|attribute| names(&attribute.name));
    let rest = schema.attributes.iter().filter(|attribute| !names(&attribute.name));
    let empty = |is_multi: bool| if is_multi { Value::Array(Vec::new()) } else { Value::from("") };
    first.chain(rest).map(|attribute| (attribute.name.clone(), empty(attribute.is_multi))).collect()
}

/// The columns at which a line holds the words; upper and lower case are the same.
#[must_use]
pub fn columns_of(wanted: &str, line: &str) -> Vec<usize> {
    let wanted: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let begins = |rest: &str| {
        let mut rest = rest.chars().flat_map(char::to_lowercase);
        wanted.iter().all(|character| rest.next() == Some(*character))
    };
    let columns = line.char_indices().enumerate().filter(|(_, (at, _))| begins(&line[*at..]));
    columns.map(|(column, _)| column).collect()
}

#[cfg(test)]
mod tests;
