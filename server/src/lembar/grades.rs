//! The table of grades that a workbook prints: which name from which number on.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use model::instrument::draft::DraftGrade;
use model::instrument::number;
use rust_decimal::Decimal;

use super::bound::{self, Bound};
use super::cell::{CellRef, Grid, plain};
use super::choices::{Asked, asked};
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::sebutan;
use super::shift::labels;

/// Names that need no head to be known.
const NAMES: [&str; 7] = ["AA", "A", "BB", "B", "CC", "C", "D"];
/// Names that a table without a head has at least; answers are letters too.
const NAMES_MIN: usize = 5;
/// Names that a table with a head has at least.
const HEADED_MIN: usize = 3;
/// Filled cells on either side of a name in which its number is looked for.
const BESIDE: usize = 3;

/// What a sheet says of grades.
#[derive(Debug, Default)]
pub struct Grades {
    /// Its table, the best first.
    pub table: Option<Vec<DraftGrade>>,
    /// Where a table begins that can't be understood.
    pub unread: Option<Place>,
    /// The rows that either takes, its head included.
    pub rows: Vec<u32>,
}

/// A cell, and its sheet where that isn't the worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sheet.
    pub sheet: Option<String>,
    /// The cell.
    pub at: CellRef,
}

impl Grades {
    /// What is said of a table that isn't understood.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        let place = self.unread.as_ref().filter(|_| self.table.is_none())?;
        let which = match &place.sheet {
            Some(sheet) => format!("Tabel predikat di lembar “{sheet}”"),
            None => "Tabel predikat ini".to_owned(),
        };
        let what = format!("{which} tidak terbaca; dipakai predikat yang lazim (AA di atas 90)");
        let proposal = "Tulis tiap predikat dengan batas bawahnya, seperti: AA, > 90";
        Some(Finding::new(place.at, Slip::Threshold, what, proposal))
    }
}

/// Reads the table of grades of a sheet, which may be the worksheet: below a head that says *Predikat*, or by
/// the usual names.
#[must_use]
pub fn read(grid: &Grid, columns: Option<&Columns>) -> Grades {
    let head = columns.map_or(0..0, |of| of.head.0..of.head.1 + 1);
    let mut grades = Grades::default();
    for row in grid.rows().into_iter().filter(|row| !head.contains(row)) {
        let Some(Headed {
            name,
            bounded,
            inclusive,
        }) = headed(grid, row)
        else {
            continue;
        };
        let at = |row: u32| CellRef { row, col: name };
        let rows = (row + 1..).take_while(|row| !grid.text(at(*row)).is_empty());
        let rows: Vec<u32> = rows.collect();
        let named =
            |text: &str| Some(standard(text).map_or_else(|| text.to_owned(), str::to_owned));
        let table = table(grid, &rows, name, inclusive, named);
        let table = table.filter(|table| table.len() >= HEADED_MIN);
        // A list of offices with their grades has no grade that begins at 0, and says no ranges.
        let ranges = bounded || rows.iter().any(|row| has_range(grid, *row));
        let table = table.filter(|table| {
            let to_the_end = table.last().is_some_and(|last| last.above == "0");
            to_the_end && (ranges || table.len() >= NAMES_MIN)
        });
        let all = || std::iter::once(row).chain(rows.iter().copied()).collect();
        if table.is_some() {
            let rows = all();
            return Grades {
                table,
                unread: None,
                rows,
            };
        }
        // Elsewhere many a table has kinds and bounds: only one that names grades is meant.
        let graded = |row: &&u32| standard(&grid.text(at(**row))).is_some();
        let meant = columns.is_some() || rows.iter().filter(graded).count() >= HEADED_MIN;
        if bounded && meant && rows.len() >= HEADED_MIN && grades.unread.is_none() {
            let (sheet, at) = (None, at(row));
            grades.unread = Some(Place { sheet, at });
            grades.rows = all();
        }
    }
    let own =
        |col: u32| columns.is_some_and(|of| [Some(of.choices), of.answer].contains(&Some(col)));
    let cells = grid.rows().into_iter().flat_map(|row| {
        let cells = grid
            .row(row)
            .filter(|(_, cell)| standard(&cell.text()).is_some());
        cells.map(move |(col, _)| (col, row)).collect::<Vec<_>>()
    });
    let mut by_column: Vec<(u32, u32)> = cells.filter(|(col, _)| !own(*col)).collect();
    by_column.sort_unstable();
    let last = columns.map_or(0, |of| last_asked(grid, of));
    // Names that stand right below each other.
    for rows in by_column.chunk_by(|(a, b), (c, d)| a == c && d - b <= 2) {
        let Some((col, _)) = rows.first() else {
            continue;
        };
        let rows: Vec<u32> = rows.iter().map(|(_, row)| *row).collect();
        let named = |text: &str| standard(text).map(str::to_owned);
        let has = |table: &[DraftGrade], name: &str| table.iter().any(|one| one.name == name);
        // Few letters are grades where each says its range, down to nothing, below all that is asked.
        let ranged = |rows: &[u32], table: &[DraftGrade]| {
            let below = columns.is_some() && rows.first().is_some_and(|row| *row > last);
            let whole = table.last().is_some_and(|last| last.above == "0");
            below && whole && table.len() >= HEADED_MIN && rows.iter().all(|r| has_range(grid, *r))
        };
        // Codes may stand right above them.
        for rows in (0..rows.len()).map(|n| &rows[n..]) {
            let table = table(grid, rows, *col, None, named);
            let usual =
                |all: &[DraftGrade]| all.len() >= NAMES_MIN && has(all, "AA") && has(all, "BB");
            let table = table.filter(|all| usual(all) || ranged(rows, all));
            if table.is_some() {
                return Grades {
                    table,
                    unread: None,
                    rows: rows.to_vec(),
                };
            }
        }
    }
    in_words(grid, columns, grades)
}

/// Reads a table that names grades in words, where there is no other.
fn in_words(grid: &Grid, columns: Option<&Columns>, mut grades: Grades) -> Grades {
    let last = columns.map_or(0, |of| last_asked(grid, of));
    for (col, rows) in sebutan::places(grid, columns, last) {
        if rows.len() < HEADED_MIN {
            continue;
        }
        let table = table(grid, &rows, col, None, sebutan::name);
        let table = table.filter(|table| sebutan::is_whole(table));
        if table.is_some() {
            return Grades {
                table,
                unread: None,
                rows,
            };
        }
        let meant = columns.is_some() && sebutan::is_meant(grid, col, &rows);
        if let (true, None, Some(row)) = (meant, &grades.unread, rows.first()) {
            let (sheet, at) = (None, CellRef { row: *row, col });
            grades.unread = Some(Place { sheet, at });
            grades.rows = rows;
        }
    }
    grades
}

/// The last row that asks something. Where a table of grades has its ranges in the column of types, `0 - 30`
/// beside a name asks nothing.
#[must_use]
pub fn last_asked(grid: &Grid, columns: &Columns) -> u32 {
    let graded = |row: u32| {
        let labels = labels(grid, columns, row, 0);
        let named = |text: &str| standard(text).is_some() || sebutan::name(text).is_some();
        labels.last().is_some_and(|(_, text)| named(text))
    };
    let asks = |row: &u32| {
        let at = CellRef {
            row: *row,
            col: columns.choices,
        };
        match asked(&grid.text(at)) {
            Some(Asked::Answer(answer)) if answer.kind == "nilai" => !graded(*row),
            asked => asked.is_some(),
        }
    };
    let below = |row: &u32| *row > columns.head.1;
    let mut rows = grid.rows().into_iter().rev().filter(below);
    rows.find(asks).unwrap_or_default()
}

/// What the head of a table of grades says.
struct Headed {
    /// The column of names.
    name: u32,
    /// Whether it says where grades begin or end.
    bounded: bool,
    /// Whether they begin at their numbers (`Nilai minimal`) or above; nothing where it says neither.
    inclusive: Option<bool>,
}

/// Reads a row as the head of a table of grades.
fn headed(grid: &Grid, row: u32) -> Option<Headed> {
    const AT: [&str; 4] = ["minimal", "minimum", "≥", ">="];
    const NAME: [&str; 5] = ["predikat", "grade", "sebutan", "peringkat", "kategori"];
    const BOUND: [&str; 7] = [
        "rentang", "batas", "interval", "range", "dari", "sampai", "minimal",
    ];
    let cells: Vec<(u32, String)> = (grid.row(row))
        .map(|(col, cell)| (col, plain(&cell.text())))
        .collect();
    let bounded = cells
        .iter()
        .any(|(_, text)| BOUND.iter().any(|word| text.contains(word)));
    let numbered = cells
        .iter()
        .any(|(_, text)| matches!(text.as_str(), "nilai" | "skor" | "angka"));
    let name = NAME.iter().find_map(|name| {
        let is =
            |(_, text): &&(u32, String)| text.starts_with(name) && text.len() <= name.len() + 12;
        cells.iter().find(is)
    });
    let has = |words: &[&str]| {
        let mut texts = cells.iter().map(|(_, text)| text);
        texts.any(|text| words.iter().any(|word| text.contains(word)))
    };
    let inclusive = has(&AT).then_some(true);
    let (name, _) = name.filter(|_| bounded || numbered)?;
    Some(Headed {
        name: *name,
        bounded,
        inclusive: inclusive.or_else(|| has(&[">"]).then_some(false)),
    })
}

/// Whether a cell of a row says a range: `> 90`, `80 – 90`.
fn has_range(grid: &Grid, row: u32) -> bool {
    let mut texts = grid.row(row).map(|(_, cell)| cell.text());
    texts.any(|text| number(&text).is_none() && bound::read(&text).is_some())
}

/// The usual name that a text begins with: `AA`, `AA (Istimewa)`.
fn standard(text: &str) -> Option<&'static str> {
    let head = text.split([' ', '(', '=', ':']).next().unwrap_or_default();
    let rest = text.get(head.len()..).unwrap_or_default().trim_start();
    let fits = rest.is_empty() || rest.starts_with(['(', '=', ':', '-', '–']);
    NAMES.into_iter().find(|name| fits && *name == head)
}

/// The names in a column with the numbers in their rows, the best first; nothing where one has no number, or
/// two have the same. `inclusive`: what the head says of a number that stands alone.
fn table(
    grid: &Grid,
    rows: &[u32],
    col: u32,
    inclusive: Option<bool>,
    named: impl Fn(&str) -> Option<String>,
) -> Option<Vec<DraftGrade>> {
    let cells: Vec<Vec<(u32, String)>> = (rows.iter())
        .map(|row| {
            grid.row(*row)
                .map(|(col, cell)| (col, cell.text()))
                .collect()
        })
        .collect();
    // Numbers that only count the rows.
    let counts = |col: u32| {
        let texts = cells.iter().zip(1..).map(|(row, n): (_, usize)| {
            let text = row.iter().find(|(at, _)| *at == col).map(|(_, text)| text);
            text.is_some_and(|text| text.trim_end_matches('.') == n.to_string())
        });
        texts.take(2).all(|counts| counts)
    };
    let columns: BTreeSet<u32> = cells.iter().flatten().map(|(at, _)| *at).collect();
    let counting: BTreeSet<u32> = columns.into_iter().filter(|col| counts(*col)).collect();
    let grade = |row: &Vec<(u32, String)>| {
        let beside = |right: bool| {
            let theirs = row.iter().filter(|(at, _)| !counting.contains(at));
            let theirs: Vec<&str> = theirs
                .filter(|(at, _)| if right { *at > col } else { *at < col })
                .map(|(_, text)| text.as_str())
                .collect();
            theirs
        };
        let (_, name) = row.iter().find(|(at, _)| *at == col)?;
        let (right, mut left) = (beside(true), beside(false));
        left.reverse();
        let named = named(name)?;
        // `Baik (75 – 89)`
        let within = || bound::read(name.split_once(named.as_str())?.1);
        let bound = lower(&right).or_else(|| lower(&left)).or_else(within);
        Some((named, bound?))
    };
    let mut found: Vec<(String, Bound)> = cells.iter().map(grade).collect::<Option<_>>()?;
    for (_, bound) in found.iter_mut().filter(|(_, bound)| bound.to.is_none()) {
        bound.inclusive = bound.inclusive.or(inclusive);
    }
    // Shares of 1 are per cent.
    if found.iter().all(|(_, bound)| bound.from <= Decimal::ONE) {
        for (_, bound) in &mut found {
            bound.from *= Decimal::ONE_HUNDRED;
            bound
                .to
                .iter_mut()
                .for_each(|(to, _)| *to *= Decimal::ONE_HUNDRED);
        }
    }
    found.sort_by_key(|(_, bound)| Reverse(bound.from));
    let names: BTreeSet<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    let falls = found.windows(2).all(|pair| pair[0].1.from > pair[1].1.from);
    (falls && names.len() == found.len()).then(|| {
        let grade = |(n, (name, bound)): (usize, &(String, Bound))| DraftGrade {
            name: name.clone(),
            above: bound.from.normalize().to_string(),
            // The lowest takes the rest.
            inclusive: (found.get(n + 1)).is_some_and(|(_, below)| bound.is_inclusive(below)),
        };
        found.iter().enumerate().map(grade).collect()
    })
}

/// The bound among the cells on one side of a name, the nearest first: of a range where it begins, of
/// two numbers beside each other the lesser.
fn lower(cells: &[&str]) -> Option<Bound> {
    let near = cells.iter().take(BESIDE);
    let bare = |text: &&str| {
        number(text)
            .filter(|n| *n <= Decimal::ONE_HUNDRED)
            .is_some()
    };
    let range = near
        .clone()
        .filter(|text| !bare(text))
        .find_map(|text| bound::read(text));
    let numbers = near
        .skip_while(|text| !bare(text))
        .take_while(|text| bare(text));
    let mut numbers = numbers.take(2).filter_map(|text| number(text));
    range.or_else(|| Some(Bound::between(numbers.next()?, numbers.next())))
}
