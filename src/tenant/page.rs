//! Pages: which rows of a list an answer holds, and what it says of the total.

use super::answer::Refusal;
use super::faults::{Dice, Fault};
use super::parameters::Parameters;

/// The most rows of a page, and how many there are unless asked otherwise.
const MOST: usize = 250;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paging {
    pub(super) limit: usize,
    pub(super) offset: usize,
    pub(super) count: bool,
}

impl Paging {
    pub(super) fn of(parameters: &Parameters) -> Result<Self, Refusal> {
        let limit = parameters.number("limit", MOST)?;
        let offset = parameters.number("offset", 0)?;
        if limit > MOST || offset > i32::MAX as usize {
            return Err(Refusal::BadRequest);
        }
        Ok(Self { limit, offset, count: parameters.flag("count")? })
    }

    /// The page of a list of `rows` rows.
    pub(super) fn page(self, rows: usize, dice: &Dice) -> Result<Page, Refusal> {
        if self.offset > 0 && self.offset >= rows && dice.strikes(Fault::End400) {
            return Err(Refusal::BadOffset);
        }
        let end = self.offset.saturating_add(self.limit).min(rows);
        let mut positions: Vec<usize> = (self.offset.min(end)..end).collect();
        if positions.len() > 1 && dice.strikes(Fault::ShortPage) {
            for _ in 0..=dice.below(3.min(positions.len() - 1)) {
                positions.remove(dice.below(positions.len()));
            }
        }
        let total = self.count.then(|| if dice.strikes(Fault::WrongTotal) { wrong(rows, dice) } else { rows });
        Ok(Page { positions, total })
    }
}

fn wrong(total: usize, dice: &Dice) -> usize {
    let off = 1 + dice.below(7);
    if dice.below(2) == 0 || off > total { total + off } else { total - off }
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// The places of its rows in the list.
    pub(super) positions: Vec<usize>,
    /// What `X-Total-Count` says, where it was asked for.
    pub(super) total: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(form: &str) -> Result<Paging, Refusal> {
        Paging::of(&Parameters::of_form(form.as_bytes()).unwrap())
    }

    fn dice(faults: &str) -> Dice {
        Dice::new(faults.parse().unwrap(), 7)
    }

    fn page(form: &str, rows: usize, faults: &str) -> Result<Page, Refusal> {
        paging(form).unwrap().page(rows, &dice(faults))
    }

    #[test]
    fn a_page_has_250_rows_unless_asked_otherwise_and_never_more() {
        for (rows, expected) in [(0, 0), (1, 1), (249, 249), (250, 250), (251, 250), (500, 250)] {
            assert_eq!(page("", rows, "").unwrap().positions.len(), expected, "{rows}");
        }
        assert_eq!(paging("limit=251"), Err(Refusal::BadRequest));
        assert_eq!(paging("offset=-1"), Err(Refusal::BadRequest));
        assert_eq!(paging("offset=99999999999"), Err(Refusal::BadRequest));
    }

    #[test]
    fn the_second_page_begins_where_the_first_ended() {
        for (rows, expected) in [(0, 0), (249, 0), (250, 0), (251, 1), (500, 250), (501, 250)] {
            let second = page("offset=250", rows, "").unwrap();
            assert_eq!(second.positions.len(), expected, "{rows}");
            assert!(second.positions.first().is_none_or(|first| *first == 250));
        }
        assert_eq!(page("limit=10&offset=495", 500, "").unwrap().positions, [495, 496, 497, 498, 499]);
    }

    #[test]
    fn the_total_is_told_only_where_it_is_asked_for() {
        assert_eq!(page("", 500, "").unwrap().total, None);
        let only_the_total = page("limit=0&count=true", 500, "").unwrap();
        assert_eq!(only_the_total, Page { positions: vec![], total: Some(500) });
    }

    #[test]
    fn past_the_end_is_empty_or_an_error_by_fault() {
        assert!(page("offset=500", 500, "").unwrap().positions.is_empty());
        assert_eq!(page("offset=500", 500, "end400:1"), Err(Refusal::BadOffset));
        assert!(page("offset=499", 500, "end400:1").is_ok());
        assert!(page("", 0, "end400:1").is_ok());
    }

    #[test]
    fn a_short_page_lacks_one_to_three_rows_that_the_total_counts() {
        let short = page("count=true", 500, "short-page:1").unwrap();
        assert!((247..250).contains(&short.positions.len()) && short.total == Some(500), "{short:?}");
        assert_eq!(page("", 1, "short-page:1").unwrap().positions, [0]);
    }

    #[test]
    fn a_wrong_total_is_a_few_off() {
        for rows in [0, 1, 500] {
            let total = page("count=true", rows, "wrong-total:1").unwrap().total.unwrap();
            assert!(total != rows && total.abs_diff(rows) <= 7, "{total} for {rows}");
        }
    }
}
