//! The person's queues: named queries, in the order of the keys `1` to `9`.
//!
//! Kept in `queues.toml`, which people may write by hand: what they wrote around the queues stays when one is added or
//! taken out. Without the file there are those this program is shipped with, and the first change begins the file with
//! them. A queue that cannot be used is left out and told with its line: the others are there all the same.
//!
//! ```toml
//! "locked in the AD" = 'is:locked source:"Active Directory"'
//! "failed work" = { tasks = "failed" }
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{Document, DocumentMut, Item, Key, Value};

use super::replace::replace;
use crate::model::{Asks, Problem, ProblemKind, Queue, QueueChange, Queues};
use crate::query;

/// The name of the file among the settings.
const FILE: &str = "queues.toml";

/// The queues as they are shipped.
const SHIPPED: &str = include_str!("../../assets/queues.toml");

/// The most characters of a name: it stands beside others in one line.
const LONGEST_NAME: usize = 32;

/// Names that mean something else behind `:queue`.
const TAKEN: [&str; 2] = ["add", "remove"];

/// The file with a person's queues; nowhere, where there is no place for settings.
#[derive(Debug, Clone, Default)]
pub struct QueueFile(Option<PathBuf>);

impl QueueFile {
    /// The file in this directory of settings; it may not be there.
    #[must_use]
    pub fn within(directory: &Path) -> Self {
        Self(Some(directory.join(FILE)))
    }

    /// The queues there are. A file that does not read at all is told, and the shipped ones are there instead.
    #[must_use]
    pub fn read(&self) -> Queues {
        let whole = self.text().and_then(|text| self.queues(&text));
        whole.unwrap_or_else(|problem| {
            let told = format!("{problem}; these are the shipped queues");
            Queues { left_out: vec![told], ..shipped() }
        })
    }

    /// Adds a queue behind the others, or takes one out, and keeps that. Gives the queues there are then.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`] where the file does not read or cannot be written, or there is nothing to change: a queue
    /// of that name is there already, or none is. Then nothing was changed.
    pub fn change(&self, change: &QueueChange) -> Result<Queues, Problem> {
        let text = self.text()?;
        let mut document: DocumentMut = text.parse().map_err(|error| self.unreadable(&text, &error))?;
        let written = |name: &str| {
            let called = |key: &str| key.to_lowercase() == name.trim().to_lowercase();
            document.iter().map(|(key, _)| key.to_owned()).find(|key| called(key))
        };
        match change {
            QueueChange::Add(queue) => {
                check_name(&queue.name).map_err(|why| refused(format!("{:?}: {why}", queue.name)))?;
                if let Some(there) = written(&queue.name) {
                    return Err(refused(format!(
                        "there is a queue {there} already; :queue remove {there} takes it out"
                    )));
                }
                document.insert(&queue.name, item(&queue.asks));
            }
            QueueChange::Remove(name) => {
                let Some(there) = written(name) else { return Err(refused(format!("there is no queue {name}"))) };
                document.remove(&there);
            }
        }
        let text = document.to_string();
        let queues = self.queues(&text)?;
        let Some(file) = &self.0 else {
            return Err(refused("no place for the queues: neither QD_CONFIG_DIR nor HOME is set".to_owned()));
        };
        replace(file, &text)
            .map_err(|error| refused(format!("cannot write {}", file.display())).with_detail(error.to_string()))?;
        Ok(queues)
    }

    /// What stands in the file, or in the one that would be begun.
    fn text(&self) -> Result<String, Problem> {
        let Some(file) = &self.0 else { return Ok(SHIPPED.to_owned()) };
        match fs::read_to_string(file) {
            Ok(text) => Ok(text),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(SHIPPED.to_owned())
            }
            Err(error) => Err(refused(format!("cannot read {}: {error}", file.display()))),
        }
    }

    fn queues(&self, text: &str) -> Result<Queues, Problem> {
        read(text, &self.place()).map_err(|error| self.unreadable(text, &error))
    }

    fn unreadable(&self, text: &str, error: &toml_edit::TomlError) -> Problem {
        let place = error.span().map(|span| format!("line {}: ", line_at(text, span.start))).unwrap_or_default();
        refused(format!("cannot read {}: {place}{}", self.place(), error.message()))
    }

    fn place(&self) -> String {
        self.0.as_ref().map_or_else(|| "the shipped queues".to_owned(), |file| file.display().to_string())
    }
}

/// The queues this program is shipped with.
fn shipped() -> Queues {
    // A test holds that they read.
    read(SHIPPED, "the shipped queues").unwrap_or_default()
}

fn refused(summary: String) -> Problem {
    Problem::new(ProblemKind::Settings, summary)
}

/// Reads the queues of a text; what cannot be used is told, and where it stands.
fn read(text: &str, place: &str) -> Result<Queues, toml_edit::TomlError> {
    let document = Document::parse(text)?;
    let mut queues = Queues::default();
    for (name, item) in document.iter() {
        let asks = check_name(name).and_then(|()| asks(item));
        let is_double = queues.all.iter().any(|queue| queue.is_called(name));
        match asks {
            Ok(_) if is_double => queues.left_out.push(complaint(&document, (text, place), name, "stands there twice")),
            Ok(asks) => queues.all.push(Queue { name: name.trim().to_owned(), asks }),
            Err(why) => queues.left_out.push(complaint(&document, (text, place), name, &why)),
        }
    }
    Ok(queues)
}

fn complaint(document: &Document<&str>, (text, place): (&str, &str), name: &str, why: &str) -> String {
    let span = document.key(name).and_then(Key::span);
    let line = span.map(|span| format!(", line {}", line_at(text, span.start))).unwrap_or_default();
    format!("{place}{line}: the queue {name:?} is left out: {why}")
}

fn line_at(text: &str, place: usize) -> usize {
    text.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1
}

fn check_name(name: &str) -> Result<(), String> {
    match name.trim() {
        "" => Err("it has no name".to_owned()),
        name if name.chars().count() > LONGEST_NAME => Err(format!("a name has at most {LONGEST_NAME} characters")),
        name if name.chars().any(char::is_control) => Err("a name stands in one line".to_owned()),
        name if TAKEN.iter().any(|taken| name.split_whitespace().next() == Some(taken)) => {
            Err("names do not begin with add or remove: those are commands".to_owned())
        }
        _ => Ok(()),
    }
}

/// What a queue asks, or in a sentence why that cannot be.
fn asks(item: &Item) -> Result<Asks, String> {
    if let Some(query) = item.as_str() {
        return match query::parse(query) {
            Ok(_) => Ok(Asks::Accounts(query.trim().to_owned())),
            Err(errors) => Err(errors.first().map_or_else(String::new, |error| {
                let fits =
                    if error.fits.is_empty() { String::new() } else { format!("; fits: {}", error.fits.join(", ")) };
                format!("{}{fits}", error.message)
            })),
        };
    }
    let table = item.as_table_like();
    let tasks = table.and_then(|table| table.get("tasks")).and_then(Item::as_str);
    match (table, tasks) {
        (Some(table), Some("failed")) if table.len() == 1 => Ok(Asks::FailedWork),
        _ => Err("it is neither a query in quotes nor { tasks = \"failed\" }".to_owned()),
    }
}

/// A queue as it is written down.
fn item(asks: &Asks) -> Item {
    match asks {
        Asks::Accounts(query) => toml_edit::value(query.as_str()),
        Asks::FailedWork => Item::Value(Value::InlineTable([("tasks", Value::from("failed"))].into_iter().collect())),
    }
}

#[cfg(test)]
mod tests;
