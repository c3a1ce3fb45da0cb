//! Conditions on a time: what a person's days and ages are in the tenant's UTC.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::super::term::{Comparison, TimeRelation};
use super::super::{Day, Moment, QueryError, Span, TimeField};
use super::Compiler;
use super::clause::Clause;
use crate::model::fields::{Field, Operator};

/// The first second of the year 1, before which the tenant's calendar has no dates.
const EARLIEST: i64 = -62_135_596_800;

/// What a moment covers.
struct Stretch {
    start: Timestamp,
    /// Where a day ends, and the next one starts; none for a point in time.
    next: Option<Timestamp>,
}

impl Compiler<'_> {
    pub(super) fn time(&self, field: TimeField, relation: &TimeRelation, span: Span) -> Result<Clause, QueryError> {
        let target = match field {
            TimeField::Created => Field::Created,
            TimeField::Modified => Field::Modified,
        };
        let comparisons = match relation {
            TimeRelation::Compare(comparison, moment) => {
                self.compared(target, *comparison, moment).map(|one| vec![one])
            }
            TimeRelation::On(day) => self.day(*day).and_then(|day| self.between(target, &day, &day)),
            TimeRelation::Between(from, to) => match (self.stretch(from), self.stretch(to)) {
                (Some(from), Some(to)) if from.start > to.start => {
                    return Err(QueryError::new(span, "the range ends before it begins"));
                }
                (Some(from), Some(to)) => self.between(target, &from, &to),
                _ => None,
            },
        };
        let comparisons = comparisons.ok_or_else(|| QueryError::new(span, "this lies outside of the calendar"))?;
        Ok(Clause::all_of(target, &comparisons, format!("{} {}", field.word(), in_words(relation))))
    }

    /// A comparison with a moment. An age is compared the other way round: younger is later.
    fn compared(&self, field: Field, comparison: Comparison, moment: &Moment) -> Option<String> {
        let stretch = self.stretch(moment)?;
        let comparison = if matches!(moment, Moment::Ago(_)) { turned(comparison) } else { comparison };
        match (comparison, stretch.next) {
            (Comparison::Less, _) => self.before(field, stretch.start),
            (Comparison::LessOrEqual, _) => self.up_to(field, &stretch),
            (Comparison::Greater, Some(next)) => Some(bound(field, Operator::Ge, next)),
            (Comparison::Greater, None) => Some(bound(field, Operator::Gt, stretch.start)),
            (Comparison::GreaterOrEqual, _) => Some(bound(field, Operator::Ge, stretch.start)),
        }
    }

    fn between(&self, field: Field, from: &Stretch, to: &Stretch) -> Option<Vec<String>> {
        Some(vec![bound(field, Operator::Ge, from.start), self.up_to(field, to)?])
    }

    /// Up to a point in time, or to the end of a day.
    fn up_to(&self, field: Field, stretch: &Stretch) -> Option<String> {
        match stretch.next {
            Some(next) => self.before(field, next),
            None => Some(bound(field, Operator::Le, stretch.start)),
        }
    }

    /// Before a point in time. Where the generation has no `lt` for the field, up to a millisecond before it: the
    /// tenant's times have no finer parts.
    fn before(&self, field: Field, at: Timestamp) -> Option<String> {
        if self.can_filter(field, Operator::Lt) {
            return Some(bound(field, Operator::Lt, at));
        }
        at.checked_sub(SignedDuration::from_millis(1)).ok().map(|at| bound(field, Operator::Le, at))
    }

    /// What a moment covers; none where it lies outside of the calendar.
    fn stretch(&self, moment: &Moment) -> Option<Stretch> {
        let start = match moment {
            Moment::Day(day) => return self.day(*day),
            // Whole seconds, so that the filter on the screen reads easily.
            Moment::Ago(age) => {
                Timestamp::from_second(self.context.now.as_second().checked_sub(age.seconds())?).ok()?
            }
            Moment::Instant(at) => *at,
            Moment::Local(at) => at.to_zoned_datetime(self.context.zone.clone()).ok()?.timestamp(),
        };
        (start.as_second() >= EARLIEST).then_some(Stretch { start, next: None })
    }

    fn day(&self, day: Day) -> Option<Stretch> {
        let midnight = |date: Date| Some(date.to_zoned_datetime(self.context.zone.clone()).ok()?.timestamp());
        let today = || self.context.now.to_zoned_datetime(self.context.zone.clone()).date();
        let date = match day {
            Day::Date(date) => date,
            Day::Today => today(),
            Day::Yesterday => today().yesterday().ok()?,
        };
        let (start, next) = (midnight(date)?, midnight(date.tomorrow().ok()?)?);
        (start.as_second() >= EARLIEST).then_some(Stretch { start, next: Some(next) })
    }
}

fn bound(field: Field, operator: Operator, at: Timestamp) -> String {
    format!("{} {} {at}", field.api_name(), operator.word())
}

fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
    }
}

/// `within the last 7 days`, `since 2026-01-01`
fn in_words(relation: &TimeRelation) -> String {
    match relation {
        TimeRelation::Compare(comparison, Moment::Ago(age)) => {
            let age = age.in_words();
            match comparison {
                Comparison::Less | Comparison::LessOrEqual => format!("within the last {age}"),
                Comparison::Greater => format!("more than {age} ago"),
                Comparison::GreaterOrEqual => format!("at least {age} ago"),
            }
        }
        TimeRelation::Compare(comparison, moment) => {
            let preposition = match comparison {
                Comparison::Less => "before",
                Comparison::LessOrEqual => "up to",
                Comparison::Greater => "after",
                Comparison::GreaterOrEqual => "since",
            };
            format!("{preposition} {moment}")
        }
        TimeRelation::On(day @ Day::Date(_)) => format!("on {day}"),
        TimeRelation::On(day) => day.to_string(),
        TimeRelation::Between(from, to) => format!("from {} to {}", point_in_words(from), point_in_words(to)),
    }
}

fn point_in_words(moment: &Moment) -> String {
    match moment {
        Moment::Ago(age) => format!("{} ago", age.in_words()),
        other => other.to_string(),
    }
}
