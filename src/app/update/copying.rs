//! What is put on the clipboard. Text from the tenant is stripped of what could act on a terminal first.

use crate::app::notice::Level;
use crate::app::screens::Screen;
use crate::app::state::Subject;
use crate::app::{Effect, State};
use crate::model::{Account, RequestRecord, text};
use crate::work::protocol::Job;

/// Copies the id of what is at hand; pressed again on the same, its name.
pub(super) fn copy_id_or_name(state: &mut State, effects: &mut Vec<Effect>) {
    let (id, name) = match state.subject() {
        Subject::Account(row, _) => (row.id.to_string(), row.name.as_deref().map(str::to_owned)),
        Subject::SignIn(view) => (view.accounts.identity.to_string(), view.name().map(str::to_owned)),
        Subject::Nothing => return,
    };
    match name {
        Some(name) if state.copied.as_ref() == Some(&id) => {
            state.copied = None;
            copy(state, &name, "the name", effects);
        }
        _ => {
            copy(state, &id, "the id (again: the name)", effects);
            state.copied = Some(id);
        }
    }
}

/// Copies a text, and says what it is.
pub(super) fn copy(state: &mut State, text: &str, what: &str, effects: &mut Vec<Effect>) {
    forget_copying(state, effects);
    effects.push(Effect::Copy(text::stripped(text).into_owned()));
    state.notices.add(state.now, Level::Ok, format!("copied {what}: {text}"));
}

/// Copies the account at hand as JSON. The table does not hold the whole account, so it is read first.
pub(super) fn copy_row(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(id) = state.account_at_hand().map(|row| row.id.clone()) else { return };
    forget_copying(state, effects);
    let read = state.detail.account.value().filter(|read| read.account.row.id == id);
    if let Some(account) = read.map(|read| read.account.clone()) {
        copy_account(state, &account, effects);
    } else {
        let job = state.next_job();
        state.copying = Some(job);
        state.notices.add(state.now, Level::Note, format!("reading {id} to copy it"));
        effects.push(Effect::Submit(job, Job::Account { epoch: state.detail.epoch, id }));
    }
}

/// A copy that is still being read must not replace a newer one.
fn forget_copying(state: &mut State, effects: &mut Vec<Effect>) {
    effects.extend(state.copying.take().map(Effect::Cancel));
}

/// Copies a whole account as JSON.
pub(super) fn copy_account(state: &mut State, account: &Account, effects: &mut Vec<Effect>) {
    let json = serde_json::to_string_pretty(&account.raw).unwrap_or_default();
    effects.push(Effect::Copy(text::json_safe(&json).into_owned()));
    state.notices.add(state.now, Level::Ok, format!("copied as JSON: {}", account.row.id));
}

/// Copies a line of the request log as a curl command.
pub(super) fn copy_request(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Screen::Log(cursor)) = state.screens.last() else { return };
    let Some(record) = state.requests.get(cursor.at) else { return };
    effects.push(Effect::Copy(curl(record)));
    state.notices.add(state.now, Level::Ok, "copied as curl; put the token into $TOKEN");
}

/// The request as a curl command, quoted for a POSIX shell, with the token left out.
fn curl(record: &RequestRecord) -> String {
    let mut parts = vec!["curl".to_owned()];
    if record.method == "GET" {
        parts.push("--get".to_owned());
    } else {
        parts.extend(["--request".to_owned(), record.method.to_owned()]);
    }
    parts.push("--header \"Authorization: Bearer $TOKEN\"".to_owned());
    for (name, value) in &record.query {
        parts.push(format!("--data-urlencode {}", text::for_shell(&format!("{name}={value}"))));
    }
    parts.push(text::for_shell(&record.url));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_request_is_copied_as_curl_quoted_and_without_the_token() {
        let record = RequestRecord {
            at: jiff::Timestamp::UNIX_EPOCH,
            method: "GET",
            url: "https://acme.api.identitynow.com/beta/accounts".to_owned(),
            query: vec![
                ("filters".to_owned(), r#"name sw "o'neil $(reboot)""#.to_owned()),
                ("limit".to_owned(), "250".to_owned()),
            ],
            status: Some(200),
            took: Duration::ZERO,
            bytes: 0,
            tracking_id: None,
            error: None,
            attempt: 0,
            permission: None,
        };
        let expected = r#"curl --get --header "Authorization: Bearer $TOKEN" --data-urlencode 'filters=name sw "o'\''neil $(reboot)"' --data-urlencode 'limit=250' 'https://acme.api.identitynow.com/beta/accounts'"#;
        assert_eq!(curl(&record), expected);
    }
}
