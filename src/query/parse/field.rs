//! Terms with a key: `name:ada`, `is:locked`, `sort:-modified`, `attr.dept:Sales`, `raw:'…'`.

use super::super::nearest::nearest_first;
use super::super::term::{Holding, SortColumn, State};
use super::super::token::{Sign, Text, Token};
use super::super::{Condition, Pattern, QueryError, SortKey, Span, Spanned, TextField, TimeField};
use super::Parser;

/// Keys that are no fields.
pub(super) const OTHER_KEYS: [&str; 4] = ["is", "has", "sort", "raw"];

/// A key's sign and values, as they were typed.
pub(super) struct Keyed {
    pub(super) key: Span,
    pub(super) sign: Spanned<Sign>,
    /// What was there; a missing value was told already.
    pub(super) values: Vec<Spanned<Value>>,
    /// Key, sign and values.
    pub(super) whole: Span,
}

/// One value behind a key.
pub(super) enum Value {
    Text(Text),
    Regex(String),
    Raw(String),
}

impl Parser {
    /// Reads what the lexer leaves behind a key: a sign, then values with commas between them.
    pub(super) fn after_key(&mut self, key: Span) -> Keyed {
        let mut keyed = Keyed { key, sign: Spanned::new(Sign::Colon, key), values: Vec::new(), whole: key };
        if let Some(Spanned { value: Token::Sign(sign), span }) =
            self.tokens.next_if(|token| matches!(token.value, Token::Sign(_)))
        {
            keyed.sign = Spanned::new(sign, span);
        }
        loop {
            if let Some(Spanned { value, span }) = self.tokens.next() {
                keyed.whole = key.to(span);
                match value {
                    Token::Text(text) => keyed.values.push(Spanned::new(Value::Text(text), span)),
                    Token::Regex(pattern) => keyed.values.push(Spanned::new(Value::Regex(pattern), span)),
                    Token::Raw(filter) => keyed.values.push(Spanned::new(Value::Raw(filter), span)),
                    _ => self.missing_value(keyed.whole),
                }
            }
            if self.tokens.next_if(|token| token.value == Token::Comma).is_none() {
                return keyed;
            }
        }
    }

    fn missing_value(&mut self, before: Span) {
        let error = QueryError::new(before, "a value is missing right after this");
        let unfinished = self.tokens.peek().is_none();
        self.errors.push(if unfinished { error.unfinished() } else { error });
    }

    /// A term whose key is a word.
    pub(super) fn field(&mut self, word: &str, term: Keyed) -> Option<Spanned<Condition>> {
        let lower = word.to_lowercase();
        if let Some(field) = TimeField::from_word(&lower) {
            return self.time(field, &term);
        }
        let known = TextField::from_word(&lower).is_some() || OTHER_KEYS.contains(&lower.as_str());
        if !known {
            self.unknown_key(word, term.key);
            return None;
        }
        if term.sign.value != Sign::Colon {
            self.errors.push(
                QueryError::new(term.sign.span, format!("{lower} does not compare: only created and modified do"))
                    .with_fits([":"]),
            );
            return None;
        }
        match lower.as_str() {
            "is" => self.one_of("is", State::ALL, State::word, Condition::Is, term),
            "has" => self.one_of("has", Holding::ALL, Holding::word, Condition::Has, term),
            "raw" => self.raw(term),
            "sort" => {
                self.sort_keys(term);
                None
            }
            _ => self.text_field(TextField::from_word(&lower)?, term),
        }
    }

    fn unknown_key(&mut self, word: &str, key: Span) {
        let flag = State::from_word(word).map(|state| format!("is:{}", state.word()));
        let fields =
            TextField::ALL.iter().map(|field| field.word()).chain(TimeField::ALL.iter().map(|field| field.word()));
        let nearest = nearest_first(word, fields.chain(OTHER_KEYS)).into_iter().map(ToOwned::to_owned);
        let message = format!("no field {word}; attr.{word} for an attribute, quotes for a word");
        self.errors.push(QueryError::new(key, message).with_fits(flag.into_iter().chain(nearest)));
    }

    fn text_field(&mut self, field: TextField, term: Keyed) -> Option<Spanned<Condition>> {
        let whole = term.whole;
        let values = self.patterns(term);
        (!values.is_empty()).then(|| Spanned::new(Condition::Text { field, values }, whole))
    }

    pub(super) fn attribute(&mut self, name: String, term: Keyed) -> Option<Spanned<Condition>> {
        if term.sign.value != Sign::Colon {
            self.errors.push(
                QueryError::new(term.sign.span, "an attribute does not compare: it equals, begins with or matches")
                    .with_fits([":"]),
            );
            return None;
        }
        let whole = term.whole;
        let values = self.patterns(term);
        (!values.is_empty()).then(|| Spanned::new(Condition::Attribute { name, values }, whole))
    }

    fn patterns(&mut self, term: Keyed) -> Vec<Spanned<Pattern>> {
        let mut patterns = Vec::new();
        for Spanned { value, span } in term.values {
            match value {
                Value::Text(Text { content: text, prefix, .. }) if text.is_empty() => {
                    let message = if prefix {
                        "letters are missing before this *"
                    } else {
                        "nothing stands between these quotes"
                    };
                    self.errors.push(QueryError::new(span, message).unfinished());
                }
                Value::Text(Text { content: text, prefix: true, .. }) => {
                    patterns.push(Spanned::new(Pattern::Prefix(text), span));
                }
                Value::Text(Text { content: text, prefix: false, .. }) => {
                    patterns.push(Spanned::new(Pattern::Exact(text), span));
                }
                Value::Regex(pattern) if pattern.is_empty() => {
                    self.errors.push(QueryError::new(span, "nothing stands between these slashes").unfinished());
                }
                Value::Regex(pattern) => patterns.push(Spanned::new(Pattern::Regex(pattern), span)),
                // Only after `raw:` is it read, which does not come here.
                Value::Raw(_) => {}
            }
        }
        patterns
    }

    /// A key that takes exactly one of a few words.
    fn one_of<T: Copy>(
        &mut self,
        key: &str,
        known: &[T],
        word: fn(T) -> &'static str,
        condition: fn(T) -> Condition,
        term: Keyed,
    ) -> Option<Spanned<Condition>> {
        let mut values = term.values.into_iter().map(|value| Spanned::new(typed(value.value), value.span));
        let Spanned { value, span } = values.next()?;
        let others: Vec<_> = values.map(|other| format!("{key}:{}", other.value)).collect();
        if !others.is_empty() {
            let message = "one word a term; several stand in parentheses with `or` between them";
            let fit = format!("({key}:{value} or {})", others.join(" or "));
            self.errors.push(QueryError::new(term.whole, message).with_fits([fit]));
            return None;
        }
        let found = known.iter().copied().find(|&each| word(each).eq_ignore_ascii_case(&value));
        if found.is_none() {
            let fits = nearest_first(&value, known.iter().map(|&each| word(each)));
            self.errors.push(QueryError::new(span, format!("{key}: does not know {value:?}")).with_fits(fits));
        }
        found.map(|found| Spanned::new(condition(found), term.whole))
    }

    fn raw(&mut self, term: Keyed) -> Option<Spanned<Condition>> {
        let mut values = term.values.into_iter();
        match (values.next()?, values.next()) {
            (Spanned { value: Value::Raw(filter), .. }, None) if !filter.trim().is_empty() => {
                Some(Spanned::new(Condition::Raw(filter), term.whole))
            }
            (Spanned { value: Value::Raw(_), span }, None) => {
                self.errors.push(QueryError::new(span, "nothing stands between these quotes").unfinished());
                None
            }
            (first, second) => {
                let span = second.map_or(first.span, |second| second.span);
                let message = "the API's own filter stands in single quotes: raw:'name sw \"A\"'";
                self.errors.push(QueryError::new(span, message));
                None
            }
        }
    }

    fn sort_keys(&mut self, term: Keyed) {
        if self.depth > 0 {
            self.errors.push(QueryError::new(term.whole, "an order stands outside of parentheses and without a -"));
            return;
        }
        for Spanned { value, span } in term.values {
            let typed = typed(value);
            let (word, descending) = typed.strip_prefix('-').map_or((typed.as_str(), false), |word| (word, true));
            if let Some(column) = SortColumn::from_word(word) {
                self.sort.push(Spanned::new(SortKey { column, descending }, span));
            } else {
                let fits = nearest_first(word, SortColumn::ALL.iter().map(|column| column.word()));
                self.errors.push(QueryError::new(span, format!("{word:?} is not a column to sort by")).with_fits(fits));
            }
        }
    }
}

/// A value as it was typed where a word of the language should stand.
fn typed(value: Value) -> String {
    match value {
        Value::Text(Text { content, prefix: false, .. }) => content,
        Value::Text(Text { content, .. }) => format!("{content}*"),
        Value::Regex(pattern) => format!("/{pattern}/"),
        Value::Raw(filter) => filter,
    }
}
