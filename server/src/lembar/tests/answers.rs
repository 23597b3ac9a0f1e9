//! Answers with what people say beside them.

use super::strays::indexed;
use super::{ROWS, scored};

#[test]
fn ya_and_tidak_may_begin_what_is_said_and_nothing_may_take_it_back() {
    let answered = |typed: &'static str| {
        let mut rows = ROWS;
        rows[2][6] = typed;
        scored(&rows)
    };
    // I: (1 + 0.5) ÷ 2 × 20 = 15, (0 + 0.5) ÷ 2 × 20 = 5; with 30 and 36.
    for (typed, index) in [
        ("Ya sudah ada", "81"),
        ("ya (ada SK)", "81"),
        ("Ya – sejak 2020", "81"),
        ("Tidak ada", "71"),
        ("TIDAK, sedang disusun", "71"),
    ] {
        let told = answered(typed);
        assert_eq!(indexed(&told), (index, vec![]), "{typed}");
        let read = format!("{typed} dibaca sebagai");
        assert!(told.notes[0].what.starts_with(&read), "{told:?}");
    }
    // Unanswered: 0.5 × 20.
    for typed in [
        "Tidak semua",
        "Tidak tahu",
        "Tidak relevan",
        "Ya tetapi belum lengkap",
        "Ya/Tidak",
        "Sudah ada",
    ] {
        assert_eq!(indexed(&answered(typed)), ("76", vec!["G6"]), "{typed}");
    }
}

#[test]
fn a_number_may_have_its_unit_and_its_grade_behind_it() {
    let answered = |typed: &'static str, kind: &'static str| {
        let mut rows = ROWS;
        (rows[9][5], rows[9][6]) = (kind, typed);
        scored(&rows)
    };
    // 15 + 30 + 3.6 ÷ 4 × 40.
    for typed in ["3,6 (baik)", "3.6 poin", "3,6 – sangat baik", "3,6 "] {
        let told = answered(typed, "Nilai (0-4)");
        assert_eq!(indexed(&told), ("81", vec![]), "{typed}");
    }
    // 45 + 1200 ÷ 1500 × 40: thousands are asked for.
    for typed in ["1.200", "1.200 orang", "1200"] {
        let told = answered(typed, "Angka (target 1500)");
        assert_eq!(indexed(&told), ("77", vec![]), "{typed}");
    }
    // 45 + 8 ÷ 10 × 40, and what is no number of its own.
    assert_eq!(
        indexed(&answered("8 orang", "Angka (target 10)")),
        ("77", vec![])
    );
    for typed in ["8 dari 10", "lebih dari 8", "8 lebih", "8-9"] {
        let told = answered(typed, "Angka (target 10)");
        assert_eq!(indexed(&told), ("45", vec!["G13"]), "{typed}");
    }
}

#[test]
fn a_count_without_its_type_is_one_below_its_percentage() {
    let mut rows = ROWS;
    rows[7][5] = "";
    // 6 ÷ 8 all the same.
    assert_eq!(indexed(&scored(&rows)), ("81", vec!["F11"]));
}
