//! Answer types in the words that people print them in.

use super::form::changed;
use super::strays::indexed;
use super::{ROWS, scored};
use crate::lembar::{Report, report};

/// The small worksheet, its survey asked and answered so.
fn survey(kind: &'static str, answer: &'static str) -> Report {
    let mut rows = ROWS;
    (rows[9][5], rows[9][6]) = (kind, answer);
    scored(&rows)
}

#[test]
fn a_type_may_say_what_its_answers_are_worth() {
    // 45, and of 40 what is answered.
    for (kind, answer, index) in [
        ("Ya (1)/Tidak (0)", "Ya", "85"),
        ("Ya=1/Tidak=0", "T", "45"),
        ("Ya/Tidak (1/0)", "ya", "85"),
        ("A (1)/B (0,5)/C (0)", "B", "65"),
        ("A/B/C/D (1/0,67/0,33/0)", "b", "71.8"),
        // Not the usual: 0.4 of 40, and 3 of 4.
        ("A (1), B (0,4), C (0)", "B", "61"),
        ("A/B/C (4/3/0)", "B.", "75"),
    ] {
        let told = survey(kind, answer);
        assert_eq!(indexed(&told), (index, vec![]), "{kind}");
    }
}

#[test]
fn a_scale_that_begins_at_one_is_said() {
    // 45 + 3 ÷ 4 × 40.
    let told = survey("1-4", "3");
    assert_eq!(indexed(&told), ("75", vec!["F13"]));
    assert_eq!(told.findings[0].proposal, "Bila begitu, tulis Nilai (0-4)");
    let told = survey("Nilai (1-4)", "3");
    assert_eq!(indexed(&told), ("75", vec![]));
    assert_eq!(told.notes[0].cell, "F13");
    for kind in ["0-4", "0–4", "Nilai (0-4)"] {
        let told = survey(kind, "3");
        assert_eq!(indexed(&told), ("75", vec![]), "{kind}");
        assert_eq!(told.notes, [], "{kind}");
    }
}

#[test]
fn points_of_a_hundred_with_counts_below_are_per_cent() {
    let mut rows = ROWS;
    rows[5][5] = "0-100";
    // 6 ÷ 8 of the 40: 15 + 30 + 36.
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("81", vec!["F9"]));
    assert_eq!(told.findings[0].proposal, "Tulis %");
    // What is typed wins, and is checked by the counts.
    rows[5][6] = "75";
    assert_eq!(indexed(&scored(&rows)), ("81", vec!["F9"]));
    // Without counts it is what it says.
    assert_eq!(indexed(&survey("0-100", "90")), ("81", vec![]));
}

#[test]
fn per_cent_of_a_hundred_are_points_and_of_others_nobody_knows() {
    for typed in ["90%", "90 %", "90,0 persen", "90 %."] {
        let told = survey("Nilai (0-100)", typed);
        assert_eq!(indexed(&told), ("81", vec![]), "{typed}");
        assert_eq!(told.notes[0].what, "90 % dibaca sebagai 90", "{typed}");
    }
    for kind in ["Nilai (0-4)", "Angka (target 80)"] {
        let told = survey(kind, "80%");
        assert_eq!(indexed(&told), ("45", vec!["G13"]), "{kind}");
        let proposal = &told.findings[0].proposal;
        assert_eq!(proposal, "Ketik angkanya, tanpa persen", "{kind}");
    }
}

#[test]
fn a_share_of_one_among_points_of_a_hundred_is_noted() {
    // 45 + 0.9 ÷ 100 × 40.
    let told = survey("Nilai (0-100)", "0,9");
    assert_eq!(indexed(&told), ("45.36", vec![]));
    assert_eq!(told.notes[0].cell, "G13");
    for (kind, typed) in [
        ("Nilai (0-100)", "1"),
        ("Nilai (0-100)", "0"),
        ("Nilai (0-4)", "0,9"),
    ] {
        assert_eq!(survey(kind, typed).notes, [], "{kind} {typed}");
    }
}

#[test]
fn weights_may_have_brackets_and_units() {
    for dressed in ["({})", "{} poin", "{} %", "[{},00]"] {
        let mut rows = ROWS;
        let weights: Vec<String> = (rows.iter())
            .map(|row| match row[3].trim_end_matches(",0") {
                "" => String::new(),
                weight => dressed.replace("{}", weight),
            })
            .collect();
        for (row, weight) in rows.iter_mut().zip(&weights) {
            row[3] = weight.as_str();
        }
        assert_eq!(indexed(&scored(&rows)), ("81", vec![]), "{dressed}");
    }
}

#[test]
fn weights_that_are_shares_of_one_are_said() {
    let mut rows = ROWS;
    for (row, weight) in [(0, "0,6"), (1, "0,2"), (4, "0,4"), (8, "0,4"), (9, "0,4")] {
        rows[row][3] = weight;
    }
    assert_eq!(indexed(&scored(&rows)), ("0.81", vec!["D4"]));
}

#[test]
fn a_weight_that_became_negative_is_what_stood_in_brackets() {
    let picked = changed(|book| {
        let page = book.worksheet_from_index(0).unwrap();
        page.write(4, 3, -20).unwrap();
    });
    let told = report(&picked.worksheet);
    assert_eq!(indexed(&told), ("81", vec!["D5"]));
    assert!(
        told.findings[0].what.contains("-20 dibaca sebagai 20"),
        "{told:?}"
    );
}
