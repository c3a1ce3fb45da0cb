//! A non-2xx answer, or one that cannot be read, as a problem and as a decision on sending again.

use crate::api::Facts;
use crate::api::retry::{Again, Failure};
use crate::api::transport::Reply;
use crate::api::wire::{Answer, Unreadable};
use crate::model::{Permission, Problem, ProblemKind, Session};

use super::body::{self, Said};
use super::retry_after;

/// The advice where somebody answers that is not the tenant's API.
pub(in crate::api) const CHECK_BASE_URL: &str =
    "check the tenant's base URL: https://acme.api.identitynow.com, not the web address";

/// What the body of a 403 says where the tenant has nothing of its own to add.
const ANY_403: &str = "The server understood the request but refuses to authorize it";

/// What was asked, as far as its refusal can be explained by it.
#[derive(Debug, Clone, Copy)]
pub(in crate::api) struct Asked<'a> {
    /// What the operation does and needs.
    pub(in crate::api) facts: Facts,
    /// What other sources say about what it needs.
    pub(in crate::api) doubt: &'static str,
    /// What the token says about us, where we have one.
    pub(in crate::api) session: Option<&'a Session>,
}

impl Asked<'_> {
    /// What the operation needs, and what we have of it.
    pub(in crate::api) fn permission(self) -> Permission {
        let Facts { scopes, levels, .. } = self.facts;
        Permission { scopes, levels, doubt: self.doubt, session: self.session.cloned() }
    }
}

/// An answer that is not 2xx.
pub(in crate::api) fn refused(asked: Asked<'_>, reply: &Reply) -> Failure {
    let said = Said::read(&reply.body);
    let does = asked.facts.does;
    let (kind, summary) = match reply.status {
        300..=399 => (ProblemKind::Rejected, elsewhere(reply)),
        401 => (ProblemKind::SignIn, "the tenant does not accept the token".to_owned()),
        403 => (ProblemKind::Forbidden, format!("not allowed to {does}")),
        404 => (ProblemKind::NotFound, format!("cannot {does}: there is no such thing on the tenant")),
        429 => (ProblemKind::Busy, format!("cannot {does}: too many requests")),
        408 | 500.. => (ProblemKind::TenantFailed, format!("cannot {does}: the tenant failed")),
        _ => (ProblemKind::Rejected, format!("cannot {does}: the tenant does not accept the request")),
    };
    let wait = || retry_after::wait(reply.retry_after.as_deref(), reply.date.as_deref(), reply.sent.at);
    let again = match reply.status {
        401 => Again::SignedIn,
        503 if reply.retry_after.is_some() => Again::AfterIfRead(wait()),
        408 | 500.. => Again::IfRead,
        429 => Again::After(wait()),
        _ => Again::Never,
    };
    let tracking_id = said.tracking_id.clone().or_else(|| reply.tracking_id.as_deref().map(body::excerpt));
    let mut problem = Problem::new(kind, summary).with_status(reply.status).with_tracking_id(tracking_id);
    // The words of every 403 in the vendor's documents say less than what is told of the permission.
    problem.detail = said.line().filter(|line| kind != ProblemKind::Forbidden || !line.contains(ANY_403));
    problem.advice = advice(kind, reply.status);
    if kind == ProblemKind::Forbidden {
        problem = problem.with_permission(asked.permission());
    }
    Failure::new(problem, again)
}

/// The answer of the operation, read by `decode`; a success that cannot be read is a failure.
#[expect(clippy::result_large_err, reason = "failures are few, and go no further than the client")]
pub(in crate::api) fn answered<T>(
    asked: Asked<'_>,
    reply: Reply,
    decode: impl FnOnce(Answer) -> Result<T, Unreadable>,
) -> Result<T, Failure> {
    if !reply.is_success() {
        return Err(refused(asked, &reply));
    }
    let tell = |what: &str, detail: String, again| {
        let problem = Problem::new(ProblemKind::Unreadable, format!("cannot {}: {what}", asked.facts.does))
            .with_detail(body::excerpt(&detail))
            .with_status(reply.status)
            .with_tracking_id(reply.tracking_id.as_deref().map(body::excerpt));
        Failure::new(problem, again)
    };
    if reply.is_web_page() {
        let title = body::first_line(&reply.body).unwrap_or_default();
        return Err(tell("the tenant answered with a web page", title, Again::IfRead));
    }
    decode(Answer { body: reply.body, total: reply.total }).map_err(|why| {
        if why.cut {
            tell("the answer ends too early", why.to_string(), Again::IfRead)
        } else {
            tell("the answer is not what the vendor's document says", why.to_string(), Again::Never)
        }
    })
}

fn elsewhere(reply: &Reply) -> String {
    let to = reply.location.as_deref().map_or("elsewhere", |place| place.split(['?', '#']).next().unwrap_or(place));
    let to = body::excerpt(to);
    format!("the tenant sends us on to {to}; that is not followed, so that the token reaches nobody else")
}

fn advice(kind: ProblemKind, status: u16) -> Option<String> {
    match kind {
        ProblemKind::SignIn => Some("sign in again: the personal access token may be revoked".to_owned()),
        ProblemKind::Busy => Some("others use the same client id; try again later".to_owned()),
        ProblemKind::Rejected if (300..=399).contains(&status) => Some(CHECK_BASE_URL.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;

    fn asked(session: Option<&Session>) -> Asked<'_> {
        Asked { facts: Operation::ListSources.facts(), doubt: Operation::ListSources.doubt(), session }
    }

    #[test]
    fn statuses_tell_the_kind_and_whether_to_send_again() {
        let cases = [
            (302, ProblemKind::Rejected, Again::Never),
            (400, ProblemKind::Rejected, Again::Never),
            (401, ProblemKind::SignIn, Again::SignedIn),
            (403, ProblemKind::Forbidden, Again::Never),
            (404, ProblemKind::NotFound, Again::Never),
            (408, ProblemKind::TenantFailed, Again::IfRead),
            (409, ProblemKind::Rejected, Again::Never),
            (415, ProblemKind::Rejected, Again::Never),
            (500, ProblemKind::TenantFailed, Again::IfRead),
            (503, ProblemKind::TenantFailed, Again::IfRead),
        ];
        for (status, kind, again) in cases {
            let failure = refused(asked(None), &Reply::of(status, ""));
            assert_eq!((failure.problem.kind, failure.again), (kind, again), "{status}");
            assert_eq!(failure.problem.status, Some(status));
        }
    }

    #[test]
    fn the_tenants_own_words_of_a_403_are_told_and_the_common_ones_are_not() {
        let body = |text: &str| {
            format!(
                r#"{{"detailCode":"403 Forbidden","trackingId":"t1","messages":[{{"locale":"en-US","text":"{text}"}}]}}"#
            )
        };
        let told = |text: &str| refused(asked(None), &Reply::of(403, &body(text))).problem.detail;
        assert_eq!(told("The server understood the request but refuses to authorize it."), None);
        assert!(told("This source is frozen.").is_some_and(|detail| detail.contains("This source is frozen.")));
    }

    #[test]
    fn an_empty_403_says_what_is_needed_and_what_we_have() {
        let session = Session { user: Some("ada".into()), levels: vec!["HELPDESK".into()], ..Session::default() };
        let problem = refused(asked(Some(&session)), &Reply::of(403, "")).problem;
        assert_eq!(
            problem.to_string(),
            "not allowed to list sources · HTTP 403 · needs the level ORG_ADMIN, SOURCE_ADMIN, SOURCE_SUBADMIN or \
             ROLE_SUBADMIN (this token's is HELPDESK); sources disagree about it"
        );
    }

    #[test]
    fn where_the_document_names_no_need_the_refusal_invents_none() {
        let asked = Asked {
            facts: Operation::ListAccountActivities.facts(),
            doubt: Operation::ListAccountActivities.doubt(),
            session: None,
        };
        let problem = refused(asked, &Reply::of(403, "")).problem;
        assert_eq!(
            problem.to_string(),
            "not allowed to read account activities · HTTP 403 · the vendor's document names neither a scope nor a level \
             for this"
        );
    }

    #[test]
    fn a_redirect_names_where_to_but_not_its_query() {
        let reply = Reply { location: Some("https://evil.example/x?y=z".into()), ..Reply::of(307, "") };
        let summary = refused(asked(None), &reply).problem.summary;
        assert!(summary.contains("https://evil.example/x;"), "{summary}");
    }

    #[test]
    fn what_the_tenant_says_at_length_is_cut() {
        let long = "x".repeat(5_000);
        let reply = Reply { location: Some(long.clone()), tracking_id: Some(long.clone()), ..Reply::of(307, "") };
        let problem = refused(asked(None), &reply).problem;
        assert!(problem.summary.len() < 400 && problem.tracking_id.unwrap().len() == 200);
        let why = Unreadable { path: long.clone(), message: long, cut: false };
        let failure = answered(asked(None), Reply::of(200, "[]"), |_| Err::<(), _>(why)).unwrap_err();
        assert_eq!(failure.problem.detail.unwrap().len(), 200);
    }

    #[test]
    fn too_many_requests_wait_as_long_as_the_tenant_says() {
        let reply = Reply { retry_after: Some("4".into()), ..Reply::of(429, r#"{"message":" Rate Limit Exceeded "}"#) };
        let failure = refused(asked(None), &reply);
        assert_eq!(failure.again, Again::After(std::time::Duration::from_secs(4)));
        assert_eq!(failure.problem.detail.as_deref(), Some("Rate Limit Exceeded"));
        let restarting = Reply { retry_after: Some("4".into()), ..Reply::of(503, "") };
        assert_eq!(refused(asked(None), &restarting).again, Again::AfterIfRead(std::time::Duration::from_secs(4)));
    }

    #[test]
    fn a_web_page_is_told_by_its_title_and_a_wrong_shape_by_its_place() {
        let why = Unreadable { path: "[3]".into(), message: "missing field `id`".into(), cut: false };
        let read = |body: &str, why: &Unreadable| {
            let failure = answered(asked(None), Reply::of(200, body), |_| Err::<(), _>(why.clone())).unwrap_err();
            (failure.problem.detail.unwrap_or_default(), failure.again)
        };
        assert_eq!(read("<html><title>Sorry</title>", &why), ("Sorry".to_owned(), Again::IfRead));
        let place = "at `[3]`: missing field `id`".to_owned();
        assert_eq!(read("[]", &why), (place.clone(), Again::Never));
        assert_eq!(read("[", &Unreadable { cut: true, ..why }), (place, Again::IfRead));
    }
}
