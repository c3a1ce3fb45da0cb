//! What is said on standard error: remarks, progress and complaints. Tenant text in them is made safe first.

use std::io::{self, IsTerminal, Write};

use crate::model::text::{self, grouped};
use crate::query::QueryError;
use crate::settings::{Preferences, Voice};

/// The voice of a subcommand on standard error.
#[derive(Debug, Clone, Copy)]
pub struct Remarks {
    quiet: bool,
    progress: bool,
}

impl Remarks {
    /// As loud as the person wants it; progress only where somebody can watch it, on a line that can be written over.
    #[must_use]
    pub fn new(preferences: Preferences) -> Self {
        let quiet = preferences.voice == Voice::Quiet;
        Self { quiet, progress: !quiet && !preferences.dumb_terminal && io::stderr().is_terminal() }
    }

    /// Whether only errors are told, and what a result lacks.
    #[must_use]
    pub fn are_few(self) -> bool {
        self.quiet
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

    /// How a run stands, on a line that the next word overwrites.
    pub fn stands(self, how: &str) {
        if self.progress {
            write(&format!("\r{}\x1b[K", text::safe(how)));
        }
    }

    /// Takes the progress away.
    pub fn progress_ends(self) {
        if self.progress {
            write("\r\x1b[K");
        }
    }
}

/// How a run stands that was left before all was sent, and how to go on with it.
#[must_use]
pub fn parked(run: i64, sent: usize, not_sent: usize) -> String {
    format!("{sent} of {} sent, {not_sent} not sent: qd resume {run}", sent + not_sent)
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

/// A line of its own: what makes a result less than what was asked for, and what verbosity tells.
pub fn line(sentence: &str) {
    write(&format!("{}\n", text::safe(sentence)));
}

/// A question, with the cursor left behind it.
pub fn ask(question: &str) {
    write(&format!("{} ", text::safe(question)));
}

/// Writes to standard error. That nobody may be listening there is no reason to fail.
fn write(text: &str) {
    drop(io::stderr().lock().write_all(text.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Span;

    #[test]
    fn the_place_is_underlined_whatever_stands_before_it() {
        let cases = [
            ("smith nmae:x", 6, 10, "  smith nmae:x\n        ^^^^\n"),
            ("渡辺 nmae:x", 7, 11, "  渡辺 nmae:x\n       ^^^^\n"),
            ("\u{1b} nmae:x", 2, 6, "  ␛ nmae:x\n    ^^^^\n"),
            ("name:", 5, 5, "  name:\n       ^\n"),
            ("name:", 5, 99, "  name:\n       ^\n"),
        ];
        for (query, start, end, expected) in cases {
            let told = underlined(query, &QueryError::new(Span { start, end }, "not so"));
            assert_eq!(told, format!("qd: not so\n{expected}"));
        }
    }

    #[test]
    fn what_would_fit_is_offered() {
        let error = QueryError::new(Span { start: 0, end: 1 }, "not so").with_fits(["name", "na\u{7}me"]);
        assert!(underlined("x", &error).ends_with("\n  would fit: name · na␇me\n"));
    }
}
