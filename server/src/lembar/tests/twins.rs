//! A filled worksheet beside a cycle's: each answer goes to the item that it was given to, or nowhere.

use std::collections::BTreeMap;
use std::io::Cursor;

use model::id::{CycleId, OfficeId, RecordId};
use model::instrument::{Draft, DraftAnswer, DraftItem, DraftNode, Row, RowRole};
use rust_xlsxwriter::Workbook;

use super::paper::{Dice, Layout, Put, Typed, write};
use crate::lembar::import::{Choices, preview};
use crate::lembar::take::{Plan, Reason, Target, What, plan};

fn item(code: &str, title: &str, answer: DraftAnswer) -> DraftItem {
    DraftItem {
        code: code.into(),
        title: title.into(),
        answer,
        ..DraftItem::default()
    }
}

fn node(code: &str, weight: &str, items: Vec<DraftItem>) -> DraftNode {
    DraftNode {
        code: code.into(),
        title: format!("Komponen {code}"),
        weight: Some(weight.into()),
        items,
        ..DraftNode::default()
    }
}

fn counts(titles: [&str; 2], roles: [RowRole; 2]) -> DraftAnswer {
    let row = |(n, (title, role)): (usize, (&str, RowRole))| Row {
        code: (n + 1).to_string(),
        title: title.into(),
        role,
    };
    let rows = titles.into_iter().zip(roles).enumerate().map(row);
    DraftAnswer::persen(rows.collect())
}

/// The cycle's worksheet.
fn nodes() -> Vec<DraftNode> {
    let reports = counts(
        ["Jumlah laporan", "Jumlah disampaikan"],
        [RowRole::Seluruh, RowRole::Bagian],
    );
    let first = vec![
        item("a", "SK tim sudah ditetapkan", DraftAnswer::ya_tidak()),
        item("b", "Rencana kerja disusun bersama", DraftAnswer::abc()),
        item("c", "Pemantauan rencana dilakukan", DraftAnswer::abc()),
    ];
    let second = vec![
        item("a", "Laporan disampaikan tepat waktu", reports),
        item("b", "Survei kepuasan masyarakat", DraftAnswer::nilai("4")),
        item("c", "Tindak lanjut hasil survei", DraftAnswer::abcd()),
    ];
    vec![node("A", "60", first), node("B", "40", second)]
}

/// What a worksheet whose answers are these would do, and would not, in the cycle.
fn taken(printed: &[DraftNode], answers: &[(&str, &str)]) -> Plan {
    let typed = |(path, answer): &(&str, &str)| {
        let (answer, counts) = match answer.split_once('/') {
            Some((whole, part)) => (None, vec![Some(Put::text(whole)), Some(Put::text(part))]),
            None => (Some(Put::text(*answer)), Vec::new()),
        };
        ((*path).to_owned(), Typed { answer, counts })
    };
    let typed: BTreeMap<String, Typed> = answers.iter().map(typed).collect();
    let mut dice = Dice::none();
    let layout = Layout::of(printed, &mut dice);
    let mut book = Workbook::new();
    write(book.add_worksheet(), printed, &typed, &layout, &mut dice);
    let bytes = book.save_to_buffer().unwrap();
    let read = preview(&mut Cursor::new(bytes), &Choices::default()).unwrap();
    let cycle = Draft {
        family: "sendiri".into(),
        version: 1,
        title: "Sendiri".into(),
        nodes: nodes(),
        ..Draft::default()
    };
    let target = Target {
        office: OfficeId::derived(&["kantor"]),
        cycle: CycleId::derived(&["siklus"]),
        instrument: &cycle.instrument().unwrap(),
        records: &[],
        may: &|_, _| Ok(()),
        replace: false,
        file: "isi.xlsx",
    };
    plan(&read.worksheet, &target, &mut || {
        RecordId::derived(&["bukti"])
    })
}

/// Where answers and counts go, and what they are.
fn goes(plan: &Plan) -> Vec<(&str, &str)> {
    let changes = plan.changes.iter();
    changes.map(|c| (c.item.as_str(), c.to.as_str())).collect()
}

fn left(plan: &Plan) -> Vec<(&str, &What, &Reason)> {
    let left = plan.left.iter();
    left.map(|l| (l.change.item.as_str(), &l.change.what, &l.reason))
        .collect()
}

#[test]
fn a_row_put_in_takes_nobodys_answer() {
    let mut printed = nodes();
    let first = &mut printed[0].items;
    first.insert(
        0,
        item("a", "Notula rapat tersimpan", DraftAnswer::ya_tidak()),
    );
    for (item, code) in first.iter_mut().zip(["a", "b", "c", "d"]) {
        item.code = code.into();
    }
    let answers = [("A.a", "Tidak"), ("A.b", "Ya"), ("A.c", "B"), ("A.d", "C")];
    let plan = taken(&printed, &answers);
    assert_eq!(goes(&plan), [("A.a", "Ya"), ("A.b", "B"), ("A.c", "C")]);
    let asks = "SK tim sudah ditetapkan".to_owned();
    let other = Reason::OtherItem { asks };
    assert_eq!(left(&plan), [("A.a", &What::Answer, &other)]);
}

#[test]
fn codes_that_changed_places_are_told_by_their_titles() {
    let mut printed = nodes();
    printed[0].items[1].title = nodes()[0].items[2].title.clone();
    printed[0].items[2].title = nodes()[0].items[1].title.clone();
    let plan = taken(&printed, &[("A.b", "A"), ("A.c", "C")]);
    assert_eq!(goes(&plan), [("A.c", "A"), ("A.b", "C")]);
    assert_eq!(left(&plan), []);
}

#[test]
fn an_answer_of_another_type_is_left() {
    let mut printed = nodes();
    printed[1].items[1].answer = DraftAnswer::nilai("5");
    printed[1].items[2].answer = DraftAnswer::abc();
    let plan = taken(&printed, &[("A.a", "Ya"), ("B.b", "4"), ("B.c", "B")]);
    assert_eq!(goes(&plan), [("A.a", "Ya")]);
    let other = &Reason::OtherAnswers;
    let expected = [("B.b", &What::Answer, other), ("B.c", &What::Answer, other)];
    assert_eq!(left(&plan), expected);
}

#[test]
fn a_count_that_plays_another_part_is_left() {
    let mut printed = nodes();
    printed[1].items[0].answer = counts(
        ["Jumlah berkas yang terkirim", "Jumlah seluruh berkas"],
        [RowRole::Bagian, RowRole::Seluruh],
    );
    let plan = taken(&printed, &[("B.a", "6/8")]);
    assert_eq!(goes(&plan), []);
    let (one, other) = (What::Count("1".into()), What::Count("2".into()));
    let none = &Reason::NoCount;
    assert_eq!(left(&plan), [("B.a", &one, none), ("B.a", &other, none)]);
    // Its own counts are taken.
    let plan = taken(&nodes(), &[("B.a", "8/6")]);
    assert_eq!(goes(&plan), [("B.a", "8"), ("B.a", "6")]);
}

#[test]
fn a_worksheet_in_other_words_is_told_by_what_it_asks() {
    let mut printed = nodes();
    let words = [
        "Pembentukan kelompok pelaksana",
        "Penyusunan agenda tahunan",
        "Monev berkala",
        "Ketepatan penyerahan",
        "Indeks penilaian warga",
        "Perbaikan",
    ];
    let items = printed.iter_mut().flat_map(|node| &mut node.items);
    for (item, title) in items.zip(words) {
        item.title = title.into();
    }
    let answers = [("A.a", "Ya"), ("A.b", "B"), ("B.b", "3,6")];
    let plan = taken(&printed, &answers);
    assert_eq!(goes(&plan), [("A.a", "Ya"), ("A.b", "B"), ("B.b", "3,6")]);
    // Nor by codes alone: most is asked otherwise.
    for item in printed.iter_mut().flat_map(|node| &mut node.items) {
        item.answer = match item.answer.kind.as_str() {
            "ya_tidak" => DraftAnswer::abc(),
            _ => DraftAnswer::ya_tidak(),
        };
    }
    let plan = taken(&printed, &[("A.a", "A"), ("A.b", "Ya"), ("B.b", "Ya")]);
    assert_eq!(goes(&plan), []);
    let other = |one: &(&str, &What, &Reason)| matches!(one.2, Reason::OtherItem { .. });
    assert_eq!(left(&plan).iter().filter(|one| other(one)).count(), 3);
}
