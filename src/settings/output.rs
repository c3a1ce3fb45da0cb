//! How results are printed, and how much is said besides.

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Output {
    /// Aligned columns to read; cut to the width of the terminal, whole when piped
    #[default]
    Table,
    /// One JSON array of what the tenant sent
    Json,
    /// What the tenant sent, one JSON object a line
    Ndjson,
    /// Comma-separated columns with a header, safe to open in a spreadsheet
    Csv,
}

/// How much is said besides the results, on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Voice {
    /// Only errors, and what makes a result less than what was asked for.
    Quiet,
    /// Remarks and progress as well.
    #[default]
    Usual,
    /// Each request as well.
    Verbose,
}
