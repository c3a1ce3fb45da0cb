//! Tenants that lose rows by the dice of a seed, held against the truth.

use futures_util::{StreamExt, stream};

use crate::losses::{BAD_DAYS, Known, Truth};

/// The bench `losses` does the same for a thousand seeds.
#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_seeds_of_faulty_paging_no_loss_goes_untold() {
    let read = stream::iter(0..50_u64).map(|seed| async move {
        let truth = Truth::of(seed, 1_000).await;
        let (name, faults) = BAD_DAYS[usize::try_from(seed).unwrap() % BAD_DAYS.len()];
        let mut struck = 0;
        for known in [Known::Sources, Known::Nothing] {
            let reading = truth.read_with(faults, known).await;
            assert!(reading.lost == 0 || reading.is_told(), "seed {seed}, {name}, {known:?}: {reading:?}");
            struck += reading.faults;
        }
        struck
    });
    let struck: Vec<u64> = read.buffer_unordered(10).collect().await;
    assert!(struck.iter().filter(|struck| **struck > 0).count() > 40, "{struck:?}");
}
