//! The words nearest to one that is not known, for "did you mean".

/// The known words, nearest first: those that begin with what was typed, then by the number of letters to change.
pub(super) fn nearest_first<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let typed = typed.to_lowercase();
    let mut words: Vec<_> = known.into_iter().collect();
    words.sort_by_cached_key(|word| (!word.starts_with(typed.as_str()), distance(&typed, word)));
    words
}

/// The known word that was meant by one typed wrong: the nearest, where no more than two letters are.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let first = nearest_first(typed, known).into_iter().next();
    first.filter(|word| distance(&typed.to_lowercase(), word) <= 2)
}

/// How many letters must be put in, left out or changed to get from one word to the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_comes_first() {
        let fields = ["name", "native", "source", "modified"];
        for (typed, first) in [("nmae", "name"), ("NAT", "native"), ("src", "source"), ("modifed", "modified")] {
            assert_eq!(nearest_first(typed, fields)[0], first, "{typed}");
        }
    }

    #[test]
    fn what_is_near_to_nothing_means_nothing() {
        for (typed, meant) in [("nmae", Some("name")), ("Nativ", Some("native")), ("department", None), ("uuid", None)]
        {
            assert_eq!(nearest(typed, ["name", "native"]), meant, "{typed}");
        }
    }

    #[test]
    fn distance_counts_letters() {
        for (from, to, letters) in [("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3), ("ab", "b", 1)] {
            assert_eq!(distance(from, to), letters);
        }
    }
}
