//! What is said on standard error: remarks, progress and complaints. Tenant text in them is made safe first.

use std::io::{self, IsTerminal, Write};

use crate::model::text;
use crate::query::QueryError;
use crate::settings::{Preferences, Voice};

/// The voice of a subcommand on standard error.
#[derive(Debug, Clone, Copy)]
pub struct Remarks {
    quiet: bool,
    progress: bool,
}

impl Remarks {
    /// As loud as the person wants it; progress only where somebody can watch it.
    #[must_use]
    pub fn new(preferences: Preferences) -> Self {
        let quiet = preferences.voice == Voice::Quiet;
        Self { quiet, progress: !quiet && io::stderr().is_terminal() }
    }

    /// Something worth knowing that is no failure.
    pub fn say(self, remark: &str) {
        if !self.quiet {
            line(remark);
        }
    }

    /// How far a long read is, on a line that the next word overwrites.
    pub fn progress(self, have: u64, total: Option<u64>) {
        if self.progress {
            let of = total.map(|total| format!(" of {}", grouped(total))).unwrap_or_default();
            write(&format!("\r{}{of}\x1b[K", grouped(have)));
        }
    }

    /// Takes the progress away.
    pub fn progress_ends(self) {
        if self.progress {
            write("\r\x1b[K");
        }
    }
}

/// A failure, as one sentence.
pub fn complain(sentence: &str) {
    line(&format!("qd: {sentence}"));
}

/// A query that does not read: the text with the places underlined, and below each what would fit there.
pub fn underline(query: &str, errors: &[QueryError]) {
    for error in errors {
        write(&underlined(query, error));
    }
}

fn underlined(query: &str, error: &QueryError) -> String {
    let start = error.span.start.min(query.len());
    let end = error.span.end.clamp(start, query.len());
    let indent = " ".repeat(text::width(&query[..start]));
    let marks = "^".repeat(text::width(&query[start..end]).max(1));
    let fits = match error.fits.join(" · ") {
        none if none.is_empty() => none,
        fits => format!("  would fit: {}\n", text::safe(&fits)),
    };
    format!("qd: {}\n  {}\n  {indent}{marks}\n{fits}", text::safe(&error.message), text::safe(query))
}

/// A number with its thousands set apart.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A line of its own: what makes a result less than what was asked for, and what verbosity tells.
pub fn line(sentence: &str) {
    write(&format!("{}\n", text::safe(sentence)));
}

/// Writes to standard error. That nobody may be listening there is no reason to fail.
fn write(text: &str) {
    drop(io::stderr().lock().write_all(text.as_bytes()));
}
