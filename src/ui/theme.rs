//! Colours by meaning. Only the sixteen colours every terminal has, and the modifiers of text.
//!
//! No meaning is told by colour alone: what is red is also a word, what is marked is also a sign.

use ratatui::style::{Color, Modifier, Style};

/// How each meaning looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// What the eye should find first: the tenant, the open tab, keys.
    pub accent: Style,
    /// What is wrong, or costs dearly.
    pub danger: Style,
    /// What wants a look.
    pub warning: Style,
    /// What is old, not here yet, or said in passing.
    pub dim: Style,
    /// Column heads and titles.
    pub heading: Style,
    /// The place where the person stands.
    pub selected: Style,
    /// The same in a part of the screen where the person does not work.
    pub unfocused: Style,
    /// A place that matches a search.
    pub matched: Style,
    /// A piece of a query that is wrong.
    pub mistake: Style,
    /// The name of a JSON field.
    pub json_key: Style,
    /// A JSON string.
    pub json_text: Style,
    /// A JSON number, `true`, `false` or `null`.
    pub json_number: Style,
}

impl Default for Theme {
    /// For dark screens; readable on light ones, since no background is set.
    fn default() -> Self {
        let colour = |colour| Style::new().fg(colour);
        Self {
            accent: colour(Color::Cyan),
            danger: colour(Color::Red).add_modifier(Modifier::BOLD),
            warning: colour(Color::Yellow),
            dim: Style::new().add_modifier(Modifier::DIM),
            heading: Style::new().add_modifier(Modifier::BOLD),
            selected: Style::new().add_modifier(Modifier::REVERSED),
            unfocused: Style::new().add_modifier(Modifier::UNDERLINED),
            matched: colour(Color::Yellow).add_modifier(Modifier::REVERSED),
            mistake: colour(Color::Red).add_modifier(Modifier::UNDERLINED),
            json_key: colour(Color::Cyan),
            json_text: Style::new(),
            json_number: colour(Color::Yellow),
        }
    }
}

impl Theme {
    /// Without colour, for `NO_COLOR`: the same meanings by modifiers alone.
    #[must_use]
    pub fn monochrome() -> Self {
        let Self { accent, danger, warning, dim, heading, selected, unfocused, matched, mistake, .. } = Self::default();
        let plain = |style: Style| Style { fg: None, bg: None, ..style };
        Self {
            accent: plain(accent),
            danger: plain(danger),
            warning: plain(warning),
            dim,
            heading,
            selected,
            unfocused,
            matched: plain(matched),
            mistake: plain(mistake),
            json_key: Style::new(),
            json_text: Style::new(),
            json_number: Style::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_danger_selection_and_matches_still_show() {
        let theme = Theme::monochrome();
        for style in [theme.danger, theme.selected, theme.matched, theme.mistake, theme.dim] {
            assert_eq!((style.fg, style.bg), (None, None));
            assert!(!style.add_modifier.is_empty());
        }
    }
}
