//! gzip at the lightest level, for clients that say they take it.

use std::io::Write;

use axum::http::{HeaderMap, header};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Shorter bodies fit into one packet anyway.
const WORTH_IT: usize = 1_024;

/// Whether the client takes gzip.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        (name.eq_ignore_ascii_case("gzip") || name == "*") && !refused
    })
}

/// The body compressed; `None` where that is not worth it.
pub(super) fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() < WORTH_IT {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::http::HeaderValue;
    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        let wanted = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            is_wanted(&headers)
        };
        assert!(wanted("gzip") && wanted("br, gzip;q=0.5") && wanted("*"));
        assert!(!wanted("br") && !wanted("gzip;q=0") && !wanted("identity"));
        assert!(!is_wanted(&HeaderMap::new()));
    }

    #[test]
    fn what_is_compressed_reads_as_before() {
        let body = b"quarterdeck ".repeat(1_000);
        let packed = gzip(&body).unwrap();
        assert!(packed.len() < body.len() / 10);
        let mut unpacked = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, body);
        assert_eq!(gzip(b"short"), None);
    }
}
