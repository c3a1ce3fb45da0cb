//! Measuring text in terminal columns, and cutting it to fit.
//!
//! What a reader sees as one character (a grapheme) is never cut apart, and a column count is the sum over graphemes,
//! which is how the screen's cells are filled.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr;

use super::safe;

const ELLIPSIS: char = '…';

/// The number of terminal columns the text takes, after [`safe`].
#[must_use]
pub fn width(text: &str) -> usize {
    columns_of(&safe(text))
}

/// The text, made safe, cut in the middle with `…` so that it takes at most `columns`.
///
/// Head and tail both stay, so that names with a common beginning (`svc-backup-…-01`, distinguished names) stay
/// distinct.
#[must_use]
pub fn cut_middle(text: &str, columns: usize) -> Cow<'_, str> {
    cut(text, columns, |left| left.div_ceil(2))
}

/// The text, made safe, cut at its end with `…` so that it takes at most `columns`.
#[must_use]
pub fn cut_end(text: &str, columns: usize) -> Cow<'_, str> {
    cut(text, columns, |left| left)
}

/// The text, made safe, cut in the middle or padded with spaces on the right so that it takes exactly `columns`.
#[must_use]
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    let cut = cut_middle(text, columns);
    let missing = columns.saturating_sub(columns_of(&cut));
    if missing == 0 {
        return cut;
    }
    let mut padded = cut.into_owned();
    padded.extend(std::iter::repeat_n(' ', missing));
    Cow::Owned(padded)
}

/// Cuts to `columns`; `head` says how many of the columns beside the `…` belong to the beginning.
fn cut(text: &str, columns: usize, head: impl Fn(usize) -> usize) -> Cow<'_, str> {
    let text = safe(text);
    if columns_of(&text) <= columns {
        return text;
    }
    let Some(left) = columns.checked_sub(1) else { return Cow::Borrowed("") };
    // A joiner that lost the letter behind it joins nothing, and would count as hidden if looked at again.
    let head = prefix_within(&text, head(left)).trim_end_matches(['\u{200c}', '\u{200d}']);
    let tail = suffix_within(&text[head.len()..], left - columns_of(head));
    let mut out = String::with_capacity(head.len() + tail.len() + ELLIPSIS.len_utf8());
    out.push_str(head);
    out.push(ELLIPSIS);
    out.push_str(tail);
    Cow::Owned(out)
}

/// Columns of text that is already safe.
fn columns_of(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

fn prefix_within(text: &str, columns: usize) -> &str {
    &text[..length_within(text.graphemes(true), columns)]
}

fn suffix_within(text: &str, columns: usize) -> &str {
    &text[text.len() - length_within(text.graphemes(true).rev(), columns)..]
}

/// Bytes of the leading graphemes that together take at most `columns`.
fn length_within<'a>(graphemes: impl Iterator<Item = &'a str>, columns: usize) -> usize {
    let mut taken = 0;
    graphemes
        .take_while(|grapheme| {
            taken += grapheme.width();
            taken <= columns
        })
        .map(str::len)
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::hostile_text;
    use super::*;

    #[test]
    fn a_cut_keeps_head_and_tail() {
        let cases = [
            ("abcdefghij", 10, "abcdefghij"),
            ("abcdefghij", 9, "abcd…ghij"),
            ("abcdefghij", 6, "abc…ij"),
            ("abcdefghij", 2, "a…"),
            ("abcdefghij", 1, "…"),
            ("abcdefghij", 0, ""),
            ("", 0, ""),
            ("x", 1, "x"),
            ("日本語日本語", 7, "日…本語"),
            ("ab\x1b[31mcdef", 7, "ab␛…def"),
        ];
        for (text, columns, cut) in cases {
            assert_eq!(cut_middle(text, columns), cut, "{text:?} in {columns}");
        }
        assert_eq!(cut_end("abcdefghij", 4), "abc…");
        assert_eq!(fit("ab", 4), "ab  ");
        assert_eq!(fit("日本語", 4), "日… ");
    }

    #[test]
    fn columns_are_what_a_terminal_uses() {
        for (text, columns) in
            [("", 0), ("Ada", 3), ("日本", 4), ("e\u{301}", 1), ("👍🏽", 9), ("\x1b[0m", 4), ("\u{202e}", 6)]
        {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked(text in hostile_text(), columns in 0_usize..40) {
            prop_assert!(width(&cut_middle(&text, columns)) <= columns);
            prop_assert!(width(&cut_end(&text, columns)) <= columns);
            prop_assert_eq!(width(&fit(&text, columns)), columns);
        }

        #[test]
        fn what_is_cut_begins_and_ends_like_the_text(text in hostile_text(), columns in 0_usize..40) {
            let whole = safe(&text).replace(ELLIPSIS, ".");
            let cut = cut_middle(&whole, columns);
            if cut != whole {
                if let Some((head, tail)) = cut.split_once(ELLIPSIS) {
                    prop_assert!(whole.starts_with(head) && whole.ends_with(tail));
                } else {
                    prop_assert_eq!(columns, 0);
                }
            }
        }
    }
}
