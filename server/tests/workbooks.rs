//! Workbooks that nobody would write: the importer reads them or says why not. It never panics, and never
//! takes much memory. Mutations follow from seeds; what once crashed lies in `corpus` and is read for ever.
//!
//! `BUKTI_FUZZ_ROUNDS=100000 cargo test -p server --test workbooks` goes on for longer.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use model::instrument::Instrument;
use model::time::Millis;
use nix::sys::resource::{UsageWho, getrusage};
use rust_xlsxwriter::{Format, Url, Workbook};
use server::instruments::LKE_ZI;
use server::lembar::export::{Export, write};
use server::lembar::import::{Choices, preview};
use server::lembar::{read, report};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Rounds where nothing else is said.
const ROUNDS: u64 = 150;
/// What all rounds together may take of memory beyond the first, in bytes.
const MEMORY_MAX: i64 = 200 << 20;
/// Bytes of a part after its mutation: what is larger is refused by its size alone, which `memory` tests.
const PART_MAX: usize = 3 << 20;

/// Dice from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Parts of a workbook by name, in order.
type Parts = Vec<(String, String)>;

fn parts(workbook: &[u8]) -> Parts {
    let mut zip = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut parts = Vec::new();
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((name, text));
    }
    parts
}

fn zipped(parts: &Parts, stored: bool) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let method = if stored {
        CompressionMethod::Stored
    } else {
        CompressionMethod::Deflated
    };
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, text) in parts {
        // A name that is there already is refused: the first stays.
        if zip.start_file(name, options).is_ok() {
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// A worksheet with all that a worksheet can have, and a table of grades beside it.
fn worksheet() -> Parts {
    const HEAD: [&str; 10] = [
        "Penilaian",
        "",
        "Bobot",
        "Kriteria Nilai",
        "Pilihan Jawaban",
        "Jawaban (Unit)",
        "Catatan",
        "Tautan Bukti",
        "Ketergantungan",
        "Nilai Minimal WBK",
    ];
    const ROWS: [[&str; 10]; 12] = [
        ["A.", "Pengungkit", "60", "", "", "", "", "", "", "40"],
        ["I.", "Tim", "20,0", "", "", "", "", "", "", "80%"],
        [
            "",
            "a. Tim ada",
            "",
            "Ya, jika ada",
            "Ya/Tidak",
            "ya",
            "ada",
            "",
            "",
            "",
        ],
        [
            "",
            "b. Bekerja",
            "",
            "A. Semua\nB. Ada",
            "A/B/C",
            "B",
            "",
            "",
            "× A.I.a",
            "",
        ],
        [
            "",
            "c. Opini",
            "",
            "",
            "WTP=3; WDP=2; TW=0",
            "WDP",
            "",
            "",
            "0 jika A.I.a = Tidak",
            "",
        ],
        ["II.", "Laporan", "40", "", "", "", "", "", "× A.I", ""],
        ["", "a. Laporan", "", "", "%", "87,5 %", "", "", "", ""],
        [
            "",
            "- Jumlah laporan",
            "",
            "",
            "Jumlah",
            "8",
            "",
            "",
            "",
            "",
        ],
        [
            "",
            "- Jumlah selesai",
            "",
            "",
            "Jumlah",
            "7 buah",
            "",
            "",
            "",
            "",
        ],
        ["B.", "Hasil", "40", "", "", "", "", "", "", ""],
        [
            "",
            "a. Survei",
            "40",
            "",
            "Nilai (0-4)",
            "3,6",
            "",
            "",
            "",
            "30",
        ],
        ["TOTAL", "", "100", "", "", "", "", "", "", "75"],
    ];
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.merge_range(0, 0, 0, 9, "LEMBAR KERJA EVALUASI", &Format::new())
        .unwrap();
    for (r, row) in (2..).zip(std::iter::once(&HEAD).chain(&ROWS)) {
        for (c, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) => page.write(r, c, number).unwrap(),
                Err(_) => page.write(r, c, *text).unwrap(),
            };
        }
    }
    let percent = Format::new().set_num_format("0.00%");
    page.write_with_format(9, 5, 0.875, &percent).unwrap();
    let url = Url::new("https://contoh.go.id/sk").set_text("SK");
    page.write(5, 7, url).unwrap();
    let page = book.add_worksheet();
    for (row, (name, bound)) in (0..).zip([
        ("AA", "> 90"),
        ("A", "> 80"),
        ("BB", "> 70"),
        ("B", "> 60"),
        ("CC", "> 50"),
        ("C", "> 30"),
        ("D", "0 - 30"),
    ]) {
        page.write(row, 0, name).unwrap();
        page.write(row, 1, bound).unwrap();
    }
    parts(&book.save_to_buffer().unwrap())
}

/// What Bukti itself writes, with the sheet of what its layout can't say.
fn exported() -> Parts {
    let instrument = Instrument::parse(LKE_ZI).unwrap();
    let export = Export {
        instrument: &instrument,
        beside: BTreeMap::new(),
        heading: String::new(),
        at: Millis(1_795_500_000_000),
    };
    parts(&write(&export).unwrap())
}

/// What a cell or an attribute may say against all expectation.
fn odd(dice: &mut Dice) -> String {
    const ODD: [&str; 44] = [
        "",
        "0",
        "-1",
        "1e308",
        "1e-308",
        "NaN",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "999999999999999999999999999999999",
        "1.048.576",
        "18446744073709551616",
        "-0",
        "100000000 %",
        "#DIV/0!",
        "A/B/C",
        "A/B/C/D/E",
        "Ya/Tidak",
        "%",
        "Jumlah",
        "Nilai (0-0)",
        "Nilai (0-79228162514264337593543950335)",
        "Angka (target 0,0000000000001)",
        "Angka (target 999999)",
        "WTP=79228162514264337593543950335; WDP=0",
        "A=1; a=2",
        "× A",
        "× A.I.a",
        "× A.II; × B.a",
        "0 jika A.I.a = Ya",
        "0 jika",
        "TOTAL",
        "A.",
        "a.",
        "-",
        "XFD1048576",
        "A0",
        "A1:XFD1048576",
        "$B$2",
        "s",
        "str",
        "&amp;&#0;&#x10ffff;&tidak;",
        "_x0000__x000D__xD800_",
        "\u{a0}\u{200b}\u{feff}",
        "Bobot",
    ];
    match dice.below(12) {
        0 => "x".repeat(40_000),
        1 => "I.".repeat(1 + dice.below(300)),
        2 => dice.next().to_string(),
        _ => (*dice.pick(&ODD)).to_owned(),
    }
}

/// A part's tags and the texts between them.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = match rest.strip_prefix('<') {
            Some(_) => rest.find('>').map_or(rest.len(), |at| at + 1),
            None => rest.find('<').unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        tokens.push(token.to_owned());
        rest = after;
    }
    tokens
}

/// Changes the structure of a part: tags and texts lost, doubled, moved, nested or saying something odd.
fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut all = tokens(text);
    if all.is_empty() {
        return odd(dice);
    }
    for _ in 0..=dice.below(4) {
        let at = dice.below(all.len());
        let until = (at + 1 + dice.below(30)).min(all.len());
        match dice.below(8) {
            0 => {
                all.drain(at..until);
            }
            1 => {
                let run: String = all[at..until].concat();
                let times = *dice.pick(&[2, 10, 1000, 20_000]);
                let most = PART_MAX / run.len().max(1);
                all.insert(at, run.repeat(times.min(most)));
            }
            2 => {
                let other = dice.below(all.len());
                all.swap(at, other);
            }
            3 => {
                let deep = *dice.pick(&["<c>", "<row>", "<is><t>", "<sheetData>", "<rPh>", "<si>"]);
                all.insert(at, deep.repeat(1 + dice.below(5000)));
            }
            4 => all.insert(at, odd(dice)),
            _ => {
                // An attribute, or a text, says something else.
                let tags: Vec<usize> = (0..all.len())
                    .filter(|n| !all[*n].starts_with('<') || all[*n].contains('"'))
                    .collect();
                if tags.is_empty() {
                    continue;
                }
                let at = *dice.pick(&tags);
                let quotes: Vec<usize> = all[at].match_indices('"').map(|(at, _)| at).collect();
                let odd = odd(dice);
                if quotes.len() < 2 {
                    all[at] = odd;
                } else {
                    let from = dice.below(quotes.len() / 2) * 2;
                    all[at].replace_range(quotes[from] + 1..quotes[from + 1], &odd);
                }
            }
        }
        if all.is_empty() {
            break;
        }
    }
    all.concat()
}

/// Changes the archive's bytes.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(6) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.below(bytes.len());
        let until = (at + 1 + dice.below(64)).min(bytes.len());
        match dice.below(6) {
            0 => bytes.truncate(at),
            1 => {
                bytes.drain(at..until);
            }
            2 => {
                let run = bytes[at..until].to_vec();
                bytes.splice(at..at, run);
            }
            3 => bytes[at..until].fill(0xff),
            _ => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
        }
    }
}

/// The workbook of a seed.
fn workbook(seeds: &[Parts; 2], seed: u64) -> Vec<u8> {
    let mut dice = Dice(seed);
    let mut parts = seeds[usize::from(dice.below(4) == 0)].clone();
    let sheets: Vec<usize> = (0..parts.len())
        .filter(|n| parts[*n].0.contains("sheet") || parts[*n].0.contains("shared"))
        .collect();
    for _ in 0..=dice.below(2) {
        let any = dice.below(parts.len());
        // Mostly what cells say.
        let at = if dice.below(4) == 0 {
            any
        } else {
            *dice.pick(&sheets)
        };
        match dice.below(20) {
            0 => parts[at].1.clear(),
            1 => {
                let other = dice.below(parts.len());
                parts[at].1 = parts[other].1.clone();
            }
            2 => parts[at].0.push('x'),
            _ => parts[at].1 = mutate(&parts[at].1, &mut dice),
        }
    }
    let mut bytes = zipped(&parts, dice.below(2) == 0);
    if dice.below(3) == 0 {
        damage(&mut bytes, &mut dice);
    }
    bytes
}

/// Reads a workbook in every way; whether it could be.
fn reads(bytes: &[u8], known: &Instrument) -> bool {
    let score = read(&mut Cursor::new(bytes), None, known);
    let named = read(&mut Cursor::new(bytes), Some("Sheet2"), known);
    let taken = preview(&mut Cursor::new(bytes), &Choices::default());
    for picked in score.iter().chain(&named) {
        let told = report(&picked.worksheet);
        // Whatever is printed, what isn't answered isn't covered, and nothing is covered twice.
        let coverage: f64 = told.coverage.parse().unwrap();
        assert!((0.0..=1.0).contains(&coverage), "{coverage}");
    }
    taken.is_ok() && score.is_ok()
}

fn memory() -> i64 {
    getrusage(UsageWho::RUSAGE_SELF).unwrap().max_rss() * 1024
}

/// What goes wrong with a workbook, if it does.
fn trouble(bytes: &[u8], known: &Instrument, read: &mut u64) -> Option<String> {
    let before = memory();
    match catch_unwind(AssertUnwindSafe(|| reads(bytes, known))) {
        Ok(could) => *read += u64::from(could),
        Err(_) => return Some("it panics".to_owned()),
    }
    let more = memory() - before;
    (more > MEMORY_MAX).then(|| format!("it takes {} MB", more >> 20))
}

#[test]
fn no_workbook_makes_the_importer_panic_or_fill_memory() {
    let known = Instrument::parse(LKE_ZI).unwrap();
    let seeds = [worksheet(), exported()];
    let mut read = 0;
    for parts in &seeds {
        assert_eq!(trouble(&zipped(parts, false), &known, &mut read), None);
    }
    assert_eq!(read, 2, "the workbooks that all others come from are read");
    let rounds = std::env::var("BUKTI_FUZZ_ROUNDS").ok();
    let rounds = rounds.map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    for seed in 0..rounds {
        let bytes = workbook(&seeds, seed);
        if let Some(trouble) = trouble(&bytes, &known, &mut read) {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{seed}.xlsx"));
            std::fs::write(&kept, &bytes).unwrap();
            panic!(
                "seed {seed}: {trouble}. Mend it, and keep {} in server/tests/corpus",
                kept.display()
            );
        }
    }
    // Most are refused, but what is read at all goes through all of it.
    assert!(read * 10 > rounds, "{read} of {rounds} could be read");
}

#[test]
fn what_once_crashed_does_not_any_more() {
    let known = Instrument::parse(LKE_ZI).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "xlsx") {
            let bytes = std::fs::read(&path).unwrap();
            let trouble = trouble(&bytes, &known, &mut 0);
            assert_eq!(trouble, None, "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 0, "the corpus isn't there");
}
