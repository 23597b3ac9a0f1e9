//! What stands below a head: the lines of the worksheet, where they end, and which rows only sum up.

use super::cell::Grid;
use super::choices::Asked;
use super::finding::Finding;
use super::grades;
use super::header::Columns;
use super::line::{Line, Type, Weight, line};
use super::skip::{begins_another, is_total_row};
use super::sums;

/// What stands below a head.
#[derive(Debug, Default)]
pub struct Below {
    /// The lines of the worksheet.
    pub lines: Vec<Line>,
    /// Rows that only sum up what stands above them.
    pub sums: Vec<u32>,
    /// Other rows: without a label, or the head again.
    pub others: Vec<u32>,
    /// What was found while they were read.
    pub findings: Vec<Finding>,
}

/// Reads what stands below a head. Where codes are `exact`, a point within one belongs to it, and isn't the
/// path of those above.
#[must_use]
pub fn below(grid: &Grid, columns: &Columns, exact: bool) -> Below {
    let mut below = Below::default();
    let rows = grid.rows().into_iter();
    let rows: Vec<u32> = rows.filter(|row| *row > columns.head.1).collect();
    // A table of grades below all that is asked is no part of the worksheet, wherever its columns stand.
    let last = grades::last_asked(grid, columns);
    let grades = grades::read(grid, Some(columns)).rows;
    let is_grade = |row: u32| row > last && grades.contains(&row);
    for row in rows {
        if is_grade(row) {
            below.others.push(row);
            continue;
        }
        match line(grid, columns, row, exact, &mut below.findings) {
            Some(line) => below.lines.push(line),
            None if is_total_row(grid, columns, row) => below.sums.push(row),
            None => below.others.push(row),
        }
    }
    let end = end(grid, columns, exact, &below);
    for line in below.lines.drain(end..) {
        below
            .findings
            .retain(|finding| finding.cell.row != line.row);
        below.others.push(line.row);
    }
    sums::settle(grid, columns, exact, &mut below);
    below
}

/// Where the worksheet ends: below its last line that is asked, or that says what it weighs, stand legends and
/// signatures, or another table.
fn end(grid: &Grid, columns: &Columns, exact: bool, below: &Below) -> usize {
    let named = |line: &Line| !line.code.is_empty() || !line.title.is_empty();
    // A word in the column of types is no type of a row without a code, where items have theirs.
    let uncoded =
        |line: &Line| matches!(line.kind, Type::Is(Asked::Answer(_))) && line.code.is_empty();
    let codeless = below.lines.iter().any(uncoded);
    let asks = |line: &Line| match &line.kind {
        Type::None => false,
        // Nor is a head's `%` beside the column.
        Type::Is(_) => line.shift == 0 || !line.code.is_empty(),
        // A number is a column of another table.
        Type::Unknown(text) => {
            (codeless || !line.code.is_empty()) && model::instrument::number(text).is_none()
        }
    };
    let tells = |line: &Line| {
        named(line) && (asks(line) || !line.code.is_empty() || matches!(line.weight, Weight::Is(_)))
    };
    let end = below.lines.iter().rposition(tells).map_or(0, |n| n + 1);
    // Below the last line that is asked, a total, a head, or a title without anything begins another table.
    let Some(asked) = below.lines.iter().rposition(asks) else {
        return end;
    };
    let row = below.lines[asked].row;
    let total = below.sums.iter().copied().find(|total| *total > row);
    let head = |other: &&u32| **other > row && begins_another(grid, columns, **other);
    let head = below.others.iter().find(head).copied();
    let after = |line: &Line, row: Option<u32>| row.is_some_and(|row| line.row > row);
    let begins = |line: &Line| {
        let title = line.code.is_empty() && !matches!(line.weight, Weight::Is(_));
        title || sums::is_huge(line) || after(line, total) || after(line, head)
    };
    let mut rest = below.lines.iter().enumerate().skip(asked + 1);
    let begins = rest.find(|(_, line)| begins(line)).map(|(n, _)| n);
    let end = begins.unwrap_or(end).min(end);
    let recap = || sums::recap(&below.lines[..end], asked);
    (!exact).then(recap).flatten().unwrap_or(end)
}
