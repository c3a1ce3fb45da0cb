//! An account to be created on a flat file: looked for beforehand, because the tenant changes one that is there already
//! without a word.

use serde_json::{Map, Value};

use super::accounts::reads_so_already;
use super::{Desk, rules, skip, sources, target, unread};
use crate::api::Request;
use crate::model::{AccountSchema, ActsOn, ConnectionKind, Order, Problem, ProblemKind, SkipReason, Source, Urgency};
use crate::work::protocol::{Expected, Target, Wanted};
use crate::work::readings::{self, Found, NewAccount};
use crate::work::writes::{SOURCE, attributes};

/// Says what would become of the account.
///
/// # Errors
///
/// Where the order names no source, or the source or its account schema could not be read.
pub(super) async fn planned(desk: &Desk<'_>) -> Result<Target, Problem> {
    let attributes = attributes(desk.order);
    let source_id = text(attributes.get(SOURCE)).ok_or_else(|| {
        Problem::new(ProblemKind::Settings, "the source is missing").with_advice("name it with --source")
    })?;
    let Some(source) = sources::source(desk.client, &source_id).await? else {
        return Ok(refused(desk.order, &source_id, "there is no such source on the tenant"));
    };
    if source.connection.as_ref().is_some_and(|connection| *connection != ConnectionKind::File) {
        let why = "accounts can be created on flat files only: the next aggregation would take it away again";
        return Ok(refused(desk.order, &source_id, why));
    }
    let schema = desk.client.send(&Request::get_source_schemas(&source_id), Urgency::Person).await?;
    let Some(naming) = schema.identity_attribute.clone() else {
        let why = "the source's account schema does not say which attribute names an account";
        return Ok(refused(desk.order, &source_id, why));
    };
    let Some(native_id) = text(attributes.get(&naming)) else {
        let why = format!("the attribute {naming} is missing: it is the account's name on {}", source.name);
        return Ok(refused(desk.order, &source_id, &why));
    };
    let id = NewAccount { source: &source_id, native_id: &native_id }.target();
    let read = readings::read(desk.client, ActsOn::NewAccount, std::slice::from_ref(&id), Urgency::Person).await;
    let found = read.into_values().next().unwrap_or(Found::Absent);
    Ok(Plans { source: &source, schema: &schema, naming: &naming, native_id: &native_id }.target(desk, id, found))
}

/// What is known of the source and of the account's name there.
struct Plans<'a> {
    source: &'a Source,
    schema: &'a AccountSchema,
    naming: &'a str,
    native_id: &'a str,
}

impl Plans<'_> {
    fn target(&self, desk: &Desk<'_>, id: String, found: Found) -> Target {
        let order = desk.order;
        let bare = target(order, id, &found);
        let attributes = attributes(order);
        let mut warnings = self.strange(&attributes);
        if self.source.connection.is_none() {
            warnings.push("the tenant does not say whether the source is a flat file, which it has to be".to_owned());
        }
        match found {
            Found::Absent => {
                if self.source.authoritative == Some(true) {
                    warnings.push("its source is authoritative: an identity is made from this account".to_owned());
                }
                let display = self.schema.display_attribute.as_ref().and_then(|name| text(attributes.get(name)));
                let name = Some(display.unwrap_or_else(|| self.native_id.to_owned()));
                let expected = Expected { wanted: Wanted::Created, ..bare.expected };
                Target { name, expected, warnings, ..bare }
            }
            Found::Account(account) => {
                let is_so = reads_so_already(order, &bare.expected);
                let is_put_in = desk.put_in.contains(&bare.id);
                let ruling = rules::rule(order, &account.row, desk.session.identity.as_deref(), is_put_in);
                let fate =
                    if is_so { skip(SkipReason::Already, "it is there and reads so already") } else { ruling.fate };
                let update = format!(
                    "{} has an account whose {} is {}: this UPDATES it, it does not create one",
                    self.source.name, self.naming, self.native_id
                );
                warnings.insert(0, update);
                Target { row: Some(account.row), fate, warnings, ..bare }
            }
            Found::Unread(problem) => Target { fate: unread(&problem), ..bare },
            _ => Target { fate: skip(SkipReason::Impossible, "it could not be looked for"), ..bare },
        }
    }

    /// What the source's account schema has against the attributes.
    fn strange(&self, attributes: &Map<String, Value>) -> Vec<String> {
        let others = attributes.iter().filter(|(name, _)| *name != SOURCE);
        let mut warnings = Vec::new();
        for (name, value) in others {
            if self.schema.attribute(name).is_none() {
                warnings.push(format!("{name} is not in the account schema of {}", self.source.name));
            }
            if value.is_array() || value.is_object() {
                warnings.push(format!("{name} is no plain text, which is all that can be sent for a new account"));
            }
        }
        warnings
    }
}

/// An account that cannot be created, and so was not looked for.
fn refused(order: &Order, source: &str, why: &str) -> Target {
    let bare = target(order, NewAccount { source, native_id: "" }.target(), &Found::Absent);
    Target { fate: skip(SkipReason::Impossible, why), ..bare }
}

/// A value as the tenant will have it; none for nothing, and for what is no plain value.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
