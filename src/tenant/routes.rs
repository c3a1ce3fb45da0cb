//! What can be asked: each route with the generations that have it, who may use it, and whether beta calls it deprecated.

use super::answer::Refusal;
use super::generation::{Generation, Generations};
use super::settings::Level;
use super::token::Bearer;

mod table;

use table::ROUTES;

/// What a route does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Read(Reading),
    Write(Writing),
}

/// What a reading route gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Accounts,
    Account,
    AccountEntitlements,
    Sources,
    Source,
    SourceSchemas,
    Identities,
    Identity,
    PublicIdentities,
    Tasks,
    PendingTasks,
    Task,
    Activities,
    Activity,
    Tenant,
}

/// What a writing route changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Create,
    Put,
    Patch,
    Delete,
    Enable,
    Disable,
    Unlock,
    Reload,
    Remove,
    RemoveAccounts,
    EnableIdentity,
    DisableIdentity,
    EnableIdentities,
    DisableIdentities,
}

/// A route.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) call: Call,
    method: &'static str,
    /// Its path without the generation; `{id}` stands for any one segment.
    pub(super) path: &'static str,
    generations: Generations,
    /// The user levels it is open to; empty for all.
    levels: &'static [Level],
    /// The scopes of which a token needs one; empty where none is needed.
    scopes: &'static [&'static str],
    applications: Applications,
    /// Beta marks it as deprecated.
    deprecated_in_beta: bool,
}

/// What tokens without a user may do on a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applications {
    /// The same as those of users with a level that is let in.
    LetIn,
    /// The same, with one of these scopes.
    With(&'static [&'static str]),
    /// Nothing.
    KeptOut,
}

impl Route {
    /// Whether an answer carries `X-Deprecated: true`.
    pub(super) fn is_deprecated(&self, generation: Generation) -> bool {
        self.deprecated_in_beta && generation == Generation::Beta
    }

    /// Refuses a token that lacks level or scope.
    pub(super) fn admit(&self, bearer: &Bearer, generation: Generation) -> Result<(), Refusal> {
        // Beta's document names the reading scope only.
        let beta_sources = self.call == Call::Read(Reading::Sources) && generation == Generation::Beta;
        let scopes = if beta_sources { &self.scopes[..1] } else { self.scopes };
        let (let_in, scopes) = match (bearer.level, self.applications) {
            (Level::Application, Applications::KeptOut) => (false, scopes),
            (Level::Application, Applications::With(scopes)) => (true, scopes),
            (Level::Application, Applications::LetIn) => (true, scopes),
            (level, _) => (self.levels.is_empty() || self.levels.contains(&level), scopes),
        };
        let scope = scopes.is_empty() || scopes.iter().any(|scope| bearer.has(scope));
        if let_in && scope { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// The id in a path of this route, empty where the route has none; `None` if the path is another's.
    fn captures<'p>(&self, segments: &[&'p str]) -> Option<&'p str> {
        let pattern: Vec<&str> = self.path.split('/').collect();
        let matches = pattern.len() == segments.len()
            && pattern
                .iter()
                .zip(segments)
                .all(|(wanted, given)| wanted == given || *wanted == "{id}" && !given.is_empty());
        matches.then(|| pattern.iter().position(|part| *part == "{id}").map_or("", |at| segments[at]))
    }
}

/// What was found at a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'p> {
    pub(super) route: &'static Route,
    /// The id in the path; empty where there is none.
    pub(super) id: &'p str,
    /// The path is the route's, the method is not.
    pub(super) wrong_method: bool,
}

/// The route of a method and a path: one of the path that takes another method, if none takes this one.
pub(super) fn find<'p>(generation: Generation, method: &str, segments: &[&'p str]) -> Option<Found<'p>> {
    let of_path = ROUTES.iter().filter(|route| route.generations.contains(generation)).filter_map(|route| {
        route.captures(segments).map(|id| Found { route, id, wrong_method: route.method != method })
    });
    of_path.min_by_key(|found| found.wrong_method)
}

#[cfg(test)]
mod tests;
