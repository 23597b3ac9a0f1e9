//! Mending drafts: codes, rows that are something else than they were read as, findings settled.

use model::instrument::draft::{DraftMinimum, DraftNode, DraftThreshold};
use model::instrument::{
    Draft, DraftAnswer, DraftItem, Finding, FindingKind, RowRole, Spot, check, moves,
};

use crate::gates::{draft, item, node, times, zero_if};

/// The titles of lines, with their paths.
fn lines(draft: &Draft) -> Vec<(String, String)> {
    let (lines, _) = draft.outline();
    let title = |spot: &Spot| match draft.item(spot) {
        Some(item) => item.title.clone(),
        None => draft.node(spot).unwrap().title.clone(),
    };
    (lines.iter())
        .map(|line| (line.path.clone(), title(&line.spot)))
        .collect()
}

fn paths(draft: &Draft) -> Vec<String> {
    lines(draft).into_iter().map(|(path, _)| path).collect()
}

fn spot(draft: &Draft, path: &str) -> Spot {
    let (lines, _) = draft.outline();
    let found = lines.into_iter().find(|line| line.path == path);
    found.unwrap_or_else(|| panic!("no {path}")).spot
}

fn minimum(path: &str, min: &str) -> DraftMinimum {
    DraftMinimum {
        path: Some(path.to_owned()),
        min: min.to_owned(),
        ..DraftMinimum::default()
    }
}

/// A with items a, a (a slip) and c; B's item waits for both of A's; an award asks for A.
fn slipped() -> Draft {
    let items = vec![
        item("a", DraftAnswer::ya_tidak(), vec![]),
        item("a", DraftAnswer::abc(), vec![]),
        item("c", DraftAnswer::abc(), vec![]),
    ];
    let gates = vec![times("A.a~2"), zero_if("A.a", "Tidak")];
    let other = node("B", "40", vec![item("a", DraftAnswer::abc(), gates)]);
    let mut whole = draft(vec![node("A", "60", items), other]);
    whole.thresholds = vec![DraftThreshold {
        name: "WBK".to_owned(),
        minimums: vec![minimum("A", "30"), minimum("A.a~2", "1")],
    }];
    whole
}

#[test]
fn another_code_takes_along_what_names_it() {
    let before = slipped();
    let mut after = before.clone();
    let second = spot(&after, "A.a~2");
    after.recode(&second, "b", true);
    assert_eq!(paths(&after), ["A", "A.a", "A.b", "A.c", "B", "B.a"]);
    let gates = &after.item(&spot(&after, "B.a")).unwrap().gates;
    assert_eq!(*gates, [times("A.b"), zero_if("A.a", "Tidak")]);
    assert_eq!(after.thresholds[0].minimums[1], minimum("A.b", "1"));
    // Nobody's answer is lost: the item says what it was.
    let (old, new) = (before.instrument().unwrap(), after.instrument().unwrap());
    assert_eq!(moves(&old, &new).of("g:A.a~2"), Some("g:A.b"));
    assert_eq!(moves(&old, &new).gone, Vec::<String>::new());
    // A component takes all below it along.
    let top = spot(&after, "A");
    after.recode(&top, "C", true);
    let new = after.instrument().unwrap();
    assert_eq!(moves(&old, &new).of("g:A.a~2"), Some("g:C.b"));
    assert_eq!(moves(&old, &new).of("g:A.c"), Some("g:C.c"));
    assert_eq!(after.thresholds[0].minimums[0], minimum("C", "30"));
    // And back: nothing is left to be said.
    let top = spot(&after, "C");
    after.recode(&top, "A", true);
    let second = spot(&after, "A.b");
    after.recode(&second, "a", true);
    assert_eq!(after, before);
}

#[test]
fn what_was_never_answered_says_nothing_of_before() {
    let mut read = slipped();
    let second = spot(&read, "A.a~2");
    read.recode(&second, "b", false);
    assert!(read.becomes.is_empty());
}

#[test]
fn twins_change_places_together() {
    // The first gets the other code: the second moves up into its path, and what names each follows.
    let mut twins = slipped();
    let first = spot(&twins, "A.a");
    twins.recode(&first, "b", true);
    assert_eq!(paths(&twins)[1..3], ["A.b", "A.a"]);
    let gates = &twins.item(&spot(&twins, "B.a")).unwrap().gates;
    assert_eq!(*gates, [times("A.a"), zero_if("A.b", "Tidak")]);
    let moves = moves(
        &slipped().instrument().unwrap(),
        &twins.instrument().unwrap(),
    );
    let of = |old| moves.of(old).unwrap().to_owned();
    assert_eq!([of("g:A.a"), of("g:A.a~2")], ["g:A.b", "g:A.a"]);
}

/// A: a heading read as an item stands between items of two components.
fn flat() -> Draft {
    let items = ["a", "2", "x", "y"].map(|code| item(code, DraftAnswer::abc(), vec![]));
    let gated = item("z", DraftAnswer::abc(), vec![times("A.x")]);
    draft(vec![
        node("A", "60", items.into()),
        node("B", "40", vec![gated]),
    ])
}

#[test]
fn an_item_that_is_a_heading_gets_what_follows_and_gives_it_back() {
    let before = flat();
    let mut draft = before.clone();
    let heading = draft.as_heading(&spot(&before, "A.2"), true).unwrap();
    assert_eq!(
        paths(&draft),
        ["A", "A.2", "A.2.x", "A.2.y", "A.a", "B", "B.z"]
    );
    assert_eq!(heading, spot(&draft, "A.2"));
    let gates = &draft.item(&spot(&draft, "B.z")).unwrap().gates;
    assert_eq!(*gates, [times("A.2.x")]);
    let moves = moves(&before.instrument().unwrap(), &draft.instrument().unwrap());
    assert_eq!(moves.of("g:A.x"), Some("g:A.2.x"));
    assert_eq!(moves.gone, ["g:A.2"]);
    // An item again: before the others now, and how it is answered must be said.
    assert!(draft.can_be_item(&heading) && !draft.can_be_item(&spot(&draft, "A")));
    let back = draft.as_item(&heading, true).unwrap();
    assert_eq!(paths(&draft), ["A", "A.2", "A.x", "A.y", "A.a", "B", "B.z"]);
    assert_eq!(draft.item(&back).unwrap().answer, DraftAnswer::unknown(""));
    let gates = &draft.item(&spot(&draft, "B.z")).unwrap().gates;
    assert_eq!(*gates, [times("A.x")]);
    let asked = check(&draft).into_iter().filter(|one| one.place == "A.2");
    assert!(matches!(
        asked.map(|one| one.kind).next(),
        Some(FindingKind::AnswerType { .. })
    ));
}

#[test]
fn components_beside_one_that_is_an_item_keep_what_names_them() {
    let below = |code: &str| node(code, "10", vec![item("a", DraftAnswer::abc(), vec![])]);
    let mut top = node(
        "A",
        "30",
        vec![item("q", DraftAnswer::abc(), vec![times("A.3.a")])],
    );
    top.nodes = vec![below("1"), below("2"), below("3")];
    let mut draft = draft(vec![top]);
    let second = spot(&draft, "A.2");
    assert!(draft.as_item(&second, true).is_some());
    let expected = ["A", "A.1", "A.1.a", "A.3", "A.3.a", "A.2", "A.a", "A.q"];
    assert_eq!(paths(&draft), expected);
    let gates = &draft.item(&spot(&draft, "A.q")).unwrap().gates;
    assert_eq!(*gates, [times("A.3.a")]);
    // What has components below it, stands at the top, or begins an area is no item.
    let area = DraftNode {
        area: Some("tata-laksana".to_owned()),
        ..below("4")
    };
    draft.nodes[0].nodes.push(area);
    for path in ["A", "A.4"] {
        let spot = spot(&draft, path);
        assert!(!draft.can_be_item(&spot) && draft.as_item(&spot, true).is_none());
    }
}

#[test]
fn a_row_is_a_count_or_an_item() {
    let items = vec![
        item("a", DraftAnswer::persen(vec![]), vec![]),
        item("-", DraftAnswer::unknown("Jumlah"), vec![]),
        item("-", DraftAnswer::unknown("Jumlah"), vec![]),
        item("b", DraftAnswer::abc(), vec![times("A.a")]),
    ];
    let mut draft = draft(vec![node("A", "10", items)]);
    let name = |draft: &mut Draft, path: &str, title: &str| {
        let spot = spot(draft, path);
        draft.item_mut(&spot).unwrap().title = title.to_owned();
    };
    name(&mut draft, "A.#1", "Jumlah pegawai");
    name(&mut draft, "A.#2", "Jumlah yang hadir");
    let first = spot(&draft, "A.a");
    assert_eq!(draft.percentage_before(&first), None);
    for _ in 0..2 {
        let row = spot(&draft, "A.#1");
        assert_eq!(draft.as_count(&row, false), Some(first.clone()));
    }
    assert_eq!(paths(&draft), ["A", "A.a", "A.b"]);
    let rows = |draft: &Draft| draft.item(&first).unwrap().answer.rows.clone();
    let told: Vec<_> = (rows(&draft).into_iter())
        .map(|row| (row.code, row.title, row.role))
        .collect();
    let count = |code: &str, title: &str| (code.to_owned(), title.to_owned(), RowRole::Lewati);
    assert_eq!(
        told,
        [
            count("1", "Jumlah pegawai"),
            count("2", "Jumlah yang hadir")
        ]
    );
    // Nobody has said yet what is divided by what.
    let kinds = |draft: &Draft| {
        check(draft)
            .into_iter()
            .map(|one| one.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(&draft), [FindingKind::Rows]);
    let roles = &mut draft.item_mut(&first).unwrap().answer.rows;
    (roles[0].role, roles[1].role) = (RowRole::Seluruh, RowRole::Bagian);
    assert_eq!(kinds(&draft), []);
    // A count that is an item of its own stands behind.
    let out = draft.count_as_item(&first, 0, false).unwrap();
    assert_eq!(draft.item(&out).unwrap().title, "Jumlah pegawai");
    assert_eq!(paths(&draft), ["A", "A.a", "A.#1", "A.b"]);
    assert_eq!(rows(&draft).len(), 1);
    assert_eq!(draft.count_as_item(&first, 9, false), None);
}

#[test]
fn a_finding_is_settled_as_it_proposes() {
    let unknown = item(
        "d",
        DraftAnswer::abc(),
        vec![times("Z"), zero_if("A.a", "Ragu")],
    );
    let mut broken = slipped();
    broken.nodes[1].items.push(unknown);
    let criterion = model::instrument::Criterion {
        answer: "Z".to_owned(),
        text: "tidak ada".to_owned(),
    };
    broken.nodes[1].items[1].criteria.push(criterion);
    // A weighs 60, and two items of weights of their own below a component of it weigh 7, not 9.
    let own = |code: &str, weight: &str| DraftItem {
        weight: Some(weight.to_owned()),
        ..item(code, DraftAnswer::abc(), vec![])
    };
    broken
        .nodes
        .push(node("C", "9", vec![own("a", "3"), own("b", "4")]));
    let minimums = &mut broken.thresholds[0].minimums;
    minimums[0].min = "61".to_owned();
    minimums.push(minimum("Y", "1"));
    let settles = |kind: &FindingKind| {
        matches!(
            kind,
            FindingKind::CodeTwice { .. }
                | FindingKind::WeightSum { .. }
                | FindingKind::ThresholdTooHigh { .. }
                | FindingKind::ThresholdUnknown { .. }
                | FindingKind::GateUnknown { .. }
                | FindingKind::GateAnswer { .. }
                | FindingKind::Criterion { .. }
        )
    };
    let found: Vec<Finding> = check(&broken);
    assert_eq!(
        found.iter().filter(|one| settles(&one.kind)).count(),
        7,
        "{found:?}"
    );
    for _ in 0..found.len() {
        let Some(next) = check(&broken).into_iter().find(|one| settles(&one.kind)) else {
            break;
        };
        assert!(broken.settle(&next, false), "{next:?}");
        assert!(!check(&broken).contains(&next), "{next:?}");
    }
    assert_eq!(check(&broken), []);
    assert_eq!(broken.nodes[2].weight.as_deref(), Some("7"));
    assert_eq!(broken.thresholds[0].minimums[0].min, "60");
    // What asks a person for a decision isn't decided.
    let mut open = slipped();
    open.nodes[0].items[2].answer = DraftAnswer::unknown("Ragu");
    let asks = check(&open);
    let asks = asks
        .iter()
        .find(|one| matches!(one.kind, FindingKind::AnswerType { .. }));
    assert!(!open.settle(asks.unwrap(), false));
}
