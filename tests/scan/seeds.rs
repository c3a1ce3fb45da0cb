//! Tenants that lose rows by the dice of a seed, held against the truth.

use futures_util::{StreamExt, stream};

use crate::losses::{BAD_DAYS, Known, Truth};

/// The bench `scan` does the same for a thousand seeds.
#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_seeds_of_faulty_paging_no_loss_goes_untold() {
    let read = stream::iter(0..50_usize).map(|seed| async move {
        let truth = Truth::of(seed as u64, 1_200).await;
        let (name, faults) = BAD_DAYS[seed % BAD_DAYS.len()];
        let known = [Known::Sources, Known::Nothing][seed / BAD_DAYS.len() % 2];
        let reading = truth.read_with(faults, known).await;
        assert!(reading.lost == 0 || reading.is_told(), "seed {seed}, {name}, {known:?}: {reading:?}");
        reading.faults
    });
    let struck: Vec<u64> = read.buffer_unordered(10).collect().await;
    assert!(struck.iter().filter(|struck| **struck > 0).count() > 35, "{struck:?}");
}
