//! A query as the arguments of a command line: the quotes of the language, put back where the shell took them away, and a
//! query written so that nothing is put into it.
//!
//! `qd list source:"Active Directory"` reaches us as the one argument `source:Active Directory`. Read as it stands, that
//! is a source called Active and a name that starts with Directory, and an empty list would be the answer to a question
//! nobody asked.

use super::{Condition, Query, TextField, parse};

/// The arguments of a command line as one query.
#[must_use]
pub fn from_arguments(arguments: &[String]) -> String {
    arguments.iter().map(|argument| requoted(argument)).collect::<Vec<_>>().join(" ")
}

/// The query as one argument that is read as it is: [`from_arguments`] takes a value of several words for one that lost its
/// quotes, unless something stands before it.
#[must_use]
pub fn as_argument(query: &str) -> String {
    let query = query.trim();
    if requoted(query) == query { query.to_owned() } else { format!(" {query}") }
}

/// The argument with quotes around a value that lost them. A whole query in one argument stays as it is: it has an
/// operator or a quote of its own, or begins with a plain word.
fn requoted(argument: &str) -> String {
    let as_it_is = || argument.to_owned();
    let Some((key, value)) = argument.split_once(':') else { return as_it_is() };
    let is_one_word = |text: &str| !text.contains(char::is_whitespace);
    if !is_one_word(key) || is_one_word(value.trim_end()) {
        return as_it_is();
    }
    if key.eq_ignore_ascii_case("raw") {
        return if value.starts_with('\'') { as_it_is() } else { format!("{key}:'{value}'") };
    }
    let holds_text = TextField::from_word(key).is_some() || key.starts_with("attr.");
    if !holds_text || value.starts_with(char::is_whitespace) || !is_plain(value) {
        return as_it_is();
    }
    format!("{key}:{}", if is_a_list(key) { each_quoted(value) } else { format!("\"{value}\"") })
}

/// Whether nothing behind the first word is more than a word.
fn is_plain(value: &str) -> bool {
    let is_quoted = |word: &str| word.starts_with('\'') || word.contains('"');
    let Some((_, rest)) = value.split_once(char::is_whitespace) else { return false };
    let read = parse(rest);
    let words_alone = |Query { all, sort }: &Query| {
        sort.is_empty() && all.iter().all(|condition| matches!(condition.value, Condition::Word(_)))
    };
    !value.split_whitespace().any(is_quoted) && read.is_ok_and(|query| words_alone(&query))
}

/// A native id may be a distinguished name, which is full of commas.
fn is_a_list(key: &str) -> bool {
    TextField::from_word(key) != Some(TextField::Native)
}

/// The values of a list, each in quotes. A comma with a space behind it belongs to a name: `Lovelace, Ada`.
fn each_quoted(value: &str) -> String {
    let mut quoted = String::from("\"");
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_between = letter == ',' && letters.peek().is_some_and(|next| !next.is_whitespace());
        if is_between { quoted.push_str("\",\"") } else { quoted.push(letter) }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(arguments: &[&str]) -> String {
        from_arguments(&arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn quotes_the_shell_took_are_put_back() {
        for (arguments, query) in [
            (&["source:Active Directory"][..], r#"source:"Active Directory""#),
            (
                &["smith", "source:Active Directory", "is:uncorrelated"],
                r#"smith source:"Active Directory" is:uncorrelated"#,
            ),
            (&["source:Active Directory,SAP"], r#"source:"Active Directory","SAP""#),
            (&["source:Active Directory (EMEA)"], r#"source:"Active Directory (EMEA)""#),
            (&["identity:Ada L*"], r#"identity:"Ada L*""#),
            (&["identity:Lovelace, Ada"], r#"identity:"Lovelace, Ada""#),
            (&["name:Sean O'Brien"], r#"name:"Sean O'Brien""#),
            (&["native:CN=Ada Vance,OU=Staff,DC=acme"], r#"native:"CN=Ada Vance,OU=Staff,DC=acme""#),
            (&["attr.dept:Human Resources"], r#"attr.dept:"Human Resources""#),
            (&[r#"raw:name sw "adele""#], r#"raw:'name sw "adele"'"#),
        ] {
            assert_eq!(joined(arguments), query);
            assert!(parse(query).is_ok(), "{query}");
        }
    }

    #[test]
    fn a_whole_query_in_one_argument_stays_as_it_is() {
        for query in [
            "",
            "smith",
            "smith source:x",
            "adele vance",
            "name:ada",
            "source:sap modified<7d",
            "source:sap -is:disabled",
            "name:ada or name:bob",
            r#"source:"Active Directory" smith"#,
            r#"source:sap "ada lovelace""#,
            "source:'Active Directory'",
            "is:uncorrelated smith",
            "sort:name smith",
            "modified:2026-11-20 smith",
            r#"raw:'name sw "adele"' smith"#,
            "source: sap",
        ] {
            assert_eq!(joined(&[query]), query);
        }
        assert_eq!(joined(&["smith", "source:x"]), "smith source:x");
    }

    #[test]
    fn a_query_written_as_an_argument_is_read_as_it_was() {
        for query in
            ["", "smith", "source:sap smith", "identity:ada lovelace", "-is:disabled", "attr.dept:sales x", "raw:'a b'"]
        {
            let read = joined(&[&as_argument(query)]);
            assert_eq!(read.trim(), query, "{query}");
            assert_eq!(
                parse(&read).map(|read| read.to_string()),
                parse(query).map(|query| query.to_string()),
                "{query}"
            );
        }
        assert_eq!(as_argument("is:locked source:\"Active Directory\""), "is:locked source:\"Active Directory\"");
    }
}
