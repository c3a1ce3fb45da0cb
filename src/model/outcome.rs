//! What became of a target of a run: the words of the journal and of JSON, and those of the screen.

/// What became of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Confirmed, and not given to the tenant.
    Planned,
    /// Taken by the tenant, not ended.
    Sent,
    /// May have been taken: no answer came that says so or denies it.
    Unknown,
    /// The tenant declined it.
    Refused,
    /// It ended badly, and reading does not show what was wanted.
    Failed,
    /// It ended well, and reading does not or cannot show it.
    Completed,
    /// Read back and seen.
    Verified,
    /// Not to be sent.
    Skipped(SkipReason),
}

/// Why a target is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// It is so already.
    Already,
    /// Something was sent for it before and has not been seen yet.
    InFlight,
    /// The tenant cannot do that to it.
    Impossible,
    /// It changed since the plan was made.
    Drift,
    /// It needs to be put in by hand.
    Held,
    /// The person stopped before it was its turn.
    Dropped,
}

impl SkipReason {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Already, Self::InFlight, Self::Impossible, Self::Drift, Self::Held, Self::Dropped];

    /// The word in the journal, in JSON and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Already => "already",
            Self::InFlight => "in-flight",
            Self::Impossible => "impossible",
            Self::Drift => "drift",
            Self::Held => "held",
            Self::Dropped => "dropped",
        }
    }

    /// Whether a person may put such a target in by hand, knowing why it was left out.
    #[must_use]
    pub fn may_be_put_in(self) -> bool {
        matches!(self, Self::Held | Self::InFlight)
    }

    /// The reason of this word; none where it is none of ours.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

impl Outcome {
    /// The word in the journal and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Completed => "completed",
            Self::Verified => "verified",
            Self::Skipped(_) => "skipped",
        }
    }

    /// The word on the screen. Capitals mean "needs attention". A task that tells its progress is `running n %` there
    /// instead of `sent`.
    #[must_use]
    pub fn on_screen(self) -> &'static str {
        match self {
            Self::Planned => "queued",
            Self::Unknown => "UNKNOWN",
            Self::Refused => "REFUSED",
            Self::Failed => "FAILED",
            Self::Completed => "completed (not seen)",
            other => other.word(),
        }
    }

    /// The outcome of these words of the journal: its own, and that of the reason where it is skipped.
    #[must_use]
    pub fn of_words(word: &str, reason: Option<&str>) -> Option<Self> {
        if word == "skipped" {
            return reason.and_then(SkipReason::of_word).map(Self::Skipped);
        }
        let plain =
            [Self::Planned, Self::Sent, Self::Unknown, Self::Refused, Self::Failed, Self::Completed, Self::Verified];
        plain.into_iter().find(|outcome| outcome.word() == word)
    }

    /// Whether the tenant may still be at it. An account has at most one such submission.
    #[must_use]
    pub fn is_unfinished(self) -> bool {
        matches!(self, Self::Sent | Self::Unknown)
    }

    /// Why it was skipped, where it was.
    #[must_use]
    pub fn skip_reason(self) -> Option<SkipReason> {
        match self {
            Self::Skipped(reason) => Some(reason),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_journal_and_screen_are_the_documented_ones() {
        let table = [
            (Outcome::Planned, "planned", "queued"),
            (Outcome::Sent, "sent", "sent"),
            (Outcome::Unknown, "unknown", "UNKNOWN"),
            (Outcome::Refused, "refused", "REFUSED"),
            (Outcome::Failed, "failed", "FAILED"),
            (Outcome::Completed, "completed", "completed (not seen)"),
            (Outcome::Verified, "verified", "verified"),
            (Outcome::Skipped(SkipReason::Drift), "skipped", "skipped"),
        ];
        for (outcome, journal, screen) in table {
            assert_eq!((outcome.word(), outcome.on_screen()), (journal, screen));
            assert_eq!(Outcome::of_words(journal, Some("drift")), Some(outcome));
        }
    }

    #[test]
    fn a_skipped_target_keeps_its_reason() {
        for reason in SkipReason::ALL {
            let skipped = Outcome::Skipped(reason);
            assert_eq!(Outcome::of_words("skipped", Some(reason.word())), Some(skipped));
        }
        assert_eq!(Outcome::of_words("skipped", None), None);
        assert_eq!(Outcome::of_words("done", None), None);
    }
}
