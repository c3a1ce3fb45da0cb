//! What the API can filter and sort, field by field and generation by generation.
//!
//! One table, from the vendor's `listAccounts` (`filters` and `sorters`) of each generation. The generations agree but
//! for a few fields, which the table names. An account has more fields than stand here as filterable: what is not
//! listed is refused by the tenant with a 400 that does not say why, so nothing is sent that this table does not allow.

use super::Generation;

/// A field of an account that a query, a column or a sort order may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The account's id.
    Id,
    /// The id of the identity it is correlated to.
    IdentityId,
    /// Display name.
    Name,
    /// The account's name on its source.
    NativeIdentity,
    /// The id of its source.
    SourceId,
    /// Belongs to no identity.
    Uncorrelated,
    /// Entitlements, as the tenant records them.
    Entitlements,
    /// How the account came to the tenant.
    Origin,
    /// Correlated by a person, not by a rule.
    ManuallyCorrelated,
    /// Holds at least one entitlement.
    HasEntitlements,
    /// The display name of the identity.
    IdentityName,
    /// The identity has an authoritative account.
    IdentityCorrelated,
    /// The state of the identity, such as `ACTIVE`.
    IdentityState,
    /// The name of the source.
    SourceName,
    /// The source is authoritative for identities.
    SourceAuthoritative,
    /// How the tenant reaches the source.
    SourceConnection,
    /// The name of the identity that owns the source.
    SourceOwnerName,
    /// How a recommendation for the account was made.
    RecommendationMethod,
    /// What a recommendation for the account is.
    RecommendationType,
    /// When the tenant first recorded the account.
    Created,
    /// When the tenant last changed its record of the account.
    Modified,
    /// The unique id on the source.
    Uuid,
    /// Disabled on its source.
    Disabled,
    /// Locked on its source.
    Locked,
    /// Belongs to a machine, not to a person.
    IsMachine,
    /// An account within ISC itself.
    SystemAccount,
}

/// A comparison of the API's filter grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Equal.
    Eq,
    /// Any of.
    In,
    /// Starts with.
    StartsWith,
    /// Greater: later, for a time.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less: earlier, for a time.
    Lt,
    /// Less or equal.
    Le,
    /// Has no value.
    IsNull,
}

impl Operator {
    /// The word in the API's grammar.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::In => "in",
            Self::StartsWith => "sw",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::IsNull => "isnull",
        }
    }
}

/// Where the generations differ about a field's use as a sorter.
#[derive(Clone, Copy)]
enum Sorts {
    Everywhere,
    InBeta,
    Nowhere,
}

struct Entry {
    field: Field,
    api_name: &'static str,
    filters: &'static [Operator],
    sorts: Sorts,
}

const TEXT: &[Operator] = &[Operator::Eq, Operator::In, Operator::StartsWith];
const WORD: &[Operator] = &[Operator::Eq, Operator::In];
const FLAG: &[Operator] = &[Operator::Eq];
const TIME: &[Operator] = &[Operator::Eq, Operator::Ge, Operator::Gt, Operator::Le, Operator::Lt];
/// The beta document leaves `lt` out for `created`.
const TIME_IN_BETA: &[Operator] = &[Operator::Eq, Operator::Ge, Operator::Gt, Operator::Le];
const RECOMMENDATION: &[Operator] = &[Operator::Eq, Operator::In, Operator::IsNull];
const NONE: &[Operator] = &[];

const fn entry(field: Field, api_name: &'static str, filters: &'static [Operator], sorts: Sorts) -> Entry {
    Entry { field, api_name, filters, sorts }
}

const TABLE: &[Entry] = &[
    entry(Field::Id, "id", TEXT, Sorts::Everywhere),
    entry(Field::IdentityId, "identityId", TEXT, Sorts::Everywhere),
    entry(Field::Name, "name", TEXT, Sorts::Everywhere),
    entry(Field::NativeIdentity, "nativeIdentity", TEXT, Sorts::Everywhere),
    entry(Field::SourceId, "sourceId", TEXT, Sorts::Everywhere),
    entry(Field::Uncorrelated, "uncorrelated", FLAG, Sorts::Nowhere),
    entry(Field::Entitlements, "entitlements", FLAG, Sorts::Everywhere),
    entry(Field::Origin, "origin", WORD, Sorts::Everywhere),
    entry(Field::ManuallyCorrelated, "manuallyCorrelated", FLAG, Sorts::Everywhere),
    entry(Field::HasEntitlements, "hasEntitlements", FLAG, Sorts::InBeta),
    entry(Field::IdentityName, "identity.name", TEXT, Sorts::Everywhere),
    entry(Field::IdentityCorrelated, "identity.correlated", FLAG, Sorts::Everywhere),
    entry(Field::IdentityState, "identity.identityState", WORD, Sorts::Everywhere),
    entry(Field::SourceName, "source.displayableName", WORD, Sorts::Everywhere),
    entry(Field::SourceAuthoritative, "source.authoritative", FLAG, Sorts::Everywhere),
    entry(Field::SourceConnection, "source.connectionType", WORD, Sorts::Everywhere),
    entry(Field::SourceOwnerName, "sourceOwner.name", NONE, Sorts::InBeta),
    entry(Field::RecommendationMethod, "recommendation.method", RECOMMENDATION, Sorts::Nowhere),
    entry(Field::RecommendationType, "recommendation.type", RECOMMENDATION, Sorts::Nowhere),
    entry(Field::Created, "created", TIME, Sorts::Everywhere),
    entry(Field::Modified, "modified", TIME, Sorts::Everywhere),
    entry(Field::Uuid, "uuid", NONE, Sorts::Everywhere),
    entry(Field::Disabled, "disabled", NONE, Sorts::Nowhere),
    entry(Field::Locked, "locked", NONE, Sorts::Nowhere),
    entry(Field::IsMachine, "isMachine", NONE, Sorts::Nowhere),
    entry(Field::SystemAccount, "systemAccount", NONE, Sorts::Nowhere),
];

impl Field {
    /// The field's name in the API's filters and sorters.
    #[must_use]
    pub fn api_name(self) -> &'static str {
        lookup(self).map_or("", |entry| entry.api_name)
    }
}

/// The operators with which `generation` filters by `field`; none where it cannot.
#[must_use]
pub fn filter_operators(generation: Generation, field: Field) -> &'static [Operator] {
    match (field, generation) {
        (Field::Created, Generation::Beta) => TIME_IN_BETA,
        (Field::RecommendationType, other) if other != Generation::V2025 => NONE,
        _ => lookup(field).map_or(NONE, |entry| entry.filters),
    }
}

/// Whether `generation` filters by `field` with `operator`.
#[must_use]
pub fn can_filter(generation: Generation, field: Field, operator: Operator) -> bool {
    filter_operators(generation, field).contains(&operator)
}

/// Whether `generation` sorts by `field`.
#[must_use]
pub fn can_sort(generation: Generation, field: Field) -> bool {
    match lookup(field).map(|entry| entry.sorts) {
        Some(Sorts::Everywhere) => true,
        Some(Sorts::InBeta) => generation == Generation::Beta,
        Some(Sorts::Nowhere) | None => false,
    }
}

/// Whether `generation` sorts by the field the API calls `api_name`.
#[must_use]
pub fn can_sort_by(generation: Generation, api_name: &str) -> bool {
    TABLE.iter().any(|entry| entry.api_name == api_name && can_sort(generation, entry.field))
}

fn lookup(field: Field) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.field == field)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The operators as the vendor's document writes them: `eq, in, sw`.
    fn written(generation: Generation, field: Field) -> String {
        let words: Vec<_> = filter_operators(generation, field).iter().map(|operator| operator.word()).collect();
        words.join(", ")
    }

    #[test]
    fn every_field_has_one_entry_and_a_name_of_its_own() {
        for entry in TABLE {
            assert!(!entry.api_name.is_empty());
            assert_eq!(TABLE.iter().filter(|other| other.field == entry.field).count(), 1, "{:?}", entry.field);
            assert_eq!(TABLE.iter().filter(|other| other.api_name == entry.api_name).count(), 1, "{}", entry.api_name);
            assert_eq!(entry.field.api_name(), entry.api_name);
        }
    }

    #[test]
    fn every_generation_filters_by_what_the_query_language_sends() {
        for generation in Generation::ALL {
            for field in [Field::Id, Field::Name, Field::NativeIdentity, Field::SourceId, Field::IdentityName] {
                assert_eq!(written(generation, field), "eq, in, sw", "{generation} {field:?}");
            }
            assert_eq!(written(generation, Field::SourceName), "eq, in");
            assert_eq!(written(generation, Field::HasEntitlements), "eq");
            assert_eq!(written(generation, Field::Modified), "eq, ge, gt, le, lt");
        }
    }

    #[test]
    fn the_generations_differ_in_three_places() {
        for generation in Generation::ALL {
            let beta = generation == Generation::Beta;
            assert_eq!(can_filter(generation, Field::Created, Operator::Lt), !beta, "{generation}");
            assert_eq!(can_sort(generation, Field::HasEntitlements), beta, "{generation}");
            assert_eq!(can_sort(generation, Field::SourceOwnerName), beta, "{generation}");
            let recommends = generation == Generation::V2025;
            assert_eq!(can_filter(generation, Field::RecommendationType, Operator::Eq), recommends, "{generation}");
        }
    }

    #[test]
    fn no_generation_filters_or_sorts_by_the_state_of_an_account() {
        for generation in Generation::ALL {
            for field in [Field::Disabled, Field::Locked, Field::IsMachine, Field::SystemAccount] {
                assert_eq!(filter_operators(generation, field), &[]);
                assert!(!can_sort(generation, field));
            }
        }
    }
}
