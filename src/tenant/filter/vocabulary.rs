//! What each list may be filtered and sorted by, generation by generation, as the vendor's documents say of every list.
//!
//! The accounts list knows neither `disabled`, `locked`, nor any attribute: those cannot be asked for.

use super::Operator::{self, Contains, ContainsAll, Eq, Ge, Gt, In, IsNull, Le, Lt, Ne, StartsWith};
use crate::tenant::generation::{Generation, Generations};

/// What a field holds, and so which literals fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tenant) enum Holds {
    Text,
    Texts,
    Flag,
    Moment,
}

/// A field that may stand in a filter, with these operators, in these generations. A field may have several rows.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Searchable {
    pub(in crate::tenant) field: &'static str,
    pub(in crate::tenant) holds: Holds,
    pub(in crate::tenant) operators: &'static [Operator],
    pub(in crate::tenant) generations: Generations,
}

/// A field that may stand in a sorter.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Sortable {
    pub(in crate::tenant) field: &'static str,
    pub(in crate::tenant) generations: Generations,
}

/// What one list may be asked.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenant) struct Vocabulary {
    pub(in crate::tenant) searchable: &'static [Searchable],
    pub(in crate::tenant) sortable: &'static [Sortable],
}

impl Vocabulary {
    /// The field of this name, if `operator` may be asked of it in this generation.
    pub(in crate::tenant) fn field(
        &self,
        name: &str,
        operator: Operator,
        generation: Generation,
    ) -> Option<(&'static str, Holds)> {
        let fits = |entry: &&Searchable| {
            entry.field == name && entry.operators.contains(&operator) && entry.generations.contains(generation)
        };
        self.searchable.iter().find(fits).map(|entry| (entry.field, entry.holds))
    }

    /// The sorter of this name, if this generation has it.
    pub(in crate::tenant) fn sorter(&self, name: &str, generation: Generation) -> Option<&'static str> {
        let fits = |entry: &&Sortable| entry.field == name && entry.generations.contains(generation);
        self.sortable.iter().find(fits).map(|entry| entry.field)
    }
}

const ALL: Generations = Generations::ALL;
const NOT_BETA: Generations = ALL.without(Generation::Beta);
const NOT_V3: Generations = ALL.without(Generation::V3);

const fn text(field: &'static str, operators: &'static [Operator]) -> Searchable {
    Searchable { field, holds: Holds::Text, operators, generations: ALL }
}

const fn flag(field: &'static str, operators: &'static [Operator]) -> Searchable {
    Searchable { field, holds: Holds::Flag, operators, generations: ALL }
}

const fn moment(field: &'static str, operators: &'static [Operator]) -> Searchable {
    Searchable { field, holds: Holds::Moment, operators, generations: ALL }
}

impl Searchable {
    const fn in_generations(self, generations: Generations) -> Self {
        Self { generations, ..self }
    }
}

const fn sort(field: &'static str) -> Sortable {
    Sortable { field, generations: ALL }
}

const fn sort_in(field: &'static str, generations: Generations) -> Sortable {
    Sortable { field, generations }
}

/// `GET /accounts`.
pub(in crate::tenant) const ACCOUNTS: Vocabulary = Vocabulary {
    searchable: &[
        text("id", &[Eq, In, StartsWith]),
        text("identityId", &[Eq, In, StartsWith]),
        text("name", &[Eq, In, StartsWith]),
        text("nativeIdentity", &[Eq, In, StartsWith]),
        text("sourceId", &[Eq, In, StartsWith]),
        flag("uncorrelated", &[Eq]),
        flag("entitlements", &[Eq]),
        flag("manuallyCorrelated", &[Eq]),
        flag("hasEntitlements", &[Eq]),
        flag("identity.correlated", &[Eq]),
        flag("source.authoritative", &[Eq]),
        text("origin", &[Eq, In]),
        text("identity.identityState", &[Eq, In]),
        text("source.displayableName", &[Eq, In]),
        text("source.connectionType", &[Eq, In]),
        text("identity.name", &[Eq, In, StartsWith]),
        text("recommendation.method", &[Eq, In, IsNull]),
        text("recommendation.type", &[Eq, In, IsNull]).in_generations(Generations::V2025),
        moment("created", &[Eq, Ge, Gt, Le]),
        moment("created", &[Lt]).in_generations(NOT_BETA),
        moment("modified", &[Eq, Ge, Gt, Le, Lt]),
    ],
    sortable: &[
        sort("id"),
        sort("name"),
        sort("created"),
        sort("modified"),
        sort("sourceId"),
        sort("identityId"),
        sort("nativeIdentity"),
        sort("uuid"),
        sort("manuallyCorrelated"),
        sort("entitlements"),
        sort("origin"),
        sort("identity.name"),
        sort("identity.identityState"),
        sort("identity.correlated"),
        sort("source.displayableName"),
        sort("source.authoritative"),
        sort("source.connectionType"),
        sort_in("hasEntitlements", Generations::BETA),
        sort_in("sourceOwner.name", Generations::BETA),
    ],
};

/// `GET /sources`.
pub(in crate::tenant) const SOURCES: Vocabulary = Vocabulary {
    searchable: &[
        text("id", &[Eq, In, Ge, Gt, Le, Lt, Ne, IsNull, StartsWith]),
        text("owner.id", &[Eq, In, Ge, Gt, Le, Lt, Ne, IsNull, StartsWith]),
        text("managementWorkgroup.id", &[Eq, In, Ge, Gt, Le, Lt, Ne, IsNull, StartsWith]),
        text("status", &[Eq, In, Ge, Gt, Le, Lt, Ne, IsNull, StartsWith]),
        text("connectionType", &[Eq, In, Ge, Gt, Le, Lt, Ne, IsNull, StartsWith]),
        text("name", &[Contains, Eq, In, StartsWith, Ge, Gt, Ne, IsNull]),
        text("type", &[Eq, In, Ge, Gt, Ne, IsNull, StartsWith]),
        text("connectorName", &[Eq, In, Ge, Gt, Ne, IsNull, StartsWith]),
        Searchable { field: "features", holds: Holds::Texts, operators: &[ContainsAll, Contains], generations: ALL },
        moment("created", &[Eq]),
        moment("created", &[Ge, Gt, In, Le, Lt, Ne, IsNull, StartsWith]).in_generations(NOT_BETA),
        moment("modified", &[Eq]),
        moment("modified", &[Ge, Gt, In, Le, Lt, Ne, IsNull, StartsWith]).in_generations(NOT_BETA),
        text("description", &[Eq, StartsWith]),
        flag("authoritative", &[Eq, Ne, IsNull]),
        flag("healthy", &[IsNull]),
        text("category", &[Contains, Eq, Ge, Gt, In, Le, Lt, Ne, StartsWith]),
    ],
    sortable: &[
        sort("type"),
        sort("created"),
        sort("modified"),
        sort("name"),
        sort("owner.name"),
        sort("healthy"),
        sort("status"),
        sort("id"),
        sort("description"),
        sort("owner.id"),
        sort("accountCorrelationConfig.id"),
        sort("accountCorrelationConfig.name"),
        sort("managerCorrelationRule.type"),
        sort("managerCorrelationRule.id"),
        sort("managerCorrelationRule.name"),
        sort("authoritative"),
        sort("managementWorkgroup.id"),
        sort("connectorName"),
        sort("connectionType"),
    ],
};

/// `GET /identities`.
pub(in crate::tenant) const IDENTITIES: Vocabulary = Vocabulary {
    searchable: &[
        text("id", &[Eq, In]),
        text("name", &[Eq, StartsWith]),
        text("alias", &[Eq, StartsWith]),
        text("firstname", &[Eq, StartsWith]),
        text("lastname", &[Eq, StartsWith]),
        text("email", &[Eq, StartsWith]),
        text("cloudStatus", &[Eq]),
        text("processingState", &[Eq]),
        flag("correlated", &[Eq]),
        flag("protected", &[Eq]),
    ],
    sortable: &[sort("name"), sort("alias"), sort("cloudStatus")],
};

/// `GET /public-identities`.
pub(in crate::tenant) const PUBLIC_IDENTITIES: Vocabulary = Vocabulary {
    searchable: &[
        text("id", &[Eq, In]),
        text("alias", &[Eq, StartsWith]),
        text("email", &[Eq, StartsWith]),
        text("firstname", &[Eq, StartsWith]),
        text("lastname", &[Eq, StartsWith]),
    ],
    sortable: &[sort("name")],
};

/// `GET /task-status`.
pub(in crate::tenant) const TASKS: Vocabulary = Vocabulary {
    searchable: &[
        text("id", &[Eq, In]),
        text("sourceId", &[Eq, In]),
        text("completionStatus", &[Eq, In]),
        text("completionStatus", &[IsNull]).in_generations(Generations::since(Generation::V2025)),
        text("type", &[Eq, In]),
        text("launcher", &[Eq, In]).in_generations(Generations::since(Generation::V2026)),
    ],
    sortable: &[sort_in("created", NOT_V3)],
};

/// `GET /account-activities`.
pub(in crate::tenant) const ACTIVITIES: Vocabulary = Vocabulary {
    searchable: &[
        text("type", &[Eq, In, Ge, Le, Lt, Ne, IsNull, StartsWith]),
        moment("created", &[Gt, Lt, Ge, Le, Eq, In, Ne, IsNull, StartsWith]),
        moment("modified", &[Gt, Lt, Ge, Le, Eq, In, Ne, IsNull, StartsWith]),
    ],
    sortable: &[sort("type"), sort("created"), sort("modified")],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn generations_with(vocabulary: &Vocabulary, field: &str, operator: Operator) -> Vec<Generation> {
        let has = |generation: &Generation| vocabulary.field(field, operator, *generation).is_some();
        Generation::ALL.into_iter().filter(has).collect()
    }

    #[test]
    fn what_only_some_generations_take() {
        use Generation::{V1, V3, V2024, V2025, V2026};
        assert_eq!(generations_with(&ACCOUNTS, "recommendation.type", Eq), [V2025]);
        assert_eq!(generations_with(&ACCOUNTS, "created", Lt), [V3, V2024, V2025, V2026, V1]);
        assert_eq!(generations_with(&ACCOUNTS, "created", Gt), Generation::ALL);
        assert_eq!(generations_with(&SOURCES, "created", Gt), [V3, V2024, V2025, V2026, V1]);
        assert_eq!(generations_with(&TASKS, "completionStatus", IsNull), [V2025, V2026, V1]);
        assert_eq!(generations_with(&TASKS, "launcher", Eq), [V2026, V1]);
    }

    #[test]
    fn what_no_generation_takes() {
        for field in ["disabled", "locked", "isMachine", "authoritative", "attributes.mail", "uuid", "sourceName"] {
            assert_eq!(generations_with(&ACCOUNTS, field, Eq), [], "{field}");
        }
        assert_eq!(generations_with(&ACCOUNTS, "name", Contains), []);
        assert_eq!(generations_with(&ACCOUNTS, "name", Ne), []);
    }

    #[test]
    fn beta_sorts_by_two_fields_more() {
        for field in ["hasEntitlements", "sourceOwner.name"] {
            assert!(ACCOUNTS.sorter(field, Generation::Beta).is_some());
            assert!(ACCOUNTS.sorter(field, Generation::V1).is_none());
        }
        for field in ["disabled", "locked", "sourceName", "identity.id"] {
            assert!(ACCOUNTS.sorter(field, Generation::Beta).is_none(), "{field}");
        }
    }
}
