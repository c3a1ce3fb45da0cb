//! The export: which accounts are written to a file, how, and where.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::State;
use crate::app::editor::Editor;
use crate::model::AccountId;
use crate::work::protocol::{Census, Existing, JobId};
pub use crate::work::protocol::{Form, Scope};

/// The letters of a query that a proposed name takes.
const OF_THE_QUERY: usize = 32;

/// The export while it is open.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportScreen {
    /// Which accounts.
    pub scope: Scope,
    /// How they are written.
    pub form: Form,
    /// The file.
    pub file: Editor,
    /// The name that was proposed last; the person's own is left alone.
    proposed: String,
    /// The accounts that were on the screen when the export was opened.
    pub visible: Vec<AccountId>,
    /// How many accounts the tenant has, once it was asked.
    pub all: Option<u64>,
    /// The job that counts them.
    pub counting: Option<JobId>,
    /// How far it is.
    pub stage: Stage,
    /// Why the last Enter wrote nothing.
    pub remark: Option<String>,
}

/// How far an export is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The person chooses.
    Choosing,
    /// There is a file of this name: Enter again replaces it.
    Asking(String),
    /// The file is being written.
    Writing {
        /// The job that does.
        job: JobId,
        /// How many accounts are written.
        accounts: u64,
        /// What was read so far.
        census: Census,
    },
}

/// What a name is made of.
#[derive(Debug, Clone, Copy)]
pub struct NameParts<'a> {
    /// The tenant as it is called on the screen.
    pub tenant: &'a str,
    /// The query.
    pub query: &'a str,
    /// The time.
    pub now: Timestamp,
    /// Where the person is.
    pub zone: &'a TimeZone,
}

impl ExportScreen {
    /// An export of these accounts, with nothing typed.
    #[must_use]
    pub fn new(scope: Scope, visible: Vec<AccountId>) -> Self {
        Self {
            scope,
            form: Form::Csv,
            file: Editor::default(),
            proposed: String::new(),
            visible,
            all: None,
            counting: None,
            stage: Stage::Choosing,
            remark: None,
        }
    }

    /// The jobs whose answers are wanted for this screen alone.
    pub fn jobs(&self) -> impl Iterator<Item = JobId> {
        self.counting.into_iter().chain(self.writing())
    }

    /// The job that writes, while one does.
    #[must_use]
    pub fn writing(&self) -> Option<JobId> {
        match self.stage {
            Stage::Writing { job, .. } => Some(job),
            Stage::Choosing | Stage::Asking(_) => None,
        }
    }

    /// How many accounts a choice has; none while that is not known.
    #[must_use]
    pub fn count(&self, state: &State, scope: Scope) -> Option<u64> {
        match scope {
            Scope::Visible => Some(self.visible.len() as u64),
            Scope::Matching if state.list.asked.text.is_empty() => self.all,
            Scope::Matching => state.list.rows.total(),
            Scope::Marked => Some(state.marks.len() as u64),
            Scope::All => self.all,
        }
    }

    /// What becomes of a file of that name: Enter twice on the same name replaces it.
    #[must_use]
    pub fn existing(&self) -> Existing {
        match &self.stage {
            Stage::Asking(name) if name == self.file.text() => Existing::Replaced,
            _ => Existing::Stays,
        }
    }

    /// The next choice of accounts, or the one before.
    pub fn turn_scope(&mut self, by: isize) {
        self.scope = turned(&Scope::ALL, self.scope, by);
    }

    /// The next form, or the one before. The name goes along where it ends as files of the form do.
    pub fn turn_form(&mut self, by: isize) {
        let before = self.form;
        self.form = turned(&Form::ALL, before, by);
        if Form::of_name(self.file.text()) == Some(before) {
            let text = self.file.text();
            let stem = &text[..text.len() - before.extension().len()];
            let renamed = format!("{stem}{}", self.form.extension());
            let was_proposed = *text == self.proposed;
            self.file.replace(&renamed);
            if was_proposed {
                self.proposed = renamed;
            }
        }
    }

    /// Proposes a name for what is chosen, where the person wrote none of their own.
    pub fn propose(&mut self, parts: NameParts<'_>) {
        if self.file.text() != self.proposed {
            return;
        }
        self.proposed = name(parts, self.scope, self.form);
        self.file.replace(&self.proposed);
    }

    /// Takes a name the person gave, and the form that it says.
    pub fn call_it(&mut self, name: &str) {
        self.form = Form::of_name(name).unwrap_or(self.form);
        self.file = Editor::holding(name);
    }
}

fn turned<T: Copy + PartialEq>(all: &[T], from: T, by: isize) -> T {
    let at = all.iter().position(|one| *one == from).unwrap_or_default();
    let next = at.checked_add_signed(by).unwrap_or(all.len() - 1);
    all.get(next).or_else(|| all.first()).copied().unwrap_or(from)
}

/// Tenant, what is in it, when: `acme-is-locked-20261123-2031.csv`.
fn name(NameParts { tenant, query, now, zone }: NameParts<'_>, scope: Scope, form: Form) -> String {
    let what = match scope {
        Scope::Matching if !plain(query).is_empty() => plain(query),
        scope => scope.word().to_owned(),
    };
    let when = now.to_zoned_datetime(zone.clone()).strftime("%Y%m%d-%H%M").to_string();
    let tenant = plain(tenant);
    let parts = [tenant.as_str(), what.as_str(), &when];
    let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    format!("{name}.{}", form.extension())
}

/// The text in letters and digits that no shell and no file system minds, a dash for what stands between.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    joined.chars().take(OF_THE_QUERY).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    static UTC: TimeZone = TimeZone::UTC;

    fn parts(query: &str) -> NameParts<'_> {
        NameParts { tenant: "ACME", query, now: Timestamp::UNIX_EPOCH, zone: &UTC }
    }

    #[test]
    fn a_name_says_of_whom_what_and_when() {
        let rows = [
            (
                Scope::Matching,
                "is:locked source:\"Active Directory\"",
                "acme-is-locked-source-active-director-19700101-0000.csv",
            ),
            (Scope::Matching, "/../名前", "acme-matching-19700101-0000.csv"),
            (Scope::Marked, "is:locked", "acme-marked-19700101-0000.csv"),
        ];
        for (scope, query, expected) in rows {
            assert_eq!(name(parts(query), scope, Form::Csv), expected);
        }
    }

    #[test]
    fn a_persons_own_name_is_left_alone() {
        let mut screen = ExportScreen::new(Scope::All, Vec::new());
        screen.propose(parts(""));
        screen.turn_form(1);
        assert_eq!(screen.file.text(), "acme-all-19700101-0000.json");
        screen.turn_scope(1);
        screen.propose(parts(""));
        assert_eq!((screen.scope, screen.file.text()), (Scope::Visible, "acme-visible-19700101-0000.json"));
        screen.call_it("mine.ndjson");
        screen.turn_scope(-1);
        screen.propose(parts(""));
        assert_eq!((screen.scope, screen.form, screen.file.text()), (Scope::All, Form::Ndjson, "mine.ndjson"));
        screen.turn_form(1);
        assert_eq!(screen.file.text(), "mine.csv");
        screen.call_it("mine");
        screen.turn_form(1);
        assert_eq!((screen.form, screen.file.text()), (Form::Json, "mine"));
    }

    #[test]
    fn only_enter_twice_on_one_name_replaces_a_file() {
        let mut screen = ExportScreen::new(Scope::All, Vec::new());
        screen.call_it("a.csv");
        assert_eq!(screen.existing(), Existing::Stays);
        screen.stage = Stage::Asking("a.csv".to_owned());
        assert_eq!(screen.existing(), Existing::Replaced);
        screen.call_it("b.csv");
        assert_eq!(screen.existing(), Existing::Stays);
    }
}
