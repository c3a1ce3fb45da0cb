//! Aligned columns to read. On a terminal cut to its width; piped, everything whole.

use std::io::{self, IsTerminal, Write};

use super::stdout;
use crate::cli::remarks::Remarks;
use crate::model::text;

/// The spaces between two columns.
const GAP: usize = 2;

/// A column is not made narrower than this while others could be left out.
const LEGIBLE: usize = 16;

/// A table, put together row by row.
#[derive(Debug, Default)]
pub struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table under these headings.
    #[must_use]
    pub fn under(headings: Vec<String>) -> Self {
        Self { headings, rows: Vec::new() }
    }

    /// Adds a row; as many cells as there are headings.
    pub fn add(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Prints the table, and says which columns had no room on the terminal.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn print(&self, remarks: Remarks) -> io::Result<()> {
        let mut out = stdout();
        let left_out = self.write(&mut out, terminal_width())?;
        out.flush()?;
        if !left_out.is_empty() {
            remarks.say(&format!("no room for {} (--columns chooses, --output csv has all)", left_out.join(", ")));
        }
        Ok(())
    }

    /// Writes the table, at most `limit` columns of the terminal wide, and says which columns had no room. An empty
    /// table is nothing at all.
    fn write(&self, out: &mut impl Write, limit: Option<usize>) -> io::Result<Vec<String>> {
        if self.rows.is_empty() {
            return Ok(Vec::new());
        }
        let widths = fitted(&self.natural_widths(), limit);
        for row in std::iter::once(&self.headings).chain(&self.rows) {
            let last = widths.len().saturating_sub(1);
            let mut line = String::new();
            for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                // Nothing behind the last column: no spaces at the ends of lines.
                line += &if at == last { text::cut_middle(cell, *width) } else { text::fit(cell, *width) };
                line += if at == last { "\n" } else { "  " };
            }
            out.write_all(line.as_bytes())?;
        }
        Ok(self.headings[widths.len()..].to_vec())
    }

    fn natural_widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.headings.iter().map(|heading| text::width(heading)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(text::width(cell));
            }
        }
        widths
    }
}

/// The widths of the columns that have room within the limit: as many as stay legible, the widest cut first.
fn fitted(natural: &[usize], limit: Option<usize>) -> Vec<usize> {
    let Some(limit) = limit else { return natural.to_vec() };
    let taken = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let mut widths: Vec<usize> = natural.iter().map(|width| (*width).min(LEGIBLE)).collect();
    while widths.len() > 1 && taken(&widths) > limit {
        widths.pop();
    }
    let mut left = limit.saturating_sub(taken(&widths));
    while left > 0 {
        let grows = |(at, width): &(usize, &mut usize)| **width < natural[*at];
        let Some((_, narrowest)) = widths.iter_mut().enumerate().filter(grows).min_by_key(|(_, width)| **width) else {
            break;
        };
        *narrowest += 1;
        left -= 1;
    }
    if let [only] = widths.as_mut_slice() {
        *only = (*only).min(limit);
    }
    widths
}

/// The width of the terminal standard output goes to; nothing where it goes elsewhere.
fn terminal_width() -> Option<usize> {
    // Asks the kernel only: `size` would fall back to starting `tput`, with our environment.
    let size = io::stdout().is_terminal().then(crossterm::terminal::window_size)?;
    size.ok().map(|size| usize::from(size.columns)).filter(|columns| *columns > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[&[&str]], limit: Option<usize>) -> (String, Vec<String>) {
        let own = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let mut table = Table::under(own(&["NAME", "SOURCE", "ID"]));
        for row in rows {
            table.add(own(row));
        }
        let mut out = Vec::new();
        let left_out = table.write(&mut out, limit).unwrap();
        (String::from_utf8(out).unwrap(), left_out)
    }

    #[test]
    fn columns_are_aligned_and_nothing_trails() {
        let (table, left_out) = written(&[&["ada", "SAP", "1"], &["渡辺", "LDAP", "22"]], None);
        assert_eq!(table, "NAME  SOURCE  ID\nada   SAP     1\n渡辺  LDAP    22\n");
        assert!(left_out.is_empty());
    }

    #[test]
    fn what_has_no_room_is_cut_or_left_out_and_told() {
        let long = "x".repeat(40);
        let row: &[&str] = &[&long, "Active Directory", "2c9180867c184ff6017c2a2fbf031667"];
        for limit in [1, 10, 30, 40, 60, 90, 200] {
            let (table, left_out) = written(&[row], Some(limit));
            assert!(table.lines().all(|line| text::width(line) <= limit), "{limit}: {table}");
            let shown = table.lines().next().unwrap().split_whitespace().count();
            assert_eq!(shown + left_out.len(), 3, "{limit}: {table}");
        }
    }

    #[test]
    fn a_terminal_that_is_wide_enough_cuts_nothing() {
        assert_eq!(fitted(&[40, 6, 32], Some(82)), [40, 6, 32]);
        assert_eq!(fitted(&[40, 6, 32], Some(60)), [25, 6, 25]);
        assert_eq!(fitted(&[40, 6, 32], None), [40, 6, 32]);
    }

    #[test]
    fn nothing_is_no_table() {
        assert_eq!(written(&[], None).0, "");
    }

    #[test]
    fn control_characters_are_shown_not_obeyed() {
        let (table, _) = written(&[&["a\u{1b}[2Jb", "x\ny", "1"]], None);
        assert!(table.contains("a␛[2Jb") && table.contains("x␊y"), "{table}");
    }
}
