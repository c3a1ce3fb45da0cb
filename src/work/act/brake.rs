//! When a run pauses by itself: what goes wrong the same way again and again is not tried on the rest.

use std::collections::VecDeque;

use crate::model::Outcome;

/// So many refusals alike in a row.
const REFUSALS: usize = 5;
/// So many unknowns in a row.
const UNKNOWNS: usize = 3;
/// So many unknowns among the last [`WINDOW`].
const UNKNOWNS_OF_WINDOW: usize = 10;
const WINDOW: usize = 50;

/// Watches the answers.
#[derive(Debug, Default)]
pub(super) struct Brake {
    /// The last answers: what each meant, and for a refusal its status.
    last: VecDeque<(Outcome, Option<u16>)>,
}

impl Brake {
    /// Takes in an answer; says why to pause, where that is to be done.
    pub(super) fn hear(&mut self, outcome: Outcome, status: Option<u16>) -> Option<String> {
        self.last.push_back((outcome, status));
        if self.last.len() > WINDOW {
            self.last.pop_front();
        }
        let why = self.why();
        if why.is_some() {
            // Going on is the person's word: what was before it counts no more.
            self.last.clear();
        }
        why
    }

    fn why(&self) -> Option<String> {
        let (outcome, status) = self.last.back().copied()?;
        if outcome == Outcome::Refused && status == Some(401) {
            return Some("the tenant does not accept the token any more: sign in again".to_owned());
        }
        let in_a_row = self.last.iter().rev().take_while(|one| **one == (outcome, status)).count();
        if outcome == Outcome::Refused && in_a_row >= REFUSALS {
            let status = status.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
            return Some(format!("{REFUSALS} refusals alike in a row{status}"));
        }
        let is_unknown = |one: &&(Outcome, Option<u16>)| one.0 == Outcome::Unknown;
        if self.last.iter().rev().take_while(is_unknown).count() >= UNKNOWNS {
            return Some(format!("{UNKNOWNS} answers in a row were lost"));
        }
        if self.last.iter().filter(is_unknown).count() >= UNKNOWNS_OF_WINDOW {
            return Some(format!("{UNKNOWNS_OF_WINDOW} of the last {WINDOW} answers were lost"));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: (Outcome, Option<u16>) = (Outcome::Sent, Some(202));
    const LOST: (Outcome, Option<u16>) = (Outcome::Unknown, None);

    fn refused(status: u16) -> (Outcome, Option<u16>) {
        (Outcome::Refused, Some(status))
    }

    /// The answers after which it pauses, counted from 1.
    fn pauses(answers: impl IntoIterator<Item = (Outcome, Option<u16>)>) -> Vec<usize> {
        let mut brake = Brake::default();
        let heard = answers.into_iter().map(|(outcome, status)| brake.hear(outcome, status));
        heard.enumerate().filter_map(|(at, why)| why.map(|_| at + 1)).collect()
    }

    #[test]
    fn five_refusals_alike_in_a_row() {
        assert_eq!(pauses([refused(403); 10]), [5, 10]);
        assert_eq!(pauses([refused(403), refused(400)].repeat(9)), Vec::<usize>::new());
        assert_eq!(pauses([vec![refused(404); 4], vec![SENT], vec![refused(404); 4]].concat()), Vec::<usize>::new());
    }

    #[test]
    fn three_lost_in_a_row_however_they_were_lost() {
        assert_eq!(pauses([LOST, (Outcome::Unknown, Some(503)), LOST]), [3]);
        assert_eq!(pauses([LOST, LOST, SENT].repeat(3)), Vec::<usize>::new());
    }

    #[test]
    fn ten_lost_of_the_last_fifty() {
        assert_eq!(pauses([LOST, SENT, SENT].repeat(20)), [28, 58]);
        assert_eq!(pauses([vec![LOST], vec![SENT; 5]].concat().repeat(20)), Vec::<usize>::new());
    }

    #[test]
    fn a_token_the_tenant_no_longer_takes_stops_at_once() {
        assert_eq!(pauses([SENT, refused(401)]), [2]);
    }
}
