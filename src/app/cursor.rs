//! Where the person stands in a list of lines, and which of them are on the screen.

/// A place in a list and the first line shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// The line the person stands on.
    pub at: usize,
    /// The first line shown.
    pub top: usize,
}

/// A way to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Lines down.
    Down(usize),
    /// Lines up.
    Up(usize),
    /// To this line.
    To(usize),
}

impl Cursor {
    /// Moves within `len` lines of which `height` are shown.
    ///
    /// A step over the edge brings half a screen of new lines instead of one: over a slow line, shifting the whole screen
    /// for each key costs more than the person gains.
    pub fn step(&mut self, step: Step, len: usize, height: usize) {
        self.at = match step {
            Step::Down(by) => self.at.saturating_add(by),
            Step::Up(by) => self.at.saturating_sub(by),
            Step::To(line) => line,
        };
        self.settle(len, height);
    }

    /// Moves by whole screens, keeping the line on the screen where it stands.
    pub fn page(&mut self, step: Step, len: usize, height: usize) {
        match step {
            Step::Down(by) => {
                self.at = self.at.saturating_add(by);
                self.top = self.top.saturating_add(by).min(len.saturating_sub(height));
            }
            Step::Up(by) => {
                self.at = self.at.saturating_sub(by);
                self.top = self.top.saturating_sub(by);
            }
            Step::To(line) => self.at = line,
        }
        self.settle(len, height);
    }

    /// Keeps the place inside the list and on the screen, after the list or the screen has changed.
    pub fn settle(&mut self, len: usize, height: usize) {
        let height = height.max(1);
        self.at = self.at.min(len.saturating_sub(1));
        let last_top = len.saturating_sub(height);
        if self.at < self.top {
            self.top = (self.at + 1).saturating_sub(height.div_ceil(2).max(1));
        } else if self.at >= self.top + height {
            self.top = self.at.saturating_sub(height / 2);
        }
        self.top = self.top.min(last_top);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_stays_inside_the_list_and_on_the_screen() {
        for len in [0, 1, 5, 20, 21, 1000] {
            for height in [0, 1, 2, 20] {
                let mut cursor = Cursor::default();
                let steps = [
                    Step::Down(1),
                    Step::Down(19),
                    Step::Down(30),
                    Step::Up(3),
                    Step::To(usize::MAX),
                    Step::Up(1),
                    Step::To(0),
                    Step::Down(usize::MAX),
                ];
                for (n, step) in steps.into_iter().enumerate() {
                    if n % 3 == 0 {
                        cursor.page(step, len, height);
                    } else {
                        cursor.step(step, len, height);
                    }
                    assert!(cursor.at < len.max(1));
                    assert!(cursor.top <= cursor.at && cursor.at < cursor.top + height.max(1), "{cursor:?} {step:?}");
                    assert!(cursor.top == 0 || cursor.top + height.max(1) <= len, "no empty lines at the end");
                }
            }
        }
    }

    #[test]
    fn a_step_over_the_edge_brings_half_a_screen() {
        let mut cursor = Cursor { at: 19, top: 0 };
        cursor.step(Step::Down(1), 1000, 20);
        assert_eq!(cursor, Cursor { at: 20, top: 10 });
        let mut cursor = Cursor { at: 10, top: 10 };
        cursor.step(Step::Up(1), 1000, 20);
        assert_eq!(cursor, Cursor { at: 9, top: 0 });
    }

    #[test]
    fn a_page_moves_the_screen_with_the_line() {
        let mut cursor = Cursor { at: 3, top: 0 };
        cursor.page(Step::Down(20), 1000, 20);
        assert_eq!(cursor, Cursor { at: 23, top: 20 });
        cursor.page(Step::Up(20), 1000, 20);
        assert_eq!(cursor, Cursor { at: 3, top: 0 });
    }
}
