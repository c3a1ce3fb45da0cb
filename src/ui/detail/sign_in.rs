//! The sign-in of an identity to ISC: what the pane says while the cursor stands on it in the identity view.

use ratatui::style::Style;

use super::facts::{Fact, in_full, plain, time, told};
use crate::app::Load;
use crate::app::detail::SIGN_IN_FACTS;
use crate::app::screens::IdentityView;
use crate::app::screens::identity::IdentityRead;
use crate::model::{NOT_TOLD, Problem};
use crate::ui::Scene;
use crate::ui::identity::sign_in_style;
use crate::ui::pane::Pane;
use crate::ui::time::clock;

/// What acting on it means, in the vendor's terms.
const ABOUT: &str = "enable and disable act here on signing in to ISC, not on the accounts of the sources";

pub(super) fn draw(scene: Scene, view: &IdentityView, pane: &mut Pane) {
    pane.put(0, 0, pane.width(), "ISC sign-in", scene.theme.heading);
    let mut pane = pane.from(0, 1);
    pane.rule(0, "─", scene.theme.dim);
    in_full(scene, &facts(scene, view), &mut pane);
}

fn facts(scene: Scene, view: &IdentityView) -> [Fact; SIGN_IN_FACTS] {
    let read = view.identity.value();
    let known = read.map(|read| &read.identity.known_as);
    [
        plain("Name", told(view.name())),
        state(scene, view),
        plain("Alias", told(known.and_then(|known| known.alias.as_deref()))),
        plain("E-mail", told(known.and_then(|known| known.email.as_deref()))),
        plain("Identity", told(view.state())),
        plain("Lifecycle", told(view.lifecycle())),
        plain("Modified", time(scene, read.and_then(|read| read.identity.modified))),
        plain("Identity id", view.accounts.identity.to_string()),
        Fact { is_sentence: true, ..plain("About", ABOUT.to_owned()) },
    ]
}

/// The state of the sign-in, in the tenant's word; or why it is not told.
fn state(scene: Scene, view: &IdentityView) -> Fact {
    let label = "Sign-in";
    let failed =
        |problem: &Problem| Fact { style: scene.theme.warning, is_sentence: true, ..plain(label, problem.to_string()) };
    let Some(IdentityRead { identity, withheld, read_at }) = view.identity.value() else {
        return match &view.identity {
            Load::Failed { problem, .. } => failed(problem),
            _ => plain(label, "···".to_owned()),
        };
    };
    let at = clock(*read_at, &scene.state.zone);
    let again = if view.identity.problem().is_some() { ", not again since" } else { "" };
    match (&identity.sign_in, withheld) {
        (Some(status), _) => {
            let style: Style = sign_in_style(scene.theme, status);
            Fact { style, ..plain(label, format!("{status} · read {at}{again}")) }
        }
        (None, Some(refused)) => failed(refused),
        (None, None) => plain(label, format!("{NOT_TOLD} · read {at}{again}")),
    }
}
