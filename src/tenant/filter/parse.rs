//! Tokens put together as a [`Filter`]: `not` binds closest, then `and`, then `or`; `pr` stands before its field,
//! `isnull` behind it.

use std::vec::IntoIter;

use super::lex::{Token, tokens};
use super::{Filter, Literal, Operator, Refused};
use crate::tenant::moment;

/// Deeper nesting is refused rather than followed down the stack.
const DEEPEST: usize = 64;

/// Reads a filter.
pub(in crate::tenant) fn parse(text: &str) -> Result<Filter, Refused> {
    let mut parser = Parser { tokens: tokens(text)?.into_iter(), depth: 0 };
    let filter = parser.any()?;
    if parser.tokens.next().is_some() { Err(Refused) } else { Ok(filter) }
}

struct Parser {
    tokens: IntoIter<Token>,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Filter, Refused> {
        self.list("or", Self::all, Filter::Any)
    }

    fn all(&mut self) -> Result<Filter, Refused> {
        self.list("and", Self::one, Filter::All)
    }

    fn list(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Result<Filter, Refused>,
        join: fn(Vec<Filter>) -> Filter,
    ) -> Result<Filter, Refused> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.next_is(&Token::Word(word.to_owned())) {
            parts.push(part(self)?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { join(parts) })
    }

    fn one(&mut self) -> Result<Filter, Refused> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Refused);
        }
        let filter = match self.tokens.next().ok_or(Refused)? {
            Token::Open => {
                let inner = self.any()?;
                self.expect(&Token::Close)?;
                inner
            }
            Token::Word(word) if word == "not" => Filter::Not(Box::new(self.one()?)),
            Token::Word(word) if word == "pr" => {
                let field = self.word()?;
                Filter::Test { field: field_name(field)?, operator: Operator::Present, operands: Vec::new() }
            }
            Token::Word(word) => self.test(field_name(word)?)?,
            _ => return Err(Refused),
        };
        self.depth -= 1;
        Ok(filter)
    }

    fn test(&mut self, field: String) -> Result<Filter, Refused> {
        let operator = Operator::of_word(&self.word()?).ok_or(Refused)?;
        let operands = match operator {
            Operator::Present => return Err(Refused),
            Operator::IsNull => Vec::new(),
            Operator::In | Operator::ContainsAll => self.literals()?,
            _ => vec![self.literal()?],
        };
        Ok(Filter::Test { field, operator, operands })
    }

    fn literals(&mut self) -> Result<Vec<Literal>, Refused> {
        self.expect(&Token::Open)?;
        let mut literals = vec![self.literal()?];
        while self.next_is(&Token::Comma) {
            literals.push(self.literal()?);
        }
        self.expect(&Token::Close)?;
        Ok(literals)
    }

    fn literal(&mut self) -> Result<Literal, Refused> {
        match self.tokens.next().ok_or(Refused)? {
            Token::Text(text) => Ok(Literal::Text(text)),
            Token::Word(word) => match word.as_str() {
                "true" => Ok(Literal::Flag(true)),
                "false" => Ok(Literal::Flag(false)),
                _ => word
                    .parse()
                    .map(Literal::Number)
                    .ok()
                    .or_else(|| moment::parse(&word).map(|at| Literal::Moment(at, word)))
                    .ok_or(Refused),
            },
            _ => Err(Refused),
        }
    }

    fn word(&mut self) -> Result<String, Refused> {
        match self.tokens.next() {
            Some(Token::Word(word)) => Ok(word),
            _ => Err(Refused),
        }
    }

    fn expect(&mut self, token: &Token) -> Result<(), Refused> {
        if self.tokens.next().as_ref() == Some(token) { Ok(()) } else { Err(Refused) }
    }

    fn next_is(&mut self, token: &Token) -> bool {
        let here = self.tokens.as_slice().first() == Some(token);
        if here {
            self.tokens.next();
        }
        here
    }
}

/// Letters, digits, dots and underscores, and none of the language's own words.
fn field_name(word: String) -> Result<String, Refused> {
    let plain = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
    let reserved =
        matches!(word.as_str(), "and" | "or" | "not" | "true" | "false") || Operator::of_word(&word).is_some();
    if plain && !reserved { Ok(word) } else { Err(Refused) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn test(field: &str, operator: Operator, operands: Vec<Literal>) -> Filter {
        Filter::Test { field: field.to_owned(), operator, operands }
    }

    fn eq(field: &str, value: i64) -> Filter {
        test(field, Operator::Eq, vec![Literal::Number(value)])
    }

    fn text(value: &str) -> Literal {
        Literal::Text(value.to_owned())
    }

    #[test]
    fn not_binds_closer_than_and_and_and_closer_than_or() {
        use Filter::{All, Any, Not};
        let cases = [
            ("a eq 1", eq("a", 1)),
            ("a eq 1 and b eq 2 and c eq 3", All(vec![eq("a", 1), eq("b", 2), eq("c", 3)])),
            ("a eq 1 or b eq 2 and c eq 3", Any(vec![eq("a", 1), All(vec![eq("b", 2), eq("c", 3)])])),
            ("(a eq 1 or b eq 2) and c eq 3", All(vec![Any(vec![eq("a", 1), eq("b", 2)]), eq("c", 3)])),
            ("not a eq 1 and b eq 2", All(vec![Not(Box::new(eq("a", 1))), eq("b", 2)])),
            ("not (a eq 1 and b eq 2)", Not(Box::new(All(vec![eq("a", 1), eq("b", 2)])))),
            ("not not a eq 1", Not(Box::new(Not(Box::new(eq("a", 1)))))),
            ("a eq 1 and (b eq 2 or not c eq 3)", {
                All(vec![eq("a", 1), Any(vec![eq("b", 2), Not(Box::new(eq("c", 3)))])])
            }),
        ];
        for (written, expected) in cases {
            assert_eq!(parse(written), Ok(expected), "{written}");
        }
    }

    #[test]
    fn every_operator_has_its_own_form() {
        let moment = Literal::Moment(1_545_174_355_000, "2018-12-18T23:05:55Z".to_owned());
        let cases = [
            ("n eq \"x\"", test("n", Operator::Eq, vec![text("x")])),
            ("n ne true", test("n", Operator::Ne, vec![Literal::Flag(true)])),
            ("n gt 2018-12-18T23:05:55Z", test("n", Operator::Gt, vec![moment])),
            ("n ge 1", test("n", Operator::Ge, vec![Literal::Number(1)])),
            ("n lt -1", test("n", Operator::Lt, vec![Literal::Number(-1)])),
            ("n le 1", test("n", Operator::Le, vec![Literal::Number(1)])),
            ("n in (\"a\",\"b\")", test("n", Operator::In, vec![text("a"), text("b")])),
            ("n in(\"a\")", test("n", Operator::In, vec![text("a")])),
            ("n sw \"x\"", test("n", Operator::StartsWith, vec![text("x")])),
            ("n co \"x\"", test("n", Operator::Contains, vec![text("x")])),
            ("n ca ( \"a\" , \"b\" )", test("n", Operator::ContainsAll, vec![text("a"), text("b")])),
            ("pr n", test("n", Operator::Present, vec![])),
            ("identity.name isnull", test("identity.name", Operator::IsNull, vec![])),
            (r#"n eq "a \"b\" \\ c""#, test("n", Operator::Eq, vec![text(r#"a "b" \ c"#)])),
            ("n eq \"a and (b) or, not\"", test("n", Operator::Eq, vec![text("a and (b) or, not")])),
        ];
        for (written, expected) in cases {
            assert_eq!(parse(written), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_does_not_follow_the_grammar_is_refused() {
        let refused = [
            "",
            "name",
            "name eq",
            "name EQ \"x\"",
            "name eq x",
            "name eq 'x'",
            "name eq \u{201c}x\u{201d}",
            "name eq \"x",
            r#"name eq "\n""#,
            "name eq \"x\" and",
            "name eq \"x\" AND id eq \"y\"",
            "name eq \"x\" id eq \"y\"",
            "(name eq \"x\"",
            "name eq \"x\")",
            "name in ()",
            "name in \"x\"",
            "name in (\"x\",)",
            "name eq (\"x\")",
            "name pr",
            "isnull name",
            "not",
            "and eq 1",
            "na-me eq 1",
            "created gt 2018-12-18",
        ];
        for written in refused {
            assert_eq!(parse(written), Err(Refused), "{written}");
        }
        assert_eq!(parse(&format!("{}a eq 1{}", "(".repeat(500), ")".repeat(500))), Err(Refused));
    }

    fn literal() -> impl Strategy<Value = Literal> {
        prop_oneof![
            any::<String>().prop_map(Literal::Text),
            any::<bool>().prop_map(Literal::Flag),
            any::<i64>().prop_map(Literal::Number),
            (0..4_102_444_800_000_i64).prop_map(|at| Literal::Moment(at, moment::text(at))),
        ]
    }

    fn leaf() -> impl Strategy<Value = Filter> {
        let field = "[a-z][A-Za-z0-9]{2,6}x(\\.[a-z]{3,5})?";
        let operator = prop::sample::select(Operator::ALL.to_vec());
        (field, operator, prop::collection::vec(literal(), 1..4)).prop_map(|(field, operator, mut operands)| {
            match operator {
                Operator::Present | Operator::IsNull => operands.clear(),
                Operator::In | Operator::ContainsAll => {}
                _ => operands.truncate(1),
            }
            Filter::Test { field, operator, operands }
        })
    }

    fn filter() -> impl Strategy<Value = Filter> {
        leaf().prop_recursive(4, 32, 4, |part| {
            prop_oneof![
                prop::collection::vec(part.clone(), 2..4).prop_map(Filter::All),
                prop::collection::vec(part.clone(), 2..4).prop_map(Filter::Any),
                part.prop_map(|part| Filter::Not(Box::new(part))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_as_the_same(filter in filter()) {
            prop_assert_eq!(parse(&filter.to_string()), Ok(filter));
        }

        #[test]
        fn no_text_brings_the_parser_down(text in "\\PC{0,80}") {
            drop(parse(&text));
        }
    }
}
