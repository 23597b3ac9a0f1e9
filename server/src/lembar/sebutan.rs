//! Tables of grades that are named in words and have no head: `Sangat Baik | 90 – 100`.

use model::instrument::draft::DraftGrade;
use model::instrument::number;
use rust_decimal::Decimal;

use super::bound;
use super::cell::{CellRef, Grid, plain, tidy};
use super::code;
use super::header::Columns;

/// Words that such names are made of.
const WORDS: [&str; 19] = [
    "istimewa",
    "memuaskan",
    "unggul",
    "prima",
    "sangat",
    "amat",
    "sekali",
    "baik",
    "cukup",
    "sedang",
    "agak",
    "tidak",
    "kurang",
    "buruk",
    "jelek",
    "tinggi",
    "rendah",
    "memadai",
    "dan",
];
/// Words of a name.
const WORDS_MAX: usize = 4;
/// Where the best grade begins at least: other scales (0–4, five levels of risk) end below.
const BEST_MIN: u32 = 50;
/// Where the lowest begins that the tables of satisfaction surveys know: those grade no index.
const SURVEY_FROM: u32 = 25;

/// The name that a text begins with, if all else that it says is a bound.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    let text = code::split(text).map_or_else(|| text.to_owned(), |(_, label)| label);
    let ends = |c: char| c.is_ascii_digit() || "(:=<>≥≤[".contains(c);
    let head = text.split(ends).next().unwrap_or_default();
    let head = tidy(head.trim_end_matches([' ', '-', '–']));
    let plain = plain(&head);
    let words: Vec<&str> = plain.split(' ').collect();
    let fits = words.len() <= WORDS_MAX && words.iter().all(|word| WORDS.contains(word));
    fits.then_some(head)
}

/// Where such names stand right below each other: their column and their rows. `asked` is the last row that asks
/// something: within the worksheet only what stands behind all its columns is no part of it, and says ranges.
#[must_use]
pub fn places(grid: &Grid, columns: Option<&Columns>, asked: u32) -> Vec<(u32, Vec<u32>)> {
    let apart = |row: u32, col: u32| {
        let within = |of: &Columns| (of.head.0..=asked).contains(&row);
        let beside = |of: &Columns| col > edge(of) && has_range(grid, row, col);
        columns.is_none_or(|of| !within(of) || beside(of))
    };
    let named = grid.rows().into_iter().flat_map(|row| {
        let cells = grid
            .row(row)
            .filter(|(_, cell)| name(&cell.text()).is_some());
        cells.map(move |(col, _)| (col, row)).collect::<Vec<_>>()
    });
    let mut named: Vec<(u32, u32)> = named.filter(|(col, row)| apart(*row, *col)).collect();
    named.sort_unstable();
    let near = |(a, b): &(u32, u32), (c, d): &(u32, u32)| a == c && d - b <= 2;
    let chunks = named.chunk_by(near).filter_map(|chunk| {
        let (col, _) = chunk.first()?;
        Some((*col, chunk.iter().map(|(_, row)| *row).collect()))
    });
    chunks.collect()
}

/// The last column of a worksheet that says what it holds.
fn edge(of: &Columns) -> u32 {
    let said = [
        of.criteria,
        of.answer,
        of.value,
        of.note,
        of.documents,
        of.links,
        of.gates,
    ];
    let all = said.into_iter().flatten().chain([of.weight, of.choices]);
    let minimums = of.minimums.iter().map(|one| one.col);
    all.chain(minimums).fold(of.hierarchy.1, u32::max)
}

/// Whether a name has a range in its own cell, or in one next to it.
fn has_range(grid: &Grid, row: u32, col: u32) -> bool {
    range(grid, row, col).is_some()
}

fn range(grid: &Grid, row: u32, col: u32) -> Option<Decimal> {
    let own = grid.text(CellRef { row, col });
    let rest = name(&own).and_then(|name| Some(own.split_once(&name)?.1.to_owned()));
    let beside = [1, 2, -1].into_iter().filter_map(|by: i64| {
        let col = u32::try_from(i64::from(col) + by).ok()?;
        Some(grid.text(CellRef { row, col }))
    });
    let mut texts = rest.into_iter().chain(beside);
    texts.find_map(|text| {
        bound::read(&text)
            .filter(|_| number(&text).is_none())
            .map(|bound| bound.from)
    })
}

/// Whether a table grades an index: from 0 on, and as high as one goes.
#[must_use]
pub fn is_whole(table: &[DraftGrade]) -> bool {
    let best = table.first().and_then(|best| number(&best.above));
    let from_zero = table.last().is_some_and(|last| last.above == "0");
    from_zero && best.is_some_and(|best| best >= Decimal::from(BEST_MIN))
}

/// Whether rows that make no table say ranges of an index all the same.
#[must_use]
pub fn is_meant(grid: &Grid, col: u32, rows: &[u32]) -> bool {
    let ranges = rows.iter().map(|row| range(grid, *row, col));
    let Some(ranges) = ranges.collect::<Option<Vec<Decimal>>>() else {
        return false;
    };
    let (least, most) = (ranges.iter().min(), ranges.iter().max());
    least.is_some_and(|least| *least != Decimal::from(SURVEY_FROM))
        && most.is_some_and(|most| *most >= Decimal::from(BEST_MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_few_words() {
        for (text, expected) in [
            ("Sangat Baik", Some("Sangat Baik")),
            ("Cukup (60 - 75)", Some("Cukup")),
            ("Baik: 75-89", Some("Baik")),
            ("Kurang < 60", Some("Kurang")),
            ("Sangat Baik - 90", Some("Sangat Baik")),
            ("Baik, sudah ada", None),
            ("Cukup jelas", None),
            ("A", None),
            ("90", None),
            ("", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        }
    }
}
