//! `bukti score`: what it says of a filled worksheet, to the letter, and with which exit code.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::process::{Command, Output};

#[path = "kit/laid.rs"]
mod laid;

const HEAD: [&str; 9] = [
    "Penilaian",
    "",
    "",
    "Bobot",
    "Pilihan Jawaban",
    "Jawaban (Unit)",
    "Ketergantungan",
    "Nilai Minimal WBK",
    "Tautan Bukti",
];

/// Writes a worksheet under a title and scores it.
fn score(title: &str, rows: &[[&str; 9]], more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lembar.xlsx");
    std::fs::write(&path, laid::book(title, &HEAD, rows)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bukti"));
    command.arg("score").arg(&path).args(more).output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// I: (0.67 + 0.67) ÷ 2 × 15; #1: 1 ÷ 3 × 45, an item unanswered; B.a: 0.9 × 40.
const FILLED: [[&str; 9]; 11] = [
    ["A.", "Pengungkit", "", "60", "", "", "", "40", ""],
    ["", "I.", "Tim", "15", "", "", "", "", ""],
    [
        "",
        "",
        "a. Tim ada",
        "",
        "A/B/C/D",
        "b",
        "",
        "",
        "D:\\SK.pdf",
    ],
    [
        "",
        "",
        "a. Tim bekerja",
        "",
        "Ya/Tidak",
        "Ya",
        "× A.I.a",
        "",
        "",
    ],
    ["", "-", "Laporan", "45", "", "", "", "50", ""],
    ["", "", "- Laporan ada", "", "Ya/Tidak", "", "", "", ""],
    ["", "", "- Laporan lengkap", "", "%", "", "", "", ""],
    ["", "", "Jumlah laporan", "", "Jumlah", "3", "", "", ""],
    ["", "", "Jumlah lengkap", "", "Jumlah", "1", "", "", ""],
    ["B.", "Hasil", "", "40", "", "", "", "-", ""],
    ["", "", "a. Survei", "40", "Nilai (0-4)", "3,6", "", "", ""],
];

#[test]
fn the_json_is_as_agreed() {
    let scored = score("LEMBAR KERJA EVALUASI", &FILLED, &["--json"]);
    assert_eq!(scored.status.code(), Some(0), "{}", err(&scored));
    assert_eq!(out(&scored), include_str!("golden/score-award.json"));
    // Without awards: the customary grades, and nothing that differs.
    let scored = score("LEMBAR KERJA EVALUASI", &FILLED[9..], &["--json"]);
    assert_eq!(out(&scored), include_str!("golden/score.json"));
}

#[test]
fn how_something_was_read_is_a_note_beside_the_findings() {
    let mut filled = FILLED;
    // Typed, not counted; A is printed as 60.01 over 15 + 45.
    filled[6][5] = "92,35";
    filled[7][5] = "";
    filled[8][5] = "";
    filled[0][3] = "60,01";
    let scored = score("LEMBAR KERJA EVALUASI", &filled, &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&scored.stdout).unwrap();
    let cells: Vec<&str> = (json["notes"].as_array().unwrap().iter())
        .map(|note| {
            assert_eq!(note.as_object().unwrap().len(), 2, "{note}");
            note["cell"].as_str().unwrap()
        })
        .collect();
    assert_eq!(cells, ["D4", "F10"], "{json}");
    let said = json["notes"][1]["what"].as_str().unwrap();
    assert_eq!(said, "92,35 dibaca sebagai 92,35 %");
    let findings = json["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .all(|one| one["cell"] != "D4" && one["cell"] != "F10")
    );
}

#[test]
fn a_finding_scores_and_an_error_does_not() {
    let told = score("LEMBAR KERJA EVALUASI ZI", &FILLED, &[]);
    assert_eq!(told.status.code(), Some(0));
    assert!(out(&told).contains("Temuan:"), "{}", out(&told));
    let mut circle = FILLED;
    circle[2][6] = "x A.I.a~2";
    for more in [&["--json"][..], &[]] {
        let refused = score("LEMBAR KERJA EVALUASI", &circle, more);
        assert_eq!((refused.status.code(), out(&refused)), (Some(1), ""));
        let said = err(&refused);
        assert!(
            said.contains("A.I.a") && said.contains("can't be scored"),
            "{said}"
        );
    }
    let nothing = score("LEMBAR KERJA EVALUASI", &[], &["--json"]);
    assert_eq!((nothing.status.code(), out(&nothing)), (Some(1), ""));
}
