//! The subcommands that change the tenant: plan, confirm, carry out, report.
//!
//! The same engine as the screen's. Nothing is sent that was not confirmed: by a flag, or by a person at a terminal.

mod carrying;
mod changes;
mod confirm;
mod given;
mod progress;
mod targets;
mod wish;

use std::io::Write;
use std::sync::Arc;

use super::arguments::{Acting, Going};
use super::asking::Asking;
use super::ending::{Ending, Failure, ending_told};
use super::lines::{self, TargetLine};
use super::output;
use crate::model::{ActsOn, Outcome, SkipReason};
use crate::settings::{Environment, Flags, Output, Settings, Tenant};
use crate::work::Keeper;
use crate::work::act::Engine;
use crate::work::journal::{Instance, Journal};
use crate::work::plan_file::{self, PlanLine};
use crate::work::protocol::{Confirmed, Plan, Reading, Target};
pub(super) use carrying::{Carried, Errand, carry_out};
pub(super) use confirm::Answer;
pub use wish::Wish;

/// What acting takes: somebody who asks, and what carries out plans.
pub(super) struct Desk {
    pub(super) asking: Asking,
    pub(super) engine: Engine,
    /// The tenant, as people call it.
    pub(super) tenant: Tenant,
}

impl Desk {
    /// Opens the journal and gets ready to ask. Nothing is sent yet.
    pub(super) fn open(flags: &Flags) -> Result<Self, Failure> {
        let environment = Environment::read()?;
        let settings = Settings::settle(flags, &environment)?;
        let journal = Journal::open(&environment.state_directory()?, Instance::this())?;
        let asking = Asking::by(&settings)?;
        let engine = Engine::new(asking.client.clone(), Keeper::new(journal));
        Ok(Self { asking, engine, tenant: settings.tenant })
    }

    /// Tells what would be done, what the plan warns of, each warning once, and what would change in attributes.
    pub(super) fn tell(&self, plan: &Plan) {
        if plan.to_send().next().is_some() {
            self.asking.remarks.say(&confirm::headline(plan, &self.tenant));
        }
        let mut told: Vec<&String> = Vec::new();
        for warning in plan.warnings.iter().chain(plan.to_send().flat_map(|target| &target.warnings)) {
            if !told.contains(&warning) {
                self.asking.remarks.say(&format!("warning: {warning}"));
                told.push(warning);
            }
        }
        changes::tell(self.asking.remarks, plan);
    }

    /// Has the plan confirmed, by the flags or by the person.
    pub(super) fn confirm(&self, plan: &Plan, going: &Going) -> Result<Answer, Failure> {
        confirm::confirm(plan, &self.tenant, going, self.asking.remarks)
    }
}

/// Does what is wished for.
///
/// # Errors
///
/// Where nothing was sent: the settings, the tenant, the journal or the person do not allow it.
pub fn act(wish: Wish, acting: Acting, flags: &Flags) -> Result<Ending, Failure> {
    let desk = Desk::open(flags)?;
    let (asking, form) = (&desk.asking, desk.asking.preferences.output);
    asking.wait(desk.engine.look_up_left_open())?;
    let plan = targets::planned(&desk, wish, &acting)?;
    desk.tell(&plan);
    let count = plan.to_send().count();
    if acting.plan && form == Output::Json {
        print_file(&plan)?;
    } else if acting.plan || count == 0 {
        lines::print(plan.targets.iter().map(PlanLine::of), form)?;
    }
    if count == 0 {
        return Ok(nothing_to_send(&plan));
    }
    if acting.plan {
        return Ok(Ending::Done);
    }
    let Acting { going, ticket, reason, .. } = acting;
    if desk.confirm(&plan, &going)? == Answer::No {
        asking.remarks.say("nothing was sent");
        return Ok(Ending::Incomplete);
    }
    let confirmed = Confirmed { plan: Arc::new(plan), ticket, reason, follow: going.follow() };
    let carried = asking.wait(carry_out(asking, &desk.engine, &confirmed, Errand::Begin))?;
    let printed = lines::print(carried.targets.iter().map(TargetLine::of), form);
    carried.tell(asking.remarks);
    ending_told(carried.ending, printed)
}

/// Prints the plan as its file on standard output.
fn print_file(plan: &Plan) -> Result<(), Failure> {
    let text = plan_file::text(plan).map_err(std::io::Error::from)?;
    let mut out = output::stdout();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// How a run ends that has nothing to send.
fn nothing_to_send(plan: &Plan) -> Ending {
    let is_new = plan.order.verb.acts_on() == ActsOn::NewAccount;
    let is_unknown = |target: &Target| {
        target.expected.before == Reading::Absent && target.outcome() == Outcome::Skipped(SkipReason::Impossible)
    };
    let is_absent = !is_new && plan.targets.iter().all(is_unknown);
    let is_so = plan.targets.iter().all(|target| target.outcome() == Outcome::Skipped(SkipReason::Already));
    match (is_absent, is_so) {
        (true, _) => Ending::Nothing,
        (_, true) => Ending::Done,
        _ => Ending::Incomplete,
    }
}
