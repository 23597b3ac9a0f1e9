//! Rows that slid beside their columns: by how far, and where their labels stand then.

use super::cell::{Cell, CellRef, Grid};
use super::choices::{Asked, asked, printed};
use super::code::{self, is_code};
use super::header::Columns;
use super::line::is_blank;
use super::number;

/// By how many columns a whole row is shifted: its answer type, or its weight, stands beside its column.
pub fn shift(grid: &Grid, columns: &Columns, row: u32) -> i64 {
    let text = |col: i64| {
        let col = u32::try_from(col).ok();
        col.and_then(|col| grid.at(CellRef { row, col }))
            .map(Cell::text)
            .unwrap_or_default()
    };
    let number = |col: i64| {
        let cell = u32::try_from(col)
            .ok()
            .and_then(|col| grid.at(CellRef { row, col }));
        cell.is_some_and(|cell| number::weight(cell).is_some())
    };
    let (choices, weight) = (i64::from(columns.choices), i64::from(columns.weight));
    // A type beside its column, and in that of weights what may have been an answer or a value.
    let slid_over = || {
        let numbers = [columns.answer, columns.value];
        [1, -1].into_iter().any(|shift| {
            let from = u32::try_from(weight - shift).ok();
            let typed = matches!(asked(&text(choices + shift)), Some(Asked::Answer(_)));
            typed && from.is_some() && numbers.contains(&from)
        })
    };
    let here = text(choices);
    if printed(&here).is_some() || (is_blank(&here) && number(weight) && !slid_over()) {
        return 0;
    }
    // Only the words of a type are told from other text; what stands there instead must be no answer.
    if let Some(shift) = [1, -1]
        .into_iter()
        .find(|shift| asked(&text(choices + shift)).is_some())
    {
        return shift;
    }
    // Further away a word may be somebody's remark: only an answer type is taken for one.
    // An answer to it in its own column says that the row is where it belongs.
    let is_type = |shift: &i64| {
        let Some(Asked::Answer(asked)) = asked(&text(choices + shift)) else {
            return false;
        };
        let home = columns.answer.map_or(-1, i64::from);
        !asked.takes(&text(home)) || asked.takes(&text(home + shift))
    };
    if let Some(shift) = [2, -2, 3, -3].into_iter().find(is_type) {
        return shift;
    }
    // A weight that slid into the last column of labels, behind code and label.
    let labels = labels(grid, columns, row, 0);
    let is_last = i64::from(columns.hierarchy.1) == weight - 1;
    let is_empty = is_blank(&text(weight)) && is_blank(&here);
    let named = labels.len() > 2
        || labels
            .first()
            .is_some_and(|(_, text)| code::split(text).is_some());
    if is_last && is_empty && named && number(weight - 1) {
        return -1;
    }
    // A weight that slid into a column of text: no number stands there otherwise.
    let texts = [
        columns.criteria,
        columns.documents,
        columns.note,
        Some(columns.choices),
    ];
    let beside = texts.contains(&Some(columns.weight + 1));
    let is_empty = is_blank(&here) || weight + 1 == choices;
    let to_right = beside && !number(weight) && number(weight + 1) && is_empty;
    // Further away only where no number is ever typed, and in a row with a code.
    let coded = labels
        .iter()
        .any(|(_, text)| is_code(text) || code::split(text).is_some());
    let far = [2, 3].into_iter().find(|shift| {
        let col = u32::try_from(weight + shift).ok();
        let own = [columns.criteria, Some(columns.choices)].contains(&col) && col.is_some();
        let is_empty = is_blank(&here) || weight + shift == choices;
        let next = !number(weight) && !number(weight + 1) && number(weight + shift);
        own && is_empty && coded && next
    });
    if let Some(shift) = far {
        return shift;
    }
    i64::from(to_right)
}

/// The filled cells of codes and labels.
pub fn labels(grid: &Grid, columns: &Columns, row: u32, shift: i64) -> Vec<(u32, String)> {
    let (first, end) = columns.hierarchy;
    let by = u32::try_from(shift.unsigned_abs()).unwrap_or_default();
    let (first, last) = if shift > 0 {
        (first, end + by)
    } else {
        (first.saturating_sub(by), end)
    };
    // The weight of a row that slid to the left is no label.
    let weight = (shift < 0).then_some(i64::from(columns.weight) + shift);
    let is_weight =
        |col: u32, cell: &Cell| weight == Some(i64::from(col)) && number::weight(cell).is_some();
    let cells = grid
        .row(row)
        .filter(|(col, cell)| (first..=last).contains(col) && !is_weight(*col, cell));
    let texts = cells.map(|(col, cell)| (col, cell.text()));
    texts.filter(|(_, text)| !text.is_empty()).collect()
}
