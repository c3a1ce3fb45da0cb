//! Many of one kind, asked for together, and those again that an answer left out.

use std::collections::HashMap;

use super::{Found, left_out};
use crate::api::Page;
use crate::model::Problem;

/// So often those are asked for that a whole answer would have had.
const TRIES: usize = 3;

/// What was asked for together.
pub(super) struct Gathered<T> {
    /// What came, by id.
    pub(super) found: HashMap<String, T>,
    /// What did not.
    pub(super) missing: Vec<String>,
    /// What that means for each of those.
    pub(super) means: Found,
}

/// Asks for these ids, and again for the missing ones, until an answer came whole, or so few are missing that they can be
/// asked for one by one.
pub(super) async fn gather<T, A: Future<Output = Result<Page<T>, Problem>>>(
    ids: &[String],
    few: usize,
    id_of: fn(&T) -> String,
    ask: impl Fn(Vec<String>) -> A,
) -> Gathered<T> {
    let (mut found, mut missing, mut means) = (HashMap::new(), ids.to_vec(), left_out());
    for _ in 0..TRIES {
        let (rows, is_whole) = match ask(missing.clone()).await {
            Ok(page) => each_once(page, id_of),
            Err(problem) => {
                means = Found::Unread(problem);
                break;
            }
        };
        found.extend(rows);
        missing.retain(|id| !found.contains_key(id));
        if is_whole {
            means = Found::Absent;
        }
        if is_whole || missing.len() <= few {
            break;
        }
    }
    Gathered { found, missing, means }
}

/// The rows by id, and whether those are all there are: as many different ones came as the tenant counted.
pub(super) fn each_once<T>(page: Page<T>, id_of: impl Fn(&T) -> String) -> (HashMap<String, T>, bool) {
    let Page { rows, total } = page;
    let rows: HashMap<String, T> = rows.into_iter().map(|row| (id_of(&row), row)).collect();
    let is_whole = total == Some(rows.len() as u64);
    (rows, is_whole)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::future::ready;

    use super::*;
    use crate::model::ProblemKind;

    /// Answers one after another, each with its total; then with nothing more.
    async fn gathered(few: usize, answers: &[(&[&str], u64)]) -> (Gathered<String>, Vec<usize>) {
        let asked = RefCell::new(Vec::new());
        let ids = ["a", "b", "c"].map(str::to_owned);
        let ask = |ids: Vec<String>| {
            let nth = asked.borrow().len();
            asked.borrow_mut().push(ids.len());
            let gone = || Problem::new(ProblemKind::Unreachable, "no line");
            let page = |(rows, total): &(&[&str], u64)| Page {
                rows: rows.iter().map(|row| (*row).to_owned()).collect(),
                total: Some(*total),
            };
            ready(answers.get(nth).map(page).ok_or_else(gone))
        };
        let gathered = gather(&ids, few, String::clone, ask).await;
        (gathered, asked.into_inner())
    }

    #[tokio::test]
    async fn what_an_answer_left_out_is_asked_for_again() {
        let (all, asked) = gathered(0, &[(&["a"], 3), (&["c"], 2), (&["b"], 1)]).await;
        assert_eq!((all.found.len(), all.missing.len(), asked), (3, 0, vec![3, 2, 1]));
    }

    #[tokio::test]
    async fn only_a_whole_answer_proves_that_something_is_not_there() {
        let (whole, _) = gathered(0, &[(&["a"], 3), (&["c"], 1)]).await;
        assert_eq!((whole.missing, whole.means), (vec!["b".to_owned()], Found::Absent));
        let (doubled, asked) = gathered(0, &[(&["a", "a"], 2), (&["b", "b"], 2), (&["b", "b"], 2)]).await;
        assert_eq!((doubled.missing, doubled.means, asked.len()), (vec!["c".to_owned()], left_out(), 3));
        let (cut, _) = gathered(0, &[(&["a"], 3)]).await;
        assert!(matches!(cut.means, Found::Unread(problem) if problem.kind == ProblemKind::Unreachable));
    }

    #[tokio::test]
    async fn a_few_are_left_to_be_asked_for_alone() {
        let (few, asked) = gathered(2, &[(&["a"], 3)]).await;
        assert_eq!((few.missing.len(), few.means, asked), (2, left_out(), vec![3]));
    }
}
