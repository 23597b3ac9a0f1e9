//! Pushing and pulling as they should be.

use axum::http::StatusCode;
use model::id::OpId;
use model::op::{Body, Edit, Op, SealedOp, Stream};
use model::reject::{Rejection, Waiting};
use model::time::Millis;
use model::wire::{Outcome, ProblemCode};
use serde_json::{Value, json};
use server::clock::Ambient as _;

use crate::house::{House, Phone, body_of, foreign, office, sealed, set};

fn number(outcome: &Outcome) -> u64 {
    match outcome {
        Outcome::Accepted { number, .. } => *number,
        other => panic!("not accepted: {other:?}"),
    }
}

#[tokio::test]
async fn a_refused_pull_names_the_epoch_all_the_same() {
    let house = House::new().await;
    let mut siti = house.phone("siti").await;
    siti.cookie.clear();
    let reply = house
        .pull_raw(&siti, &siti.person.to_string(), &json!([]))
        .await;
    assert_eq!(reply.code(), ProblemCode::SignedOut);
    let epoch = house.app.ledger().store().epoch();
    assert_eq!(reply.headers[model::wire::EPOCH_HEADER], epoch.to_string());
}

#[tokio::test]
async fn what_one_pushes_another_pulls() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let agus = house.phone("agus").await;
    let first = house.pull(&agus, &json!([])).await;
    assert!(first.streams.contains(&Stream::work(office())));
    assert!(!first.streams.contains(&Stream::work(foreign())));
    assert_eq!(first.instruments.len(), 1);
    let op = sealed(house.comment(&siti, "notula sudah ada"));
    let outcomes = house.push(&siti, std::slice::from_ref(&op)).await;
    assert_eq!(number(&outcomes[0]), 1);
    let cursors = cursors(&first.pages);
    let second = house.pull(&agus, &cursors).await;
    assert_eq!(second.pages.len(), 1, "only what is new");
    let record: Value = serde_json::from_str(second.pages[0].records[0].get()).unwrap();
    assert_eq!(record["number"], 1);
    assert_eq!(
        record["fields"]["teks"]["writes"][0]["value"],
        "notula sudah ada"
    );
    let merged = merge_cursors(&cursors, &second.pages);
    assert!(house.pull(&agus, &merged).await.pages.is_empty());
    // And the history tells it in the device's exact bytes.
    let path = format!("/api/v1/history/{}", op.op().record.id);
    let history: Vec<model::wire::HistoryEntry> = house.get(&path, &agus.cookie).await.json();
    assert_eq!(history[0].op.get(), op.raw().get());
    let budi = house.phone("budi").await;
    let reply = house.get(&path, &budi.cookie).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

fn cursors(pages: &[model::wire::Page]) -> Value {
    let held = pages
        .iter()
        .map(|page| json!({ "stream": page.stream, "cursor": page.cursor }));
    Value::Array(held.collect())
}

fn merge_cursors(before: &Value, pages: &[model::wire::Page]) -> Value {
    let mut held = before.as_array().unwrap().clone();
    for page in pages {
        held.retain(|one| one["stream"] != json!(page.stream));
        held.push(json!({ "stream": page.stream, "cursor": page.cursor }));
    }
    Value::Array(held)
}

#[tokio::test]
async fn a_push_that_comes_twice_is_applied_once() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let ops = [
        sealed(house.comment(&siti, "satu")),
        sealed(house.comment(&siti, "dua")),
    ];
    let first = house.push(&siti, &ops).await;
    let second = house.push(&siti, &ops).await;
    assert_eq!(first, second);
    let log = house.app.ledger().store();
    let log = log.log(Stream::work(office()), 0, 100).await.unwrap();
    assert_eq!(log.len(), 2);
    assert_eq!(log[1].bytes, ops[1].raw().get());
    // The same id with other bytes is refused aloud.
    let other = Op {
        salt: "lain".to_owned(),
        ..ops[0].op().clone()
    };
    let outcome = house.push(&siti, &[sealed(other)]).await.remove(0);
    let rejection = Rejection::SameIdOtherBytes;
    assert_eq!(outcome, Outcome::Rejected { rejection });
}

#[tokio::test]
async fn pushes_at_the_same_time_each_get_their_numbers() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let agus = house.phone("agus").await;
    let some = |phone: &Phone| {
        let ops = (0..20).map(|n| sealed(house.comment(phone, &n.to_string())));
        ops.collect::<Vec<SealedOp>>()
    };
    let batches = [
        (&siti, some(&siti)),
        (&agus, some(&agus)),
        (&siti, some(&siti)),
        (&agus, some(&agus)),
    ];
    let pushes = batches.iter().map(|(phone, ops)| house.push(phone, ops));
    let outcomes = futures::future::join_all(pushes).await;
    let mut numbers: Vec<u64> = outcomes.iter().flatten().map(number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=80).collect::<Vec<u64>>());
    // The chain holds them all, in the order of their numbers.
    let store = house.app.ledger().store();
    let log = store.log(Stream::work(office()), 0, 100).await.unwrap();
    let mut link = server::store::chain::root(Stream::work(office()));
    for row in &log {
        link = server::store::chain::link(&link, &row.digest);
        assert_eq!(row.chain, link);
    }
    assert_eq!(log.len(), 80);
}

#[tokio::test]
async fn one_refused_op_keeps_no_other_out() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let good = house.comment(&siti, "baik");
    let mut bad = house.comment(&siti, "salah tempat");
    bad.stream = Stream::work(foreign());
    bad.cycle = Some(model::id::CycleId::derived(&["2026 pacitan"]));
    let last = house.comment(&siti, "juga baik");
    let ops = [good, bad, last].map(sealed);
    let outcomes = house.push(&siti, &ops).await;
    assert_eq!(number(&outcomes[0]), 1);
    let rejection = Rejection::ForeignOffice;
    assert_eq!(outcomes[1], Outcome::Rejected { rejection });
    assert_eq!(number(&outcomes[2]), 2);
}

#[tokio::test]
async fn what_follows_on_a_refused_op_of_the_same_push_waits() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let mut cause = house.comment(&siti, "butir yang tidak ada");
    let Body::Write { edits } = &mut cause.body else {
        panic!("a comment writes");
    };
    edits[0] = set("butir", json!("lke:tidak.ada"));
    // One edits what it would have made, one names it in an edit, one mentions it, one is free.
    let about = |record: &Op, base: Vec<OpId>| {
        let edit = Edit::Set {
            field: "teks".to_owned(),
            value: json!("lagi"),
            base,
        };
        house.op(&siti, cause.stream, record.record.clone(), vec![edit])
    };
    let same = about(&cause, Vec::new());
    let named = about(&house.comment(&siti, "lain"), vec![cause.id]);
    let mut mentions = house.comment(&siti, "balasan");
    let Body::Write { edits } = &mut mentions.body else {
        panic!("a comment writes");
    };
    edits.push(set("tentang", json!(cause.record.id)));
    let free = house.comment(&siti, "bebas");
    let ops = [cause, same, named, mentions, free].map(sealed);
    for _ in 0..2 {
        let outcomes = house.push(&siti, &ops).await;
        assert!(matches!(outcomes[0], Outcome::Rejected { .. }));
        let waiting = Waiting::Follows;
        for outcome in &outcomes[1..4] {
            assert_eq!(*outcome, Outcome::Waits { waiting });
        }
        assert_eq!(number(&outcomes[4]), 1);
    }
    let log = house.app.ledger().store();
    let log = log.log(Stream::work(office()), 0, 100).await.unwrap();
    assert_eq!(log.len(), 1);
}

#[tokio::test]
async fn a_clock_in_2099_is_taken_and_wins_nothing() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let agus = house.phone("agus").await;
    let mut wild = house.comment(&siti, "dari masa depan");
    wild.at = Millis(4_070_908_800_000);
    let record = wild.record.clone();
    let body = body_of(&[sealed(wild.clone())]);
    // The device's clock reads now: only the op lies, or its clock jumped since.
    let reply = house.push_raw(&siti, &body, house.clock.now()).await;
    assert_eq!(reply.status, StatusCode::OK);
    house.clock.pass(1000);
    let mut later = house.comment(&siti, "dari sekarang");
    later.record = record.clone();
    house.push(&siti, &[sealed(later)]).await;
    let merged = house.record(record.id).await.unwrap();
    assert_eq!(merged.text("teks"), Some("dari sekarang"));
    let pulled = house.pull(&agus, &json!([])).await;
    assert!(
        pulled
            .pages
            .iter()
            .any(|page| page.stream == Stream::work(office()))
    );
}

#[tokio::test]
async fn a_device_whose_clock_is_off_is_measured() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let mut op = house.comment(&siti, "jam rusak");
    let hour = 3_600_000;
    op.at = house.clock.now().plus(10 * hour);
    let id = op.record.id;
    let body = body_of(&[sealed(op)]);
    // It stated the op two hours ago, by its own clock that is twelve hours ahead.
    let clock = house.clock.now().plus(12 * hour);
    let reply = house.push_raw(&siti, &body, clock).await;
    assert_eq!(reply.status, StatusCode::OK);
    let record = house.record(id).await.unwrap();
    let stated = record.last_write().unwrap().at;
    assert_eq!(stated, house.clock.now().plus(-2 * hour));
}

#[tokio::test]
async fn a_cursor_of_another_time_means_pull_from_nothing() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    house
        .push(&siti, &[sealed(house.comment(&siti, "satu"))])
        .await;
    let stream = Stream::work(office());
    let strange = json!([{ "stream": stream, "cursor": "bukan kursor" }]);
    let answer = house.pull(&siti, &strange).await;
    let page = answer
        .pages
        .iter()
        .find(|page| page.stream == stream)
        .unwrap();
    assert!(page.anew);
    assert_eq!(page.records.len(), 1);
    // From another database: the same numbers mean nothing.
    let other = House::another().await;
    let there = other.phone("siti").await;
    let theirs = cursors(&other.pull(&there, &json!([])).await.pages);
    let answer = house.pull(&siti, &theirs).await;
    assert!(
        answer
            .pages
            .iter()
            .all(|page| page.anew || page.records.is_empty())
    );
}

#[tokio::test]
async fn pages_skip_nothing_and_end() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    for round in 0..3 {
        let ops: Vec<SealedOp> = (0..300)
            .map(|n| sealed(house.comment(&siti, &format!("{round}-{n}"))))
            .collect();
        house.push(&siti, &ops).await;
    }
    let mut held = json!([]);
    let mut numbers = Vec::new();
    for _ in 0..20 {
        let answer = house.pull(&siti, &held).await;
        for page in &answer.pages {
            for record in &page.records {
                let record: Value = serde_json::from_str(record.get()).unwrap();
                if page.stream == Stream::work(office()) {
                    numbers.push(record["number"].as_u64().unwrap());
                }
            }
        }
        held = merge_cursors(&held, &answer.pages);
        if !answer.pages.iter().any(|page| page.more) {
            break;
        }
    }
    assert_eq!(numbers, (1..=900).collect::<Vec<u64>>());
}

#[tokio::test]
async fn an_observer_reads_no_work() {
    let house = House::new().await;
    let pantau = house.phone("pantau").await;
    let answer = house.pull(&pantau, &json!([])).await;
    assert!(!answer.streams.contains(&Stream::work(office())));
    assert!(answer.streams.contains(&Stream::board(office())));
}

#[tokio::test]
async fn a_tab_of_another_person_is_locked() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let other = crate::house::person("agus").to_string();
    let reply = house.pull_raw(&siti, &other, &json!([])).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert_eq!(reply.code(), model::wire::ProblemCode::OtherPerson);
}

#[tokio::test]
async fn boards_change_only_online() {
    let house = House::new().await;
    let ani = house.phone("ani").await;
    let op = board_op(&house, &ani);
    let outcome = house.push(&ani, &[sealed(op)]).await.remove(0);
    let rejection = Rejection::OnlineOnly;
    assert_eq!(outcome, Outcome::Rejected { rejection });
}

fn board_op(house: &House, phone: &Phone) -> Op {
    let record = model::op::Target {
        kind: model::schema::Kind::Orang,
        id: crate::house::person("siti").into(),
    };
    let edits = vec![set("nama", json!("Orang Lain"))];
    Op {
        cycle: None,
        ..house.op(phone, Stream::board(office()), record, edits)
    }
}
