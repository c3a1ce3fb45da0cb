//! The tenant behind its HTTP server: a request in, an answer out. What it does depends on the request, the data, the time
//! it is told, and the faults drawn.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::answer::{Answer, Refusal};
use super::backlog::Backlog;
use super::body::Body;
use super::faults::{Dice, Fault};
use super::filter::vocabulary;
use super::generation::{self, Generation};
use super::ids::{Ids, Kind};
use super::ledger::Ledger;
use super::limit::Limiter;
use super::listing;
use super::moment::Millis;
use super::parameters::Parameters;
use super::routes::{self, Call, Found};
use super::seed;
use super::settings::{Case, TenantSettings};
use super::sort;
use super::stats::Stats;
use super::store::Store;
use super::store::account::Accounts;
use super::token::{Bearer, Issuer};

mod control;
mod lists;
mod reading;
mod writing;

/// A request, as far as it matters here.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    /// Query and form together; `None` if they cannot be decoded.
    pub(super) parameters: Option<Parameters>,
    pub(super) authorization: Option<String>,
    pub(super) body: Body,
}

/// A request to the API proper that was let in.
#[derive(Clone, Copy, Debug)]
struct Request<'a> {
    /// The id in the path; empty where there is none.
    id: &'a str,
    generation: Generation,
    bearer: &'a Bearer,
    parameters: &'a Parameters,
    body: &'a Body,
    now: Millis,
}

/// The tenant.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) issuer: Issuer,
    pub(super) dice: Dice,
    ids: Ids,
    case: Case,
    /// Whether only this machine can ask: then the tenant can be told to do what only sources do.
    is_local: bool,
    store: RwLock<Store>,
    /// Taken after the store, by whoever takes both.
    backlog: RwLock<Backlog>,
    /// When the next thing in the backlog happens, so that nobody has to look before.
    next: AtomicI64,
    ledger: Mutex<Ledger>,
    limiter: Mutex<Limiter>,
    stats: Mutex<Stats>,
    tracked: AtomicU64,
}

impl Service {
    /// Draws the data; `now` is what its times are counted back from.
    pub(super) fn new(settings: &TenantSettings, now: Millis) -> Self {
        let store = seed::store(settings.seed, settings.accounts, settings.case, now);
        let user = store.identity(0);
        let identity_id = user.map_or_else(String::new, |user| user.id().to_string());
        let user_name = user.map_or_else(String::new, |user| user.person().user_name());
        Self {
            issuer: Issuer::new(settings, identity_id, user_name),
            dice: Dice::new(settings.faults.clone(), settings.seed),
            ids: store.ids,
            case: settings.case,
            is_local: settings.listen.ip().is_loopback(),
            backlog: RwLock::new(Backlog::new(store.ids, &settings.task_time, now)),
            next: AtomicI64::new(Millis::MAX),
            ledger: Mutex::new(Ledger::default()),
            store: RwLock::new(store),
            limiter: Mutex::new(Limiter::new(settings.rate_limit)),
            stats: Mutex::new(Stats::default()),
            tracked: AtomicU64::new(0),
        }
    }

    /// Answers a request and counts it.
    pub(super) fn answer(&self, asked: &Asked, now: Millis) -> Answer {
        let began = Instant::now();
        if let Some(answer) = self.about_itself(asked, now) {
            return answer;
        }
        self.catch_up(now);
        let (route, answer) = match (asked.path.as_str(), asked.method.as_str()) {
            ("/oauth/token", "POST") => (asked.path.clone(), Ok(self.token(asked, now))),
            ("/oauth/info", "GET") => (asked.path.clone(), Ok(info())),
            _ => self.data(asked, now),
        };
        let answer = answer.unwrap_or_else(|refusal| refusal.answer(&self.tracking_id()));
        let answer = self.spoilt(answer);
        self.count(format!("{} {route}", asked.method), answer.status, began.elapsed());
        answer
    }

    /// Counts a request that was cut off before it was looked at.
    pub(super) fn count_cut(&self, asked: &Asked) {
        self.count(format!("{} cut", asked.method), 0, Duration::ZERO);
    }

    fn count(&self, route: String, status: u16, taken: Duration) {
        lock(&self.stats).count(route, status, taken);
    }

    /// Makes the lists that are asked for most, so that their first reader does not wait. One after the other, so that
    /// a write need not wait for all of them.
    pub(super) fn prepare(&self) {
        for sorters in ["", "id", "name", "-modified", "modified", "-name", "nativeIdentity"] {
            if let Ok(sorters) = sort::parse(sorters, &vocabulary::ACCOUNTS, Generation::V1) {
                let store = self.read_store();
                store.account_lists.list(&Accounts(&store), listing::Question::new(None, sorters), self.case);
            }
        }
    }

    /// Lets everything happen that was due by now. The one place where time passes for the data.
    fn catch_up(&self, now: Millis) {
        if self.next.load(Ordering::Acquire) > now {
            return;
        }
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        let mut backlog = self.backlog.write().unwrap_or_else(PoisonError::into_inner);
        backlog.catch_up(&mut store, now);
        self.next.store(backlog.next(), Ordering::Release);
    }

    fn read_store(&self) -> std::sync::RwLockReadGuard<'_, Store> {
        self.store.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn tracking_id(&self) -> String {
        let number = self.tracked.fetch_add(1, Ordering::Relaxed);
        self.ids.id(Kind::Reference, u32::try_from(number % u64::from(u32::MAX)).unwrap_or(0)).to_string()
    }

    fn token(&self, asked: &Asked, now: Millis) -> Answer {
        let nothing = Parameters::default();
        self.issuer.token(asked.parameters.as_ref().unwrap_or(&nothing), now)
    }

    /// The API proper: who asks, whether they may ask again already, what for, whether they may have it.
    fn data(&self, asked: &Asked, now: Millis) -> (String, Result<Answer, Refusal>) {
        let unknown = || ("unknown".to_owned(), Err(Refusal::NotFound));
        let Some((generation, segments)) = generation::split(&asked.path) else { return unknown() };
        let found = routes::find(generation, &asked.method, &segments);
        let route = found.map_or_else(|| generation.path("unknown"), |found| generation.path(found.route.path));
        (route, self.admitted(asked, generation, found, now))
    }

    fn admitted(
        &self,
        asked: &Asked,
        generation: Generation,
        found: Option<Found<'_>>,
        now: Millis,
    ) -> Result<Answer, Refusal> {
        let bearer = self.issuer.read(asked.authorization.as_deref(), now)?;
        lock(&self.limiter).arrive(&bearer.client_id, generation, now).map_err(Refusal::TooMany)?;
        if let Some(status) = self.dice.status() {
            return Err(Refusal::Fault(status));
        }
        let Found { route, id, wrong_method } = found.ok_or(Refusal::NotFound)?;
        if wrong_method {
            return Err(Refusal::MethodNotAllowed);
        }
        route.admit(&bearer, generation)?;
        if self.dice.strikes(Fault::Html) {
            return Ok(maintenance());
        }
        let parameters = asked.parameters.as_ref().ok_or(Refusal::BadRequest)?;
        let request = Request { id, generation, bearer: &bearer, parameters, body: &asked.body, now };
        let answer = match route.call {
            Call::Read(reading) => self.read(&request, reading)?,
            Call::Write(writing) => self.write(&request, writing)?,
        };
        Ok(if route.is_deprecated(generation) { answer.with("x-deprecated", &true) } else { answer })
    }

    /// Refusals as gateways mangle them.
    fn spoilt(&self, answer: Answer) -> Answer {
        match answer.status {
            403 if self.dice.strikes(Fault::Empty403) => Answer::plain(403, "text/plain", ""),
            404 if self.dice.strikes(Fault::Plain404) => Answer::plain(404, "text/plain", "404 page not found\n"),
            400..500 if self.dice.strikes(Fault::BadEncoding) => answer.with("content-encoding", &"UTF-8"),
            _ => answer,
        }
    }
}

/// `GET /oauth/info`, for which nobody has to sign in.
fn info() -> Answer {
    let info = serde_json::json!({
        "tenantId": "0f11f2a4-7c94-4bf3-a2bd-742580fe3bde",
        "tenantName": "acme-test",
        "authorizeEndpoint": "/oauth/authorize",
        "tokenEndpoint": "/oauth/token",
        "cloudDomainUrl": "acme.test",
        "logoutUrl": "/logout",
        "pod": "embedded",
    });
    Answer::json(200, info.to_string())
}

fn maintenance() -> Answer {
    let page = "<!DOCTYPE html>\n<html><head><title>Scheduled maintenance</title></head>\n\
                <body><h1>We will be back soon.</h1></body></html>\n";
    Answer::plain(200, "text/html; charset=utf-8", page)
}

/// A lock that outlives whoever panicked while holding it: what it guards is never left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
