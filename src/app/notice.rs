//! What the person is told in the status line.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::model::Problem;

/// How long a notice that needs no answer stays.
const PASSING: SignedDuration = SignedDuration::from_secs(6);

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It worked.
    Ok,
    /// Good to know.
    Note,
    /// Look at it; stays until read.
    Warn,
    /// It failed; stays until read.
    Err,
}

impl Level {
    /// The word that begins the notice.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Note => "NOTE",
            Self::Warn => "WARN",
            Self::Err => "ERR",
        }
    }

    /// Whether the notice stays until the person has seen it off.
    #[must_use]
    pub fn stays(self) -> bool {
        self >= Self::Warn
    }
}

/// One notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How much it matters.
    pub level: Level,
    /// What happened. Not sanitised.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// The notices not yet read, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notices(VecDeque<Notice>);

impl Notices {
    /// Adds a notice. A passing one gives way to it; the same text again only renews the time.
    pub fn add(&mut self, at: Timestamp, level: Level, text: impl Into<String>) {
        let text = text.into();
        self.0.retain(|notice| notice.level.stays() && notice.text != text);
        self.0.push_back(Notice { level, text, at });
    }

    /// Adds a problem as an error that stays.
    pub fn add_problem(&mut self, at: Timestamp, problem: &Problem) {
        self.add(at, Level::Err, problem.to_string());
    }

    /// The notice to show: the newest.
    #[must_use]
    pub fn shown(&self) -> Option<&Notice> {
        self.0.back()
    }

    /// How many more are waiting behind the one shown.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// The person has read the one shown. Says whether there was one.
    pub fn dismiss(&mut self) -> bool {
        self.0.pop_back().is_some()
    }

    /// Drops passing notices whose time is over.
    pub fn expire(&mut self, now: Timestamp) {
        self.0.retain(|notice| notice.level.stays() || now.duration_since(notice.at) < PASSING);
    }

    /// When the next passing notice has to go.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        self.0.iter().filter(|notice| !notice.level.stays()).map(|notice| notice.at + PASSING).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_passing_notice_goes_by_itself_and_an_error_stays() {
        let mut notices = Notices::default();
        notices.add(at(0), Level::Err, "it failed");
        notices.add(at(1), Level::Ok, "copied");
        assert_eq!(notices.next_change(), Some(at(7)));
        notices.expire(at(6));
        assert_eq!(notices.shown().map(|notice| notice.text.as_str()), Some("copied"));
        notices.expire(at(7));
        assert_eq!(notices.shown().map(|notice| notice.text.as_str()), Some("it failed"));
        notices.expire(at(7_000));
        assert!(notices.dismiss());
        assert_eq!(notices.shown(), None);
    }

    #[test]
    fn the_same_error_again_is_told_once() {
        let mut notices = Notices::default();
        notices.add(at(0), Level::Err, "it failed");
        notices.add(at(5), Level::Err, "it failed");
        assert_eq!(notices.waiting(), 0);
    }
}
