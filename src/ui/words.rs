//! Amounts in words.

/// An amount of bytes: `812 B`, `61 kB`, `1.4 MB`.
pub(super) fn bytes(n: u64) -> String {
    match n {
        ..1_000 => format!("{n} B"),
        1_000..1_000_000 => format!("{} kB", n / 1_000),
        _ => format!("{}.{} MB", n / 1_000_000, n % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_said_roughly() {
        let cases = [(812, "812 B"), (61_400, "61 kB"), (1_449_999, "1.4 MB")];
        for (n, text) in cases {
            assert_eq!(bytes(n), text);
        }
    }
}
