//! Completing the name of an attribute from the schema: again and again through all that fit.

use super::Document;
use super::outline::{Lines, Spot, entries, spot};
use crate::app::editor::Place;
use crate::model::text;

/// A name that was put in, and those that would fit as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    /// Where it begins.
    from: Place,
    /// The characters it takes.
    length: usize,
    /// What fits, in the order of the schema.
    fitting: Vec<String>,
    /// Which of them was put in.
    nth: usize,
    /// What stands behind the name, where nothing stood there before.
    tail: &'static str,
}

impl Document {
    /// Puts in the name of an attribute that begins with what is typed; pressed again, the next one that does.
    ///
    /// # Errors
    ///
    /// What kept it from doing so, in a sentence.
    pub fn complete(&mut self) -> Result<(), String> {
        let completion = match self.completion.take() {
            Some(last) => Completion { nth: (last.nth + 1) % last.fitting.len(), ..last },
            None => self.begin_completion()?,
        };
        let name = serde_json::Value::from(completion.fitting[completion.nth].as_str());
        let put_in = format!("{name}{}", completion.tail);
        self.editor.replace(completion.from, completion.length, &put_in);
        self.completion = Some(Completion { length: put_in.chars().count(), ..completion });
        Ok(())
    }

    fn begin_completion(&self) -> Result<Completion, String> {
        let Some(schema) = self.schema.value() else { return Err("the account schema is not known".to_owned()) };
        let whole = self.editor.text();
        let lines = Lines::of(&whole);
        let here = lines.byte(self.editor.cursor());
        let (at, typed) = match spot(&whole, here) {
            Spot::Name(at, typed) => (at, typed),
            Spot::Gap => (here..here, String::new()),
            Spot::Elsewhere => return Err("names of attributes are completed, not values".to_owned()),
        };
        let taken = entries(&whole);
        let is_taken = |name: &str| taken.iter().any(|entry| entry.name == name && entry.name_at != at);
        let begins = |name: &str| name.to_lowercase().starts_with(&typed.to_lowercase());
        let fitting: Vec<String> =
            schema.names().filter(|name| begins(name) && !is_taken(name)).map(str::to_owned).collect();
        if fitting.is_empty() {
            return Err(if typed.is_empty() {
                "every attribute of the schema stands here".to_owned()
            } else {
                format!("no other attribute of the schema begins with {}", text::stripped(&typed))
            });
        }
        let is_followed = whole[at.end..].trim_start().starts_with(':');
        let tail = if is_followed { "" } else { ": " };
        Ok(Completion { from: lines.place(at.start), length: whole[at].chars().count(), fitting, nth: 0, tail })
    }
}
