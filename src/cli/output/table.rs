//! Aligned columns to read. On a terminal cut to its width; piped, everything whole.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};

use super::stdout;
use crate::cli::remarks;
use crate::model::text;

/// The spaces between two columns.
const GAP: usize = 2;

/// A column is not made narrower than this while others could be left out.
const LEGIBLE: usize = 16;

/// How far the cells of a column may be cut before it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// As far as they stay legible.
    Legible,
    /// As far as different cells look different.
    Distinct,
    /// Not at all: an id in pieces is of no use.
    Never,
}

/// A table, put together row by row.
#[derive(Debug)]
pub struct Table {
    headings: Vec<String>,
    cuts: Vec<Cut>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table under these headings, each with the cut its column bears.
    #[must_use]
    pub fn under(headings: impl IntoIterator<Item = (String, Cut)>) -> Self {
        let (headings, cuts) = headings.into_iter().unzip();
        Self { headings, cuts, rows: Vec::new() }
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
    pub fn print(&self) -> io::Result<()> {
        let mut out = stdout();
        let left_out = self.write(&mut out, terminal_width())?;
        out.flush()?;
        if !left_out.is_empty() {
            remarks::line(&format!("no room for {} (--columns chooses, --output csv has all)", left_out.join(", ")));
        }
        Ok(())
    }

    /// Writes the table, at most `limit` columns of the terminal wide, and says which columns had no room. An empty
    /// table is nothing at all.
    fn write(&self, out: &mut impl Write, limit: Option<usize>) -> io::Result<Vec<String>> {
        if self.rows.is_empty() {
            return Ok(Vec::new());
        }
        let widths = limit.map_or_else(|| self.natural_widths(), |limit| fitted(&self.bounds(), limit));
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

    fn bounds(&self) -> Vec<Bounds> {
        let least = |(at, natural)| match self.cuts[at] {
            Cut::Legible => LEGIBLE.min(natural),
            Cut::Distinct => self.least_distinct(at, natural),
            Cut::Never => natural,
        };
        let natural = self.natural_widths().into_iter().enumerate();
        natural.map(|(at, natural)| Bounds { least: least((at, natural)), natural }).collect()
    }

    /// The least legible width in which the cells of a column look as different as they are.
    fn least_distinct(&self, at: usize, natural: usize) -> usize {
        let cells: HashSet<&str> = self.rows.iter().map(|row| row[at].as_str()).collect();
        let looks = |width: &usize| {
            let cut: HashSet<Cow<str>> = cells.iter().map(|cell| text::cut_middle(cell, *width)).collect();
            cut.len() == cells.len()
        };
        (LEGIBLE..natural).find(looks).unwrap_or(natural)
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

/// How narrow a column may be, and how wide its cells are.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    least: usize,
    natural: usize,
}

/// The widths of the columns that have room within the limit: as many as can have their least, the widest cut first.
fn fitted(bounds: &[Bounds], limit: usize) -> Vec<usize> {
    let taken = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let mut widths: Vec<usize> = bounds.iter().map(|bounds| bounds.least).collect();
    while widths.len() > 1 && taken(&widths) > limit {
        widths.pop();
    }
    let mut left = limit.saturating_sub(taken(&widths));
    while left > 0 {
        let grows = |(at, width): &(usize, &mut usize)| **width < bounds[*at].natural;
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
        let columns = [("NAME", Cut::Legible), ("SOURCE", Cut::Legible), ("ID", Cut::Never)];
        let mut table = Table::under(columns.map(|(heading, cut)| (heading.to_owned(), cut)));
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
        let id = "2c9180867c184ff6017c2a2fbf031667";
        let row: &[&str] = &[&long, "Active Directory", id];
        for limit in [1, 10, 30, 40, 60, 90, 200] {
            let (table, left_out) = written(&[row], Some(limit));
            assert!(table.lines().all(|line| text::width(line) <= limit), "{limit}: {table}");
            let shown = table.lines().next().unwrap().split_whitespace().count();
            assert_eq!(shown + left_out.len(), 3, "{limit}: {table}");
            assert_eq!(table.contains(id), left_out.is_empty(), "{limit}: an id is whole or left out\n{table}");
        }
    }

    #[test]
    fn a_terminal_that_is_wide_enough_cuts_nothing() {
        let bounds = [(16, 40), (6, 6), (16, 32)].map(|(least, natural)| Bounds { least, natural });
        assert_eq!(fitted(&bounds, 82), [40, 6, 32]);
        assert_eq!(fitted(&bounds, 60), [25, 6, 25]);
    }

    #[test]
    fn what_is_told_apart_by_its_middle_is_not_cut_there() {
        let names = ["Readers", "Writers"].map(|role| format!("CN=Finance-{role},OU=Groups,DC=acme,DC=example"));
        let mut table =
            Table::under([("NAME", Cut::Distinct), ("DESCRIPTION", Cut::Legible)].map(|(h, c)| (h.to_owned(), c)));
        for name in &names {
            table.add(vec![name.clone(), "what members of this group may do".to_owned()]);
        }
        for limit in 40..100 {
            let mut out = Vec::new();
            table.write(&mut out, Some(limit)).unwrap();
            let lines: HashSet<String> = String::from_utf8(out).unwrap().lines().map(str::to_owned).collect();
            assert_eq!(lines.len(), 3, "{limit}: {lines:?}");
        }
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
