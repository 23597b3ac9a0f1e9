//! Which column holds the unit's answers, where the head alone doesn't say.

use super::cell::Grid;
use super::choices::Asked;
use super::header::Columns;
use super::line::{Line, Type};

/// How many answers in a column fit what is asked beside them, and how many don't.
fn fitting(grid: &Grid, lines: &[Line], col: u32) -> (usize, usize) {
    let typed = lines.iter().filter_map(|line| {
        let Type::Is(Asked::Answer(asked)) = &line.kind else {
            return None;
        };
        let text = grid.text(line.cell(col));
        // As it is read, too: `A.` is the answer A.
        let bare = text.trim_end_matches(['.', ')', ',', ';']).trim_end();
        (!text.is_empty()).then(|| asked.takes(&text) || asked.takes(bare))
    });
    let typed: Vec<bool> = typed.collect();
    let fits = typed.iter().filter(|fits| **fits).count();
    (fits, typed.len() - fits)
}

/// The column of answers: where several are called so, the first in which a tenth as much fits as in any; where
/// none is, one whose answers nearly all do.
#[must_use]
pub fn answers(grid: &Grid, columns: &Columns, lines: &[Line]) -> Option<u32> {
    const FIT_TIMES: usize = 4;
    const FEW_TIMES: usize = 10;
    let fits = |col: &u32| fitting(grid, lines, *col);
    if columns.alike.len() > 1 {
        // The first, as long as something is filled in there: an assessor's may well be fuller.
        let most = columns.alike.iter().map(|col| fits(col).0).max()?;
        let filled = |col: &&u32| fits(col).0 * FEW_TIMES >= most;
        return columns.alike.iter().find(filled).copied();
    }
    let fit = |col: &u32| {
        let (fits, others) = fits(col);
        fits > 0 && fits >= others * FIT_TIMES
    };
    columns
        .answer
        .or_else(|| columns.unnamed.iter().copied().find(fit))
}
