//! Lines: a sheet's rows below its head, each with its code, its label and what it is.

use rust_decimal::Decimal;

use super::cell::{Cell, CellRef, Grid, Value, plain, tidy};
use super::choices::{Asked, asked};
use super::code::{self, is_code};
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::number;

/// What stands in *Bobot*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Nothing.
    None,
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
    /// The column that its code stands in.
    pub level: u32,
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
            col: self.level,
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
    for row in grid.rows().into_iter().filter(|row| *row > columns.head.1) {
        match line(grid, columns, row, exact, &mut below.findings) {
            Some(line) => below.lines.push(line),
            None if is_total_row(grid, columns, row) => below.sums.push(row),
            None => below.others.push(row),
        }
    }
    // Below the last line that is asked or that says what it weighs stand legends and signatures.
    let named = |line: &Line| !line.code.is_empty() || !line.title.is_empty();
    let tells = |line: &Line| {
        named(line)
            && (line.kind != Type::None
                || !line.code.is_empty()
                || matches!(line.weight, Weight::Is(_)))
    };
    let mut end = below.lines.iter().rposition(tells).map_or(0, |n| n + 1);
    // Below the last line that is asked, a total or a title without anything begins another table.
    if let Some(asked) = below.lines.iter().rposition(|line| line.kind != Type::None) {
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
        .map(|n| lines[n].is_sum() && !lines.get(n + 1).is_some_and(Line::is_item))
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

/// Whether a number is none of a weight: somebody's number below their signature.
fn is_huge(line: &Line) -> bool {
    matches!(&line.weight, Weight::Is(weight) if *weight > Decimal::from(1_000_000))
}

fn is_total_row(grid: &Grid, columns: &Columns, row: u32) -> bool {
    let labels = labels(grid, columns, row, 0);
    let first = labels.first();
    first.is_some_and(|(_, text)| is_total(&plain(text)))
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
    let kind = match asked(&type_text) {
        Some(known) => Type::Is(known),
        None if is_blank(&type_text) => Type::None,
        None => Type::Unknown(type_text.clone()),
    };
    let named = code_and_title(&labels, exact);
    let title_plain = named.as_ref().map(|(.., title)| plain(title));
    let title_plain = title_plain.unwrap_or_default();
    if is_repeated_head(&type_text, &title_plain, grid, row) {
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
    let (level, code, title) = match named {
        Some(named) => named,
        // What is answered counts, whether it says what it is or not.
        None if matches!(kind, Type::Is(_)) => {
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
    let line = Line {
        row,
        code,
        title,
        level,
        labelled,
        weight,
        kind,
        shift,
    };
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
fn is_blank(text: &str) -> bool {
    matches!(tidy(text).as_str(), "" | "-" | "–" | "—")
}

/// By how many columns a whole row is shifted: its answer type, or its weight, stands beside its column.
fn shift(grid: &Grid, columns: &Columns, row: u32) -> i64 {
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
    let here = text(choices);
    if asked(&here).is_some() || (is_blank(&here) && number(weight)) {
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
    let is_type = |shift: &i64| matches!(asked(&text(choices + shift)), Some(Asked::Answer(_)));
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
    let to_right = beside && !number(weight) && number(weight + 1) && is_blank(&here);
    i64::from(to_right)
}

/// The filled cells of codes and labels.
fn labels(grid: &Grid, columns: &Columns, row: u32, shift: i64) -> Vec<(u32, String)> {
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

/// The head again (a new page), or the numbers of the columns below it.
fn is_repeated_head(type_text: &str, title: &str, grid: &Grid, row: u32) -> bool {
    let text = plain(type_text);
    if text.contains("jawaban") || title == "penilaian" {
        return true;
    }
    let is_number = |text: &str| {
        let digits = code::bare(text);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    };
    let all = || grid.row(row).all(|(_, cell)| is_number(&cell.text()));
    is_number(&text) && all()
}

/// A row that sums all up.
fn is_total(title: &str) -> bool {
    ["total", "sub total", "subtotal", "grand total"]
        .iter()
        .any(|word| title.starts_with(word))
}
