//! What differs between two versions, from old to new.

use model::instrument::draft::DraftGrade;
use model::instrument::{
    Change, Differences, Document, Draft, DraftAnswer, Fact, Instrument, Named, Subject, Told,
    Unanswered, differences,
};
use rust_decimal::Decimal;

use crate::gates::{item, node, zero_if};
use crate::instrument::ZI;
use crate::world::WORKSHEET;

fn text(text: &str) -> Option<Told> {
    Some(Told::Text(text.to_owned()))
}

fn points(text: &str) -> Option<Told> {
    Some(Told::Points(text.parse::<Decimal>().unwrap()))
}

/// Compares the worksheet with what an edit makes of it.
fn after(edit: impl FnOnce(&mut Draft)) -> Differences {
    let before = Instrument::parse(WORKSHEET).unwrap();
    let mut draft = Draft::of(&before);
    edit(&mut draft);
    differences(&before, &draft.instrument().unwrap())
}

/// What is told of a line, by its path now.
fn of(all: &Differences, path: &str) -> Vec<(Fact, Option<Told>, Option<Told>)> {
    let mut lines = all.headings.iter().chain(&all.items);
    let line = lines.find(|line| line.now.path == path).unwrap();
    let told = line.differences.iter().cloned();
    told.map(|one| (one.what, one.from, one.to)).collect()
}

fn paths(all: &[Named]) -> Vec<&str> {
    all.iter().map(|one| one.path.as_str()).collect()
}

#[test]
fn the_same_worksheet_differs_in_nothing() {
    let zi = Instrument::parse(ZI).unwrap();
    let same = Differences {
        same: 113,
        ..Differences::default()
    };
    assert_eq!(differences(&zi, &zi), same);
    // Numbers that are written in another way say the same.
    let spelled = after(|draft| draft.nodes[0].weight = Some("80.0".to_owned()));
    assert!(spelled.headings.is_empty());
}

#[test]
fn the_whole_tells_its_policies_grades_and_minimums() {
    let all = after(|draft| {
        draft.title = "LKE Baru".to_owned();
        draft.source = "Peraturan 1/2027".to_owned();
        draft.unanswered = Unanswered::Zero;
        draft.thresholds[0].minimums[0].min = "76".to_owned();
        draft.thresholds[0].minimums.remove(2);
        draft.grades = Some(vec![DraftGrade {
            inclusive: false,
            name: "AA".to_owned(),
            above: "90".to_owned(),
        }]);
    });
    let wbk = |of| Fact::Minimum("WBK".to_owned(), of);
    let policy = |policy| Some(Told::Policy(policy));
    let told: Vec<_> = (all.whole.into_iter())
        .map(|one| (one.what, one.from, one.to))
        .collect();
    let expected = [
        (Fact::Title, text("LKE Uji"), text("LKE Baru")),
        (Fact::Source, None, text("Peraturan 1/2027")),
        (
            Fact::Unanswered,
            policy(Unanswered::LeftOut),
            policy(Unanswered::Zero),
        ),
        (Fact::Grade("AA".to_owned()), None, points("90")),
        (
            wbk(Subject::Path(String::new())),
            points("75"),
            points("76"),
        ),
        (wbk(Subject::Path("B.a".to_owned())), points("15"), None),
    ];
    assert_eq!(told, expected);
    assert!(all.headings.is_empty() && all.items.is_empty());
    assert_eq!(all.same, 6);
}

#[test]
fn a_heading_tells_its_title_weight_area_and_gates() {
    let all = after(|draft| {
        let one = &mut draft.nodes[0].nodes[0];
        one.title = "Manajemen Perubahan".to_owned();
        one.weight = Some("45".to_owned());
        one.estimated = true;
        one.area = Some("perubahan".to_owned());
        one.gates = vec![zero_if("B.b", "E")];
        draft.nodes.push(node("C", "10", vec![]));
    });
    let flag = |is| Some(Told::Flag(is));
    let expected = [
        (Fact::Title, text("Manajemen"), text("Manajemen Perubahan")),
        (Fact::Weight, points("40"), points("45")),
        (Fact::Estimated, flag(false), flag(true)),
        (Fact::Area, text("manajemen"), text("perubahan")),
        (Fact::Gate, None, Some(Told::Gate(zero_if("B.b", "E")))),
    ];
    assert_eq!(of(&all, "A.1"), expected);
    assert_eq!(all.headings.len(), 1);
    assert_eq!(paths(&all.new_headings), ["C"]);
    // Its items share more: 40 ÷ 3 was theirs each, 45 ÷ 3 is.
    let third = Decimal::from(40) / Decimal::from(3);
    let share = [(Fact::Share, Some(Told::Points(third)), points("15"))];
    assert_eq!(of(&all, "A.1.b"), share);
}

#[test]
fn an_item_tells_its_statement_answer_criteria_documents_and_gates() {
    let all = after(|draft| {
        let one = &mut draft.nodes[0].nodes[0].items;
        one[0].title = "Tim bekerja".to_owned();
        // The first of two documents goes and the other moves up: only one went.
        one[0].documents.remove(0);
        one[0].documents[0].code = "1".to_owned();
        one[0].gates = vec![zero_if("B.b", "E")];
        one[1].answer = DraftAnswer::abcd();
        one[1].criteria.push(model::instrument::Criterion {
            answer: "A".to_owned(),
            text: "Lengkap".to_owned(),
        });
        one[1].documents.push(Document {
            code: "1".to_owned(),
            title: "Rencana".to_owned(),
        });
        draft.nodes[1].items[0].weight = Some("16".to_owned());
    });
    let gate = Told::Gate(zero_if("B.b", "E"));
    let expected = [
        (Fact::Title, text("Tim dibentuk"), text("Tim bekerja")),
        (Fact::Gate, None, Some(gate)),
        (Fact::Document, text("SK"), None),
    ];
    assert_eq!(of(&all, "A.1.a"), expected);
    let answer = |answer| Some(Told::Answer(answer));
    let expected = [
        (
            Fact::Answer,
            answer(DraftAnswer::abc()),
            answer(DraftAnswer::abcd()),
        ),
        (Fact::Criterion("A".to_owned()), None, text("Lengkap")),
        (Fact::Document, None, text("Rencana")),
    ];
    assert_eq!(of(&all, "A.1.b"), expected);
    assert_eq!(
        of(&all, "B.a"),
        [(Fact::Weight, points("15"), points("16"))]
    );
    let change = |path: &str| {
        let found = all.items.iter().find(|one| one.now.path == path);
        found.and_then(|one| one.change)
    };
    assert_eq!(change("A.1.a"), Some(Change::Reworded));
    assert_eq!(change("A.1.b"), Some(Change::OtherAnswers));
    assert_eq!(all.same, 3);
}

#[test]
fn a_heading_goes_where_its_items_go() {
    let all = after(|draft| {
        // A new heading comes first: what was A.1 and A.2 is A.2 and A.3, and the document says so.
        let fresh = node("1", "5", vec![item("a", DraftAnswer::abc(), vec![])]);
        let nodes = &mut draft.nodes[0].nodes;
        nodes.insert(0, fresh);
        nodes[1].code = "2".to_owned();
        nodes[2].code = "3".to_owned();
        let to = |path: &str| Some(path.to_owned());
        draft.becomes = [
            ("uji:A.1.a".to_owned(), to("A.2.a")),
            ("uji:A.1.b".to_owned(), to("A.2.b")),
            ("uji:A.1.c".to_owned(), to("A.2.c")),
            ("uji:A.2.a".to_owned(), to("A.3.a")),
        ]
        .into();
    });
    assert_eq!(of(&all, "A.2"), [(Fact::Path, text("A.1"), text("A.2"))]);
    assert_eq!(of(&all, "A.3"), [(Fact::Path, text("A.2"), text("A.3"))]);
    assert_eq!(
        of(&all, "A.3.a"),
        [(Fact::Path, text("A.2.a"), text("A.3.a"))]
    );
    assert_eq!(paths(&all.new_headings), ["A.1"]);
    assert_eq!(paths(&all.new_items), ["A.1.a"]);
    assert!(all.gone_headings.is_empty() && all.gone_items.is_empty());
}

#[test]
fn what_falls_away_is_named() {
    let all = after(|draft| {
        draft.nodes[0].nodes.remove(1);
        draft.nodes[1].items.remove(1);
        draft.thresholds.clear();
    });
    assert_eq!(paths(&all.gone_headings), ["A.2"]);
    assert_eq!(paths(&all.gone_items), ["A.2.a", "B.b"]);
}
