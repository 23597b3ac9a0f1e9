//! Worksheets built here, read and scored; expected values by hand.

mod answers;
mod around;
mod bad;
mod beside;
mod codes;
mod columns;
mod dates;
mod form;
mod gates;
mod grades;
#[path = "../../tests/kit/laid.rs"]
mod laid;
mod meant;
mod minimums;
mod oracle;
mod owners;
mod paper;
mod shape;
mod slips;
mod strays;
mod sums;
mod twins;
mod types;

use std::io::Cursor;

use model::instrument::Instrument;
use rust_xlsxwriter::{Workbook, Worksheet as Page};

use super::{LembarError, Picked, Report, read, report};

const KNOWN: &str = include_str!("../../instruments/lke-zi-90-2021.json");
const TITLE: &str = "LEMBAR KERJA EVALUASI";
const HEAD: [&str; 9] = [
    "Penilaian",
    "",
    "",
    "Bobot",
    "Kriteria Nilai",
    "Pilihan Jawaban",
    "Jawaban (Unit)",
    "Catatan",
    "Tautan Bukti",
];

type Rows<'a> = &'a [[&'a str; 9]];

/// A small worksheet: two components, five items, two counts.
const ROWS: [[&str; 9]; 10] = [
    ["A.", "Pengungkit", "", "60", "", "", "", "", ""],
    ["", "I.", "Tim", "20", "", "", "", "", ""],
    [
        "",
        "",
        "a. Ada tim",
        "",
        "",
        "Ya/Tidak",
        " ya\u{a0}",
        "ada",
        "https://a.go.id/1",
    ],
    ["", "", "b. Tim bekerja", "", "", "A/B/C", "B", "", ""],
    ["", "II.", "Laporan", "40,0", "", "", "", "", ""],
    ["", "", "a. Laporan disampaikan", "", "", "%", "", "", ""],
    ["", "", "- Jumlah laporan", "", "", "Jumlah", "8", "", ""],
    [
        "",
        "",
        "- Jumlah disampaikan",
        "",
        "",
        "Jumlah",
        "6 buah",
        "",
        "",
    ],
    ["B.", "Hasil", "", "40", "", "", "", "", ""],
    ["", "", "a. Survei", "40", "", "Nilai (0-4)", "3,6", "", ""],
];

fn fill(page: &mut Page, rows: Rows<'_>) {
    laid::lay(page, TITLE, &HEAD, rows);
}

/// A workbook with rows of any width under a head.
fn book(head: &[&str], rows: &[Vec<&str>]) -> Vec<u8> {
    laid::book(TITLE, head, rows)
}

fn opened(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Picked, LembarError> {
    let known = Instrument::parse(KNOWN).unwrap();
    read(&mut Cursor::new(bytes), sheet, &known)
}

fn report_of(book: &mut Workbook) -> Report {
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    report(&picked.worksheet)
}

fn scored(rows: Rows<'_>) -> Report {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), rows);
    report_of(&mut book)
}

fn cells(report: &Report) -> Vec<&str> {
    report
        .findings
        .iter()
        .map(|finding| finding.cell.as_str())
        .collect()
}

#[test]
fn a_filled_worksheet_is_scored() {
    let report = scored(&ROWS);
    // I: (1 + 0.5) ÷ 2 × 20 = 15. II: 6 ÷ 8 × 40 = 30. B: 3.6 ÷ 4 × 40 = 36. Together 81: above 80, an A.
    assert_eq!(report.index, "81");
    assert_eq!(report.grade.as_deref(), Some("A"));
    assert_eq!(report.coverage, "1");
    let paths: Vec<_> = report
        .nodes
        .iter()
        .map(|n| (n.path.as_str(), n.value.as_str()))
        .collect();
    let expected = [
        ("A", "45"),
        ("A.I", "15"),
        ("A.II", "30"),
        ("B", "36"),
        ("B.a", "36"),
    ];
    assert_eq!(paths, expected);
    assert_eq!(report.findings, []);
}

#[test]
fn each_slip_is_said_with_its_cell() {
    // Rows of the sheet begin at 4: line 2 of ROWS is row 6. A weight of 61 for 60 shows at A alone.
    let slips: [(usize, usize, &str, &str); 6] = [
        (0, 3, "61", "D4"),
        (3, 2, "a. Tim bekerja", "C7"),
        (3, 5, "A/B/X", "F7"),
        (3, 6, "E", "G7"),
        (9, 6, "4,5", "G13"),
        (2, 8, "D:\\ZI\\SK.pdf", "I6"),
    ];
    for (row, col, text, cell) in slips {
        let mut rows = ROWS;
        rows[row][col] = text;
        assert_eq!(cells(&scored(&rows)), [cell], "{text}");
    }
}

#[test]
fn an_answer_outside_its_choices_is_unanswered() {
    let mut rows = ROWS;
    rows[3][6] = "E";
    // I: 1 ÷ 1 × 20 = 20, not 10: the other item has left the mean. 20 + 30 + 36.
    assert_eq!(scored(&rows).index, "86");
}

#[test]
fn a_typed_percentage_wins_and_a_whole_of_zero_gives_nothing() {
    let mut rows = ROWS;
    rows[5][6] = "50 %";
    let report = scored(&rows);
    // 15 + 0.5 × 40 + 36; the counts give 75 %.
    assert_eq!((report.index.as_str(), cells(&report)), ("71", vec!["G9"]));
    rows[5][6] = "";
    rows[6][6] = "0";
    let report = scored(&rows);
    // 15 + 36, and 60 of 100 is covered.
    assert_eq!((report.index.as_str(), cells(&report)), ("51", vec!["G9"]));
    assert_eq!(report.coverage, "0.6");
}

#[test]
fn sheets_are_told_apart() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Rekap")
        .unwrap()
        .write(0, 0, "rekap")
        .unwrap();
    fill(book.add_worksheet().set_name("LKE").unwrap(), &ROWS);
    let picked = opened(book.save_to_buffer().unwrap(), None).unwrap();
    assert_eq!(picked.worksheet.sheet, "LKE");
    assert_eq!(picked.skipped.len(), 1);
    fill(book.add_worksheet().set_name("LKE 2").unwrap(), &ROWS);
    let bytes = book.save_to_buffer().unwrap();
    assert!(matches!(
        opened(bytes.clone(), None),
        Err(LembarError::Several { .. })
    ));
    assert!(opened(bytes.clone(), Some("LKE 2")).is_ok());
    assert!(matches!(
        opened(bytes, Some("LKE 3")),
        Err(LembarError::NoSheet { .. })
    ));
}

#[test]
fn what_is_no_worksheet_is_refused() {
    let ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    assert!(matches!(
        opened(ole.to_vec(), None),
        Err(LembarError::OldXls)
    ));
    let encrypted = [ole.as_slice(), &name].concat();
    assert!(matches!(
        opened(encrypted, None),
        Err(LembarError::Encrypted)
    ));
    assert!(matches!(
        opened(b"halo".to_vec(), None),
        Err(LembarError::NotXlsx(_))
    ));
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "a")
        .unwrap()
        .write(1_000_000, 0, "b")
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let cut = bytes[..bytes.len() / 2].to_vec();
    let error = opened(bytes, None).unwrap_err();
    assert!(error.to_string().contains("Sheet1!A1000001"), "{error}");
    assert!(opened(cut, None).is_err());
}

#[test]
fn damaged_workbooks_never_panic() {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &ROWS);
    let bytes = book.save_to_buffer().unwrap();
    let mut seed = 1_u64;
    for _ in 0..300 {
        let mut damaged = bytes.clone();
        for _ in 0..4 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(seed >> 33).unwrap() % damaged.len();
            damaged[at] = u8::try_from(seed >> 56).unwrap();
        }
        // Read or refused: either is an answer.
        let _ = opened(damaged, None);
    }
}

/// The ministry's worksheet, which isn't part of the repository; said where it isn't there.
fn sample() -> Option<Vec<u8>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/lke-zi-90-2021.xlsx"
    );
    let path = std::env::var("BUKTI_SAMPLE_XLSX").unwrap_or_else(|_| path.to_owned());
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: the sample worksheet isn't at {path}; set BUKTI_SAMPLE_XLSX");
    }
    bytes
}

#[test]
fn the_sample_agrees_with_the_built_in_worksheet() {
    let Some(bytes) = sample() else { return };
    let picked = opened(bytes, None).unwrap();
    let (sample, known) = (
        &picked.worksheet.instrument,
        Instrument::parse(KNOWN).unwrap(),
    );
    assert_eq!(picked.worksheet.findings, []);
    assert_eq!(
        sample
            .items()
            .map(|item| item.answer.rows().len())
            .sum::<usize>(),
        24
    );
    assert_eq!(
        sample
            .items()
            .map(|item| item.documents.len())
            .sum::<usize>(),
        244
    );
    let nodes = |i: &Instrument| {
        i.nodes()
            .map(|n| (n.path.clone(), n.weight))
            .collect::<Vec<_>>()
    };
    assert_eq!(nodes(sample), nodes(&known));
    assert_eq!((sample.items().count(), known.items().count()), (113, 113));
    for (one, other) in sample.items().zip(known.items()) {
        assert_eq!((&one.path, one.weight), (&other.path, other.weight));
        assert_eq!(one.documents.len(), other.documents.len(), "{}", one.path);
        assert_eq!(one.answer.options(), other.answer.options(), "{}", one.path);
        assert_eq!(
            one.answer.is_number(),
            other.answer.is_number(),
            "{}",
            one.path
        );
        let roles = |item: &model::instrument::Item| {
            item.answer
                .rows()
                .iter()
                .map(|row| row.role)
                .collect::<Vec<_>>()
        };
        assert_eq!(roles(one), roles(other), "{}", one.path);
    }
}
