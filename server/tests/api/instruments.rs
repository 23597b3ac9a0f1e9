//! The shelf of instruments, as an admin's page asks for it.

use std::io::Cursor;

use app::admin::shelf::Preview;
use axum::http::{Method, Request, StatusCode};
use model::command;
use model::directory::Role;
use model::id::{CycleId, RecordId};
use model::instrument::{Change, Draft, Instrument, InstrumentError, moves, own_family};
use model::op::{Body, Edit};
use model::record::Record;
use model::score::Standing;
use model::wire::refusal::{Refused, Why};
use model::wire::{Outcome, ProblemCode};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use server::lembar::import::{Choices, preview};
use server::sistem::{NewCycle, NewOffice};

use crate::house::{House, Phone, Reply, foreign, office, person, sealed};

const PATH: &str = "/api/v1/admin/instruments";
const ZI: &str = include_str!("../../instruments/lke-zi-90-2021.json");

/// A worksheet of two items under one component.
pub fn draft(title: &str) -> Value {
    json!({
        "format": 1, "family": "lke-contoh", "version": 1, "title": title, "source": "contoh",
        "nodes": [{ "code": "A", "title": "Pemenuhan", "weight": "10", "items": [
            { "code": "1", "title": "Tim", "answer": { "type": "ya_tidak" } },
            { "code": "2", "title": "Rencana", "answer": { "type": "ya_tidak" } },
        ]}],
    })
}

pub async fn keep(house: &House, cookie: &str, body: &Value) -> Reply {
    house.send(Method::POST, PATH, cookie, body).await
}

pub fn body(text: &str, after: Option<&str>, publish: bool) -> Value {
    let office = model::id::OfficeId::derived(&["jatim"]);
    json!({ "office": office, "text": text, "after": after, "origin": "contoh.xlsx", "publish": publish })
}

pub fn digest(reply: &Reply) -> String {
    let answer: Value = reply.json();
    answer["kept"]["digest"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_draft_takes_the_place_of_the_one_that_was_seen_and_of_no_other() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let first = keep(&house, &ani, &body(&draft("Satu").to_string(), None, false)).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    let first = digest(&first);
    // Another workbook of the family, dropped by somebody who hasn't seen the first.
    let unseen = keep(&house, &ani, &body(&draft("Dua").to_string(), None, false)).await;
    assert_eq!(unseen.json::<Value>(), json!("overtaken"));
    let seen = keep(
        &house,
        &ani,
        &body(&draft("Dua").to_string(), Some(&first), false),
    )
    .await;
    let second = digest(&seen);
    assert_ne!(first, second);
    // What is published stays; what comes after it is a version of its own.
    let published = keep(
        &house,
        &ani,
        &body(&draft("Dua").to_string(), Some(&second), true),
    )
    .await;
    assert_eq!(digest(&published), second);
    let third = keep(
        &house,
        &ani,
        &body(&draft("Tiga").to_string(), Some(&second), false),
    )
    .await;
    let versions = house.app.ledger().catalogue().await.unwrap();
    let of_family = versions.iter().filter(|one| one.family == "lke-contoh");
    let told: Vec<_> = of_family
        .map(|one| (one.version, one.published, one.digest.clone()))
        .collect();
    assert_eq!(told, [(1, true, second), (2, false, digest(&third))]);
}

#[tokio::test]
async fn what_can_not_be_scored_is_not_kept() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let mut astray = draft("Syarat yang tak ada");
    astray["thresholds"] =
        json!([{ "name": "WBK", "minimums": [{ "area": "pelayanan", "min": "5" }] }]);
    for publish in [false, true] {
        let refused = keep(&house, &ani, &body(&astray.to_string(), None, publish)).await;
        assert_eq!(refused.code(), ProblemCode::Refused, "{}", refused.text());
        // The page says it in its own words.
        let name = "WBK".to_owned();
        let why = Why::Instrument(InstrumentError::Threshold { name });
        assert_eq!(refused.json::<Refused>().why, Some(why));
    }
    let latest = house.app.ledger().latest("lke-contoh").await.unwrap();
    assert_eq!(latest, None);
}

#[tokio::test]
async fn the_next_version_of_a_built_in_worksheet_is_for_who_administers_all() {
    let house = House::new().await;
    let ledger = house.app.ledger();
    // Pacitan stands at the top of a tree of its own: all of it isn't everything.
    ledger
        .grant(person("budi"), Role::Admin, foreign(), None)
        .await
        .unwrap();
    let budi = house.sign_in("budi").await;
    let built_in = ledger.latest("lke-zi-90-2021").await.unwrap().unwrap();
    let mut changed: Value = serde_json::from_str(ZI).unwrap();
    changed["title"] = json!("Milik saya");
    let mut taken = body(&changed.to_string(), Some(&built_in.digest), true);
    taken["office"] = json!(foreign());
    let refused = keep(&house, &budi, &taken).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
    assert_eq!(refused.json::<Refused>().why, Some(Why::OtherOffice));
    let ani = house.sign_in("ani").await;
    ledger
        .grant(person("ani"), Role::Admin, foreign(), None)
        .await
        .unwrap();
    let kept = keep(&house, &ani, &taken).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    // It stands at the top, wherever it was asked for.
    let latest = ledger.latest("lke-zi-90-2021").await.unwrap().unwrap();
    assert!(latest.office.is_some());
    assert_eq!(latest.version, built_in.version + 1);
}

/// What the page would compare a workbook with.
async fn before(house: &House, cookie: &str, book: &[u8]) -> Option<String> {
    let request = Request::post(format!("{PATH}/preview"))
        .header("host", "localhost:8080")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/octet-stream")
        .header("cookie", cookie)
        .body(axum::body::Body::from(book.to_vec()))
        .unwrap();
    let reply = house.ask(request).await;
    match reply.json() {
        Preview::One(imported) => imported.before,
        other => panic!("{other:?}"),
    }
}

/// Whoever may not keep the next version of a worksheet makes one of their office's own, and cycles move there
/// item by item.
#[tokio::test]
async fn an_office_makes_its_own_of_a_built_in_worksheet() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let office = model::id::OfficeId::derived(&["jatim"]);
    let ledger = house.app.ledger();
    let built_in = ledger.latest("lke-zi-90-2021").await.unwrap().unwrap();
    let path = format!("{PATH}/{}/xlsx", built_in.digest);
    let book = house.get(&path, &ani).await.body;
    assert_eq!(before(&house, &ani, &book).await.as_deref(), Some(ZI));
    let mut own = Draft::parse(ZI).unwrap();
    own.family = own_family(&own.family, office);
    own.title = "LKE ZI Jawa Timur".to_owned();
    let own = own.to_json().unwrap();
    let kept = keep(&house, &ani, &body(&own, None, true)).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    let made = ledger.catalogued(&digest(&kept), None).await.unwrap();
    assert_eq!((made.office, made.published), (Some(office), true));
    let text = ledger.instrument_text(&made).await.unwrap();
    let (old, new) = (
        Instrument::parse(ZI).unwrap(),
        Instrument::parse(&text).unwrap(),
    );
    let all = moves(&old, &new);
    assert_eq!((all.maps.len(), all.gone.len()), (113, 0));
    assert!(all.maps.iter().all(|one| one.change == Change::Same));
    // A workbook of it follows the office's own from now on.
    assert_eq!(before(&house, &ani, &book).await, Some(text));
    // What is made of it again is of the same family.
    assert_eq!(own_family(&made.family, office), made.family);
}

#[tokio::test]
async fn a_document_is_found_by_its_digest_and_not_by_a_family_of_that_name() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let reply = house
        .get(&format!("{PATH}/lke-zi-90-2021/json"), &ani)
        .await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND, "{}", reply.text());
    let built_in = house
        .app
        .ledger()
        .latest("lke-zi-90-2021")
        .await
        .unwrap()
        .unwrap();
    let reply = house
        .get(&format!("{PATH}/{}/json", built_in.digest), &ani)
        .await;
    assert_eq!(reply.status, StatusCode::OK);
}

/// A cycle of the office under a worksheet.
pub async fn cycle_under(house: &House, digest: &str) -> CycleId {
    let cycle = NewCycle {
        id: CycleId::derived(&["pindah"]),
        office: office(),
        name: "Siklus pindah".to_owned(),
        year: 2027,
        instrument: digest.to_owned(),
        opens: None,
        closes: None,
        target: None,
    };
    house.app.ledger().put_cycle(&cycle, true).await.unwrap();
    cycle.id
}

pub async fn say(house: &House, phone: &Phone, cycle: CycleId, item: &str, answer: &str) {
    let id = RecordId::answer(office(), cycle, item);
    let present = house.record(id).await;
    let draft = command::answer(office(), cycle, item, present.as_ref(), Some(answer));
    let edits: Vec<Edit> = match draft.body {
        Body::Write { edits } => edits,
        _ => Vec::new(),
    };
    let mut op = house.op(phone, draft.stream, draft.record, edits);
    op.cycle = Some(cycle);
    let outcome = house.push(phone, &[sealed(op)]).await.pop();
    assert!(
        matches!(outcome, Some(Outcome::Accepted { .. })),
        "{outcome:?}"
    );
}

pub async fn said(house: &House, cycle: CycleId, item: &str) -> Option<Record> {
    house.record(RecordId::answer(office(), cycle, item)).await
}

pub async fn total(house: &House, cycle: CycleId) -> Standing {
    let past = house.app.ledger().take_past(cycle).await.unwrap();
    past.standing.unwrap()
}

#[tokio::test]
async fn an_office_scores_what_is_for_its_kind_only() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    // Of three items under 12 points one is for provinces; B, of 8 more points, is theirs altogether.
    let mut cut = draft("Menurut jenis");
    cut["format"] = json!(2);
    let item = |code: &str, kinds: &[&str]| {
        json!({ "code": code, "title": format!("Butir {code}"), "answer": { "type": "ya_tidak" },
            "applies_to": kinds, "criteria": [], "documents": [] })
    };
    let all = json!([
        item("1", &[]),
        item("2", &["provinsi"]),
        item("3", &["kabupaten"])
    ]);
    cut["nodes"] = json!([
        { "code": "A", "title": "Pemenuhan", "weight": "12", "items": all },
        { "code": "B", "title": "Pembinaan", "weight": "8", "applies_to": ["provinsi"],
          "items": [item("1", &[])] },
    ]);
    let kept = keep(&house, &ani, &body(&cut.to_string(), None, true)).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    let cycle = cycle_under(&house, &digest(&kept)).await;
    let is = async |sort: &str| {
        let ledger = house.app.ledger();
        let directory = ledger.directory().await.unwrap();
        let known = directory.office(office()).unwrap().clone();
        let now = NewOffice {
            id: known.id,
            name: known.name,
            parent: known.parent,
            zone: known.zone,
            sort: sort.to_owned(),
        };
        ledger.put_office(&now).await.unwrap();
        let stood = total(&house, cycle).await;
        (stood.claimed_only, stood.weight)
    };
    let siti = house.phone("siti").await;
    is("Kabupaten").await;
    say(&house, &siti, cycle, "lke-contoh:A.1", "Ya").await;
    // Its workbook has what is for it, and nothing else.
    let book = house.app.ledger().workbook(cycle).await.unwrap();
    let read = preview(&mut Cursor::new(book), &Choices::default()).unwrap();
    let lines = read.worksheet.draft.outline().0;
    let paths: Vec<&str> = lines.iter().map(|line| line.path.as_str()).collect();
    assert_eq!(paths, ["A", "A.1", "A.3"]);
    let third = read.worksheet.draft.item(&lines[2].spot).unwrap();
    assert_eq!(
        (third.title.as_str(), third.applies_to.as_slice()),
        ("Butir 3", ["kabupaten".to_owned()].as_slice())
    );
    // One of two items claimed, of 12 points: 6. A province is asked two of A as well, and B's 8 points.
    let d = Decimal::from;
    assert_eq!(is("Kabupaten").await, (d(6), d(12)));
    assert_eq!(is("provinsi").await, (d(6), d(20)));
    // As long as nobody has said the kind, all that is printed counts: one of three items of A.
    assert_eq!(is("").await, (d(4), d(20)));
}
