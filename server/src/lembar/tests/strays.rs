//! Rows and columns that stand elsewhere than they should: marks before the codes, signatures below, codes
//! that are missing, rows that slid.

use rust_xlsxwriter::Workbook;

use super::{HEAD, ROWS, Rows, cells, opened, scored};
use crate::lembar::{LembarError, Report, report};

/// Scores rows of any width under a head.
fn laid(head: &[&str], rows: &[Vec<&str>]) -> Report {
    let picked = opened(book(head, rows), None).unwrap();
    report(&picked.worksheet)
}

fn book(head: &[&str], rows: &[Vec<&str>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "LEMBAR KERJA EVALUASI").unwrap();
    let all = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
    for (r, row) in (2..).zip(all) {
        for (c, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            page.write(r, c, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn indexed(report: &Report) -> (&str, Vec<&str>) {
    (report.index.as_str(), cells(report))
}

#[test]
fn columns_of_running_numbers_and_names_before_the_codes_are_no_codes() {
    for heads in [["No Urut", "PIC"], ["", ""]] {
        let head: Vec<&str> = heads.into_iter().chain(HEAD).collect();
        let numbers: Vec<String> = (1..=ROWS.len()).map(|n| n.to_string()).collect();
        for marks in ["Tim 3", "7", "ZI-004"] {
            let rows = ROWS.iter().zip(&numbers).map(|(row, number)| {
                let marked = [number.as_str(), marks];
                marked.into_iter().chain(row.iter().copied()).collect()
            });
            let rows: Vec<Vec<&str>> = rows.collect();
            assert_eq!(indexed(&laid(&head, &rows)), ("81", vec![]), "{marks}");
        }
    }
}

#[test]
fn a_sheet_in_which_no_item_has_a_component_is_no_worksheet() {
    // A component below all items: nothing could be scored, and 0 would be a lie.
    let rows: Vec<Vec<&str>> = vec![
        ["", "", "a. Ada tim", "", "", "Ya/Tidak", "Ya", "", ""].to_vec(),
        ["", "", "b. Tim bekerja", "", "", "Ya/Tidak", "Ya", "", ""].to_vec(),
        ["A.", "Pengungkit", "", "60", "", "", "", "", ""].to_vec(),
    ];
    let refused = opened(book(&HEAD, &rows), None);
    assert!(
        matches!(refused, Err(LembarError::NoWorksheet { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_signature_below_the_table_weighs_nothing() {
    let mut rows = ROWS.to_vec();
    rows.push(["", "Jember, 12 Mei 2022", "", "", "", "", "", "", ""]);
    rows.push(["", "", "Kepala", "Mengetahui", "", "", "", "", ""]);
    assert_eq!(indexed(&scored(&rows)), ("81", vec![]));
}

/// Three parts of four items, so that codes have homes.
fn wide() -> Vec<[&'static str; 9]> {
    vec![
        ["A.", "Pengungkit", "", "60", "", "", "", "", ""],
        ["", "1", "Tim", "20", "", "", "", "", ""],
        ["", "", "a. Ada", "", "", "Ya/Tidak", "Ya", "", ""],
        ["", "2", "Rencana", "20", "", "", "", "", ""],
        ["", "", "a. Ada", "", "", "Ya/Tidak", "Ya", "", ""],
        ["", "3", "Laporan", "20", "", "", "", "", ""],
        ["", "", "a. Ada", "", "", "Ya/Tidak", "Tidak", "", ""],
        ["B.", "Hasil", "", "40", "", "", "", "", ""],
        ["", "1", "Survei", "40", "", "", "", "", ""],
        ["", "", "a. Ada", "", "", "Ya/Tidak", "Ya", "", ""],
    ]
}

fn paths(report: &Report) -> Vec<&str> {
    report.nodes.iter().map(|node| node.path.as_str()).collect()
}

#[test]
fn a_component_without_its_code_stands_beside_its_siblings() {
    // 20 + 20 + 0 + 40.
    let told = scored(&wide());
    assert_eq!(indexed(&told), ("80", vec![]));
    assert_eq!(paths(&told), ["A", "A.1", "A.2", "A.3", "B", "B.1"]);
    let mut rows = wide();
    rows[3][1] = "";
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["B7"]));
    assert_eq!(paths(&told), ["A", "A.1", "A.#1", "A.3", "B", "B.1"]);
    // The first below another, too.
    let mut rows = wide();
    rows[1][1] = "";
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["B5"]));
    assert_eq!(paths(&told), ["A", "A.#1", "A.2", "A.3", "B", "B.1"]);
}

#[test]
fn a_component_that_slid_to_the_left_keeps_its_weight() {
    let mut rows = wide();
    rows[3] = ["2", "Rencana", "20", "", "", "", "", "", ""];
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["A7"]));
    assert_eq!(paths(&told), ["A", "A.1", "A.2", "A.3", "B", "B.1"]);
}

#[test]
fn an_item_that_slid_by_two_columns_is_asked_all_the_same() {
    let mut rows = wide();
    rows[6] = ["", "", "", "", "a. Ada", "", "", "Ya/Tidak", "Tidak"];
    assert_eq!(indexed(&scored(&rows)), ("80", vec!["E10"]));
}

#[test]
fn counts_belong_to_the_nearest_percentage() {
    let rows: Rows<'_> = &[
        ["A.", "Pengungkit", "", "10", "", "", "", "", ""],
        ["", "", "a. Dilaporkan", "", "", "%", "", "", ""],
        ["", "", "b. Ada tim", "", "", "Ya/Tidak", "Ya", "", ""],
        ["", "", "- Jumlah laporan", "", "", "Jumlah", "4", "", ""],
        ["", "", "- Jumlah selesai", "", "", "Jumlah", "3", "", ""],
    ];
    // (3 ÷ 4 + 1) ÷ 2 × 10; both rows are said.
    assert_eq!(indexed(&scored(rows)), ("8.75", vec!["F7", "F8"]));
}

#[test]
fn headings_may_have_codes_like_their_items_in_one_column() {
    let row = |code: &'static str, weight: &'static str, kind, answer| {
        vec![code, "Ada", weight, kind, answer]
    };
    let head = ["Penilaian", "", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let item = |code, answer| row(code, "", "Ya/Tidak", answer);
    let rows = vec![
        row("I", "10", "", ""),
        row("1", "5", "", ""),
        item("1", "Ya"),
        item("2", "Ya"),
        row("2", "5", "", ""),
        item("1", "Ya"),
        item("2", "Tidak"),
    ];
    // 5 + (1 + 0) ÷ 2 × 5.
    assert_eq!(laid(&head, &rows).index, "7.5");
}

#[test]
fn a_lone_heading_over_components_that_add_up_to_it_stays_above_them() {
    let head = ["Penilaian", "", "", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let mut rows = vec![vec!["1", "Semua", "", "4", "", ""]];
    for code in ["1", "2", "3", "4"] {
        rows.push(vec!["", code, "Bagian", "1", "", ""]);
        rows.push(vec!["", "", "a. Ada", "", "Ya/Tidak", "Ya"]);
    }
    let told = laid(&head, &rows);
    assert_eq!(indexed(&told), ("4", vec![]));
    assert_eq!(paths(&told), ["1", "1.1", "1.2", "1.3", "1.4"]);
}
