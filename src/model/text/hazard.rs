//! Which characters may act on a terminal or hide in it.
//!
//! Control characters act. Bidi controls turn text around, so that a name reads as another one. Characters without a
//! width hide: two names that look alike need not be alike. Some of these are ordinary in some scripts (joiners in
//! Persian and Hindi, variation selectors in Japanese names); there they stay, and only there. Joiners, skin tones and
//! colour selectors of emoji do not: terminals disagree about how wide the result is (tmux gives a hand with a skin tone
//! four columns, others two), and a row drawn over the wrong columns is worse than two pictures beside each other.

/// The hazards of a text with their byte offsets.
pub(super) fn hazards(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Almost every name is printable ASCII; the prefix that is needs no closer look. It ends one character early, since
    // what follows is judged by what stands before it.
    let plain = text.bytes().take_while(|byte| matches!(byte, b' '..=b'~')).count();
    let from = if plain == text.len() { plain } else { plain.saturating_sub(1) };
    let mut before = None;
    let mut rest = text[from..].char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((at, character)) = rest.next() {
            let after = rest.peek().map(|&(_, next)| next);
            let hazard = is_hazard(before, character, after);
            before = Some(character);
            if hazard {
                return Some((from + at, character));
            }
        }
        None
    })
}

fn is_hazard(before: Option<char>, character: char, after: Option<char>) -> bool {
    match character {
        ' '..='~' => false,
        '\u{1f3fb}'..='\u{1f3ff}' => true,
        _ if character.is_control() => true,
        '\u{200c}' | '\u{200d}' => !joins_letters(before, after),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => !selects_a_variant(before, character),
        _ => is_invisible(character),
    }
}

/// Characters that take no room or none of their own: bidi controls, fillers, zero-width spaces, line and paragraph
/// separators, annotation marks, tags.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A joiner, or non-joiner, is ordinary between two letters of a script that needs it: the Arabic and the Indic ones.
fn joins_letters(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let arabic = |c: char| matches!(c, '\u{620}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}');
    // Devanagari to Sinhala, Myanmar, Khmer.
    let indic = |c: char| {
        matches!(c, '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}')
            || matches!(c, '\u{1780}'..='\u{17ff}') && !is_invisible(c)
    };
    (arabic(before) && arabic(after)) || (indic(before) && indic(after))
}

/// A variation selector is ordinary right after an ideograph, or as the choice of colour after an emoji that has one.
fn selects_a_variant(before: Option<char>, selector: char) -> bool {
    let Some(before) = before else { return false };
    match selector {
        '\u{fe0f}' => is_two_columns_anyway(before),
        '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
        _ => false,
    }
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
        || matches!(character, '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Pictures that take two columns whether a colour selector follows or not.
fn is_two_columns_anyway(character: char) -> bool {
    use unicode_width::UnicodeWidthChar as _;
    let is_skin_tone = matches!(character, '\u{1f3fb}'..='\u{1f3ff}');
    matches!(character, '\u{1f000}'..='\u{1faff}') && !is_skin_tone && character.width() == Some(2)
}
