//! Reading whole lists over real HTTP, from tenants that lose, move and miscount rows.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "support/asker.rs"]
#[expect(dead_code, reason = "shared with the tenant's own tests")]
mod asker;
#[path = "support/embedded.rs"]
mod embedded;
#[path = "support/listing.rs"]
mod listing;
#[path = "support/losses.rs"]
#[expect(dead_code, reason = "the bench tells more of it")]
mod losses;
#[path = "support/scripted.rs"]
#[expect(dead_code, reason = "other tests need the rest of it")]
mod scripted;
#[path = "support/sourced.rs"]
mod sourced;

#[path = "scan/division.rs"]
mod division;
#[path = "scan/job.rs"]
mod job;
#[path = "scan/seeds.rs"]
mod seeds;
#[path = "scan/series.rs"]
mod series;
