//! The plan of what is about to be done, and what it takes to say yes: a dialog for one target, a list for several.
//!
//! The screen owns the plan and with it the ids: what was shown is what is done, even when the table has moved underneath.

mod digest;
mod summary;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::app::cursor::Cursor;
use crate::app::editor::{EditKey, Editor};
use crate::app::geometry::Size;
use crate::app::load::Load;
use crate::app::marks::Targets;
use crate::model::{ActsOn, Order, SkipReason, Toggle, Verb, text};
use crate::work::protocol::{Earlier, Fate, JobId, Plan, Target, Tier};

pub use digest::{Digest, Group};
pub use summary::{Summary, what_is_done};

/// `y` counts only after so long without any key, and so long on the screen.
pub const SILENCE: SignedDuration = SignedDuration::from_millis(250);

/// A screen of fewer rows has none to spare beside the list.
const LOW: u16 = 20;

/// The plan while it is on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanScreen {
    /// What is to be done to each target.
    pub order: Order,
    /// What is written, in words, where the verb does not say it: to whom an account goes, which attributes change.
    pub what: Vec<String>,
    /// The targets asked for, those the person does not see first.
    pub targets: Vec<String>,
    /// Those of them the person does not see in the table.
    pub hidden: BTreeSet<String>,
    /// Those of them the person put in by hand.
    pub put_in: Vec<String>,
    /// Those of them the person took out by hand. They stay out, however often the plan is made anew.
    pub dropped: BTreeSet<String>,
    /// The plan, once the targets have been read.
    pub plan: Load<Arc<Plan>>,
    /// What is known of it as a whole.
    digest: Option<Digest>,
    /// The targets as they were planned earlier, where the plan comes from a file.
    pub earlier: Option<Arc<[Earlier]>>,
    /// The job that makes it.
    pub job: Option<JobId>,
    /// How many of how many targets it has read.
    pub progress: Option<(usize, usize)>,
    /// Which targets are listed.
    pub group: Group,
    /// Their places in the plan.
    listed: Vec<usize>,
    /// Where keys go.
    pub focus: Focus,
    /// The line the person stands on, where there are several targets.
    pub cursor: Cursor,
    /// The number, or the name, typed to confirm.
    pub typed: Editor,
    /// The ticket it is done for.
    pub ticket: Editor,
    /// Why it is done.
    pub reason: Editor,
    /// Since when the person can see what the screen says; none while it was not drawn, or something lies over it.
    pub shown_since: Option<Timestamp>,
    /// When a key was pressed last, whatever it meant.
    pub last_key: Timestamp,
}

/// Where keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The answer, which is `n` until `y` is pressed.
    Answer,
    /// Something that can be set.
    Choice(Choice),
    /// What is typed to confirm.
    Typed,
    /// The ticket.
    Ticket,
    /// The reason.
    Reason,
}

/// What can be set for enabling, disabling and unlocking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// `unlockIDNAccount`
    UnlockSignIn,
    /// `forceProvisioning`
    Force,
}

/// What `y` would do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// The plan is not there.
    Planning,
    /// Nothing would be sent.
    Nothing,
    /// Something is still to be typed.
    ToType(Tier),
    /// What it would send is not on the screen yet.
    Unseen,
    /// It is too soon: a key was pressed, or the screen changed, a moment ago.
    Until(Timestamp),
    /// It sends.
    Live,
}

impl PlanScreen {
    /// A screen that waits for its plan.
    #[must_use]
    pub fn new(order: Order, targets: Targets, job: JobId, now: Timestamp) -> Self {
        let mut plan = Load::Idle;
        plan.begin();
        let focus = if order.verb == Verb::RemoveAll { Focus::Typed } else { Focus::Answer };
        Self {
            order,
            what: Vec::new(),
            targets: targets.ids,
            hidden: targets.hidden,
            put_in: Vec::new(),
            dropped: BTreeSet::new(),
            plan,
            digest: None,
            earlier: None,
            job: Some(job),
            progress: None,
            group: Group::All,
            listed: Vec::new(),
            focus,
            cursor: Cursor::default(),
            typed: Editor::default(),
            ticket: Editor::default(),
            reason: Editor::default(),
            shown_since: None,
            last_key: now,
        }
    }

    /// Whether it is about one target, and so a dialog.
    #[must_use]
    pub fn is_about_one(&self) -> bool {
        self.targets.len() == 1
    }

    /// The plan, where it is whole and was made for what the screen says.
    #[must_use]
    pub fn ready(&self) -> Option<&Arc<Plan>> {
        match &self.plan {
            Load::Ready(plan) => Some(plan),
            _ => None,
        }
    }

    /// Targets that would be sent and that the person does not see.
    #[must_use]
    pub fn hidden_to_send(&self) -> usize {
        self.digest().map_or(0, |digest| digest.hidden_to_send)
    }

    /// What is known of the plan as a whole.
    #[must_use]
    pub fn digest(&self) -> Option<&Digest> {
        self.ready().and(self.digest.as_ref())
    }

    /// What it takes to say yes.
    #[must_use]
    pub fn tier(&self, production: bool) -> Option<&Tier> {
        self.digest().map(|digest| digest.tier(production))
    }

    /// What `y` would do at this moment.
    #[must_use]
    pub fn readiness(&self, production: bool, now: Timestamp) -> Readiness {
        let Some(tier) = self.tier(production) else { return Readiness::Planning };
        if self.digest().is_none_or(|digest| digest.to_send == 0) {
            return Readiness::Nothing;
        }
        let fits = match tier {
            Tier::Yes | Tier::ReadThenYes => true,
            Tier::Count(count) => self.typed.text() == count.to_string(),
            Tier::Name(name) => self.typed.text() == name,
        };
        if !fits {
            return Readiness::ToType(tier.clone());
        }
        let Some(shown_since) = self.shown_since else { return Readiness::Unseen };
        let live_at = shown_since.max(self.last_key) + SILENCE;
        if now >= live_at { Readiness::Live } else { Readiness::Until(live_at) }
    }

    /// What can be set for the verb.
    #[must_use]
    pub fn choices(&self) -> &'static [Choice] {
        match self.order.verb {
            // What is to be done stands in the file.
            _ if self.earlier.is_some() => &[],
            Verb::Unlock => &[Choice::UnlockSignIn, Choice::Force],
            Verb::Enable | Verb::Disable => &[Choice::Force],
            _ => &[],
        }
    }

    /// The places keys can go to, in order.
    fn stops(&self, production: bool) -> Vec<Focus> {
        let typed = match self.tier(production) {
            Some(Tier::Count(_) | Tier::Name(_)) => Some(Focus::Typed),
            _ if self.order.verb == Verb::RemoveAll => Some(Focus::Typed),
            _ => None,
        };
        let choices = self.choices().iter().map(|choice| Focus::Choice(*choice));
        let first = std::iter::once(Focus::Answer).chain(typed);
        first.chain(choices).chain([Focus::Ticket, Focus::Reason]).collect()
    }

    /// Goes to the next place, or to the one before.
    pub fn turn_focus(&mut self, production: bool, by: isize) {
        let stops = self.stops(production);
        let here = stops.iter().position(|stop| *stop == self.focus).unwrap_or(0);
        let count = stops.len();
        self.focus = stops[here.wrapping_add_signed(by + count.cast_signed()) % count];
    }

    /// The text field keys go to.
    #[must_use]
    pub fn field(&self) -> Option<&Editor> {
        match self.focus {
            Focus::Answer | Focus::Choice(_) => None,
            Focus::Typed => Some(&self.typed),
            Focus::Ticket => Some(&self.ticket),
            Focus::Reason => Some(&self.reason),
        }
    }

    /// Takes a key of a text field. A number is typed as digits, wherever keys go.
    pub fn type_key(&mut self, production: bool, key: EditKey) {
        let counts = matches!(self.tier(production), Some(Tier::Count(_)));
        match self.focus {
            Focus::Ticket => drop(self.ticket.type_key(key)),
            Focus::Reason => drop(self.reason.type_key(key)),
            Focus::Typed if !counts => drop(self.typed.type_key(key)),
            _ if counts && !matches!(key, EditKey::Insert(character) if !character.is_ascii_digit()) => {
                self.typed.type_key(key);
            }
            _ => {}
        }
    }

    /// Takes pasted text. What confirms is typed, never pasted.
    pub fn paste(&mut self, text: &str) {
        match self.focus {
            Focus::Ticket => drop(self.ticket.paste(text)),
            Focus::Reason => drop(self.reason.paste(text)),
            Focus::Answer | Focus::Choice(_) | Focus::Typed => {}
        }
    }

    /// Whether this is set.
    #[must_use]
    pub fn is_set(&self, choice: Choice) -> bool {
        match choice {
            Choice::UnlockSignIn => self.order.toggle.unlock_sign_in,
            Choice::Force => self.order.toggle.force_provisioning,
        }
    }

    /// Sets it, or no longer.
    pub fn flip(&mut self, choice: Choice) {
        let Toggle { force_provisioning, unlock_sign_in, .. } = &mut self.order.toggle;
        match choice {
            Choice::UnlockSignIn => *unlock_sign_in = !*unlock_sign_in,
            Choice::Force => *force_provisioning = !*force_provisioning,
        }
    }

    /// The target the person stands on.
    #[must_use]
    pub fn current(&self) -> Option<&Target> {
        self.listed(self.cursor.at)
    }

    /// The target on a line of the list.
    #[must_use]
    pub fn listed(&self, line: usize) -> Option<&Target> {
        self.ready()?.targets.get(*self.listed.get(line)?)
    }

    /// How many lines the list has.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.ready().map_or(0, |_| self.listed.len())
    }

    /// Lists the next group of targets, or the one before.
    pub fn turn_group(&mut self, by: isize) {
        if let Some(next) = self.digest().map(|digest| digest.next_group(&self.group, by)) {
            self.group = next;
            self.cursor = Cursor::default();
            self.list();
        }
    }

    /// Finds the targets that are listed.
    fn list(&mut self) {
        let Load::Ready(plan) = &self.plan else { return };
        let (group, hidden) = (&self.group, &self.hidden);
        let listed = plan.targets.iter().enumerate().filter(|(_, target)| group.holds(target, hidden));
        self.listed = listed.map(|(place, _)| place).collect();
    }

    /// The plan is another: what is known of it is found out anew.
    fn digest_anew(&mut self) {
        let Load::Ready(plan) = &self.plan else { return };
        let digest = Digest::of(plan, &self.hidden);
        if !digest.has(&self.group) {
            self.group = Group::All;
            self.cursor = Cursor::default();
        }
        self.digest = Some(digest);
        self.list();
    }

    /// Takes the plan that was asked for.
    pub fn take(&mut self, made: Arc<Plan>) {
        self.job = None;
        self.progress = None;
        self.plan = Load::Ready(made);
        self.leave_out_dropped();
        self.digest_anew();
        self.changed();
    }

    /// Takes out of the plan what does not pass; it stays listed as dropped. What was typed no longer counts.
    pub fn keep(&mut self, keeps: impl Fn(&str) -> bool) {
        if self.ready().is_some() {
            self.dropped.extend(self.targets.iter().filter(|id| !keeps(id)).cloned());
            self.leave_out_dropped();
            self.digest_anew();
            self.changed();
        }
    }

    fn leave_out_dropped(&mut self) {
        let Load::Ready(plan) = &mut self.plan else { return };
        let is_to_go = |target: &Target| target.fate == Fate::Send && self.dropped.contains(&target.id);
        if plan.targets.iter().any(is_to_go) {
            for target in Arc::make_mut(plan).targets.iter_mut().filter(|target| is_to_go(target)) {
                target.fate = Fate::Skip { reason: SkipReason::Dropped, why: "taken out by hand".to_owned() };
            }
        }
    }

    /// The screen says something else now: nobody has seen it yet, and what was typed no longer counts.
    pub fn changed(&mut self) {
        self.typed = Editor::default();
        self.shown_since = None;
    }

    /// The screen was drawn as it is now.
    pub fn was_drawn(&mut self, now: Timestamp) {
        self.shown_since.get_or_insert(now);
    }

    /// Whether the person can see it at all; and no time lies ahead, where the clock was set back.
    pub fn follow(&mut self, is_visible: bool, now: Timestamp) {
        self.shown_since = self.shown_since.filter(|_| is_visible).map(|since| since.min(now));
        self.last_key = self.last_key.min(now);
    }

    /// What the verb acts on, counted: `34 of 37 accounts`.
    #[must_use]
    pub fn count_in_words(&self) -> String {
        // What an account becomes is one, whether it is there already or not.
        let kind = match self.order.verb.acts_on() {
            ActsOn::NewAccount => ActsOn::Account,
            kind => kind,
        };
        let all = self.targets.len();
        match self.digest().map(|digest| digest.to_send) {
            Some(sent) if sent != all => format!("{} of {}", text::grouped(sent as u64), kind.counted(all)),
            _ => kind.counted(all),
        }
    }

    /// What the plan comes to, a line a kind.
    #[must_use]
    pub fn summary(&self) -> &[Summary] {
        self.digest().map_or(&[], |digest| &digest.summary)
    }

    /// What follows from it, over the rows it takes on a screen of so many columns.
    #[must_use]
    pub fn consequence(&self, columns: u16) -> Vec<String> {
        in_rows([self.order.verb.consequence()], columns)
    }

    /// What is written, over the rows it takes on a screen of so many columns.
    #[must_use]
    pub fn what_in_rows(&self, columns: u16) -> Vec<String> {
        in_rows(&self.what, columns)
    }

    /// What no source settles, over the rows it takes on a screen of so many columns.
    #[must_use]
    pub fn warnings_in_rows(&self, columns: u16) -> Vec<String> {
        self.ready().map_or_else(Vec::new, |plan| in_rows(&plan.warnings, columns))
    }

    /// Rows that are no targets: title, consequence, what is written, summary, warnings, heads, and below the target under
    /// the cursor, what is set and typed.
    #[must_use]
    pub fn frame_rows(&self, Size { columns, rows }: Size) -> usize {
        let told = [self.consequence(columns), self.what_in_rows(columns), self.warnings_in_rows(columns)];
        2 + Self::rows_below(rows) + told.iter().map(Vec::len).sum::<usize>() + self.summary().len()
    }

    /// Rows below the list: what can be set, ticket and reason, what is typed; above them, where the screen is not low, the
    /// target under the cursor.
    #[must_use]
    pub fn rows_below(rows: u16) -> usize {
        if rows < LOW { 3 } else { 4 }
    }

    /// Whether the target the person stands on is left out, and can be put in by hand.
    #[must_use]
    pub fn can_put_in(&self) -> bool {
        let fate = self.current().map(|target| &target.fate);
        self.earlier.is_none() && matches!(fate, Some(Fate::Skip { reason, .. }) if reason.may_be_put_in())
    }
}

fn in_rows<T: AsRef<str>>(texts: impl IntoIterator<Item = T>, columns: u16) -> Vec<String> {
    let room = usize::from(columns).saturating_sub(2);
    texts.into_iter().flat_map(|told| text::paragraph(told.as_ref(), room)).collect()
}
