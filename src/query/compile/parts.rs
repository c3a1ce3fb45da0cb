//! Long lists: five hundred pasted ids are asked for in several filters.
//!
//! One list is divided, the one that takes the most room. What is too long beside it is judged here instead.

use std::collections::HashMap;

use super::Conjunct;
use super::clause::{Clause, Value, Values};
use super::length::{LONGEST, MOST_VALUES, encoded};
use crate::query::fold::fold;

/// The room that is kept beside a divided list for the rest of the filter, in bytes of the address.
const REST: usize = LONGEST / 4;

/// A list taken out of the filter, and the filters that stand in its place.
#[derive(Debug, Default)]
pub(super) struct Divided {
    /// The list; none where all fits into one filter.
    pub(super) list: Option<Clause>,
    /// Each joined to the rest by `and`; together they are the list.
    pub(super) parts: Vec<String>,
}

/// Makes the conditions fit into a request.
pub(super) fn fit(conjuncts: &mut [Conjunct]) -> Divided {
    if fits(conjuncts, LONGEST) {
        return Divided::default();
    }
    let Some((_, list)) = take_longest(conjuncts, &|clause| divisible(clause).is_some()) else {
        judge_here_what_is_beyond(conjuncts, LONGEST);
        return Divided::default();
    };
    judge_here_what_is_beyond(conjuncts, REST);
    let parts = divisible(&list).map(divide).unwrap_or_default();
    Divided { list: Some(list), parts }
}

/// Leaves out what is longest until the rest fits. What is left out of the filter is judged here.
fn judge_here_what_is_beyond(conjuncts: &mut [Conjunct], room: usize) {
    while !fits(conjuncts, room) {
        // A raw filter stays, since nobody else can judge it. It is about no field.
        let Some((nth, _)) = take_longest(conjuncts, &|clause| clause.field().is_some()) else { return };
        conjuncts[nth].carried.exact = false;
    }
}

fn fits(conjuncts: &[Conjunct], room: usize) -> bool {
    let clauses: Vec<_> = conjuncts.iter().flat_map(|conjunct| &conjunct.carried.clauses).collect();
    clauses.iter().all(|clause| clause.len() <= MOST_VALUES)
        && Clause::all(&clauses).is_none_or(|filter| encoded(&filter) <= room)
}

/// Takes the longest of the clauses that may be taken; with it, of which condition it was.
fn take_longest(conjuncts: &mut [Conjunct], may: &dyn Fn(&Clause) -> bool) -> Option<(usize, Clause)> {
    let places = conjuncts.iter().enumerate().flat_map(|(nth, conjunct)| {
        conjunct.carried.clauses.iter().enumerate().map(move |(place, clause)| (nth, place, clause))
    });
    let (nth, place, _) =
        places.filter(|(_, _, clause)| may(clause)).max_by_key(|(_, _, clause)| encoded(&clause.filter()))?;
    Some((nth, conjuncts[nth].carried.clauses.remove(place)))
}

/// The values of a clause that can be divided: a list of equals, each of them short enough. Beginnings cannot be told
/// apart, since one account can begin with two of them.
fn divisible(clause: &Clause) -> Option<&Values> {
    let Clause::Values(values) = clause else { return None };
    let is_short = |group: &Vec<Value>| encoded(&values.only(group).filter()) <= LONGEST - REST;
    let divides = values.beginnings.is_empty() && values.exact.len() > 1 && groups(values).iter().all(is_short);
    divides.then_some(values)
}

/// The values in the fewest filters.
fn divide(values: &Values) -> Vec<String> {
    let mut parts: Vec<Vec<Value>> = Vec::new();
    for group in groups(values) {
        if let Some(last) = parts.last_mut() {
            let joined = [&last[..], &group[..]].concat();
            if joined.len() <= MOST_VALUES && encoded(&values.only(&joined).filter()) <= LONGEST - REST {
                *last = joined;
                continue;
            }
        }
        parts.push(group);
    }
    parts.iter().map(|part| values.only(part).filter()).collect()
}

/// The values, those together that a tenant which does not mind case takes for one: in two parts they would find the same
/// accounts twice.
fn groups(values: &Values) -> Vec<Vec<Value>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<Value>> = Vec::new();
    for value in &values.exact {
        let place = *places.entry(fold(&value.text)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(value.clone()),
            None => groups.push(vec![value.clone()]),
        }
    }
    groups
}
