//! From typed text to tokens, each with its place.
//!
//! What a character means depends on where it stands: a comma divides the values of a field and belongs to a plain
//! word (`Lovelace, Ada`), a slash opens a regular expression only as a value, a parenthesis within a word is a letter
//! (`Ada(ext)`). So the lexer follows the shape of a term instead of looking at characters alone.
//!
//! It never stops at an error: the text is half-typed most of the time, and what can be read of it is already of use.

mod scan;
mod text;

use scan::Scan;

use super::token::{Key, Token};
use super::{QueryError, Span, Spanned};

/// What is wrong where one thing ends and the next begins at once.
const SPACE_MISSING: &str = "a space is missing before this";

/// The tokens of a text, and what could not be read.
pub(super) fn lex(source: &str) -> (Vec<Spanned<Token>>, Vec<QueryError>) {
    let mut lexer = Lexer { scan: Scan::new(source), tokens: Vec::new(), errors: Vec::new() };
    while lexer.scan.skip_spaces() {
        lexer.token();
    }
    (lexer.tokens, lexer.errors)
}

struct Lexer<'a> {
    scan: Scan<'a>,
    tokens: Vec<Spanned<Token>>,
    errors: Vec<QueryError>,
}

impl Lexer<'_> {
    /// Reads what stands at the beginning of a term.
    fn token(&mut self) {
        let start = self.scan.at();
        match self.scan.peek() {
            Some('(') => self.single(Token::Open),
            Some(')') => self.single(Token::Close),
            Some('~') => self.single(Token::Fuzzy),
            Some('-') if self.scan.peek_second().is_some_and(|next| !next.is_whitespace()) => self.single(Token::Not),
            _ => match self.key() {
                Some(key) => {
                    let is_raw = matches!(&key, Key::Word(word) if word.eq_ignore_ascii_case("raw"));
                    self.push(Token::Key(key), start);
                    self.sign_and_values(is_raw);
                }
                None => self.word(start),
            },
        }
    }

    fn single(&mut self, token: Token) {
        let start = self.scan.at();
        self.scan.next();
        self.push(token, start);
    }

    fn push(&mut self, token: Token, start: usize) {
        self.tokens.push(Spanned::new(token, Span::new(start, self.scan.at())));
    }

    /// A plain word. Unquoted, `or` is not one.
    fn word(&mut self, start: usize) {
        let text = self.text(char::is_whitespace);
        let token = if !text.quoted && text.content.eq_ignore_ascii_case("or") { Token::Or } else { Token::Text(text) };
        self.push(token, start);
    }

    /// The key at this place, if a sign follows it; else nothing is read.
    fn key(&mut self) -> Option<Key> {
        let before = self.scan;
        let key = if self.scan.eat("attr.") {
            self.attribute_name().map(Key::Attribute)
        } else {
            self.key_word().map(Key::Word)
        };
        if key.is_none() || self.scan.sign().is_none() {
            self.scan = before;
            return None;
        }
        key
    }

    fn key_word(&mut self) -> Option<String> {
        let starts_as_one = self.scan.peek().is_some_and(char::is_alphabetic);
        starts_as_one.then(|| self.scan.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-')).to_owned())
    }

    /// An attribute is called what the source calls it: anything at all, in quotes.
    fn attribute_name(&mut self) -> Option<String> {
        if matches!(self.scan.peek(), Some('"' | '\'')) {
            let errors = self.errors.len();
            let name = self.quoted();
            let usable = self.errors.len() == errors && !name.prefix && !name.content.is_empty();
            self.errors.truncate(errors);
            return usable.then_some(name.content);
        }
        let name = self.scan.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '$' | '#'));
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn sign_and_values(&mut self, is_raw: bool) {
        let start = self.scan.at();
        if let Some((sign, spelling)) = self.scan.sign() {
            self.scan.eat(spelling);
            self.push(Token::Sign(sign), start);
        }
        loop {
            if is_raw && self.scan.peek() == Some('\'') {
                self.raw();
            } else {
                self.value();
            }
            let comma = self.scan.at();
            if !self.scan.eat(",") {
                return;
            }
            self.push(Token::Comma, comma);
            // A space after a comma is a habit, and nothing else can be meant by it.
            self.scan.skip_spaces();
        }
    }

    /// The value at this place; where there is none, that is a token of its own.
    fn value(&mut self) {
        let start = self.scan.at();
        match self.scan.peek() {
            None | Some(')' | ',') => self.push(Token::Missing, start),
            Some(c) if c.is_whitespace() => self.push(Token::Missing, start),
            Some('/') => self.regex(),
            _ => {
                let text = self.text(|c| c.is_whitespace() || c == ',');
                self.push(Token::Text(text), start);
            }
        }
    }

    /// `/…/`; a slash within is written `\/`, which every regular expression understands as well.
    fn regex(&mut self) {
        let start = self.scan.at();
        self.scan.next();
        let pattern = self.scan.take_escaped_until('/').to_owned();
        if !self.scan.eat("/") {
            self.errors.push(
                QueryError::new(self.scan.since(start), "the regular expression needs a / at its end").unfinished(),
            );
        }
        self.push(Token::Regex(pattern), start);
        self.expect_end_of_value("a space is missing; a / within the expression is written \\/");
    }

    /// `'…'` after `raw:`, as it is. A quote within a string of the API's grammar does not end it, so that nothing in
    /// there ever needs an escape of ours.
    fn raw(&mut self) {
        let start = self.scan.at();
        self.scan.next();
        let content = self.scan.at();
        while let Some(c) = self.scan.peek().filter(|&c| c != '\'') {
            self.scan.next();
            if c == '"' {
                self.scan.take_escaped_until('"');
                self.scan.eat("\"");
            }
        }
        let filter = self.scan.since_text(content).to_owned();
        if !self.scan.eat("'") {
            self.errors.push(QueryError::new(self.scan.since(start), "the filter needs a ' at its end").unfinished());
        }
        self.push(Token::Raw(filter), start);
        self.expect_end_of_value(SPACE_MISSING);
    }

    /// After what has a closing mark, something must end before the next thing begins.
    fn expect_end_of_value(&mut self, otherwise: &str) {
        let start = self.scan.at();
        if self.scan.peek().is_some_and(|c| !c.is_whitespace() && !matches!(c, ')' | ',')) {
            self.scan.take_while(|c| !c.is_whitespace() && !matches!(c, ')' | ','));
            self.errors.push(QueryError::new(self.scan.since(start), otherwise));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::{Sign, Text};
    use super::*;

    fn tokens(source: &str) -> Vec<Token> {
        let (tokens, errors) = lex(source);
        assert_eq!(errors, [], "{source}");
        tokens.into_iter().map(|token| token.value).collect()
    }

    fn text(text: &str) -> Token {
        Token::Text(Text { content: text.to_owned(), prefix: false, quoted: false })
    }

    fn key(word: &str) -> Token {
        Token::Key(Key::Word(word.to_owned()))
    }

    #[test]
    fn a_character_means_what_its_place_makes_of_it() {
        assert_eq!(tokens("Lovelace, Ada(ext)"), [text("Lovelace,"), text("Ada(ext)")]);
        assert_eq!(tokens("(ada)"), [Token::Open, text("ada"), Token::Close]);
        assert_eq!(tokens("anne-marie -x"), [text("anne-marie"), Token::Not, text("x")]);
        assert_eq!(tokens("name:a,b"), [key("name"), Token::Sign(Sign::Colon), text("a"), Token::Comma, text("b")]);
        assert_eq!(tokens("/tmp"), [text("/tmp")]);
        assert_eq!(
            tokens("native:/^a b\\/c/"),
            [key("native"), Token::Sign(Sign::Colon), Token::Regex("^a b\\/c".into())]
        );
        assert_eq!(tokens("modified<=7d"), [key("modified"), Token::Sign(Sign::LessOrEqual), text("7d")]);
        assert_eq!(tokens("12:30 OR -"), [text("12:30"), Token::Or, text("-")]);
        assert_eq!(tokens(r#"raw:'name eq "O\"'B"'"#)[2], Token::Raw(r#"name eq "O\"'B""#.into()));
        assert_eq!(tokens(r#"attr."Dept, no":x"#)[0], Token::Key(Key::Attribute("Dept, no".into())));
    }

    #[test]
    fn escapes_and_stars_are_told_from_letters() {
        let cases = [
            (r#""a \"b\" \\ \*""#, r#"a "b" \ *"#, false),
            (r#""Ada L*""#, "Ada L", true),
            ("ada*", "ada", true),
            (r"CORP\ada", r"CORP\ada", false),
            ("'it is'", "it is", false),
        ];
        for (source, content, prefix) in cases {
            let [Token::Text(read)] = &tokens(source)[..] else { panic!("{source} is one text") };
            assert_eq!((read.content.as_str(), read.prefix), (content, prefix), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        for (source, place, unfinished) in [
            ("\"ada", 0..4, true),
            ("x name:'ada", 7..11, true),
            ("native:/a", 7..9, true),
            ("raw:'id", 4..7, true),
            ("a*b", 1..2, false),
            ("\"a\"b", 3..4, false),
            ("“ada”", 0..3, false),
            ("name:(a)", 5..8, false),
        ] {
            let (_, errors) = lex(source);
            assert_eq!(errors.len(), 1, "{source}: {errors:?}");
            assert_eq!((errors[0].span.range(), errors[0].unfinished), (place, unfinished), "{source}");
        }
    }
}
