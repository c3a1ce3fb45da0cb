//! Pasted lists: the cells of a spreadsheet's column become the values of a field.

use std::collections::HashSet;

use super::lex::lex;
use super::token::{Key, Token};
use super::{Pattern, TextField};

/// What becomes of text that is pasted behind `before_cursor`.
///
/// Several lines, or cells with tabs between them, are a list: the values of the field they are pasted behind; else of
/// `id:` where all look like ids, of `native:` where all look like distinguished names, and of `name:` otherwise. Blank
/// cells and doubles are dropped. One line stays text as it is.
#[must_use]
pub fn pasted(before_cursor: &str, pasted: &str) -> String {
    let cells = cells(pasted);
    let is_a_list = pasted.trim_matches(['\r', '\n']).contains(['\r', '\n', '\t']);
    if !is_a_list || cells.is_empty() {
        return pasted.trim_matches(['\r', '\n', '\u{feff}']).to_owned();
    }
    let values: Vec<_> = cells.iter().map(|cell| Pattern::Exact((*cell).to_owned()).to_string()).collect();
    let values = values.join(",");
    match place(before_cursor) {
        Place::Values => values,
        Place::Term => format!("{}:{values}", field_of(&cells).word()),
        Place::BehindATerm => format!(" {}:{values}", field_of(&cells).word()),
        Place::Elsewhere => cells.join(" "),
    }
}

/// The cells of one column, each once, without the signs that part them from each other.
fn cells(pasted: &str) -> Vec<&str> {
    let mut seen = HashSet::new();
    pasted.split(['\r', '\n', '\t']).map(cell).filter(|cell| !cell.is_empty() && seen.insert(*cell)).collect()
}

/// A cell without what stands around it: spaces, the comma or semicolon of a list, and quotes.
fn cell(text: &str) -> &str {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == ',' || c == ';');
    bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(bare).trim()
}

fn field_of(cells: &[&str]) -> TextField {
    let is_id = |cell: &&str| cell.len() == 32 && cell.bytes().all(|byte| byte.is_ascii_hexdigit());
    if cells.iter().all(is_id) {
        TextField::Id
    } else if cells.iter().all(|cell| looks_like_a_distinguished_name(cell)) {
        TextField::Native
    } else {
        TextField::Name
    }
}

/// `CN=Ada Vance,OU=Staff,DC=acme`
fn looks_like_a_distinguished_name(cell: &str) -> bool {
    let is_a_part = |part: &str| {
        part.split_once('=').is_some_and(|(kind, value)| {
            !value.is_empty() && !kind.trim().is_empty() && kind.trim().bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    // A comma within a value is escaped: `CN=Vance\, Ada,OU=Staff`.
    is_a_part(cell) && cell.replace("\\,", "").split(',').all(is_a_part)
}

/// Where in a query text is pasted.
#[derive(Debug, PartialEq)]
enum Place {
    /// Where a value of a field stands.
    Values,
    /// Where a term begins.
    Term,
    /// Right behind a term.
    BehindATerm,
    /// Where a list means nothing: in a text with quotes, behind `is:`.
    Elsewhere,
}

fn place(before: &str) -> Place {
    let (tokens, errors) = lex(before);
    let key = tokens.iter().rev().find_map(|token| match &token.value {
        Token::Key(key) => Some(key),
        _ => None,
    });
    let takes_a_list = key.is_some_and(|key| match key {
        Key::Word(word) => TextField::from_word(word).is_some(),
        Key::Attribute(_) => true,
    });
    let Some(last) = tokens.last() else { return Place::Term };
    match &last.value {
        Token::Missing if last.span.end == before.len() && takes_a_list => Place::Values,
        // A comma with a space behind it still waits for its value.
        Token::Missing if before.trim_end().ends_with(',') && takes_a_list => Place::Values,
        Token::Open | Token::Not => Place::Term,
        _ if errors.iter().any(|error| error.unfinished && error.span.end == before.len()) => Place::Elsewhere,
        _ if before.ends_with(char::is_whitespace) => Place::Term,
        Token::Missing | Token::Fuzzy => Place::Elsewhere,
        _ => Place::BehindATerm,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    const ID: &str = "2c9180858082150f0180893dbaf44201";
    const OTHER: &str = "2C9180858082150F0180893DBAF44202";

    #[test]
    fn several_lines_become_the_values_of_a_field() {
        let ids = format!("{ID}\r\n{OTHER}\r\n\r\n{ID}\r\n");
        for (before, text, becomes) in [
            ("", "ada\nbob\n", "name:ada,bob".to_owned()),
            ("", &ids, format!("id:{ID},{OTHER}")),
            ("is:locked ", "ada\nbob", "name:ada,bob".to_owned()),
            ("is:locked", "ada\nbob", " name:ada,bob".to_owned()),
            ("-(", "ada\nbob", "name:ada,bob".to_owned()),
            ("name:", "Vance, Adele\nO'Brien\n a*b ", r#""Vance, Adele","O\'Brien","a\*b""#.to_owned()),
            ("native:x,", "a\nb", "a,b".to_owned()),
            ("attr.dept:", "a\nb", "a,b".to_owned()),
            ("", "CN=A,DC=x\nCN=B\\, C,DC=x", r#"native:"CN=A,DC=x","CN=B\\, C,DC=x""#.to_owned()),
            ("", "CN=A,DC=x\nada", r#"name:"CN=A,DC=x",ada"#.to_owned()),
            ("identity:", "\"Vance, Adele\",\n\"Bo\";\n\u{feff}Cy", r#""Vance, Adele",Bo,Cy"#.to_owned()),
            ("", "ada\tbob\tcy", "name:ada,bob,cy".to_owned()),
        ] {
            assert_eq!(pasted(before, text), becomes, "{text:?} behind {before:?}");
            let whole = format!("{before}{becomes}");
            assert!(before == "-(" || parse(&whole).is_ok(), "{whole}: {:?}", parse(&whole));
        }
    }

    #[test]
    fn one_line_stays_text_and_a_list_where_none_can_stand_becomes_words() {
        for (before, text, becomes) in [
            ("", "smith is:locked", "smith is:locked"),
            ("", "smith\n", "smith"),
            ("name:", "a, b; c", "a, b; c"),
            ("", "\n\n", ""),
            ("name:\"", "a\nb", "a b"),
            ("is:", "locked\ndisabled", "locked disabled"),
            ("~", "a\nb", "a b"),
        ] {
            assert_eq!(pasted(before, text), becomes, "{text:?} behind {before:?}");
        }
    }
}
