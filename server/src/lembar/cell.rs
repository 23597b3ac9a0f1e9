//! Cells: where they are, what stands in them.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;

/// Columns that the format knows (`XFD`).
const COLUMNS_MAX: u32 = 16_384;
/// Rows that the format knows.
const ROWS_MAX: u32 = 1_048_576;
/// The first day that a number in a cell of dates is taken for: 18 May 1927.
const DAY_MIN: u32 = 10_000;

/// A place in a sheet: row and column, both counted from 0; shown as `G42`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub col: u32,
}

impl CellRef {
    /// Reads `G42`, also with `$`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut row, mut col) = (0_u32, 0_u32);
        for c in text.chars().filter(|c| *c != '$') {
            match c {
                'A'..='Z' | 'a'..='z' if row == 0 => {
                    let letter = u32::from(c.to_ascii_uppercase()) - u32::from('A') + 1;
                    col = col.checked_mul(26)?.checked_add(letter)?;
                }
                '0'..='9' => {
                    let digit = u32::from(c) - u32::from('0');
                    row = row.checked_mul(10)?.checked_add(digit)?;
                }
                _ => return None,
            }
        }
        let fits = (1..=ROWS_MAX).contains(&row) && (1..=COLUMNS_MAX).contains(&col);
        fits.then(|| Self {
            row: row - 1,
            col: col - 1,
        })
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = self.col + 1;
        while rest > 0 {
            let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
            letters.push(char::from(b'A' + letter));
            rest = (rest - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(f, "{letters}{}", self.row + 1)
    }
}

/// What stands in a cell; of a formula, its stored result.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number, in the 15 digits that spreadsheets keep to.
    Number(Decimal),
    /// A formula's error: `#DIV/0!`.
    Error(String),
}

/// How a cell's format shows a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shows {
    /// As it is.
    #[default]
    Number,
    /// As per cent.
    Percent,
    /// As a day.
    Date,
    /// As a time of day, or a span of time.
    Time,
}

/// A cell that isn't empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub value: Value,
    /// How its format shows a number.
    pub shows: Shows,
    /// Whether a formula computed it.
    pub formula: bool,
}

/// A sheet's filled cells, however far apart.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    cells: BTreeMap<CellRef, Cell>,
    merges: Vec<(CellRef, CellRef)>,
    links: BTreeMap<CellRef, String>,
}

impl Grid {
    /// Notes where a cell's hyperlink leads.
    pub fn link(&mut self, at: CellRef, target: &str) {
        self.links.insert(at, target.to_owned());
    }

    /// Where a cell's hyperlink leads.
    #[must_use]
    pub fn target(&self, at: CellRef) -> Option<&str> {
        self.links.get(&at).map(String::as_str)
    }

    /// Puts a cell.
    pub fn put(&mut self, at: CellRef, cell: Cell) {
        self.cells.insert(at, cell);
    }

    /// Notes a merged range by its corners.
    pub fn merge(&mut self, from: CellRef, to: CellRef) {
        self.merges.push((from, to));
    }

    /// How many cells are filled.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell at a place.
    #[must_use]
    pub fn at(&self, at: CellRef) -> Option<&Cell> {
        self.cells.get(&at)
    }

    /// The cell that shows at a place: its own, or of a merged range that covers it, the first.
    #[must_use]
    pub fn shown(&self, at: CellRef) -> Option<&Cell> {
        self.at(self.origin(at))
    }

    /// Where that cell stands: the place itself, or the first of the merged range that covers it.
    #[must_use]
    pub fn origin(&self, at: CellRef) -> CellRef {
        if self.cells.contains_key(&at) {
            return at;
        }
        let covers = |(from, to): &&(CellRef, CellRef)| {
            (from.row..=to.row).contains(&at.row) && (from.col..=to.col).contains(&at.col)
        };
        self.merges
            .iter()
            .find(covers)
            .map_or(at, |(from, _)| *from)
    }

    /// Whether a place is part of a merged range.
    #[must_use]
    pub fn is_merged(&self, at: CellRef) -> bool {
        let covers = |(from, to): &(CellRef, CellRef)| {
            (from.row..=to.row).contains(&at.row) && (from.col..=to.col).contains(&at.col)
        };
        self.merges.iter().any(covers)
    }

    /// Rows with filled cells, in order.
    #[must_use]
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|at| at.row).collect();
        rows.dedup();
        rows
    }

    /// The filled cells of a row.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        let from = CellRef { row, col: 0 };
        let to = CellRef { row, col: u32::MAX };
        self.cells.range(from..=to).map(|(at, cell)| (at.col, cell))
    }

    /// The text at a place as people see it, without spaces around it; empty where nothing is.
    #[must_use]
    pub fn text(&self, at: CellRef) -> String {
        self.at(at).map(Cell::text).unwrap_or_default()
    }
}

impl Cell {
    /// What it says, without spaces around it: an error says nothing.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.value {
            Value::Text(text) => tidy(text),
            Value::Number(number) => number.normalize().to_string(),
            Value::Error(_) => String::new(),
        }
    }

    /// Whether it shows a number as per cent.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.shows == Shows::Percent
    }

    /// Whether a day or a time is what it shows: `3/6`, typed, becomes one. A number that no day of a century
    /// has only stands in a cell that was formatted for something else.
    #[must_use]
    pub fn is_date(&self) -> bool {
        let Value::Number(number) = &self.value else {
            return false;
        };
        match self.shows {
            Shows::Number | Shows::Percent => false,
            Shows::Date => *number >= Decimal::from(DAY_MIN),
            Shows::Time => true,
        }
    }
}

/// Whether it is any of the spaces that workbooks are full of.
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{200b}' | '\u{feff}')
}

/// Text without spaces around it.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.trim_matches(is_space).to_owned()
}

/// Text in lower case, its spaces and line ends single: for comparing.
#[must_use]
pub fn plain(text: &str) -> String {
    let words = text.split(is_space).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_as_they_are_written() {
        for text in ["A1", "G42", "Z9", "AA10", "XFD1048576"] {
            assert_eq!(
                CellRef::parse(text).map(|at| at.to_string()).as_deref(),
                Some(text)
            );
        }
        for bad in [
            "",
            "A",
            "1",
            "A0",
            "XFE1",
            "A1048577",
            "1A",
            "A1B",
            "A99999999999",
        ] {
            assert_eq!(CellRef::parse(bad), None, "{bad}");
        }
    }
}
