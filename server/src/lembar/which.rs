//! Which column holds the unit's answers, where the head alone doesn't say.

use super::cell::{CellRef, Grid};
use super::choices::Asked;
use super::finding::{Finding, Slip};
use super::header::{AnswerColumn, Columns};
use super::heads::Owner;
use super::line::{Line, Type};
use super::typed::typed;

/// In a column without a name of its own so many times more answers fit than don't.
const FIT_TIMES: usize = 4;

/// A column in which so many times fewer answers fit than in another that is called alike was hardly begun.
const FEW_TIMES: usize = 10;

/// How many answers in a column fit what is asked beside them, and how many don't.
fn fitting(grid: &Grid, lines: &[Line], col: u32) -> (usize, usize) {
    let fits = lines.iter().filter_map(|line| {
        let Type::Is(Asked::Answer(asked)) = &line.kind else {
            return None;
        };
        let cell = grid.at(line.cell(col))?;
        let fits = typed(&asked.kind, cell, |text| asked.takes(text)).is_some();
        (!cell.text().is_empty()).then_some(fits)
    });
    let all: Vec<bool> = fits.collect();
    let fits = all.iter().filter(|fits| **fits).count();
    (fits, all.len() - fits)
}

/// Settles which column holds the unit's answers, and with it the one of its notes. The first of those that
/// are called so, not the fullest: the assessor's may be complete where the unit's isn't. Where none is called
/// so, the first whose answers nearly all fit. Whatever is guessed is said.
pub fn settle(grid: &Grid, columns: &mut Columns, lines: &[Line], findings: &mut Vec<Finding>) {
    let of = |one: &&AnswerColumn| fitting(grid, lines, one.col);
    let named: Vec<&AnswerColumn> = columns.answers.iter().filter(|one| one.named).collect();
    let has_answers = |one: &&AnswerColumn| {
        let alike = named.iter().filter(|other| other.owner == one.owner);
        let most = alike.map(|one| of(one).0).max().unwrap_or_default();
        let (fits, others) = of(one);
        fits > 0 && fits >= others && fits * FEW_TIMES >= most
    };
    let units = || named.iter().copied().filter(|one| one.owner == Owner::Unit);
    let own: Vec<&AnswerColumn> = match units().next() {
        Some(_) => units().collect(),
        None => named.clone(),
    };
    let nearly_all = |one: &&AnswerColumn| {
        let (fits, others) = of(one);
        fits > 0 && fits >= others * FIT_TIMES
    };
    let said = own
        .iter()
        .copied()
        .find(has_answers)
        .or(own.first().copied());
    let guessed = || {
        columns
            .answers
            .iter()
            .filter(|one| !one.named)
            .find(nearly_all)
    };
    let chosen = said.or_else(guessed).copied();
    let row = columns.head.1;
    let mut say = |col: u32, minor: bool, what: String, proposal: &str| {
        let at = CellRef { row, col };
        findings.push(match minor {
            true => Finding::note(at, Slip::Reading, what),
            false => Finding::new(at, Slip::Answer, what, proposal),
        });
    };
    match chosen {
        Some(one) if one.named => {
            // What says that it comes later is no doubt beside what doesn't.
            let later = |other: &AnswerColumn| {
                matches!(other.owner, Owner::Later(_)) && other.owner > one.owner
            };
            let rank = |of: &AnswerColumn| own.iter().position(|other| other.col == of.col);
            let rivals = named.iter().copied().filter(|other| other.col != one.col);
            for other in rivals.filter(|other| !later(other)) {
                // One that is read by its name, but that nothing stands in, is worth a word too.
                let before = rank(other).is_some_and(|at| Some(at) < rank(&one));
                if !before && !has_answers(&other) {
                    continue;
                }
                let what = format!(
                    "Ada beberapa kolom Jawaban: kolom {} yang dibaca, kolom ini dilewati",
                    name(one.col)
                );
                let proposal = "Namai kolom jawaban unit: Jawaban (Unit)";
                // Another year's is none of one that names none.
                let past = other.year.is_some() && one.year.is_none();
                say(other.col, past, what, proposal);
            }
        }
        Some(one) => {
            let what = "Kolom ini dibaca sebagai Jawaban Unit".to_owned();
            say(one.col, false, what, "Namai kolomnya Jawaban (Unit)");
        }
        None => {
            let what = "Kolom Jawaban (Unit) tidak ditemukan; tidak ada butir yang terjawab";
            let proposal = "Namai kolom jawaban unit: Jawaban (Unit)";
            say(columns.choices, false, what.into(), proposal);
        }
    }
    columns.answer = chosen.map(|one| one.col);
    // The notes that stand behind the answers are theirs.
    let behind = |note: &&u32| columns.answer.is_some_and(|answer| **note > answer);
    columns.note = columns.notes.iter().find(behind).copied().or(columns.note);
}

/// The letters of a column.
fn name(col: u32) -> String {
    let cell = CellRef { row: 0, col }.to_string();
    cell.trim_end_matches('1').to_owned()
}
