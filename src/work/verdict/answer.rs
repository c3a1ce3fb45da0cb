//! What the answer to a write means.

use crate::model::Verb;

/// What was heard after a write was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard<'a> {
    /// The line failed before the request was handed over: DNS, TCP, TLS or proxy.
    NotHandedOver,
    /// The request was handed over, and no answer came: the time ran out, or the line was cut.
    Nothing,
    /// An answer came; of its body perhaps only a part.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The id in the body, where there is one.
        id: Option<&'a str>,
        /// The token had been renewed for this very request already.
        signed_in_again: bool,
    },
}

/// What it means for the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The tenant did not take it: it may go again by itself.
    NotTaken,
    /// The tenant declined it.
    Refused,
    /// The tenant took it.
    Sent {
        /// The task to follow; none where the operation has none, or the body was cut.
        task: Option<String>,
    },
    /// The tenant may have taken it.
    Unknown,
}

/// What the answer to a write means. Whatever is not clearly one thing is unknown.
#[must_use]
pub fn meaning(verb: Verb, heard: Heard<'_>) -> Meaning {
    match heard {
        Heard::NotHandedOver | Heard::Answer { status: 401, signed_in_again: false, .. } => Meaning::NotTaken,
        Heard::Nothing => Meaning::Unknown,
        Heard::Answer { status, id, .. } => of_status(status, id.filter(|_| answers_with_a_task(verb))),
    }
}

fn of_status(status: u16, task: Option<&str>) -> Meaning {
    match status {
        202 => Meaning::Sent { task: task.map(str::to_owned) },
        400 | 401 | 403 | 404 | 405 | 409 | 415 => Meaning::Refused,
        429 => Meaning::NotTaken,
        _ => Meaning::Unknown,
    }
}

/// Whether the id in the answer is that of a task. A reload's is of another kind of job, which cannot be asked for; a
/// changed account and an identity's sign-in are answered with nothing at all.
fn answers_with_a_task(verb: Verb) -> bool {
    match verb {
        Verb::Enable
        | Verb::Disable
        | Verb::Unlock
        | Verb::Remove
        | Verb::Delete
        | Verb::Create
        | Verb::Put
        | Verb::RemoveAll => true,
        Verb::Reload
        | Verb::Patch
        | Verb::Correlate
        | Verb::Uncorrelate
        | Verb::EnableIdentity
        | Verb::DisableIdentity => false,
    }
}

/// One line of an answer of many parts (207).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a> {
    /// The identity's id.
    pub id: &'a str,
    /// The status for this identity alone; none where the tenant left it out.
    pub status: Option<u16>,
}

/// What the answer to one request for many identities means for each of them, in the order asked for.
///
/// A 207 says nothing as a whole: each line is judged alone, a missing one is unknown, and so are two that disagree. Any
/// other answer is that of all.
#[must_use]
pub fn meanings(verb: Verb, heard: Heard<'_>, asked: &[&str], items: &[Item<'_>]) -> Vec<Meaning> {
    let Heard::Answer { status: 207, .. } = heard else {
        return vec![meaning(verb, heard); asked.len()];
    };
    asked.iter().map(|id| of_items(items.iter().filter(|item| item.id == *id))).collect()
}

fn of_items<'a>(lines: impl Iterator<Item = &'a Item<'a>>) -> Meaning {
    let of_line = |item: &Item<'_>| item.status.map_or(Meaning::Unknown, |status| of_status(status, None));
    let agreed = lines.map(of_line).reduce(|one, other| if one == other { one } else { Meaning::Unknown });
    agreed.unwrap_or(Meaning::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verb::{Create, Delete, Disable, Enable, Put, Remove, RemoveAll, Unlock};

    fn answer(status: u16) -> Heard<'static> {
        Heard::Answer { status, id: Some("t1"), signed_in_again: false }
    }

    fn sent(task: Option<&str>) -> Meaning {
        Meaning::Sent { task: task.map(str::to_owned) }
    }

    #[test]
    fn not_taken_is_what_may_go_again_by_itself() {
        assert_eq!(meaning(Verb::Unlock, Heard::NotHandedOver), Meaning::NotTaken);
        assert_eq!(meaning(Verb::Unlock, answer(429)), Meaning::NotTaken);
        assert_eq!(meaning(Verb::Unlock, answer(401)), Meaning::NotTaken);
    }

    #[test]
    fn a_401_with_a_new_token_is_a_refusal() {
        let again = Heard::Answer { status: 401, id: None, signed_in_again: true };
        assert_eq!(meaning(Verb::Unlock, again), Meaning::Refused);
    }

    #[test]
    fn refused_are_these_statuses_and_no_others() {
        let refused: Vec<u16> =
            (100..600).filter(|status| meaning(Verb::Disable, answer(*status)) == Meaning::Refused).collect();
        assert_eq!(refused, [400, 403, 404, 405, 409, 415]);
    }

    #[test]
    fn sent_is_202_and_nothing_else() {
        let sent_by: Vec<u16> = (100..600)
            .filter(|status| matches!(meaning(Verb::Disable, answer(*status)), Meaning::Sent { .. }))
            .collect();
        assert_eq!(sent_by, [202]);
        assert_eq!(meaning(Verb::Disable, answer(202)), sent(Some("t1")));
    }

    #[test]
    fn a_cut_body_is_sent_without_a_task() {
        let cut = Heard::Answer { status: 202, id: None, signed_in_again: false };
        assert_eq!(meaning(Verb::Disable, cut), sent(None));
    }

    #[test]
    fn everything_else_is_unknown() {
        assert_eq!(meaning(Verb::Disable, Heard::Nothing), Meaning::Unknown);
        // 207 is no answer to a request for one.
        for status in [200, 201, 204, 207, 301, 302, 307, 402, 408, 410, 418, 422, 500, 502, 503, 504, 520] {
            assert_eq!(meaning(Verb::Disable, answer(status)), Meaning::Unknown, "{status}");
        }
    }

    #[test]
    fn only_the_ids_of_tasks_are_taken_for_one() {
        let with_task: Vec<Verb> =
            Verb::ALL.into_iter().filter(|verb| meaning(*verb, answer(202)) == sent(Some("t1"))).collect();
        assert_eq!(with_task, [Enable, Disable, Unlock, Remove, Delete, Create, Put, RemoveAll]);
        assert_eq!(meaning(Verb::Reload, answer(202)), sent(None));
    }

    #[test]
    fn a_207_is_judged_line_by_line() {
        let line = |id, status| Item { id, status: Some(status) };
        let items = [
            line("a", 202),
            line("b", 404),
            line("c", 500),
            line("d", 429),
            line("e", 401),
            Item { id: "f", status: None },
            line("g", 202),
            line("g", 404),
            line("h", 202),
            line("h", 202),
            line("stranger", 202),
        ];
        let asked = ["h", "a", "b", "c", "d", "e", "f", "g", "missing"];
        let expected = [
            sent(None),
            sent(None),
            Meaning::Refused,
            Meaning::Unknown,
            Meaning::NotTaken,
            Meaning::Refused,
            Meaning::Unknown,
            Meaning::Unknown,
            Meaning::Unknown,
        ];
        assert_eq!(meanings(Verb::DisableIdentity, answer(207), &asked, &items), expected);
    }

    #[test]
    fn any_other_answer_to_many_is_that_of_all() {
        let all = |heard| meanings(Verb::EnableIdentity, heard, &["a", "b"], &[]);
        assert_eq!(all(answer(403)), vec![Meaning::Refused; 2]);
        assert_eq!(all(answer(503)), vec![Meaning::Unknown; 2]);
        assert_eq!(all(Heard::NotHandedOver), vec![Meaning::NotTaken; 2]);
        assert_eq!(all(answer(207)), vec![Meaning::Unknown; 2]);
    }
}
