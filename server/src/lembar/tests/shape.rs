//! Worksheets in the layouts that people make of them: the same score.

use std::collections::BTreeMap;

use model::instrument::{Draft, DraftNode, Instrument};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::form::page;
use super::paper::{Col, Dice, Layout, Put, write};
use super::{HEAD, KNOWN, ROWS, cells, opened, report_of};
use crate::lembar::{Picked, Report, report};

#[test]
fn criteria_in_rows_of_their_own_are_no_items() {
    // The type, or the type and the answer, are merged over the item and its two more criteria. As in the small
    // worksheet: 81.
    for merged in [&[][..], &[5], &[5, 6], &[2, 5, 6]] {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        for (c, text) in (0..).zip(HEAD) {
            page.write(2, c, text).unwrap();
        }
        let mut r = 3;
        for row in &ROWS {
            let rows = if row[5] == "A/B/C" { 3 } else { 1 };
            for (c, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
                if rows > 1 && merged.contains(&c) {
                    page.merge_range(r, c, r + rows - 1, c, text, &Format::new())
                        .unwrap();
                } else {
                    page.write(r, c, *text).unwrap();
                }
            }
            for (n, answer) in (0..rows).zip(["A", "B", "C"]) {
                page.write(r + n, 4, format!("{answer}. Jika begini"))
                    .unwrap();
            }
            r += rows;
        }
        let report = report_of(&mut book);
        let told = (
            report.index.as_str(),
            report.coverage.as_str(),
            cells(&report),
        );
        assert_eq!(told, ("81", "1", vec![]), "{merged:?}");
    }
}

#[test]
fn columns_may_stand_in_any_order() {
    // Of the 720 orders of the six columns behind codes and labels, every seventh.
    for n in (0..720).step_by(7) {
        let (mut left, mut rest, mut order) = (vec![3, 4, 5, 6, 7, 8], n, vec![0, 1, 2]);
        for of in (1..=6).rev() {
            order.push(left.remove(rest % of));
            rest /= of;
        }
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (r, row) in (3..).zip(std::iter::once(&HEAD).chain(&ROWS)) {
            for (c, from) in (0..).zip(&order) {
                if !row[*from].is_empty() {
                    sheet.write(r, c, row[*from]).unwrap();
                }
            }
        }
        let report = report_of(&mut book);
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("81", vec![]), "{order:?}");
    }
}

fn merged(sheet: &mut Worksheet, from: (u32, u16), to: (u32, u16), text: &str) {
    let plain = Format::new();
    sheet
        .merge_range(from.0, from.1, to.0, to.1, text, &plain)
        .unwrap();
}

#[test]
fn cells_may_be_merged() {
    let report = page(|sheet| {
        // The title over all, the head over codes and labels, labels over the columns behind them.
        merged(sheet, (0, 0), (1, 8), "LEMBAR KERJA EVALUASI");
        merged(sheet, (2, 0), (2, 2), "Penilaian");
        merged(sheet, (3, 1), (3, 2), "Pengungkit");
        merged(sheet, (11, 1), (11, 2), "Hasil");
        // A type over both items that it is the type of.
        sheet.write(6, 6, "Tidak").unwrap();
        merged(sheet, (5, 5), (6, 5), "Ya/Tidak");
    });
    // I: (1 + 0) ÷ 2 × 20 = 10; 30 and 36.
    assert_eq!((report.index.as_str(), cells(&report)), ("76", vec![]));
    // A head of two rows: a group over the unit's columns and one over the assessor's.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (col, text) in [(0, "Penilaian"), (3, "Bobot"), (4, "Pilihan Jawaban")] {
        merged(sheet, (2, col), (3, col), text);
    }
    merged(sheet, (2, 5), (2, 6), "Unit Kerja");
    merged(sheet, (2, 7), (2, 8), "Tim Penilai Internal (TPI)");
    for (col, text) in [(5, "Jawaban"), (6, "Nilai"), (7, "Jawaban"), (8, "Nilai")] {
        sheet.write(3, col, text).unwrap();
    }
    for (r, row) in (4..).zip(&ROWS) {
        for (c, from) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (5, 6)] {
            if !row[from].is_empty() {
                sheet.write(r, c, row[from]).unwrap();
            }
        }
        if row[5] == "A/B/C" {
            sheet.write(r, 7, "C").unwrap();
        }
    }
    let report = report_of(&mut book);
    assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
}

#[test]
fn a_table_of_grades_may_stand_on_the_worksheet_itself() {
    let bounds = [
        ("AA", "> 95"),
        ("A", "> 85 – 95"),
        ("BB", "> 81"),
        ("B", "> 60"),
        ("CC", "> 50"),
        ("C", "> 30"),
        ("D", "0 - 30"),
    ];
    let with = |row: u32, col: u16| {
        page(move |sheet| {
            for (r, (name, bound)) in (row..).zip(bounds) {
                sheet.write(r, col, name).unwrap();
                sheet.write(r, col + 1, bound).unwrap();
            }
        })
    };
    // 81 isn't above 81. Beside the worksheet, and below it.
    for (row, col) in [(3, 11), (16, 3)] {
        let report = with(row, col);
        assert_eq!(report.grade.as_deref(), Some("B"), "{row} {col}");
        assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
    }
    // Without a table the customary grades: 81 is above 80.
    assert_eq!(page(|_| ()).grade.as_deref(), Some("A"));
}

#[test]
fn a_table_of_grades_is_followed_as_it_is_written() {
    let graded = |head: [&str; 2], rows: [[&str; 2]; 4]| {
        let report = page(|sheet| {
            for (r, row) in (20..).zip(std::iter::once(head).chain(rows)) {
                sheet.write(r, 3, row[0]).unwrap();
                sheet.write(r, 4, row[1]).unwrap();
            }
        });
        assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
        report.grade
    };
    let four = |a: [&'static str; 4]| [["AA", a[0]], ["A", a[1]], ["B", a[2]], ["C", a[3]]];
    // The index is 81: at the bound of A, or not above it.
    for (head, bounds, grade) in [
        ("Rentang Nilai", ["≥ 90", "≥ 81", "≥ 60", "< 60"], "A"),
        ("Rentang Nilai", [">= 90", ">= 81", ">= 60", "< 60"], "A"),
        ("Rentang Nilai", ["> 90", "> 81", "> 60", "≤ 60"], "B"),
        (
            "Rentang Nilai",
            ["90 - 100", "81 - 89", "60 - 80", "0 - 59"],
            "A",
        ),
        (
            "Rentang Nilai",
            ["90 - 100", "81 - 90", "60 - 81", "0 - 60"],
            "B",
        ),
        (
            "Rentang Nilai",
            ["90 - 100", "81 - <90", "60 - <81", "0 - <60"],
            "A",
        ),
        (
            "Rentang Nilai",
            ["90,01-100", "81,01-90", "60,01-81", "0-60"],
            "B",
        ),
        ("Nilai Minimal", ["90", "81", "60", "0"], "A"),
        ("Batas Bawah", ["90", "81", "60", "0"], "B"),
    ] {
        let said = graded(["Predikat", head], four(bounds));
        assert_eq!(said.as_deref(), Some(grade), "{head} {bounds:?}");
    }
}

#[test]
fn the_last_count_is_divided_by_the_first_whatever_words_say() {
    let counted = |rows: [(&str, &str); 2], kinds: [&str; 2]| {
        page(|sheet| {
            for (r, ((title, count), kind)) in (9..).zip(rows.into_iter().zip(kinds)) {
                sheet.write(r, 2, title).unwrap();
                sheet.write(r, 5, kind).unwrap().write(r, 6, count).unwrap();
            }
        })
    };
    // 15 + 36 + 40 × what is counted. 8 ÷ 6 is cut off at the whole, and said.
    let turned = [
        ("- Jumlah laporan yang disampaikan", "6"),
        ("- Jumlah seluruh laporan", "8"),
    ];
    let report = counted(turned, ["Jumlah", "Jumlah"]);
    assert_eq!((report.index.as_str(), cells(&report)), ("91", vec!["C11"]));
    // Who says which is which is heard: 6 ÷ 8.
    let report = counted(turned, ["Jumlah (bagian)", "Jumlah (seluruh)"]);
    assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
    // Words that only seem to speak against it: 6 ÷ 8.
    let report = counted(
        [
            ("- Jumlah pengaduan yang masuk", "8"),
            ("- Jumlah seluruh pengaduan yang selesai", "6"),
        ],
        ["Jumlah", "Jumlah"],
    );
    assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
}

/// The built-in worksheet, printed, with a change.
fn printed(title: &str, change: impl FnOnce(&mut Worksheet, &BTreeMap<String, u32>)) -> Picked {
    known(title, |_| (), change)
}

/// The column of weights: codes and labels take six columns.
const WEIGHT: u16 = 6;

fn known(
    title: &str,
    edit: impl Fn(&mut Vec<DraftNode>),
    change: impl FnOnce(&mut Worksheet, &BTreeMap<String, u32>),
) -> Picked {
    let mut nodes = Draft::of(&Instrument::parse(KNOWN).unwrap()).nodes;
    edit(&mut nodes);
    let mut dice = Dice::none();
    let layout = Layout::of(&nodes, &mut dice);
    assert_eq!(layout.col(Col::Weight), WEIGHT);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = write(sheet, &nodes, &BTreeMap::new(), &layout, &mut dice);
    sheet.write(0, 0, title).unwrap();
    change(sheet, &rows);
    opened(book.save_to_buffer().unwrap(), None).unwrap()
}

/// The findings: cells and proposals.
fn said(picked: &Picked) -> Vec<(String, String)> {
    let findings = picked.worksheet.to_settle();
    let said = findings.map(|one| (one.cell.to_string(), one.proposal.clone()));
    said.collect()
}

#[test]
fn several_slips_in_one_branch_are_each_said() {
    let weight = |sheet: &mut Worksheet, row: u32, weight: f64| {
        Put::Number(weight).lay(sheet, row, WEIGHT);
    };
    let cell = |row: u32| format!("G{}", row + 1);
    let mut places = Vec::new();
    // Manajemen Perubahan weighs 4, its Tim Kerja 0.5: both are wrong, and 6 and 0.7 don't cancel out.
    let picked = printed("LEMBAR KERJA EVALUASI", |sheet, rows| {
        for (path, wrong, right) in [("A.I.1", 6.0, "4"), ("A.I.1.i", 0.7, "0,5")] {
            weight(sheet, rows[path], wrong);
            places.push((cell(rows[path]), format!("Bobotnya {right}")));
        }
    });
    assert_eq!(said(&picked), places);
    // Two below one heading, which would cancel out two by two; and a heading above both.
    let mut places = Vec::new();
    let picked = printed("LEMBAR KERJA EVALUASI", |sheet, rows| {
        let wrong = [
            ("A.I", 33.0, "30"),
            ("A.I.1.ii", 1.25, "1"),
            ("A.I.1.iii", 1.5, "1"),
            ("A.I.2", 3.0, "3,5"),
        ];
        for (path, wrong, right) in wrong {
            weight(sheet, rows[path], wrong);
            places.push((cell(rows[path]), format!("Bobotnya {right}")));
        }
    });
    assert_eq!(said(&picked), places);
    // A heading that repeats its neighbour's weight, as real ones do, beside a code twice.
    let picked = printed("LEMBAR KERJA EVALUASI", |sheet, rows| {
        weight(sheet, rows["A.II.1"], 3.5);
        sheet.write(rows["A.II.1.i.b"], 4, "a.").unwrap();
    });
    let cells: Vec<String> = said(&picked).into_iter().map(|(cell, _)| cell).collect();
    assert_eq!(cells.len(), 2, "{cells:?}");
}

#[test]
fn a_slip_at_the_top_or_in_the_result_is_said_alone() {
    let only = |change: &dyn Fn(&mut Worksheet, &BTreeMap<String, u32>)| {
        let picked = printed("LEMBAR KERJA EVALUASI", change);
        let said = said(&picked);
        assert_eq!(said.len(), 1, "{said:?}");
        let paths = picked.worksheet.instrument.items().count();
        (said[0].0.clone(), paths)
    };
    // Code and title of a row go to another column. Only two rows have codes like A's, and I is a letter, too.
    let moved = |path: &'static str, title: &'static str, from: u16, to: u16| {
        only(&move |sheet, rows| {
            let (row, code) = (rows[path], path.rsplit('.').next().unwrap());
            let none = Format::new();
            sheet.write_blank(row, from, &none).unwrap();
            sheet.write_blank(row, from + 1, &none).unwrap();
            sheet.write(row, to, format!("{code}.")).unwrap();
            sheet.write(row, to + 1, title).unwrap();
        })
    };
    assert_eq!(moved("A", "Pengungkit", 0, 1), ("B4".into(), 113));
    assert_eq!(moved("A.I", "Pemenuhan", 1, 0), ("A5".into(), 113));
    let (cell, items) = moved("B", "Hasil", 0, 1);
    assert_eq!((&cell[..1], items), ("B", 113));
    // An item with a weight of its own has lost its type; a heading above such items, its weight.
    let blank = |path: &'static str, col: Col| {
        only(&move |sheet, rows| {
            let col = Layout::of(&[], &mut Dice::none()).col(col) + 4;
            sheet.write_blank(rows[path], col, &Format::new()).unwrap();
        })
    };
    let (cell, items) = blank("B.I.a", Col::Choices);
    assert_eq!((&cell[..1], items), ("I", 113));
    let (cell, items) = blank("B.II", Col::Weight);
    assert_eq!((&cell[..1], items), ("G", 113));
}

#[test]
fn a_worksheet_is_the_known_one_by_weights_and_types_too() {
    let family = |picked: &Picked| picked.worksheet.instrument.family.clone();
    let awards = |report: &Report| report.thresholds.len();
    let is = printed("LEMBAR KERJA EVALUASI", |_, _| ());
    assert_eq!(family(&is), "lke-zi-90-2021");
    assert_eq!(awards(&report(&is.worksheet)), 2);
    assert_eq!(said(&is), []);
    // The same codes, but each weighs twice as much.
    fn doubled(nodes: &mut Vec<DraftNode>) {
        for node in nodes {
            let weight: f64 = node.weight.as_deref().unwrap_or("0").parse().unwrap();
            node.weight = Some((2.0 * weight).to_string());
            doubled(&mut node.nodes);
            for item in &mut node.items {
                let weight = item
                    .weight
                    .as_deref()
                    .map(|w| 2.0 * w.parse::<f64>().unwrap());
                item.weight = weight.map(|weight| weight.to_string());
            }
        }
    }
    let other = known("LEMBAR KERJA EVALUASI INSTANSI", doubled, |_, _| ());
    assert_eq!(family(&other), "lembar-kerja-evaluasi-instansi");
    assert_eq!(awards(&report(&other.worksheet)), 0);
    // The same codes and weights, but everything is asked with Ya or Tidak.
    fn asked(nodes: &mut Vec<DraftNode>) {
        for node in nodes {
            asked(&mut node.nodes);
            for item in &mut node.items {
                item.answer = model::instrument::DraftAnswer::ya_tidak();
            }
        }
    }
    let other = known("LEMBAR KERJA EVALUASI INSTANSI", asked, |_, _| ());
    assert_eq!(family(&other), "lembar-kerja-evaluasi-instansi");
    // A title that doesn't say which area it is changes no minimum.
    let misspelled = printed("LEMBAR KERJA EVALUASI", |sheet, rows| {
        for path in ["A.I.1", "A.II.1"] {
            sheet.write(rows[path], 3, "MANAJEMN PERUBAHN").unwrap();
        }
    });
    let same = |picked: &Picked| {
        let awards = &picked.worksheet.instrument.thresholds;
        awards
            .iter()
            .flat_map(|t| t.minimums.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(same(&misspelled), same(&is));
}
