//! Telling who came into the queues: once, together, and never what the person knows already.

use crate::app::State;
use crate::app::notice::Level;
use crate::app::queues::WITH_A_KEY;
use crate::model::{AccountId, AccountRow, Outcome, text};
use crate::work::protocol::QueueId;

/// New members named in a notice.
const NAMED: usize = 2;
/// How long what a run of ours did is known to be ours, once it is over: two refreshes.
const OURS: jiff::SignedDuration = jiff::SignedDuration::from_secs(120);

/// Whether the person looks at what the queue asks for.
pub(super) fn is_on_screen(state: &State, queue: QueueId) -> bool {
    let standing = state.queues.iter().find(|standing| standing.id == queue);
    standing.is_some_and(|standing| standing.queue.query() == Some(state.list.asked.text.trim()))
}

/// Tells of those that came, all queues in one notice: not of what we did ourselves, nor of what the person looks at.
pub(super) fn tell(state: &mut State, came: Vec<(QueueId, Vec<AccountRow>)>) {
    let told: Vec<String> = came
        .into_iter()
        .filter(|(queue, _)| !is_on_screen(state, *queue))
        .filter_map(|(queue, mut rows)| {
            rows.retain(|row| !is_our_doing(state, &row.id));
            let place = state.queues.place_of(queue).filter(|_| !rows.is_empty())?;
            Some(in_words(place, &state.queues.at(place)?.queue.name, &rows))
        })
        .collect();
    if !told.is_empty() {
        state.notices.add(state.now, Level::Note, told.join("; "));
    }
}

/// `locked: 2 new: adele.vance · Active Directory, b.jensen · Okta, 1 opens it`.
fn in_words(place: usize, name: &str, rows: &[AccountRow]) -> String {
    let whose = |row: &AccountRow| match row.source.name.as_deref() {
        Some(source) => format!("{} · {source}", row.name_to_show()),
        None => row.name_to_show().into_owned(),
    };
    let mut named: Vec<String> = rows.iter().take(NAMED).map(whose).collect();
    let more = rows.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(format!("{} more", text::grouped(more as u64)));
    }
    let opens =
        if place < WITH_A_KEY { format!("   {} opens it", place + 1) } else { format!("   :queue {name} opens it") };
    format!("{name}: {} new: {}{opens}", text::grouped(rows.len() as u64), named.join(", "))
}

/// Whether a run of this screen acts on the account, or did just now.
fn is_our_doing(state: &State, id: &AccountId) -> bool {
    state.runs.iter().any(|run| {
        run.target(id.as_str()).is_some_and(|(_, progress)| {
            let is_recent = |ended: jiff::Timestamp| state.now.duration_since(ended).abs() < OURS;
            let was_sent = progress.sent_at.is_some() || progress.outcome == Outcome::Planned;
            was_sent && progress.ended_at.is_none_or(is_recent)
        })
    })
}
