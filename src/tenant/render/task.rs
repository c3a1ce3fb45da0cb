//! Tasks, as `GET /task-status` tells of them.

use crate::tenant::catalogue::CATALOGUE;
use crate::tenant::json::{self, Object};
use crate::tenant::moment;
use crate::tenant::tasks::{Outcome, Task};

/// A task with its state, messages and target.
pub(in crate::tenant) fn write(out: &mut Vec<u8>, task: &Task) {
    let source = task.source.as_ref().map(|(place, id)| (CATALOGUE[usize::from(*place)].name, id));
    let name = source.map_or_else(|| readable(task.kind), |(name, _)| format!("{} of {name}", readable(task.kind)));
    json::object(out, |o| {
        o.text("id", &task.id);
        o.text("type", "QUARTZ");
        o.text("uniqueName", &name);
        o.text("description", &name);
        o.text_or_null("parentName", source.map(|_| readable(task.kind)));
        o.text("launcher", &task.launcher);
        match source {
            Some((name, id)) => o.object("target", |o| {
                o.text("id", id);
                o.text("type", "APPLICATION");
                o.text("name", name);
            }),
            None => o.null("target"),
        }
        state(o, task);
        o.array("messages", &task.message, |out, text| message(out, task, text));
        o.array("returns", [("Accounts scanned", "accountsScanned")], |out, (name, attribute)| {
            json::object(out, |o| {
                o.text("name", name);
                o.text("attributeName", attribute);
            });
        });
        o.object("attributes", |o| o.text_or_null("appName", source.map(|(name, _)| name)));
        o.object("taskDefinitionSummary", |o| {
            o.text("id", &task.id);
            o.text("uniqueName", task.kind);
            o.null("description");
            o.text("parentName", readable(task.kind));
            o.null("executor");
            o.object("arguments", |_| {});
        });
    });
}

fn state(o: &mut Object<'_>, task: &Task) {
    let ended = task.ended.map(|(at, _)| moment::text(at));
    o.text("created", moment::text(task.launched));
    o.text_or_null("modified", Some(ended.clone().unwrap_or_else(|| moment::text(task.launched))));
    o.text("launched", moment::text(task.launched));
    o.text_or_null("completed", ended.as_ref());
    o.text_or_null("completionStatus", task.ended.map(|(_, outcome)| outcome.word()));
    o.text_or_null("progress", Some(if ended.is_some() { "Completed" } else { "Processing" }));
    o.number("percentComplete", task.percent);
}

fn message(out: &mut Vec<u8>, task: &Task, text: &str) {
    let kind = match task.ended {
        Some((_, Outcome::Warning)) => "WARN",
        Some((_, Outcome::Error | Outcome::Terminated)) => "ERROR",
        _ => "INFO",
    };
    json::object(out, |o| {
        o.text("type", kind);
        o.object("localizedText", |o| {
            o.text("locale", "en");
            o.text("message", text);
        });
        o.text("key", text);
        o.null("parameters");
    });
}

/// `CLOUD_ACCOUNT_AGGREGATION` as people read it.
fn readable(kind: &str) -> String {
    let lower = kind.replace('_', " ").to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
