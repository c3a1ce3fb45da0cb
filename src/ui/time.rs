//! Times as a person says them: how long ago in lists, exact in details.

use jiff::Timestamp;
use jiff::tz::TimeZone;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The mean length of a month.
const MONTH: i64 = 30 * DAY + 10 * HOUR;

/// From this age on a row that was read looks old.
const OLD: i64 = 5 * MINUTE;

/// How long ago something was: `now`, `12 min`, `2 h`, `3 d`, `12 mo`, `4 y`.
///
/// Counted between full minutes, so that an idle screen changes on the minute and not with every event.
pub(super) fn age(now: Timestamp, then: Timestamp) -> String {
    let seconds = last_minute(now) - last_minute(then);
    if seconds <= -2 * MINUTE {
        // The tenant's clock is ahead of ours.
        return format!("in {}", length(-seconds));
    }
    length(seconds)
}

fn length(seconds: i64) -> String {
    match seconds {
        ..MINUTE => "now".to_owned(),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => format!("{} h", seconds / HOUR),
        _ if seconds < 2 * MONTH => format!("{} d", seconds / DAY),
        _ if seconds < 24 * MONTH => format!("{} mo", seconds / MONTH),
        _ => format!("{} y", seconds / (12 * MONTH)),
    }
}

/// Whether what was read then is old by now.
pub(super) fn is_old(now: Timestamp, read_at: Timestamp) -> bool {
    last_minute(now) - read_at.as_second() > OLD
}

fn last_minute(at: Timestamp) -> i64 {
    at.as_second() - at.as_second().rem_euclid(MINUTE)
}

/// The time of day, to the minute.
pub(super) fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%H:%M").to_string()
}

/// The time of day, to the second.
pub(super) fn clock_seconds(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%H:%M:%S").to_string()
}

/// Date and time, with the offset from universal time: what is quoted in a ticket is read in another place.
pub(super) fn exact(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn ages_are_said_in_the_largest_unit_that_tells() {
        let now = at("2026-11-23T12:00:30Z");
        let cases = [
            ("2026-11-23T12:00:29Z", "now"),
            ("2026-11-23T11:59:59Z", "1 min"),
            ("2026-11-23T11:01:01Z", "59 min"),
            ("2026-11-23T11:00:30Z", "1 h"),
            ("2026-11-23T10:00:00Z", "2 h"),
            ("2026-11-20T12:00:00Z", "3 d"),
            ("2026-10-01T12:00:00Z", "53 d"),
            ("2025-11-20T12:00:00Z", "12 mo"),
            ("2022-11-20T12:00:00Z", "4 y"),
            ("2026-11-23T12:01:00Z", "now"),
            ("2026-11-23T14:00:00Z", "in 2 h"),
        ];
        for (then, said) in cases {
            assert_eq!(age(now, at(then)), said, "{then}");
        }
    }

    #[test]
    fn nothing_changes_within_a_minute() {
        let then = at("2026-11-23T10:00:30Z");
        assert_eq!(age(at("2026-11-23T12:00:00Z"), then), age(at("2026-11-23T12:00:59Z"), then));
        let read_at = at("2026-11-23T11:55:30Z");
        assert!(!is_old(at("2026-11-23T12:00:59Z"), read_at));
        assert!(is_old(at("2026-11-23T12:01:00Z"), read_at));
    }
}
