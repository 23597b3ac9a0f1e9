//! Rows that are no lines of a worksheet: the head again, what counts its columns, what sums up.

use super::cell::{CellRef, Grid, plain};
use super::code;
use super::header::Columns;
use super::heads::kind_of;
use super::shift::labels;

/// Whether a row sums all up.
#[must_use]
pub fn is_total_row(grid: &Grid, columns: &Columns, row: u32) -> bool {
    let labels = labels(grid, columns, row, 0);
    let first = labels.first();
    first.is_some_and(|(_, text)| is_total(&plain(text)))
}

/// The head again (a new page), or the numbers or letters of the columns below it.
#[must_use]
pub fn is_repeated_head(
    type_text: &str,
    title: &str,
    grid: &Grid,
    columns: &Columns,
    row: u32,
) -> bool {
    let text = plain(type_text);
    if text.contains("jawaban") || title == "penilaian" {
        return true;
    }
    if repeats(grid, columns, row) || is_other_head(grid, row) {
        return true;
    }
    let is_number = |text: &str| {
        let digits = code::bare(text);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    };
    let all = || grid.row(row).all(|(_, cell)| is_number(&cell.text()));
    (is_number(&text) && all()) || is_lettered(grid, row)
}

/// Whether a row is the head of another table, and not the worksheet's own again.
#[must_use]
pub fn begins_another(grid: &Grid, columns: &Columns, row: u32) -> bool {
    is_other_head(grid, row) && !repeats(grid, columns, row)
}

/// Whether a row is the head of a table: each of its cells is called as a column may be.
fn is_other_head(grid: &Grid, row: u32) -> bool {
    const NAMED_MIN: usize = 3;
    let texts = grid.row(row).map(|(_, cell)| plain(&cell.text()));
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.len() >= NAMED_MIN && texts.iter().all(|text| kind_of(text).is_some())
}

/// Whether a row says in most of its cells what a row of the head says there.
fn repeats(grid: &Grid, columns: &Columns, row: u32) -> bool {
    const SAME_MIN: usize = 3;
    let (first, last) = columns.head;
    (first..=last).any(|head| {
        let (mut same, mut all) = (0_usize, 0_usize);
        for (col, cell) in grid.row(row) {
            let text = plain(&cell.text());
            all += 1;
            same += usize::from(
                !text.is_empty() && text == plain(&grid.text(CellRef { row: head, col })),
            );
        }
        same >= SAME_MIN && same * 2 > all
    })
}

/// Whether a row only counts its columns by letters: `(a) | (b) | (c)`.
fn is_lettered(grid: &Grid, row: u32) -> bool {
    const LETTERS_MIN: usize = 4;
    let cells = grid
        .row(row)
        .map(|(_, cell)| code::bare(&plain(&cell.text())));
    let letters = cells.map(|text| code::place(&text, code::Sort::SmallLetter));
    let letters: Option<Vec<u32>> = letters.collect();
    let rises = |letters: &Vec<u32>| letters.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    letters.is_some_and(|letters| letters.len() >= LETTERS_MIN && rises(&letters))
}

/// Whether a title is one that sums all up.
#[must_use]
pub fn is_total(title: &str) -> bool {
    const TOTALS: [&str; 5] = ["total", "sub total", "sub-total", "subtotal", "grand total"];
    TOTALS.iter().any(|word| title.starts_with(word))
}
