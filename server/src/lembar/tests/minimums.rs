//! Minimums of awards: whatever is printed, none gets lost, and no award is met in silence.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::form::page;
use super::{ROWS, cells, fill, report_of};
use crate::lembar::Report;

/// The small worksheet with a column *Nilai Minimal WBK*, and what stands in it. Line n of ROWS is row n + 4.
/// A has 45 of 60, I 15 of 20, II 30 of 40, B 36 of 40; in all 81.
fn with(put: impl FnOnce(&mut Worksheet)) -> Report {
    page(|page| {
        page.write(2, 9, "Nilai Minimal WBK").unwrap();
        put(page);
    })
}

/// What is missing: of what, how much it takes, how much is there.
type Short<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

/// Whether the only award is met, and what is missing.
fn missing(report: &Report) -> (bool, Vec<Short<'_>>) {
    let [award] = report.thresholds.as_slice() else {
        panic!("{:?}", report.thresholds);
    };
    let short = award.missing.iter();
    let short = short.map(|one| (one.of.as_str(), one.min.as_deref(), one.value.as_deref()));
    (award.met, short.collect())
}

#[test]
fn a_minimum_that_can_not_be_reached_is_never_met() {
    let report = with(|page| {
        page.write(3, 9, 40).unwrap();
        page.write(4, 9, 25).unwrap();
    });
    // I weighs 20.
    assert_eq!(cells(&report), ["J5"]);
    assert_eq!(
        missing(&report),
        (false, vec![("A.I", Some("25"), Some("15"))])
    );
}

#[test]
fn a_minimum_that_can_not_be_read_is_never_met() {
    for text in ["enam puluh", "40 atau 50", "-5", "9999999"] {
        let report = with(|page| {
            page.write(3, 9, text).unwrap();
            page.write(11, 9, 30).unwrap();
        });
        assert_eq!(cells(&report), ["J4"], "{text}");
        let of = format!("A J4: {text}");
        assert_eq!(
            missing(&report),
            (false, vec![(of.as_str(), None, None)]),
            "{text}"
        );
    }
    let report = with(|page| {
        let error = Formula::new("=1/0").set_result("#DIV/0!");
        page.write_formula(3, 9, error).unwrap();
    });
    assert_eq!(
        missing(&report),
        (false, vec![("A J4: #DIV/0!", None, None)])
    );
    // A dash is nothing.
    let report = with(|page| {
        page.write(3, 9, "–").unwrap();
    });
    assert_eq!(report.thresholds, []);
}

#[test]
fn a_minimum_where_nothing_is_weighed_is_never_met() {
    // A count; and a row that has no label.
    let report = with(|page| {
        page.write(3, 9, 40).unwrap();
        page.write(9, 9, 1).unwrap();
    });
    assert_eq!(cells(&report), ["J10"]);
    assert_eq!(missing(&report), (false, vec![("J10: 1", Some("1"), None)]));
    let mut rows = ROWS.to_vec();
    // A row that has lost its label, and one that numbers the columns.
    rows.insert(4, ["", "", "", "5", "A. Ada", "", "", "", ""]);
    rows.insert(0, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    fill(page, &rows);
    page.write(2, 9, "Nilai Minimal WBK").unwrap();
    page.write(3, 9, "10").unwrap();
    page.write(8, 9, "12,5").unwrap();
    let report = report_of(&mut book);
    assert_eq!(cells(&report), ["J9"]);
    assert_eq!(
        missing(&report),
        (false, vec![("J9: 12,5", Some("12.5"), None)])
    );
}

#[test]
fn what_an_item_adds_may_be_asked_of_it() {
    // The first item shares 20 with another: it adds 10 at most, and has them.
    let met = with(|page| {
        page.write(5, 9, 10).unwrap();
    });
    assert_eq!((cells(&met), missing(&met)), (vec!["J6"], (true, vec![])));
    let not = with(|page| {
        page.write(6, 9, 6).unwrap();
    });
    // The second is B, so 5.
    let short = vec![("A.I.b", Some("6"), Some("5"))];
    assert_eq!(missing(&not), (false, short));
}

#[test]
fn per_cent_is_of_the_weight() {
    let percent = Format::new().set_num_format("0%");
    let report = with(|page| {
        page.write_with_format(3, 9, 0.8, &percent).unwrap();
        page.write(7, 9, "≥ 75 %").unwrap();
        page.write(11, 9, "min. 91%").unwrap();
    });
    // 80 % of 60 is 48; 75 % of 40 is 30, which II has; 91 % of 40 is 36.4.
    let short = vec![
        ("A", Some("48"), Some("45")),
        ("B", Some("36.4"), Some("36")),
    ];
    assert_eq!((cells(&report), missing(&report)), (vec![], (false, short)));
    // The head may say it for all; not where it says it of the weights, too.
    let of_head = |weights: &str| {
        with(|page| {
            page.write(2, 3, weights).unwrap();
            page.write(2, 9, "Nilai Minimal WBK (%)").unwrap();
            page.write(4, 9, 16).unwrap();
        })
    };
    assert_eq!(missing(&of_head("Bobot")), (true, vec![]));
    let short = vec![("A.I", Some("16"), Some("15"))];
    assert_eq!(missing(&of_head("Bobot (%)")), (false, short));
}

#[test]
fn sums_ask_of_what_they_sum() {
    let report = with(|page| {
        page.write(13, 0, "JUMLAH HASIL").unwrap();
        page.write(13, 3, 40).unwrap().write(13, 9, 37).unwrap();
        page.write(14, 0, "Nilai Akhir").unwrap();
        page.write(14, 3, 100).unwrap().write(14, 9, 82).unwrap();
        // Signatures and numbers of staff ask nothing.
        page.write(17, 9, "Ketua Tim").unwrap();
        page.write(18, 9, "19800101 200501 1 001").unwrap();
    });
    let short = vec![("B", Some("37"), Some("36")), ("", Some("82"), Some("81"))];
    assert_eq!((cells(&report), missing(&report)), (vec![], (false, short)));
    // A sum of nobody knows what.
    let report = with(|page| {
        page.write(13, 0, "Nilai Gabungan").unwrap();
        page.write(13, 3, 55).unwrap().write(13, 9, 30).unwrap();
        page.write(14, 0, "TOTAL").unwrap();
        page.write(14, 9, 80).unwrap();
    });
    assert_eq!(cells(&report), ["J14"]);
    assert_eq!(
        missing(&report),
        (false, vec![("J14: 30", Some("30"), None)])
    );
}

#[test]
fn minimums_of_no_award_leave_the_grade() {
    let of = |head: &str| {
        page(|page| {
            page.write(2, 9, head).unwrap();
            page.write(3, 9, 50).unwrap();
        })
    };
    let own = of("Nilai Minimum");
    assert_eq!(own.grade.as_deref(), Some("A"));
    assert_eq!(missing(&own), (false, vec![("A", Some("50"), Some("45"))]));
    // WBK is an award of the Zona Integritas, whatever the title says.
    assert_eq!(of("Nilai Minimal WBK").grade, None);
}

#[test]
fn what_an_award_of_the_zona_integritas_asks_for_may_be_absent() {
    let zi = page(|page| {
        page.write(0, 0, "LEMBAR KERJA EVALUASI ZI MENUJU WBK")
            .unwrap();
    });
    let wbk = &zi.thresholds[0];
    let of = |name: &str| wbk.missing.iter().find(|one| one.of == name);
    assert!(!wbk.met);
    // No survey stands at B.I.a: its 15.75 points are asked all the same.
    let survey = of("B.I.a").unwrap();
    assert_eq!(
        (survey.min.as_deref(), survey.value.as_deref()),
        (Some("15.75"), None)
    );
    assert!(of("tata-laksana").is_some());
}
