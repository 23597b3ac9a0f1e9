//! A copy of the sample worksheet with slips planted in it: each is said, with its cell, and nothing else.

use std::io::Cursor;

use rust_xlsxwriter::{Formula, Workbook};

use super::super::archive::Archive;
use super::super::book::Book;
use super::super::cell::{CellRef, Grid, Value};
use super::super::finding::Slip;
use super::super::sheet;
use super::{opened, sample};

fn at(name: &str) -> CellRef {
    CellRef::parse(name).unwrap()
}

/// What stands in the sample, cell by cell.
fn grid(bytes: &[u8]) -> Grid {
    let mut source = Cursor::new(bytes);
    let mut archive = Archive::open(&mut source).unwrap();
    let book = Book::read(&mut archive).unwrap();
    sheet::read(&mut archive, &book, &book.sheets[0]).unwrap()
}

/// What is planted at a cell.
#[derive(Clone, Copy)]
enum Planted<'a> {
    Text(&'a str),
    Number(f64),
    Error(&'a str),
    /// Nothing: what stood there is gone.
    Nothing,
    /// The whole row goes one column to the right.
    Shift,
    /// Code and title go one column to the right.
    Label,
}

/// A copy, with what is planted.
fn copy(grid: &Grid, planted: &[(&str, Planted<'_>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let place = |at: CellRef| (at.row, u16::try_from(at.col).unwrap());
    for row in grid.rows() {
        let moved = planted.iter().find_map(|(name, planted)| match planted {
            Planted::Shift if at(name).row == row => Some(u32::MAX),
            Planted::Label if at(name).row == row => Some(5),
            _ => None,
        });
        for (col, cell) in grid.row(row) {
            let here = CellRef { row, col };
            let gone = |(name, planted): &(&str, Planted<'_>)| {
                matches!(planted, Planted::Nothing) && at(name) == here
            };
            if planted.iter().any(gone) {
                continue;
            }
            let shift = moved.is_some_and(|last| col <= last);
            let (row, col) = place(CellRef {
                row,
                col: col + u32::from(shift),
            });
            match &cell.value {
                Value::Text(text) => page.write_string(row, col, text).unwrap(),
                Value::Number(number) => {
                    let number: f64 = number.to_string().parse().unwrap();
                    page.write_number(row, col, number).unwrap()
                }
                Value::Error(_) => panic!("the sample has no errors"),
            };
        }
    }
    for (name, planted) in planted {
        let (row, col) = place(at(name));
        match planted {
            Planted::Text(text) => page.write_string(row, col, *text).unwrap(),
            Planted::Number(number) => page.write_number(row, col, *number).unwrap(),
            Planted::Error(error) => page
                .write_formula(row, col, Formula::new("=1/0").set_result(*error))
                .unwrap(),
            Planted::Nothing | Planted::Shift | Planted::Label => page,
        };
    }
    book.save_to_buffer().unwrap()
}

/// What each slip is, where it is planted, and where it must be said.
const SLIPS: [(Slip, &str, Planted<'_>, &str); 16] = [
    // Manajemen Perubahan weighs 4; its four parts sum to 4.
    (Slip::WeightSum, "G6", Planted::Number(5.0), "G6"),
    // b. becomes a second a.
    (Slip::CodeTwice, "E9", Planted::Text("a."), "E9"),
    (Slip::AnswerType, "I12", Planted::Text("A/B/X"), "I12"),
    (Slip::Answer, "J8", Planted::Text("Mungkin"), "J8"),
    // The row, and with it the code, begins one column to the right.
    (Slip::Shifted, "E16", Planted::Shift, "F16"),
    (Slip::Shifted, "E20", Planted::Label, "F20"),
    (Slip::AboveMaximum, "J197", Planted::Number(4.5), "J197"),
    (
        Slip::Link,
        "N11",
        Planted::Text("D:\\ZI\\1.i.a SK.pdf"),
        "N11",
    ),
    // Pemenuhan is said in words; what is below it says what it weighs.
    (Slip::Weight, "G5", Planted::Text("tiga puluh"), "G5"),
    // 40 % is typed, 3 of 4 are counted.
    (Slip::Counts, "J130", Planted::Text("40 %"), "J130"),
    (Slip::Formula, "J21", Planted::Error("#DIV/0!"), "J21"),
    (Slip::NoWhole, "J160", Planted::Number(0.0), "J159"),
    (Slip::Answer, "J171", Planted::Text("banyak"), "J171"),
    (Slip::Answer, "J198", Planted::Text("F"), "J198"),
    // A heading without its weight: its items belong to the one above.
    (Slip::Weight, "G24", Planted::Text("-"), "G24"),
    (Slip::Weight, "G41", Planted::Nothing, "G41"),
];

#[test]
fn each_planted_slip_is_said_with_its_cell_and_nothing_else() {
    let Some(bytes) = sample() else { return };
    let grid = grid(&bytes);
    let said = |planted: &[(&str, Planted<'_>)]| -> Vec<(Slip, String)> {
        let picked = opened(copy(&grid, planted), None).unwrap();
        let findings = picked.worksheet.to_settle();
        let findings = findings.map(|finding| (finding.slip, finding.cell.to_string()));
        findings.collect()
    };
    assert_eq!(said(&[]), []);
    let counts = [
        ("J131", Planted::Number(4.0)),
        ("J132", Planted::Number(3.0)),
        ("J161", Planted::Number(2.0)),
    ];
    for (slip, place, planted, cell) in SLIPS {
        let all = [&counts[..1], &counts[1..2], &[(place, planted)]].concat();
        let all = [
            all,
            if slip == Slip::NoWhole {
                counts[2..].to_vec()
            } else {
                vec![]
            },
        ]
        .concat();
        assert_eq!(said(&all), [(slip, cell.to_owned())], "{place}");
    }
    // All at once.
    let all: Vec<_> = SLIPS
        .iter()
        .map(|(_, place, planted, _)| (*place, *planted))
        .collect();
    let all = [all, counts.to_vec()].concat();
    let mut found = said(&all);
    let mut expected: Vec<_> = SLIPS
        .map(|(slip, _, _, cell)| (slip, cell.to_owned()))
        .to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}
