//! What was asked and answered: `GET /_tenant/stats`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

/// Counts by route.
#[derive(Debug, Default)]
pub(super) struct Stats {
    requests: u64,
    routes: BTreeMap<String, Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    statuses: BTreeMap<u16, u64>,
    micros: u64,
    slowest: u64,
}

impl Stats {
    /// Counts an answer. `taken` is the time to find and write it, without latency, compression and sending.
    pub(super) fn count(&mut self, route: String, status: u16, taken: Duration) {
        self.requests += 1;
        let counted = self.routes.entry(route).or_default();
        *counted.statuses.entry(status).or_default() += 1;
        let micros = u64::try_from(taken.as_micros()).unwrap_or(u64::MAX);
        counted.micros = counted.micros.saturating_add(micros);
        counted.slowest = counted.slowest.max(micros);
    }

    /// The counts as JSON, with how often each fault struck:
    /// `{"requests": 3, "routes": {"GET /beta/accounts": {"200": 3}}, "micros": {…}, "faults": {"short-page": 1}}`.
    pub(super) fn json(&self, faults: &BTreeMap<&'static str, u64>) -> Value {
        let statuses: BTreeMap<_, _> = self.routes.iter().map(|(route, counted)| (route, &counted.statuses)).collect();
        let micros = self.routes.iter().map(|(route, counted)| {
            let requests: u64 = counted.statuses.values().sum();
            (route.clone(), json!({"mean": counted.micros / requests.max(1), "slowest": counted.slowest}))
        });
        json!({"requests": self.requests, "routes": statuses, "micros": Value::Object(micros.collect()), "faults": faults})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route_and_status() {
        let mut stats = Stats::default();
        for (status, micros) in [(200, 10), (200, 30), (429, 20)] {
            stats.count("GET /beta/accounts".to_owned(), status, Duration::from_micros(micros));
        }
        let json = stats.json(&BTreeMap::from([("reset", 2)]));
        assert_eq!(json["faults"], json!({"reset": 2}));
        assert_eq!(json["requests"], 3);
        assert_eq!(json["routes"], json!({"GET /beta/accounts": {"200": 2, "429": 1}}));
        assert_eq!(json["micros"], json!({"GET /beta/accounts": {"mean": 20, "slowest": 30}}));
    }
}
