//! The views a person had before: what was asked, and where they stood in it.

use super::cursor::Cursor;
use super::list::List;
use crate::model::AccountId;

/// Views that are kept.
const KEPT: usize = 20;

/// A view: a query, and a place in its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The query.
    pub text: String,
    /// Where the person stood.
    pub cursor: Cursor,
    /// On which account.
    pub anchor: Option<AccountId>,
}

/// The views before the one on the screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Views {
    before: Vec<View>,
    /// The view that is being gone back to: the place is taken as soon as there are rows up to it.
    returning: Option<View>,
}

impl Views {
    /// The person asks something else: the view they leave is kept, unless they go back.
    pub(super) fn leave(&mut self, list: &List, for_text: &str) {
        if self.returning.as_ref().is_some_and(|view| view.text == for_text) {
            return;
        }
        self.returning = None;
        if list.asked.text != for_text && list.rows.loaded() > 0 {
            let view = View { text: list.asked.text.clone(), cursor: list.cursor, anchor: list.anchor.clone() };
            self.before.push(view);
            let too_many = self.before.len().saturating_sub(KEPT);
            self.before.drain(..too_many);
        }
    }

    /// The query of the view before, which is gone back to from now on.
    pub(super) fn go_back(&mut self) -> Option<String> {
        self.returning = Some(self.before.pop()?);
        self.returning.as_ref().map(|view| view.text.clone())
    }

    /// The place to go back to in these rows, once; none while they do not reach so far yet.
    pub(super) fn landing(&mut self, list: &List) -> Option<View> {
        let reaches = |view: &mut View| view.text == list.asked.text && list.len() > view.cursor.at.max(1);
        let has_ended = list.rows.is_whole();
        self.returning.take_if(|view| reaches(view) || has_ended)
    }

    /// The person moves by themselves: they are where they want to be.
    pub(super) fn stay(&mut self) {
        self.returning = None;
    }
}
