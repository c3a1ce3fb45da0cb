//! The subcommands that change the tenant: plan, confirm, carry out, report.
//!
//! The same engine as the screen's. Nothing is sent that was not confirmed: by a flag, or by a person at a terminal.

mod confirm;
mod line;
mod progress;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal;
use tokio::sync::watch;

use super::arguments::Acting;
use super::asking::Asking;
use super::ending::{Ending, Failure};
use super::runs;
use crate::model::{Order, Outcome, SkipReason};
use crate::settings::{Environment, Flags, Settings};
use crate::work::Keeper;
use crate::work::act::Engine;
use crate::work::journal::{Instance, Journal, RunId, Submission};
use crate::work::plan::{self, Asked};
use crate::work::protocol::{Confirmed, Control, Plan, Reading, RunEvent};
use confirm::Answer;
use line::PlanLine;
use progress::Progress;

/// Does this to the accounts.
///
/// # Errors
///
/// Where nothing was sent: the settings, the tenant, the journal or the person do not allow it.
pub fn act(order: Order, acting: Acting, flags: &Flags) -> Result<Ending, Failure> {
    let environment = Environment::read()?;
    let settings = Settings::settle(flags, &environment)?;
    let journal = Journal::open(&environment.state_directory()?, Instance::this())?;
    let asking = Asking::by(&settings)?;
    let engine = Engine::new(asking.client.clone(), Keeper::new(journal));
    let Acting { ids: targets, plan: plan_only, ref confirm, yes, no_wait, wait, ticket, reason, include: put_in } =
        acting;

    asking.wait(engine.look_up_left_open())?;
    let plan = asking.wait(plan::plan(&engine.client, &engine.keeper, Asked { order, targets, put_in }))?;
    warn(&asking, &plan);
    let count = plan.to_send().count();
    if plan_only || count == 0 {
        print_plan(&asking, &plan)?;
        return Ok(if count > 0 { Ending::Done } else { nothing_to_send(&plan) });
    }
    match confirm::confirm(&plan, &settings.tenant, yes, confirm.as_deref())? {
        Answer::Yes => {}
        Answer::No => {
            asking.remarks.say("nothing was sent");
            return Ok(Ending::Incomplete);
        }
    }
    let follow: Option<Duration> = (!no_wait).then_some(wait);
    let confirmed = Confirmed { plan: Arc::new(plan), ticket, reason, follow };
    asking.wait(carry_out(&asking, &engine, &confirmed))
}

/// Tells what the plan warns of, each warning once.
fn warn(asking: &Asking, plan: &Plan) {
    let mut told: Vec<&String> = Vec::new();
    for warning in plan.warnings.iter().chain(plan.to_send().flat_map(|target| &target.warnings)) {
        if !told.contains(&warning) {
            asking.remarks.say(&format!("warning: {warning}"));
            told.push(warning);
        }
    }
}

fn print_plan(asking: &Asking, plan: &Plan) -> Result<(), Failure> {
    runs::print(plan.targets.iter().map(PlanLine::of), asking.preferences.output)
}

/// How a run ends that has nothing to send.
fn nothing_to_send(plan: &Plan) -> Ending {
    let is_absent = plan.targets.iter().all(|target| target.expected.before == Reading::Absent);
    let is_so = plan.targets.iter().all(|target| target.outcome() == Outcome::Skipped(SkipReason::Already));
    match (is_absent, is_so) {
        (true, _) => Ending::Nothing,
        (_, true) => Ending::Done,
        _ => Ending::Incomplete,
    }
}

/// Carries the plan out, and prints what became of each target.
async fn carry_out(asking: &Asking, engine: &Engine, confirmed: &Confirmed) -> Result<Ending, Failure> {
    let (control, controlled) = watch::channel(Control::Run);
    let progress = Progress::new(asking.remarks, confirmed.plan.to_send().count());
    let tell = |event: RunEvent| {
        if matches!(event, RunEvent::Paused { .. }) {
            // Nobody is here to say "go on": the rest can be resumed.
            control.send_replace(Control::Finish);
        }
        progress.take_in(&event);
    };
    let mut carried_out = pin!(engine.carry_out(confirmed, controlled, &tell));
    let mut interrupts = 0;
    let exit_code = loop {
        tokio::select! {
            ended = &mut carried_out => break ended?,
            heard = signal::ctrl_c() => {
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
    report(asking, engine, &progress).await?;
    Ok(if interrupts > 0 { Ending::Interrupted } else { Ending::of_run(exit_code) })
}

async fn report(asking: &Asking, engine: &Engine, progress: &Progress) -> Result<(), Failure> {
    let Some(run) = progress.run() else { return Ok(()) };
    let targets: Vec<Submission> = engine.keeper.with(move |journal| journal.targets(RunId(run))).await?;
    progress.ends(&targets);
    runs::print(targets.iter().map(runs::TargetLine::of), asking.preferences.output)
}
