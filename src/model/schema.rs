//! What the records of a source look like: the attributes they can have, and which of them names the record.

/// A schema of a source (`getSourceSchemas`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// What it describes: `account`, or the kind of what accounts can hold, such as `group`.
    pub name: String,
    /// The attribute that is an account's name on its source (`nativeIdentity`).
    pub identity_attribute: Option<String>,
    /// The attribute that is shown as an account's name.
    pub display_attribute: Option<String>,
    /// The attributes, in the tenant's order.
    pub attributes: Vec<SchemaAttribute>,
}

/// An attribute of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaAttribute {
    /// Its name.
    pub name: String,
    /// The type of its values, such as `STRING`, as the tenant wrote it.
    pub kind: Option<String>,
    /// It can have many values.
    pub is_multi: bool,
    /// Its values are entitlements.
    pub is_entitlement: bool,
}

impl Schema {
    /// Whether it describes accounts.
    #[must_use]
    pub fn is_of_accounts(&self) -> bool {
        self.name.eq_ignore_ascii_case("account")
    }
}
