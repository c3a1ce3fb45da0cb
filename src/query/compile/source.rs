//! `source:` by name. The tenant is asked by id wherever the name is known.

use super::super::fold::fold;
use super::super::nearest::nearest_first;
use super::super::{Pattern, QueryError, Span, Spanned};
use super::clause::{Clause, equals_any, in_words};
use super::{Compiler, Sources};
use crate::model::SourceRef;
use crate::model::fields::Field;

/// How many names are offered where none or several fit.
const OFFERED: usize = 8;

/// What a written name stands for.
enum Named<'q> {
    /// Sources we know.
    Known(Vec<&'q SourceRef>),
    /// A source nobody has seen yet, by the name as typed.
    AsTyped(&'q str),
}

impl<'a> Compiler<'a> {
    /// A clause, or none where the values can only be judged here.
    pub(super) fn source(&self, values: &[Spanned<Pattern>]) -> Result<Option<Clause>, QueryError> {
        let mut known: Vec<&SourceRef> = Vec::new();
        let mut typed = Vec::new();
        for value in values {
            let named = match &value.value {
                Pattern::Exact(name) => self.source_called(name, value.span)?,
                Pattern::Prefix(beginning) => self.sources_starting_with(beginning, value.span)?,
                Pattern::Regex(_) => return Ok(None),
            };
            match named {
                Named::Known(sources) => known.extend(sources),
                Named::AsTyped(name) => typed.push(name),
            }
        }
        Ok(Some(source_clause(&known, &typed)))
    }

    /// The source of that id; else of that name; else of that name in any case; else the one whose name starts so. The
    /// last only where every source is known: among those seen so far, it may be another one than the one meant.
    fn source_called<'q>(&self, name: &'q str, span: Span) -> Result<Named<'q>, QueryError>
    where
        'a: 'q,
    {
        let sources = self.known_sources();
        let folded = fold(name);
        let tests: [&dyn Fn(&SourceRef) -> bool; 4] = [
            &|source| source.id == name,
            &|source| source.name == name,
            &|source| fold(&source.name) == folded,
            &|source| fold(&source.name).starts_with(&folded),
        ];
        let certain = if matches!(self.context.sources, Sources::All(_)) { &tests[..] } else { &tests[..3] };
        for test in certain {
            let found: Vec<_> = sources.iter().filter(|source| test(source)).collect();
            match found.len() {
                0 => {}
                1 => return Ok(Named::Known(found)),
                several => {
                    let message = format!("{several} sources start with {name}");
                    return Err(
                        QueryError::new(span, message).with_fits(offers(found.iter().map(|source| &*source.name)))
                    );
                }
            }
        }
        match self.context.sources {
            Sources::All(_) => Err(self.no_source(name, span)),
            Sources::SeenOnly(_) => Ok(Named::AsTyped(name)),
        }
    }

    fn sources_starting_with<'q>(&self, beginning: &'q str, span: Span) -> Result<Named<'q>, QueryError>
    where
        'a: 'q,
    {
        let Sources::All(sources) = self.context.sources else {
            let message =
                "not every source is known here (this sign-in may not list them): write a source's whole name";
            return Err(QueryError::new(span, message)
                .with_fits(offers(self.known_sources().iter().map(|source| &*source.name))));
        };
        let folded = fold(beginning);
        let found: Vec<_> = sources.iter().filter(|source| fold(&source.name).starts_with(&folded)).collect();
        if found.is_empty() { Err(self.no_source(beginning, span)) } else { Ok(Named::Known(found)) }
    }

    fn no_source(&self, name: &str, span: Span) -> QueryError {
        let names = nearest_first(name, self.known_sources().iter().map(|source| &*source.name));
        QueryError::new(span, format!("no source is called {name}, or starts so")).with_fits(offers(names))
    }

    fn known_sources(&self) -> &'a [SourceRef] {
        match self.context.sources {
            Sources::All(sources) | Sources::SeenOnly(sources) => sources,
        }
    }
}

fn source_clause(known: &[&SourceRef], typed: &[&str]) -> Clause {
    let mut comparisons = Vec::new();
    let mut meanings = Vec::new();
    if !known.is_empty() {
        let ids: Vec<_> = known.iter().map(|source| &*source.id).collect();
        let names: Vec<_> = known.iter().map(|source| &*source.name).collect();
        comparisons.push(equals_any(Field::SourceId, &ids));
        meanings.push(format!("source is {}", in_words(&names)));
    }
    if !typed.is_empty() {
        comparisons.push(equals_any(Field::SourceName, typed));
        meanings.push(format!("source is called {}, as typed", in_words(typed)));
    }
    Clause::any_of(Field::SourceId, &comparisons, meanings.join(", or "))
}

/// Names as they can be typed.
fn offers<'a>(names: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = String> {
    let names: Vec<_> =
        names.into_iter().take(OFFERED).map(|name| Pattern::Exact(name.to_owned()).to_string()).collect();
    names.into_iter()
}
