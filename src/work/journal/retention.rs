//! Forgetting: names and values are kept for as long as the settings say; what was done, and the chain, for good.

use jiff::Timestamp;
use rusqlite::params;

use super::entry::Kind;
use super::{Journal, RunId};
use crate::model::Problem;

impl Journal {
    /// Forgets the names and values of runs that ended before then and have nothing open, and says how many runs that
    /// were. Ids, outcomes, times and who it was stay.
    ///
    /// # Errors
    ///
    /// Where it cannot be written down: then nothing is forgotten.
    pub fn forget_before(&mut self, then: Timestamp, at: Timestamp) -> Result<usize, Problem> {
        self.write(at, |scribe| {
            let mut old = scribe.transaction.prepare(
                "SELECT id FROM runs WHERE ended < ?1
                   AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.run = runs.id AND kind = ?2)
                   AND NOT EXISTS (SELECT 1 FROM submissions WHERE submissions.run = runs.id
                                   AND outcome IN ('sent', 'unknown') AND replaced_by IS NULL)",
            )?;
            let runs = old
                .query_map(params![then.as_microsecond(), Kind::Forgotten.word()], |row| row.get(0).map(RunId))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            for run in &runs {
                for forgets in [
                    "UPDATE entries SET details = NULL, salt = NULL WHERE run = ?1",
                    "UPDATE submissions SET name = NULL, native_id = NULL, source = NULL, expected = NULL, body = NULL,
                                            reason = NULL, after = NULL WHERE run = ?1",
                    "UPDATE runs SET reason = NULL WHERE id = ?1",
                ] {
                    scribe.transaction.execute(forgets, [run.0])?;
                }
                scribe.record_run(*run, Kind::Forgotten)?;
            }
            Ok(runs.len())
        })
    }
}
