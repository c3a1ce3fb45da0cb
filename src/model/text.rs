//! Text from the tenant made safe and cut to fit.
//!
//! A display name is whatever somebody typed into some system, and a terminal obeys what it is sent. Everything that
//! comes from outside passes through here before it reaches a screen ([`safe`], and the cuts, which call it), the
//! clipboard ([`stripped`]), a spreadsheet ([`csv_safe`]) or a pipe of JSON ([`json_safe`]).
//!
//! - `hazard` decides which characters may act or hide, in one place for all of them.
//! - `fit` measures in terminal columns and cuts on the borders of what a reader sees as one character.
//! - `distinct` cuts the texts of a list so that different ones look different.
//! - `paragraph` breaks sentences between words.
//! - `indent` sets JSON over several lines.
//! - `number` says numbers and counts.

mod distinct;
mod fit;
mod hazard;
mod indent;
mod number;
mod paragraph;

use std::borrow::Cow;

pub use distinct::cut_distinct;
pub use fit::{cut_end, cut_middle, fit, width};
use hazard::hazards;
pub use indent::indented;
pub use number::{counted, grouped};
pub use paragraph::paragraph;

/// Makes tenant text safe to show: what could act on a terminal or hide in it becomes a visible symbol.
///
/// Control characters become their control pictures (`␛` for escape), everything else its number in angle quotes
/// (`‹202E›` for a right-to-left override). Ordinary text of any script comes back as it is, borrowed.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    replaced(text, |character, out| match character {
        '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(character)).unwrap_or('␀')),
        '\x7f' => out.push('␡'),
        _ => out.extend([format!("‹{:X}›", u32::from(character))]),
    })
}

/// The text without what could act on a terminal or hide in it; for what is copied.
///
/// Line breaks and tabs go too: pasted into a shell, a line break runs what stands before it.
#[must_use]
pub fn stripped(text: &str) -> Cow<'_, str> {
    replaced(text, |_, _| {})
}

/// The text as one word of a command line for a POSIX shell, which reads nothing into it.
#[must_use]
pub fn for_shell(text: &str) -> String {
    format!("'{}'", stripped(text).replace('\'', r"'\''"))
}

/// A cell of a CSV file that a spreadsheet will not run: one that begins like a formula is prefixed with `'`.
#[must_use]
pub fn csv_safe(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A JSON text that is safe to show, and says the same: what [`safe`] would replace is written as `\uXXXX`.
///
/// Line breaks and tabs stay, since they stand between the values of a formatted text. Within strings JSON has them
/// escaped already.
#[must_use]
pub fn json_safe(json: &str) -> Cow<'_, str> {
    replaced(json, |character, out| {
        if matches!(character, '\n' | '\r' | '\t') {
            out.push(character);
            return;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            out.extend([format!("\\u{unit:04x}")]);
        }
    })
}

/// The text with every hazard replaced by what `write` puts in its place; borrowed where there is none.
fn replaced(text: &str, write: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let mut hazards = hazards(text).peekable();
    if hazards.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut kept_to = 0;
    for (at, hazard) in hazards {
        out.push_str(&text[kept_to..at]);
        write(hazard, &mut out);
        kept_to = at + hazard.len_utf8();
    }
    out.push_str(&text[kept_to..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text in which hazards, their neighbours and ordinary letters all meet.
    pub(super) fn hostile_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_map(String::from),
            (0_u32..0xa0).prop_filter_map("char", char::from_u32).prop_map(String::from),
            (0x2000_u32..0x2070).prop_filter_map("char", char::from_u32).prop_map(String::from),
            (0xfe00_u32..0xfe10).prop_filter_map("char", char::from_u32).prop_map(String::from),
            (0xe0000_u32..0xe0200).prop_filter_map("char", char::from_u32).prop_map(String::from),
            "[a-z]{1,8}".prop_map(String::from),
            prop::sample::select(vec![
                "\u{1b}[2J",
                "\u{9b}1m",
                "日本",
                "葛\u{e0100}",
                "می\u{200c}خ",
                "👩\u{200d}💻",
                "❤\u{fe0f}",
                "e\u{301}",
                "👍🏽",
                "🇩🇪",
                "क\u{94d}\u{200d}ष",
                "\r\n",
                "\u{600}",
            ])
            .prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
    }

    fn is_bidi_control(c: char) -> bool {
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    }

    fn is_subsequence(short: &str, long: &str) -> bool {
        let mut rest = long.chars();
        short.chars().all(|wanted| rest.any(|found| found == wanted))
    }

    #[test]
    fn ordinary_text_is_borrowed_as_it_is() {
        let names = [
            "",
            "Ada Lovelace",
            "Zoë Müller-Lüdenscheidt",
            "e\u{301}lodie",
            "渡辺 葛\u{e0100}城",
            "فاطمة الزهراء",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "Ωμέγα 한국어 ไทย",
            "👍 🇩🇪 😀",
            r"CN=Ada,OU=R&D\, Lab,DC=x",
        ];
        for name in names {
            assert!(matches!(safe(name), Cow::Borrowed(same) if same == name), "{name:?} became {:?}", safe(name));
            assert!(matches!(stripped(name), Cow::Borrowed(_)), "{name:?}");
        }
    }

    #[test]
    fn what_acts_or_hides_is_shown() {
        let cases = [
            ("\x1b[31mred", "␛[31mred"),
            ("a\0b\nc\td", "a␀b␊c␉d"),
            ("a\x7fb", "a␡b"),
            ("\u{9b}2J", "‹9B›2J"),
            ("adm\u{202e}nimda", "adm‹202E›nimda"),
            ("a\u{2066}b\u{2069}", "a‹2066›b‹2069›"),
            ("pay\u{200b}pal", "pay‹200B›pal"),
            ("\u{feff}x\u{2028}y", "‹FEFF›x‹2028›y"),
            ("tag\u{e0041}", "tag‹E0041›"),
            // A joiner between Latin letters or emoji: invisible in the one, of no agreed width in the other.
            ("a\u{200d}b", "a‹200D›b"),
            ("👩\u{200d}💻", "👩‹200D›💻"),
            // A variation selector after what has no variants.
            ("a\u{fe0f}", "a‹FE0F›"),
            ("👍🏽", "👍‹1F3FD›"),
            ("❤\u{fe0f}", "❤‹FE0F›"),
            ("葛\u{e0100}\u{e0101}", "葛\u{e0100}‹E0101›"),
        ];
        for (text, shown) in cases {
            assert_eq!(safe(text), shown);
        }
    }

    #[test]
    fn what_is_copied_holds_no_trace_of_it() {
        assert_eq!(stripped("a\x1b[0m\nb\u{202e}c"), "a[0mbc");
    }

    #[test]
    fn a_cell_that_begins_like_a_formula_is_prefixed() {
        for cell in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(csv_safe(cell), format!("'{cell}"));
        }
        for cell in ["", "a=1", "Ada", "1-2"] {
            assert!(matches!(csv_safe(cell), Cow::Borrowed(same) if same == cell));
        }
    }

    #[test]
    fn json_keeps_its_layout_and_escapes_the_rest() {
        assert_eq!(
            json_safe("{\n\t\"a\": \"\u{202e}\u{9b}\u{7f}\u{e0041}\"\r\n}"),
            "{\n\t\"a\": \"\\u202e\\u009b\\u007f\\udb40\\udc41\"\r\n}"
        );
    }

    proptest! {
        #[test]
        fn safe_text_holds_no_hazard_and_is_left_alone(text in hostile_text()) {
            let shown = safe(&text).into_owned();
            prop_assert!(!shown.chars().any(char::is_control), "{shown:?}");
            prop_assert!(!shown.contains(is_bidi_control), "{shown:?}");
            prop_assert_eq!(safe(&shown), shown.as_str());
        }

        #[test]
        fn stripped_text_only_leaves_out(text in hostile_text()) {
            let copied = stripped(&text).into_owned();
            prop_assert!(is_subsequence(&copied, &text));
            prop_assert_eq!(safe(&copied), copied.as_str());
        }

        #[test]
        fn safe_json_says_the_same(text in hostile_text()) {
            let value = serde_json::Value::String(text);
            let json = serde_json::to_string_pretty(&value).unwrap();
            let shown = json_safe(&json).into_owned();
            prop_assert_eq!(safe(&shown), shown.as_str());
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
        }
    }
}
