//! What stands right beside its place: a title that looks like a head, an answer a column further on, a weight on an
//! item that shares one.

use super::{ROWS, cells, scored};

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
    // I: 1 × 20. II and B as they are.
    assert_eq!((told.index.as_str(), cells(&told)), ("86", vec!["H7"]));
    assert!(
        told.findings[0].proposal.contains("G7"),
        "{:?}",
        told.findings
    );
    // A note is one.
    rows[3][7] = "B sedang disusun";
    assert_eq!(cells(&scored(&rows)), [""; 0]);
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
