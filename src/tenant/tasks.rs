//! Tasks: what the tenant did and is doing in the background, and how it tells of them.

use super::effect::Outcome as Became;
use super::filter::condition::{Condition, Datum, Record};
use super::ids::{Ids, Kind};
use super::moment::Millis;

mod seeded;

pub(super) use seeded::{at_the_start, readable};

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    Warning,
    Error,
    Terminated,
}

impl Outcome {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
            Self::Terminated => "TERMINATED",
        }
    }
}

/// What a task is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// `APPLICATION` for a source, or `IDENTITY`.
    pub(super) kind: &'static str,
    pub(super) id: String,
    pub(super) name: String,
}

/// What is known of a task when it is launched.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// How it is carried out: `QUARTZ` by the clock, `QUEUED_TASK` because somebody asked.
    pub(super) queue: &'static str,
    /// The word filters know the kind by, such as `CLOUD_ACCOUNT_AGGREGATION`.
    pub(super) kind: &'static str,
    /// What people read.
    pub(super) name: String,
    pub(super) launcher: String,
    pub(super) target: Option<Target>,
    /// The source it concerns, by place and id.
    pub(super) source: Option<(u8, String)>,
}

/// One task.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) id: String,
    pub(super) sheet: Sheet,
    pub(super) launched: Millis,
    /// When it will end, if that is settled.
    pub(super) due: Option<Millis>,
    /// When and how it ended.
    pub(super) ended: Option<(Millis, Outcome)>,
    pub(super) messages: Vec<String>,
    /// The tenant does not tell of it, as if its record were not written yet.
    pub(super) forgotten: bool,
}

impl Task {
    /// Task `number`, launched at a moment.
    pub(super) fn launch(ids: Ids, number: usize, sheet: Sheet, launched: Millis) -> Self {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let id = ids.id(Kind::Task, number).to_string();
        Self { id, sheet, launched, due: None, ended: None, messages: Vec::new(), forgotten: false }
    }

    /// Ends it.
    pub(super) fn end(&mut self, at: Millis, became: Became) {
        let (outcome, messages) = match became {
            Ok(warnings) if warnings.is_empty() => (Outcome::Success, warnings),
            Ok(warnings) => (Outcome::Warning, warnings),
            Err(reason) => (Outcome::Error, vec![reason]),
        };
        self.ended = Some((at, outcome));
        self.messages = messages;
    }

    /// How far it is, from 0 to 100; 100 only once it has ended.
    pub(super) fn percent(&self, now: Millis) -> i64 {
        const SOMEWHERE: i64 = 35;
        match (self.ended, self.due) {
            (Some(_), _) => 100,
            (None, Some(due)) => ((now - self.launched) * 100 / (due - self.launched).max(1)).clamp(0, 99),
            (None, None) => SOMEWHERE,
        }
    }
}

impl Record for Task {
    fn datum(&self, field: &str) -> Datum<'_> {
        match field {
            "id" => self.id.as_str().into(),
            "sourceId" => self.sheet.source.as_ref().map(|(_, id)| id.as_str()).into(),
            "completionStatus" => self.ended.map(|(_, outcome)| outcome.word()).into(),
            "type" => self.sheet.kind.into(),
            "launcher" => self.sheet.launcher.as_str().into(),
            "created" => Datum::Moment(self.launched),
            _ => Datum::Null,
        }
    }
}

/// The tasks a condition can hold for: those of the ids it names, or all.
pub(super) fn candidates<'t>(tasks: &'t [Task], ids: Ids, condition: Option<&Condition>) -> Vec<&'t Task> {
    let Some(wanted) = condition.and_then(|condition| condition.wanted("id")) else { return tasks.iter().collect() };
    let mut numbers: Vec<u32> = wanted.iter().filter_map(|id| ids.number(Kind::Task, id)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().filter_map(|number| tasks.get(number as usize)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_795_000_000_000;

    fn task() -> Task {
        at_the_start(Ids::of_seed(7), NOW).swap_remove(0)
    }

    #[test]
    fn how_a_task_ended_is_told_by_what_became_of_it() {
        let ended = |became: Became| {
            let mut task = task();
            task.end(NOW, became);
            (task.ended.unwrap().1, task.messages)
        };
        assert_eq!(ended(Ok(vec![])), (Outcome::Success, vec![]));
        assert_eq!(ended(Ok(vec!["a".to_owned()])), (Outcome::Warning, vec!["a".to_owned()]));
        assert_eq!(ended(Err("b".to_owned())), (Outcome::Error, vec!["b".to_owned()]));
    }

    #[test]
    fn a_running_task_is_never_at_a_hundred() {
        let mut task = Task { launched: NOW, due: Some(NOW + 4_000), ended: None, ..task() };
        let at = |after: Millis| task.percent(NOW + after);
        assert_eq!((at(0), at(1_000), at(3_999), at(9_000)), (0, 25, 99, 99));
        task.end(NOW + 4_000, Ok(vec![]));
        assert_eq!(task.percent(NOW + 4_000), 100);
    }

    #[test]
    fn ids_leave_few_tasks_to_look_at() {
        use crate::tenant::filter::{condition, parse, vocabulary};
        use crate::tenant::generation::Generation;
        use crate::tenant::settings::Case;
        let ids = Ids::of_seed(7);
        let tasks = at_the_start(ids, NOW);
        let filter = parse(&format!("id in (\"{}\",\"x\",\"{}\")", tasks[9].id, tasks[3].id)).unwrap();
        let condition = condition::compile(&filter, &vocabulary::TASKS, Generation::V1, Case::Sensitive).unwrap();
        let found = candidates(&tasks, ids, Some(&condition));
        assert_eq!(found.iter().map(|task| &task.id).collect::<Vec<_>>(), [&tasks[3].id, &tasks[9].id]);
        assert_eq!(candidates(&tasks, ids, None).len(), tasks.len());
    }
}
