//! Settling what a query leaves open: which sources are meant, where days begin, how old "7d" is now.

mod source;
mod time;

use super::claim::{Claim, Folding, Texts};
use super::fuzzy::Fuzzy;
use super::{Case, Condition, Context, Pattern, Query, QueryError, Span, Spanned, TextField};

/// One of the conditions that must all hold, settled.
pub(super) enum Resolved {
    /// What can be judged here as well.
    Claim(Claim),
    /// A filter in the API's own grammar, which only the tenant can judge.
    Raw(Spanned<String>),
}

/// The conditions that must all hold, and what cannot be settled of them.
pub(super) fn resolve(query: &Query, context: &Context<'_>) -> (Vec<Resolved>, Vec<QueryError>) {
    let mut resolver = Resolver { context, errors: Vec::new() };
    let (raw, judged): (Vec<_>, Vec<_>) =
        query.all.iter().partition(|condition| matches!(condition.value, Condition::Raw(_)));
    let claims = resolver.series(judged);
    let filters = raw.into_iter().filter_map(|condition| match &condition.value {
        Condition::Raw(filter) => Some(Resolved::Raw(Spanned::new(filter.clone(), condition.span))),
        _ => None,
    });
    (claims.into_iter().map(Resolved::Claim).chain(filters).collect(), resolver.errors)
}

struct Resolver<'a> {
    context: &'a Context<'a>,
    errors: Vec<QueryError>,
}

impl Resolver<'_> {
    /// Conditions that must all hold. The plain words among them are one beginning of a name: `ada lovelace`.
    fn series<'q>(&mut self, all: impl IntoIterator<Item = &'q Spanned<Condition>>) -> Vec<Claim> {
        let mut words = Vec::new();
        let mut claims = Vec::new();
        for condition in all {
            match &condition.value {
                Condition::Word(word) => words.push(word.as_str()),
                _ => claims.extend(self.claim(condition)),
            }
        }
        if !words.is_empty() {
            claims.splice(0..0, self.name_that_starts_with(&words.join(" ")));
        }
        claims
    }

    /// What a condition claims; none where it cannot be settled, which has been told then.
    fn claim(&mut self, condition: &Spanned<Condition>) -> Option<Claim> {
        match &condition.value {
            Condition::Word(word) => self.name_that_starts_with(word),
            Condition::Fuzzy(word) => Some(Claim::Like { word: word.clone(), fuzzy: Fuzzy::new(word) }),
            Condition::Text { field: TextField::Source, values } => self.source(values),
            Condition::Text { field, values } => {
                let texts = self.texts(values, self.folding())?;
                Some(Claim::Text { field: *field, texts })
            }
            Condition::Attribute { name, values } => {
                let texts = self.texts(values, Folding::Full)?;
                Some(Claim::Attribute { name: name.clone(), texts })
            }
            Condition::Time { field, relation } => {
                let bounds = self.bounds(relation, condition.span);
                let bounds = self.settled(bounds)?;
                Some(Claim::Time { field: *field, bounds, relation: relation.clone() })
            }
            Condition::Is(state) => Some(Claim::Is(*state)),
            Condition::Has(holding) => Some(Claim::Has(*holding)),
            Condition::Raw(filter) => self.raw_within(filter, condition.span),
            Condition::Not(inner) => Some(Claim::Not(Box::new(self.claim(inner)?))),
            Condition::All(all) => Some(several(self.series(all), Claim::All)),
            Condition::Any(any) => {
                let claims = any.iter().filter_map(|alternative| self.claim(alternative)).collect();
                Some(several(claims, Claim::Any))
            }
        }
    }

    fn name_that_starts_with(&mut self, beginning: &str) -> Option<Claim> {
        let pattern = Spanned::new(Pattern::Prefix(beginning.to_owned()), Span::default());
        let texts = self.texts([&pattern], self.folding())?;
        Some(Claim::Text { field: TextField::Name, texts })
    }

    fn texts<'q>(&mut self, values: impl IntoIterator<Item = &'q Spanned<Pattern>>, folding: Folding) -> Option<Texts> {
        self.settled(Texts::new(values, folding))
    }

    /// How the tenant compares texts.
    fn folding(&self) -> Folding {
        match self.context.case {
            Case::Insensitive => Folding::Lower,
            Case::Sensitive => Folding::AsTyped,
        }
    }

    fn settled<T>(&mut self, result: Result<T, QueryError>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    /// The tenant's own filter in the midst of what is judged here.
    fn raw_within(&mut self, filter: &str, span: Span) -> Option<Claim> {
        let message = "raw: stands beside other terms only: put the `or` or `not` into it";
        let negated = format!("raw:'not ({filter})'");
        self.errors.push(QueryError::new(span, message).with_fits([negated, format!("raw:'{filter} or …'")]));
        None
    }
}

/// Several claims as one: itself for one.
fn several(mut claims: Vec<Claim>, join: fn(Vec<Claim>) -> Claim) -> Claim {
    if claims.len() == 1 { claims.remove(0) } else { join(claims) }
}
