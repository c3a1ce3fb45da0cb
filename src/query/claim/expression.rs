//! Regular expressions: `/^CN=.*OU=temp/`.

use regex::{Regex, RegexBuilder};

use crate::query::{QueryError, Span};

/// The most memory one expression may take once it is compiled, in bytes: `\w{1000}` takes no more than it may.
const MEMORY: usize = 1 << 20;

/// A regular expression, in any case unless it says `(?-i)`.
#[derive(Debug, Clone)]
pub(super) struct Expression(Regex);

impl Expression {
    /// Reads an expression that stands at a place.
    pub(super) fn new(pattern: &str, span: Span) -> Result<Self, QueryError> {
        let built = RegexBuilder::new(pattern).case_insensitive(true).size_limit(MEMORY).build();
        built.map(Self).map_err(|error| QueryError::new(span, complaint(&error)))
    }

    /// Whether it matches anywhere in the text.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

/// What is wrong, in one line: the library draws the pattern with a mark below it.
fn complaint(error: &regex::Error) -> String {
    let regex::Error::Syntax(drawn) = error else {
        return "this expression becomes too large: repeat less".to_owned();
    };
    let why = drawn.rsplit_once("error: ").map_or(drawn.as_str(), |(_, why)| why).trim();
    format!("this expression does not read: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str) -> Result<Expression, QueryError> {
        Expression::new(pattern, Span::new(7, 9))
    }

    #[test]
    fn any_case_unless_it_says_otherwise() {
        for (pattern, text, matches) in [
            ("^cn=.*OU=temp", "CN=Ada,ou=Temp,DC=x", true),
            ("^cn=(?-i).*OU=temp", "CN=Ada,ou=Temp,DC=x", false),
            ("ou", "CN=Ada", false),
            (r"a\/b", "A/B", true),
            (r"^\d{3}$", "123", true),
            ("größe", "GRÖSSE GRÖßE", true),
        ] {
            assert_eq!(read(pattern).unwrap().matches(text), matches, "{pattern} in {text}");
        }
    }

    #[test]
    fn one_that_does_not_read_says_why_in_a_line() {
        for (pattern, why) in [
            ("(a", "does not read: unclosed group"),
            ("[z-a]", "does not read: invalid character class range"),
            ("a**b)", "unopened group"),
            (r"\w{1000}{1000}", "too large"),
        ] {
            let error = read(pattern).unwrap_err();
            assert!(error.message.contains(why) && !error.message.contains('\n'), "{pattern}: {}", error.message);
            assert_eq!(error.span, Span::new(7, 9));
        }
    }
}
