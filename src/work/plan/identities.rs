//! Identities whose sign-ins are to be enabled or disabled. Their accounts on the sources are not touched.

use super::{Desk, skip, target, unread};
use crate::model::{Identity, SkipReason, Verb};
use crate::work::protocol::{Expected, Fate, Target};
use crate::work::readings::Found;

/// Says what would be done to the identity, by what was read of it.
pub(super) fn planned(desk: &Desk<'_>, id: String, found: Found) -> Target {
    let bare = target(desk.order, id, &found);
    let identity = match found {
        Found::Identity(identity) => identity,
        Found::Unread(problem) => return Target { fate: unread(&problem), ..bare },
        _ => return Target { fate: skip(SkipReason::Impossible, "there is no such identity on the tenant"), ..bare },
    };
    let is_put_in = desk.put_in.contains(&bare.id);
    let is_own = desk.session.identity.as_deref() == Some(&bare.id);
    let fate = fate(desk.order.verb, &identity, is_own && !is_put_in);
    let can_be_shown = identity.sign_in.is_some();
    let untold = "this token may not read how the sign-in stands, so it cannot be seen whether this worked";
    let warnings = if can_be_shown { Vec::new() } else { vec![untold.to_owned()] };
    let expected = Expected { can_be_shown, ..bare.expected };
    Target { name: identity.known_as.name.or(identity.known_as.alias), fate, expected, warnings, ..bare }
}

fn fate(verb: Verb, identity: &Identity, is_held: bool) -> Fate {
    match (verb, identity.may_sign_in()) {
        (Verb::EnableIdentity, Some(true)) => skip(SkipReason::Already, "its sign-in is enabled"),
        (Verb::DisableIdentity, Some(false)) => skip(SkipReason::Already, "its sign-in is disabled"),
        _ if is_held => skip(SkipReason::Held, "it is your own sign-in"),
        _ => Fate::Send,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdentityRef;

    fn identity(sign_in: Option<String>) -> Identity {
        let known_as = IdentityRef { id: "i1".into(), name: None, alias: None, email: None, state: None };
        Identity { known_as, sign_in, lifecycle: None, modified: None }
    }

    #[test]
    fn what_is_so_already_is_not_sent_and_what_is_not_told_is() {
        let rows = [
            (Verb::DisableIdentity, Some("ACTIVE"), false, None),
            (Verb::DisableIdentity, Some("DISABLED"), false, Some(SkipReason::Already)),
            (Verb::EnableIdentity, Some("disabled"), false, None),
            (Verb::EnableIdentity, Some("ACTIVE"), false, Some(SkipReason::Already)),
            (Verb::EnableIdentity, Some("LOCKED"), false, Some(SkipReason::Already)),
            (Verb::DisableIdentity, Some("UNREGISTERED"), false, None),
            (Verb::EnableIdentity, Some("TERMINATED"), false, None),
            (Verb::DisableIdentity, Some("a word of next year"), false, None),
            (Verb::DisableIdentity, None, false, None),
            (Verb::DisableIdentity, Some("ACTIVE"), true, Some(SkipReason::Held)),
            (Verb::DisableIdentity, None, true, Some(SkipReason::Held)),
        ];
        for (verb, status, is_held, skipped) in rows {
            let sign_in = status.map(str::to_owned);
            let identity = identity(sign_in);
            let reason = match fate(verb, &identity, is_held) {
                Fate::Send => None,
                Fate::Skip { reason, .. } => Some(reason),
            };
            assert_eq!(reason, skipped, "{verb:?} {status:?} {is_held}");
        }
    }
}
