//! What can be done with an account, as far as the facts about its source tell.

use crate::model::{ConnectionKind, SourceFacts};

/// What can be done, and what cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Abilities {
    /// The operations that can be asked for; those of which the source does not tell end in `?`.
    pub(super) can: Vec<&'static str>,
    /// The operations that cannot, each with the reason; at most two.
    pub(super) cannot: Vec<&'static str>,
}

impl Abilities {
    /// What a source offers.
    ///
    /// The vendor's document says that `deleteAccount` works on flat files only and that `reloadAccount` reads a single
    /// object from the source, which flat files and sources with `NO_RANDOM_ACCESS` do not offer. It does not say what
    /// becomes of an enable or unlock on a source that lists no such feature, hence the question mark.
    pub(super) fn of(source: &SourceFacts) -> Self {
        let features: Option<Vec<&str>> =
            source.features.as_deref().map(|features| features.split(',').map(str::trim).collect());
        let lists = |feature: &str| features.as_ref().map(|features| features.contains(&feature));
        let (mut can, mut cannot) = (Vec::new(), Vec::new());
        can.push(if lists("ENABLE") == Some(true) { "en/disable" } else { "en/disable?" });
        can.push(if lists("UNLOCK") == Some(true) { "unlock" } else { "unlock?" });
        match &source.connection {
            Some(ConnectionKind::File) => can.push("delete"),
            Some(ConnectionKind::Direct) => cannot.push("delete: not a flat file"),
            _ => can.push("delete?"),
        }
        match (&source.connection, lists("NO_RANDOM_ACCESS")) {
            (Some(ConnectionKind::Direct), Some(false)) => can.push("reload"),
            (Some(ConnectionKind::File), _) => cannot.push("reload: no live connection"),
            (_, Some(true)) => cannot.push("reload: NO_RANDOM_ACCESS"),
            _ => can.push("reload?"),
        }
        Self { can, cannot }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(connection: Option<ConnectionKind>, features: Option<&str>) -> (String, Vec<&'static str>) {
        let source = SourceFacts { connection, features: features.map(Into::into), ..SourceFacts::default() };
        let Abilities { can, cannot } = Abilities::of(&source);
        (can.join(" "), cannot)
    }

    #[test]
    fn a_direct_source_with_all_features_can_all_but_delete() {
        let told = told(Some(ConnectionKind::Direct), Some("PROVISIONING, ENABLE,UNLOCK"));
        assert_eq!(told, ("en/disable unlock reload".to_owned(), vec!["delete: not a flat file"]));
    }

    #[test]
    fn a_flat_file_can_delete_and_not_reload() {
        let told = told(Some(ConnectionKind::File), Some("NO_RANDOM_ACCESS"));
        assert_eq!(told, ("en/disable? unlock? delete".to_owned(), vec!["reload: no live connection"]));
    }

    #[test]
    fn a_direct_source_without_single_reads_cannot_reload() {
        let (_, cannot) = told(Some(ConnectionKind::Direct), Some("ENABLE, UNLOCK, NO_RANDOM_ACCESS"));
        assert_eq!(cannot, ["delete: not a flat file", "reload: NO_RANDOM_ACCESS"]);
    }

    #[test]
    fn nothing_is_promised_or_denied_without_facts() {
        assert_eq!(told(None, None), ("en/disable? unlock? delete? reload?".to_owned(), vec![]));
    }
}
