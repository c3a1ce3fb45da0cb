//! The account schema of a source: which attributes its accounts have, and of which kind.

/// The account schema of a source (`getSourceSchemas`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountSchema {
    /// The attribute that names an account on its source: its value is the native id.
    pub identity_attribute: Option<String>,
    /// The attribute whose value is shown as the account's name.
    pub display_attribute: Option<String>,
    /// The attributes, in the tenant's order.
    pub attributes: Vec<SchemaAttribute>,
}

/// An attribute of an account schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaAttribute {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: AttributeKind,
    /// Whether it can have several values.
    pub is_multi: bool,
    /// Whether its values are entitlements.
    pub is_entitlement: bool,
}

/// What the values of an attribute are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    /// Text (`STRING`); also where the tenant tells no kind.
    Text,
    /// A whole number (`INT`, `LONG`).
    Number,
    /// True or false (`BOOLEAN`).
    Flag,
    /// A word this program does not know, kept as it came.
    Other(Box<str>),
}

impl AccountSchema {
    /// The attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&SchemaAttribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The names of its attributes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|attribute| attribute.name.as_str())
    }
}

impl AttributeKind {
    /// Its name in the vendor's words.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Text => "STRING",
            Self::Number => "INT",
            Self::Flag => "BOOLEAN",
            Self::Other(word) => word,
        }
    }
}
