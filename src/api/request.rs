//! A request as a value: what is asked, built apart from being sent.
//!
//! The constructors carry the vendor's names for its operations. A path is kept as segments that belong to no
//! generation; [`Request::url`] puts them behind the prefix of the one that is asked.

use std::fmt;

use reqwest::Method;
use serde_json::value::RawValue;
use url::Url;

use super::wire::{self, Decode, Page, RawPage};
use super::{Facts, Operation, filter};
use crate::model::{
    Account, AccountId, AccountRow, AccountSchema, Activity, Entitlement, Generation, Identity, IdentityRef, ListQuery,
    Problem, ProblemKind, Source, SourceRef, Span, TaskStatus,
};

/// A request whose answer reads as a `T`.
pub struct Request<T> {
    operation: Operation,
    method: Method,
    rest: Vec<String>,
    query: Vec<(&'static str, String)>,
    body: Option<Body>,
    pub(super) decode: Decode<T>,
}

/// What a request carries, and what it says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// The JSON.
    pub text: String,
}

impl Request<Page<AccountRow>> {
    /// `listAccounts`: one page of rows. With `count`, the total is asked for, which costs the tenant time.
    #[must_use]
    pub fn list_accounts(query: &ListQuery, span: Span, count: bool) -> Self {
        Self::list(Operation::ListAccounts, span, wire::account_rows(&query.extra)).narrowed(query).counted(count)
    }
}

impl Request<RawPage> {
    /// `listAccounts`: one page of accounts as the tenant wrote them.
    #[must_use]
    pub fn list_accounts_raw(query: &ListQuery, span: Span, count: bool) -> Self {
        Self::list(Operation::ListAccounts, span, wire::raw_page()).narrowed(query).counted(count)
    }
}

impl Request<Page<Account>> {
    /// `listAccounts`: one page of whole accounts. With `count`, the total is asked for, which costs the tenant time.
    #[must_use]
    pub fn list_whole_accounts(query: &ListQuery, span: Span, count: bool) -> Self {
        Self::list(Operation::ListAccounts, span, wire::accounts()).narrowed(query).counted(count)
    }
}

impl Request<Account> {
    /// `getAccount`
    #[must_use]
    pub fn get_account(id: &AccountId) -> Self {
        Self::get(Operation::GetAccount, vec![id.to_string()], wire::account())
    }
}

impl Request<Box<RawValue>> {
    /// `getAccount`: the account as the tenant wrote it.
    #[must_use]
    pub fn get_account_raw(id: &AccountId) -> Self {
        Self::get(Operation::GetAccount, vec![id.to_string()], wire::record())
    }
}

impl Request<Page<Box<RawValue>>> {
    /// `getAccountEntitlements`: one page, as the tenant wrote it.
    #[must_use]
    pub fn get_account_entitlements_raw(id: &AccountId, span: Span, count: bool) -> Self {
        Self::list(Operation::GetAccountEntitlements, span, wire::records())
            .below(vec![id.to_string(), "entitlements".to_owned()])
            .counted(count)
    }
}

impl Request<Page<Entitlement>> {
    /// `getAccountEntitlements`: one page.
    #[must_use]
    pub fn get_account_entitlements(id: &AccountId, span: Span, count: bool) -> Self {
        Self::list(Operation::GetAccountEntitlements, span, wire::entitlements())
            .below(vec![id.to_string(), "entitlements".to_owned()])
            .counted(count)
    }
}

impl Request<Page<SourceRef>> {
    /// `listSources`: one page, by name.
    #[must_use]
    pub fn list_sources(span: Span) -> Self {
        Self::list(Operation::ListSources, span, wire::sources()).with("sorters", "name,id")
    }

    /// Only the sources of the calling source sub-administrator, who is refused without saying so.
    #[must_use]
    pub fn for_subadmin(self) -> Self {
        self.with("for-subadmin", "me")
    }
}

impl Request<Source> {
    /// `getSource`
    #[must_use]
    pub fn get_source(id: &str) -> Self {
        Self::get(Operation::GetSource, vec![id.to_owned()], wire::source())
    }
}

impl Request<AccountSchema> {
    /// `getSourceSchemas`: of the source's schemas, that of its accounts.
    #[must_use]
    pub fn get_source_schemas(source: &str) -> Self {
        Self::get(Operation::GetSourceSchemas, vec![source.to_owned(), "schemas".to_owned()], wire::account_schema())
    }
}

impl Request<Page<IdentityRef>> {
    /// `listIdentities`: one page, by name.
    #[must_use]
    pub fn list_identities(filter: &str, span: Span) -> Self {
        Self::list(Operation::ListIdentities, span, wire::identities()).with("filters", filter).with("sorters", "name")
    }

    /// `getPublicIdentities`: one page, by name. What `listIdentities` is to administrators, to everybody.
    #[must_use]
    pub fn get_public_identities(filter: &str, span: Span) -> Self {
        Self::list(Operation::GetPublicIdentities, span, wire::identities())
            .with("filters", filter)
            .with("sorters", "name")
    }
}

/// One record is all that an id can find.
const ONE: Span = Span { offset: 0, limit: 1 };

impl Request<Page<Identity>> {
    /// `listIdentities`: the identity of this id, correlated or not. It alone tells the state of the sign-in.
    #[must_use]
    pub fn list_identity(id: &str) -> Self {
        Self::list_sign_ins(&filter::equals("id", id), ONE)
    }

    /// `listIdentities`: one page of identities, correlated or not, with the state of their sign-ins.
    #[must_use]
    pub fn list_sign_ins(filter: &str, span: Span) -> Self {
        Self::list(Operation::ListIdentities, span, wire::identities_with_sign_in())
            .with("filters", filter)
            .with("defaultFilter", "NONE")
    }

    /// `getPublicIdentities`: the identity of this id, as everybody may see it.
    #[must_use]
    pub fn get_public_identity(id: &str) -> Self {
        Self::get_public(&filter::equals("id", id), ONE)
    }

    /// `getPublicIdentities`: one page of identities, as everybody may see them.
    #[must_use]
    pub fn get_public(filter: &str, span: Span) -> Self {
        Self::list(Operation::GetPublicIdentities, span, wire::identities_with_sign_in()).with("filters", filter)
    }
}

impl Request<Page<Activity>> {
    /// `listAccountActivities`: what was done for an identity, newest first: one page. The tenant keeps activities by
    /// identity, not by account. With `count`, the total is asked for.
    #[must_use]
    pub fn list_account_activities(identity: &str, span: Span, count: bool) -> Self {
        Self::list(Operation::ListAccountActivities, span, wire::activities())
            .with("requested-for", identity)
            .with("sorters", "-created")
            .counted(count)
    }
}

impl Request<Page<TaskStatus>> {
    /// `getTaskStatusList`: one page. Some generations list completed tasks only, so absence says nothing.
    #[must_use]
    pub fn get_task_status_list(filter: &str, span: Span) -> Self {
        Self::list(Operation::GetTaskStatusList, span, wire::task_statuses()).with("filters", filter)
    }
}

impl Request<TaskStatus> {
    /// `getTaskStatus`
    #[must_use]
    pub fn get_task_status(id: &str) -> Self {
        Self::get(Operation::GetTaskStatus, vec![id.to_owned()], wire::task_status())
    }
}

impl<T> Request<T> {
    fn get(operation: Operation, rest: Vec<String>, decode: Decode<T>) -> Self {
        Self { operation, method: Method::GET, rest, query: Vec::new(), body: None, decode }
    }

    /// A request that changes the tenant.
    pub(super) fn write(operation: Operation, method: Method, rest: Vec<String>, decode: Decode<T>) -> Self {
        Self { method, ..Self::get(operation, rest, decode) }
    }

    pub(super) fn carrying(self, body: Body) -> Self {
        Self { body: Some(body), ..self }
    }

    fn list(operation: Operation, span: Span, decode: Decode<T>) -> Self {
        Self::get(operation, Vec::new(), decode)
            .with("limit", span.limit.to_string())
            .with("offset", span.offset.to_string())
    }

    fn below(self, rest: Vec<String>) -> Self {
        Self { rest, ..self }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Asks a list for its total as well, if so said: it costs the tenant time.
    #[must_use]
    pub fn counted(self, count: bool) -> Self {
        if count { self.with("count", "true") } else { self }
    }

    fn narrowed(self, query: &ListQuery) -> Self {
        let request = match &query.filter {
            Some(filter) => self.with("filters", filter),
            None => self,
        };
        if query.sorters.is_empty() { request } else { request.with("sorters", &query.sorters) }
    }

    /// The vendor's operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Whether it leaves the tenant as it is, and so may be repeated.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.method == Method::GET
    }

    /// The query parameters, not encoded.
    #[must_use]
    pub fn query(&self) -> &[(&'static str, String)] {
        &self.query
    }

    /// What it carries.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// The address in the generation chosen, or the nearest one that offers the operation.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Rejected`] where an id is empty or a path's own `.` or `..`: sent, it would address something
    /// else.
    pub fn url(&self, base: &Url, chosen: Generation) -> Result<Url, Problem> {
        let misleading = |part: &&String| matches!(part.as_str(), "" | "." | "..");
        if let Some(part) = self.rest.iter().find(misleading) {
            return Err(Problem::new(ProblemKind::Rejected, format!("{part:?} is no id")));
        }
        let Facts { resource, .. } = self.operation.facts();
        let mut address = base.as_str().trim_end_matches('/').to_owned();
        match self.operation.offered_in(chosen) {
            Generation::V1 => address.extend(["/", resource, "/v1"]),
            legacy => address.extend(["/", legacy.word(), "/", resource]),
        }
        for part in &self.rest {
            address.push('/');
            encode(part, &mut address);
        }
        for (index, (name, value)) in self.query.iter().enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            address.extend([name, "="]);
            encode(value, &mut address);
        }
        Url::parse(&address).map_err(|error| Problem::new(ProblemKind::Settings, error.to_string()))
    }
}

/// Appends the text with every byte percent-encoded that is not unreserved, so that it stays one segment or one value.
fn encode(text: &str, to: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            to.push('%');
            to.push(char::from(HEX[usize::from(byte >> 4)]));
            to.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {:?} {:?}", self.method, self.operation, self.rest, self.query)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Span = Span { offset: 0, limit: 250 };

    fn address<T>(request: &Request<T>, generation: Generation) -> String {
        let base = Url::parse("https://acme.api.example").unwrap();
        let url = request.url(&base, generation).unwrap().to_string();
        url.strip_prefix("https://acme.api.example").unwrap().to_owned()
    }

    #[test]
    fn each_generation_has_its_own_path() {
        let id = AccountId::from("a1");
        let cases = [
            (Generation::Beta, "/beta/accounts/a1", "/v3/public-identities?"),
            (Generation::V3, "/v3/accounts/a1", "/v3/public-identities?"),
            (Generation::V2026, "/v2026/accounts/a1", "/v2026/public-identities?"),
            (Generation::V1, "/accounts/v1/a1", "/public-identities/v1?"),
        ];
        for (generation, account, people) in cases {
            assert_eq!(address(&Request::get_account(&id), generation), account);
            let url = address(&Request::get_public_identities("alias sw \"a\"", FIRST), generation);
            assert!(url.starts_with(people), "{url}");
        }
    }

    #[test]
    fn a_list_carries_its_parameters_encoded() {
        let query = ListQuery {
            filter: Some(r#"name sw "50% #1 & co+é""#.to_owned()),
            sorters: "-modified,id".to_owned(),
            extra: vec![],
        };
        let url = address(&Request::list_accounts(&query, Span { offset: 500, limit: 250 }, true), Generation::Beta);
        assert_eq!(
            url,
            "/beta/accounts?limit=250&offset=500&filters=name%20sw%20%2250%25%20%231%20%26%20co%2B%C3%A9%22\
             &sorters=-modified%2Cid&count=true"
        );
    }

    #[test]
    fn an_uncounted_list_without_filter_says_neither() {
        let url = address(&Request::list_accounts(&ListQuery::default(), FIRST, false), Generation::V1);
        assert_eq!(url, "/accounts/v1?limit=250&offset=0");
    }

    #[test]
    fn an_id_stays_one_segment() {
        let url = address(&Request::get_account(&"../a/b?c#d%2F e".into()), Generation::V2025);
        assert_eq!(url, "/v2025/accounts/..%2Fa%2Fb%3Fc%23d%252F%20e");
    }

    #[test]
    fn an_id_that_would_address_something_else_is_refused() {
        let base = Url::parse("https://acme.api.example").unwrap();
        for id in ["", ".", ".."] {
            let refused = Request::get_account(&id.into()).url(&base, Generation::Beta);
            assert_eq!(refused.unwrap_err().kind, ProblemKind::Rejected, "{id:?}");
        }
    }

    #[test]
    fn a_base_url_may_have_a_path_and_a_slash() {
        let base = Url::parse("https://gateway.example/isc/").unwrap();
        let url = Request::get_task_status("t").url(&base, Generation::Beta).unwrap();
        assert_eq!(url.as_str(), "https://gateway.example/isc/beta/task-status/t");
    }
}
