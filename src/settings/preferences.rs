//! How to go about it: what is not about who we are.

use super::{Environment, Flags, Output, Voice};
use crate::model::{Generation, Problem};

/// How to go about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    /// The generation of the API to ask.
    pub generation: Generation,
    /// Refuse everything that could change the tenant.
    pub read_only: bool,
    /// How results are printed.
    pub output: Output,
    /// How much is said besides the results.
    pub voice: Voice,
    /// Show colours.
    pub colour: bool,
    /// The terminal obeys nothing: no screen, and no line written over.
    pub dumb_terminal: bool,
}

impl Preferences {
    /// What the layers come to, the command line over the environment.
    ///
    /// # Errors
    ///
    /// A [`ProblemKind::Settings`](crate::model::ProblemKind::Settings) where a value does not fit.
    pub fn settle(flags: &Flags, environment: &Environment) -> Result<Self, Problem> {
        let layer = flags.layer().over(environment.layer()?);
        Ok(Self {
            generation: layer.generation.unwrap_or_default(),
            read_only: layer.read_only,
            output: layer.output.unwrap_or_default(),
            voice: layer.voice.unwrap_or_default(),
            colour: !layer.no_colour,
            dumb_terminal: environment.has_dumb_terminal(),
        })
    }
}
