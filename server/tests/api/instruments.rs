//! The shelf of instruments, as an admin's page asks for it.

use axum::http::{Method, StatusCode};
use model::directory::Role;
use model::wire::ProblemCode;
use serde_json::{Value, json};

use crate::house::{House, Reply, foreign, person};

const PATH: &str = "/api/v1/admin/instruments";
const ZI: &str = include_str!("../../instruments/lke-zi-90-2021.json");

/// A worksheet of two items under one component.
fn draft(title: &str) -> Value {
    json!({
        "format": 1, "family": "lke-contoh", "version": 1, "title": title, "source": "contoh",
        "nodes": [{ "code": "A", "title": "Pemenuhan", "weight": "10", "items": [
            { "code": "1", "title": "Tim", "answer": { "type": "ya_tidak" } },
            { "code": "2", "title": "Rencana", "answer": { "type": "ya_tidak" } },
        ]}],
    })
}

async fn keep(house: &House, cookie: &str, body: &Value) -> Reply {
    house.send(Method::POST, PATH, cookie, body).await
}

fn body(text: &str, after: Option<&str>, publish: bool) -> Value {
    let office = model::id::OfficeId::derived(&["jatim"]);
    json!({ "office": office, "text": text, "after": after, "origin": "contoh.xlsx", "publish": publish })
}

fn digest(reply: &Reply) -> String {
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
