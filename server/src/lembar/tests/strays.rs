//! Rows and codes that stand elsewhere than they should: marks before the codes, codes that are missing, rows
//! that slid.

use super::{HEAD, ROWS, book, cells, opened, scored};
use crate::lembar::{Report, report};

/// Scores rows of any width under a head.
pub fn laid(head: &[&str], rows: &[Vec<&str>]) -> Report {
    let picked = opened(book(head, rows), None).unwrap();
    report(&picked.worksheet)
}

/// The index, and the cells of which something is said.
pub fn indexed(report: &Report) -> (&str, Vec<&str>) {
    (report.index.as_str(), cells(report))
}

/// Three parts of four items, so that codes have homes.
pub fn wide() -> Vec<[&'static str; 9]> {
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

pub fn paths(report: &Report) -> Vec<&str> {
    report.nodes.iter().map(|node| node.path.as_str()).collect()
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
fn a_component_without_its_code_stands_beside_its_siblings() {
    // 20 + 20 + 0 + 40.
    let told = scored(&wide());
    assert_eq!(indexed(&told), ("80", vec![]));
    assert_eq!(paths(&told), ["A", "A.1", "A.2", "A.3", "B", "B.1"]);
    let mut rows = wide();
    rows[3][1] = "";
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["B7"]));
    assert!(told.findings[0].proposal.ends_with(": 2"), "{told:?}");
    assert_eq!(paths(&told), ["A", "A.1", "A.#1", "A.3", "B", "B.1"]);
    // The first below another, too.
    let mut rows = wide();
    rows[1][1] = "";
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["B5"]));
    assert_eq!(paths(&told), ["A", "A.#1", "A.2", "A.3", "B", "B.1"]);
}

#[test]
fn a_component_without_its_code_stands_where_the_weights_say() {
    let mut rows = ROWS;
    rows[8][0] = "";
    // Its item stands deeper than its label: by that alone it would be III of A.
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("81", vec!["A12"]));
    assert_eq!(told.findings[0].proposal, "Isi kodenya: B");
    assert_eq!(paths(&told), ["A", "A.I", "A.II", "#1", "#1.a"]);
}

#[test]
fn a_component_that_lacks_its_weight_has_what_the_others_leave() {
    let nodes = |report: &Report| -> Vec<String> {
        let nodes = report.nodes.iter();
        nodes
            .map(|node| format!("{} {} {}", node.path, node.weight, node.value))
            .collect()
    };
    // 20 of the 60: nothing else changes.
    let mut rows = wide();
    rows[3][3] = "";
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["D7"]));
    assert_eq!(told.findings[0].proposal, "Bobotnya 20");
    assert_eq!(
        nodes(&told)[..4],
        ["A 60 40", "A.1 20 20", "A.2 20 20", "A.3 20 0"]
    );
    // Two, with one item and four: of the 40 that are left 8 and 32. 8 + 20 + (0 + 1 + 1 + 1) ÷ 4 × 32 + 40.
    let mut rows = wide();
    (rows[1][3], rows[5][3]) = ("", "-");
    for (at, item) in (7..).zip(["b. Ada", "c. Ada", "d. Ada"]) {
        rows.insert(at, ["", "", item, "", "", "Ya/Tidak", "Ya", "", ""]);
    }
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("92", vec!["D5", "D9"]));
    assert_eq!(nodes(&told)[1..4], ["A.1 8 8", "A.2 20 20", "A.3 32 24"]);
    // Nothing is left: its item earns nothing.
    let mut rows = wide();
    (rows[0][3], rows[3][3]) = ("40", "");
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("60", vec!["D7"]));
    assert_eq!(nodes(&told)[2], "A.2 0 0");
    // None has a weight: they only group the items of the one above. (1 + 1 + 0) ÷ 3 × 60 + 40.
    let mut rows = wide();
    for row in [1, 3, 5] {
        rows[row][3] = "";
    }
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["D5", "D7", "D9"]));
    assert_eq!(paths(&told), ["A", "B", "B.1"]);
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
fn a_component_that_slid_by_two_columns_keeps_its_weight() {
    let head = [
        "Penilaian",
        "",
        "",
        "",
        "Bobot",
        "Kriteria Nilai",
        "Pilihan Jawaban",
        "Jawaban",
    ];
    let mut rows: Vec<Vec<&str>> = vec![vec!["A.", "Tim", "", "", "6", "", "", ""]];
    for code in ["1", "2", "3"] {
        rows.push(vec!["", code, "Bagian", "", "2", "", "", ""]);
        rows.push(vec!["", "", "a.", "Ada", "", "", "Ya/Tidak", "Ya"]);
    }
    rows[3] = vec!["", "", "", "2", "Bagian", "", "2", ""];
    let told = laid(&head, &rows);
    assert_eq!(indexed(&told), ("6", vec!["D7"]));
    assert_eq!(paths(&told), ["A", "A.1", "A.2", "A.3"]);
}

#[test]
fn areas_and_persons_before_the_codes_are_no_codes() {
    let head: Vec<&str> = std::iter::once("Area").chain(HEAD).collect();
    let rows = (ROWS.iter().zip(1..)).map(|(row, n)| {
        let area = if [1, 5].contains(&n) { "AREA 1" } else { "" };
        std::iter::once(area).chain(row.iter().copied()).collect()
    });
    let rows: Vec<Vec<&str>> = rows.collect();
    assert_eq!(indexed(&laid(&head, &rows)), ("81", vec![]));
}

#[test]
fn an_item_that_slid_by_two_columns_is_asked_all_the_same() {
    let mut rows = wide();
    rows[6] = ["", "", "", "", "a. Ada", "", "", "Ya/Tidak", "Tidak"];
    assert_eq!(indexed(&scored(&rows)), ("80", vec!["E10"]));
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

#[test]
fn a_lone_item_in_a_shallow_branch_stands_where_it_belongs() {
    let head = [
        "Penilaian",
        "",
        "",
        "",
        "Bobot",
        "Pilihan Jawaban",
        "Jawaban",
    ];
    let item = |col: usize| {
        let mut row = vec!["", "", "", "", "", "Ya/Tidak", "Ya"];
        (row[col], row[col + 1]) = ("a.", "Ada");
        row
    };
    let mut rows = vec![vec!["A.", "Pengungkit", "", "", "6", "", ""]];
    for code in ["1", "2", "3"] {
        rows.push(vec!["", code, "Bagian", "", "2", "", ""]);
        rows.push(item(2));
    }
    rows.push(vec!["B.", "Hasil", "", "", "4", "", ""]);
    rows.push(item(1));
    assert_eq!(indexed(&laid(&head, &rows)), ("10", vec![]));
}

#[test]
fn a_heading_that_is_copied_is_said_and_not_the_one_above() {
    let mut rows = wide();
    rows.insert(3, rows[3]);
    // The first of the two has no items, the second has the code of the first.
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["D7", "B8"]));
    let mut romans = wide();
    for (row, code) in [(1, "i."), (3, "i."), (5, "iii.")] {
        romans[row][1] = code;
    }
    let told = scored(&romans);
    assert_eq!(indexed(&told), ("80", vec!["B7"]));
    assert!(told.findings[0].proposal.ends_with(" ii"), "{told:?}");
}

#[test]
fn codes_in_one_column_may_print_the_whole_path() {
    let head = ["Kode", "Uraian", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let rows = vec![
        vec!["1", "Pengungkit", "60", "", ""],
        vec!["1.1", "Tim", "20", "", ""],
        vec!["1.1.1", "Ada", "", "Ya/Tidak", "Ya"],
        vec!["1.1.2", "Bekerja", "", "Ya/Tidak", "Tidak"],
        vec!["1.2", "Laporan", "40", "", ""],
        vec!["1.2.1", "Ada", "", "Ya/Tidak", "Ya"],
        vec!["2", "Hasil", "40", "", ""],
        vec!["2.1", "Survei", "40", "", ""],
        vec!["2.1.1", "Ada", "", "Ya/Tidak", "Ya"],
    ];
    let told = laid(&head, &rows);
    // 1 ÷ 2 × 20 + 40 + 40.
    assert_eq!(indexed(&told), ("90", vec![]));
    assert_eq!(paths(&told), ["1", "1.1", "1.2", "2", "2.1"]);
}

#[test]
fn a_lone_heading_stays_above_a_series_that_begins_below_it() {
    let head = ["Penilaian", "", "", "Bobot", "Pilihan Jawaban", "Jawaban"];
    // Four of one are not five: that is said, and no row moved.
    let mut rows = vec![vec!["1", "Semua", "", "5", "", ""]];
    for code in ["1", "2", "3", "4"] {
        rows.push(vec!["", code, "Bagian", "1", "", ""]);
        rows.push(vec!["", "", "a. Ada", "", "Ya/Tidak", "Ya"]);
    }
    let told = laid(&head, &rows);
    assert_eq!(indexed(&told), ("4", vec!["D4"]));
    assert_eq!(paths(&told), ["1", "1.1", "1.2", "1.3", "1.4"]);
}

#[test]
fn no_row_that_asks_or_answers_is_left_out_in_silence() {
    // The type stands far to the right, in the column of links.
    let mut rows = wide();
    (rows[6][5], rows[6][8]) = ("", "Ya/Tidak");
    assert_eq!(cells(&scored(&rows)), ["I10"]);
    // Neither code nor type, but an answer.
    let mut rows = wide();
    rows[6] = ["", "", "Ada", "", "", "", "Tidak", "", ""];
    assert_eq!(cells(&scored(&rows)), ["F10"]);
}

#[test]
fn a_weight_a_row_too_low_or_too_high_is_its_component_s() {
    let item =
        |code: &'static str, weight, answer| ["", "", code, weight, "", "Ya/Tidak", answer, "", ""];
    let rows = |low: [&'static str; 2], high: [&'static str; 2]| {
        vec![
            ["A.", "Pengungkit", "", "30", "", "", "", "", ""],
            ["", "1", "Tim", low[0], "", "", "", "", ""],
            item("a. Ada", low[1], "Ya"),
            item("b. Kerja", high[1], "Tidak"),
            ["", "2", "Rencana", high[0], "", "", "", "", ""],
            item("a. Ada", "", "Ya"),
            item("b. Lapor", "", "Ya"),
        ]
    };
    // 1 ÷ 2 × 20 + 10.
    let told = scored(&rows(["20", ""], ["10", ""]));
    assert_eq!(indexed(&told), ("20", vec![]));
    let told = scored(&rows(["", "20"], ["10", ""]));
    assert_eq!(indexed(&told), ("20", vec!["D6"]));
    let told = scored(&rows(["20", ""], ["", "10"]));
    assert_eq!(indexed(&told), ("20", vec!["D7"]));
}
