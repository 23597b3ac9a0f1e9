//! Drafts: what doesn't add up is said with its place and a proposal, and nothing else.

use model::instrument::draft::{DraftGrade, DraftMinimum, DraftPoints, DraftThreshold};
use model::instrument::{
    Criterion, Document, Draft, DraftAnswer, FindingKind, Instrument, Proposal, Rank, Row, RowRole,
    Unanswered, check,
};
use model::score::{Met, awards};
use rust_decimal::Decimal;

use crate::gates::{draft, item, node, times, zero_if};
use crate::instrument::ZI;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn told(draft: &Draft) -> Vec<(String, Rank, String, String)> {
    let tell = |f: model::instrument::Finding| {
        (f.place, f.rank, f.kind.to_string(), f.proposal.to_string())
    };
    check(draft).into_iter().map(tell).collect()
}

#[test]
fn the_built_in_worksheet_adds_up() {
    let zi = Instrument::parse(ZI).unwrap();
    assert_eq!(check(&Draft::of(&zi)), []);
}

#[test]
fn a_draft_of_the_built_in_worksheet_keeps_every_item() {
    let zi = Instrument::parse(ZI).unwrap();
    let mut draft = Draft::of(&zi);
    let again = draft.instrument().unwrap();
    let digests = |i: &Instrument| -> Vec<String> {
        i.items()
            .map(|item| item.definition_digest.clone())
            .collect()
    };
    assert_eq!(digests(&again), digests(&zi));
    // One word in one item changes the digest of that item only.
    draft.nodes[0].nodes[0].nodes[0].nodes[0].items[0].title = "Tim ada".to_owned();
    let changed = digests(&draft.instrument().unwrap());
    let differ = changed.iter().zip(digests(&zi)).filter(|(a, b)| **a != *b);
    assert_eq!(differ.count(), 1);
}

#[test]
fn a_document_says_the_lowest_format_that_holds_it() {
    let plain = draft(vec![node(
        "A",
        "1",
        vec![item("a", DraftAnswer::abc(), vec![])],
    )]);
    assert_eq!(plain.least_format(), 1);
    let gated = draft(vec![node(
        "A",
        "1",
        vec![
            item("a", DraftAnswer::abc(), vec![]),
            item("b", DraftAnswer::abc(), vec![times("A.a")]),
        ],
    )]);
    assert_eq!(gated.least_format(), 2);
}

/// The format as it is written: what changes here changes documents, and must stay readable.
#[test]
fn the_whole_format_is_written_like_this() {
    let row = |code: &str, role| Row {
        code: code.to_owned(),
        title: "Dihitung".to_owned(),
        role,
    };
    let rows = vec![
        row("1", RowRole::Seluruh),
        row("2", RowRole::Sisa),
        row("3", RowRole::Lewati),
    ];
    let opinion = DraftAnswer::lookup(vec![
        DraftPoints {
            answer: "WTP".to_owned(),
            points: "3".to_owned(),
        },
        DraftPoints {
            answer: "WDP".to_owned(),
            points: "2".to_owned(),
        },
    ]);
    let mut opinion = item("c", opinion, vec![zero_if("A.a", "Tidak")]);
    (opinion.weight, opinion.estimated) = (Some("2.5".to_owned()), true);
    opinion.applies_to = vec!["provinsi".to_owned()];
    let mut first = item("a", DraftAnswer::ya_tidak(), vec![]);
    first.criteria = vec![Criterion {
        answer: "Ya".to_owned(),
        text: "Ada".to_owned(),
    }];
    first.documents = vec![Document {
        code: "1".to_owned(),
        title: "SK".to_owned(),
    }];
    let mut a = node(
        "A",
        "7.5",
        vec![
            first,
            item("b", DraftAnswer::persen(rows), vec![times("A.a")]),
            opinion,
        ],
    );
    (a.area, a.estimated) = (Some("tata-laksana".to_owned()), true);
    let mut b = node(
        "B",
        "",
        vec![
            item("a", DraftAnswer::nilai("4"), vec![]),
            item("b", DraftAnswer::angka("12"), vec![]),
            item("-", DraftAnswer::unknown("Ragu"), vec![]),
        ],
    );
    b.items
        .iter_mut()
        .for_each(|item| item.weight = Some("1".to_owned()));
    (b.weight, b.gates, b.applies_to) = (None, vec![times("A")], vec!["kabupaten".to_owned()]);
    let mut draft = draft(vec![a, b]);
    draft.source = "Peraturan".to_owned();
    draft.unanswered = Unanswered::Zero;
    draft.becomes = [
        ("g:X.a".to_owned(), Some("A.a".to_owned())),
        ("g:X.b".to_owned(), None),
    ]
    .into();
    let grade = |name: &str, above: &str, inclusive| DraftGrade {
        name: name.to_owned(),
        above: above.to_owned(),
        inclusive,
    };
    draft.grades = Some(vec![grade("AA", "90", false), grade("A", "80", true)]);
    let of_area = DraftMinimum {
        area: Some("tata-laksana".to_owned()),
        min: "6".to_owned(),
        ..DraftMinimum::default()
    };
    draft.thresholds = vec![DraftThreshold {
        name: "WBK".to_owned(),
        minimums: vec![minimum("", "7.5"), of_area],
    }];
    let text = draft.to_json().unwrap();
    insta::assert_snapshot!("dokumen", text);
    assert!(Instrument::parse(&text).is_ok());
}

fn minimum(path: &str, min: &str) -> DraftMinimum {
    DraftMinimum {
        path: Some(path.to_owned()),
        min: min.to_owned(),
        ..DraftMinimum::default()
    }
}

#[test]
fn a_minimum_that_nobody_could_place_is_never_met() {
    let mut draft = draft(vec![node(
        "A",
        "10",
        vec![item("a", DraftAnswer::abc(), vec![])],
    )]);
    let lost = DraftMinimum {
        unsettled: Some("J6: enam puluh".to_owned()),
        min: "0".to_owned(),
        ..DraftMinimum::default()
    };
    draft.thresholds = vec![DraftThreshold {
        name: "WBK".to_owned(),
        minimums: vec![minimum("", "7.5"), lost],
    }];
    // A build that doesn't know it must refuse the document, not leave it out.
    let text = draft.to_json().unwrap();
    assert_eq!(Draft::parse(&text).unwrap().format, 3);
    let instrument = Instrument::parse(&text).unwrap();
    let all = awards(&instrument, &|_| Decimal::TEN);
    let met: Vec<bool> = all[0].1.iter().map(Met::is_met).collect();
    assert_eq!(met, [true, false]);
    // A person may publish it all the same.
    let what = "WBK names \"J6: enam puluh\", which is not in this worksheet";
    let ranks: Vec<(Rank, String)> = told(&draft).into_iter().map(|f| (f.1, f.2)).collect();
    assert_eq!(ranks, [(Rank::Finding, what.to_owned())]);
}

#[test]
fn codes_that_are_missing_or_there_twice_get_a_path() {
    let abc = || DraftAnswer::abc();
    let items = vec![
        item("a.", abc(), vec![]),
        item("a", abc(), vec![]),
        item("-", abc(), vec![]),
        item("", abc(), vec![]),
    ];
    let draft = draft(vec![node("IV.", "1", items)]);
    let paths: Vec<String> = (draft.instrument().unwrap().items())
        .map(|item| item.path.clone())
        .collect();
    assert_eq!(paths, ["IV.a", "IV.a~2", "IV.#1", "IV.#2"]);
    let found = told(&draft);
    let expected = (
        "IV.a~2",
        Rank::Finding,
        "the code a is there twice",
        "write the code b",
    );
    assert_eq!(found.len(), 1);
    let (place, rank, what, cure) = &found[0];
    assert_eq!(
        (place.as_str(), *rank, what.as_str(), cure.as_str()),
        expected
    );
}

#[test]
fn weights_are_compared_with_what_is_below() {
    let leaf = |code: &str, weight| node(code, weight, vec![item("a", DraftAnswer::abc(), vec![])]);
    let with = |weight: &str| {
        let mut above = node("A", weight, vec![]);
        above.nodes = vec![leaf("1", "2.49"), leaf("2", "2.5")];
        draft(vec![above])
    };
    assert_eq!(check(&with("4.99")), []);
    // The published weights of SDM: 4.99 below 5.
    let near = check(&with("5"));
    let kind = FindingKind::WeightSum {
        printed: d("5"),
        sum: d("4.99"),
    };
    assert_eq!((near[0].rank, &near[0].kind), (Rank::Note, &kind));
    assert_eq!(near[0].proposal, Proposal::Weight(d("4.99")));
    let far = check(&with("5.01"));
    assert_eq!(
        (far.len(), far[0].rank, far[0].place.as_str()),
        (1, Rank::Finding, "A")
    );
    // Whatever is printed, what is below counts.
    let instrument = with("50").instrument().unwrap();
    assert_eq!(instrument.node("A.1").map(|n| n.weight), Some(d("2.49")));
}

#[test]
fn everything_else_that_cannot_be_is_said() {
    let row = |role| Row {
        code: "1".to_owned(),
        title: String::new(),
        role,
    };
    let mut wrong = item(
        "d",
        DraftAnswer::persen(vec![row(RowRole::Seluruh)]),
        vec![],
    );
    wrong.weight = Some("1,5".to_owned());
    let items = vec![
        item("a", DraftAnswer::abc(), vec![times("A.z")]),
        item("b", DraftAnswer::abc(), vec![zero_if("A.a", "D")]),
        item("c", DraftAnswer::unknown("Ragu"), vec![]),
        wrong,
    ];
    let mut draft = draft(vec![node("A", "10", items), node("B", "5", vec![])]);
    draft.thresholds = vec![DraftThreshold {
        name: "WBK".to_owned(),
        minimums: vec![minimum("", "15"), minimum("A", "11"), minimum("C", "1")],
    }];
    let found: Vec<(String, Rank, String)> = told(&draft)
        .into_iter()
        .map(|(place, rank, what, _)| (place, rank, what))
        .collect();
    let say = |place: &str, rank, what: &str| (place.to_owned(), rank, what.to_owned());
    let expected = [
        say(
            "A.c",
            Rank::Finding,
            "the answer type \"Ragu\" is not known or not complete",
        ),
        say(
            "A.d",
            Rank::Error,
            "\"1,5\" is no number from 0 to a million",
        ),
        say(
            "A.d",
            Rank::Finding,
            "the counts don't say what is divided by what",
        ),
        say("B", Rank::Finding, "nothing below can earn this weight"),
        say(
            "A.a",
            Rank::Error,
            "the gate names \"A.z\", which is not in this worksheet",
        ),
        say(
            "A.b",
            Rank::Error,
            "the gate waits for \"D\", which is no answer to A.a",
        ),
        say("A", Rank::Finding, "WBK asks for 11 points, there are 10"),
        say(
            "",
            Rank::Error,
            "WBK names \"C\", which is not in this worksheet",
        ),
    ];
    assert_eq!(found, expected);
}
