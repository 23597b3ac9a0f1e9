//! Lines: a sheet's rows below its head, each with its code, its label and what it is.

use rust_decimal::Decimal;

use super::cell::{Cell, CellRef, Grid, Value, plain, tidy};
use super::choices::{Asked, asked, printed};
use super::code::{self, is_code};
use super::finding::{Finding, Slip};
use super::grades;
use super::header::Columns;
use super::number;
use super::shift::{labels, shift};
use super::skip::{is_repeated_head, is_total, is_total_row};

/// What stands in *Bobot*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Nothing.
    None,
    /// Nothing, on a line that only a component can be.
    Missing,
    /// A number.
    Is(Decimal),
    /// Something that is none.
    Unreadable(String),
}

/// What stands in *Pilihan Jawaban*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Nothing.
    None,
    /// A type that is known.
    Is(Asked),
    /// A type that nobody knows, as printed.
    Unknown(String),
}

/// A row of the worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its row.
    pub row: u32,
    /// Its code, as printed, without points; empty where there is none.
    pub code: String,
    /// Its label.
    pub title: String,
    /// The column that its code belongs in.
    pub level: u32,
    /// The column that its code stands in.
    pub at: u32,
    /// How many codes are printed as its own: three of `A.I.1`.
    pub depth: usize,
    /// The column in which its label begins.
    pub labelled: u32,
    /// Its weight.
    pub weight: Weight,
    /// Its answer type.
    pub kind: Type,
    /// By how many columns the row is shifted.
    pub shift: i64,
}

impl Line {
    /// The cell of this row in a column of the head, wherever the row is shifted to.
    #[must_use]
    pub fn cell(&self, col: u32) -> CellRef {
        let col = u32::try_from(i64::from(col) + self.shift).unwrap_or_default();
        CellRef { row: self.row, col }
    }

    /// The cell of its code.
    #[must_use]
    pub fn place(&self) -> CellRef {
        CellRef {
            row: self.row,
            col: self.at,
        }
    }

    /// Whether it weighs and isn't answered.
    #[must_use]
    pub fn is_node(&self) -> bool {
        self.kind == Type::None && self.weight != Weight::None
    }

    /// Whether it may only sum up what stands above: no code, and a word for results.
    fn is_sum(&self) -> bool {
        const SUMS: [&str; 7] = [
            "jumlah",
            "nilai",
            "indeks",
            "skor",
            "predikat",
            "kategori",
            "hasil akhir",
        ];
        let title = plain(&self.title);
        let named = SUMS.iter().any(|word| title.starts_with(word));
        self.kind == Type::None && self.code.is_empty() && named
    }

    /// Whether it is answered.
    #[must_use]
    pub fn is_item(&self) -> bool {
        matches!(self.kind, Type::Is(Asked::Answer(_)) | Type::Unknown(_))
    }
}

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
    let asks = |row: &&u32| {
        let col = columns.choices;
        asked(&grid.text(CellRef { row: **row, col })).is_some()
    };
    let last = rows.iter().rev().find(asks).copied().unwrap_or_default();
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
    // Below the last line that is asked or that says what it weighs stand legends and signatures.
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
    let mut end = below.lines.iter().rposition(tells).map_or(0, |n| n + 1);
    // Below the last line that is asked, a total or a title without anything begins another table.
    if let Some(asked) = below.lines.iter().rposition(asks) {
        let row = below.lines[asked].row;
        let total = below.sums.iter().copied().find(|total| *total > row);
        let begins = |line: &Line| {
            let title = line.code.is_empty() && !matches!(line.weight, Weight::Is(_));
            title || is_huge(line) || total.is_some_and(|total| line.row > total)
        };
        let after = below.lines.iter().enumerate().skip(asked + 1);
        let begins = after
            .filter(|(_, line)| begins(line))
            .map(|(n, _)| n)
            .next();
        end = begins.unwrap_or(end).min(end);
    }
    for line in below.lines.drain(end..) {
        below
            .findings
            .retain(|finding| finding.cell.row != line.row);
        below.others.push(line.row);
    }
    // What is called *Nilai* is a heading where items follow, else the sum of what stands above.
    let lines = std::mem::take(&mut below.lines);
    let sums: Vec<bool> = (0..lines.len())
        .map(|n| {
            let heads = lines.get(n + 1).is_some_and(Line::is_item);
            lines[n].is_sum() && (!heads || sums_up(&lines[..n], &lines[n]))
        })
        .collect();
    for (line, sum) in lines.into_iter().zip(sums) {
        if sum {
            below.sums.push(line.row);
        } else {
            below.lines.push(line);
        }
    }
    below.sums.sort_unstable();
    below
}

/// Whether what a line sums up is named above it: `JUMLAH PEMENUHAN` below PEMENUHAN.
fn sums_up(above: &[Line], line: &Line) -> bool {
    let title = plain(&line.title);
    let of = title.split_once(' ').map_or("", |(_, of)| of);
    let same = |above: &&Line| above.is_node() && plain(&above.title) == of;
    !of.is_empty() && above.iter().any(|above| same(&above))
}

/// Whether a number is none of a weight: somebody's number below their signature.
fn is_huge(line: &Line) -> bool {
    matches!(&line.weight, Weight::Is(weight) if *weight > Decimal::from(1_000_000))
}

fn line(
    grid: &Grid,
    columns: &Columns,
    row: u32,
    exact: bool,
    findings: &mut Vec<Finding>,
) -> Option<Line> {
    let shift = shift(grid, columns, row);
    let at = |col: u32| CellRef {
        row,
        col: u32::try_from(i64::from(col) + shift).unwrap_or_default(),
    };
    let type_text = grid
        .shown(at(columns.choices))
        .map(Cell::text)
        .unwrap_or_default();
    let weight_cell = grid.at(at(columns.weight));
    let mut labels = labels(grid, columns, row, shift);
    // A label that slid into the column of weights is a label still.
    let slid = weight_cell.map(Cell::text).filter(|text| {
        labels.len() == 1
            && labels.iter().all(|(_, text)| is_code(text))
            && model::instrument::number(text).is_none()
    });
    if let Some(text) = &slid {
        labels.push((at(columns.weight).col, text.clone()));
    }
    let weight = match weight_cell.filter(|_| slid.is_none()) {
        None => Weight::None,
        Some(cell) => number::weight(cell).map_or_else(|| unreadable(cell), Weight::Is),
    };
    let kind = match printed(&type_text) {
        Some(known) => Type::Is(known),
        None if is_blank(&type_text) => Type::None,
        None => Type::Unknown(type_text.clone()),
    };
    let named = code_and_title(&labels, exact);
    let title_plain = named.as_ref().map(|(.., title)| plain(title));
    let title_plain = title_plain.unwrap_or_default();
    if is_repeated_head(&type_text, &title_plain, grid, columns, row) {
        return None;
    }
    let apart = |(level, code, _): &(u32, String, String)| {
        let behind = labels.get(1).filter(|_| !code.is_empty());
        let in_one = labels
            .first()
            .is_some_and(|(_, text)| code::split(text).is_some());
        behind.filter(|_| !in_one).map_or(*level, |(col, _)| *col)
    };
    let labelled = named.as_ref().map_or(columns.hierarchy.1, apart);
    let first = labels.first().map(|(_, text)| code::printed(text));
    let depth = first
        .filter(|_| !exact)
        .map_or(1, |code| code::depth(&code));
    let (level, code, title) = match named {
        Some(named) => named,
        // What is answered counts, whether it says what it is or not. A type that is merged over rows of criteria
        // is asked in the first of them.
        None if matches!(kind, Type::Is(_)) && grid.origin(at(columns.choices)).row == row => {
            let what = "Baris ini punya pilihan jawaban, tetapi tidak punya kode dan judul";
            let at = at(columns.choices);
            findings.push(Finding::new(
                at,
                Slip::Row,
                what.into(),
                "Isi kode dan judulnya",
            ));
            (columns.hierarchy.1, String::new(), String::new())
        }
        None => return None,
    };
    if kind == Type::None && code.is_empty() && is_total(&title_plain) {
        return None;
    }
    let mut line = Line {
        row,
        code,
        title,
        level,
        at: level,
        depth,
        labelled,
        weight,
        kind,
        shift,
    };
    if let Weight::Is(weight) = &mut line.weight
        && weight.is_sign_negative()
        && !weight.is_zero()
    {
        *weight = weight.abs();
        let right = weight.normalize().to_string().replace('.', ",");
        let what = format!("Bobot -{right} dibaca sebagai {right}");
        let proposal = format!("Ketik {right}; ({right}) disimpan sebagai angka negatif");
        findings.push(Finding::new(
            at(columns.weight),
            Slip::Weight,
            what,
            proposal,
        ));
    }
    if !exact && code::is_date(&line.code) {
        let what = format!("Kode {} tampaknya sebuah tanggal", line.code);
        let proposal = "Ketik kodenya sebagai teks, seperti '1.1";
        findings.push(Finding::new(line.place(), Slip::Code, what, proposal));
    }
    if shift != 0 {
        let what = format!("Baris {} bergeser {} kolom", row + 1, shift.abs());
        let proposal = "Kembalikan isi baris ini ke kolomnya";
        findings.push(Finding::new(line.place(), Slip::Shifted, what, proposal));
    } else if slid.is_some() {
        let what = format!("Kode “{}” dan judulnya bergeser ke kanan", line.code);
        let proposal = "Kembalikan kode dan judul ke kolomnya";
        findings.push(Finding::new(line.place(), Slip::Shifted, what, proposal));
    }
    Some(line)
}

fn unreadable(cell: &Cell) -> Weight {
    match &cell.value {
        Value::Error(error) => Weight::Unreadable(error.clone()),
        _ if is_blank(&cell.text()) => Weight::None,
        _ => Weight::Unreadable(cell.text()),
    }
}

/// Nothing, or the dash that stands for nothing.
pub fn is_blank(text: &str) -> bool {
    matches!(tidy(text).as_str(), "" | "-" | "–" | "—")
}

/// Column, code and title of a row that is shifted by so many columns.
#[must_use]
pub fn named(
    grid: &Grid,
    columns: &Columns,
    row: u32,
    shift: i64,
) -> Option<(u32, String, String)> {
    code_and_title(&labels(grid, columns, row, shift), false)
}

fn code_and_title(labels: &[(u32, String)], exact: bool) -> Option<(u32, String, String)> {
    let (level, first) = labels.first()?;
    let rest = labels.get(1..).unwrap_or_default();
    let own = if exact { code::bare } else { code::own };
    let joined = |texts: &[(u32, String)]| {
        let texts: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        texts.join(" ")
    };
    if is_code(first) && !rest.is_empty() {
        return Some((*level, own(first), joined(rest)));
    }
    Some(match code::split(first) {
        Some((code, label)) => {
            let after = joined(rest);
            let title = if after.is_empty() {
                label
            } else {
                format!("{label} {after}")
            };
            (*level, own(&code), title)
        }
        None if is_code(first) => (*level, own(first), String::new()),
        None => (*level, String::new(), joined(labels)),
    })
}
