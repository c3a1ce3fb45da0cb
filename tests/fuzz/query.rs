//! The rules of the query language that hold for any text at all.

use std::any::Any;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use quarterdeck::model::{AccountRow, Generation, IdentityFacts, SourceFacts, SourceRef};
use quarterdeck::query::{
    Beginning, Case, Context, Judged, Narrow, Query, QueryError, Sources, Span, Valued, Vocabulary, compile, complete,
    errors, parse, pasted, whole,
};
use serde_json::{Value, json};

/// What texts are fed to.
pub struct Target {
    sources: Vec<SourceRef>,
    rows: Vec<AccountRow>,
    attributes: Vec<(String, Value)>,
}

impl Target {
    pub fn new() -> Self {
        let source = |id: &str, name: &str| SourceRef { id: id.to_owned(), name: name.to_owned(), connection: None };
        Self {
            sources: vec![source("s1", "Active Directory"), source("s2", "SAP"), source("s3", "Straße \"A\"")],
            rows: vec![AccountRow::bare("2c91".into()), ada()],
            attributes: vec![
                ("dept".to_owned(), json!("Sales")),
                ("Dept, no".to_owned(), json!([1, true, null, ["R&D"], { "a": "b" }])),
            ],
        }
    }

    /// Feeds a text; what came of it, so that a new outcome can be told from an old one.
    ///
    /// # Errors
    /// The rule that was broken.
    pub fn feed(&self, text: &str) -> Result<u64, String> {
        let mut outcome = DefaultHasher::new();
        lies_within(text, &errors(text))?;
        for row in &self.rows {
            Narrow::new(text).matches(row).hash(&mut outcome);
        }
        self.completes(text)?;
        pasted(text, "a\nb").len().min(9).hash(&mut outcome);
        pasted("name:", text).len().min(9).hash(&mut outcome);
        match parse(text) {
            Ok(query) => self.reads(text, &query, &mut outcome)?,
            Err(wrong) => hash(&wrong, &mut outcome),
        }
        Ok(outcome.finish())
    }

    /// What a text that reads must hold to.
    fn reads(&self, text: &str, query: &Query, outcome: &mut DefaultHasher) -> Result<(), String> {
        let printed = query.to_string();
        if parse(&printed).as_ref() != Ok(query) {
            return Err(format!("printed as {printed:?} it reads otherwise"));
        }
        for context in self.contexts() {
            match compile(query, &context) {
                Ok(compiled) => {
                    (compiled.here.is_some(), compiled.parts.len(), compiled.sources.is_some()).hash(outcome);
                    let unique = compiled.sorters.rsplit(',').next().unwrap_or_default();
                    if unique.trim_start_matches('-') != "id" {
                        return Err(format!("{} does not end in the id", compiled.sorters));
                    }
                }
                Err(wrong) => {
                    lies_within(text, &wrong)?;
                    hash(&wrong, outcome);
                }
            }
            self.denies(query, &context, outcome)?;
        }
        Ok(())
    }

    /// A denied query holds exactly where the query does not.
    fn denies(&self, query: &Query, context: &Context<'_>, outcome: &mut DefaultHasher) -> Result<(), String> {
        let Ok(predicate) = whole(query, context) else { return Ok(()) };
        let conditions = Query { all: query.all.clone(), sort: Vec::new() }.to_string();
        let denied = parse(&format!("-({conditions})")).ok().and_then(|denied| whole(&denied, context).ok());
        for row in &self.rows {
            let account = Judged { row, attributes: &self.attributes };
            let holds = predicate.holds(account);
            holds.hash(outcome);
            if denied.as_ref().is_some_and(|denied| denied.holds(account) == holds) {
                return Err(format!("-({conditions}) holds where {conditions} does"));
            }
        }
        Ok(())
    }

    fn completes(&self, text: &str) -> Result<(), String> {
        // Every place would take too long in a long text: the first ones, and the end.
        for cursor in (0..=text.len().min(40)).chain([text.len()]) {
            let Some(found) = complete(text, cursor, self) else { continue };
            let Span { start, end } = found.span;
            if text.get(start..end).is_none() || cursor < start || end < cursor || found.offers.is_empty() {
                return Err(format!("completion at {cursor} gave {found:?}"));
            }
        }
        Ok(())
    }

    fn contexts(&self) -> [Context<'_>; 2] {
        let context = |generation, sources, case| Context {
            generation,
            sources,
            case,
            now: Timestamp::from_second(1_795_000_000).unwrap_or_default(),
            zone: TimeZone::UTC,
        };
        [
            context(Generation::Beta, Sources::All(&self.sources), Case::Insensitive),
            context(Generation::V2026, Sources::SeenOnly(&self.sources), Case::Sensitive),
        ]
    }
}

impl Vocabulary for Target {
    fn sources(&self) -> Vec<String> {
        self.sources.iter().map(|source| source.name.clone()).collect()
    }

    fn values(&self, _: Valued<'_>, beginning: &Beginning, at_most: usize) -> Vec<String> {
        let names = self.rows.iter().filter_map(|row| row.name.as_deref());
        names.filter(|name| beginning.fits(name)).take(at_most).map(ToOwned::to_owned).collect()
    }

    fn attributes(&self) -> Vec<String> {
        self.attributes.iter().map(|(name, _)| name.clone()).collect()
    }
}

fn ada() -> AccountRow {
    AccountRow {
        name: Some("Ada.Lovelace".into()),
        native_identity: Some("CN=Ada Lovelace,OU=Straße".into()),
        identity: Some(Arc::new(IdentityFacts { name: Some("Ada King-Noël".into()), ..IdentityFacts::default() })),
        source: Arc::new(SourceFacts { id: Some("s1".into()), ..SourceFacts::default() }),
        created: Timestamp::from_second(1_794_000_000).ok(),
        modified: Timestamp::from_second(1_794_999_000).ok(),
        disabled: Some(false),
        locked: Some(true),
        ..AccountRow::bare("2c92".into())
    }
}

/// Which errors there are is part of the outcome: their first letters, since behind them may stand what was typed.
fn hash(errors: &[QueryError], outcome: &mut DefaultHasher) {
    for error in errors {
        error.message.chars().take(16).for_each(|letter| letter.hash(outcome));
    }
}

/// Errors stand in the text, in its order.
fn lies_within(text: &str, errors: &[QueryError]) -> Result<(), String> {
    for error in errors {
        if text.get(error.span.range()).is_none() {
            return Err(format!("{:?} lies outside of the text: {}", error.span, error.message));
        }
    }
    let is_sorted = errors.is_sorted_by_key(|error| error.span.start);
    if is_sorted { Ok(()) } else { Err("errors are not in the order of the text".to_owned()) }
}

/// What a panic said.
pub fn said(panicked: &(dyn Any + Send)) -> String {
    let said = panicked.downcast_ref::<String>().cloned();
    let said = said.or_else(|| panicked.downcast_ref::<&str>().map(ToString::to_string));
    format!("panicked: {}", said.unwrap_or_default())
}
