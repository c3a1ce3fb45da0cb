//! Sentences over several rows, broken between words.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{safe, width};

/// The text, made safe, over as many rows of at most `columns` as it takes; at least one.
///
/// Rows are broken at spaces. A word too long for a row (an id, a distinguished name) is broken where the row is full.
#[must_use]
pub fn paragraph(text: &str, columns: usize) -> Vec<String> {
    let mut paragraph = Paragraph { columns: columns.max(1), rows: vec![String::new()], taken: 0 };
    for word in safe(text).split(' ').filter(|word| !word.is_empty()) {
        paragraph.word(word);
    }
    paragraph.rows
}

/// The rows so far, and how many columns the last one takes.
struct Paragraph {
    columns: usize,
    rows: Vec<String>,
    taken: usize,
}

impl Paragraph {
    fn word(&mut self, word: &str) {
        let gap = usize::from(self.taken > 0);
        if self.taken + gap + width(word) <= self.columns {
            self.put(&" "[..gap]);
            self.put(word);
            return;
        }
        if self.taken > 0 {
            self.rows.push(String::new());
            self.taken = 0;
        }
        for character in word.graphemes(true) {
            if self.taken > 0 && self.taken + width(character) > self.columns {
                self.rows.push(String::new());
                self.taken = 0;
            }
            self.put(character);
        }
    }

    fn put(&mut self, piece: &str) {
        if let Some(row) = self.rows.last_mut() {
            row.push_str(piece);
            self.taken += width(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rows_are_broken_between_words_and_within_a_word_only_where_it_fills_a_row() {
        assert_eq!(paragraph("not allowed to list", 11), ["not allowed", "to list"]);
        assert_eq!(paragraph("id abcdefgh o", 5), ["id", "abcde", "fgh o"]);
        assert_eq!(paragraph("", 5), [""]);
        assert_eq!(paragraph("日本語", 3), ["日", "本", "語"]);
    }

    proptest! {
        #[test]
        fn every_word_is_kept_and_no_row_is_too_wide(text in "[a-z日é ]{0,60}", columns in 2_usize..20) {
            let rows = paragraph(&text, columns);
            let without_spaces = |text: &str| text.replace(' ', "");
            prop_assert_eq!(without_spaces(&rows.concat()), without_spaces(&text));
            prop_assert!(rows.iter().all(|row| width(row) <= columns));
        }
    }
}
