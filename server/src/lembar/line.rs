//! A line: a row below the head, with its code, its label and what it is.

use rust_decimal::Decimal;

use super::cell::{Cell, CellRef, Grid, Value, plain, tidy};
use super::choices::{Asked, printed};
use super::code::{self, is_code};
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::number;
use super::shift::{labels, shift};
use super::skip::{is_repeated_head, is_total};

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

    /// Whether it is answered.
    #[must_use]
    pub fn is_item(&self) -> bool {
        matches!(self.kind, Type::Is(Asked::Answer(_)) | Type::Unknown(_))
    }
}

/// Reads a row; nothing where it is no line: without a label, the head again, a total.
pub fn line(
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
