//! `source:` by name. A source is known by its id wherever its name is known.

use super::{Resolver, several};
use crate::model::SourceRef;
use crate::query::claim::{Claim, Known};
use crate::query::fold::fold;
use crate::query::nearest::nearest_first;
use crate::query::{Pattern, QueryError, Sources, Span, Spanned, TextField};

/// How many names are offered where none or several fit.
const OFFERED: usize = 8;

/// What a written name stands for.
enum Named {
    /// Sources we know.
    Known(Vec<Known>),
    /// A source nobody has seen yet, by the name as typed.
    AsTyped,
}

impl Resolver<'_> {
    /// One of these sources: by id those that are known, by name those that are not, and those that are described by an
    /// expression.
    pub(super) fn source(&mut self, values: &[Spanned<Pattern>]) -> Option<Claim> {
        let mut known: Vec<Known> = Vec::new();
        let mut called = Vec::new();
        for value in values {
            let named = match &value.value {
                Pattern::Exact(name) => self.source_called(name, value.span),
                Pattern::Prefix(beginning) => self.sources_starting_with(beginning, value.span),
                Pattern::Regex(_) => Ok(Named::AsTyped),
            };
            match self.settled(named)? {
                Named::Known(sources) => known.extend(sources),
                Named::AsTyped => called.push(value),
            }
        }
        let mut claims = Vec::new();
        if !known.is_empty() {
            claims.push(Claim::On(known));
        }
        if !called.is_empty() {
            let texts = self.texts(called, self.folding())?;
            claims.push(Claim::Text { field: TextField::Source, texts });
        }
        Some(several(claims, Claim::Any))
    }

    /// The source of that id; else of that name; else of that name in any case; else the one whose name starts so. The
    /// last only where every source is known: among those seen so far, it may be another one than the one meant.
    fn source_called(&self, name: &str, span: Span) -> Result<Named, QueryError> {
        let folded = fold(name);
        let tests: [&dyn Fn(&SourceRef) -> bool; 4] = [
            &|source| source.id == name,
            &|source| source.name == name,
            &|source| fold(&source.name) == folded,
            &|source| fold(&source.name).starts_with(&folded),
        ];
        let certain = if matches!(self.context.sources, Sources::All(_)) { &tests[..] } else { &tests[..3] };
        for test in certain {
            let found = self.known_sources(test);
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
            Sources::SeenOnly(_) => Ok(Named::AsTyped),
        }
    }

    fn sources_starting_with(&self, beginning: &str, span: Span) -> Result<Named, QueryError> {
        let Sources::All(_) = self.context.sources else {
            let message = "this sign-in may not list sources: write a source's whole name";
            let names = self.context.sources.known().iter().map(|source| &*source.name);
            return Err(QueryError::new(span, message).with_fits(offers(names)));
        };
        let folded = fold(beginning);
        let found = self.known_sources(&|source| fold(&source.name).starts_with(&folded));
        if found.is_empty() { Err(self.no_source(beginning, span)) } else { Ok(Named::Known(found)) }
    }

    fn known_sources(&self, test: &dyn Fn(&SourceRef) -> bool) -> Vec<Known> {
        let known = |source: &SourceRef| Known { id: source.id.clone(), name: source.name.clone() };
        self.context.sources.known().iter().filter(|source| test(source)).map(known).collect()
    }

    fn no_source(&self, name: &str, span: Span) -> QueryError {
        let names = nearest_first(name, self.context.sources.known().iter().map(|source| &*source.name));
        QueryError::new(span, format!("no source is called {name}, or starts so")).with_fits(offers(names))
    }
}

/// Names as they can be typed.
fn offers<'a>(names: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = String> {
    let names: Vec<_> =
        names.into_iter().take(OFFERED).map(|name| Pattern::Exact(name.to_owned()).to_string()).collect();
    names.into_iter()
}
