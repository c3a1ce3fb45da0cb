//! A filter made ready: fields known, values typed and folded, so that a million rows can be held against it.

use std::borrow::Cow;

use super::vocabulary::{Holds, Vocabulary};
use super::{Filter, Literal, Operator, Refused};
use crate::tenant::generation::Generation;
use crate::tenant::moment::{self, Millis};
use crate::tenant::settings::Case;

/// What a row holds in a field.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tenant) enum Datum<'a> {
    Null,
    Text(Cow<'a, str>),
    Texts(Vec<Cow<'a, str>>),
    Flag(bool),
    Moment(Millis),
}

impl<'a> From<&'a str> for Datum<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Datum<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a, T: Into<Datum<'a>>> From<Option<T>> for Datum<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row that filters and sorters can ask for a field by the vendor's name of it.
pub(in crate::tenant) trait Record {
    fn datum(&self, field: &str) -> Datum<'_>;
}

/// A filter that fits its list.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tenant) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Test { field: &'static str, operator: Operator, operands: Operands },
}

/// Values of one type; text is folded where case does not count.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tenant) enum Operands {
    None,
    Texts(Vec<String>),
    Flags(Vec<bool>),
    Moments(Vec<Millis>),
}

/// Holds a filter against what the list may be asked in this generation.
pub(in crate::tenant) fn compile(
    filter: &Filter,
    vocabulary: &Vocabulary,
    generation: Generation,
    case: Case,
) -> Result<Condition, Refused> {
    let compiled = |part: &Filter| compile(part, vocabulary, generation, case);
    Ok(match filter {
        Filter::All(parts) => Condition::All(parts.iter().map(compiled).collect::<Result<_, _>>()?),
        Filter::Any(parts) => Condition::Any(parts.iter().map(compiled).collect::<Result<_, _>>()?),
        Filter::Not(part) => Condition::Not(Box::new(compiled(part)?)),
        Filter::Test { field, operator, operands } => {
            let (field, holds) = vocabulary.field(field, *operator, generation).ok_or(Refused)?;
            Condition::Test { field, operator: *operator, operands: typed(operands, *operator, holds, case)? }
        }
    })
}

fn typed(literals: &[Literal], operator: Operator, holds: Holds, case: Case) -> Result<Operands, Refused> {
    fn each<T>(literals: &[Literal], one: impl Fn(&Literal) -> Option<T>) -> Result<Vec<T>, Refused> {
        literals.iter().map(|literal| one(literal).ok_or(Refused)).collect()
    }
    let text = |literal: &Literal| match literal {
        Literal::Text(text) => Some(fold(text, case).into_owned()),
        _ => None,
    };
    match (holds, operator) {
        (_, Operator::IsNull | Operator::Present) => Ok(Operands::None),
        (Holds::Text | Holds::Texts, _) | (Holds::Moment, Operator::StartsWith) => {
            each(literals, text).map(Operands::Texts)
        }
        (Holds::Flag, _) => {
            each(literals, |literal| if let Literal::Flag(flag) = literal { Some(*flag) } else { None })
                .map(Operands::Flags)
        }
        (Holds::Moment, _) => {
            each(literals, |literal| if let Literal::Moment(at, _) = literal { Some(*at) } else { None })
                .map(Operands::Moments)
        }
    }
}

/// Text as it is compared: in lower case where case does not count.
pub(in crate::tenant) fn fold(text: &str, case: Case) -> Cow<'_, str> {
    let folded_already = || text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    match case {
        Case::Insensitive if !folded_already() => Cow::Owned(text.to_lowercase()),
        _ => Cow::Borrowed(text),
    }
}

impl Condition {
    /// Whether the row meets the condition.
    pub(in crate::tenant) fn holds(&self, record: &impl Record, case: Case) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(record, case)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(record, case)),
            Self::Not(part) => !part.holds(record, case),
            Self::Test { field, operator, operands } => passes(&record.datum(field), *operator, operands, case),
        }
    }

    /// The values a row must have in `field`, one of them, for the whole condition to hold; `None` where any value may do.
    pub(in crate::tenant) fn wanted(&self, wanted: &str) -> Option<&[String]> {
        match self {
            Self::Test { field, operator: Operator::Eq | Operator::In, operands: Operands::Texts(texts) }
                if *field == wanted =>
            {
                Some(texts)
            }
            Self::All(parts) => parts.iter().find_map(|part| part.wanted(wanted)),
            _ => None,
        }
    }
}

fn passes(datum: &Datum<'_>, operator: Operator, operands: &Operands, case: Case) -> bool {
    match (operator, datum) {
        (Operator::IsNull, _) => *datum == Datum::Null,
        (Operator::Present, _) => *datum != Datum::Null,
        (Operator::Ne, _) => !passes(datum, Operator::Eq, operands, case),
        (_, Datum::Null) => false,
        (Operator::StartsWith, Datum::Moment(at)) => text_passes(&moment::text(*at), operator, operands, case),
        (_, Datum::Text(text)) => text_passes(text, operator, operands, case),
        (_, Datum::Texts(texts)) => list_passes(texts, operator, operands, case),
        (_, Datum::Flag(flag)) => matches!(operands, Operands::Flags(flags) if flags.contains(flag)),
        (_, Datum::Moment(at)) => {
            matches!(operands, Operands::Moments(moments) if compares(at, operator, moments.iter()))
        }
    }
}

fn text_passes(text: &str, operator: Operator, operands: &Operands, case: Case) -> bool {
    let Operands::Texts(wanted) = operands else { return false };
    let text = fold(text, case);
    match operator {
        Operator::StartsWith => wanted.iter().any(|wanted| text.starts_with(wanted.as_str())),
        Operator::Contains => wanted.iter().any(|wanted| text.contains(wanted.as_str())),
        _ => compares(text.as_ref(), operator, wanted.iter().map(String::as_str)),
    }
}

fn list_passes(texts: &[Cow<'_, str>], operator: Operator, operands: &Operands, case: Case) -> bool {
    let Operands::Texts(wanted) = operands else { return false };
    let held = |wanted: &String| texts.iter().any(|text| fold(text, case) == wanted.as_str());
    match operator {
        Operator::ContainsAll => wanted.iter().all(held),
        Operator::Contains => wanted.iter().any(held),
        _ => false,
    }
}

fn compares<'a, T: PartialOrd + ?Sized + 'a>(
    value: &T,
    operator: Operator,
    mut wanted: impl Iterator<Item = &'a T>,
) -> bool {
    wanted.any(|wanted| match operator {
        Operator::Eq | Operator::In => value == wanted,
        Operator::Gt => value > wanted,
        Operator::Ge => value >= wanted,
        Operator::Lt => value < wanted,
        Operator::Le => value <= wanted,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{parse, vocabulary};
    use super::*;

    struct Row;

    impl Record for Row {
        fn datum(&self, field: &str) -> Datum<'_> {
            match field {
                "name" => Datum::from("Adele.Vance"),
                "uncorrelated" | "authoritative" => Datum::Flag(true),
                "created" => Datum::Moment(1_600_000_000_000),
                "features" => Datum::Texts(vec!["ENABLE".into(), "UNLOCK".into()]),
                _ => Datum::Null,
            }
        }
    }

    fn holds(filter: &str, vocabulary: &Vocabulary, case: Case) -> Result<bool, Refused> {
        let condition = compile(&parse(filter)?, vocabulary, Generation::V1, case)?;
        Ok(condition.holds(&Row, case))
    }

    fn account(filter: &str) -> Result<bool, Refused> {
        holds(filter, &vocabulary::ACCOUNTS, Case::Insensitive)
    }

    #[test]
    fn rows_meet_filters_or_do_not() {
        let cases = [
            ("name eq \"adele.vance\"", true),
            ("name eq \"adele\"", false),
            ("name sw \"ADELE.\"", true),
            ("name in (\"x\",\"adele.vance\")", true),
            ("not name eq \"adele.vance\"", false),
            ("uncorrelated eq true", true),
            ("uncorrelated eq false", false),
            ("identity.name sw \"a\"", false),
            ("recommendation.method isnull", true),
            ("created gt 2020-09-13T12:26:39Z", true),
            ("created gt 2020-09-13T12:26:40Z", false),
            ("created ge 2020-09-13T12:26:40Z and created le 2020-09-13T14:26:40+02:00", true),
            ("created lt 2020-09-13T12:26:40Z or uncorrelated eq true", true),
            ("not (uncorrelated eq false or name sw \"b\")", true),
        ];
        for (filter, expected) in cases {
            assert_eq!(account(filter), Ok(expected), "{filter}");
        }
    }

    #[test]
    fn lists_and_texts_of_sources() {
        let cases = [
            ("features ca (\"ENABLE\",\"UNLOCK\")", true),
            ("features ca (\"ENABLE\",\"PASSWORD\")", false),
            ("features co \"enable\"", true),
            ("name co \"LE.VA\"", true),
            ("name ge \"adele\"", true),
            ("name gt \"b\"", false),
            ("name ne \"b\"", true),
            ("description eq \"x\"", false),
            ("status ne \"x\"", true),
            ("created sw \"2020-09\"", true),
            ("authoritative ne false", true),
            ("healthy isnull", true),
        ];
        for (filter, expected) in cases {
            assert_eq!(holds(filter, &vocabulary::SOURCES, Case::Insensitive), Ok(expected), "{filter}");
        }
    }

    #[test]
    fn case_counts_only_where_it_is_told_to() {
        let sensitive = |filter| holds(filter, &vocabulary::ACCOUNTS, Case::Sensitive);
        assert_eq!(sensitive("name eq \"adele.vance\""), Ok(false));
        assert_eq!(sensitive("name eq \"Adele.Vance\""), Ok(true));
        assert_eq!(sensitive("name sw \"Ad\""), Ok(true));
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        let refused = [
            "uncorrelated eq \"true\"",
            "name eq true",
            "name eq 5",
            "created gt \"2020-09-13T12:26:39Z\"",
            "created gt 5",
            "disabled eq true",
            "pr name",
            "name co \"x\"",
            "name isnull",
            "attributes.mail eq \"x\"",
        ];
        for filter in refused {
            assert_eq!(account(filter), Err(Refused), "{filter}");
        }
    }

    #[test]
    fn a_condition_tells_which_ids_it_can_hold_for() {
        let condition =
            |filter| compile(&parse(filter).unwrap(), &vocabulary::ACCOUNTS, Generation::V1, Case::Sensitive).unwrap();
        assert_eq!(
            condition("id in (\"a\",\"b\") and name sw \"x\"").wanted("id"),
            Some(&["a".into(), "b".into()][..])
        );
        assert_eq!(condition("id eq \"a\" or name sw \"x\"").wanted("id"), None);
        assert_eq!(condition("not id eq \"a\"").wanted("id"), None);
    }
}
