//! What the tenant and this machine say was done: the vendor's account activities, and our own journal's submissions.

use jiff::Timestamp;

use super::{Outcome, Verb};

/// Something the tenant did for an identity (`listAccountActivities`), in its own words.
///
/// The tenant keeps activities by identity. Which accounts one touched is told by its items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Activity {
    /// The activity's id.
    pub id: Option<String>,
    /// What it was for, such as `AccountStateUpdate` or `appRequest`.
    pub kind: Option<String>,
    /// When it was begun.
    pub created: Option<Timestamp>,
    /// When it ended.
    pub completed: Option<Timestamp>,
    /// How it ended (`SUCCESS`, `FAILURE`, `INCOMPLETE`, `PENDING` …); none while it is under way.
    pub completion: Option<String>,
    /// How far it is (`EXECUTING`, `VERIFYING`, `TERMINATED`, `COMPLETED` …).
    pub execution: Option<String>,
    /// The name of who asked for it.
    pub requester: Option<String>,
    /// What went wrong, in the tenant's words.
    pub errors: Vec<String>,
    /// What the tenant warns of, in its words.
    pub warnings: Vec<String>,
    /// What was to be changed, each thing alone.
    pub items: Vec<ActivityItem>,
}

/// One thing an activity was to change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityItem {
    /// What was to be done (`ADD`, `MODIFY`, `DISABLE` …).
    pub operation: Option<String>,
    /// The attribute it was done to.
    pub attribute: Option<String>,
    /// The value.
    pub value: Option<String>,
    /// The account's name on its source.
    pub native_identity: Option<String>,
    /// The id of the source.
    pub source: Option<String>,
    /// How far its provisioning is (`PENDING`, `FINISHED`, `FAILED` …).
    pub provisioning: Option<String>,
    /// How far its approval is, where it needs one.
    pub approval: Option<String>,
}

/// Something this machine did to an account, or to the sign-in of an identity, as its journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAction {
    /// The number of the run in the journal.
    pub run: i64,
    /// What was done; none for a verb of a newer program.
    pub verb: Option<Verb>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, in the tenant's words or ours.
    pub told: Option<String>,
    /// The ticket it was done for.
    pub ticket: Option<String>,
    /// The person's words for it.
    pub reason: Option<String>,
    /// The user of the operating system who confirmed it.
    pub by: String,
    /// When it was sent, or else when its run was begun.
    pub at: Option<Timestamp>,
    /// When its outcome was settled.
    pub ended: Option<Timestamp>,
    /// The vendor's id of the request.
    pub tracking_id: Option<String>,
}

impl Activity {
    /// How it stands, in the tenant's word: how it ended, else how far it is.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.completion.as_deref().or(self.execution.as_deref())
    }

    /// Whether it touched the account of this name on this source; none where the tenant did not say what it touched.
    #[must_use]
    pub fn touched(&self, native_identity: Option<&str>, source: Option<&str>) -> Option<bool> {
        let mut named = self.items.iter().filter(|item| item.native_identity.is_some()).peekable();
        named.peek()?;
        let same_source = |item: &ActivityItem| item.source.is_none() || item.source.as_deref() == source;
        Some(named.any(|item| item.native_identity.as_deref() == native_identity && same_source(item)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touching(native: Option<&str>, source: Option<&str>) -> Activity {
        let item = ActivityItem {
            native_identity: native.map(str::to_owned),
            source: source.map(str::to_owned),
            ..ActivityItem::default()
        };
        Activity { items: vec![item], ..Activity::default() }
    }

    #[test]
    fn an_activity_is_of_the_account_its_items_name() {
        let here = (Some("CN=ada"), Some("s1"));
        let cases = [
            (touching(Some("CN=ada"), Some("s1")), Some(true)),
            (touching(Some("CN=ada"), None), Some(true)),
            (touching(Some("CN=ada"), Some("s2")), Some(false)),
            (touching(Some("ada"), Some("s1")), Some(false)),
            (touching(None, Some("s1")), None),
            (Activity::default(), None),
        ];
        for (activity, expected) in cases {
            assert_eq!(activity.touched(here.0, here.1), expected, "{activity:?}");
        }
    }

    #[test]
    fn the_end_is_told_before_the_way_there() {
        let running = Activity { execution: Some("EXECUTING".into()), ..Activity::default() };
        assert_eq!(running.status(), Some("EXECUTING"));
        let ended = Activity { completion: Some("FAILURE".into()), ..running };
        assert_eq!(ended.status(), Some("FAILURE"));
    }
}
