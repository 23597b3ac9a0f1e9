//! Workbooks written here and read back; and computed by a spreadsheet program.

mod office;

use std::collections::BTreeMap;
use std::io::Cursor;

use model::instrument::draft::{
    DraftGate, DraftGrade, DraftItem, DraftMinimum, DraftNode, DraftPoints, DraftThreshold,
};
use model::instrument::{
    AnswerType, Draft, DraftAnswer, Instrument, Item, Row, RowRole, Unanswered,
};
use model::time::Millis;
use rust_decimal::Decimal;

use super::{Beside, Export, page};
use crate::instruments::{BUILT_IN, LKE_ZI};
use crate::lembar::{Picked, read};
use crate::sistem::says_the_same;

fn item(code: &str, title: &str, answer: DraftAnswer) -> DraftItem {
    DraftItem {
        code: code.into(),
        title: title.into(),
        answer,
        ..DraftItem::default()
    }
}

fn node(code: &str, weight: Option<&str>, items: Vec<DraftItem>) -> DraftNode {
    DraftNode {
        code: code.into(),
        title: format!("Komponen {code}"),
        weight: weight.map(str::to_owned),
        items,
        ..DraftNode::default()
    }
}

fn row(code: usize, role: RowRole) -> Row {
    Row {
        code: code.to_string(),
        title: format!("hitungan {code}"),
        role,
    }
}

fn persen(roles: &[RowRole]) -> DraftAnswer {
    let rows = roles.iter().enumerate().map(|(n, role)| row(n + 1, *role));
    DraftAnswer::persen(rows.collect())
}

/// A worksheet with everything that an instrument can have.
fn everything() -> Draft {
    use RowRole::{Bagian, Lewati, Seluruh, Sisa};
    let point = |answer: &str, points: &str| DraftPoints {
        answer: answer.into(),
        points: points.into(),
    };
    let table = vec![
        point("WTP", "3"),
        point("WTP-dpp", "2.5"),
        point("Tidak ada", "0"),
        point("Menolak", "0"),
    ];
    let zero_if = |item: &str, answer: &str| DraftGate::ZeroIf {
        item: item.into(),
        answer: answer.into(),
    };
    let mut first = node(
        "I",
        Some("40"),
        vec![
            item("a", "=1+1 adalah judul", DraftAnswer::ya_tidak()),
            item("b", "Huruf tiga", DraftAnswer::abc()),
            item("c", "Persen", persen(&[Seluruh, Lewati, Bagian])),
            item("d", "Penurunan", persen(&[Seluruh, Sisa])),
            item("e", "Dua yang seluruh", persen(&[Seluruh, Seluruh, Bagian])),
            item("f", "Diketik saja", persen(&[])),
            item("-", "Tanpa kode", DraftAnswer::abcd()),
            item("1.2", "Kode bertitik", DraftAnswer::abcde()),
        ],
    );
    first.area = Some("manajemen-perubahan".into());
    first.items[0].documents = vec![
        model::instrument::Document {
            code: "sk".into(),
            title: "+SK tim".into(),
        },
        model::instrument::Document {
            code: "2".into(),
            title: "Notula".into(),
        },
    ];
    first.items[1].criteria = ["A", "B", "C"]
        .map(|answer| model::instrument::Criterion {
            answer: answer.into(),
            text: format!("-jika {answer}"),
        })
        .to_vec();
    first.items[1].gates = vec![DraftGate::Times("A.I.a".into())];
    first.items[6].gates = vec![zero_if("A.I.a", "Tidak"), DraftGate::Times("A.I.b".into())];
    // What it asks may be unanswered by a gate of its own.
    first.items[7].gates = vec![zero_if("A.I.b", "C")];
    first.items[7].applies_to = vec!["provinsi".into(), "kabupaten".into()];
    first.items[7].estimated = true;
    let mut second = node(
        "II",
        Some("20"),
        vec![
            DraftItem {
                // Another answer is worth as little.
                gates: vec![zero_if("A.II.c", "Menolak")],
                ..item("a", "Angka", DraftAnswer::angka("80"))
            },
            item("b", "Nilai", DraftAnswer::nilai("4.5")),
            DraftItem {
                weight: Some("5".into()),
                ..item("c", "Tabel", DraftAnswer::lookup(table))
            },
            DraftItem {
                gates: vec![zero_if("A.II.b", "4.5")],
                ..item("d", "Sesudah yang berbobot", DraftAnswer::ya_tidak())
            },
        ],
    );
    second.nodes = vec![node(
        "i",
        Some("3.0"),
        vec![item("a", "Di bawah", DraftAnswer::abc())],
    )];
    second.gates = vec![DraftGate::Times("A.I".into())];
    second.estimated = true;
    let mut top = node("A", Some("60"), Vec::new());
    top.nodes = vec![first, second];
    let own = |code: &str, weight: &str, answer| DraftItem {
        weight: Some(weight.into()),
        ..item(code, "Berbobot sendiri", answer)
    };
    let mut below = node(
        "B",
        None,
        vec![
            own("1", "17.5", DraftAnswer::nilai("4")),
            own("2", "22.50", DraftAnswer::unknown("Baik/Buruk")),
        ],
    );
    below.gates = vec![DraftGate::Times("A.II.b".into())];
    let minimum = |path: Option<&str>, area: Option<&str>| DraftMinimum {
        path: path.map(str::to_owned),
        area: area.map(str::to_owned),
        unsettled: None,
        min: "10".into(),
    };
    Draft {
        family: "serba-serbi".into(),
        version: 3,
        title: "Kertas kerja serba-serbi".into(),
        source: "Aturan 1/2026".into(),
        grades: Some(vec![DraftGrade {
            name: "Baik".into(),
            above: "50".into(),
            inclusive: true,
        }]),
        thresholds: vec![DraftThreshold {
            name: "Unggul".into(),
            minimums: vec![
                minimum(Some(""), None),
                minimum(Some("A.I"), None),
                minimum(None, Some("manajemen-perubahan")),
                DraftMinimum {
                    unsettled: Some("J6: sepuluh".into()),
                    ..minimum(None, None)
                },
            ],
        }],
        nodes: vec![top, below],
        ..Draft::default()
    }
}

/// Answers of all sorts, some missing; the seed says which.
fn answered(instrument: &Instrument, seed: usize) -> BTreeMap<String, Beside> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(97);
    let mut pick = move |of: usize| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        (state >> 8) % of
    };
    let mut one = |item: &Item| {
        let typed: Vec<String> = match &item.answer {
            AnswerType::Persen { .. } => {
                ["87,5 %", "0.333333333333333333", "100", "0", "7", "120 %"]
                    .map(str::to_owned)
                    .to_vec()
            }
            AnswerType::Nilai { max } => vec!["0".into(), "3,6".into(), max.to_string()],
            AnswerType::Angka { .. } => vec!["0".into(), "37".into(), "99,5".into()],
            _ => item
                .answer
                .options()
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect(),
        };
        let choose = |n: usize| typed.get(n).cloned();
        let (unit, assessor) = (pick(typed.len() + 1), pick(typed.len() + 1));
        let (answer, judged) = (choose(unit), choose(assessor));
        let rows = item.answer.rows();
        let counts: model::table::Table<String, Decimal> = (rows.iter())
            .filter_map(|row| {
                let n = pick(12);
                (n < 10).then(|| (row.code.clone(), Decimal::from(n)))
            })
            .collect();
        let pairs = counts
            .iter()
            .map(|(code, n)| (code.clone(), (*n, *n)))
            .collect();
        let typed = answer
            .as_deref()
            .and_then(|answer| item.answer.value_of(answer));
        let counted = model::instrument::value_of_rows(rows, &pairs).ok();
        Beside {
            value: typed.or(counted),
            judged_value: judged
                .as_deref()
                .and_then(|answer| item.answer.value_of(answer)),
            note: format!("=SUM(A1) catatan {}\n@baris kedua", item.code),
            evidence: vec![format!("-SK {}", item.code), "Notula".into()],
            links: vec![format!("https://contoh.go.id/{unit}")],
            judged_note: "+baik".into(),
            answer,
            judged,
            counts,
        }
    };
    instrument
        .items()
        .map(|item| (item.id.clone(), one(item)))
        .collect()
}

fn export<'a>(instrument: &'a Instrument, beside: BTreeMap<String, Beside>) -> Export<'a> {
    Export {
        instrument,
        beside,
        heading: "@KPU Kabupaten, Siklus 2026".into(),
        at: Millis(1_795_500_000_000),
    }
}

fn back(bytes: Vec<u8>) -> Picked {
    let known = Instrument::parse(LKE_ZI).unwrap();
    read(&mut Cursor::new(bytes), None, &known).unwrap()
}

fn instruments() -> Vec<Instrument> {
    let zero = Draft {
        unanswered: Unanswered::Zero,
        ..everything()
    };
    let built_in = BUILT_IN.map(|(_, text)| Instrument::parse(text).unwrap());
    let mut all = vec![
        everything().instrument().unwrap(),
        zero.instrument().unwrap(),
    ];
    all.extend(built_in);
    all
}

#[test]
fn a_workbook_that_was_written_reads_back_as_it_was() {
    for (seed, instrument) in instruments().iter().enumerate() {
        let beside = answered(instrument, seed);
        let bytes = page::write(&export(instrument, beside.clone()), true).unwrap();
        let picked = back(bytes);
        let (mut was, mut is) = (Draft::of(instrument), picked.worksheet.draft.clone());
        assert_eq!(was.version, is.version);
        (was.format, is.format) = (0, 0);
        if !says_the_same(&was, &is) {
            // Told part by part: the whole is long.
            assert_eq!(was.thresholds, is.thresholds);
            assert_eq!(was.grades, is.grades);
            for (one, other) in was.nodes.iter().zip(&is.nodes) {
                assert_eq!(one, other, "{}", instrument.family);
            }
            panic!("{}: {was:?}\n{is:?}", instrument.family);
        }
        assert_eq!(was.becomes, is.becomes);
        assert!(picked.skipped.is_empty());
        for item in instrument.items() {
            let (said, filled) = (&beside[&item.id], &picked.worksheet.filled[&item.id]);
            assert_eq!(filled.value, said.value, "{} {said:?} {filled:?}", item.id);
            assert!(filled.counts.iter().eq(&said.counts), "{}", item.id);
            assert_eq!(filled.note, said.note, "{}", item.id);
            assert_eq!(filled.links, said.links, "{}", item.id);
        }
    }
}

#[test]
fn an_exported_worksheet_has_no_finding_about_its_instrument() {
    for (_, text) in BUILT_IN {
        let instrument = Instrument::parse(text).unwrap();
        let bytes = page::write(&export(&instrument, BTreeMap::new()), true).unwrap();
        let worksheet = back(bytes).worksheet;
        let findings: Vec<_> = worksheet.to_settle().collect();
        assert!(findings.is_empty(), "{findings:?}");
    }
}
