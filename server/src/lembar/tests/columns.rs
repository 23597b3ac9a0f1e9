//! Rows that stand in other columns than their kind, in worksheets too small to tell by number.

use super::strays::{indexed, laid, paths};

const HEAD: [&str; 7] = [
    "Penilaian",
    "",
    "",
    "",
    "Bobot",
    "Pilihan Jawaban",
    "Jawaban",
];

/// Two parts of a part, each of one component: 3 + 2 of 5, and of that 3 + 2 ÷ 2.
fn small() -> Vec<Vec<&'static str>> {
    let item = |code, answer| vec!["", "", "", code, "", "Ya/Tidak", answer];
    vec![
        vec!["I.", "Pengungkit", "", "", "5", "", ""],
        vec!["", "1.", "Tim", "", "3", "", ""],
        vec!["", "", "i.", "Susunan", "3", "", ""],
        item("a. Ada", "Ya"),
        vec!["", "2.", "Rencana", "", "2", "", ""],
        vec!["", "", "i.", "Isi", "2", "", ""],
        item("a. Ada", "Ya"),
        item("b. Disahkan", "Tidak"),
    ]
}

const PATHS: [&str; 5] = ["I", "I.1", "I.1.i", "I.2", "I.2.i"];

#[test]
fn a_code_beside_its_column_is_put_back_where_weights_and_series_say_so() {
    let told = laid(&HEAD, &small());
    assert_eq!(indexed(&told), ("4", vec![]));
    assert_eq!(paths(&told), PATHS);
    // Code and label of the second part, of its component, of the first part.
    for (at, cell, row) in [
        (4, "C8", vec!["", "", "2.", "Rencana", "2", "", ""]),
        (5, "B9", vec!["", "i.", "Isi", "", "2", "", ""]),
        (1, "A5", vec!["1.", "Tim", "", "", "3", "", ""]),
    ] {
        let mut rows = small();
        rows[at] = row;
        let told = laid(&HEAD, &rows);
        assert_eq!(indexed(&told), ("4", vec![cell]));
        assert_eq!(paths(&told), PATHS, "{cell}");
        assert!(told.findings[0].what.contains("bergeser"), "{told:?}");
    }
    // It goes on its series all the same, so that nothing is moved; it is said.
    let item = |answer| vec!["", "", "a. Ada", "", "", "Ya/Tidak", answer];
    let mut rows = vec![vec!["I.", "Pengungkit", "", "", "6", "", ""]];
    for code in ["1.", "2.", "3."] {
        rows.push(vec!["", code, "Bagian", "", "2", "", ""]);
        rows.push(item("Ya"));
    }
    rows[1] = vec!["", "", "1.", "Bagian", "2", "", ""];
    let told = laid(&HEAD, &rows);
    assert_eq!(indexed(&told), ("6", vec!["C5"]));
    assert_eq!(paths(&told), ["I", "I.1", "I.2", "I.3"]);
}

#[test]
fn a_component_among_its_items_columns_that_lacks_its_weight_is_one_still() {
    let item = |code, answer| vec!["", "", "", code, "", "Ya/Tidak", answer];
    let rows = vec![
        vec!["", "1.", "Tim", "", "4", "", ""],
        vec!["", "", "", "i.", "", "", ""],
        item("a. Ada", "Ya"),
        item("b. Ada", "Tidak"),
        vec!["", "", "ii.", "Isi", "3", "", ""],
        item("a. Ada", "Ya"),
    ];
    // What ii leaves: 1 ÷ 2 × 1 + 3.
    let told = laid(&HEAD, &rows);
    assert_eq!(indexed(&told), ("3.5", vec!["E5"]));
    assert_eq!(paths(&told), ["1", "1.i", "1.ii"]);
}

#[test]
fn a_whole_row_beside_its_columns_is_put_back_whatever_stands_there() {
    // Its weight stands among the types; among the answers; among the values.
    for order in [
        ["Bobot", "Pilihan Jawaban", "Jawaban"],
        ["Pilihan Jawaban", "Bobot", "Jawaban"],
        ["Jawaban", "Pilihan Jawaban", "Bobot"],
        ["Pilihan Jawaban", "Bobot", "Nilai"],
    ] {
        let head: Vec<&str> = HEAD[..4].iter().copied().chain(order).chain([""]).collect();
        let head = match order[2] {
            "Nilai" => [&head[..7], &["Jawaban"]].concat(),
            _ => head,
        };
        let from = |name: &str| HEAD.iter().position(|one| *one == name);
        let lay = |row: Vec<&'static str>| -> Vec<&str> {
            let of = |name: &&str| from(name).map_or("", |at| row[at]);
            let beside = head[4..].iter().map(of);
            row[..4].iter().copied().chain(beside).collect()
        };
        for at in [4, 5] {
            let mut rows: Vec<Vec<&str>> = small().into_iter().map(lay).collect();
            let moved = rows[at].clone();
            rows[at] = [&[""], &moved[..7]].concat();
            let told = laid(&head, &rows);
            let cell = ["C8", "D9"][at - 4];
            assert_eq!(indexed(&told), ("4", vec![cell]), "{order:?} {told:?}");
            assert_eq!(paths(&told), PATHS, "{order:?}");
        }
    }
}

#[test]
fn an_answer_that_slid_among_the_weights_is_an_answer() {
    let head = [
        "Penilaian",
        "",
        "",
        "Jawaban",
        "Bobot",
        "Catatan",
        "Pilihan Jawaban",
    ];
    let rows = vec![
        vec!["A.", "Tim", "", "", "10", "", "", ""],
        vec!["", "a.", "Ada", "Ya", "", "", "Ya/Tidak", ""],
        vec!["", "", "b.", "Survei", "1,2", "", "", "Nilai (0-4)"],
        vec!["", "c.", "Selesai", "Ya", "", "", "Ya/Tidak", ""],
    ];
    // (1 + 0.3 + 1) ÷ 3 × 10.
    let told = laid(&head, &rows);
    let (index, cells) = indexed(&told);
    assert!(index.starts_with("7.666"), "{told:?}");
    assert_eq!((cells, paths(&told)), (vec!["C6"], vec!["A"]));
}

#[test]
fn few_codes_in_one_column_say_how_deep_they_are() {
    let head = ["Kode", "Uraian", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let item = |code, answer| vec![code, "Ada", "", "Ya/Tidak", answer];
    let rows = |codes: [&'static str; 3]| {
        vec![
            vec![codes[0], "Tim", "4", "", ""],
            vec![codes[1], "Susunan", "3", "", ""],
            item("a.", "Ya"),
            vec![codes[2], "Rencana", "1", "", ""],
            item("a.", "Ya"),
            item("b.", "Tidak"),
        ]
    };
    for (codes, expected) in [
        (["1.", "i.", "ii."], ["1", "1.i", "1.ii"]),
        (["A.", "I.", "II."], ["A", "A.I", "A.II"]),
        (["I.", "A.", "B."], ["I", "I.A", "I.B"]),
        (["1", "1.1", "1.2"], ["1", "1.1", "1.2"]),
    ] {
        // 3 + 1 ÷ 2.
        let told = laid(&head, &rows(codes));
        assert_eq!(indexed(&told), ("3.5", vec![]));
        assert_eq!(paths(&told), expected);
    }
}

#[test]
fn codes_that_print_the_whole_path_may_be_long() {
    let head = ["Kode", "Uraian", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let item = |code, answer| vec![code, "Ada", "", "Ya/Tidak", answer];
    let rows = vec![
        vec!["B", "Hasil", "4", "", ""],
        vec!["B.III", "Tim", "4", "", ""],
        vec!["B.III.1", "Tim", "4", "", ""],
        vec!["B.III.1.iii", "Tim", "4", "", ""],
        item("B.III.1.iii.a", "Ya"),
        item("B.III.1.iii.b", "Ya"),
        item("B.III.1.iii.c", "Ya"),
        item("B.III.1.iii.d", "Tidak"),
    ];
    let told = laid(&head, &rows);
    assert_eq!(indexed(&told), ("3", vec![]));
    assert_eq!(paths(&told), ["B", "B.III", "B.III.1", "B.III.1.iii"]);
}

#[test]
fn an_earlier_year_s_weights_are_not_this_one_s() {
    for (first, second) in [("Bobot Tahun 2021", "Bobot"), ("Bobot 2021", "Bobot 2022")] {
        let head = ["Penilaian", "", first, second, "Pilihan Jawaban", "Jawaban"];
        let rows = vec![
            vec!["A.", "Tim", "7", "4", "", ""],
            vec!["", "a. Ada", "", "", "Ya/Tidak", "Ya"],
            vec!["B.", "Hasil", "9", "6", "", ""],
            vec!["", "a. Ada", "", "", "Ya/Tidak", "Tidak"],
        ];
        assert_eq!(indexed(&laid(&head, &rows)), ("4", vec![]), "{first}");
    }
}

#[test]
fn the_head_again_is_no_line_whatever_its_columns_are_called() {
    let head = ["Uraian", "", "Bobot", "Tipe", "Pilihan", "Isian"];
    let rows = vec![
        vec!["A.", "Tim", "4", "", "", ""],
        vec!["", "a. Ada", "", "", "Ya/Tidak", "Ya"],
        head.to_vec(),
        vec!["", "b. Ada", "", "", "Ya/Tidak", "Tidak"],
    ];
    let told = laid(&head, &rows);
    // (1 + 0) ÷ 2 × 4. The column of answers is guessed, which is said.
    assert_eq!(indexed(&told), ("2", vec!["F3"]));
}

#[test]
fn a_summary_below_is_no_part_of_the_worksheet_wherever_it_stands() {
    for (left, titles) in [
        (0, ["Kode", "Komponen", "Bobot", "Nilai"]),
        (3, ["Kode", "Komponen", "Nilai", "%"]),
        (2, ["Kode", "Komponen", "Nilai", "%"]),
        (3, ["No", "Komponen", "Bobot", "Nilai"]),
    ] {
        let mut rows = small();
        let mut below = |cells: [&'static str; 4]| {
            let mut row = vec![""; 8];
            row[left..left + 4].copy_from_slice(&cells);
            rows.push(row);
        };
        below([""; 4]);
        below(["REKAPITULASI", "", "", ""]);
        below(titles);
        below(["I.", "Pengungkit", "5", "4"]);
        below(["Total", "", "5", "4"]);
        let told = laid(&HEAD, &rows);
        assert_eq!(indexed(&told), ("4", vec![]), "{left} {titles:?}");
        assert_eq!(paths(&told), PATHS);
    }
}
