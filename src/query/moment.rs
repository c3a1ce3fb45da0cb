//! Times as a person writes them: `7d`, `2026-01-01`, `2026-01-01T09:30`, `today`.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::Day;

/// A point in time, or a day, as a person wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// So long ago.
    Ago(Age),
    /// A whole day, in the person's zone.
    Day(Day),
    /// A time of day, in the person's zone.
    Local(DateTime),
    /// A time with its offset: the same anywhere.
    Instant(Timestamp),
}

/// How old something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Age {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: AgeUnit,
}

/// What an age is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AgeUnit {
    /// 60 seconds.
    Minutes,
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
    /// 7 days.
    Weeks,
}

impl AgeUnit {
    /// All of them, shortest first.
    pub const ALL: [Self; 4] = [Self::Minutes, Self::Hours, Self::Days, Self::Weeks];

    /// What is written behind the number.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Minutes => 'm',
            Self::Hours => 'h',
            Self::Days => 'd',
            Self::Weeks => 'w',
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Minutes => "minute",
            Self::Hours => "hour",
            Self::Days => "day",
            Self::Weeks => "week",
        }
    }

    fn seconds(self) -> i64 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 60 * 60,
            Self::Days => 24 * 60 * 60,
            Self::Weeks => 7 * 24 * 60 * 60,
        }
    }
}

impl Age {
    /// The age in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        i64::from(self.count) * self.unit.seconds()
    }

    /// The age in words: `7 days`.
    #[must_use]
    pub fn in_words(self) -> String {
        format!("{} {}{}", self.count, self.unit.noun(), if self.count == 1 { "" } else { "s" })
    }

    fn read(text: &str) -> Option<Self> {
        let unit = AgeUnit::ALL.into_iter().find(|unit| text.ends_with(unit.letter()))?;
        let digits = text.strip_suffix(unit.letter())?;
        let count = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        Some(Self { count, unit })
    }
}

impl Day {
    fn read(text: &str) -> Option<Self> {
        match text {
            "today" => Some(Self::Today),
            "yesterday" => Some(Self::Yesterday),
            _ => {
                // `Date` reads more spellings than the one this language has.
                let written_out = text.len() == "2026-01-01".len() && text.starts_with(|c: char| c.is_ascii_digit());
                written_out.then(|| text.parse::<Date>().ok())?.map(Self::Date)
            }
        }
    }
}

impl Moment {
    /// Reads a time as a person writes it; none where it is no time.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if let Some(age) = Age::read(text) {
            return Some(Self::Ago(age));
        }
        if let Some(day) = Day::read(text) {
            return Some(Self::Day(day));
        }
        // A zone's name in brackets would be read over by the one and needed by the other.
        let with_time =
            text.get(10..11) == Some("T") && text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains('[');
        if !with_time {
            return None;
        }
        text.parse().map(Self::Instant).or_else(|_| text.parse().map(Self::Local)).ok()
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.letter())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ago(age) => write!(f, "{age}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Local(time) => write!(f, "{time}"),
            Self::Instant(time) => write!(f, "{time}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_printed_in_one_spelling() {
        let cases = [
            ("7d", "7d"),
            ("90m", "90m"),
            ("today", "today"),
            ("2026-01-31", "2026-01-31"),
            ("2026-01-31T09:30", "2026-01-31T09:30:00"),
            ("2026-01-31T09:30:00.5", "2026-01-31T09:30:00.5"),
            ("2026-01-31T09:30Z", "2026-01-31T09:30:00Z"),
            ("2026-01-31T09:30+02:00", "2026-01-31T07:30:00Z"),
        ];
        for (text, printed) in cases {
            let moment = Moment::read(text).unwrap_or_else(|| panic!("{text} is a time"));
            assert_eq!(moment.to_string(), printed);
            assert_eq!(Moment::read(printed), Some(moment));
        }
    }

    #[test]
    fn what_is_no_time_is_not_read_as_one() {
        for text in [
            "",
            "d",
            "7",
            "+7d",
            "-7d",
            "7x",
            "7dd",
            "99999999999d",
            "2026",
            "2026-02-30",
            "20260131",
            "2026-1-1",
            "noon",
            "2026-01-31T",
            "2026-01-31T25:00",
            "2026-01-31T09:30[Europe/Paris]",
            "2026-01-3é",
        ] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }
}
