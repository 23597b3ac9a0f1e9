//! What the unit filled in: answers, counts, notes, links, and what is wrong with them.

use std::collections::BTreeMap;

use model::instrument::{AnswerProblem, AnswerType, Item, Row, RowRole};
use model::instrument::{Counts, RowsProblem, rows_differ, same_answer, value_of_rows};
use rust_decimal::Decimal;

use super::cell::{Cell, CellRef, Grid, Value};
use super::code::is_date;
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::line::Line;
use super::links::links;
use super::number::{count, percent_text};
use super::typed::{is_bare, text_of, typed};

/// What is said of a date where a number or an answer is asked for.
const A_DATE: &str = "Sel ini tampaknya tanggal; ketik angkanya sebagai teks";

/// What stands beside an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The answer as the type spells it; nothing where it is unanswered.
    pub answer: Option<String>,
    /// What it is worth, 0 to 1.
    pub value: Option<Decimal>,
    /// Whether its counts gave the value: no percentage is typed.
    pub computed: bool,
    /// Counts by the code of their row.
    pub counts: BTreeMap<String, Decimal>,
    /// The unit's note.
    pub note: String,
    /// Addresses of evidence.
    pub links: Vec<String>,
    /// Where the answer stands.
    pub cell: Option<CellRef>,
}

/// Reads what is filled in beside an item.
#[must_use]
pub fn filled(
    grid: &Grid,
    columns: &Columns,
    item: &Item,
    line: &Line,
    counts: &[&Line],
    findings: &mut Vec<Finding>,
) -> Filled {
    let text = |col: Option<u32>| col.map(|col| grid.text(line.cell(col))).unwrap_or_default();
    let mut filled = Filled {
        note: text(columns.note),
        cell: columns.answer.map(|col| line.cell(col)),
        ..Filled::default()
    };
    if let Some(at) = columns.links.map(|col| line.cell(col)) {
        let mut text = grid.shown(at).map(Cell::text).unwrap_or_default();
        // A cell that shows a name may lead somewhere.
        if let Some(target) = grid.target(at).filter(|target| !text.contains(*target)) {
            text = format!("{text}\n{target}");
        }
        filled.links = links(&text, at, findings);
    }
    let Some(col) = columns.answer else {
        return filled;
    };
    let at = line.cell(col);
    // What is merged down over several items is said of each.
    let typed = grid.shown(at).filter(|cell| !is_dash(cell));
    if let Some(cell) = typed {
        answer(item, cell, at, &mut filled, findings);
    }
    if typed.is_none() {
        findings.extend(beside(grid, columns, item, line, at));
    }
    if let AnswerType::Persen { rows } = &item.answer {
        let before = findings.len();
        for (row, line) in rows.iter().zip(counts) {
            number(grid, row, line.cell(col), &mut filled, findings);
        }
        // What is typed and can't be read, there or in a count, is said already.
        let unread = typed.is_some() && filled.value.is_none();
        if !unread && findings.len() == before {
            let counted = counts.iter().any(|line| grid.at(line.cell(col)).is_some());
            percentage(rows, at, counted, &mut filled, findings);
        }
    }
    filled
}

/// An answer that was typed a column or two further on: it isn't counted, and said. `at`: where it belongs.
fn beside(
    grid: &Grid,
    columns: &Columns,
    item: &Item,
    line: &Line,
    at: CellRef,
) -> Option<Finding> {
    let others = [columns.value, columns.note];
    let mut others = others.into_iter().flatten().map(|col| line.cell(col));
    let (there, answer) = others.find_map(|there| {
        // Numbers stand there by right, and what a formula says nobody typed.
        let typed = |cell: &&Cell| matches!(cell.value, Value::Text(_)) && !cell.formula;
        let cell = grid.at(there).filter(typed)?;
        let takes = |name: &str| same_answer(name, &cell.text());
        let options = item.answer.options();
        let (answer, _) = options.into_iter().find(|(name, _)| takes(name))?;
        Some((there, answer.to_owned()))
    })?;
    let what = format!(
        "“{answer}” ada di kolom lain, bukan di kolom Jawaban; butir ini dianggap belum dijawab"
    );
    // A remark may be as short as an answer.
    let is_remark = columns.note.map(|col| line.cell(col)) == Some(there);
    Some(if is_remark {
        Finding::note(there, Slip::Answer, what)
    } else {
        Finding::new(there, Slip::Answer, what, format!("Pindahkan ke {at}"))
    })
}

/// The dash that stands for nothing.
fn is_dash(cell: &Cell) -> bool {
    matches!(cell.text().as_str(), "-" | "–" | "—")
}

fn answer(item: &Item, cell: &Cell, at: CellRef, filled: &mut Filled, findings: &mut Vec<Finding>) {
    if let Value::Error(error) = &cell.value {
        let what = format!("Rumus menghasilkan {error}; butir ini dianggap belum dijawab");
        findings.push(Finding::new(
            at,
            Slip::Formula,
            what,
            "Perbaiki rumus atau ketik jawabannya",
        ));
        return;
    }
    let kind = match &item.answer {
        AnswerType::Persen { .. } => "persen",
        AnswerType::Nilai { .. } => "nilai",
        AnswerType::Angka { .. } => "angka",
        _ => "",
    };
    if cell.is_date() {
        let what = format!(
            "Jawaban “{}” tidak berlaku; butir ini dianggap belum dijawab",
            cell.text()
        );
        findings.push(Finding::new(at, Slip::Answer, what, A_DATE));
        return;
    }
    if let Some(share) = share(cell, kind) {
        return of_a_hundred(item, share, at, filled, findings);
    }
    let takes = |text: &str| item.answer.read(text).is_ok();
    let (counted, text) = (thousands(&item.answer, cell), text_of(kind, cell));
    let is_bare = is_bare(kind, cell, takes) && counted.as_ref().is_none_or(|one| *one == text);
    let typed = counted.or_else(|| typed(kind, cell, takes)).unwrap_or(text);
    match item.answer.read(&typed) {
        Ok(reading) => {
            filled.answer = item.answer.spelled(&typed);
            filled.value = Some(reading.value);
            if !is_bare {
                let what = format!("{} dibaca sebagai {typed}", cell.text());
                findings.push(Finding::note(at, Slip::Reading, what));
            }
            if reading.as_percent {
                let what = format!("{typed} dibaca sebagai {typed} %");
                findings.push(Finding::note(at, Slip::Reading, what));
            }
            if is_small(&item.answer, &typed) {
                let what =
                    format!("{typed} dihitung dari 100; bila maksudnya bagian, ketik persennya");
                findings.push(Finding::note(at, Slip::Reading, what));
            }
            // More than a target is no slip.
            if reading.capped && !matches!(item.answer, AnswerType::Angka { .. }) {
                let what = format!(
                    "{typed} di luar 0–100 %; dihitung {} %",
                    hundred(reading.value)
                );
                let proposal = "Periksa angkanya";
                let slip = Slip::AboveMaximum;
                findings.push(if cell.formula {
                    // A computed share above the whole is cut off by rule.
                    Finding::note(at, slip, what)
                } else {
                    Finding::new(at, slip, what, proposal)
                });
            }
        }
        Err(problem) => {
            let (slip, proposal) = cure(&problem);
            let what = format!(
                "Jawaban “{}” tidak berlaku; butir ini dianggap belum dijawab",
                cell.text()
            );
            // `3.6`, typed, may have become the third of June.
            let proposal = match &cell.value {
                Value::Number(number) if is_date(&number.normalize().to_string()) => {
                    A_DATE.to_owned()
                }
                _ => proposal,
            };
            if !matches!(problem, AnswerProblem::UnknownType) {
                findings.push(Finding::new(at, slip, what, proposal));
            }
        }
    }
}

/// Whether points of a hundred look like a share of one.
fn is_small(answer: &AnswerType, typed: &str) -> bool {
    let of_a_hundred = matches!(answer, AnswerType::Nilai { max } if *max == Decimal::ONE_HUNDRED);
    let number = model::instrument::number(typed).filter(|_| of_a_hundred);
    number.is_some_and(|number| number > Decimal::ZERO && number < Decimal::ONE)
}

/// A count as a number with a target is one where thousands are asked for: `1.234` of 1500.
fn thousands(answer: &AnswerType, cell: &Cell) -> Option<String> {
    const THOUSAND: Decimal = Decimal::ONE_THOUSAND;
    let AnswerType::Angka { target } = answer else {
        return None;
    };
    let text = matches!(cell.value, Value::Text(_)) && *target >= THOUSAND;
    let number = count(cell).filter(|_| text)?;
    Some(number.normalize().to_string())
}

/// The share that a cell says as per cent where a number is asked for: `85 %`, typed as text or shown of 0.85.
fn share(cell: &Cell, kind: &str) -> Option<Decimal> {
    if !matches!(kind, "nilai" | "angka") {
        return None;
    }
    match &cell.value {
        Value::Number(number) if cell.is_percent() => number.checked_mul(Decimal::ONE_HUNDRED),
        Value::Text(_) => {
            let text = percent_text(cell);
            let text = text.trim_end_matches(['.', ',', ' ']);
            model::instrument::number(text.strip_suffix('%')?)
        }
        _ => None,
    }
}

/// Per cent are points where a hundred are asked for; elsewhere nobody knows of what they are a share.
fn of_a_hundred(
    item: &Item,
    share: Decimal,
    at: CellRef,
    filled: &mut Filled,
    findings: &mut Vec<Finding>,
) {
    let share = share.normalize();
    let hundred = match &item.answer {
        AnswerType::Nilai { max } => *max == Decimal::ONE_HUNDRED,
        AnswerType::Angka { target } => *target == Decimal::ONE_HUNDRED,
        _ => false,
    };
    let typed = share.to_string();
    match item.answer.read(&typed) {
        Ok(reading) if hundred => {
            filled.answer = item.answer.spelled(&typed);
            filled.value = Some(reading.value);
            let what = format!("{share} % dibaca sebagai {share}");
            findings.push(Finding::note(at, Slip::Reading, what));
        }
        _ => {
            let what =
                format!("Jawaban “{share} %” tidak berlaku; butir ini dianggap belum dijawab");
            let proposal = "Ketik angkanya, tanpa persen";
            findings.push(Finding::new(at, Slip::Answer, what, proposal));
        }
    }
}

fn cure(problem: &AnswerProblem) -> (Slip, String) {
    match problem {
        AnswerProblem::NoChoice { choices } => (
            Slip::Answer,
            format!("Pilih salah satu: {}", choices.join(", ")),
        ),
        AnswerProblem::NoNumber => (Slip::Answer, "Ketik sebuah angka".into()),
        AnswerProblem::OutOfRange { max } => (
            Slip::AboveMaximum,
            format!("Ketik angka dari 0 sampai {}", max.normalize()),
        ),
        AnswerProblem::UnknownType => (Slip::AnswerType, "Tetapkan Pilihan Jawaban dahulu".into()),
    }
}

fn number(grid: &Grid, row: &Row, at: CellRef, filled: &mut Filled, findings: &mut Vec<Finding>) {
    let Some(cell) = grid.at(at) else {
        return;
    };
    if row.role == RowRole::Lewati {
        // What isn't counted may be anything; a number is kept.
        let number = count(cell).filter(|number| !number.is_sign_negative());
        filled
            .counts
            .extend(number.map(|number| (row.code.clone(), number)));
        return;
    }
    match (&cell.value, count(cell)) {
        (Value::Error(error), _) => {
            let what = format!("Rumus menghasilkan {error}; jumlah ini dianggap kosong");
            findings.push(Finding::new(
                at,
                Slip::Formula,
                what,
                "Perbaiki rumus atau ketik angkanya",
            ));
        }
        (_, Some(number)) if !number.is_sign_negative() => {
            filled.counts.insert(row.code.clone(), number);
        }
        _ => {
            let what = format!("Jumlah “{}” bukan angka; dianggap kosong", cell.text());
            let proposal = if cell.is_date() {
                A_DATE
            } else {
                "Ketik sebuah angka"
            };
            findings.push(Finding::new(at, Slip::Answer, what, proposal));
        }
    }
}

/// Checks a typed percentage against its counts, or computes it from them. `counted`: something stands
/// beside them.
fn percentage(
    rows: &[Row],
    at: CellRef,
    counted: bool,
    filled: &mut Filled,
    findings: &mut Vec<Finding>,
) {
    let counts = filled
        .counts
        .iter()
        .map(|(code, count)| (code.clone(), (*count, *count)));
    let counts: Counts = counts.collect();
    if let Some(typed) = filled.value {
        if let Some(share) = rows_differ(rows, &counts, typed) {
            let what = format!(
                "Diketik {} %, tetapi jumlahnya memberi {} %; yang diketik yang dihitung",
                hundred(typed),
                hundred(share)
            );
            let proposal = format!("{} %, atau perbaiki jumlahnya", hundred(share));
            findings.push(Finding::new(at, Slip::Counts, what, proposal));
        }
        return;
    }
    match value_of_rows(rows, &counts) {
        Ok(share) => {
            filled.value = Some(share);
            filled.computed = true;
        }
        // Nothing at all is filled in, or nothing is known of the rows: unanswered, and no slip.
        Err(_) if !counted => {}
        Err(RowsProblem::NoWhole | RowsProblem::ZeroWhole) => {
            let what = "Persentase tidak dapat dihitung: penyebutnya kosong atau nol; \
                        butir ini dianggap belum dijawab";
            let proposal = "Isi penyebutnya, atau ketik persentasenya";
            findings.push(Finding::new(at, Slip::NoWhole, what.into(), proposal));
        }
        Err(RowsProblem::NoPart) => {
            let what = "Pembilang persentase kosong; butir ini dianggap belum dijawab";
            findings.push(Finding::new(
                at,
                Slip::NoWhole,
                what.into(),
                "Isi pembilangnya",
            ));
        }
        Err(RowsProblem::NoRoles) => {}
    }
}

/// A share as per cent, short.
fn hundred(share: Decimal) -> String {
    let percent = (share * Decimal::ONE_HUNDRED).round_dp(2).normalize();
    percent.to_string().replace('.', ",")
}
