//! What the unit filled in: answers, counts, notes, links, and what is wrong with them.

use std::collections::BTreeMap;

use model::instrument::{AnswerProblem, AnswerType, Item, Row, RowRole};
use model::instrument::{Counts, RowsProblem, rows_differ, value_of_rows};
use rust_decimal::Decimal;

use super::cell::{Cell, CellRef, Grid, Value, is_space};
use super::code::is_date;
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::line::Line;
use super::links::links;
use super::number::{count, percent_text};

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
    let typed = typed(kind, cell, takes).unwrap_or_else(|| match kind {
        "persen" => percent_text(cell),
        _ => cell.text(),
    });
    match item.answer.read(&typed) {
        Ok(reading) => {
            filled.answer = item.answer.spelled(&typed);
            filled.value = Some(reading.value);
            let own = |text: &str| item.answer.read(text).is_ok();
            if !item.answer.is_number() && !own(cell.text().trim_matches(is_around)) {
                let what = format!("{} dibaca sebagai {typed}", cell.text());
                findings.push(Finding::note(at, Slip::Reading, what));
            }
            if reading.as_percent {
                let what = format!("{typed} dibaca sebagai {typed} %");
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

/// The share that a cell shows as per cent where a number is asked for: `85 %` is 0.85 in the file.
fn share(cell: &Cell, kind: &str) -> Option<Decimal> {
    match &cell.value {
        Value::Number(number) if cell.is_percent() && matches!(kind, "nilai" | "angka") => {
            number.checked_mul(Decimal::ONE_HUNDRED)
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

/// An answer as a cell spells it, in the way that its type `takes` it; nothing where it doesn't. `A.`, `"A"` and
/// `(A)` are the answer A, and so is `A. Sudah ada`: what follows the point is what the answer means. `Y` is Ya.
pub fn typed(kind: &str, cell: &Cell, takes: impl Fn(&str) -> bool) -> Option<String> {
    let text = match kind {
        "persen" => percent_text(cell),
        _ => cell.text(),
    };
    if takes(&text) || matches!(kind, "persen" | "nilai" | "angka") {
        return Some(text).filter(|text| takes(text));
    }
    let bare = text.trim_matches(is_around).to_owned();
    let meant = || {
        let (head, rest) = explained(&bare)?;
        // Another answer in what follows would make it a guess.
        let alone = !rest.split(|c: char| !c.is_alphanumeric()).any(&takes);
        let head = head.trim_matches(is_around);
        alone.then(|| head.to_owned())
    };
    let begun = || {
        let (head, rest) = bare.split_once(is_space)?;
        let yes_or_no = takes("ya") && takes("tidak");
        (yes_or_no && is_plain_beside(head, rest)).then(|| head.to_owned())
    };
    let full = || initial(&bare).map(str::to_owned);
    [Some(bare.clone()), meant(), full(), begun()]
        .into_iter()
        .flatten()
        .find(|text| takes(text))
}

/// Marks that people put around an answer.
fn is_around(c: char) -> bool {
    is_space(c) || ".,;:()[]\"'“”‘’".contains(c)
}

/// Whether what follows Ya or Tidak leaves no doubt: `Ya sudah ada`, `Tidak ada`; not `Ya tetapi belum`, nor
/// `Tidak tahu`.
fn is_plain_beside(answer: &str, text: &str) -> bool {
    const CONTRARY: [&str; 12] = [
        "ya", "tidak", "tdk", "belum", "bukan", "kurang", "sebagian", "tapi", "tetapi", "namun",
        "jika", "kecuali",
    ];
    const NOTHING: [&str; 4] = ["ada", "pernah", "tersedia", "dilaksanakan"];
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    match answer.to_lowercase().as_str() {
        "ya" => !words.any(|word| CONTRARY.contains(&word)),
        _ => words.all(|word| NOTHING.contains(&word)),
    }
}

/// An answer and what is said of it: `A. Sudah ada`, `Ya, sudah`, `B (sebagian)`, `Ya - ada SK`.
fn explained(text: &str) -> Option<(&str, &str)> {
    let marks = ['.', ')', ':', ',', ';', '(', '=', '\n'];
    let dashes = [" - ", " – ", " — "];
    let dash = dashes.iter().filter_map(|dash| text.split_once(dash));
    let mark = text.split_once(marks);
    dash.chain(mark).min_by_key(|(head, _)| head.len())
}

/// What people mean by a letter alone, or a word cut short, where it is no choice of its own.
fn initial(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "y" => Some("Ya"),
        "t" | "tdk" => Some("Tidak"),
        _ => None,
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
