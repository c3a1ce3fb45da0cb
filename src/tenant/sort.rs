//! Sorters, `-modified,name`, and the keys rows are ordered by.
//!
//! A key is a string of bytes that compares as the row sorts, whatever the fields and directions: one way to sort, to find
//! a row's place in a list and to put it back there after it changed.

use super::filter::Refused;
use super::filter::condition::{Datum, Record, fold};
use super::filter::vocabulary::Vocabulary;
use super::generation::Generation;
use super::settings::Case;

/// One field to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Sorter {
    pub(super) field: &'static str,
    pub(super) descending: bool,
}

/// Reads `-modified,name`. An empty text is no sorter at all.
pub(super) fn parse(text: &str, vocabulary: &Vocabulary, generation: Generation) -> Result<Vec<Sorter>, Refused> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    text.split(',')
        .map(|part| {
            let part = part.trim();
            let name = part.strip_prefix('-').unwrap_or(part);
            let field = vocabulary.sorter(name, generation).ok_or(Refused)?;
            Ok(Sorter { field, descending: name.len() < part.len() })
        })
        .collect()
}

/// Appends the key of a row. Nulls come last in ascending order.
pub(super) fn encode(record: &impl Record, sorters: &[Sorter], case: Case, key: &mut Vec<u8>) {
    for sorter in sorters {
        let start = key.len();
        encode_datum(&record.datum(sorter.field), case, key);
        if sorter.descending {
            for byte in &mut key[start..] {
                *byte = !*byte;
            }
        }
    }
}

/// No encoded value is the beginning of another, so that the next field is compared only between equals.
fn encode_datum(datum: &Datum<'_>, case: Case, key: &mut Vec<u8>) {
    const VALUE: u8 = 1;
    const NULL: u8 = 2;
    const END: [u8; 2] = [0, 0];
    const NUL_INSIDE: [u8; 2] = [0, 1];
    let (Datum::Text(_) | Datum::Texts(_) | Datum::Flag(_) | Datum::Moment(_)) = datum else {
        key.push(NULL);
        return;
    };
    key.push(VALUE);
    match datum {
        Datum::Text(text) => {
            for &byte in fold(text, case).as_bytes() {
                if byte == 0 { key.extend_from_slice(&NUL_INSIDE) } else { key.push(byte) }
            }
            key.extend_from_slice(&END);
        }
        Datum::Texts(texts) => key.extend_from_slice(&texts.len().to_be_bytes()),
        Datum::Flag(flag) => key.push(u8::from(*flag)),
        Datum::Moment(at) => key.extend_from_slice(&(at.cast_unsigned() ^ (1 << 63)).to_be_bytes()),
        Datum::Null => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::filter::vocabulary;
    use super::*;

    struct Row(Vec<(&'static str, Datum<'static>)>);

    impl Record for Row {
        fn datum(&self, field: &str) -> Datum<'_> {
            self.0.iter().find(|(name, _)| *name == field).map_or(Datum::Null, |(_, datum)| datum.clone())
        }
    }

    fn key(row: &Row, sorters: &str, case: Case) -> Vec<u8> {
        let mut key = Vec::new();
        encode(row, &parse(sorters, &vocabulary::ACCOUNTS, Generation::V1).unwrap(), case, &mut key);
        key
    }

    fn named(name: &'static str) -> Row {
        Row(vec![("name", name.into()), ("modified", Datum::Moment(5))])
    }

    #[test]
    fn sorters_are_read_with_their_direction() {
        let read = |text| parse(text, &vocabulary::ACCOUNTS, Generation::V1);
        let sorter = |field, descending| Sorter { field, descending };
        assert_eq!(read("-modified,name"), Ok(vec![sorter("modified", true), sorter("name", false)]));
        assert_eq!(read(""), Ok(vec![]));
        for refused in ["locked", "name,", "--name", "name desc", "+name", "Name"] {
            assert_eq!(read(refused), Err(Refused), "{refused}");
        }
    }

    #[test]
    fn keys_order_texts_as_texts_and_the_next_field_decides_between_equals() {
        let insensitive = |row: &Row| key(row, "name", Case::Insensitive);
        assert!(insensitive(&named("ab")) < insensitive(&named("abc")));
        assert!(insensitive(&named("abc")) < insensitive(&named("ABD")));
        assert_eq!(insensitive(&named("abc")), insensitive(&named("ABC")));
        assert!(key(&named("abc"), "name", Case::Sensitive) > key(&named("ABD"), "name", Case::Sensitive));
        let early = Row(vec![("name", "ab".into()), ("modified", Datum::Moment(-1))]);
        let late = Row(vec![("name", "ab".into()), ("modified", Datum::Moment(9))]);
        assert!(key(&early, "name,modified", Case::Insensitive) < key(&late, "name,modified", Case::Insensitive));
        assert!(key(&early, "name,-modified", Case::Insensitive) > key(&late, "name,-modified", Case::Insensitive));
        assert!(
            key(&named("ab"), "name,-modified", Case::Insensitive) < key(&named("abc"), "name,id", Case::Insensitive)
        );
    }

    #[test]
    fn nulls_come_last_and_first_in_descending_order() {
        let none = Row(vec![]);
        assert!(key(&none, "name", Case::Insensitive) > key(&named("\u{10ffff}"), "name", Case::Insensitive));
        assert!(key(&none, "-name", Case::Insensitive) < key(&named("a"), "-name", Case::Insensitive));
        assert!(key(&none, "modified", Case::Insensitive) > key(&named("a"), "modified", Case::Insensitive));
    }

    #[test]
    fn descending_keeps_shorter_names_behind_longer_ones() {
        let descending = |row: &Row| key(row, "-name", Case::Insensitive);
        assert!(descending(&named("abc")) < descending(&named("ab")));
        assert!(descending(&named("b")) < descending(&named("abc")));
    }
}
