//! LibreOffice computes what was written, without a stored result to copy, and must come to our scores.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use model::instrument::Instrument;
use model::score::{official, values};
use rust_decimal::Decimal;

use super::super::dress::said;
use super::super::formula::{ASSESSOR, Side, UNIT};
use super::super::layout::{Col, Content, Layout};
use super::super::{Export, page};
use super::{answered, export, instruments};
use crate::lembar::archive::Archive;
use crate::lembar::book::Book;
use crate::lembar::cell::{CellRef, Grid, Value};
use crate::lembar::sheet;

/// Opens workbooks in LibreOffice and saves them anew; the first sheet of each as it is then.
fn computed(soffice: &Path, folder: &Path, books: &[Vec<u8>]) -> Vec<Grid> {
    let name = |n: usize| format!("lke-{n}.xlsx");
    for (n, bytes) in books.iter().enumerate() {
        std::fs::write(folder.join(name(n)), bytes).unwrap();
    }
    let to = folder.join("hasil");
    let profile = folder.join("profil");
    let output = Command::new(soffice)
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&to)
        .args((0..books.len()).map(|n| folder.join(name(n))))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let read = |n: usize| first_sheet(std::fs::read(to.join(name(n))).unwrap());
    (0..books.len()).map(read).collect()
}

/// The first sheet, with the results that are stored in it.
fn first_sheet(bytes: Vec<u8>) -> Grid {
    let mut source = Cursor::new(bytes);
    let mut archive = Archive::open(&mut source).unwrap();
    let book = Book::read(&mut archive).unwrap();
    sheet::read(&mut archive, &book, &book.sheets[0]).unwrap()
}

/// A program that computes nothing at opening shows what is stored: an unanswered item has no result, and not 0.
#[test]
fn stored_results_are_the_scores() {
    for (seed, instrument) in super::instruments().iter().enumerate() {
        for beside in [BTreeMap::new(), answered(instrument, seed)] {
            let export = export(instrument, beside);
            let grid = first_sheet(page::write(&export, true).unwrap());
            assert!(compare(&grid, &export) > 10);
        }
    }
}

struct Compared<'a> {
    grid: &'a Grid,
    layout: &'a Layout<'a>,
    count: usize,
}

impl Compared<'_> {
    fn cell(&mut self, row: u32, col: Col, expected: Option<Decimal>, what: &str) {
        let at = CellRef {
            row,
            col: u32::from(self.layout.col(col)),
        };
        let found = match self.grid.at(at).map(|cell| &cell.value) {
            None => None,
            Some(Value::Number(number)) => Some(*number),
            Some(other) => panic!("{what} {at}: {other:?}"),
        };
        let close = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() <= Decimal::new(1, 9),
            (found, expected) => found == expected,
        };
        assert!(close, "{what} {at} {col:?}: {found:?}, ours {expected:?}");
        self.count += 1;
    }
}

fn compare(grid: &Grid, export: &Export<'_>) -> usize {
    let (instrument, layout) = (export.instrument, Layout::of(export.instrument));
    let layout = &layout;
    let mut compared = Compared {
        grid,
        layout,
        count: 0,
    };
    for side in [UNIT, ASSESSOR] {
        one_side(&mut compared, instrument, export, side);
    }
    compared.count
}

fn one_side(compared: &mut Compared<'_>, of: &Instrument, export: &Export<'_>, side: Side) {
    let sheet = said(export, side);
    let (scored, values) = (official(of, &sheet), values(of, &sheet));
    for line in &compared.layout.lines {
        match line.content {
            Content::Node(node) => {
                let points = Some(scored.node(&node.path));
                let share = values.get(&node.path).copied();
                compared.cell(line.row, side.value, points, &node.path);
                compared.cell(line.row, side.share, share, &node.path);
            }
            Content::Item(item) => {
                let share = values.get(&item.path).copied();
                let shown = share.map(|share| share * item.weight.unwrap_or(Decimal::ONE));
                compared.cell(line.row, side.share, share, &item.path);
                compared.cell(line.row, side.value, shown, &item.path);
            }
            Content::Count(..) => {}
        }
    }
    let total = compared.layout.next_row();
    compared.cell(total, side.value, Some(scored.index), "TOTAL");
    compared.cell(total, Col::Weight, Some(of.root().weight), "TOTAL");
}

#[test]
#[ignore = "needs LibreOffice: cargo xtask test --only office"]
fn a_spreadsheet_program_comes_to_the_same_scores() {
    let soffice = std::env::var_os("BUKTI_SOFFICE").unwrap_or_else(|| "soffice".into());
    let folder = tempfile::tempdir().unwrap();
    let instruments = instruments();
    let mut exports = Vec::new();
    for (n, instrument) in instruments.iter().enumerate() {
        // The worksheets with everything are answered in more ways than the long ones.
        let seeds = if n < 2 { 12 } else { 2 };
        let all = (0..seeds).map(|seed| export(instrument, answered(instrument, seed + 100 * n)));
        exports.extend(all);
    }
    let books: Vec<Vec<u8>> = (exports.iter())
        .map(|export| page::write(export, false).unwrap())
        .collect();
    let grids = computed(Path::new(&soffice), folder.path(), &books);
    let compared = grids
        .iter()
        .zip(&exports)
        .map(|(grid, export)| compare(grid, export));
    let count: usize = compared.sum();
    println!("{count} cells compared");
    assert!(count > 1000);
}
