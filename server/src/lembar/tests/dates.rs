//! What a spreadsheet made a date of while somebody typed something else.

use rust_xlsxwriter::{ExcelDateTime, Format};

use super::form::page;
use super::strays::indexed;

#[test]
fn a_date_is_no_count_no_answer_and_no_weight() {
    let dated = |row: u32, col: u16, form: &str| {
        page(|page| {
            let (day, form) = (
                ExcelDateTime::from_ymd(2022, 6, 3).unwrap(),
                Format::new().set_num_format(form),
            );
            page.write_with_format(row, col, &day, &form).unwrap();
        })
    };
    for form in ["d/m/yyyy", "d-mmm", "mmm-yy"] {
        // `3/6` for 6 of 8: 15 + 36 are left, and II is unanswered.
        for row in [8, 9, 10] {
            let report = dated(row, 6, form);
            let cell = format!("G{}", row + 1);
            assert_eq!(indexed(&report), ("51", vec![cell.as_str()]), "{form}");
            assert!(report.findings[0].proposal.contains("tanggal"));
        }
        // I weighs what II leaves of 60.
        assert_eq!(indexed(&dated(4, 3, form)), ("81", vec!["D5"]), "{form}");
    }
    // A number that is no day of our time was typed into a cell that was formatted for another.
    let report = page(|page| {
        let form = Format::new().set_num_format("d/m/yyyy");
        page.write_with_format(10, 6, 6, &form).unwrap();
    });
    assert_eq!(indexed(&report), ("81", vec![]));
}
