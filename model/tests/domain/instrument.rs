//! Instruments: the built-in one whole, and what is refused.

use model::id::sha256_hex;
use model::instrument::{Instrument, InstrumentError, Subject};
use rust_decimal::Decimal;

use crate::world::WORKSHEET;

pub const ZI: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../server/instruments/lke-zi-90-2021.json"
));

#[test]
fn the_built_in_worksheet_is_whole() {
    let zi = Instrument::parse(ZI).unwrap();
    assert_eq!(zi.digest, sha256_hex(ZI.as_bytes()));
    assert_eq!(zi.items().count(), 113);
    assert_eq!(
        zi.items()
            .filter(|item| item.path.starts_with("A."))
            .count(),
        110
    );
    assert_eq!(
        zi.items().map(|item| item.documents.len()).sum::<usize>(),
        244
    );
    assert_eq!(zi.root().weight, Decimal::ONE_HUNDRED);
    let areas = zi.areas();
    assert_eq!(areas.len(), 7);
    assert!(
        zi.items()
            .all(|item| item.area.as_deref().is_some_and(|a| areas.contains(&a)))
    );
    assert_eq!(zi.nodes_of_area("manajemen-sdm").count(), 2);
    assert_eq!(zi.area_title("manajemen-sdm"), Some("Manajemen SDM"));
    assert_eq!(zi.area_title("hasil"), Some("Hasil"));
    assert_eq!(zi.thresholds.len(), 2);
    assert_eq!(
        zi.grade(Decimal::from(95)),
        None,
        "awards take the place of grades"
    );
}

#[test]
fn weights_add_up_at_every_level_of_the_built_in_worksheet() {
    let zi = Instrument::parse(ZI).unwrap();
    for node in std::iter::once(zi.root()).chain(zi.nodes()) {
        let below: Decimal = zi.children_of(node).map(|child| child.weight).sum();
        let own: Decimal = zi.items_of(node).filter_map(|item| item.weight).sum();
        assert_eq!(below + own + node.shared, node.weight, "{}", node.path);
    }
}

#[test]
fn items_are_known_by_family_and_path_and_inherit_their_area() {
    let zi = Instrument::parse(ZI).unwrap();
    let item = zi.item("lke-zi-90-2021:A.I.1.i.a").unwrap();
    assert_eq!(item.path, "A.I.1.i.a");
    assert_eq!(item.area.as_deref(), Some("manajemen-perubahan"));
    assert_eq!(item.share, Decimal::new(25, 2));
    assert_eq!(item.document("2").map(|d| d.code.as_str()), Some("2"));
    assert_eq!(zi.item_by_path("A.I.1.i.a"), Some(item));
    assert!(zi.item("lke-zi-90-2021:A.I").is_none());
}

#[test]
fn an_items_digest_follows_its_own_bytes_only() {
    let one = Instrument::parse(WORKSHEET).unwrap();
    let two = Instrument::parse(&WORKSHEET.replace("Rencana ada", "Rencana tertulis")).unwrap();
    let digest = |i: &Instrument, id: &str| i.item(id).unwrap().definition_digest.clone();
    assert_eq!(digest(&one, "uji:A.1.a"), digest(&two, "uji:A.1.a"));
    assert_ne!(digest(&one, "uji:A.1.b"), digest(&two, "uji:A.1.b"));
    assert_ne!(one.digest, two.digest);
}

#[test]
fn what_is_no_worksheet_is_refused_with_its_place() {
    let broken = |from: &str, to: &str| {
        assert!(WORKSHEET.contains(from), "{from}");
        Instrument::parse(&WORKSHEET.replacen(from, to, 1)).unwrap_err()
    };
    assert!(matches!(
        Instrument::parse("{"),
        Err(InstrumentError::Unreadable(_))
    ));
    assert_eq!(
        broken(r#""format": 1"#, r#""format": 5"#),
        InstrumentError::Format(5)
    );
    let path = "A".to_owned();
    let text = "80,0".to_owned();
    assert_eq!(
        broken(r#""80""#, r#""80,0""#),
        InstrumentError::Number { path, text }
    );
    let error = broken(r#""type": "ya_tidak""#, r#""type": "wtp""#);
    assert!(matches!(error, InstrumentError::AnswerType { path, .. } if path == "A.1.a"));
    let error = broken(r#""nilai", "max": "4""#, r#""nilai", "max": "0""#);
    assert!(matches!(error, InstrumentError::AnswerType { .. }));
    let error = broken(r#""path": "B.a""#, r#""path": "B.z""#);
    assert_eq!(error, InstrumentError::Threshold { name: "WBK".into() });
    let large = format!("{WORKSHEET}{}", " ".repeat(2_000_000));
    assert_eq!(Instrument::parse(&large), Err(InstrumentError::TooLarge));
    let deep = format!(
        r#"{{"format":1,"family":"f","version":1,"title":"t","nodes":[{}{}]}}"#,
        r#"{"code":"1","title":"t","weight":"1","nodes":["#.repeat(40),
        "]}".repeat(40)
    );
    assert!(matches!(
        Instrument::parse(&deep),
        Err(InstrumentError::TooDeep { .. })
    ));
}

#[test]
fn grades_are_strictly_above() {
    let plain = WORKSHEET.replace("\"thresholds\"", "\"tidak_dipakai\"");
    let instrument = Instrument::parse(&plain).unwrap();
    let grade = |text: &str| instrument.grade(text.parse().unwrap());
    assert_eq!(grade("90.0000001"), Some("AA"));
    assert_eq!(grade("90"), Some("A"));
    assert_eq!(grade("0"), Some("D"));
}

#[test]
fn a_grade_may_begin_at_its_bound() {
    let grades = r#""grades": [
        {"name": "B", "above": "75", "inclusive": true},
        {"name": "A", "above": "75"},
        {"name": "AA", "above": "85", "inclusive": true},
        {"name": "C", "above": "0"}
    ], "tidak_dipakai""#;
    let document = WORKSHEET.replace("\"thresholds\"", grades);
    let instrument = Instrument::parse(&document).unwrap();
    let grade = |text: &str| instrument.grade(text.parse().unwrap());
    assert_eq!(grade("85"), Some("AA"));
    assert_eq!(grade("84.9999999"), Some("A"));
    // What is above 75 is A, what is 75 is B: whatever order they are written in.
    assert_eq!(grade("75"), Some("B"));
    assert_eq!(grade("74.9"), Some("C"));
    // An older build must refuse it: it would say A.
    assert_eq!(model::instrument::Draft::of(&instrument).least_format(), 4);
}

#[test]
fn thresholds_name_paths_and_areas() {
    let instrument = Instrument::parse(WORKSHEET).unwrap();
    let subjects: Vec<_> = instrument.thresholds[0]
        .minimums
        .iter()
        .map(|m| &m.of)
        .collect();
    assert_eq!(subjects[1], &Subject::Area("tata".into()));
    assert_eq!(subjects[2], &Subject::Path("B.a".into()));
}
