//! The flags every subcommand takes.

use super::{Layer, Output, Voice};
use crate::model::Generation;

/// The flags every subcommand takes. None takes a secret: arguments are there for every user of a machine to read.
#[derive(Debug, Clone, Default, clap::Args)]
#[expect(clippy::doc_markdown, reason = "the command line shows these texts as they stand")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[command(next_help_heading = "For every command")]
pub struct Flags {
    /// The tenant's API, to make sure: refused unless the sign-in is for it
    #[arg(long, global = true, value_name = "URL")]
    pub base_url: Option<String>,

    /// The generation of the API to ask: beta, v3, v2024, v2025, v2026 or v1; else QD_API, else beta
    #[arg(long, global = true, value_name = "GENERATION")]
    pub api: Option<Generation>,

    /// Refuse everything that could change the tenant; the same as QD_READ_ONLY=1
    #[arg(long, global = true)]
    pub read_only: bool,

    /// How results are printed; else as a table
    #[arg(long, short, global = true, value_name = "FORM", value_enum)]
    pub output: Option<Output>,

    /// No progress and no remarks on standard error; errors, and what a result lacks, are still told
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Tell each request on standard error
    #[arg(long, short, global = true)]
    pub verbose: bool,

    /// No colours; the same as NO_COLOR
    #[arg(long, global = true)]
    pub no_color: bool,
}

impl Flags {
    /// What they say besides the sign-in.
    #[must_use]
    pub fn layer(&self) -> Layer {
        let voice = match (self.quiet, self.verbose) {
            (true, _) => Some(Voice::Quiet),
            (_, true) => Some(Voice::Verbose),
            _ => None,
        };
        Layer { generation: self.api, read_only: self.read_only, output: self.output, voice, no_colour: self.no_color }
    }
}
