//! Tasks, as `GET /task-status` tells of them.

use crate::tenant::json::{self, Object};
use crate::tenant::moment::{self, Millis};
use crate::tenant::tasks::{Outcome, Task, readable};

/// A task with its state, messages and target; `now` tells how far a running one is.
pub(in crate::tenant) fn write(out: &mut Vec<u8>, task: &Task, now: Millis) {
    let sheet = &task.sheet;
    json::object(out, |o| {
        o.text("id", &task.id);
        o.text("type", sheet.queue);
        o.text("uniqueName", &sheet.name);
        o.text("description", &sheet.name);
        o.text_or_null("parentName", sheet.source.as_ref().map(|_| readable(sheet.kind)));
        o.text("launcher", &sheet.launcher);
        match &sheet.target {
            Some(target) => o.object("target", |o| {
                o.text("id", &target.id);
                o.text("type", target.kind);
                o.text("name", &target.name);
            }),
            None => o.null("target"),
        }
        state(o, task, now);
        o.array("messages", &task.messages, |out, text| message(out, task, text));
        o.array("returns", [("Accounts scanned", "accountsScanned")], |out, (name, attribute)| {
            json::object(out, |o| {
                o.text("name", name);
                o.text("attributeName", attribute);
            });
        });
        let application = sheet.target.as_ref().filter(|target| target.kind == "APPLICATION");
        o.object("attributes", |o| o.text_or_null("appName", application.map(|source| &source.name)));
        o.object("taskDefinitionSummary", |o| {
            o.text("id", &task.id);
            o.text("uniqueName", sheet.kind);
            o.null("description");
            o.text("parentName", readable(sheet.kind));
            o.null("executor");
            o.object("arguments", |_| {});
        });
    });
}

fn state(o: &mut Object<'_>, task: &Task, now: Millis) {
    let ended = task.ended.map(|(at, _)| moment::text(at));
    o.text("created", moment::text(task.launched));
    o.text("modified", ended.clone().unwrap_or_else(|| moment::text(task.launched)));
    o.text("launched", moment::text(task.launched));
    o.text_or_null("completed", ended.as_ref());
    o.text_or_null("completionStatus", task.ended.map(|(_, outcome)| outcome.word()));
    o.text("progress", if ended.is_some() { "Completed" } else { "Processing" });
    o.number("percentComplete", task.percent(now));
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
