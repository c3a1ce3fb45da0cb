//! The ledger: every write that was accepted, in order, as `GET /_tenant/ledger` shows it. What a client believes it did
//! can be held against it.

use super::json;

/// An accepted write, by the ids it was asked for: the account, identity or source of the path, and for a new account
/// the id it gets and the source it is for.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// What was asked: `enable`, `identity-disable`, `remove-accounts` …
    pub(super) op: &'static str,
    pub(super) account: Option<String>,
    pub(super) identity: Option<String>,
    pub(super) source: Option<String>,
    /// The id the answer carried: a task's, or for `reload` a job's.
    pub(super) task: Option<String>,
}

/// All accepted writes.
#[derive(Debug, Default)]
pub(super) struct Ledger(Vec<Entry>);

impl Ledger {
    pub(super) fn add(&mut self, entry: Entry) {
        self.0.push(entry);
    }

    /// One object a line, numbered from 1.
    pub(super) fn lines(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.0.len() * 160);
        for (seq, entry) in (1_i64..).zip(&self.0) {
            json::object(&mut out, |o| {
                o.number("seq", seq);
                o.text("op", entry.op);
                o.text_or_null("accountId", entry.account.as_ref());
                o.text_or_null("identityId", entry.identity.as_ref());
                o.text_or_null("sourceId", entry.source.as_ref());
                o.text_or_null("taskId", entry.task.as_ref());
            });
            out.push(b'\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_write_is_a_line_with_null_for_what_it_has_not() {
        let mut ledger = Ledger::default();
        let some = |id: &str| Some(id.to_owned());
        ledger.add(Entry { op: "enable", account: some("a"), task: some("t"), ..Entry::default() });
        ledger.add(Entry { op: "identity-disable", identity: some("i"), ..Entry::default() });
        let expected = "\
            {\"seq\":1,\"op\":\"enable\",\"accountId\":\"a\",\"identityId\":null,\"sourceId\":null,\"taskId\":\"t\"}\n\
            {\"seq\":2,\"op\":\"identity-disable\",\"accountId\":null,\"identityId\":\"i\",\"sourceId\":null,\"taskId\":null}\n";
        assert_eq!(String::from_utf8(ledger.lines()).unwrap(), expected);
    }
}
