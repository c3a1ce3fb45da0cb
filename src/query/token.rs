//! The pieces a query is made of, before they are put together.

/// A piece of the typed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `-` right before a term
    Not,
    /// `~` right before a word
    Fuzzy,
    /// The bare word `or`
    Or,
    /// What stands before a sign: `name`
    Key(Key),
    /// What stands between a key and its values
    Sign(Sign),
    /// A word, or a value of a key
    Text(Text),
    /// `/…/` as the value of a key, without the slashes
    Regex(String),
    /// `'…'` as the value of `raw:`, without the quotes
    Raw(String),
    /// No value, where there should be one
    Missing,
    /// `,` between values
    Comma,
}

/// What a term is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// A word; whether there is such a field is for the parser to say.
    Word(String),
    /// `attr.name`, `attr."a name"`
    Attribute(String),
}

/// What stands between a key and its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Colon,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Sign {
    /// All of them; a longer one before the one it begins with.
    pub(super) const ALL: [(Self, &'static str); 5] = [
        (Self::Colon, ":"),
        (Self::LessOrEqual, "<="),
        (Self::Less, "<"),
        (Self::GreaterOrEqual, ">="),
        (Self::Greater, ">"),
    ];
}

/// A text with its quotes and escapes taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) content: String,
    /// It ended in a `*` that was not escaped.
    pub(super) prefix: bool,
    pub(super) quoted: bool,
}
