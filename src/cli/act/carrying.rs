//! Carrying a run out while somebody watches: progress on standard error, an ear for whoever wants it to end.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;

use tokio::sync::watch;

use super::progress::{Progress, Summary};
use crate::cli::asking::Asking;
use crate::cli::ending::{Ending, Failure};
use crate::cli::interrupt;
use crate::cli::remarks::Remarks;
use crate::model::Problem;
use crate::work::act::Engine;
use crate::work::journal::{Lease, RunId, Submission};
use crate::work::protocol::{Confirmed, Control, RunEvent};

/// What is carried out.
pub(in crate::cli) enum Errand {
    /// A plan somebody confirmed.
    Begin,
    /// The rest of a run.
    Resume(Arc<Lease>),
}

/// How it ended, and how every target of the run stands.
pub(in crate::cli) struct Carried {
    pub(in crate::cli) ending: Ending,
    pub(in crate::cli) targets: Vec<Submission>,
    /// What is said of it at last; none where nothing was carried out.
    pub(in crate::cli) summary: Option<Summary>,
}

impl Carried {
    /// Says what became of it.
    pub(in crate::cli) fn tell(&self, remarks: Remarks) {
        if let Some(summary) = &self.summary {
            summary.tell(remarks);
        }
    }
}

/// Carries it out. The first interrupt stops it after the answers in flight, the second leaves at once.
///
/// # Errors
///
/// Where nothing was sent.
pub(in crate::cli) async fn carry_out(
    asking: &Asking,
    engine: &Engine,
    confirmed: &Confirmed,
    errand: Errand,
) -> Result<Carried, Failure> {
    let (control, controlled) = watch::channel(Control::Run);
    let progress = Progress::new(asking.remarks, confirmed.plan.to_send().count());
    let tell = |event: RunEvent| {
        if matches!(event, RunEvent::Paused { .. }) {
            finish(&control);
        }
        progress.take_in(&event);
    };
    let carried_out: Pin<Box<dyn Future<Output = Result<u8, Problem>> + '_>> = match errand {
        Errand::Begin => Box::pin(engine.carry_out(confirmed, controlled, &tell)),
        Errand::Resume(lease) => Box::pin(engine.resume(lease, confirmed, controlled, &tell)),
    };
    let mut carried_out = pin!(carried_out);
    let mut interrupts = 0;
    let exit_code = loop {
        tokio::select! {
            ended = &mut carried_out => break ended?,
            heard = interrupt::heard() => {
                // Where interrupts cannot be heard, the system ends us in its own way.
                if heard.is_ok() {
                    interrupts += 1;
                    control.send_replace(Control::Stop);
                }
                if interrupts > 1 {
                    break Ending::Interrupted.code();
                }
            }
        }
    };
    let ending = if interrupts > 0 { Ending::Interrupted } else { Ending::of_run(exit_code) };
    let targets = match progress.run() {
        Some(run) => engine.keeper.with(move |journal| journal.targets(RunId(run))).await?,
        None => Vec::new(),
    };
    let summary = Some(progress.summary(&targets));
    Ok(Carried { ending, targets, summary })
}

/// Nobody is here to say "go on": the rest can be resumed. Whoever wanted it to stop at once, still does.
fn finish(control: &watch::Sender<Control>) {
    control.send_if_modified(|control| {
        let goes_on = *control != Control::Stop;
        if goes_on {
            *control = Control::Finish;
        }
        goes_on
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_does_not_take_back_an_interrupt() {
        for (before, after) in [(Control::Run, Control::Finish), (Control::Stop, Control::Stop)] {
            let (control, controlled) = watch::channel(before);
            finish(&control);
            assert_eq!(*controlled.borrow(), after);
        }
    }
}
