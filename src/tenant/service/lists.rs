//! What all lists have in common: filters, sorters, paging, the total.

use std::sync::Arc;

use serde_json::Value;

use super::{Request, Service};
use crate::tenant::answer::{Answer, Refusal};
use crate::tenant::filter::condition::{Condition, Datum, Operands, Record, compile};
use crate::tenant::filter::vocabulary::Vocabulary;
use crate::tenant::filter::{self, Operator, Refused};
use crate::tenant::listing::{Listing, Listings, Question, Table};
use crate::tenant::page::Paging;
use crate::tenant::settings::Case;
use crate::tenant::sort;
use crate::tenant::{json, moment};

impl From<Refused> for Refusal {
    fn from(_: Refused) -> Self {
        Self::BadRequest
    }
}

/// Which rows are asked for, in what order, and which page of them.
#[derive(Clone, Debug)]
pub(super) struct Paged {
    pub(super) question: Question,
    pub(super) paging: Paging,
}

impl Paged {
    /// The list it is a page of.
    pub(super) fn of(&self, table: &impl Table, lists: &Listings, case: Case) -> Arc<Listing> {
        lists.list(table, self.question.clone(), case)
    }

    /// Asks for a flag besides.
    pub(super) fn and(&mut self, field: &'static str, flag: bool) {
        let besides = Condition::Test { field, operator: Operator::Eq, operands: Operands::Flags(vec![flag]) };
        let added = format!("{field} eq {flag}");
        self.question.filter = Some(match self.question.filter.take() {
            Some((text, condition)) => (format!("({text}) and {added}"), Condition::All(vec![condition, besides])),
            None => (added, besides),
        });
    }
}

impl Service {
    /// Reads filters, sorters and paging of a request.
    pub(super) fn paged(&self, asked: &Request<'_>, vocabulary: &Vocabulary) -> Result<Paged, Refusal> {
        let case = self.case;
        let paging = Paging::of(asked.parameters)?;
        let filter = match asked.parameters.get("filters").filter(|text| !text.trim().is_empty()) {
            None => None,
            Some(text) => {
                let filter = filter::parse(text)?;
                Some((filter.to_string(), compile(&filter, vocabulary, asked.generation, case)?))
            }
        };
        let sorters = sort::parse(asked.parameters.get("sorters").unwrap_or_default(), vocabulary, asked.generation)?;
        Ok(Paged { question: Question::new(filter, sorters), paging })
    }

    /// Answers with a page of `rows`: finds what they stand for and writes it.
    pub(super) fn answer_page<T, R>(
        &self,
        rows: &[T],
        paging: Paging,
        find: impl Fn(&T) -> Option<R>,
        write: impl FnMut(&mut Vec<u8>, R),
    ) -> Result<Answer, Refusal> {
        let page = paging.page(rows.len(), &self.dice)?;
        let found = page.positions.iter().filter_map(|at| rows.get(*at)).filter_map(find);
        let mut body = Vec::with_capacity(16_384);
        json::array(&mut body, found, write);
        let answer = Answer::json(200, body);
        Ok(match page.total {
            Some(total) => answer.with("x-total-count", &total),
            None => answer,
        })
    }

    /// Answers with a page of values, filtered and sorted by their own fields.
    pub(super) fn answer_values(
        &self,
        values: &[Value],
        asked: &Request<'_>,
        vocabulary: &Vocabulary,
    ) -> Result<Answer, Refusal> {
        let paged = self.paged(asked, vocabulary)?;
        let rows = listed(values.iter(), &paged.question, self.case);
        let write = |out: &mut Vec<u8>, value: &Value| out.extend_from_slice(value.to_string().as_bytes());
        self.answer_page(&rows, paged.paging, |value| Some(*value), write)
    }
}

/// The few rows that answer a question, in order.
pub(super) fn listed<'a, R: Record>(rows: impl Iterator<Item = &'a R>, question: &Question, case: Case) -> Vec<&'a R> {
    let admits = |row: &&R| question.filter.as_ref().is_none_or(|(_, condition)| condition.holds(*row, case));
    let mut rows: Vec<&R> = rows.filter(admits).collect();
    rows.sort_by_cached_key(|row| {
        let mut key = Vec::new();
        sort::encode(*row, &question.sorters, case, &mut key);
        key
    });
    rows
}

/// A JSON object is a record by the paths of its members, `owner.name`.
impl Record for Value {
    fn datum(&self, field: &str) -> Datum<'_> {
        let member = field.split('.').try_fold(self, |value, name| value.get(name));
        match member {
            Some(Self::String(text)) if matches!(field, "created" | "modified") => {
                moment::parse(text).map_or(Datum::Null, Datum::Moment)
            }
            Some(Self::String(text)) => text.as_str().into(),
            Some(Self::Bool(flag)) => Datum::Flag(*flag),
            Some(Self::Array(items)) => Datum::Texts(items.iter().filter_map(Self::as_str).map(Into::into).collect()),
            _ => Datum::Null,
        }
    }
}
