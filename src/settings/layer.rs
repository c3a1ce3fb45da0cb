//! What one source of settings says.

use super::{Output, Voice};
use crate::model::Generation;

/// What one source of settings says; where it is silent, the one below speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layer {
    /// The generation of the API to ask.
    pub generation: Option<Generation>,
    /// Refuse everything that could change the tenant. One layer is enough, and none can lift it.
    pub read_only: bool,
    /// How results are printed.
    pub output: Option<Output>,
    /// How much is said besides the results.
    pub voice: Option<Voice>,
    /// Show no colours.
    pub no_colour: bool,
}

impl Layer {
    /// This layer put over another.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            generation: self.generation.or(below.generation),
            read_only: self.read_only || below.read_only,
            output: self.output.or(below.output),
            voice: self.voice.or(below.voice),
            no_colour: self.no_colour || below.no_colour,
        }
    }
}
