//! Pushes as they shouldn't be: each refused in words, and nothing of it taken.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use model::id::DeviceId;
use model::op::Stream;
use model::reject::{Rejection, Waiting};
use model::wire::{Outcome, ProblemCode, PushAnswer};
use serde_json::{Value, json};
use server::clock::Ambient as _;
use server::{App, Config};

use crate::house::{House, Phone, body_of, key, office, sealed};

async fn refused(house: &House, phone: &Phone, body: &[u8], status: u16, code: ProblemCode) {
    let reply = house.push_raw(phone, body, house.clock.now()).await;
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
    assert_eq!(reply.code(), code);
    let log = house.app.ledger().store();
    assert!(
        log.log(Stream::work(office()), 0, 9)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_is_no_push_is_refused() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let whole = body_of(&[sealed(house.comment(&siti, "utuh"))]);
    let bad = ProblemCode::BadRequest;
    refused(&house, &siti, b"ini bukan JSON", 400, bad).await;
    refused(&house, &siti, &whole[..whole.len() / 2], 400, bad).await;
    refused(&house, &siti, br#"{"ops":[{"tanpa":"id"}]}"#, 400, bad).await;
    let large = vec![b' '; model::limits::PUSH_BYTES_MAX + 1];
    refused(&house, &siti, &large, 413, ProblemCode::TooLarge).await;
    let larger = vec![b' '; 3 * model::limits::PUSH_BYTES_MAX];
    refused(&house, &siti, &larger, 413, ProblemCode::TooLarge).await;
}

#[tokio::test]
async fn too_many_or_too_large_ops_are_refused() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let many: Vec<_> = (0..501)
        .map(|_| sealed(house.comment(&siti, "banyak")))
        .collect();
    let body = body_of(&many);
    refused(&house, &siti, &body, 413, ProblemCode::TooLarge).await;
    let mut fat = house.comment(&siti, "gemuk");
    fat.salt = "x".repeat(model::limits::OP_BYTES_MAX);
    let outcome = house.push(&siti, &[sealed(fat)]).await.remove(0);
    let limit = "OP_BYTES_MAX".to_owned();
    let rejection = Rejection::TooLarge { limit };
    assert_eq!(outcome, Outcome::Rejected { rejection });
}

#[tokio::test]
async fn a_push_that_is_not_signed_by_its_device_is_refused() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let body = body_of(&[sealed(house.comment(&siti, "siapa"))]);
    let unsigned = Request::post("/api/v1/sync/push")
        .body(Body::from(body.clone()))
        .unwrap();
    let reply = house.ask(unsigned).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(reply.code(), ProblemCode::BadSignature);

    // Signed by another key.
    let now = house.clock.now();
    let header = siti.header(&body, now);
    let thief = Phone {
        key: key("pencuri"),
        cookie: String::new(),
        ..siti
    };
    let reply = house
        .push_signed(&header, &thief.sign(&header), &body)
        .await;
    assert_eq!(reply.code(), ProblemCode::BadSignature);
    // Another body under a good signature.
    let siti = house.phone("siti").await;
    let signature = siti.sign(&header);
    let other = body_of(&[sealed(house.comment(&siti, "lain"))]);
    let reply = house.push_signed(&header, &signature, &other).await;
    assert_eq!(reply.code(), ProblemCode::BadSignature);
    // A signature that is no signature.
    let reply = house.push_signed(&header, b"tanda tangan", &body).await;
    assert_eq!(reply.code(), ProblemCode::BadSignature);
    // A device that nobody registered.
    let stranger = Phone {
        device: DeviceId::derived(&["asing"]),
        ..siti
    };
    refused(&house, &stranger, &body, 401, ProblemCode::BadSignature).await;
}

#[tokio::test]
async fn a_signature_serves_one_purpose() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let body = body_of(&[]);
    let header = siti.header(&body, house.clock.now());
    let mut header: Value = serde_json::from_slice(&header).unwrap();
    header["purpose"] = json!("unggah");
    let header = header.to_string().into_bytes();
    let reply = house.push_signed(&header, &siti.sign(&header), &body).await;
    assert_eq!(reply.code(), ProblemCode::BadRequest);
}

#[tokio::test]
async fn ops_of_another_person_or_a_newer_build_are_told_apart() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let agus = house.phone("agus").await;
    let foreign = sealed(house.comment(&agus, "atas nama Agus"));
    let mut newer: Value = serde_json::to_value(house.comment(&siti, "baru")).unwrap();
    newer["v"] = json!(99);
    newer["body"]["do"] = json!("teleport");
    let broken = json!({ "id": house.comment(&siti, "").id, "v": 1 });
    let good = sealed(house.comment(&siti, "biasa"));
    let body = json!({ "ops": [foreign, newer, broken, good] }).to_string();
    let reply = house
        .push_raw(&siti, body.as_bytes(), house.clock.now())
        .await;
    let answer: PushAnswer = reply.json();
    let outcomes: Vec<Outcome> = answer.answers.into_iter().map(|a| a.outcome).collect();
    let rejected = |rejection| Outcome::Rejected { rejection };
    assert_eq!(outcomes[0], rejected(Rejection::NotYourOp));
    let waiting = Waiting::OlderServer;
    assert_eq!(outcomes[1], Outcome::Waits { waiting });
    assert_eq!(outcomes[2], rejected(Rejection::Malformed));
    assert!(matches!(outcomes[3], Outcome::Accepted { number: 1, .. }));
}

#[tokio::test]
async fn a_full_disk_takes_nothing_and_says_so() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let before = house.pull(&siti, &json!([])).await;
    // The same database, opened with no room left: by SQLite's own limit.
    let pages = std::fs::metadata(house.database()).unwrap().len() / 4096;
    let config = Config {
        data: house.folder.path().join("data"),
        pages_max: Some(u32::try_from(pages).unwrap() + 4),
        ..Config::default()
    };
    let full = App::open_at(config, house.clock.clone()).await.unwrap();
    let full = House {
        router: server::router(full.clone()),
        app: full,
        clock: house.clock.clone(),
        folder: tempfile::tempdir().unwrap(),
        cycle: house.cycle,
        items: house.items.clone(),
    };
    let text = "kata ".repeat(1500);
    let ops: Vec<_> = (0..100)
        .map(|_| sealed(full.comment(&siti, &text)))
        .collect();
    let reply = full.push_raw(&siti, &body_of(&ops), full.clock.now()).await;
    assert_eq!(reply.status.as_u16(), 507, "{}", reply.text());
    assert_eq!(reply.code(), ProblemCode::DiskFull);
    let log = full.app.ledger().store();
    assert!(
        log.log(Stream::work(office()), 0, 9)
            .await
            .unwrap()
            .is_empty()
    );
    // Reading goes on.
    let after = full.pull(&siti, &json!([])).await;
    assert_eq!(before.streams, after.streams);
}
