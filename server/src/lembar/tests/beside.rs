//! What stands right beside its place: a title that looks like a head, an answer a column further on, a weight on an
//! item that shares one.

use super::strays::{indexed, laid};
use super::{HEAD, ROWS, cells, scored};

#[test]
fn a_first_component_may_be_called_as_a_column_is() {
    for title in [
        "Nilai Pengungkit",
        "BOBOT KERJA",
        "Jawaban atas tuntutan",
        "Catatan mutu",
        "Pengungkit",
    ] {
        let mut rows = ROWS;
        rows[0][1] = title;
        let told = scored(&rows);
        assert_eq!(
            (told.index.as_str(), cells(&told)),
            ("81", vec![]),
            "{title}"
        );
        // Nor is one without a code the head.
        rows[0][0] = title;
        rows[0][1] = "";
        assert_eq!(scored(&rows).index, "81", "{title}");
    }
}

#[test]
fn an_answer_in_the_next_column_is_said() {
    let mut rows = ROWS;
    (rows[3][6], rows[3][7]) = ("", "B");
    let told = scored(&rows);
    // I: 1 × 20. II and B as they are. A remark may be as short as that: it is only noted.
    assert_eq!((told.index.as_str(), cells(&told)), ("86", vec![]));
    assert!(told.notes.iter().any(|note| note.cell == "H7"));
    rows[3][7] = "B sedang disusun";
    assert!(scored(&rows).notes.iter().all(|note| note.cell != "H7"));
    // Nobody means a letter for a number.
    let mut head = HEAD;
    head[7] = "Nilai";
    rows[3][7] = "b";
    rows[2][7] = "";
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
    let told = laid(&head, &rows);
    assert_eq!(indexed(&told), ("86", vec!["H7"]));
    assert!(told.findings[0].proposal.contains("G7"));
}

#[test]
fn a_weight_on_one_item_among_others_is_said() {
    let mut rows = ROWS.to_vec();
    rows.insert(
        4,
        [
            "",
            "",
            "c. Tim melapor",
            "",
            "",
            "Ya/Tidak",
            "Tidak",
            "",
            "",
        ],
    );
    // (1 + 0.5 + 0) ÷ 3 × 20 = 10.
    assert_eq!(scored(&rows).index, "76");
    rows[3][3] = "10";
    let told = scored(&rows);
    // 0.5 × 10 + (1 + 0) ÷ 2 × 10 = 10.
    assert_eq!((told.index.as_str(), cells(&told)), ("76", vec!["D7"]));
}

#[test]
fn an_item_that_slid_right_behind_its_component_is_said() {
    // Components in the first two columns, items in the fourth: the third is empty.
    let head = [
        "Penilaian",
        "",
        "",
        "",
        "",
        "Bobot",
        "Kriteria Nilai",
        "Pilihan Jawaban",
        "Jawaban",
    ];
    let item = |code| ["", "", "", code, "Ada", "", "", "Ya/Tidak", "Ya"];
    let mut rows = vec![["A.", "Pengungkit", "", "", "", "60", "", "", ""]];
    for code in ["1", "2", "3"] {
        rows.push(["", code, "Tim", "", "", "20", "", "", ""]);
        rows.extend(["a.", "b.", "c."].map(item));
    }
    let wide = |rows: &[[&'static str; 9]]| -> Vec<Vec<&'static str>> {
        rows.iter().map(|row| row.to_vec()).collect()
    };
    let told = laid(&head, &wide(&rows));
    assert_eq!(indexed(&told), ("60", vec![]));
    rows[7] = ["", "", "b.", "Ada", "", "", "", "Ya/Tidak", "Ya"];
    let told = laid(&head, &wide(&rows));
    assert_eq!(indexed(&told), ("60", vec!["C11"]));
}
