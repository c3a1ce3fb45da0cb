//! Why a tenant may have refused us: what the call needs by the vendor's documents, and what the token says we have.
//!
//! A hint in both its halves. The token is not verified, and the documents contradict each other and the tenant: nothing is
//! decided by it, it only saves a person the search.

use super::Session;

/// Scopes of the token that are told where there is little room.
const FEW: usize = 3;

/// What is told where there is nothing to compare with.
const NOT_NAMED: &str = "the vendor's document names neither a scope nor a level for this";

/// The scope that stands for every other.
const ALL_SCOPES: &str = "sp:scopes:all";

/// What a call needs, and what we have of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// The scopes of which the token needs any one.
    pub scopes: &'static [&'static str],
    /// The user levels of which the person needs any one; empty where every user may.
    pub levels: &'static [&'static str],
    /// What other sources say about it.
    pub doubt: &'static str,
    /// What the token says about us, where we have one.
    pub session: Option<Session>,
}

impl Permission {
    /// The rows from which on there is room to tell it in full, with what else is told of a refusal.
    pub const ROWS: usize = 14;

    /// In few words, for a notice: what seems to be lacking, or that nothing does.
    #[must_use]
    pub fn briefly(&self) -> String {
        if self.is_unnamed() {
            return NOT_NAMED.to_owned();
        }
        let lacking = self.lacking();
        let told = match &self.session {
            None => format!("needs {}", self.needed()),
            Some(session) if lacking.is_empty() && session.levels.is_empty() => format!("needs {}", self.needed()),
            Some(session) if lacking.is_empty() => {
                format!("this token's level {} and its scopes should do", session.levels.join(", "))
            }
            Some(_) => format!("needs {}", lacking.join(" and ")),
        };
        let without_user = self.is_without_user().then_some("this token has no user behind it");
        let parts = [Some(told.as_str()), without_user, Some("sources disagree about it")];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// In full, a sentence each: what the call needs, what the token has, and what other sources say.
    #[must_use]
    pub fn in_full(&self) -> Vec<String> {
        let listed = |words: Option<&Vec<String>>| match words {
            Some(words) if !words.is_empty() => words.join(", "),
            _ => "none told".to_owned(),
        };
        let session = self.session.as_ref();
        let needs = format!("by the vendor's documents this needs {}", self.needed());
        let mut told = vec![
            sentence(if self.is_unnamed() { NOT_NAMED } else { &needs }),
            format!("This token's level: {}.", listed(session.map(|session| &session.levels))),
            format!("This token's scopes: {}.", listed(session.map(|session| &session.scopes))),
        ];
        if self.is_without_user() {
            told.push("This token has no user behind it, which many calls refuse.".to_owned());
        }
        told.push(format!("Sources disagree: {}.", self.doubt));
        told
    }

    /// What the call needs by the documents and the token does not seem to have: a level, a scope.
    #[must_use]
    pub fn lacking(&self) -> Vec<String> {
        [self.lacking_level(), self.lacking_scope()].into_iter().flatten().collect()
    }

    fn is_unnamed(&self) -> bool {
        self.scopes.is_empty() && self.levels.is_empty()
    }

    fn needed(&self) -> String {
        match (self.scopes, self.levels) {
            (scopes, []) => format!("the scope {}", any(scopes)),
            ([], levels) => format!("the level {}", any(levels)),
            (scopes, levels) => format!("the scope {} and the level {}", any(scopes), any(levels)),
        }
    }

    fn lacking_level(&self) -> Option<String> {
        let own = &self.session.as_ref()?.levels;
        let lacks = !own.is_empty() && !self.levels.is_empty() && !has_any(own, self.levels);
        lacks.then(|| format!("the level {} (this token's is {})", any(self.levels), own.join(", ")))
    }

    fn lacking_scope(&self) -> Option<String> {
        let own = &self.session.as_ref()?.scopes;
        let lacks =
            !own.is_empty() && !self.scopes.is_empty() && !has_any(own, self.scopes) && !has_any(own, &[ALL_SCOPES]);
        let more = if own.len() > FEW { format!(" and {} more", own.len() - FEW) } else { String::new() };
        let few = own.iter().take(FEW).map(String::as_str).collect::<Vec<_>>().join(", ");
        lacks.then(|| format!("the scope {} (this token has {few}{more})", any(self.scopes)))
    }

    fn is_without_user(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.user.is_none())
    }
}

/// The words as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn has_any(own: &[String], needed: &[&str]) -> bool {
    own.iter().any(|own| needed.contains(&own.as_str()))
}

fn any(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission(levels: &[&str], scopes: &[&str]) -> Permission {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let session =
            Session { user: Some("ada".into()), levels: words(levels), scopes: words(scopes), ..Session::default() };
        Permission {
            scopes: &["idn:accounts:manage"],
            levels: &["ORG_ADMIN", "SOURCE_ADMIN"],
            doubt: "others say otherwise",
            session: Some(session),
        }
    }

    #[test]
    fn a_few_words_say_what_seems_to_be_lacking() {
        let (good, other) = ("idn:accounts:manage", "idn:accounts:read");
        for (levels, scopes, told) in [
            (&["HELPDESK"][..], &[good][..], "needs the level ORG_ADMIN or SOURCE_ADMIN (this token's is HELPDESK)"),
            (&["ORG_ADMIN"], &[other], "needs the scope idn:accounts:manage (this token has idn:accounts:read)"),
            (&["ORG_ADMIN"], &["sp:scopes:all"], "this token's level ORG_ADMIN and its scopes should do"),
            (&[], &[good], "needs the scope idn:accounts:manage and the level ORG_ADMIN or SOURCE_ADMIN"),
            (
                &["HELPDESK"],
                &["a", "b", "c", "d", "e"],
                "needs the level ORG_ADMIN or SOURCE_ADMIN (this token's is HELPDESK) and the scope \
                 idn:accounts:manage (this token has a, b, c and 2 more)",
            ),
        ] {
            let told = format!("{told}; sources disagree about it");
            assert_eq!(permission(levels, scopes).briefly(), told, "{levels:?} {scopes:?}");
        }
        let nothing_known = Permission { session: None, ..permission(&[], &[]) };
        assert!(nothing_known.briefly().starts_with("needs the scope idn:accounts:manage and the level "));
    }

    #[test]
    fn in_full_nothing_is_left_out() {
        let scopes = ["a", "b", "c", "d", "e"];
        let told = permission(&["HELPDESK"], &scopes).in_full();
        let expected = [
            "By the vendor's documents this needs the scope idn:accounts:manage and the level ORG_ADMIN or SOURCE_ADMIN.",
            "This token's level: HELPDESK.",
            "This token's scopes: a, b, c, d, e.",
            "Sources disagree: others say otherwise.",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn where_the_document_names_no_need_none_is_invented() {
        let unnamed = Permission { scopes: &[], levels: &[], ..permission(&["HELPDESK"], &["a"]) };
        assert_eq!((unnamed.briefly().as_str(), unnamed.lacking().len()), (NOT_NAMED, 0));
        assert_eq!(unnamed.in_full()[0], "The vendor's document names neither a scope nor a level for this.");
    }

    #[test]
    fn a_token_without_a_user_is_told_as_one() {
        let mut permission = permission(&["ORG_ADMIN"], &["sp:scopes:all"]);
        permission.session.as_mut().unwrap().user = None;
        assert!(permission.briefly().contains("no user behind it"));
        assert!(permission.in_full().iter().any(|line| line.contains("no user behind it")));
    }
}
