//! Asking the tenant without a screen: one client, one thread, and remarks on standard error.

use std::future::Future;
use std::io;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::runtime::{Builder, Runtime};

use super::ending::Failure;
use super::interrupt;
use super::remarks::{self, Remarks};
use crate::api::{Client, Signal};
use crate::model::{ListQuery, Problem, ProblemKind, RequestRecord, SourceRef};
use crate::query::{self, Case, Compiled, Context, Here, QueryError, SortKey, Sources};
use crate::settings::{Environment, Flags, Preferences, Settings, Voice};
use crate::work;
use crate::work::protocol::{Scan, Series};

/// A query made ready for the tenant.
pub struct Prepared {
    /// What is asked.
    pub query: ListQuery,
    /// The same in plain words, a part each.
    pub meaning: Vec<String>,
    /// What is left to be judged here.
    pub here: Option<Here>,
    /// The order asked for; empty where none was.
    pub order: Vec<SortKey>,
    /// Whether sources are named that nobody could look up: where nothing matches, the reason may be a name that is not
    /// typed exactly so.
    pub has_unknown_sources: bool,
    /// Filters that divide the list; none where it needs no dividing.
    parts: Vec<String>,
    /// The sources to which the list is restricted, where it is.
    sources: Option<Vec<String>>,
}

impl Prepared {
    /// The list as it is read to its end, in the tenant's order where that can be.
    #[must_use]
    pub fn scan(&self) -> Scan {
        let series = if self.parts.is_empty() { Series::One } else { Series::Filters(self.parts.clone()) };
        self.scan_in(series)
    }

    /// Whether the list has to be read to its end to know what is in it: some of it is judged here, or it comes in parts.
    #[must_use]
    pub fn needs_a_scan(&self) -> bool {
        self.here.is_some() || !self.parts.is_empty()
    }

    /// What the tenant is asked and what is judged here, in words.
    #[must_use]
    pub fn split(&self) -> String {
        let tenant = if self.meaning.is_empty() { "every account".to_owned() } else { self.meaning.join(" and ") };
        match &self.here {
            None => format!("tenant: {tenant}"),
            Some(here) => format!("tenant: {tenant} · here: {}", here.meaning.join(" and ")),
        }
    }

    fn scan_in(&self, series: Series) -> Scan {
        let here = self.here.as_ref().map(|here| Arc::clone(&here.predicate));
        Scan { query: Arc::new(self.query.clone()), here, series }
    }
}

/// Somebody who asks the tenant.
pub struct Asking {
    /// How to go about it.
    pub preferences: Preferences,
    /// The client of their tenant.
    pub client: Client,
    /// The voice on standard error.
    pub remarks: Remarks,
    runtime: Runtime,
    sources: OnceLock<Option<Vec<SourceRef>>>,
}

impl Asking {
    /// Gets ready to ask. Nothing is sent yet. From now on an interrupt ends the process.
    ///
    /// # Errors
    ///
    /// Where the settings do not say whom to ask.
    pub fn prepare(flags: &Flags) -> Result<Self, Failure> {
        let settings = Settings::settle(flags, &Environment::read()?)?;
        let asking = Self::by(&settings)?;
        interrupt::ends_the_process();
        Ok(asking)
    }

    /// The same by these settings, leaving interrupts to the caller.
    ///
    /// # Errors
    ///
    /// Where the tenant's address cannot be used.
    pub fn by(settings: &Settings) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| no_runtime(&error))?;
        let is_verbose = settings.preferences.voice == Voice::Verbose;
        let client = Client::new(settings.connection(), move |signal| {
            if is_verbose {
                tell(&signal);
            }
        })?;
        Ok(Self {
            remarks: Remarks::new(settings.preferences),
            preferences: settings.preferences,
            client,
            runtime,
            sources: OnceLock::new(),
        })
    }

    /// Waits for an answer.
    pub fn wait<T>(&self, answer: impl Future<Output = T>) -> T {
        self.runtime.block_on(answer)
    }

    /// What the tenant is to be asked for a query. The names of its sources are read first where the query needs them;
    /// where this sign-in may not list them, they are asked as they are typed, and that is told.
    ///
    /// # Errors
    ///
    /// Where the query does not read: then it was not sent. Where the sources cannot be read.
    pub fn compile(&self, text: &str, extra: Vec<String>) -> Result<Prepared, Failure> {
        let bad = |errors: Vec<QueryError>| Failure::Query { text: text.to_owned(), errors };
        let query = query::parse(text).map_err(bad)?;
        let names = if query.names_a_source() { self.sources()? } else { None };
        let sources = names.map_or(Sources::SeenOnly(&[]), Sources::All);
        let has_unknown_sources = names.is_none() && query.names_a_source();
        let (now, zone) = (Timestamp::now(), TimeZone::system());
        let generation = self.preferences.generation;
        let context = Context { generation, sources, case: Case::Insensitive, now, zone };
        let compiled = query::compile(&query, &context).map_err(bad)?;
        if has_unknown_sources {
            remarks::line("this sign-in may not list sources: source names are asked exactly as typed");
        }
        let Compiled { filter, sorters, meaning, here, parts, order, sources } = compiled;
        let query = ListQuery { filter, sorters, extra };
        let prepared = Prepared { query, meaning, here, order, has_unknown_sources, parts, sources };
        if self.preferences.voice == Voice::Verbose {
            remarks::line(&prepared.split());
        }
        Ok(prepared)
    }

    /// The list as it is read to its end in a series a source, where the sources may be listed: in no order.
    ///
    /// # Errors
    ///
    /// What kept us from reading the sources.
    pub fn divided(&self, prepared: &Prepared) -> Result<Scan, Problem> {
        if !prepared.parts.is_empty() {
            return Ok(prepared.scan());
        }
        let ids = |all: &[SourceRef]| all.iter().map(|source| source.id.clone()).collect();
        let sources = match &prepared.sources {
            Some(restricted) => Some(restricted.clone()),
            None => self.sources()?.map(ids),
        };
        Ok(prepared.scan_in(sources.map_or(Series::One, Series::Sources)))
    }

    /// The sources of the tenant, read once; none where this sign-in may not list them.
    ///
    /// # Errors
    ///
    /// What kept us from reading them.
    pub fn sources(&self) -> Result<Option<&[SourceRef]>, Problem> {
        if let Some(known) = self.sources.get() {
            return Ok(known.as_deref());
        }
        let read = match self.wait(work::sources(&self.client)) {
            Err(problem) if problem.kind == ProblemKind::Forbidden => None,
            sources => Some(sources?),
        };
        Ok(self.sources.get_or_init(|| read).as_deref())
    }
}

fn no_runtime(error: &io::Error) -> Problem {
    Problem::new(ProblemKind::Settings, "cannot wait for the network").with_detail(error.to_string())
}

/// Tells what happens on the line.
fn tell(signal: &Signal) {
    match signal {
        Signal::Requested(record) => remarks::line(&described(record)),
        Signal::Deprecated => remarks::line("the tenant marks this generation of its API as deprecated: see --api"),
        Signal::SignedIn(session) => {
            let user = session.user.as_deref().unwrap_or("?");
            remarks::line(&format!("signed in as {user}, {}", session.levels.join(" ")));
        }
        Signal::Pace(_) => {}
    }
}

fn described(record: &RequestRecord) -> String {
    let parameters: Vec<String> = record.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut told = format!("{} {} {}", record.method, record.url, parameters.join(" "));
    let status = record.status.map(|status| format!("HTTP {status}"));
    let tracking = record.tracking_id.as_ref().map(|id| format!("tracking id {id}"));
    let took = Some(format!("{} ms", record.took.as_millis()));
    for part in [status, took, record.error.clone(), tracking].into_iter().flatten() {
        told = format!("{} · {part}", told.trim_end());
    }
    told
}
