//! Tables of grades that are named in words, without a head.

use super::form::page;
use super::strays::indexed;
use crate::lembar::Report;

/// The small worksheet, whose index is 81, with cells put from a row and a column on.
fn graded(row: u32, col: u16, table: &[&[&str]]) -> Report {
    page(|page| {
        for (r, texts) in (row..).zip(table) {
            for (c, text) in (col..).zip(*texts) {
                page.write(r, c, *text).unwrap();
            }
        }
    })
}

const TABLE: [&[&str]; 4] = [
    &["Sangat Baik", "85 – 100"],
    &["Baik", "80 – 84,99"],
    &["Cukup", "60 – 79,99"],
    &["Kurang", "< 60"],
];

#[test]
fn a_table_in_words_is_read_beside_the_worksheet_and_below_it() {
    for (row, col) in [(3, 10), (5, 12), (15, 1), (16, 4)] {
        let told = graded(row, col, &TABLE);
        assert_eq!(indexed(&told), ("81", vec![]), "{row} {col}");
        assert_eq!(told.grade.as_deref(), Some("Baik"), "{row} {col}");
    }
    // In one cell, with numbers before it, as numbers alone.
    let one: [&[&str]; 3] = [
        &["Sangat Baik (> 80 - 100)"],
        &["Baik (> 60 - 80)"],
        &["Kurang (0 - 60)"],
    ];
    let before: [&[&str]; 3] = [
        &["1", "90 - 100", "Sangat Baik"],
        &["2", "70 - 89", "Baik"],
        &["3", "0 - 69", "Kurang"],
    ];
    let coded: [&[&str]; 3] = [
        &["a. Sangat Baik", "85 - 100"],
        &["b. Baik", "70 - 84"],
        &["c. Kurang", "0 - 69"],
    ];
    let bare: [&[&str]; 3] = [&["Sangat Baik", "90"], &["Baik", "75"], &["Kurang", "0"]];
    for (table, grade) in [
        (one, "Sangat Baik"),
        (before, "Baik"),
        (coded, "Baik"),
        (bare, "Baik"),
    ] {
        let told = graded(16, 1, &table);
        assert_eq!(indexed(&told), ("81", vec![]), "{table:?}");
        assert_eq!(told.grade.as_deref(), Some(grade), "{table:?}");
    }
}

#[test]
fn a_table_in_words_that_is_not_understood_is_said() {
    // Two begin at the same number; nothing is said of what lies below 40.
    for lowest in [["Cukup", "80 – 90"], ["Cukup", "40 – 60"]] {
        let table: [&[&str]; 3] = [TABLE[0], TABLE[1], &lowest];
        let told = graded(3, 10, &table);
        assert_eq!(indexed(&told), ("81", vec!["K4"]), "{lowest:?}");
        assert_eq!(told.grade.as_deref(), Some("A"), "{lowest:?}");
    }
}

#[test]
fn other_tables_and_legends_grade_nothing() {
    let survey: [&[&str]; 4] = [
        &["Sangat Baik", "88,31 – 100"],
        &["Baik", "76,61 – 88,30"],
        &["Kurang Baik", "65 – 76,60"],
        &["Tidak Baik", "25 – 64,99"],
    ];
    let scale: [&[&str]; 4] = [
        &["Sangat Baik", "3,26 – 4"],
        &["Baik", "2,51 – 3,25"],
        &["Kurang", "1,76 – 2,5"],
        &["Buruk", "0 – 1,75"],
    ];
    let legend: [&[&str]; 3] = [&["A", "Sangat Baik"], &["B", "Baik"], &["C", "Kurang"]];
    let risk: [&[&str]; 3] = [
        &["Tinggi", "15 – 25"],
        &["Sedang", "6 – 14"],
        &["Rendah", "0 – 5"],
    ];
    for table in [&survey[..], &scale, &legend, &risk] {
        for (row, col) in [(3, 10), (16, 1)] {
            let told = graded(row, col, table);
            assert_eq!(indexed(&told), ("81", vec![]), "{table:?}");
            assert_eq!(told.grade.as_deref(), Some("A"), "{table:?}");
        }
    }
    // What answers mean is printed within the worksheet.
    let criteria: [&[&str]; 3] = [
        &["Sangat Baik (85 – 100)"],
        &["Baik (60 – 84)"],
        &["Kurang (0 – 59)"],
    ];
    let told = graded(3, 4, &criteria);
    assert_eq!(indexed(&told), ("81", vec![]));
    assert_eq!(told.grade.as_deref(), Some("A"));
}

#[test]
fn codes_above_a_table_of_letters_are_none_of_its_names() {
    let bounds = [
        "> 90",
        "> 80 - 90",
        "> 70 - 80",
        "> 60 - 70",
        "> 50 - 60",
        "> 30 - 50",
        "0 - 30",
    ];
    let names = ["AA", "A", "BB", "B", "CC", "C", "D"];
    let mut rows = super::ROWS.to_vec();
    rows.push(["A", "Pengungkit", "", "60", "", "", "", "", ""]);
    rows.push(["B", "Hasil", "", "40", "", "", "", "", ""]);
    rows.push([""; 9]);
    rows.extend(names.iter().zip(bounds).map(|(name, bound)| {
        let mut row = [""; 9];
        (row[0], row[1]) = (*name, bound);
        row
    }));
    let told = super::scored(&rows);
    assert_eq!(indexed(&told), ("81", vec![]));
    assert_eq!(told.grade.as_deref(), Some("A"));
    // The ranges stand in the column of types.
    for row in rows.iter_mut().skip(13) {
        (row[1], row[5]) = ("", row[1]);
    }
    let told = super::scored(&rows);
    assert_eq!(indexed(&told), ("81", vec![]));
    assert_eq!(told.grade.as_deref(), Some("A"));
}

#[test]
fn a_few_letters_are_grades_where_each_says_its_range() {
    let table: [&[&str]; 3] = [&["A", "≥ 81,5"], &["B", "≥ 50"], &["C", "< 50"]];
    let mut rising = table;
    rising.reverse();
    for table in [&table, &rising] {
        let told = graded(16, 1, table);
        assert_eq!(indexed(&told), ("81", vec![]), "{table:?}");
        assert_eq!(told.grade.as_deref(), Some("B"), "{table:?}");
    }
    // Bare numbers beside letters are a list of anything.
    let list: [&[&str]; 3] = [&["A", "85"], &["B", "50"], &["C", "0"]];
    assert_eq!(graded(16, 1, &list).grade.as_deref(), Some("A"));
}
