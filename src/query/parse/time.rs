//! Terms about a time: `modified<7d`, `created:2026-01-01`, `created:2026-01-01..2026-02-01`.

use super::super::term::{Comparison, TimeRelation};
use super::super::token::{Sign, Text};
use super::super::{Condition, Moment, QueryError, Span, Spanned, TimeField};
use super::Parser;
use super::field::{Keyed, Value};

impl Parser {
    pub(super) fn time(&mut self, field: TimeField, term: &Keyed) -> Option<Spanned<Condition>> {
        let (first, others) = term.values.split_first()?;
        if let Some(second) = others.first() {
            self.errors
                .push(QueryError::new(second.span, "one time a term; a range is written 2026-01-01..2026-02-01"));
            return None;
        }
        let relation = match &first.value {
            Value::Text(Text { content: text, prefix: false, .. }) => {
                self.relation(field, term.sign.value, text, first.span)
            }
            _ => self.no_time("this", first.span),
        };
        relation.map(|relation| Spanned::new(Condition::Time { field, relation }, term.whole))
    }

    fn relation(&mut self, field: TimeField, sign: Sign, text: &str, span: Span) -> Option<TimeRelation> {
        let comparison = match sign {
            Sign::Colon => return self.within(field, text, span),
            Sign::Less => Comparison::Less,
            Sign::LessOrEqual => Comparison::LessOrEqual,
            Sign::Greater => Comparison::Greater,
            Sign::GreaterOrEqual => Comparison::GreaterOrEqual,
        };
        let Some(moment) = Moment::read(text) else { return self.no_time(text, span) };
        Some(TimeRelation::Compare(comparison, moment))
    }

    /// After a colon: a day, or a range.
    fn within(&mut self, field: TimeField, text: &str, span: Span) -> Option<TimeRelation> {
        if let Some((from, to)) = text.split_once("..") {
            return match (Moment::read(from), Moment::read(to)) {
                (Some(from), Some(to)) => Some(TimeRelation::Between(from, to)),
                (None, _) => self.no_time(from, span),
                (_, None) => self.no_time(to, span),
            };
        }
        match Moment::read(text) {
            Some(Moment::Day(day)) => Some(TimeRelation::On(day)),
            Some(_) => {
                let message = format!("after a colon stands a day or range; this is compared: {}<{text}", field.word());
                self.errors.push(QueryError::new(span, message).with_fits([
                    "today",
                    "2026-01-31",
                    "2026-01-01..2026-01-31",
                ]));
                None
            }
            None => self.no_time(text, span),
        }
    }

    fn no_time(&mut self, text: &str, span: Span) -> Option<TimeRelation> {
        let message = format!("{text:?} is not a time: an age (90m, 12h, 7d, 2w), a day, or a day with a time");
        self.errors.push(QueryError::new(span, message).with_fits([
            "7d",
            "12h",
            "today",
            "2026-01-31",
            "2026-01-31T09:30",
        ]));
        None
    }
}
