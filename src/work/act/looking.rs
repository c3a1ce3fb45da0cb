//! One look at the tenant: the tasks and the targets that are due, in as few requests as that takes.

use std::collections::HashMap;

use futures_util::future::{join, join_all};

use super::pending::Look;
use crate::api::{Client, Request, filter};
use crate::model::{AccountRow, Order, ProblemKind, Span, TaskStatus, Urgency};
use crate::work::verdict::Reading;
use crate::work::{readings, writes};

/// What is to be looked at of one target.
#[derive(Debug, Clone)]
pub(super) struct Due {
    /// Which target of the plan.
    pub(super) target: usize,
    /// Its id.
    pub(super) id: String,
    pub(super) look: Look,
    pub(super) task: Option<String>,
    /// Its task is asked for by its id, not in a list.
    pub(super) by_id: bool,
}

/// What was seen of one target.
#[derive(Debug)]
pub(super) enum Seen {
    /// Its task.
    Task(TaskStatus),
    /// The list does not name its task.
    NotListed,
    /// There is no such task.
    NoTask,
    /// Tasks are not ours to ask for.
    NotAllowed,
    /// Nothing was learnt of its task.
    Nothing,
    /// What reading it gave, and the account where it is one.
    Target(Reading, Option<Box<AccountRow>>),
}

/// Looks at everything that is due.
pub(super) async fn look(client: &Client, order: &Order, due: Vec<Due>) -> Vec<(usize, Seen)> {
    let (tasks, targets): (Vec<Due>, Vec<Due>) = due.into_iter().partition(|due| due.look == Look::Task);
    let (mut seen, targets) = join(look_at_tasks(client, tasks), look_at_targets(client, order, targets)).await;
    seen.extend(targets);
    seen
}

/// Looks at the tasks alone.
pub(super) async fn look_at_tasks(client: &Client, due: Vec<Due>) -> Vec<(usize, Seen)> {
    let (alone, together): (Vec<Due>, Vec<Due>) = due.into_iter().partition(|due| due.by_id);
    let alone = join_all(alone.into_iter().map(|due| async move {
        let seen = one(client, due.task.as_deref().unwrap_or_default()).await;
        (due.target, seen)
    }));
    let (mut seen, together) = join(alone, listed(client, together)).await;
    seen.extend(together);
    seen
}

async fn one(client: &Client, task: &str) -> Seen {
    match client.send(&Request::get_task_status(task), Urgency::Ahead).await {
        Ok(task) => Seen::Task(task),
        Err(problem) => match problem.kind {
            ProblemKind::NotFound => Seen::NoTask,
            ProblemKind::Forbidden => Seen::NotAllowed,
            _ => Seen::Nothing,
        },
    }
}

async fn listed(client: &Client, due: Vec<Due>) -> Vec<(usize, Seen)> {
    let ids: Vec<String> = due.iter().filter_map(|due| due.task.clone()).collect();
    let pages = join_all(readings::batches(&ids).into_iter().map(|ids| async move {
        let filter = filter::any_of("id", ids.iter().map(String::as_str));
        client.send(&Request::get_task_status_list(&filter, Span { offset: 0, limit: 250 }), Urgency::Ahead).await
    }));
    let (mut tasks, mut is_allowed) = (HashMap::new(), true);
    for page in pages.await {
        match page {
            Ok(page) => tasks.extend(page.rows.into_iter().map(|task| (task.id.clone(), task))),
            Err(problem) => is_allowed &= problem.kind != ProblemKind::Forbidden,
        }
    }
    let seen = |due: Due| {
        let task = due.task.as_deref().and_then(|task| tasks.remove(task));
        let other = if is_allowed { Seen::NotListed } else { Seen::NotAllowed };
        (due.target, task.map_or(other, Seen::Task))
    };
    due.into_iter().map(seen).collect()
}

async fn look_at_targets(client: &Client, order: &Order, due: Vec<Due>) -> Vec<(usize, Seen)> {
    let ids: Vec<String> = due.iter().map(|due| due.id.clone()).collect();
    let mut read = readings::read(client, order.verb.acts_on(), &ids, Urgency::Ahead).await;
    let wanted = writes::wanted(order);
    let seen = |due: Due| {
        let found = read.remove(&due.id);
        let reading = found.as_ref().map_or(Reading::Nothing, |found| found.reading_for(&wanted));
        (due.target, Seen::Target(reading, found.and_then(readings::Found::row)))
    };
    due.into_iter().map(seen).collect()
}
