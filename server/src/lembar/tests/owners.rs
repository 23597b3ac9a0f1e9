//! Of several columns of answers the unit's is read, and what is guessed is said.

use rust_xlsxwriter::{Format, Workbook};

use super::{HEAD, ROWS, cells, opened};
use crate::lembar::{Report, report};

/// The small worksheet (81), its unit's last answer missing and one more column, all of whose letters and
/// words are the best. B weighs 40 and is unanswered: 45. With the assessor's: 100.
fn beside(unit: &str, other: &str, swapped: bool) -> Report {
    let (unit_col, other_col) = if swapped { (9, 6) } else { (6, 9) };
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "LEMBAR KERJA EVALUASI UNIT KERJA")
        .unwrap();
    for (c, text) in (0..).zip(HEAD).filter(|(c, _)| *c != 6) {
        page.write(2, c, text).unwrap();
    }
    page.write(2, unit_col, unit).unwrap();
    page.write(2, other_col, other).unwrap();
    for (r, row) in (3..).zip(&ROWS) {
        for (c, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            if c != 6 {
                page.write(r, c, *text).unwrap();
            } else if r != 12 {
                page.write(r, unit_col, *text).unwrap();
            }
        }
        let best = match row[5] {
            "Ya/Tidak" => "Ya",
            "A/B/C" => "A",
            "%" => "100 %",
            "Nilai (0-4)" => "4",
            _ => continue,
        };
        page.write(r, other_col, best).unwrap();
    }
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    report(&picked.worksheet)
}

#[test]
fn the_unit_s_answers_are_read_however_full_the_assessor_s_are() {
    // Nobody could take these for each other.
    for (unit, other) in [
        ("Jawaban", "Jawaban TPI"),
        ("Jawaban", "Jawaban Kemenpan"),
        ("Jawaban", "Jawaban Hasil Evaluasi"),
        ("Jawaban Unit", "Jawaban Hasil Evaluasi"),
        ("Jawaban Unit Kerja", "Jawaban Unit TPI"),
        ("Jawaban Unit", "Jawaban Tim Penilai Unit"),
        ("Jawaban Satker", "Jawaban Tim"),
        ("Jawaban Awal", "Jawaban Akhir"),
        ("Jawaban KPU Kabupaten", "Jawaban KPU Provinsi"),
        ("Jawaban KPU Provinsi", "Jawaban KPU RI"),
        ("Hasil Evaluasi Mandiri: Jawaban", "Hasil Evaluasi: Jawaban"),
    ] {
        for swapped in [false, true] {
            let report = beside(unit, other, swapped);
            let told = (report.index.as_str(), cells(&report));
            assert_eq!(told, ("45", vec![]), "{unit} {other} {swapped}");
        }
    }
    // These are said.
    for (unit, other) in [
        ("Jawaban", "Jawaban (2)"),
        ("Jawaban Tahun 2022", "Jawaban Tahun 2021"),
    ] {
        for (swapped, cell) in [(false, "J3"), (true, "G3")] {
            let report = beside(unit, other, swapped);
            let told = (report.index.as_str(), cells(&report));
            assert_eq!(told, ("45", vec![cell]), "{unit} {other} {swapped}");
        }
    }
    // Of two that are called the same the first.
    let report = beside("Jawaban", "Jawaban", false);
    assert_eq!((report.index.as_str(), cells(&report)), ("45", vec!["J3"]));
}

/// The columns of the unit and of the assessor below a head of three rows, merged or not.
fn three_rows(merged: bool) -> Report {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let mut head = |row: u32, from: u16, to: (u32, u16), text: &str| {
        if merged && (row, from) != to {
            page.merge_range(row, from, to.0, to.1, text, &Format::new())
                .unwrap();
        } else {
            page.write(row, from, text).unwrap();
        }
    };
    head(2, 0, (4, 2), "Penilaian");
    for (col, text) in [(3, "Bobot"), (4, "Pilihan Jawaban"), (8, "Bukti Dukung")] {
        head(2, col, (4, col), text);
    }
    head(2, 5, (2, 7), "PENILAIAN MANDIRI");
    head(3, 5, (3, 7), "Unit Kerja");
    head(2, 9, (2, 11), "EVALUASI TIM PENILAI");
    for from in [5, 9] {
        for (col, text) in (from..).zip(["Jawaban", "Nilai", "Catatan"]) {
            head(4, col, (4, col), text);
        }
    }
    for (r, row) in (5..).zip(&ROWS) {
        for (c, from) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (5, 6)] {
            if !row[from].is_empty() && (r, c) != (14, 5) {
                page.write(r, c, row[from]).unwrap();
            }
        }
        if row[5] == "A/B/C" {
            page.write(r, 9, "A").unwrap();
        }
    }
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    report(&picked.worksheet)
}

#[test]
fn a_head_of_three_rows_tells_whose_its_columns_are() {
    for merged in [true, false] {
        let report = three_rows(merged);
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("45", vec![]), "{merged}");
    }
}

/// The small worksheet with its unit's and its assessor's columns in groups below a head of two rows; the unit's
/// last answer is missing, and all of the assessor's are the best.
fn groups(names: [&str; 2], words: &[&str], merged: bool, swapped: bool) -> Report {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let width = u16::try_from(words.len()).unwrap();
    let (unit, other) = if swapped {
        (5 + width, 5)
    } else {
        (5, 5 + width)
    };
    let mut head = |row: u32, from: u16, to: (u32, u16), text: &str| {
        if merged && (row, from) != to {
            page.merge_range(row, from, to.0, to.1, text, &Format::new())
                .unwrap();
        } else {
            page.write(row, from, text).unwrap();
        }
    };
    head(2, 0, (3, 2), "PENILAIAN");
    for (col, text) in [(3, "BOBOT"), (4, "PILIHAN JAWABAN")] {
        head(2, col, (3, col), text);
    }
    for (from, name) in [unit, other].into_iter().zip(names) {
        head(2, from, (2, from + width - 1), name);
        for (col, text) in (from..).zip(words) {
            head(3, col, (3, col), text);
        }
    }
    for (r, row) in (4..).zip(&ROWS) {
        for (c, from) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (unit, 6)] {
            if !row[from].is_empty() && (r, c) != (13, unit) {
                page.write(r, c, row[from]).unwrap();
            }
        }
        let best = match row[5] {
            "Ya/Tidak" => "Ya",
            "A/B/C" => "A",
            "%" => "100 %",
            "Nilai (0-4)" => "4",
            _ => continue,
        };
        page.write(r, other, best).unwrap();
    }
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    report(&picked.worksheet)
}

#[test]
fn a_column_of_per_cent_is_part_of_a_head_of_two_rows() {
    let words: [&[&str]; 4] = [
        &["Jawaban", "Nilai", "%", "Catatan"],
        &["Jawaban", "Nilai", "Persen", "Catatan"],
        &["Jawaban", "Nilai", "%"],
        &["Jawaban", "Nilai", "Catatan"],
    ];
    for names in [["UNIT KERJA", "TPI"], ["Satker", "Inspektorat"]] {
        for words in words {
            for (merged, swapped) in [(true, false), (true, true), (false, false), (false, true)] {
                let report = groups(names, words, merged, swapped);
                let told = (report.index.as_str(), cells(&report));
                assert_eq!(
                    told,
                    ("45", vec![]),
                    "{names:?} {words:?} {merged} {swapped}"
                );
            }
        }
    }
}

#[test]
fn columns_whose_heads_say_little_are_told_by_what_they_hold() {
    // "Opsi" over the types, "Jawaban" over them, nothing over the answers; a second weight, of items.
    let scored = |heads: &[(u16, &str)], items: &[&str]| {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        for (c, text) in (0..).zip(HEAD).filter(|(_, text)| !text.is_empty()) {
            page.write(2, c, text).unwrap();
        }
        for (col, text) in heads {
            page.write(2, *col, *text).unwrap();
        }
        for (r, row) in (3..).zip(&ROWS) {
            for (c, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
                page.write(r, c, *text).unwrap();
            }
            if let (false, Some(share)) = (row[5].is_empty(), items.first()) {
                page.write(r, 4, *share).unwrap();
            }
        }
        let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
        report(&picked.worksheet)
    };
    for (heads, cell) in [
        (&[(5, "Opsi")][..], None),
        (&[(5, "Jawaban")], None),
        (&[(6, "Isian")], Some("G3")),
    ] {
        let report = scored(heads, &[]);
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("81", cell.into_iter().collect()), "{heads:?}");
    }
    let report = scored(&[(4, "Bobot"), (3, "Bobot")], &["0,5"]);
    assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
}
