//! Rows that sum up, and tables that say again what stands above them.

use super::strays::{indexed, laid, paths, wide};
use super::{HEAD, ROWS, scored};

type Row = [&'static str; 9];

/// The small worksheet with rows put in at these places, from the last to the first.
fn with(more: &[(usize, Row)]) -> crate::lembar::Report {
    let mut rows = ROWS.to_vec();
    for (at, row) in more {
        rows.insert(*at, *row);
    }
    scored(&rows)
}

fn labelled(col: usize, title: &'static str, weight: &'static str) -> Row {
    let mut row = [""; 9];
    (row[col], row[3]) = (title, weight);
    row
}

#[test]
fn what_is_called_like_a_sum_is_no_component() {
    for title in [
        "Rata-rata",
        "Rerata Tim",
        "Capaian",
        "Persentase Capaian",
        "Hasil Penilaian",
        "Nilai Akhir",
        "Jumlah",
        "Sub-total",
    ] {
        for col in [0, 1, 2] {
            let told = with(&[
                (10, labelled(col, title, "40")),
                (8, labelled(col, title, "60")),
                (8, labelled(col, title, "40")),
                (4, labelled(col, title, "20")),
            ]);
            assert_eq!(indexed(&told), ("81", vec![]), "{title} {col}");
            assert_eq!(
                paths(&told),
                ["A", "A.I", "A.II", "B", "B.a"],
                "{title} {col}"
            );
        }
    }
}

#[test]
fn a_sum_that_weighs_is_no_count_whatever_its_type_says() {
    let mut sum = labelled(2, "Jumlah", "20");
    (sum[5], sum[6]) = ("Jumlah", "15");
    assert_eq!(indexed(&with(&[(4, sum)])), ("81", vec![]));
}

#[test]
fn a_sum_above_another_heads_nothing() {
    let told = with(&[
        (8, labelled(1, "Capaian Pengungkit", "60")),
        (8, labelled(0, "Capaian", "40")),
    ]);
    assert_eq!(indexed(&told), ("81", vec![]));
    assert_eq!(paths(&told), ["A", "A.I", "A.II", "B", "B.a"]);
}

#[test]
fn what_weighs_again_what_stands_above_is_a_sum_whatever_it_is_called() {
    let told = with(&[
        (10, labelled(1, "Seluruh komponen", "100")),
        (8, labelled(0, "Pengungkit", "60")),
        (4, labelled(2, "Skala Tim", "20")),
    ]);
    assert_eq!(indexed(&told), ("81", vec![]));
    assert_eq!(paths(&told), ["A", "A.I", "A.II", "B", "B.a"]);
    let cells: Vec<&str> = told.notes.iter().map(|note| note.cell.as_str()).collect();
    assert_eq!(cells, ["D8", "D13", "D16"]);
}

#[test]
fn a_sum_below_what_lacks_its_weight_or_its_type_is_one_still() {
    let mut rows = ROWS.to_vec();
    rows.insert(8, labelled(1, "Pengungkit", "60"));
    rows.insert(4, labelled(2, "Tim", "20"));
    rows[0][3] = "enam puluh";
    assert_eq!(indexed(&scored(&rows)), ("81", vec!["D4"]));
    // 20 + 30 + 36: the one item of I that says what it asks.
    (rows[0][3], rows[3][5]) = ("60", "");
    assert_eq!(indexed(&scored(&rows)), ("86", vec!["F7"]));
}

#[test]
fn codes_in_one_column_have_sums_and_headings_without_weights() {
    let head = ["No", "Uraian", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let item = |code: &'static str| vec![code, "Ada", "", "Ya/Tidak", "Ya"];
    for path in [false, true] {
        let code = |own: &'static str, path_to: &'static str| if path { path_to } else { own };
        let rows = vec![
            vec!["A", "PENGUNGKIT", "", "", ""],
            vec![code("I", "A.I"), "Pemenuhan", "30", "", ""],
            vec![code("1", "A.I.1"), "Tim", "10", "", ""],
            item(code("a", "A.I.1.a")),
            vec![code("2", "A.I.2"), "Rencana", "20", "", ""],
            item(code("a", "A.I.2.a")),
            vec!["", "Pemenuhan", "30", "", ""],
            vec![code("II", "A.II"), "Reform", "30", "", ""],
            item(code("a", "A.II.a")),
            vec!["B", "HASIL", "", "", ""],
            vec![code("I", "B.I"), "Survei", "40", "", ""],
            item(code("a", "B.I.a")),
        ];
        let told = laid(&head, &rows);
        assert_eq!(indexed(&told), ("100", vec!["C4", "C13"]), "{path}");
        let expected = ["A", "A.I", "A.I.1", "A.I.2", "A.II", "B", "B.I"];
        assert_eq!(paths(&told), expected, "{path}");
    }
}

#[test]
fn a_component_without_a_code_is_no_sum_where_something_stands_below_it() {
    // It weighs what the one before it weighs, and has lost its code.
    let mut rows: Vec<Vec<&str>> = Vec::new();
    let mut part = |code: &'static str, title: &'static str| {
        rows.push(vec![code, title, "", "", "20", "", ""]);
        for below in ["i", "ii"] {
            rows.push(vec!["", below, "Bagian", "", "10", "", ""]);
            rows.push(vec!["", "", "a.", "Ada", "", "Ya/Tidak", "Ya"]);
        }
    };
    for (code, title) in [("1", "Tim"), ("", "Nilai Rencana"), ("3", "Laporan")] {
        part(code, title);
    }
    let head = [
        "Penilaian",
        "",
        "",
        "",
        "Bobot",
        "Pilihan Jawaban",
        "Jawaban",
    ];
    let told = laid(&head, &rows);
    assert_eq!(indexed(&told), ("60", vec!["A9"]));
    let tops: Vec<&str> = paths(&told)
        .into_iter()
        .filter(|path| !path.contains('.'))
        .collect();
    assert_eq!(tops, ["1", "#1", "3"]);
    // One that heads items.
    let mut rows = wide();
    (rows[3][1], rows[3][2]) = ("", "Capaian");
    assert_eq!(indexed(&scored(&rows)).0, "80");
}

#[test]
fn a_recapitulation_below_is_no_part_of_the_worksheet() {
    let again: [&[Row]; 5] = [
        &[
            labelled(1, "Pengungkit", "60"),
            labelled(1, "Tim", "20"),
            labelled(1, "Hasil", "40"),
        ],
        &[
            ["A", "PENGUNGKIT", "", "60", "", "", "", "", ""],
            ["I", "Tim", "", "20", "", "", "15", "", ""],
            ["II", "Laporan", "", "40", "", "", "30", "", ""],
            ["B", "HASIL", "", "40", "", "", "36", "", ""],
        ],
        // In columns of its own: what stands below Bobot is points.
        &[
            ["1", "Komponen Pengungkit", "60", "45", "", "", "", "", ""],
            ["2", "Komponen Hasil", "40", "36", "", "", "", "", ""],
        ],
        &[
            ["No", "Komponen", "", "Bobot", "", "", "Nilai", "", ""],
            ["1", "Area satu", "", "60", "", "", "45", "", ""],
            ["2", "Area dua", "", "40", "", "", "36", "", ""],
        ],
        &[
            labelled(1, "Jumlah", "100"),
            ["1.", "Pengungkit", "", "60", "", "", "45", "", ""],
            ["2.", "Hasil", "", "40", "", "", "36", "", ""],
        ],
    ];
    for below in again {
        for gap in [false, true] {
            let mut rows = ROWS.to_vec();
            rows.extend(gap.then_some([""; 9]));
            rows.extend_from_slice(below);
            let told = scored(&rows);
            assert_eq!(indexed(&told), ("81", vec![]), "{below:?}");
            assert_eq!(paths(&told), ["A", "A.I", "A.II", "B", "B.a"], "{below:?}");
        }
    }
}

#[test]
fn a_component_below_all_that_is_asked_stays_one() {
    // It goes on, and its title is its own: nothing is below it, which is said.
    let mut rows = ROWS.to_vec();
    rows.push(["C.", "Inovasi", "", "10", "", "", "", "", ""]);
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("81", vec!["D14"]));
    // So does one that is called like another.
    rows[10][1] = "Laporan";
    assert_eq!(indexed(&scored(&rows)), ("81", vec!["D14"]));
}

#[test]
fn a_count_without_code_and_type_is_no_sum() {
    let mut rows = ROWS;
    (rows[7][2], rows[7][5]) = ("Jumlah disampaikan", "");
    // 6 ÷ 8 all the same, and it is said.
    assert_eq!(indexed(&scored(&rows)), ("81", vec!["F11"]));
}

#[test]
fn a_recapitulation_may_name_what_has_no_weight_above() {
    let mut rows = ROWS.to_vec();
    (rows[0][3], rows[8][3]) = ("", "");
    rows.push(labelled(0, "Nilai Akhir", "100"));
    rows.push(["1", "Pengungkit", "", "60", "", "", "", "", ""]);
    rows.push(["2", "Hasil", "", "40", "", "", "", "", ""]);
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("81", vec!["D4", "D12"]));
    assert_eq!(paths(&told), ["A", "A.I", "A.II", "B", "B.a"]);
}

#[test]
fn the_head_of_the_next_page_ends_nothing() {
    let mut rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
    rows.push(HEAD.to_vec());
    rows.push(vec!["C.", "Inovasi", "", "10", "", "", "", "", ""]);
    assert_eq!(indexed(&laid(&HEAD, &rows)), ("81", vec!["D15"]));
}
