//! From a query to what the tenant is asked.
//!
//! Each condition becomes a clause of the API's filter where the generation's fields and operators allow, and the
//! clauses are joined with `and`. A condition that the API has nothing for can only be judged here, row by row; that
//! part of the language is read but not answered yet, and says so at its place.

mod clause;
mod here;
mod order;
mod raw;
mod source;
mod text;
mod time;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::term::{Holding, State};
use super::{Condition, Predicate, Query, QueryError, SortKey, Span, Spanned, parse};
use crate::model::fields::{Field, Operator};
use crate::model::{Generation, SourceRef};
use clause::Clause;

/// What a query is compiled against.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The generation of the API that will be asked.
    pub generation: Generation,
    /// The sources whose names are known.
    pub sources: Sources<'a>,
    /// What ages are counted from.
    pub now: Timestamp,
    /// The person's zone: what a date without a zone means.
    pub zone: TimeZone,
}

/// The sources whose names are known, and whether there may be others.
#[derive(Debug, Clone, Copy)]
pub enum Sources<'a> {
    /// All that the token may see (`listSources`).
    All(&'a [SourceRef]),
    /// Those of the accounts seen so far: not every user level may list sources.
    SeenOnly(&'a [SourceRef]),
}

/// What the tenant is asked, and what that means.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The `filters` parameter of `listAccounts`, not yet encoded for an address; none asks for every account.
    pub filter: Option<String>,
    /// The `sorters` parameter. Always ends in `id` or `-id`: without a unique order, pages lose and repeat rows.
    pub sorters: String,
    /// The question in plain words, a part each: `names that start with smith`. Holds what was typed: make it safe to
    /// show.
    pub meaning: Vec<String>,
    /// What remains to be judged here, account by account; none where the tenant answers all of it.
    pub here: Option<Here>,
    /// Filters that divide the list: each is read as a series of its own, joined to `filter` by `and`. Together they hold
    /// every account that can match, none of them twice; empty where the list needs no dividing.
    pub parts: Vec<String>,
    /// The order asked for, for rows that are sorted here; empty where none was.
    pub order: Vec<SortKey>,
    /// The ids of the sources to which `filter` restricts the list, where it does.
    pub sources: Option<Vec<String>>,
}

impl Compiled {
    /// The same, where the tenant answers all of it.
    ///
    /// # Errors
    /// Where something is left to be judged here.
    pub fn by_the_tenant_alone(self) -> Result<Self, Vec<QueryError>> {
        let Some(here) = &self.here else { return Ok(self) };
        let message = format!("not built yet: {}, which the API cannot filter", here.meaning.join(", "));
        Err(vec![QueryError::new(Span::new(0, 0), message)])
    }
}

/// The part of a query that only we can judge.
#[derive(Debug, Clone, PartialEq)]
pub struct Here {
    /// The test.
    pub predicate: Arc<Predicate>,
    /// The same in plain words, a part each: `locked`.
    pub meaning: Vec<String>,
}

/// The filter for accounts whose field is exactly this: `identityId eq "2c91…"`.
#[must_use]
pub fn equals(field: Field, text: &str) -> String {
    clause::comparison(field, Operator::Eq, text)
}

/// Turns a query into what the tenant is asked.
///
/// # Errors
/// Everything that cannot be asked, in the order of the text; then nothing may be sent.
pub fn compile(query: &Query, context: &Context<'_>) -> Result<Compiled, Vec<QueryError>> {
    let compiler = Compiler { context };
    let mut errors = Vec::new();
    let mut left = Vec::new();
    let clauses: Vec<Clause> = compiler
        .series(&query.all)
        .into_iter()
        .filter_map(|part| match part {
            Ok(Part::Tenant(clause)) => Some(clause),
            Ok(Part::Here(condition)) => {
                if Predicate::all([&condition.value]).is_none() {
                    errors.push(here::not_built_yet(condition));
                }
                left.push(&condition.value);
                None
            }
            Err(error) => {
                errors.push(error);
                None
            }
        })
        .collect();
    let order = order::compile(&query.sort, context.generation).map_err(|wrong| errors.extend(wrong));
    let (Ok(order), true) = (order, errors.is_empty()) else {
        errors.sort_by_key(|error| error.span.start);
        return Err(errors);
    };
    let meaning = clauses.iter().map(|clause| clause.meaning.clone()).chain(order.meaning).collect();
    let here = (!left.is_empty()).then(|| Predicate::all(left.iter().copied())).flatten().map(|predicate| Here {
        predicate: Arc::new(predicate),
        meaning: left.iter().map(ToString::to_string).collect(),
    });
    Ok(Compiled {
        filter: Clause::all(&clauses),
        sorters: order.sorters,
        meaning,
        here,
        parts: Vec::new(),
        order: query.sort.iter().map(|key| key.value).collect(),
        sources: None,
    })
}

/// Reads a text and turns it into what the tenant is asked.
///
/// # Errors
/// Everything that is wrong with the text, or, where it is well written, everything that cannot be asked.
pub fn compile_text(text: &str, context: &Context<'_>) -> Result<Compiled, Vec<QueryError>> {
    compile(&parse(text)?, context)
}

/// Who answers a condition.
enum Part<'q> {
    /// The tenant, through its filter.
    Tenant(Clause),
    /// We, row by row.
    Here(&'q Spanned<Condition>),
}

impl From<Clause> for Part<'_> {
    fn from(clause: Clause) -> Self {
        Self::Tenant(clause)
    }
}

type Compilation<'q> = Result<Part<'q>, QueryError>;

struct Compiler<'a> {
    context: &'a Context<'a>,
}

impl Compiler<'_> {
    /// Conditions that must all hold. The plain words among them are one beginning of a name: `ada lovelace`.
    fn series<'q>(&self, all: &'q [Spanned<Condition>]) -> Vec<Compilation<'q>> {
        let mut words = Vec::new();
        let mut parts = Vec::new();
        for condition in all {
            match &condition.value {
                Condition::Word(word) => words.push(word.as_str()),
                _ => parts.push(self.part(condition)),
            }
        }
        if !words.is_empty() {
            parts.insert(0, Ok(text::name_that_starts_with(&words.join(" ")).into()));
        }
        parts
    }

    fn part<'q>(&self, condition: &'q Spanned<Condition>) -> Compilation<'q> {
        let clause = match &condition.value {
            Condition::Word(word) => Some(text::name_that_starts_with(word)),
            Condition::Text { field, values } => self.text(*field, values)?,
            Condition::Time { field, relation } => Some(self.time(*field, relation, condition.span)?),
            Condition::Is(state) => self.state(*state),
            Condition::Has(Holding::Entitlements) => self.flag(Field::HasEntitlements, true, "holding entitlements"),
            Condition::Raw(filter) => Some(raw::compile(filter, condition.span)?),
            Condition::Any(alternatives) => self.any(alternatives)?,
            Condition::Fuzzy(_) | Condition::Attribute { .. } | Condition::Not(_) | Condition::All(_) => None,
        };
        Ok(clause.map_or(Part::Here(condition), Part::Tenant))
    }

    /// `or` between terms about one field goes to the tenant.
    fn any(&self, alternatives: &[Spanned<Condition>]) -> Result<Option<Clause>, QueryError> {
        let mut clauses = Vec::new();
        for alternative in alternatives {
            let series = match &alternative.value {
                Condition::All(terms) => &terms[..],
                _ => std::slice::from_ref(alternative),
            };
            for part in self.series(series) {
                match part? {
                    Part::Tenant(clause) => clauses.push(clause),
                    Part::Here(_) => return Ok(None),
                }
            }
        }
        let one_each = clauses.len() == alternatives.len();
        Ok(if one_each { Clause::any_of_one_field(clauses) } else { None })
    }

    fn state(&self, state: State) -> Option<Clause> {
        match state {
            State::Uncorrelated => self.flag(Field::Uncorrelated, true, "uncorrelated"),
            State::Correlated => self.flag(Field::Uncorrelated, false, "correlated"),
            State::Manual => self.flag(Field::ManuallyCorrelated, true, "correlated by hand"),
            State::Authoritative => self.flag(Field::SourceAuthoritative, true, "on an authoritative source"),
            // `identity.identityState` is null where a tenant tells the lifecycle state only, so that it cannot stand in for
            // what an identity is.
            State::Active
            | State::Leaver
            | State::Locked
            | State::Disabled
            | State::Enabled
            | State::Machine
            | State::System => None,
        }
    }

    fn flag(&self, field: Field, wanted: bool, meaning: &str) -> Option<Clause> {
        self.can_filter(field, Operator::Eq)
            .then(|| Clause::about(field, format!("{} eq {wanted}", field.api_name()), meaning))
    }

    fn can_filter(&self, field: Field, operator: Operator) -> bool {
        crate::model::fields::can_filter(self.context.generation, field, operator)
    }
}

#[cfg(test)]
mod tests;
