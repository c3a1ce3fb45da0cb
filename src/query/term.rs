//! What a query says: the terms of the language, as a tree.
//!
//! The tree holds meaning, not spelling: `"smith"` and `smith` are one word, and groups that change nothing are gone.

use super::{Moment, Spanned};
use crate::model::AccountRow;

/// A whole query: conditions that must all hold, and the order asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// The conditions; none means every account.
    pub all: Vec<Spanned<Condition>>,
    /// The columns to sort by, first one first; none leaves the order to us.
    pub sort: Vec<Spanned<SortKey>>,
}

impl Query {
    /// Whether a source is named anywhere: the tenant knows sources by their ids, so their names have to be known first.
    #[must_use]
    pub fn names_a_source(&self) -> bool {
        self.all.iter().any(|condition| condition.value.names_a_source())
    }

    /// Whether a text is compared anywhere by the tenant's own rule, which may mind upper and lower case.
    #[must_use]
    pub fn compares_text(&self) -> bool {
        self.all.iter().any(|condition| condition.value.compares_text())
    }
}

/// One condition on an account.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// A plain word: the name starts with it. Words beside each other are read as one beginning.
    Word(String),
    /// `~word`: fuzzy over name, native id and identity.
    Fuzzy(String),
    /// `field:value`: any of the values.
    Text {
        /// The field.
        field: TextField,
        /// What it may be; never empty.
        values: Vec<Spanned<Pattern>>,
    },
    /// `attr.name:value`: any of the values.
    Attribute {
        /// The attribute's name on its source.
        name: String,
        /// What it may be; never empty.
        values: Vec<Spanned<Pattern>>,
    },
    /// `created` or `modified`, compared with a time.
    Time {
        /// The field.
        field: TimeField,
        /// How it must stand to which time.
        relation: TimeRelation,
    },
    /// `is:locked`.
    Is(State),
    /// `has:entitlements`.
    Has(Holding),
    /// `raw:'…'`: the API's own grammar, passed on as it is.
    Raw(String),
    /// `-term`: does not hold.
    Not(Box<Spanned<Condition>>),
    /// Terms within a group that must all hold; at least two.
    All(Vec<Spanned<Condition>>),
    /// `a or b`: at least one holds; at least two.
    Any(Vec<Spanned<Condition>>),
}

impl Condition {
    fn compares_text(&self) -> bool {
        match self {
            Self::Word(_) => true,
            Self::Text { field, values } => {
                let is_plain = |value: &Spanned<Pattern>| !matches!(value.value, Pattern::Regex(_));
                *field != TextField::Source && values.iter().any(is_plain)
            }
            Self::Not(inner) => inner.value.compares_text(),
            Self::All(several) | Self::Any(several) => several.iter().any(|inner| inner.value.compares_text()),
            _ => false,
        }
    }

    fn names_a_source(&self) -> bool {
        match self {
            Self::Text { field, .. } => *field == TextField::Source,
            Self::Not(inner) => inner.value.names_a_source(),
            Self::All(several) | Self::Any(several) => several.iter().any(|inner| inner.value.names_a_source()),
            _ => false,
        }
    }
}

/// What a text must look like.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// This text.
    Exact(String),
    /// `"Ada L*"`: begins with this text.
    Prefix(String),
    /// `/…/`: matches this regular expression, as written between the slashes.
    Regex(String),
}

/// A relation between a time of the account and a time a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TimeRelation {
    /// `modified<7d`: compared. Before an age, `<` means younger.
    Compare(Comparison, Moment),
    /// `created:2026-01-01`: within the day.
    On(Day),
    /// `created:2026-01-01..2026-02-01`: from the one to the other, both included.
    Between(Moment, Moment),
}

/// A day, in the person's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Day {
    /// The day it is now.
    Today,
    /// The day before.
    Yesterday,
    /// A date.
    Date(jiff::civil::Date),
}

/// A column to sort by, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SortKey {
    /// The column.
    pub column: SortColumn,
    /// Last one first.
    pub descending: bool,
}

/// Words of the language, each with its one spelling.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it is typed and printed.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What the word stands for, in any case.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word().eq_ignore_ascii_case(word))
            }
        }
    };
}

words! {
    /// The fields that hold a text.
    TextField {
        /// Display name.
        Name = "name",
        /// The account's name on its source.
        Native = "native",
        /// The source's name.
        Source = "source",
        /// The identity's name.
        Identity = "identity",
        /// The account's id.
        Id = "id",
    }
}

impl TextField {
    /// What the field says of an account; none where the tenant did not tell it.
    #[must_use]
    pub fn of(self, row: &AccountRow) -> Option<&str> {
        match self {
            Self::Name => row.name.as_deref(),
            Self::Native => row.native_identity.as_deref(),
            Self::Source => row.source.name.as_deref(),
            Self::Identity => row.identity_name(),
            Self::Id => Some(row.id.as_str()),
        }
    }
}

words! {
    /// The fields that hold a time.
    TimeField {
        /// When the tenant last changed its record of the account.
        Modified = "modified",
        /// When the tenant first recorded the account.
        Created = "created",
    }
}

words! {
    /// How two times compare.
    Comparison {
        /// Earlier; of an age: younger.
        Less = "<",
        /// Not later; of an age: not older.
        LessOrEqual = "<=",
        /// Later; of an age: older.
        Greater = ">",
        /// Not earlier; of an age: not younger.
        GreaterOrEqual = ">=",
    }
}

words! {
    /// What an account can be.
    State {
        /// Locked on its source.
        Locked = "locked",
        /// Disabled on its source.
        Disabled = "disabled",
        /// Neither disabled nor locked.
        Enabled = "enabled",
        /// Belongs to no identity.
        Uncorrelated = "uncorrelated",
        /// Belongs to an identity.
        Correlated = "correlated",
        /// Correlated by a person, not by a rule.
        Manual = "manual",
        /// On a source that is authoritative for identities.
        Authoritative = "authoritative",
        /// Belongs to a machine, not to a person.
        Machine = "machine",
        /// An account within ISC itself.
        System = "system",
        /// Belongs to an identity that is active.
        Active = "active",
        /// Belongs to an identity that is not active any more, or not yet.
        Leaver = "leaver",
    }
}

words! {
    /// What an account can have.
    Holding {
        /// At least one entitlement.
        Entitlements = "entitlements",
    }
}

words! {
    /// What a list can be sorted by.
    SortColumn {
        /// Display name.
        Name = "name",
        /// When the tenant last changed its record of the account.
        Modified = "modified",
        /// When the tenant first recorded the account.
        Created = "created",
        /// The source's name.
        Source = "source",
        /// The identity's name.
        Identity = "identity",
        /// The account's name on its source.
        Native = "native",
        /// How the account came to the tenant.
        Origin = "origin",
        /// The account's id.
        Id = "id",
        /// Enabled, disabled, locked.
        State = "state",
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parse;

    #[test]
    fn a_source_is_found_wherever_it_is_named() {
        for (text, named) in [
            ("", false),
            ("name:source", false),
            ("source:ad", true),
            ("smith -source:ad", true),
            ("(smith or (jones source:ad))", true),
        ] {
            assert_eq!(parse(text).unwrap().names_a_source(), named, "{text}");
        }
    }

    #[test]
    fn a_text_is_compared_where_the_tenant_compares_it() {
        for (text, compared) in [
            ("smith", true),
            ("-name:smith", true),
            ("is:locked (modified<2d or native:\"CN=*\")", true),
            ("is:locked modified<2d", false),
            ("native:/^cn=/ ~smth attr.dept:Sales source:ad", false),
        ] {
            assert_eq!(parse(text).unwrap().compares_text(), compared, "{text}");
        }
    }
}
