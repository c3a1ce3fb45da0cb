//! A line that failed: no answer, or only a part of one. The sentence names what failed.

use std::error::Error;
use std::io;

use crate::api::retry::{Again, Failure};
use crate::model::{Problem, ProblemKind};

/// A failure of the HTTP library, without the address: its query may hold names of people.
pub(in crate::api) fn line_failed(error: reqwest::Error) -> Failure {
    let is_connect = error.is_connect();
    let (is_timeout, is_dns) = (error.is_timeout(), error.is_dns());
    let is_refused = io_kind(&error) == Some(io::ErrorKind::ConnectionRefused);
    let said = causes(&error.without_url());
    let mentions = |word: &str| said.to_ascii_lowercase().contains(word);
    if mentions("certificate") {
        // Behind the handshake it may be the tenant that wants a certificate of us, with the request in its hands.
        return Failure::new(untrusted(said), if is_connect { Again::Never } else { Again::IfRead });
    }
    let (kind, summary) = if is_connect && mentions("tunnel") {
        (ProblemKind::Unreachable, "no way to the tenant through the proxy")
    } else if is_timeout && is_connect {
        (ProblemKind::Timeout, "no connection to the tenant in time")
    } else if is_timeout {
        (ProblemKind::Timeout, "no answer from the tenant in time")
    } else if is_dns {
        (ProblemKind::Unreachable, "the tenant's name cannot be resolved (DNS)")
    } else if is_refused {
        (ProblemKind::Unreachable, "the connection to the tenant was refused")
    } else if is_connect {
        (ProblemKind::Unreachable, "cannot connect to the tenant")
    } else {
        (ProblemKind::Unreachable, "the line to the tenant was cut")
    };
    let problem = Problem::new(kind, summary);
    let problem = if mentions("tunnel") { problem.with_advice("check HTTPS_PROXY and NO_PROXY") } else { problem };
    Failure::new(problem.with_detail(said), if is_connect { Again::Unsent } else { Again::IfRead })
}

fn untrusted(said: String) -> Problem {
    let is_unknown = said.contains("UnknownIssuer");
    let problem =
        Problem::new(ProblemKind::Unreachable, "the tenant's TLS certificate is not trusted").with_detail(said);
    if is_unknown {
        problem.with_advice("behind a company proxy: name the file of its certificate in SSL_CERT_FILE")
    } else {
        problem
    }
}

/// What the errors in the chain say, outermost first, without what the next one says again and without the frames that
/// say nothing.
fn causes(error: &dyn Error) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        let is_frame =
            error.source().is_some() && (text == "error sending request" || text.starts_with("client error"));
        if !is_frame && !said.last().is_some_and(|last| last.contains(&text)) {
            said.push(text);
        }
        next = error.source();
    }
    said.join(": ")
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

#[cfg(test)]
mod tests {
    use super::*;

    /// How a request fails at an address where this happens to each connection.
    async fn failed_at(address: std::net::SocketAddr) -> Again {
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        line_failed(http.get(format!("http://{address}")).send().await.unwrap_err()).again
    }

    #[tokio::test]
    async fn what_found_no_connection_was_not_handed_over_and_what_found_one_may_have_been() {
        crate::api::transport::use_ring();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert_eq!(failed_at(free).await, Again::Unsent);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let cutting = listener.local_addr().unwrap();
        std::thread::spawn(move || listener.incoming().for_each(drop));
        assert_eq!(failed_at(cutting).await, Again::IfRead);
    }
}
