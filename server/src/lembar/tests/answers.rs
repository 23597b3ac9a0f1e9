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
