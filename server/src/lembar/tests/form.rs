//! Worksheets in forms that people give them: read rightly, or said.

use rust_xlsxwriter::{Format, Formula, Url, Workbook};

use super::{LembarError, ROWS, book, cells, fill, opened, scored};
use crate::lembar::{Finding, Picked, Report, report};

/// The small worksheet, its head and lines changed by hand. Line n of ROWS is row n + 4 of the sheet.
pub fn changed(change: impl FnOnce(&mut Workbook)) -> Picked {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &ROWS);
    change(&mut book);
    opened(book.save_to_buffer().unwrap(), None).unwrap()
}

pub fn page(change: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Report {
    let picked = changed(|book| change(book.worksheet_from_index(0).unwrap()));
    report(&picked.worksheet)
}

#[test]
fn answers_stand_below_whatever_their_column_is_called() {
    let report = page(|page| {
        page.write(2, 6, "Isian Unit Kerja").unwrap();
    });
    assert_eq!((report.index.as_str(), cells(&report)), ("81", vec!["G3"]));
    // Only the assessor's: nothing is answered, and that is said.
    let report = page(|page| {
        page.write(2, 6, "Jawaban TPI").unwrap();
    });
    assert_eq!((report.index.as_str(), cells(&report)), ("0", vec!["F3"]));
    // Two that are called so: the one whose answers fit.
    let report = page(|page| {
        page.write(2, 4, "Narasi Jawaban").unwrap();
        page.write(5, 4, "sudah ada sejak dulu").unwrap();
    });
    assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
}

#[test]
fn whose_answers_may_be_said_in_a_second_line_of_the_head() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let head = [
        "Penilaian",
        "",
        "",
        "Bobot",
        "Kriteria Nilai",
        "Pilihan Jawaban",
    ];
    for (col, text) in (0..).zip(head).filter(|(_, text)| !text.is_empty()) {
        page.write(2, col, text).unwrap();
    }
    page.merge_range(2, 6, 2, 7, "Jawaban", &Format::new())
        .unwrap();
    page.write(3, 6, "TPI")
        .unwrap()
        .write(3, 7, "Unit")
        .unwrap();
    for (r, row) in (4..).zip(&ROWS) {
        for (c, text) in (0..).zip(row).take(6).filter(|(_, text)| !text.is_empty()) {
            page.write(r, c, *text).unwrap();
        }
        if !row[6].is_empty() {
            page.write(r, 7, row[6]).unwrap();
        }
    }
    page.write(6, 6, "Tidak").unwrap();
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    assert_eq!(report(&picked.worksheet).index, "81");
}

#[test]
fn counts_belong_to_no_row_but_their_own() {
    let mut rows = ROWS;
    // The percentage has lost its type; its counts go to nobody, and one finding says why.
    rows[5][5] = "";
    let report = scored(&rows);
    assert_eq!(cells(&report), ["F9"]);
    rows[5][5] = "Prosen";
    assert_eq!(cells(&scored(&rows)), ["F9"]);
}

#[test]
fn headings_may_be_called_nilai_and_totals_have_names() {
    let mut rows = ROWS.to_vec();
    rows[8] = ["", "Nilai Survei", "", "40", "", "", "", "", ""];
    for (place, label) in [(4, "JUMLAH I"), (11, "TOTAL A + B"), (12, "Nilai Akhir")] {
        rows.insert(
            place.min(rows.len()),
            ["", label, "", "100", "", "", "", "", ""],
        );
    }
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    fill(page, &ROWS[..0]);
    for (r, row) in (3..).zip(&rows) {
        for (c, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            page.write(r, c, *text).unwrap();
        }
    }
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    let paths: Vec<_> = picked
        .worksheet
        .instrument
        .nodes()
        .map(|n| n.title.as_str())
        .collect();
    assert_eq!(paths, ["Pengungkit", "Tim", "Laporan", "Nilai Survei"]);
}

#[test]
fn formulas_that_nobody_computed_are_said() {
    let report = page(|page| {
        page.set_formula_result_default("");
        let never = Formula::new("=\"B\"").set_result("x");
        page.write_formula(6, 6, never).unwrap();
    });
    assert_eq!(cells(&report), ["G7"], "a result outside the choices");
}

#[test]
fn what_leads_to_a_disk_is_said_wherever_it_stands() {
    let report = page(|page| {
        let url = Url::new("file:///D:/ZI/SK.pdf").set_text("SK Tim");
        page.write(5, 8, url).unwrap();
        page.write(6, 8, "SK: D:\\ZI\\SK.pdf").unwrap();
    });
    assert_eq!(cells(&report), ["I6", "I7"]);
    // A link that shows a name is a link.
    let picked = changed(|book| {
        let page = book.worksheet_from_index(0).unwrap();
        let url = Url::new("https://a.go.id/sk").set_text("SK Tim");
        page.write(5, 8, url).unwrap();
    });
    let mut links = picked
        .worksheet
        .filled
        .values()
        .flat_map(|filled| &filled.links);
    assert_eq!(links.next().map(String::as_str), Some("https://a.go.id/sk"));
}

#[test]
fn a_percentage_that_can_not_be_read_is_unanswered_and_said_once() {
    let mut rows = ROWS;
    rows[5][6] = "banyak";
    let report = scored(&rows);
    // 15 + 36: the counts don't take the place of what is typed.
    assert_eq!((report.index.as_str(), cells(&report)), ("51", vec!["G9"]));
    rows[5][6] = "-";
    // A dash is nothing: the counts give 30.
    assert_eq!(scored(&rows).index, "81");
    rows[6][6] = "delapan";
    assert_eq!(cells(&scored(&rows)), ["G10"]);
}

#[test]
fn an_answer_merged_over_items_is_said_of_each() {
    let mut rows = ROWS;
    rows[2][5] = "A/B/C";
    rows[2][6] = "";
    rows[3][6] = "";
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    fill(page, &rows);
    page.merge_range(5, 6, 6, 6, "B", &Format::new()).unwrap();
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    // I: (0.5 + 0.5) ÷ 2 × 20 = 10; with 30 and 36 it is 76.
    assert_eq!(report(&picked.worksheet).index, "76");
}

#[test]
fn grades_may_stand_on_a_sheet_of_their_own() {
    let picked = changed(|book| {
        let page = book.add_worksheet();
        let bounds = ["> 82", "> 75", "> 65", "> 55", "> 45", "> 30", "≤ 30"];
        for (row, (name, bound)) in
            (0..).zip(["AA", "A", "BB", "B", "CC", "C", "D"].iter().zip(bounds))
        {
            page.write(row, 0, *name).unwrap();
            page.write(row, 1, "Memuaskan").unwrap();
            page.write(row, 2, bound).unwrap();
        }
    });
    // 81 lies above 75, not above 82.
    assert_eq!(report(&picked.worksheet).grade.as_deref(), Some("A"));
    let zi = page(|page| {
        page.write(0, 0, "LEMBAR KERJA EVALUASI ZI").unwrap();
    });
    assert_eq!(zi.grade, None);
}

#[test]
fn grades_on_another_sheet_that_are_not_understood_are_said() {
    let said = |head: [&str; 2], bounds: [&str; 4]| {
        let picked = changed(|book| {
            let page = book.add_worksheet().set_name("Predikat RB").unwrap();
            let names = ["AA", "A", "BB", "B"];
            for (row, (name, bound)) in (1..).zip(names.iter().zip(bounds)) {
                page.write(row, 1, *name).unwrap();
                page.write(row, 2, bound).unwrap();
            }
            page.write(0, 1, head[0]).unwrap();
            page.write(0, 2, head[1]).unwrap();
        });
        let findings = picked.worksheet.to_settle();
        let told = findings.map(|one| format!("{} {}", one.cell, one.what));
        (report(&picked.worksheet).grade, told.collect::<Vec<_>>())
    };
    let words = ["sangat baik", "baik", "cukup", "kurang"];
    let unread = "B1 Tabel predikat di lembar “Predikat RB” tidak terbaca; dipakai predikat yang lazim \
                  (AA di atas 90)";
    let a = Some("A".to_owned());
    assert_eq!(
        said(["Predikat", "Rentang"], words),
        (a.clone(), vec![unread.to_owned()])
    );
    // Letters beside bounds of something else are no grades.
    assert_eq!(said(["Golongan", "Rentang"], words), (a, vec![]));
}

#[test]
fn y_and_t_are_ya_and_tidak_where_no_choice_is_called_so() {
    let head = ["Penilaian", "", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let rows = [
        vec!["A.", "Tim", "10", "", ""],
        vec!["", "a. Ada", "", "Ya/Tidak", "Y"],
        vec!["", "b. Bekerja", "", "Ya/Tidak", " t "],
        vec!["", "c. Melapor", "", "Y=1; T=3", "T"],
        vec!["", "d. Tuntas", "", "A/B/C", "Y"],
    ];
    let picked = opened(book(&head, &rows), None).unwrap();
    // (1 + 0 + 1) ÷ 3 × 10; d is unanswered.
    let index = report(&picked.worksheet).index;
    assert!(index.starts_with("6.666"), "{index}");
    let told = |finding: &Finding| format!("{} {}", finding.cell, finding.what);
    let notes: Vec<String> = picked.worksheet.notes().map(told).collect();
    assert_eq!(
        notes,
        ["E5 Y dibaca sebagai Ya", "E6 t dibaca sebagai Tidak"]
    );
    let findings: Vec<String> = picked.worksheet.to_settle().map(told).collect();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("E8 Jawaban “Y”"), "{findings:?}");
}

#[test]
fn a_minimum_for_the_total_stands_beside_those_below() {
    let report = page(|page| {
        page.write(2, 9, "Nilai Minimal WBK").unwrap();
        page.write(3, 9, 40).unwrap();
        page.write(13, 0, "TOTAL")
            .unwrap()
            .write(13, 9, 82)
            .unwrap();
    });
    // 45 of 40 at A, but 81 of 82 in all.
    assert_eq!(report.thresholds.len(), 1);
    let award = &report.thresholds[0];
    assert!(!award.met);
    assert_eq!(award.missing.len(), 1);
    assert_eq!(award.missing[0].missing.as_deref(), Some("1"));
}

#[test]
fn a_minimum_on_a_row_without_weight_is_said() {
    let report = page(|page| {
        page.write(2, 9, "Nilai Minimal WBK").unwrap();
        page.write(3, 9, 40).unwrap();
        page.write(5, 9, 1).unwrap();
    });
    // The sixth row is an item that shares its component's weight: no minimum can stand there.
    assert_eq!(cells(&report), ["J6"]);
    assert_eq!(report.thresholds.len(), 1);
}

#[test]
fn a_weight_that_can_not_be_read_is_what_the_others_leave() {
    let mut rows = ROWS;
    // I is "dua puluh" of 60, of which II has 40; the survey is the only one that weighs below B.
    rows[1][3] = "dua puluh";
    rows[9][3] = "#";
    let report = scored(&rows);
    let told = (report.index.as_str(), cells(&report));
    assert_eq!(told, ("81", vec!["D5", "D13"]));
    assert_eq!(report.findings[0].proposal, "Bobotnya 20");
    // Where two can't be read, nothing says what each weighs.
    rows[4][3] = "empat puluh";
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &rows);
    let refused = opened(book.save_to_buffer().unwrap(), None).unwrap_err();
    assert!(matches!(refused, LembarError::Weight { .. }), "{refused}");
    assert!(refused.to_string().starts_with("D5: "), "{refused}");
}

#[test]
fn what_is_answered_counts_without_a_label_too() {
    let mut rows = ROWS;
    // The second item of I, and the whole of the percentage, have lost code and title.
    rows[3][2] = "";
    rows[6][2] = "";
    let report = scored(&rows);
    let told = (report.index.as_str(), cells(&report));
    assert_eq!(told, ("81", vec!["F7", "F10"]));
    // Below the worksheet stands a legend.
    let report = page(|page| {
        for (row, kind) in [(16, "Ya/Tidak"), (17, "A/B/C"), (18, "Jumlah")] {
            page.write(row, 5, kind).unwrap();
        }
    });
    assert_eq!((report.index.as_str(), cells(&report)), ("81", vec![]));
}

#[test]
fn answers_are_taken_in_their_form_and_never_guessed() {
    let answered = |typed: &str| {
        let mut rows = ROWS;
        rows[3][6] = typed;
        scored(&rows)
    };
    for typed in [
        "B",
        " b\u{a0}",
        "B.",
        "b)",
        "B,",
        "B ;",
        "\"B\"",
        "(b)",
        "B:",
        "“B”",
        "B. Sudah ada sebagian",
        "B, sebagian",
        "B (sebagian)",
        "b - sudah",
        "B; sebagian",
        "B\nsudah ada",
        "B, sudah sejak 2020 s.d. 2022",
        "B. SK a.n. Kepala, tim B",
    ] {
        let report = answered(typed);
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("81", vec![]), "{typed:?}");
        // What is said beside the answer is no part of it, which is noted.
        let beside = typed.contains('s') || typed.contains("tim");
        assert_eq!(report.notes.is_empty(), !beside, "{typed:?}");
    }
    // What could be another answer is none, and is said as it stands.
    for typed in [
        "B/C",
        "B - C",
        "B (atau C)",
        "B sebagian",
        "B. atau C.",
        "1",
        "0.5",
        "Ya",
        "D",
        "b atau c",
    ] {
        let report = answered(typed);
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("86", vec!["G7"]), "{typed:?}");
        assert!(report.findings[0].what.contains(typed), "{typed:?}");
    }
}

#[test]
fn far_cells_and_repeated_texts_cost_nothing() {
    let picked = changed(|book| {
        book.worksheet_from_index(0)
            .unwrap()
            .write(1, 16_383, "x")
            .unwrap();
    });
    assert_eq!(report(&picked.worksheet).index, "81");
    let mut book = Workbook::new();
    let long = "x".repeat(32_000);
    let page = book.add_worksheet();
    for row in 0..2000 {
        page.write(row, 0, &long).unwrap();
    }
    let refused = opened(book.save_to_buffer().unwrap(), None);
    assert!(matches!(refused, Err(LembarError::TooLarge { .. })));
}
