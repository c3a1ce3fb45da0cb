//! How long the tenant asks us to wait.

use std::time::Duration;

use jiff::Timestamp;

/// The wait where the tenant names none: long enough for some room, short enough not to be noticed as a hang.
const UNNAMED: Duration = Duration::from_secs(2);
/// A tenant that says "0" is still not asked again at once.
const SHORTEST: Duration = Duration::from_millis(500);

/// The wait a `Retry-After` names, in seconds or as an HTTP date. A date is counted from the answer's own `Date`, so
/// that a wrong clock here does no harm; without one, from when the request was sent.
pub(super) fn wait(retry_after: Option<&str>, date: Option<&str>, sent: Timestamp) -> Duration {
    let Some(word) = retry_after.map(str::trim) else { return UNNAMED };
    let seconds = word.parse().ok().map(Duration::from_secs);
    let until = || {
        let from = date.and_then(moment).unwrap_or(sent);
        moment(word).map(|then| Duration::try_from(then.duration_since(from)).unwrap_or_default())
    };
    seconds.or_else(until).unwrap_or(UNNAMED).max(SHORTEST)
}

/// The moment an HTTP date names, to the second.
pub(in crate::api) fn moment(date: &str) -> Option<Timestamp> {
    Timestamp::try_from(httpdate::parse_http_date(date).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood() {
        let sent = "2026-11-23T10:00:00Z".parse().unwrap();
        let cases = [
            (Some("7"), None, 7_000),
            (Some(" 3 "), None, 3_000),
            (Some("0"), None, 500),
            (Some("Mon, 23 Nov 2026 10:00:09 GMT"), None, 9_000),
            (Some("Mon, 23 Nov 2026 10:00:09 GMT"), Some("Mon, 23 Nov 2026 10:00:05 GMT"), 4_000),
            (Some("Mon, 23 Nov 2026 09:00:00 GMT"), None, 500),
            (Some("soon"), None, 2_000),
            (None, None, 2_000),
        ];
        for (header, date, millis) in cases {
            assert_eq!(wait(header, date, sent), Duration::from_millis(millis), "{header:?} {date:?}");
        }
    }
}
