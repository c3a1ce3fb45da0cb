//! What goes wrong, and how often: `status=500:0.02,reset:0.01,slow=2s:0.02`. Whether a fault strikes is drawn from the
//! seed, request by request, so that a run can be repeated.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::settings::{BadSetting, duration};

/// One way to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Answers with this status instead of doing what was asked: `status=500`. A write is not applied, though from
    /// such an answer nobody could tell.
    Status(u16),
    /// Cuts the line before anything is done: `reset`.
    Reset,
    /// Does what was asked, then cuts the line before the answer: `lost-reply`. Writes only.
    LostReply,
    /// Does what was asked, and answers, that much later: `slow=2s`.
    Slow(Duration),
    /// Leaves rows out of a page though the total counts them: `short-page`.
    ShortPage,
    /// An account comes or goes between two pages, so that rows move across the seam: `moving-rows`.
    MovingRows,
    /// Accounts that a list over several sources withholds and does not count, though each source's own list has them:
    /// `lost-rows`. The chance is that of an account; it is always the same ones.
    LostRows,
    /// A total that is a few off: `wrong-total`.
    WrongTotal,
    /// 400 instead of an empty page past the end: `end400`.
    End400,
    /// 200 with a page for people, as gateways in maintenance send, and nothing is done: `html`.
    Html,
    /// The line is cut in the middle of the body: `cut-body`.
    CutBody,
    /// A 4xx that claims `Content-Encoding: UTF-8`: `bad-encoding`.
    BadEncoding,
    /// A 403 without a body: `empty-403`.
    Empty403,
    /// A 404 in plain text: `plain-404`.
    Plain404,
    /// An account whose nullable fields are null: `nulls`.
    Nulls,
    /// A task, or a job, that ends in ERROR and has done nothing: `task-error`. Writes only.
    TaskError,
    /// A task that ends in WARNING, having done what it should: `task-warning`. Writes only.
    TaskWarning,
    /// A task nobody is told of, though it does what it should: `forget-task`. Writes only.
    ForgetTask,
    /// Enabling, disabling or unlocking an account does not move its `modified`: `still-modified`.
    StillModified,
}

/// The names, as they are written; `=` tells that a value belongs to the name.
const NAMES: [&str; 19] = [
    "status=",
    "reset",
    "lost-reply",
    "slow=",
    "short-page",
    "moving-rows",
    "lost-rows",
    "wrong-total",
    "end400",
    "html",
    "cut-body",
    "bad-encoding",
    "empty-403",
    "plain-404",
    "nulls",
    "task-error",
    "task-warning",
    "forget-task",
    "still-modified",
];

impl Fault {
    /// The name, as it is written before a value.
    fn name(self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Reset => "reset",
            Self::LostReply => "lost-reply",
            Self::Slow(_) => "slow",
            Self::ShortPage => "short-page",
            Self::MovingRows => "moving-rows",
            Self::LostRows => "lost-rows",
            Self::WrongTotal => "wrong-total",
            Self::End400 => "end400",
            Self::Html => "html",
            Self::CutBody => "cut-body",
            Self::BadEncoding => "bad-encoding",
            Self::Empty403 => "empty-403",
            Self::Plain404 => "plain-404",
            Self::Nulls => "nulls",
            Self::TaskError => "task-error",
            Self::TaskWarning => "task-warning",
            Self::ForgetTask => "forget-task",
            Self::StillModified => "still-modified",
        }
    }

    fn of(name: &str, value: Option<&str>) -> Result<Self, BadSetting> {
        let fault = match (name, value) {
            ("status", Some(status)) => Self::Status(error_status(status)?),
            ("slow", Some(delay)) => Self::Slow(duration(delay)?),
            ("reset", None) => Self::Reset,
            ("lost-reply", None) => Self::LostReply,
            ("short-page", None) => Self::ShortPage,
            ("moving-rows", None) => Self::MovingRows,
            ("lost-rows", None) => Self::LostRows,
            ("wrong-total", None) => Self::WrongTotal,
            ("end400", None) => Self::End400,
            ("html", None) => Self::Html,
            ("cut-body", None) => Self::CutBody,
            ("bad-encoding", None) => Self::BadEncoding,
            ("empty-403", None) => Self::Empty403,
            ("plain-404", None) => Self::Plain404,
            ("nulls", None) => Self::Nulls,
            ("task-error", None) => Self::TaskError,
            ("task-warning", None) => Self::TaskWarning,
            ("forget-task", None) => Self::ForgetTask,
            ("still-modified", None) => Self::StillModified,
            _ => return Err(unknown(name, value.is_some())),
        };
        Ok(fault)
    }
}

fn error_status(text: &str) -> Result<u16, BadSetting> {
    let status = text.parse().ok().filter(|status| (400..=599).contains(status));
    status.ok_or_else(|| BadSetting(format!("`status={text}`: write a status from 400 to 599")))
}

/// Names the fault that was probably meant.
fn unknown(name: &str, has_value: bool) -> BadSetting {
    let known = NAMES.join(", ");
    let nearest = NAMES.iter().min_by_key(|known| distance(known.trim_end_matches('='), name));
    let meant = nearest.filter(|nearest| distance(nearest.trim_end_matches('='), name) <= 3);
    match meant {
        Some(meant) if meant.trim_end_matches('=') == name && has_value => {
            BadSetting(format!("the fault `{name}` takes no value"))
        }
        Some(meant) if meant.trim_end_matches('=') == name => BadSetting(format!("the fault `{name}` needs a value")),
        Some(meant) => BadSetting(format!("there is no fault `{name}`; did you mean `{meant}`? Known: {known}")),
        None => BadSetting(format!("there is no fault `{name}`. Known: {known}")),
    }
}

/// How many letters to change, add or drop (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.bytes().enumerate() {
            let changed = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The faults of a tenant, each with the chance that it strikes, from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults(Vec<(Fault, f64)>);

impl FromStr for Faults {
    type Err = BadSetting;

    /// Reads a list such as `status=500:0.02,reset:0.01`; an empty text is no fault at all.
    fn from_str(text: &str) -> Result<Self, BadSetting> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(entry).collect::<Result<_, _>>().map(Self)
    }
}

fn entry(text: &str) -> Result<(Fault, f64), BadSetting> {
    let (fault, chance) = text.split_once(':').unwrap_or((text, ""));
    let (name, value) = fault.split_once('=').map_or((fault, None), |(name, value)| (name, Some(value)));
    let fault = Fault::of(name, value)?;
    let chance: Option<f64> = chance.parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
    let chance = chance.ok_or_else(|| BadSetting(format!("`{text}`: write {name}:0.05, a chance from 0 to 1")))?;
    Ok((fault, chance))
}

/// Draws whether faults strike.
#[derive(Debug)]
pub(super) struct Dice {
    faults: Faults,
    random: Mutex<fastrand::Rng>,
    struck: Mutex<BTreeMap<&'static str, u64>>,
}

impl Dice {
    pub(super) fn new(faults: Faults, seed: u64) -> Self {
        Self { faults, random: Mutex::new(fastrand::Rng::with_seed(seed ^ 0xd1ce)), struck: Mutex::default() }
    }

    /// Whether this fault strikes now.
    pub(super) fn strikes(&self, fault: Fault) -> bool {
        self.first(|candidate| (candidate == fault).then_some(())).is_some()
    }

    /// The delay, if the answer is to be slow.
    pub(super) fn delay(&self) -> Option<Duration> {
        self.first(|fault| if let Fault::Slow(delay) = fault { Some(delay) } else { None })
    }

    /// The status, if the answer is to be an error.
    pub(super) fn status(&self) -> Option<u16> {
        self.first(|fault| if let Fault::Status(status) = fault { Some(status) } else { None })
    }

    /// How often a fault strikes that is not drawn request by request.
    pub(super) fn chance(&self, fault: Fault) -> f64 {
        self.faults.0.iter().find(|(known, _)| *known == fault).map_or(0.0, |(_, chance)| *chance)
    }

    /// How often each fault struck so far.
    pub(super) fn struck(&self) -> BTreeMap<&'static str, u64> {
        self.struck.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts that a fault struck.
    pub(super) fn count(&self, fault: Fault) {
        *self.struck.lock().unwrap_or_else(PoisonError::into_inner).entry(fault.name()).or_default() += 1;
    }

    /// A number below `bound`, for what a fault leaves open. 0 if `bound` is 0.
    pub(super) fn below(&self, bound: usize) -> usize {
        if bound == 0 { 0 } else { self.random.lock().unwrap_or_else(PoisonError::into_inner).usize(..bound) }
    }

    fn first<T>(&self, wanted: impl Fn(Fault) -> Option<T>) -> Option<T> {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        self.faults.0.iter().find_map(|(fault, chance)| {
            let found = wanted(*fault)?;
            let strikes = random.f64() < *chance;
            if strikes {
                self.count(*fault);
            }
            strikes.then_some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read() {
        for name in NAMES {
            let value = match name {
                "status=" => "500",
                "slow=" => "2s",
                _ => "",
            };
            let faults: Faults = format!("{name}{value}:0.5").parse().unwrap();
            assert_eq!(faults.0[0].0.name(), name.trim_end_matches('='));
        }
    }

    #[test]
    fn a_list_keeps_names_values_and_chances() {
        let faults: Faults = "status=500:0.02, slow=2s:1,reset:0".parse().unwrap();
        let expected =
            vec![(Fault::Status(500), 0.02), (Fault::Slow(Duration::from_secs(2)), 1.0), (Fault::Reset, 0.0)];
        assert_eq!(faults, Faults(expected));
        assert_eq!("".parse::<Faults>().unwrap(), Faults::default());
    }

    #[test]
    fn what_is_unknown_is_refused_with_the_nearest_known() {
        let refusal = |text: &str| text.parse::<Faults>().unwrap_err().to_string();
        assert!(refusal("short-pages:0.1").contains("did you mean `short-page`?"));
        assert!(refusal("restet:0.1").contains("did you mean `reset`?"));
        assert!(refusal("volcano:0.1").contains("Known: status=, reset"));
        assert!(refusal("reset=3:0.1").contains("takes no value"));
        assert!(refusal("slow:0.1").contains("needs a value"));
        assert!(refusal("status=200:0.1").contains("400 to 599"));
        assert!(refusal("reset").contains("a chance from 0 to 1"));
        assert!(refusal("reset:2").contains("a chance from 0 to 1"));
    }

    #[test]
    fn the_same_seed_draws_the_same_faults() {
        let drawn = |seed| {
            let dice = Dice::new("reset:0.5".parse().unwrap(), seed);
            (0..64).map(|_| dice.strikes(Fault::Reset)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
    }

    #[test]
    fn never_and_always() {
        let dice = Dice::new("reset:0,html:1,status=503:1".parse().unwrap(), 3);
        for _ in 0..100 {
            assert!(!dice.strikes(Fault::Reset) && !dice.strikes(Fault::CutBody));
            assert!(dice.strikes(Fault::Html));
            assert_eq!((dice.status(), dice.delay()), (Some(503), None));
        }
        assert_eq!(dice.struck(), BTreeMap::from([("html", 100), ("status", 100)]));
    }
}
