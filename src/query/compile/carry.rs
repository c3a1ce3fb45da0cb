//! What the tenant's filter can carry of a claim: all of it, or as much of it as the claim surely implies.
//!
//! `(source:A is:locked) or (source:B is:disabled)` as a whole is for us to judge, but whatever passes is on A or B, and
//! that the tenant can be asked.

use jiff::SignedDuration;

use super::clause::{Clause, Other, Value, Values};
use crate::model::Generation;
use crate::model::fields::{self, Field, Operator};
use crate::query::claim::{Bound, Claim, Texts};
use crate::query::{Holding, Pattern, State, TextField, TimeField};

/// What the tenant is asked of a claim.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Clauses that hold wherever the claim does.
    pub(super) clauses: Vec<Clause>,
    /// Together they hold nowhere else, so that nothing is left to judge here.
    pub(super) exact: bool,
}

impl From<Option<Clause>> for Carried {
    fn from(clause: Option<Clause>) -> Self {
        Self { exact: clause.is_some(), clauses: clause.into_iter().collect() }
    }
}

/// What this generation's filter can carry of a claim.
pub(super) fn carry(generation: Generation, claim: &Claim) -> Carried {
    Filter { generation }.claim(claim)
}

/// A generation's filter.
struct Filter {
    generation: Generation,
}

impl Filter {
    fn claim(&self, claim: &Claim) -> Carried {
        match claim {
            Claim::All(claims) => all(claims.iter().map(|claim| self.claim(claim))),
            Claim::Any(claims) => any(&claims.iter().map(|claim| self.claim(claim)).collect::<Vec<_>>()),
            Claim::Not(claim) => self.denied(claim),
            Claim::Text { field, texts } => self.texts(*field, texts).into(),
            Claim::On(sources) => {
                let values = sources.iter().map(|source| Value { text: source.id.clone(), said: source.name.clone() });
                self.values(Field::SourceId, values.collect(), Vec::new()).into()
            }
            Claim::Time { field, bounds, .. } => self.time(*field, bounds, claim).into(),
            Claim::Is(state) => self.state(*state, claim).into(),
            Claim::Has(Holding::Entitlements) => self.flag(Field::HasEntitlements, true, claim).into(),
            Claim::Attribute { .. } | Claim::Like { .. } => Carried::default(),
        }
    }

    /// What the denial of a claim comes to. What is not told of an account equals nothing to the tenant as well, so of a
    /// plain claim's denial it can carry nothing: its own `not` might leave those accounts out.
    fn denied(&self, claim: &Claim) -> Carried {
        match claim {
            Claim::All(claims) => any(&claims.iter().map(|claim| self.denied(claim)).collect::<Vec<_>>()),
            Claim::Any(claims) => all(claims.iter().map(|claim| self.denied(claim))),
            Claim::Not(claim) => self.claim(claim),
            _ => Carried::default(),
        }
    }

    fn texts(&self, field: TextField, texts: &Texts) -> Option<Clause> {
        let mut exact = Vec::new();
        let mut beginnings = Vec::new();
        for pattern in texts.typed() {
            match pattern {
                Pattern::Exact(text) => exact.push(Value { text: text.clone(), said: text.clone() }),
                Pattern::Prefix(text) => beginnings.push(text.clone()),
                Pattern::Regex(_) => return None,
            }
        }
        let field = match field {
            TextField::Name => Field::Name,
            TextField::Native => Field::NativeIdentity,
            TextField::Source => Field::SourceName,
            TextField::Identity => Field::IdentityName,
            TextField::Id => Field::Id,
        };
        self.values(field, exact, beginnings)
    }

    fn values(&self, field: Field, exact: Vec<Value>, beginnings: Vec<String>) -> Option<Clause> {
        let equal = if exact.len() == 1 { Operator::Eq } else { Operator::In };
        let can = (exact.is_empty() || self.can(field, equal))
            && (beginnings.is_empty() || self.can(field, Operator::StartsWith));
        can.then(|| Clause::any_of(field, vec![Clause::Values(Values { field, exact, beginnings })]))
    }

    fn time(&self, field: TimeField, bounds: &[Bound], claim: &Claim) -> Option<Clause> {
        let field = match field {
            TimeField::Created => Field::Created,
            TimeField::Modified => Field::Modified,
        };
        let comparisons: Vec<_> = bounds.iter().map(|bound| self.bound(field, *bound)).collect::<Option<_>>()?;
        Some(Clause::Other(Other {
            field: Some(field),
            filter: comparisons.join(" and "),
            loose: comparisons.len() > 1,
            meaning: claim.to_string(),
        }))
    }

    /// A comparison with a time. Where the generation has no `lt` for the field, up to a millisecond before it: the
    /// tenant's times have no finer parts.
    fn bound(&self, field: Field, Bound { operator, at }: Bound) -> Option<String> {
        let (operator, at) = if operator == Operator::Lt && !self.can(field, operator) {
            (Operator::Le, at.checked_sub(SignedDuration::from_millis(1)).ok()?)
        } else {
            (operator, at)
        };
        self.can(field, operator).then(|| format!("{} {} {at}", field.api_name(), operator.word()))
    }

    fn state(&self, state: State, claim: &Claim) -> Option<Clause> {
        match state {
            State::Uncorrelated => self.flag(Field::Uncorrelated, true, claim),
            State::Correlated => self.flag(Field::Uncorrelated, false, claim),
            State::Manual => self.flag(Field::ManuallyCorrelated, true, claim),
            State::Authoritative => self.flag(Field::SourceAuthoritative, true, claim),
            // Of the last two `identity.identityState` says too little: it is null where only the lifecycle state is told.
            State::Locked
            | State::Disabled
            | State::Enabled
            | State::Machine
            | State::System
            | State::Active
            | State::Leaver => None,
        }
    }

    fn flag(&self, field: Field, wanted: bool, claim: &Claim) -> Option<Clause> {
        self.can(field, Operator::Eq).then(|| {
            Clause::Other(Other {
                field: Some(field),
                filter: format!("{} eq {wanted}", field.api_name()),
                loose: false,
                meaning: claim.to_string(),
            })
        })
    }

    fn can(&self, field: Field, operator: Operator) -> bool {
        fields::can_filter(self.generation, field, operator)
    }
}

/// What claims that all hold imply.
fn all(claims: impl Iterator<Item = Carried>) -> Carried {
    claims.fold(Carried { clauses: Vec::new(), exact: true }, |mut whole, claim| {
        whole.clauses.extend(claim.clauses);
        whole.exact &= claim.exact;
        whole
    })
}

/// What claims of which one holds imply: for each field that all of them say something about, one of those things. The
/// filter's `or` stays within a field.
fn any(claims: &[Carried]) -> Carried {
    let subject = |clause: &Clause| clause.field().map(about);
    let mut fields: Vec<Field> = Vec::new();
    for field in claims.first().into_iter().flat_map(|first| first.clauses.iter().filter_map(subject)) {
        if !fields.contains(&field)
            && claims.iter().all(|claim| claim.clauses.iter().any(|clause| subject(clause) == Some(field)))
        {
            fields.push(field);
        }
    }
    let clause = |field: Field| {
        let alternatives = claims.iter().map(|claim| {
            let about_it: Vec<_> = claim.clauses.iter().filter(|clause| subject(clause) == Some(field)).collect();
            Clause::all_of(field, &about_it)
        });
        Clause::any_of(field, alternatives.collect())
    };
    let is_all_said =
        |claim: &Carried| claim.exact && claim.clauses.iter().all(|clause| subject(clause) == fields.first().copied());
    Carried {
        exact: fields.len() == 1 && claims.iter().all(is_all_said),
        clauses: fields.iter().copied().map(clause).collect(),
    }
}

/// A source is one thing, whether it is asked for by its id or by its name.
fn about(field: Field) -> Field {
    if field == Field::SourceName { Field::SourceId } else { field }
}
