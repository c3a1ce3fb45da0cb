//! Bars and sparks, out of block characters: told apart by their texture, since colour alone tells nothing.

use ratatui::style::Style;
use ratatui::symbols::bar::NINE_LEVELS;
use ratatui::text::{Line, Span};

use crate::app::Counts;
use crate::app::pulse::Share;
use crate::ui::theme::Theme;

const ENABLED: &str = "█";
const DISABLED: &str = "░";
const LOCKED: &str = "▓";
const UNKNOWN: &str = "·";

/// How accounts stand, as a bar over all the columns. What is there at all has a cell at least.
pub(super) fn of(theme: &Theme, counts: &Counts, columns: usize) -> Line<'static> {
    let disabled_only = counts.disabled - counts.both;
    let parts = [counts.enabled, disabled_only, counts.locked, counts.unknown];
    let cells = shares(parts, columns);
    let looks = [(ENABLED, theme.accent), (DISABLED, Style::new()), (LOCKED, theme.warning), (UNKNOWN, theme.dim)];
    let spans = cells.into_iter().zip(looks).map(|(cells, (sign, style))| Span::styled(sign.repeat(cells), style));
    Line::from(spans.collect::<Vec<_>>())
}

/// The texture of a share in a bar; none for what is no part of it.
pub(super) fn texture(share: Share) -> Option<&'static str> {
    match share {
        Share::Enabled => Some(ENABLED),
        Share::Disabled => Some(DISABLED),
        Share::Locked => Some(LOCKED),
        Share::Accounts | Share::Uncorrelated => None,
    }
}

/// Divides cells among the parts of a whole. A part that is there gets one at least, as far as there are any; the largest
/// part gives way.
fn shares<const N: usize>(parts: [u64; N], cells: usize) -> [usize; N] {
    let whole: u64 = parts.iter().sum();
    if whole == 0 {
        return [0; N];
    }
    let share = |part: u64| {
        let exact = u128::from(part) * (cells as u128) / u128::from(whole);
        usize::try_from(exact).unwrap_or(cells).max(usize::from(part > 0))
    };
    let mut shares = parts.map(share);
    let largest = parts.iter().enumerate().max_by_key(|(_, part)| **part).map_or(0, |(at, _)| at);
    let others: usize = shares.iter().enumerate().filter(|(at, _)| *at != largest).map(|(_, share)| share).sum();
    shares[largest] = cells.saturating_sub(others);
    shares
}

/// Values as small columns, the latest at the right; the oldest are left out where there is no room.
pub(super) fn spark(values: &[u64], columns: usize) -> String {
    let shown = &values[values.len().saturating_sub(columns)..];
    let most = shown.iter().copied().max().unwrap_or(0);
    let level = |value: u64| (value * 8).checked_div(most).map_or(0, |level| level.max(u64::from(value > 0)));
    shown.iter().map(|value| levels()[usize::try_from(level(*value)).unwrap_or(8).min(8)]).collect()
}

fn levels() -> [&'static str; 9] {
    let set = NINE_LEVELS;
    [
        set.empty,
        set.one_eighth,
        set.one_quarter,
        set.three_eighths,
        set.half,
        set.five_eighths,
        set.three_quarters,
        set.seven_eighths,
        set.full,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_its_columns_and_shows_every_part_there_is() {
        for (parts, cells, expected) in [
            ([100, 0, 0, 0], 10, [10, 0, 0, 0]),
            ([50, 50, 0, 0], 10, [5, 5, 0, 0]),
            ([9_999, 0, 1, 0], 10, [9, 0, 1, 0]),
            ([1, 1, 9_998, 0], 10, [1, 1, 8, 0]),
            ([0, 0, 0, 0], 10, [0, 0, 0, 0]),
            ([u64::MAX / 4, u64::MAX / 4, 0, 0], 4, [2, 2, 0, 0]),
        ] {
            let shares = shares(parts, cells);
            assert_eq!(shares, expected);
        }
    }

    #[test]
    fn a_spark_shows_the_latest_and_never_hides_a_few_beside_many() {
        assert_eq!(spark(&[0, 1, 1_000], 9), " ▁█");
        assert_eq!(spark(&[8, 0, 4, 8], 2), "▄█");
        assert_eq!(spark(&[0, 0], 9), "  ");
        assert_eq!(spark(&[], 9), "");
    }
}
