//! How long a filter may be: some gateways refuse a request line of more than 4 KB, and lists of more than a hundred
//! values were never promised to work.

/// The longest filter in one request, in bytes of the address; the path and the other parameters need the rest of 4 KB.
pub(super) const LONGEST: usize = 3_600;

/// The most values in one list.
pub(super) const MOST_VALUES: usize = 100;

/// How many bytes a filter takes in an address, where most signs are written as three.
pub(super) fn encoded(filter: &str) -> usize {
    filter.bytes().map(|byte| if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { 1 } else { 3 }).sum()
}
