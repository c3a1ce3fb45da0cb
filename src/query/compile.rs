//! From a query to what the tenant is asked, and what is left for us to judge.
//!
//! Each condition becomes clauses of the API's filter where the generation's fields and operators allow, and the clauses
//! are joined with `and`. Of a condition that the filter cannot hold whole, it gets what it can hold; the condition
//! itself is judged here then, row by row, while the list is read to its end.

mod carry;
mod clause;
mod length;
mod order;
mod parts;
mod raw;

use std::sync::Arc;

use super::claim::Claim;
use super::resolve::{Resolved, resolve};
use super::{Context, Predicate, Query, QueryError, SortKey, parse};
use crate::model::fields::{Field, Operator};
use carry::{Carried, carry};
use clause::Clause;
use parts::Divided;

/// What the tenant is asked, and what that means.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The `filters` parameter of `listAccounts`, not yet encoded for an address; none asks for every account.
    pub filter: Option<String>,
    /// The `sorters` parameter. Always ends in `id` or `-id`: without a unique order, pages lose and repeat rows. Where
    /// the list is read whole and asked for in an order the tenant does not know, as much of the order as it knows.
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
    /// Whether the list has to be read to its end: some of it is judged here, or it comes in parts.
    #[must_use]
    pub fn needs_a_scan(&self) -> bool {
        self.here.is_some() || !self.parts.is_empty()
    }
}

/// The part of a query that only we can judge.
#[derive(Debug, Clone, PartialEq)]
pub struct Here {
    /// The test.
    pub predicate: Arc<Predicate>,
    /// The same in plain words, a part each: `locked`. Holds what was typed: make it safe to show.
    pub meaning: Vec<String>,
}

/// How the rows of a list are come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Pages at the places one looks at, in the tenant's order.
    Pages,
    /// All of it, so that we can bring it into any order.
    ToTheEnd,
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
    let (resolved, mut errors) = resolve(query, context);
    let mut conjuncts = Vec::new();
    for part in resolved {
        match Conjunct::of(part, context) {
            Ok(conjunct) => conjuncts.push(conjunct),
            Err(error) => errors.push(error),
        }
    }
    let Divided { list, parts } = parts::fit(&mut conjuncts);
    let here = left_for_us(&conjuncts);
    let reading = if here.is_some() || !parts.is_empty() { Reading::ToTheEnd } else { Reading::Pages };
    let order = order::compile(&query.sort, context.generation, reading).map_err(|wrong| errors.extend(wrong));
    let (Ok(order), true) = (order, errors.is_empty()) else {
        errors.sort_by_key(|error| error.span.start);
        return Err(errors);
    };
    let clauses: Vec<&Clause> = conjuncts.iter().flat_map(|conjunct| &conjunct.carried.clauses).collect();
    let asked = || clauses.iter().copied().chain(&list);
    Ok(Compiled {
        filter: Clause::all(&clauses),
        sorters: order.sorters,
        meaning: asked().map(Clause::meaning).chain(order.meaning).collect(),
        here,
        parts,
        order: order.keys,
        sources: sources(asked()),
    })
}

/// Reads a text and turns it into what the tenant is asked.
///
/// # Errors
/// Everything that is wrong with the text, or, where it is well written, everything that cannot be asked.
pub fn compile_text(text: &str, context: &Context<'_>) -> Result<Compiled, Vec<QueryError>> {
    compile(&parse(text)?, context)
}

/// One of the conditions that must all hold, and what the tenant is asked of it.
struct Conjunct {
    /// What to judge here where the tenant cannot; none for a filter in its own grammar.
    claim: Option<Claim>,
    carried: Carried,
}

impl Conjunct {
    fn of(part: Resolved, context: &Context<'_>) -> Result<Self, QueryError> {
        Ok(match part {
            Resolved::Claim(claim) => Self { carried: carry(context.generation, &claim), claim: Some(claim) },
            Resolved::Raw(filter) => {
                let clause = raw::compile(&filter.value, filter.span)?;
                Self { carried: Some(clause).into(), claim: None }
            }
        })
    }
}

/// What the tenant does not settle.
fn left_for_us(conjuncts: &[Conjunct]) -> Option<Here> {
    let left =
        conjuncts.iter().filter(|conjunct| !conjunct.carried.exact).filter_map(|conjunct| conjunct.claim.clone());
    let left: Vec<Claim> = left.collect();
    let meaning = left.iter().map(ToString::to_string).collect();
    (!left.is_empty()).then(|| Here { predicate: Arc::new(Predicate::all(left)), meaning })
}

/// The sources outside of which nothing can match, where the clauses say so.
fn sources<'c>(clauses: impl Iterator<Item = &'c Clause>) -> Option<Vec<String>> {
    let lists = clauses.filter_map(|clause| match clause {
        Clause::Values(values) if values.field == Field::SourceId && values.beginnings.is_empty() => {
            Some(values.exact.iter().map(|value| value.text.clone()).collect())
        }
        _ => None,
    });
    lists.min_by_key(Vec::len)
}

#[cfg(test)]
mod tests;
