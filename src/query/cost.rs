//! What reading a list to its end costs, told before anyone asks for it: `193 pages, about 21 s`.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

/// Rows a page brings: 250, of which one is the last of the page before, so that a seam that moved is seen.
const ROWS_A_PAGE: u64 = 249;

/// Pages on their way at the same time.
const SIDE_BY_SIDE: u64 = 16;

/// Requests that a scan may send in any ten seconds: the tenant takes 100, we send 98, and the last 10 are a person's.
const IN_A_WINDOW: u64 = 88;

/// The stretch of time in which the tenant counts, in seconds.
const WINDOW: u64 = 10;

/// The price of reading a list to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Requests for pages, at most, if nothing goes wrong.
    pub pages: u64,
    /// About how long they take.
    pub time: Duration,
}

/// What a list of so many accounts costs that is read in so many series, where an answer takes that long.
///
/// How the accounts are spread over the series is not known, so the last page of each counts as a page of its own.
#[must_use]
pub fn cost(accounts: u64, series: u64, round_trip: Duration) -> Cost {
    let series = series.max(1);
    let full = accounts.saturating_sub(series) / ROWS_A_PAGE;
    let pages = full + series;
    Cost { pages, time: time(pages, round_trip) }
}

/// How long so many pages take: the tenant's pace holds back all but the first windowful, and each answer takes its time.
fn time(pages: u64, round_trip: Duration) -> Duration {
    let windows_before = pages.saturating_sub(1) / IN_A_WINDOW;
    let in_the_last = pages - windows_before * IN_A_WINDOW;
    let answered =
        |pages: u64| round_trip.saturating_mul(u32::try_from(pages.div_ceil(SIDE_BY_SIDE)).unwrap_or(u32::MAX));
    let held_back = Duration::from_secs(windows_before.saturating_mul(WINDOW)).saturating_add(answered(in_the_last));
    held_back.max(answered(pages))
}

impl Display for Cost {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (thousands, ones) = (self.pages / 1_000, self.pages % 1_000);
        match (thousands, ones) {
            (0, 1) => f.write_str("1 page, ")?,
            (0, _) => write!(f, "{ones} pages, ")?,
            _ => write!(f, "{thousands},{ones:03} pages, ")?,
        }
        let seconds = self.time.as_millis().div_ceil(1_000).max(1);
        if seconds < 120 { write!(f, "about {seconds} s") } else { write!(f, "about {} min", seconds.div_ceil(60)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(accounts: u64, series: u64, round_trip: u64) -> String {
        cost(accounts, series, Duration::from_millis(round_trip)).to_string()
    }

    #[test]
    fn a_price_is_told_in_pages_and_time() {
        for (accounts, series, round_trip, expected) in [
            (0, 1, 100, "1 page, about 1 s"),
            (249, 1, 100, "1 page, about 1 s"),
            (250, 1, 100, "2 pages, about 1 s"),
            (12_250, 1, 200, "50 pages, about 1 s"),
            (12_250, 12, 200, "61 pages, about 1 s"),
            (12_250, 12, 2_000, "61 pages, about 8 s"),
            // A windowful at once, then 88 in each ten seconds.
            (88 * 249, 1, 100, "88 pages, about 1 s"),
            (88 * 249 + 1, 1, 100, "89 pages, about 11 s"),
            (48_000, 1, 200, "193 pages, about 21 s"),
            (1_000_000, 12, 100, "4,028 pages, about 8 min"),
            // Where the tenant is slower than our pace, it is the tenant that counts.
            (1_000_000, 1, 3_000, "4,017 pages, about 13 min"),
        ] {
            assert_eq!(told(accounts, series, round_trip), expected, "{accounts} in {series}");
        }
    }

    #[test]
    fn no_way_to_spread_the_accounts_needs_more_pages() {
        for sizes in [&[0, 0, 0][..], &[1, 0, 0], &[249, 249, 249], &[250, 250, 250], &[10_000, 1, 0], &[498, 1, 250]] {
            let needed: u64 = sizes.iter().map(|size: &u64| size.div_ceil(ROWS_A_PAGE).max(1)).sum();
            let told = cost(sizes.iter().sum(), sizes.len() as u64, Duration::ZERO).pages;
            assert!(needed <= told && told <= needed + 2, "{sizes:?}: {told}");
        }
    }
}
