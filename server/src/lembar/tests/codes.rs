//! Codes, and words of the second sheet, in other letters than they are meant.

use rust_xlsxwriter::Format;

use super::form::changed;
use super::strays::{indexed, laid, paths};
use super::{ROWS, scored};
use crate::lembar::report;

#[test]
fn letters_that_look_like_a_code_are_read_by_those_beside_them() {
    let head = ["Penilaian", "", "", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let read = |codes: [&'static str; 4]| {
        let mut rows = vec![vec!["A.", "Semua", "", "4", "", ""]];
        for code in codes {
            rows.push(vec!["", code, "Bagian", "1", "", ""]);
            rows.push(vec!["", "", "a. Ada", "", "Ya/Tidak", "Ya"]);
        }
        laid(&head, &rows)
    };
    let roman = ["A", "A.I", "A.II", "A.III", "A.IV"];
    for (codes, notes) in [
        (["I.", "ll.", "III.", "IV."], 1),
        (["l.", "II.", "lll.", "IV."], 2),
        (["l.", "ll.", "lll.", "IV."], 3),
        (["I.", "II.", "III.", "lV."], 1),
        (["1.", "II.", "III.", "IV."], 1),
    ] {
        let told = read(codes);
        // Each part has its one point.
        assert_eq!(indexed(&told), ("4", vec![]), "{codes:?}");
        assert_eq!(paths(&told), roman, "{codes:?}");
        assert_eq!(told.notes.len(), notes, "{codes:?}");
    }
    let told = read(["I.", "ll.", "III.", "IV."]);
    assert_eq!(told.notes[0].what, "Kode “ll.” dibaca sebagai II");
    // A letter is a letter where letters stand beside it; so is a number.
    assert_eq!(paths(&read(["j.", "k.", "l.", "m."]))[3], "A.l");
    assert_eq!(paths(&read(["9.", "10.", "l1.", "12."]))[3], "A.11");
    assert_eq!(paths(&read(["1.", "2.", "3.", "4."]))[1], "A.1");
    assert_eq!(paths(&read(["1.", "II.", "2.", "3."]))[1], "A.1");
}

/// Two components with these codes of items, each in its own column.
fn items(first: &[&'static str], second: &[&'static str]) -> crate::lembar::Report {
    let head = [
        "Penilaian",
        "",
        "",
        "",
        "Bobot",
        "Pilihan Jawaban",
        "Jawaban",
    ];
    let mut rows = vec![vec!["A.", "Semua", "", "", "4", "", ""]];
    for (code, codes) in [("I.", first), ("II.", second)] {
        rows.push(vec!["", code, "Bagian", "", "2", "", ""]);
        for code in codes {
            rows.push(vec!["", "", code, "Ada", "", "Ya/Tidak", "Ya"]);
        }
    }
    laid(&head, &rows)
}

#[test]
fn an_item_without_a_code_is_said_where_others_have_one() {
    let proposals = |told: &crate::lembar::Report| -> Vec<String> {
        told.findings
            .iter()
            .map(|one| one.proposal.clone())
            .collect()
    };
    for (first, second, cells, code) in [
        (&["a.", "", "c."][..], &["a.", "b."][..], vec!["C7"], ": b"),
        (&["", "b.", "c."], &["a.", "b."], vec!["C6"], ": a"),
        (&["a.", "b.", ""], &["a.", "b."], vec!["C8"], ": c"),
        (&["a.", ""], &["a.", "b."], vec!["C7"], ": b"),
        (&["a.", "", "b."], &["a.", "b."], vec!["C7"], ""),
        // The only one of its component, among many that have theirs.
        (&["a.", "b.", "c."], &[""], vec!["C10"], ""),
    ] {
        let told = items(first, second);
        assert_eq!(indexed(&told), ("4", cells), "{first:?} {second:?}");
        let told = proposals(&told);
        assert_eq!(told, [format!("Isi kodenya{code}")], "{first:?} {second:?}");
    }
    // None has one, or only dashes; or too few to say that one is missing.
    for (first, second) in [
        (&["", ""][..], &["", ""][..]),
        (&["-", "-"], &["-", ""]),
        (&["a.", "b."], &["", ""]),
        (&["a."], &[""]),
    ] {
        assert_eq!(
            indexed(&items(first, second)),
            ("4", vec![]),
            "{first:?} {second:?}"
        );
    }
    // Code and label in one cell.
    let mut rows = ROWS;
    rows[3][2] = "Tim bekerja";
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("81", vec!["C7"]));
    assert_eq!(proposals(&told), ["Isi kodenya: b"]);
}

/// All codes in one column, or each the whole path.
fn flat(path: bool) -> Vec<Vec<&'static str>> {
    let code = |own, to| if path { to } else { own };
    let node = |code, weight| vec![code, "Bagian", weight, "", ""];
    let item = |code, answer| vec![code, "Ada", "", "Ya/Tidak", answer];
    vec![
        node("A", "60"),
        node(code("I", "A.I"), "30"),
        node(code("1", "A.I.1"), "10"),
        item(code("a", "A.I.1.a"), "Ya"),
        item(code("b", "A.I.1.b"), "Tidak"),
        node(code("2", "A.I.2"), "20"),
        item(code("a", "A.I.2.a"), "Ya"),
        node(code("II", "A.II"), "30"),
        node(code("1", "A.II.1"), "30"),
        item(code("a", "A.II.1.a"), "Ya"),
        node("B", "40"),
        node(code("I", "B.I"), "40"),
        item(code("a", "B.I.a"), "Ya"),
    ]
}

#[test]
fn a_component_without_a_code_has_its_level_where_all_stand_in_one_column() {
    let head = ["No", "Uraian", "Bobot", "Pilihan Jawaban", "Jawaban"];
    let all = ["A", "A.I", "A.I.1", "A.I.2", "A.II", "A.II.1", "B", "B.I"];
    for path in [false, true] {
        // 5 + 20 + 30 + 40.
        let told = laid(&head, &flat(path));
        assert_eq!(indexed(&told), ("95", vec![]));
        assert_eq!(paths(&told), all);
        for (row, cell, name) in [
            (1, "A5", "A.#1"),
            (5, "A9", "A.I.#1"),
            (7, "A11", "A.#1"),
            (10, "A14", "#1"),
        ] {
            let mut rows = flat(path);
            rows[row][0] = "";
            let told = laid(&head, &rows);
            assert_eq!(indexed(&told), ("95", vec![cell]), "{path} {row}");
            assert!(paths(&told).contains(&name), "{path} {row} {told:?}");
            assert_eq!(paths(&told).len(), all.len(), "{path} {row}");
        }
        // None of the uppermost has one: none lacks it.
        let mut rows = flat(path);
        (rows[0][0], rows[10][0]) = ("", "");
        if !path {
            let told = laid(&head, &rows);
            assert_eq!(indexed(&told), ("95", vec![]));
            assert_eq!(paths(&told)[..2], ["#1", "#1.I"]);
        }
        // One lacks its weight: it has what the others leave.
        let mut rows = flat(path);
        rows[5][2] = "";
        assert_eq!(indexed(&laid(&head, &rows)), ("95", vec!["C9"]), "{path}");
    }
}

#[test]
fn a_letter_without_its_point_is_a_code_where_it_goes_on() {
    let mut rows = ROWS;
    (rows[2][2], rows[3][2]) = ("a Ada tim", "b  Tim bekerja");
    let told = scored(&rows);
    assert_eq!(indexed(&told), ("81", vec![]));
    assert_eq!(told.notes, []);
    rows[2][2] = "a. Ada tim";
    assert_eq!(indexed(&scored(&rows)), ("81", vec![]));
    // A word is a word.
    rows[3][2] = "di Tim";
    assert_eq!(indexed(&scored(&rows)), ("81", vec!["C7"]));
}

#[test]
fn the_policy_beside_an_exported_worksheet_is_read_or_said() {
    let with = |policy: &str| {
        let picked = changed(|book| {
            // The second item of I isn't answered.
            let page = book.worksheet_from_index(0).unwrap();
            page.write_blank(6, 6, &Format::new()).unwrap();
            let facts = book.add_worksheet().set_name("Keterangan Bukti").unwrap();
            facts
                .write(0, 0, "Keterangan lembar kerja; dibaca kembali saat impor")
                .unwrap();
            facts
                .write(2, 0, "Keluarga")
                .unwrap()
                .write(2, 2, "uji")
                .unwrap();
            facts
                .write(3, 0, "Judul")
                .unwrap()
                .write(3, 2, "Uji")
                .unwrap();
            facts.write(4, 0, "Belum dijawab").unwrap();
            facts.write(4, 2, policy).unwrap();
        });
        let report = report(&picked.worksheet);
        let cells = report.findings.iter().map(|finding| finding.cell.clone());
        (report.index.clone(), cells.collect::<Vec<_>>())
    };
    // I: 1 ÷ 2 × 20, or 1 ÷ 1 × 20; with 30 and 36.
    for policy in ["dihitung nol", "dihitung 0", "Nol", "dihitung sebagai 0"] {
        assert_eq!(with(policy), ("76".to_owned(), vec![]), "{policy}");
    }
    for policy in ["tidak dihitung", "tidak ikut dirata-rata"] {
        assert_eq!(with(policy), ("86".to_owned(), vec![]), "{policy}");
    }
    let unknown = ("86".to_owned(), vec!["C5".to_owned()]);
    assert_eq!(with("dihitung separuh"), unknown);
}
