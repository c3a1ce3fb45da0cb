//! What the person is told in the status line.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::geometry::MOST_STATUS_ROWS;
use crate::model::{Problem, text};

/// Columns beside the text of a notice: margins, its level, the time.
const BESIDE: usize = 18;

/// Columns that tell how many more are waiting.
const MORE: usize = 10;

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
    /// What makes two notices alike: the text, or for a problem its first words, since each has a tracking id of its own.
    alike: String,
}

/// The notices not yet read, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notices(VecDeque<Notice>);

impl Notices {
    /// Adds a notice. A passing one gives way to it; the same text again only renews the time.
    pub fn add(&mut self, at: Timestamp, level: Level, text: impl Into<String>) {
        let text = text.into();
        self.push(Notice { level, alike: text.clone(), text, at });
    }

    /// Adds a notice where there is one to add.
    pub fn extend(&mut self, at: Timestamp, told: Option<(Level, String)>) {
        if let Some((level, text)) = told {
            self.add(at, level, text);
        }
    }

    fn push(&mut self, new: Notice) {
        self.0.retain(|notice| notice.level.stays() && notice.alike != new.alike);
        self.0.push_back(new);
    }

    /// Adds a problem as an error that stays.
    pub fn add_problem(&mut self, at: Timestamp, problem: &Problem) {
        let alike = problem.summary.clone();
        self.push(Notice { level: Level::Err, text: problem.to_string(), at, alike });
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

    /// The text of the notice to show, over the rows it takes on a screen of so many columns. One that stays is told in
    /// full where it can be: it begins with what happened and ends with what to do next.
    #[must_use]
    pub fn rows(&self, columns: u16) -> Vec<String> {
        let Some(notice) = self.shown() else { return Vec::new() };
        let more = if self.waiting() > 0 { MORE } else { 0 };
        let room = usize::from(columns).saturating_sub(BESIDE + more).max(1);
        if !notice.level.stays() {
            return vec![text::cut_middle(&notice.text, room).into_owned()];
        }
        let most = usize::from(MOST_STATUS_ROWS);
        let whole = text::cut_middle(&notice.text, most * room);
        let cuts = (room..=most * room).rev().map(|columns| text::paragraph(&text::cut_middle(&whole, columns), room));
        cuts.into_iter().find(|rows| rows.len() <= most).unwrap_or_default()
    }

    /// The person has read the one shown. Says whether there was one.
    pub fn dismiss(&mut self) -> bool {
        self.0.pop_back().is_some()
    }

    /// Drops passing notices whose time is over.
    pub fn expire(&mut self, now: Timestamp) {
        // A notice from the future was added before the clock was set back.
        let passed = |notice: &Notice| now.duration_since(notice.at) >= PASSING || notice.at > now;
        self.0.retain(|notice| notice.level.stays() || !passed(notice));
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
    fn what_stays_is_told_in_full_and_what_passes_in_one_row() {
        let long = "the tenant failed ".repeat(9) + "try again";
        let mut notices = Notices::default();
        notices.add(at(0), Level::Ok, long.clone());
        assert_eq!(notices.rows(80).len(), 1);
        notices.add(at(0), Level::Err, long.clone());
        assert_eq!(notices.rows(80).join(" "), long);
        for columns in [1, 60, 61, 79] {
            let rows = notices.rows(columns);
            assert!(rows.len() <= usize::from(MOST_STATUS_ROWS), "{rows:?}");
            assert!(columns < 60 || rows.concat().starts_with("the tenant") && rows.concat().ends_with("try again"));
        }
    }

    #[test]
    fn errors_alike_but_for_their_tracking_ids_are_told_once() {
        let mut notices = Notices::default();
        for id in ["a", "b", "c"] {
            let problem = Problem::new(crate::model::ProblemKind::TenantFailed, "the tenant failed");
            notices.add_problem(at(0), &problem.with_tracking_id(Some(id.to_owned())));
        }
        assert_eq!(notices.waiting(), 0);
        assert!(notices.shown().unwrap().text.contains("tracking id c"));
    }

    #[test]
    fn the_same_error_again_is_told_once() {
        let mut notices = Notices::default();
        notices.add(at(0), Level::Err, "it failed");
        notices.add(at(5), Level::Err, "it failed");
        assert_eq!(notices.waiting(), 0);
    }
}
