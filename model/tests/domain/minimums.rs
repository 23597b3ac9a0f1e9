//! Awards: edited, checked, and what the checks propose.

use model::instrument::draft::DraftMinimum;
use model::instrument::{
    Draft, DraftAnswer, DraftItem, DraftNode, Finding, FindingKind, Subject, check, minimum_changes,
};

use crate::gates::{draft, item, node};

fn path(path: &str) -> Subject {
    Subject::Path(path.to_owned())
}

/// A (10, of which an item of its own weighs 4, and two share 6) and B (5), both of the area `tim`.
fn worksheet() -> Draft {
    let abc = |code| item(code, DraftAnswer::abc(), vec![]);
    let own = DraftItem {
        weight: Some("4".to_owned()),
        ..abc("c")
    };
    let of = |node: DraftNode| DraftNode {
        area: Some("tim".to_owned()),
        ..node
    };
    draft(vec![
        of(node("A", "10", vec![abc("a"), abc("b"), own])),
        of(node("B", "5", vec![abc("a")])),
    ])
}

fn kinds(draft: &Draft) -> Vec<FindingKind> {
    check(draft).into_iter().map(|one| one.kind).collect()
}

#[test]
fn an_item_earns_its_part_of_what_is_shared() {
    let mut draft = worksheet();
    assert!(draft.add_award("WBK"));
    draft.ask(0, &path("A.a"), "3");
    draft.ask(0, &path("A.c"), "4");
    assert_eq!(check(&draft), []);
    // (10 − 4) ÷ 2 = 3.
    draft.ask(0, &path("A.b"), "3.01");
    let told: Vec<String> = kinds(&draft).iter().map(ToString::to_string).collect();
    assert_eq!(told, ["WBK asks for 3.01 points, there are 3"]);
}

#[test]
fn an_award_is_named_once_and_asks_once_of_each() {
    let mut draft = worksheet();
    assert!(draft.add_award(" WBK "));
    assert!(!draft.add_award("wbk") && !draft.add_award("  "));
    assert_eq!(
        kinds(&draft),
        [FindingKind::AwardEmpty {
            award: "WBK".to_owned()
        }]
    );
    draft.ask(0, &path(""), "7.5");
    draft.ask(0, &Subject::Area("tim".to_owned()), "9");
    draft.ask(0, &path(""), "12");
    let asked = |draft: &Draft| -> Vec<(Subject, String)> {
        let all = draft.thresholds[0].minimums.iter();
        all.map(|one| (one.subject(), one.min.clone())).collect()
    };
    let area = || Subject::Area("tim".to_owned());
    assert_eq!(
        asked(&draft),
        [(path(""), "12".to_owned()), (area(), "9".to_owned())]
    );
    assert!(draft.instrument().is_ok());
    draft.ask_nothing(0, &path(""));
    assert_eq!(asked(&draft), [(area(), "9".to_owned())]);
    draft.remove_award(0);
    assert_eq!(draft.thresholds, []);
    draft.ask(0, &path(""), "1");
    draft.remove_award(3);
    assert_eq!(draft.thresholds, []);
}

#[test]
fn everything_that_can_be_asked_of_has_its_name() {
    let draft = worksheet();
    let told: Vec<(Subject, String)> = draft.subjects();
    let told: Vec<(Subject, &str)> = told
        .iter()
        .map(|(of, name)| (of.clone(), &**name))
        .collect();
    // Items that share a weight are too many to be offered; one asks of their component.
    let expected = [
        (path(""), "Gerbang"),
        (Subject::Area("tim".to_owned()), "A · B"),
        (path("A"), "A"),
        (path("A.c"), "c"),
        (path("B"), "B"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_minimum_that_nobody_could_place_gets_its_place_or_goes() {
    let lost = || Subject::Unsettled("J6: 9".to_owned());
    let mut whole = worksheet();
    whole.add_award("WBK");
    whole.ask(0, &lost(), "9");
    let mut placed = whole.clone();
    placed.place_minimum(0, &lost(), &path("A"));
    let expected = DraftMinimum {
        path: Some("A".to_owned()),
        min: "9".to_owned(),
        ..DraftMinimum::default()
    };
    assert_eq!(placed.thresholds[0].minimums, [expected]);
    // What is asked of A already stays as it is.
    placed.ask(0, &lost(), "2");
    placed.place_minimum(0, &lost(), &path("A"));
    assert_eq!(placed.thresholds[0].minimums.len(), 1);
    assert_eq!(placed.thresholds[0].minimums[0].min, "9");
    // The finding's proposal takes it away.
    whole.ask(0, &path("A"), "6");
    let found: Vec<Finding> = check(&whole);
    assert!(whole.settle(&found[0], false), "{found:?}");
    assert_eq!(check(&whole), []);
    assert_eq!(whole.thresholds[0].minimums.len(), 1);
}

#[test]
fn what_is_too_high_of_an_area_is_mended_there() {
    let mut draft = worksheet();
    draft.add_award("WBK");
    // The same is asked of the whole, which has as much: that stays.
    draft
        .nodes
        .push(node("C", "5", vec![item("a", DraftAnswer::abc(), vec![])]));
    draft.ask(0, &path(""), "16");
    draft.ask(0, &Subject::Area("tim".to_owned()), "16");
    let found = check(&draft);
    assert_eq!(
        found[0].kind.to_string(),
        "WBK asks for 16 points of the area tim, there are 15"
    );
    assert!(draft.settle(&found[0], false));
    let asked: Vec<&str> = (draft.thresholds[0].minimums.iter())
        .map(|one| one.min.as_str())
        .collect();
    assert_eq!(asked, ["16", "15"]);
    // An award that is emptied is found, and its proposal takes it away.
    draft.ask_nothing(0, &path(""));
    draft.ask_nothing(0, &Subject::Area("tim".to_owned()));
    let found = check(&draft);
    assert!(draft.settle(&found[0], false), "{found:?}");
    assert_eq!(draft.thresholds, []);
}

#[test]
fn another_version_says_which_minimums_it_changes() {
    let mut before = worksheet();
    before.add_award("WBK");
    before.ask(0, &path(""), "7.5");
    before.ask(0, &path("A"), "6");
    before.ask(0, &path("B"), "2");
    let mut now = before.clone();
    now.ask(0, &path(""), "7.50");
    now.ask(0, &path("A"), "7");
    now.ask_nothing(0, &path("B"));
    now.add_award("WBBM");
    now.ask(1, &path(""), "9");
    let changes = minimum_changes(&before.instrument().unwrap(), &now.instrument().unwrap());
    let told: Vec<String> = (changes.iter())
        .map(|one| format!("{} {:?} {:?} {:?}", one.award, one.of, one.from, one.to))
        .collect();
    let expected = [
        "WBK Path(\"A\") Some(6) Some(7)",
        "WBBM Path(\"\") None Some(9)",
        "WBK Path(\"B\") Some(2) None",
    ];
    assert_eq!(told, expected);
}
