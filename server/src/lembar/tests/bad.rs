//! What isn't a worksheet, and what is too much of one: refused with the cell or the reason.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{LembarError, ROWS, cells, fill, opened};
use crate::lembar::report;

/// A workbook with one part in place of its own.
fn with_part(name: &str, part: &[u8]) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &ROWS);
    let bytes = book.save_to_buffer().unwrap();
    let mut from = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..from.len() {
        let mut file = from.by_index(n).unwrap();
        let own = file.name().unwrap().into_owned();
        to.start_file(&own, SimpleFileOptions::default()).unwrap();
        if own == name {
            to.write_all(part).unwrap();
        } else {
            std::io::copy(&mut file, &mut to).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> Vec<u8> {
    let open = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    with_part(
        "xl/worksheets/sheet1.xml",
        format!("{open}{rows}</sheetData></worksheet>").as_bytes(),
    )
}

#[test]
fn a_hundred_thousand_rows_are_refused_at_the_first_beyond() {
    let rows: String = (1..=100_000)
        .map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c></row>"))
        .collect();
    let error = opened(sheet(&rows), None).unwrap_err();
    assert!(matches!(error, LembarError::TooManyRows { .. }), "{error}");
    assert!(error.to_string().contains("A20001"), "{error}");
}

#[test]
fn too_many_cells_are_refused() {
    // 300 columns in each of 1000 rows: 300,000 cells.
    let cells = "<c><v>1</v></c>".repeat(300);
    let rows: String = (1..=1000)
        .map(|n| format!("<row r=\"{n}\">{cells}</row>"))
        .collect();
    let error = opened(sheet(&rows), None).unwrap_err();
    assert!(matches!(error, LembarError::TooManyCells { .. }), "{error}");
}

#[test]
fn errors_of_formulas_leave_items_unanswered() {
    let mut rows = ROWS;
    for (row, col) in [(2, 6), (6, 6)] {
        rows[row][col] = "";
    }
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    fill(page, &rows);
    let error = |text: &str| rust_xlsxwriter::Formula::new("=1/0").set_result(text);
    // The answer of the first item, and the whole of the percentage.
    page.write_formula(5, 6, error("#DIV/0!")).unwrap();
    page.write_formula(9, 6, error("#REF!")).unwrap();
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    let report = report(&picked.worksheet);
    // I: 0.5 × 20 = 10 (the other item has left the mean). II: no whole, so unanswered. B: 36.
    assert_eq!(report.index, "46");
    assert_eq!(cells(&report), ["G6", "G10"]);
}

#[test]
fn another_document_in_a_zip_is_refused() {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    to.start_file("surat.txt", SimpleFileOptions::default())
        .unwrap();
    to.write_all(b"halo").unwrap();
    let zip = to.finish().unwrap().into_inner();
    assert!(matches!(opened(zip, None), Err(LembarError::NotXlsx(_))));
}

#[test]
fn half_a_sheet_in_a_whole_archive_is_damaged() {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &ROWS);
    let bytes = book.save_to_buffer().unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let name = "xl/worksheets/sheet1.xml";
    let mut whole = String::new();
    let mut part = archive.by_name(name).unwrap();
    std::io::Read::read_to_string(&mut part, &mut whole).unwrap();
    let cut = whole.find("r=\"9\"").unwrap();
    let cut = whole[..cut].rfind("<row").unwrap();
    let error = opened(with_part(name, &whole.as_bytes()[..cut]), None).unwrap_err();
    assert!(matches!(error, LembarError::Damaged { .. }), "{error}");
}
