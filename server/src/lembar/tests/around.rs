//! What stands around a worksheet and isn't part of it; columns, counts and grades in other words.

use rust_xlsxwriter::Formula;

use super::form::{changed, page};
use super::strays::{indexed, laid, wide};
use super::{HEAD, ROWS, Rows, book, opened, scored};
use crate::lembar::{LembarError, Report, report};

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

#[test]
fn a_signature_may_stand_in_any_column() {
    for col in [3, 5, 6] {
        let mut rows = ROWS.to_vec();
        let mut signed = ["", "Jember, 12 Mei 2022", "", "", "", "", "", "", ""];
        rows.push(signed);
        signed = ["", "Mengetahui", "", "", "", "", "", "", ""];
        signed[col] = "Kepala Kantor";
        rows.push(signed);
        assert_eq!(indexed(&scored(&rows)), ("81", vec![]), "{col}");
    }
}

#[test]
fn points_that_are_no_points_of_the_weight_are_noted() {
    let head = ["Penilaian", "", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let noted = |kind: &'static str| {
        let rows = [
            vec!["A.", "Hasil", "5", "", ""],
            vec!["", "a. Opini", "5", kind, "WDP"],
        ];
        let picked = opened(book(&head, &rows), None).unwrap();
        let notes: Vec<String> = picked
            .worksheet
            .notes()
            .map(|one| one.cell.to_string())
            .collect();
        (report(&picked.worksheet).index, notes)
    };
    // 2 ÷ 4 × 5, and 4 is not 5.
    let of = |index: &str, notes: &[&str]| {
        let notes = notes.iter().map(|cell| (*cell).to_owned()).collect();
        (index.to_owned(), notes)
    };
    assert_eq!(noted("WTP=4; WDP=2"), of("2.5", &["D5"]));
    assert_eq!(noted("WTP=5; WDP=2"), of("2", &[]));
}

#[test]
fn findings_show_cells_as_they_stand() {
    let mut rows = ROWS;
    rows[2][8] = "D:\\ZI\\SK.pdf";
    rows[3][6] = "\"A\" atau\n\"B\"";
    let told = scored(&rows);
    let what = |n: usize| told.findings[n].what.as_str();
    assert!(what(0).contains("“D:\\ZI\\SK.pdf”"), "{}", what(0));
    assert!(what(1).contains("“\"A\" atau \"B\"”"), "{}", what(1));
}

#[test]
fn codes_and_answers_that_became_dates_are_said() {
    let mut rows = wide();
    (rows[1][1], rows[3][1]) = ("44562", "44593");
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("80", vec!["B5", "B7"]));
    let mut rows = ROWS;
    rows[9][6] = "44715";
    let told = scored(&rows);
    // 15 and 30; 3.6 isn't guessed.
    assert_eq!(indexed(&told), ("45", vec!["G13"]));
}

#[test]
fn a_table_of_grades_may_have_names_of_its_own() {
    let graded = |table: &[&'static [&'static str]]| {
        let mut rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
        rows.push(vec!["", "Jember, 12 Mei 2022"]);
        rows.extend(table.iter().map(|row| row.to_vec()));
        let told = laid(&HEAD, &rows);
        assert_eq!(told.index, "81");
        let cells = told.findings.iter().map(|one| one.cell.clone()).collect();
        (told.grade.unwrap(), cells)
    };
    let told = |grade: &str, cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        (grade.to_owned(), cells)
    };
    // 81 lies above 75; by custom it would be an A.
    let own: [&[&str]; 5] = [
        &["Predikat", "Batas"],
        &["Istimewa", "90"],
        &["Sangat Baik", "75"],
        &["Baik", "60"],
        &["Kurang", "0"],
    ];
    assert_eq!(graded(&own), told("Sangat Baik", &[]));
    let four: [&[&str]; 5] = [
        &["No", "Rentang", "Predikat"],
        &["1", "> 85", "A"],
        &["2", "> 70", "B"],
        &["3", "> 55", "C"],
        &["4", "<= 55", "D"],
    ];
    assert_eq!(graded(&four), told("B", &[]));
    // A table that can't be read is said, at its head.
    let words: [&[&str]; 4] = [
        &["Predikat", "Rentang"],
        &["Istimewa", "hampir semua"],
        &["Baik", "sebagian"],
        &["Kurang", "sedikit"],
    ];
    assert_eq!(graded(&words), told("A", &["A15"]));
    // Offices with their grades are no table of grades.
    let offices: [&[&str]; 4] = [
        &["Unit", "Nilai", "Predikat"],
        &["Jember", "88", "BB"],
        &["Blitar", "77", "CC"],
        &["Kediri", "0", "C"],
    ];
    assert_eq!(graded(&offices), told("A", &[]));
}

#[test]
fn columns_may_be_counted_below_their_heads() {
    for counts in [
        ["1", "", "", "2", "3", "4", "5", "6", "7"],
        ["(a)", "", "", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)"],
    ] {
        let rows = [&[counts][..], &ROWS].concat();
        assert_eq!(indexed(&scored(&rows)), ("81", vec![]), "{counts:?}");
    }
}

#[test]
fn a_sum_among_items_is_no_component() {
    let mut rows = ROWS.to_vec();
    rows.insert(3, ["", "JUMLAH TIM", "", "20", "", "", "", "", ""]);
    assert_eq!(indexed(&scored(&rows)), ("81", vec![]));
}

#[test]
fn the_head_of_the_next_page_takes_nothing_from_what_lies_above() {
    // The row before it is called by a word that heads are called by.
    for title in ["b. Kriteria dan bobot komponen", "b. Tim bekerja"] {
        for at in [4, 6] {
            let mut rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
            rows[3][2] = title;
            rows.insert(at, HEAD.to_vec());
            assert_eq!(indexed(&laid(&HEAD, &rows)), ("81", vec![]), "{title} {at}");
        }
    }
}

#[test]
fn what_asks_above_the_head_is_said() {
    let told = page(|page| {
        page.write(1, 2, "a. Ada").unwrap();
        page.write(1, 5, "Ya/Tidak").unwrap();
    });
    assert_eq!(indexed(&told), ("81", vec!["F2"]));
}

#[test]
fn per_cent_in_a_cell_of_points_is_no_small_number() {
    let percent = rust_xlsxwriter::Format::new().set_num_format("0 %");
    let survey = |kind: &str, share: f64| {
        page(|page| {
            page.write(12, 5, kind).unwrap();
            page.write_with_format(12, 6, share, &percent).unwrap();
        })
    };
    // 15 + 30 and 0.9 of 40; it is said in a note.
    assert_eq!(indexed(&survey("Nilai (0-100)", 0.9)), ("81", vec![]));
    // Of what it is a share, nobody knows.
    assert_eq!(indexed(&survey("Nilai (0-4)", 0.9)), ("45", vec!["G13"]));
}

#[test]
fn a_table_of_grades_below_is_no_part_of_the_worksheet() {
    let table = [
        ["No", "Predikat", "Interpretasi", "Nilai"],
        ["1", "AA", "Istimewa", "> 90 - 100"],
        ["2", "A", "Memuaskan", "> 80 - 90"],
        ["3", "BB", "Sangat Baik", "> 70 - 80"],
        ["4", "B", "Baik", "> 60 - 70"],
        ["5", "C", "Kurang", "> 0 - 60"],
    ];
    // Its columns stand below codes, weights, types or answers.
    for from in 0..8 {
        let told = page(|page| {
            for (r, row) in (15..).zip(table) {
                for (c, text) in (from..).zip(row) {
                    page.write(r, c, text).unwrap();
                }
            }
        });
        assert_eq!(indexed(&told), ("81", vec![]), "{from}");
        assert_eq!(told.grade.as_deref(), Some("A"), "{from}");
    }
}

#[test]
fn a_link_behind_a_name_is_taken() {
    let picked = changed(|book| {
        let page = book.worksheet_from_index(0).unwrap();
        let formula = "=HYPERLINK(\"https://a.go.id/9\",\"SK Tim\")";
        let formula = Formula::new(formula).set_result("SK Tim");
        page.write_formula(6, 8, formula).unwrap();
        page.write(5, 6, "tdk").unwrap();
    });
    let filled = picked.worksheet.filled.values();
    let links = filled.flat_map(|filled| &filled.links);
    let links: Vec<&str> = links.map(String::as_str).collect();
    assert!(links.contains(&"https://a.go.id/9"), "{links:?}");
    // The team that there isn't costs half of 20.
    assert_eq!(report(&picked.worksheet).index, "71");
}
