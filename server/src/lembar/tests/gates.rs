//! *Ketergantungan* in all spellings: what it names, what it waits for, and what can't be.

use super::form::page;
use super::{LembarError, ROWS, cells, fill, opened, report_of};
use crate::lembar::Report;
use model::instrument::InstrumentError;
use rust_xlsxwriter::Workbook;

/// The small worksheet with a dependency of II's percentage, 6 ÷ 8 of 40: the tenth column, row 9.
fn gated(text: &str) -> Report {
    page(|page| {
        page.write(2, 9, "Ketergantungan").unwrap();
        page.write(8, 9, text).unwrap();
    })
}

#[test]
fn a_multiplier_is_read_in_every_spelling() {
    let spellings = [
        "× A.I.b",
        "x A.I.b",
        "X A.I.b",
        "* A.I.b",
        "×A.I.b",
        "× A.I.b.",
        "×\u{a0}A.I.b ",
        "× A. I. b.",
        "x a.i.b",
        "× A.I.b;",
        "\n× A.I.b\n",
    ];
    for text in spellings {
        let report = gated(text);
        // A.I.b is B: II has 0.75 × 0.5 × 40 = 15, beside 15 and 36.
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("66", vec![]), "{text:?}");
    }
    // A component: B has 36 of 40, so 0.75 × 0.9 × 40 = 27. And both: 13.5.
    assert_eq!(gated("× B").index, "78");
    for both in ["× B; × A.I.b", "× B\n× A.I.b", "x B., x A.I.b."] {
        assert_eq!(gated(both).index, "64.5", "{both:?}");
    }
}

#[test]
fn what_drops_to_zero_is_read_in_every_spelling() {
    // The first item is Ya; the survey is typed as 3,6.
    let drops = [
        "0 jika A.I.a = Ya",
        "0 jika A.I.a. = ya",
        "0 JIKA A.I.a=\"YA\"",
        "0\u{a0}jika A.I.a =\u{a0}Ya.",
        "0 jika A.I.a = “Ya”",
        "0 jika\nA.I.a = Ya",
        "0 jika A.I.b = b",
        "0 jika B.a = 3,6",
        "0 jika B.a = 3.60",
        "0 jika A.I.a = Tidak, 0 jika B.a = 3,6",
        "0 jika A.I.a = Tidak\n0 jika A.I.b = B",
    ];
    for text in drops {
        let report = gated(text);
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("51", vec![]), "{text:?}");
    }
    for text in ["0 jika A.I.a = Tidak", "0 jika B.a = 3,5", "-", "–"] {
        assert_eq!(gated(text).index, "81", "{text:?}");
    }
    // An item that waits for what isn't answered is unanswered.
    let open = page(|page| {
        page.write(2, 9, "Ketergantungan").unwrap();
        page.write(8, 9, "0 jika A.I.a = Tidak").unwrap();
        page.write(5, 6, "-").unwrap();
    });
    // I: B alone, 0.5 × 20. II: 0. B: 36.
    assert_eq!(open.index, "46");
    let of = |path: &str| open.nodes.iter().find(|n| n.path == path).unwrap().answered;
    assert_eq!((of("A.I"), of("A.II")), (1, 0));
}

#[test]
fn a_dependency_that_names_nothing_is_said() {
    let nothing = [
        "× A.I.z",
        "A.I.b",
        "0 jika A.I.a = Mungkin",
        "0 jika A.I = Ya",
        "0 jika A.I.a",
        "1 jika A.I.a = Ya",
    ];
    for text in nothing {
        let report = gated(text);
        let told = (report.index.as_str(), cells(&report));
        assert_eq!(told, ("81", vec!["J9"]), "{text:?}");
    }
}

#[test]
fn answers_of_equal_worth_are_told_apart() {
    let scored = |answer: &str| {
        let mut rows = ROWS;
        rows[3][5] = "WTP=3; WTP-DPP=2,5; TW=0; TMP=0";
        rows[3][6] = answer;
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        fill(page, &rows);
        page.write(2, 9, "Ketergantungan").unwrap();
        page.write(8, 9, "0 jika A.I.b = TMP").unwrap();
        report_of(&mut book)
    };
    // I: (1 + 0) ÷ 2 × 20 = 10 both times; II: 30, or 0.
    assert_eq!(scored("TW").index, "76");
    assert_eq!(scored("tmp").index, "46");
}

#[test]
fn a_circle_is_an_error_with_its_cell() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    fill(page, &ROWS);
    page.write(2, 9, "Ketergantungan").unwrap();
    page.write(5, 9, "× A.I.b").unwrap();
    page.write(6, 9, "0 jika A.I.a = Tidak").unwrap();
    let error = opened(book.save_to_buffer().unwrap(), None).unwrap_err();
    let LembarError::Instrument { cell, source } = &error else {
        panic!("{error}");
    };
    assert!(cell.is_some_and(|cell| ["C6", "C7"].contains(&cell.to_string().as_str())));
    assert!(
        matches!(source, InstrumentError::GateCycle { .. }),
        "{source}"
    );
}

#[test]
fn a_code_alone_is_the_siblings() {
    // `× a` beside A.II.b, typed: 0.75 × 1 and the item's own 0.5 beside it. Its capital is the top.
    let rows = |gate: &str| {
        page(|page| {
            page.write(2, 9, "Ketergantungan").unwrap();
            page.write(6, 9, gate).unwrap();
        })
    };
    // A.I.b is B, 0.5, times A.I.a, 1: nothing changes.
    assert_eq!(rows("× a").index, "81");
    // 0 in place of 0.5 of 20: the mean of A.I is 0.5.
    for gate in ["0 jika a = Ya", "0 jika a. = ya"] {
        let report = rows(gate);
        assert_eq!(
            (report.index.as_str(), cells(&report)),
            ("76", vec![]),
            "{gate}"
        );
    }
}
