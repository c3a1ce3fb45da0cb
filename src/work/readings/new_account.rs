//! An account that has no id yet: it is known by its source and its name there, and its target by both in one.

/// An account that is to be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::work) struct NewAccount<'a> {
    /// The id of its source.
    pub(in crate::work) source: &'a str,
    /// Its name there.
    pub(in crate::work) native_id: &'a str,
}

impl<'a> NewAccount<'a> {
    /// The id of the target, in plans and in the journal. Ids of sources have no slash; names on them may.
    pub(in crate::work) fn target(self) -> String {
        format!("{}/{}", self.source, self.native_id)
    }

    /// The account of such a target; none where it is another kind of id.
    pub(in crate::work) fn of_target(target: &'a str) -> Option<Self> {
        let (source, native_id) = target.split_once('/')?;
        Some(Self { source, native_id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_tells_source_and_name_whatever_the_name() {
        for native_id in ["B-7", "CN=Ada/Lovelace,OU=x/y", ""] {
            let account = NewAccount { source: "2c91", native_id };
            assert_eq!(NewAccount::of_target(&account.target()), Some(account));
        }
        assert_eq!(NewAccount::of_target("2c91"), None);
    }
}
