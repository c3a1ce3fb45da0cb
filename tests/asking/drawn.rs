//! Queries drawn at random over what the accounts of a tenant really hold.

use fastrand::Rng;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use quarterdeck::model::{AccountRow, SourceRef};
use quarterdeck::query::{
    Age, AgeUnit, Comparison, Condition, Day, Holding, Moment, Pattern, Query, Span, Spanned, State, TextField,
    TimeField, TimeRelation,
};
use serde_json::Value;

/// An account as the tenant told it.
pub struct Told {
    pub row: AccountRow,
    pub attributes: Vec<(String, Value)>,
}

/// Draws queries.
pub struct Drawer<'a> {
    pub rng: Rng,
    pub accounts: &'a [Told],
    pub sources: &'a [SourceRef],
}

impl Drawer<'_> {
    /// A query of one to three conditions.
    pub fn query(&mut self) -> Query {
        let count = self.rng.usize(1..=3);
        Query { all: (0..count).map(|_| bare(self.condition(2))).collect(), sort: Vec::new() }
    }

    fn condition(&mut self, depth: usize) -> Condition {
        let several =
            |drawer: &mut Self| (0..2 + drawer.rng.usize(0..2)).map(|_| bare(drawer.condition(depth - 1))).collect();
        match self.rng.u8(0..10) {
            0 if depth > 0 => Condition::All(several(self)),
            1 | 2 if depth > 0 => Condition::Any(several(self)),
            3 if depth > 0 => Condition::Not(Box::new(bare(self.condition(depth - 1)))),
            4 if depth > 0 => self.of_two_sources(),
            _ => self.term(),
        }
    }

    /// `(source:A is:locked) or (source:B …)`: what is judged here and still asks for two sources alone.
    fn of_two_sources(&mut self) -> Condition {
        let one = |drawer: &mut Self| {
            let source = Condition::Text { field: TextField::Source, values: vec![bare(drawer.source())] };
            bare(Condition::All(vec![bare(source), bare(drawer.term())]))
        };
        Condition::Any(vec![one(self), one(self)])
    }

    fn term(&mut self) -> Condition {
        match self.rng.u8(0..14) {
            0 => match self.text(TextField::Name) {
                Some(name) => Condition::Word(self.beginning(&name)),
                None => self.state(),
            },
            1 => self.text(TextField::Identity).map_or_else(|| self.state(), Condition::Fuzzy),
            2 => Condition::Text { field: TextField::Source, values: vec![bare(self.source()), bare(self.source())] },
            3 if self.rng.u8(0..4) == 0 => self.long_list(),
            3..=6 => self.texts(),
            7 | 8 => self.time(),
            9 => self.attribute(),
            10 => Condition::Has(Holding::Entitlements),
            _ => self.state(),
        }
    }

    fn state(&mut self) -> Condition {
        Condition::Is(self.one_of(State::ALL))
    }

    fn texts(&mut self) -> Condition {
        let field = self.one_of(&[TextField::Name, TextField::Native, TextField::Identity, TextField::Id]);
        let mut values = Vec::new();
        for _ in 0..self.rng.usize(1..=3) {
            values.extend(self.text(field).map(|text| bare(self.pattern(&text))));
        }
        if values.is_empty() { self.state() } else { Condition::Text { field, values } }
    }

    /// More ids than fit into one request; half of them nobody has.
    fn long_list(&mut self) -> Condition {
        let mut id = |number: usize| {
            let id = self.accounts[self.rng.usize(0..self.accounts.len())].row.id.to_string();
            bare(Pattern::Exact(if number.is_multiple_of(2) { id } else { format!("{number:032x}") }))
        };
        Condition::Text { field: TextField::Id, values: (0..150).map(&mut id).collect() }
    }

    fn source(&mut self) -> Pattern {
        let name = self.sources[self.rng.usize(0..self.sources.len())].name.clone();
        match self.rng.u8(0..4) {
            0 => Pattern::Prefix(self.beginning(&name)),
            1 => self.expression(&name),
            _ => Pattern::Exact(name),
        }
    }

    fn attribute(&mut self) -> Condition {
        let account = &self.accounts[self.rng.usize(0..self.accounts.len())];
        let Some((name, value)) = self.rng.choice(&account.attributes) else { return self.state() };
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Array(values) => values.first().and_then(Value::as_str).unwrap_or("x").to_owned(),
            other => other.to_string(),
        };
        if text.is_empty() {
            return self.state();
        }
        let values = vec![bare(self.pattern(&text))];
        Condition::Attribute { name: name.clone(), values }
    }

    fn pattern(&mut self, text: &str) -> Pattern {
        match self.rng.u8(0..7) {
            0 => self.expression(text),
            1 | 2 => Pattern::Prefix(self.beginning(text)),
            _ => Pattern::Exact(self.in_some_case(text)),
        }
    }

    fn expression(&mut self, text: &str) -> Pattern {
        let piece = self.beginning(text);
        let escaped: String = piece
            .chars()
            .map(|c| if c.is_alphanumeric() { c.to_string() } else { format!("\\x{{{:x}}}", u32::from(c)) })
            .collect();
        Pattern::Regex(if self.rng.bool() { format!("^{escaped}") } else { format!("{escaped}.*") })
    }

    /// Some of the first letters.
    fn beginning(&mut self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let count = self.rng.usize(1..=letters.len().min(9));
        let beginning: String = letters[..count].iter().collect();
        self.in_some_case(&beginning)
    }

    fn in_some_case(&mut self, text: &str) -> String {
        match self.rng.u8(0..5) {
            0 => text.to_uppercase(),
            1 => text.to_lowercase(),
            _ => text.to_owned(),
        }
    }

    /// What some account has in a field.
    fn text(&mut self, field: TextField) -> Option<String> {
        let row = &self.accounts[self.rng.usize(0..self.accounts.len())].row;
        let text = match field {
            TextField::Name => row.name.as_deref(),
            TextField::Native => row.native_identity.as_deref(),
            TextField::Identity => row.identity_name(),
            TextField::Source => row.source.name.as_deref(),
            TextField::Id => Some(row.id.as_str()),
        };
        text.filter(|text| !text.is_empty()).map(ToOwned::to_owned)
    }

    fn time(&mut self) -> Condition {
        let field = self.one_of(TimeField::ALL);
        let (from, to) = (self.moment(field), self.moment(field));
        let relation = match self.rng.u8(0..5) {
            0 => TimeRelation::On(self.one_of(&[Day::Today, Day::Yesterday])),
            1 => TimeRelation::Between(Moment::Ago(Age { count: 300, unit: AgeUnit::Days }), to),
            _ => TimeRelation::Compare(self.one_of(Comparison::ALL), from),
        };
        Condition::Time { field, relation }
    }

    /// A time at which, or within a millisecond of which, something happened to an account.
    fn moment(&mut self, field: TimeField) -> Moment {
        let row = &self.accounts[self.rng.usize(0..self.accounts.len())].row;
        let time = match field {
            TimeField::Created => row.created,
            TimeField::Modified => row.modified,
        };
        let Some(time) = time else { return Moment::Day(Day::Today) };
        match self.rng.u8(0..4) {
            0 => Moment::Ago(Age { count: self.rng.u32(1..200), unit: self.one_of(&AgeUnit::ALL) }),
            1 => Moment::Day(Day::Date(time.to_zoned_datetime(TimeZone::UTC).date())),
            _ => Moment::Instant(self.near(time)),
        }
    }

    fn near(&mut self, time: Timestamp) -> Timestamp {
        time + SignedDuration::from_micros(self.one_of(&[-1_000, -500, 0, 0, 500, 1_000]))
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.usize(0..all.len())]
    }
}

fn bare<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}
