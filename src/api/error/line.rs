//! A line that failed: no answer, or only a part of one. The sentence names what failed.

use std::error::Error;
use std::io;

use crate::api::retry::{Again, Failure};
use crate::model::{Problem, ProblemKind};

/// A failure of the HTTP library, without the address (its query may hold names of people). `proxy` is the environment
/// variable that names a proxy for this connection, if one does.
pub(in crate::api) fn line_failed(error: reqwest::Error, proxy: Option<&str>) -> Failure {
    let is_timeout = error.is_timeout();
    let is_dns = error.is_dns();
    let is_connect = error.is_connect();
    let error = error.without_url();
    let chain = causes(&error);
    let said = chain.join(": ");
    let told = |kind, summary: &str| Problem::new(kind, summary).with_detail(said.clone());
    let lower = said.to_ascii_lowercase();

    if lower.contains("certificate") {
        let problem = told(ProblemKind::Unreachable, "the tenant's TLS certificate is not trusted");
        return Failure::for_good(if lower.contains("unknownissuer") {
            problem.with_advice("behind a company proxy: give its certificate by ca_file or SSL_CERT_FILE")
        } else {
            problem
        });
    }
    if is_connect && (lower.contains("tunnel") || lower.contains("proxy")) {
        return Failure::new(told(ProblemKind::Unreachable, "the proxy refuses the connection"), Again::IfRead);
    }
    let problem = if is_timeout && is_connect {
        told(ProblemKind::Timeout, "no connection to the tenant in time")
    } else if is_timeout {
        told(ProblemKind::Timeout, "no answer from the tenant in time")
    } else if is_dns {
        told(ProblemKind::Unreachable, "the tenant's name cannot be resolved (DNS)")
    } else if io_kind(&error) == Some(io::ErrorKind::ConnectionRefused) {
        told(ProblemKind::Unreachable, "the connection to the tenant was refused")
    } else if is_connect {
        told(ProblemKind::Unreachable, "cannot connect to the tenant")
    } else {
        told(ProblemKind::Unreachable, "the line to the tenant was cut")
    };
    let problem = match proxy.filter(|_| is_connect) {
        Some(variable) => problem.with_advice(format!("{variable} names a proxy: it may be what cannot be reached")),
        None => problem,
    };
    Failure::new(problem, Again::IfRead)
}

/// What each error in the chain says, outermost first, without what the next one says again.
fn causes(error: &dyn Error) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !said.last().is_some_and(|last| last.contains(&text)) {
            said.push(text);
        }
        next = error.source();
    }
    said
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut next: Option<&dyn Error> = error.source();
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            return Some(io.kind());
        }
        next = error.source();
    }
    None
}
