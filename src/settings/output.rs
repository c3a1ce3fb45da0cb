//! How results are printed.

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
