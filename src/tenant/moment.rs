//! Points in time: milliseconds since 1970 inside, ISO 8601 in UTC with three decimals outside, as the vendor writes them.

/// Milliseconds since the start of 1970, UTC.
pub(super) type Millis = i64;

pub(super) const SECOND: Millis = 1_000;
pub(super) const MINUTE: Millis = 60 * SECOND;
pub(super) const HOUR: Millis = 60 * MINUTE;
pub(super) const DAY: Millis = 24 * HOUR;

/// The machine's clock. Called at the edge only; everything inside is told the time.
pub(super) fn now() -> Millis {
    jiff::Timestamp::now().as_millisecond()
}

/// `2021-09-28T02:15:44.644Z`.
pub(super) fn text(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| "1970-01-01T00:00:00.000Z".to_owned(), |at| format!("{at:.3}"))
}

/// Reads an ISO 8601 date-time with an offset; nothing else is a moment.
pub(super) fn parse(text: &str) -> Option<Millis> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_with_three_decimals_and_read_back() {
        assert_eq!(text(1_632_795_344_644), "2021-09-28T02:15:44.644Z");
        assert_eq!(text(1_632_795_344_000), "2021-09-28T02:15:44.000Z");
        assert_eq!(parse("2021-09-28T02:15:44.644Z"), Some(1_632_795_344_644));
        assert_eq!(parse("2021-09-28T04:15:44+02:00"), Some(1_632_795_344_000));
    }

    #[test]
    fn what_has_no_time_or_no_offset_is_no_moment() {
        for text in ["2021-09-28", "2021-09-28T02:15:44", "yesterday", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
