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

#[test]
fn several_that_slid_go_back_to_their_series() {
    // Ten components of a part, and the codes of the third and the seventh one column to the right.
    let mut rows = vec![["A.", "Pengungkit", "", "", "20", "", "Ya/Tidak", "", ""]];
    rows[0][6] = "";
    let codes = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    for code in codes {
        rows.push(["", code, "Bagian", "", "2", "", "", "", ""]);
        rows.push(["", "", "a.", "Ada", "", "", "Ya/Tidak", "Ya", ""]);
    }
    for at in [5, 13] {
        let code = rows[at][1];
        rows[at] = ["", "", code, "Bagian", "2", "", "", "", ""];
    }
    let head = [
        "Penilaian",
        "",
        "",
        "",
        "Bobot",
        "",
        "Pilihan Jawaban",
        "Jawaban",
        "",
    ];
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
    let told = laid(&head, &rows);
    assert_eq!(indexed(&told), ("20", vec!["C9", "C17"]));
    let expected: Vec<String> = codes.iter().map(|code| format!("A.{code}")).collect();
    assert_eq!(paths(&told)[1..], expected);
}

/// The unit's answers are Ya and Tidak, another's all Ya.
fn twice(heads: &[[&'static str; 2]], said: [&'static str; 2]) -> Report {
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for of in heads {
        rows.push(vec!["", "", "", "", of[0], of[1]]);
    }
    rows.push(vec!["A.", "Tim", "10", "", "", ""]);
    rows.push(vec!["", "a. Ada", "", "Ya/Tidak", said[0], "Ya"]);
    rows.push(vec!["", "b. Kerja", "", "Ya/Tidak", said[1], "Ya"]);
    rows.push(vec!["", "c. Lapor", "", "Ya/Tidak", "", "Ya"]);
    let (first, rest) = rows.split_first().unwrap();
    let head = [
        "Penilaian",
        "",
        "Bobot",
        "Pilihan Jawaban",
        first[4],
        first[5],
    ];
    laid(&head, rest)
}

#[test]
fn an_assessors_column_is_never_taken_for_the_units() {
    let said = ["Ya", "Tidak"];
    for heads in [
        ["Jawaban", "Jawaban Hasil Evaluasi"],
        ["Jawaban Unit Kerja", "Jawaban Unit TPI"],
        ["Jawaban", "Jawaban Tim Penilai Unit"],
        ["Jawaban Awal", "Jawaban Akhir"],
        ["Jawaban KPU Kabupaten", "Jawaban KPU Provinsi"],
    ] {
        // (1 + 0) ÷ 2 × 10; nothing is ambiguous.
        assert_eq!(indexed(&twice(&[heads], said)), ("5", vec![]), "{heads:?}");
        // Whichever stands first: here the other's answers are in the column of the unit.
        let [unit, other] = heads;
        let turned = twice(&[[other, unit]], said);
        assert_eq!(turned.index, "10", "{heads:?}");
    }
    // Called the same, the first is read, and the other is said; unless nothing is filled in there.
    let same = twice(&[["Jawaban", "Jawaban"]], said);
    assert_eq!(indexed(&same), ("5", vec!["F3"]));
    let empty = twice(&[["Jawaban", "Jawaban"]], ["", ""]);
    assert_eq!(indexed(&empty), ("10", vec!["E3"]));
}

#[test]
fn what_stands_below_the_table_makes_no_component() {
    let index = |below: &[[&'static str; 9]]| {
        let mut rows = ROWS.to_vec();
        rows.extend_from_slice(below);
        let told = scored(&rows);
        (told.index.clone(), told.nodes.len(), told.findings.len())
    };
    let recap = [
        ["TOTAL", "", "", "100", "", "", "", "", ""],
        ["1", "Manajemen Perubahan", "", "8", "", "", "", "", ""],
        ["2", "Tata Laksana", "", "7", "", "", "", "", ""],
    ];
    assert_eq!(index(&recap), ("81".to_owned(), 5, 0));
    let mut titled = recap;
    titled[0] = ["REKAPITULASI", "", "", "", "", "", "", "", ""];
    assert_eq!(index(&titled), ("81".to_owned(), 5, 0));
    let signed = [["NIP", "", "", "197005052000031001", "", "", "", "", ""]];
    assert_eq!(index(&signed), ("81".to_owned(), 5, 0));
}

#[test]
fn counts_below_a_percentage_are_counts_whatever_their_type_is_called() {
    let mut rows = ROWS.to_vec();
    rows[6][5] = "Jml";
    rows[7][5] = "Angka";
    assert_eq!(indexed(&scored(&rows)), ("81", vec!["F10", "F11"]));
}

#[test]
fn columns_are_found_by_what_stands_in_them() {
    let mut head = HEAD;
    for (named, found) in [("Opsi", vec![]), ("Tipe", vec![]), ("Jawaban", vec![])] {
        head[5] = named;
        let mut rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
        rows[3][6] = "B.";
        assert_eq!(indexed(&laid(&head, &rows)), ("81", found), "{named}");
    }
    // An empty head over answers, and `Bobot Item` before `Bobot`.
    let mut head: Vec<&str> = HEAD.to_vec();
    head[6] = "";
    let rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
    assert_eq!(indexed(&laid(&head, &rows)), ("81", vec!["G3"]));
    let mut head: Vec<&str> = HEAD.to_vec();
    head.insert(3, "Bobot Item");
    let rows: Vec<Vec<&str>> = (ROWS.iter())
        .map(|row| [&row[..3], &[""], &row[3..]].concat())
        .collect();
    assert_eq!(indexed(&laid(&head, &rows)), ("81", vec![]));
}

#[test]
fn a_table_of_grades_is_read_whichever_way_it_is_laid() {
    let names = ["AA", "A", "BB", "B", "CC", "C", "D"];
    let bounds = ["85", "75", "65", "55", "45", "30", "0"];
    let upper = ["100", "85", "75", "65", "55", "45", "30"];
    // 81: above 75 here an A, and above 80 by custom as well; with AA from 80 it is told apart.
    let grade = |row: &dyn Fn(usize) -> Vec<String>| {
        let rows: Vec<Vec<String>> = (0..7).map(row).collect();
        let mut all: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
        all.push(vec![""; 9]);
        let rows = rows
            .iter()
            .map(|row| row.iter().map(String::as_str).collect());
        all.extend(rows);
        laid(&HEAD, &all).grade
    };
    let from = |n: usize| if n == 0 { "80" } else { bounds[n] }.to_owned();
    let name = |n: usize| names[n].to_owned();
    let aa = Some("AA".to_owned());
    assert_eq!(grade(&|n| vec![from(n), upper[n].into(), name(n)]), aa);
    assert_eq!(
        grade(&|n| vec![format!(">{}-{}", from(n), upper[n]), "Baik".into(), name(n)]),
        aa
    );
    assert_eq!(
        grade(&|n| vec![format!("{} (Baik)", names[n]), format!("> {}", from(n))]),
        Some("AA (Baik)".to_owned()).and(aa)
    );
}
