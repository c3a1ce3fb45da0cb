//! Whatever is typed and however much is tried at once: at the end the rows that match are there, in order.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::app::harvest::{Harvest, Sheaf};
use crate::app::window::{Arrival, Nearness, PAGE, Window};
use crate::work::protocol::{Census, JobId};

fn named(names: &[String]) -> Vec<AccountRow> {
    let row = |(n, name): (usize, &String)| AccountRow {
        name: Some(name.as_str().into()),
        ..AccountRow::bare(n.to_string().as_str().into())
    };
    names.iter().enumerate().map(row).collect()
}

/// What a scan kept.
fn kept(names: &[String]) -> Rows {
    let mut harvest = Harvest::default();
    harvest.begin(JobId(1));
    let (job, rows) = (JobId(1), named(names));
    harvest.take_in(Sheaf { job, rows, census: Census::default(), is_last: true, at: Timestamp::UNIX_EPOCH });
    Rows::Harvest(Box::new(harvest))
}

/// Pages of which the second is not here.
fn paged(names: &[String]) -> Rows {
    let mut window = Window::default();
    for (n, rows) in names.chunks(2).enumerate() {
        let (page, job) = (if n == 0 { 0 } else { n + 1 }, JobId(n as u64));
        window.begin(page, job, Nearness::OnScreen);
        let total = Some((names.len() * PAGE) as u64);
        window.arrive(Arrival { job, rows: named(rows), total, at: Timestamp::UNIX_EPOCH });
    }
    Rows::Window(window)
}

fn matching(text: &str, rows: &Rows, order: Option<&[u32]>) -> Vec<u32> {
    let narrow = Narrow::new(text);
    let all = order.map_or_else(|| rows.iter().map(|(place, _)| small(place)).collect(), <[u32]>::to_vec);
    all.into_iter().filter(|place| rows.row(*place as usize).is_some_and(|row| narrow.matches(row))).collect()
}

proptest! {
    #[test]
    fn every_row_is_tried_once_whatever_was_typed_before(
        names in prop::collection::vec("[ab]{0,4}", 0..40),
        texts in prop::collection::vec(("[ab]{1,3}|~[ab]{3}|a b|", 0..4_usize), 1..6),
        slice in 1..9_usize,
        is_paged: bool,
        turned_round: bool,
    ) {
        let rows = if is_paged { paged(&names) } else { kept(&names) };
        let order: Option<Vec<u32>> = turned_round.then(|| {
            let places: Vec<u32> = rows.iter().map(|(place, _)| small(place)).collect();
            places.into_iter().rev().collect()
        });
        let order = order.as_deref();
        let mut narrowing = None;
        for (text, slices) in texts {
            let mut next = Narrowing::new(Narrow::new(&text), narrowing.take());
            let whole = matching(&text, &rows, order);
            for _ in 0..slices {
                next.try_next(slice, &rows, order);
                prop_assert!(whole.starts_with(next.places()), "{:?} of {:?}", next.places(), whole);
            }
            let mut finished = next.clone();
            while finished.is_counting() {
                finished.try_next(slice, &rows, order);
            }
            prop_assert_eq!(finished.places(), whole);
            narrowing = Some(next);
        }
    }
}
