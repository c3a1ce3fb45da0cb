//! Conditions on a time: what a person's days and ages are in the tenant's UTC.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Resolver;
use crate::model::fields::Operator;
use crate::query::claim::Bound;
use crate::query::term::{Comparison, TimeRelation};
use crate::query::{Day, Moment, QueryError, Span};

/// The first second of the year 1, before which the tenant's calendar has no dates.
const EARLIEST: i64 = -62_135_596_800;

/// What a moment covers.
struct Stretch {
    start: Timestamp,
    /// Where a day ends, and the next one starts; none for a point in time.
    next: Option<Timestamp>,
}

impl Stretch {
    /// Up to a point in time, or to the end of a day.
    fn up_to(&self) -> Bound {
        match self.next {
            Some(next) => Bound::new(Operator::Lt, next),
            None => Bound::new(Operator::Le, self.start),
        }
    }
}

impl Resolver<'_> {
    /// The bounds within which a time must lie.
    pub(super) fn bounds(&self, relation: &TimeRelation, span: Span) -> Result<Vec<Bound>, QueryError> {
        let bounds = match relation {
            TimeRelation::Compare(comparison, moment) => self.compared(*comparison, moment).map(|one| vec![one]),
            TimeRelation::On(day) => self.day(*day).map(|day| between(&day, &day)),
            TimeRelation::Between(from, to) => match (self.stretch(from), self.stretch(to)) {
                (Some(from), Some(to)) if from.start > to.start => {
                    return Err(QueryError::new(span, "the range ends before it begins"));
                }
                (Some(from), Some(to)) => Some(between(&from, &to)),
                _ => None,
            },
        };
        bounds.ok_or_else(|| QueryError::new(span, "this lies outside of the calendar"))
    }

    /// A comparison with a moment. An age is compared the other way round: younger is later.
    fn compared(&self, comparison: Comparison, moment: &Moment) -> Option<Bound> {
        let stretch = self.stretch(moment)?;
        let comparison = if matches!(moment, Moment::Ago(_)) { turned(comparison) } else { comparison };
        Some(match (comparison, stretch.next) {
            (Comparison::Less, _) => Bound::new(Operator::Lt, stretch.start),
            (Comparison::LessOrEqual, _) => stretch.up_to(),
            (Comparison::Greater, Some(next)) => Bound::new(Operator::Ge, next),
            (Comparison::Greater, None) => Bound::new(Operator::Gt, stretch.start),
            (Comparison::GreaterOrEqual, _) => Bound::new(Operator::Ge, stretch.start),
        })
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

fn between(from: &Stretch, to: &Stretch) -> Vec<Bound> {
    vec![Bound::new(Operator::Ge, from.start), to.up_to()]
}

fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
    }
}
