//! What was done to an account: what the tenant keeps as account activities, and what this machine has in its journal.
//!
//! The two are read apart, so that one shows where the other cannot be read, and told apart on the screen. The tenant's
//! come page by page: where more are to come, the place is kept in the order of time.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::load::Load;
use crate::model::{Activity, PastAction, Problem};
use crate::work::protocol::{JobId, Span};

/// The tenant's activities read so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activities {
    /// Those received, newest first.
    pub rows: Vec<Activity>,
    /// How many the tenant counts, where told.
    pub total: Option<u64>,
    /// Whether the tenant has no more.
    pub whole: bool,
}

/// What was done to an account.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// What the tenant tells.
    pub tenant: Load<Activities>,
    /// The job that reads it.
    pub tenant_job: Option<JobId>,
    /// What our journal tells, newest first.
    pub ours: Load<Vec<PastAction>>,
    /// The job that reads it.
    pub ours_job: Option<JobId>,
}

/// A line of the history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event<'a> {
    /// Something the tenant did.
    Tenant(&'a Activity),
    /// Something this machine did.
    Ours(&'a PastAction),
    /// The tenant has more, so many where that is known, which are not read yet.
    More(Option<u64>),
}

impl Activities {
    /// Takes in a page, which follows what is here or begins anew.
    fn add(&mut self, span: Span, rows: Vec<Activity>, total: Option<u64>) {
        let received = rows.len();
        if span.offset == self.rows.len() as u64 {
            self.rows.extend(rows);
        }
        self.total = total.or(self.total);
        // Where a total is told it is believed before a short page is: the tenant may have lost some in the middle.
        let short = received < span.limit as usize;
        let enough = self.total.map_or(short, |total| self.rows.len() as u64 >= total);
        self.whole = enough || received == 0;
    }
}

impl History {
    /// Both as lines, newest first; what has no time comes last.
    #[must_use]
    pub fn events(&self) -> Vec<Event<'_>> {
        let tenant = self.tenant.value();
        let theirs = tenant.map_or(&[][..], |read| &read.rows);
        let ours = self.ours.value().map_or(&[][..], Vec::as_slice);
        let mut events: Vec<Event> = theirs.iter().map(Event::Tenant).chain(ours.iter().map(Event::Ours)).collect();
        // Stable: what happened at the same time stays in the order it was told.
        events.sort_by_key(|event| Reverse(event.at()));
        if let Some(read) = tenant.filter(|read| !read.whole) {
            let left = read.total.map(|total| total.saturating_sub(read.rows.len() as u64));
            let last = events.iter().rposition(|event| matches!(event, Event::Tenant(_)));
            events.insert(last.map_or(0, |last| last + 1), Event::More(left));
        }
        events
    }

    /// How many there are, once both are known.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        let (theirs, ours) = (self.tenant.value()?, self.ours.value()?);
        Some(theirs.total.unwrap_or(theirs.rows.len() as u64) + ours.len() as u64)
    }

    /// The tenant answered.
    pub fn tenant_told(&mut self, span: Span, rows: Vec<Activity>, total: Option<u64>) {
        self.tenant_job = None;
        let mut read = self.tenant.take().filter(|_| span.offset > 0).unwrap_or_default();
        read.add(span, rows, total);
        self.tenant = Load::Ready(read);
    }

    /// The journal was read.
    pub fn we_told(&mut self, actions: Vec<PastAction>) {
        self.ours_job = None;
        self.ours = Load::Ready(actions);
    }

    /// The job failed. Says whether it was one of ours.
    pub fn fail(&mut self, job: JobId, problem: &Problem) -> bool {
        if self.tenant_job == Some(job) {
            self.tenant_job = None;
            self.tenant.fail(problem.clone());
            true
        } else if self.ours_job == Some(job) {
            self.ours_job = None;
            self.ours.fail(problem.clone());
            true
        } else {
            false
        }
    }

    /// The job was cancelled by the worker.
    pub fn cancelled(&mut self, job: JobId) {
        if self.tenant_job == Some(job) {
            self.tenant_job = None;
            self.tenant.give_up();
        } else if self.ours_job == Some(job) {
            self.ours_job = None;
            self.ours.give_up();
        }
    }

    /// Takes the jobs under way, whose answers are no longer wanted.
    pub fn take_jobs(&mut self) -> impl Iterator<Item = JobId> + use<> {
        self.tenant.give_up();
        self.ours.give_up();
        [self.tenant_job.take(), self.ours_job.take()].into_iter().flatten()
    }
}

impl Event<'_> {
    fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Tenant(activity) => activity.created,
            Self::Ours(action) => action.at,
            Self::More(_) => None,
        }
    }

    /// Everything it says, as plain text to search in.
    #[must_use]
    pub fn text(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        let run;
        match self {
            Self::Tenant(activity) => {
                let facts =
                    [&activity.kind, &activity.completion, &activity.execution, &activity.requester, &activity.id];
                words.extend(facts.into_iter().flatten().map(String::as_str));
                for item in &activity.items {
                    let facts =
                        [&item.operation, &item.attribute, &item.value, &item.native_identity, &item.provisioning];
                    words.extend(facts.into_iter().flatten().map(String::as_str));
                }
                words.extend(activity.errors.iter().chain(&activity.warnings).map(String::as_str));
            }
            Self::Ours(action) => {
                run = action.run.to_string();
                words.extend(action.verb.map(crate::model::Verb::word));
                words.extend([action.outcome.on_screen(), &run, &action.by]);
                let facts = [&action.ticket, &action.reason, &action.told, &action.tracking_id];
                words.extend(facts.into_iter().flatten().map(String::as_str));
            }
            Self::More(_) => {}
        }
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Outcome, ProblemKind, Verb};

    fn at(second: i64) -> Option<Timestamp> {
        Timestamp::from_second(second).ok()
    }

    fn activity(second: i64) -> Activity {
        Activity { created: at(second), ..Activity::default() }
    }

    fn action(second: i64) -> PastAction {
        PastAction {
            run: 1,
            verb: Some(Verb::Unlock),
            outcome: Outcome::Verified,
            told: None,
            ticket: None,
            reason: None,
            by: "ada".to_owned(),
            at: at(second),
            ended: None,
            tracking_id: None,
        }
    }

    fn span(offset: u64) -> Span {
        Span { offset, limit: 2 }
    }

    fn order(history: &History) -> Vec<String> {
        let told = |event: &Event| match event {
            Event::More(left) => format!("more {left:?}"),
            Event::Tenant(_) => format!("tenant {}", event.at().unwrap().as_second()),
            Event::Ours(_) => format!("ours {}", event.at().unwrap().as_second()),
        };
        history.events().iter().map(told).collect()
    }

    #[test]
    fn both_kinds_stand_in_one_order_of_time_and_what_is_missing_in_its_place() {
        let mut history = History::default();
        history.tenant_told(span(0), vec![activity(90), activity(50)], Some(3));
        history.we_told(vec![action(70), action(10)]);
        assert_eq!(order(&history), ["tenant 90", "ours 70", "tenant 50", "more Some(1)", "ours 10"]);
        assert_eq!(history.count(), Some(5));
        history.tenant_told(span(2), vec![activity(20)], None);
        assert_eq!(order(&history), ["tenant 90", "ours 70", "tenant 50", "tenant 20", "ours 10"]);
    }

    #[test]
    fn one_is_told_where_the_other_cannot_be_read() {
        let mut history = History { tenant_job: Some(JobId(1)), ours_job: Some(JobId(2)), ..History::default() };
        assert!(history.fail(JobId(1), &Problem::new(ProblemKind::Forbidden, "not allowed")));
        history.we_told(vec![action(10)]);
        assert_eq!(order(&history), ["ours 10"]);
        assert!(history.tenant.problem().is_some());
        assert_eq!(history.count(), None, "half of it is no count");
        assert!(!history.fail(JobId(1), &Problem::new(ProblemKind::Forbidden, "not allowed")));
    }

    #[test]
    fn a_page_that_does_not_follow_is_not_added() {
        let mut history = History::default();
        history.tenant_told(span(0), vec![activity(9), activity(8)], None);
        history.tenant_told(span(4), vec![activity(1)], None);
        assert_eq!(history.tenant.value().map(|read| read.rows.len()), Some(2));
    }
}
