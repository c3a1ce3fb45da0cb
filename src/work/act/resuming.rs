//! Going on with a run that was left: only what was never sent is sent.

use std::collections::HashMap;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::Engine;
use super::left_open::age;
use crate::model::{Outcome, Problem};
use crate::work::journal::{Lease, LeaseRefused, RunId, Submission, SubmissionId};
use crate::work::protocol::{Confirmed, Control, Fate, Reading, RunEvent, Target};
use crate::work::verdict::{Expected, Told, exit_code};

impl Engine {
    /// Goes on with the run of this lease, by a plan of what it has not sent yet. Says the exit code of the whole run.
    ///
    /// What the plan skips is written down as skipped; what could not be read stays planned, and the run is left again.
    ///
    /// # Errors
    ///
    /// Where nothing was sent: the plan is for another tenant, this client may not write, the lease was lost, or the
    /// journal cannot be written.
    pub async fn resume(
        &self,
        lease: Arc<Lease>,
        confirmed: &Confirmed,
        control: watch::Receiver<Control>,
        tell: impl Fn(RunEvent) + Send + Sync,
    ) -> Result<u8, Problem> {
        self.must_fit(&confirmed.plan)?;
        let run = lease.run();
        let submissions = self.submissions_of(run, &confirmed.plan.targets).await?;
        self.write_skipped(&lease, &confirmed.plan.targets, &submissions).await?;
        let word = control.clone();
        self.carry_on(confirmed, lease, submissions, control, &tell).await?;
        if let Some(follow) = confirmed.follow {
            self.see_to_the_end(run, follow, word).await?;
        }
        let targets = self.keeper.with(move |journal| journal.targets(run)).await?;
        Ok(exit_code(targets.iter().map(told), confirmed.follow.is_none()))
    }

    /// The submissions of the run for these targets, in their order.
    async fn submissions_of(&self, run: RunId, targets: &[Target]) -> Result<Vec<SubmissionId>, Problem> {
        let all = self.keeper.with(move |journal| journal.targets(run)).await?;
        let by_target: HashMap<String, SubmissionId> = all.into_iter().map(|one| (one.target, one.id)).collect();
        let of_target = |target: &Target| {
            by_target.get(&target.id).copied().ok_or_else(|| Problem::from(LeaseRefused::NoSuchRun(run)))
        };
        targets.iter().map(of_target).collect()
    }

    async fn write_skipped(
        &self,
        lease: &Arc<Lease>,
        targets: &[Target],
        submissions: &[SubmissionId],
    ) -> Result<(), Problem> {
        for (target, submission) in targets.iter().zip(submissions) {
            let Fate::Skip { reason, why } = &target.fate else { continue };
            if target.expected.before == Reading::Nothing {
                continue;
            }
            let (lease, submission, reason, why) = (Arc::clone(lease), *submission, *reason, why.clone());
            let skip = move |journal: &mut crate::work::journal::Journal| {
                journal.skip(&lease, submission, reason, Some(&why), Timestamp::now())
            };
            self.keeper.with(skip).await?;
        }
        Ok(())
    }

    /// Follows what the run sent before it was left, each target for so long after it was sent, or until the person stops
    /// it.
    async fn see_to_the_end(
        &self,
        run: RunId,
        follow: Duration,
        mut control: watch::Receiver<Control>,
    ) -> Result<(), Problem> {
        let begun = Instant::now();
        loop {
            self.look_up_left_open_if(|open| open.run == run).await?;
            let targets = self.keeper.with(move |journal| journal.targets(run)).await?;
            let is_followed =
                |target: &Submission| target.outcome == Outcome::Sent && age(target, Timestamp::now()) < follow;
            // However the clock on the wall is set, an end comes.
            if begun.elapsed() >= follow || !targets.iter().any(is_followed) {
                return Ok(());
            }
            let next_look = self.tempo.poll_after(begun.elapsed()).max(self.tempo.beat);
            if timeout(next_look, stopped(&mut control)).await.is_ok() {
                return Ok(());
            }
        }
    }
}

/// Waits until the person stops it; for ever where nobody is there to do so.
async fn stopped(control: &mut watch::Receiver<Control>) {
    if control.wait_for(|control| *control == Control::Stop).await.is_err() {
        pending::<()>().await;
    }
}

fn told(target: &Submission) -> Told {
    let is_beyond_reading = target.expected.as_ref().is_some_and(Expected::is_beyond_reading);
    Told { outcome: target.outcome, status: target.status, is_beyond_reading }
}
