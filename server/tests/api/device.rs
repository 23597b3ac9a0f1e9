//! Devices and their keys.

use axum::http::{Method, StatusCode};
use model::id::DeviceId;
use model::reject::{Rejection, Waiting};
use model::wire::{Outcome, ProblemCode, SessionAnswer};
use serde_json::json;

use crate::house::{House, Phone, body_of, key, sealed};
use server::clock::Ambient as _;
use server::sync::Arrival;

#[tokio::test]
async fn a_key_is_registered_soon_after_the_password_only() {
    let house = House::new().await;
    let cookie = house.sign_in("siti").await;
    house.clock.pass(11 * 60 * 1000);
    let phone = Phone {
        person: crate::house::person("siti"),
        device: DeviceId::derived(&["baru"]),
        key: key("baru"),
        cookie,
    };
    let reply = house.register(&phone).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(reply.code(), ProblemCode::PasswordTooOld);
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let house = House::new().await;
    let cookie = house.sign_in("siti").await;
    let body = json!({ "device": DeviceId::derived(&["x"]), "key": "AAAA", "name": "x" });
    let reply = house
        .send(Method::POST, "/api/v1/device", &cookie, &body)
        .await;
    assert_eq!(reply.code(), ProblemCode::BadRequest);
}

#[tokio::test]
async fn the_browser_remembers_its_device_and_nobody_takes_it() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let reply = house.register(&siti).await;
    let cookie = format!("{}; {}", siti.cookie, reply.cookies());
    let answer: SessionAnswer = house.get("/api/v1/session", &cookie).await.json();
    assert_eq!(answer.device, Some(siti.device));
    // The next person at this browser isn't told of it, and can't have it.
    let agus = Phone {
        person: crate::house::person("agus"),
        cookie: format!("{}; {}", house.sign_in("agus").await, reply.cookies()),
        ..siti
    };
    let answer: SessionAnswer = house.get("/api/v1/session", &agus.cookie).await.json();
    assert_eq!(answer.device, None);
    assert_eq!(house.register(&agus).await.code(), ProblemCode::Forbidden);
}

#[tokio::test]
async fn one_password_registers_no_devices_without_end() {
    use model::limits::DEVICES_PER_DAY_MAX;

    let house = House::new().await;
    let siti = house.phone("siti").await;
    let phone = |name: String, cookie: String| Phone {
        device: DeviceId::derived(&[&name]),
        key: key(&name),
        cookie,
        person: siti.person,
    };
    let more = 1..DEVICES_PER_DAY_MAX;
    for n in more {
        let reply = house
            .register(&phone(n.to_string(), siti.cookie.clone()))
            .await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{n}");
    }
    let next = phone("lagi".to_owned(), siti.cookie.clone());
    let reply = house.register(&next).await;
    assert_eq!(reply.code(), ProblemCode::TooMany);
    let wait: u64 = reply.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((86_000..=86_400).contains(&wait), "{wait}");
    // One that is known registers again, another person a first one, and a day later all is well.
    assert_eq!(house.register(&siti).await.status, StatusCode::NO_CONTENT);
    house.phone("agus").await;
    house.clock.pass(i64::try_from(wait).unwrap() * 1000);
    let later = phone("lagi".to_owned(), house.sign_in("siti").await);
    assert_eq!(house.register(&later).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_revoked_devices_work_is_held_and_admitted() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let before = sealed(house.comment(&siti, "sebelum"));
    house.push(&siti, std::slice::from_ref(&before)).await;
    let ledger = house.app.ledger();
    ledger.set_revoked(siti.device, true).await.unwrap();
    let after = sealed(house.comment(&siti, "sesudah"));
    let outcomes = house.push(&siti, &[before, after.clone()]).await;
    assert!(matches!(outcomes[0], Outcome::Accepted { number: 1, .. }));
    let waiting = Waiting::HeldDevice;
    assert_eq!(outcomes[1], Outcome::Waits { waiting });
    assert!(house.record(after.op().record.id).await.is_none());
    let admitted = ledger.admit(siti.device).await.unwrap();
    assert!(matches!(admitted[..], [Outcome::Accepted { .. }]));
    assert!(house.record(after.op().record.id).await.is_some());
    assert!(ledger.store().held(siti.device).await.unwrap().is_empty());
    // Now that it is in the log, a second arrival is a duplicate.
    let outcomes = house.push(&siti, &[after]).await;
    assert!(matches!(outcomes[0], Outcome::Accepted { .. }));
}

#[tokio::test]
async fn a_device_that_is_revoked_while_its_push_is_on_its_way_is_held_too() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let ledger = house.app.ledger();
    // Its signature was looked at, and then it was revoked.
    ledger.set_revoked(siti.device, true).await.unwrap();
    let op = sealed(house.comment(&siti, "di jalan"));
    let arrival = Arrival::at(house.clock.now());
    let outcomes = ledger.accept(std::slice::from_ref(&op), arrival).await;
    let waiting = Waiting::HeldDevice;
    assert_eq!(outcomes.unwrap(), [Outcome::Waits { waiting }]);
    let held = ledger.store().held(siti.device).await.unwrap();
    assert_eq!(held[0].bytes, op.raw().get());
}

#[tokio::test]
async fn a_revoked_device_reads_no_more_and_arms_no_other() {
    let house = House::new().await;
    let stolen = house.phone("siti").await;
    let ledger = house.app.ledger();
    ledger.set_revoked(stolen.device, true).await.unwrap();
    let named = stolen.person.to_string();
    let reply = house.pull_raw(&stolen, &named, &json!([])).await;
    assert_eq!(reply.code(), ProblemCode::SignedOut);
    let other = Phone {
        device: DeviceId::derived(&["lain"]),
        key: key("lain"),
        ..stolen
    };
    let reply = house.register(&other).await;
    assert_eq!(reply.code(), ProblemCode::SignedOut);
    // Whoever knows the password reads again, and what the device pushes is held all the same.
    let again = house.phone("siti").await;
    house.pull(&again, &json!([])).await;
    let op = sealed(house.comment(&again, "sesudah"));
    let waiting = Waiting::HeldDevice;
    let outcomes = house.push(&again, &[op]).await;
    assert_eq!(outcomes, [Outcome::Waits { waiting }]);
}

#[tokio::test]
async fn a_revoked_device_fills_no_disk() {
    use model::limits::{HELD_BYTES_MAX, PUSH_BYTES_MAX};

    let house = House::new().await;
    let siti = house.phone("siti").await;
    let ledger = house.app.ledger();
    ledger.set_revoked(siti.device, true).await.unwrap();
    let first = sealed(house.comment(&siti, "pertama"));
    house.push(&siti, std::slice::from_ref(&first)).await;
    let text = "kata ".repeat(1900);
    let mut refused = None;
    for _ in 0..=HELD_BYTES_MAX / (PUSH_BYTES_MAX / 2) {
        let ops: Vec<_> = (0..80)
            .map(|_| sealed(house.comment(&siti, &text)))
            .collect();
        refused = house.push(&siti, &ops).await.pop();
        if matches!(refused, Some(Outcome::Rejected { .. })) {
            break;
        }
    }
    let rejection = Rejection::TooLarge {
        limit: "HELD_BYTES_MAX".to_owned(),
    };
    assert_eq!(refused, Some(Outcome::Rejected { rejection }));
    let held = ledger.store().held(siti.device).await.unwrap();
    let bytes: usize = held.iter().map(|held| held.bytes.len()).sum();
    assert!(bytes <= HELD_BYTES_MAX);
    // What is held already still is.
    let waiting = Waiting::HeldDevice;
    let outcomes = house.push(&siti, &[first]).await;
    assert_eq!(outcomes, [Outcome::Waits { waiting }]);
}

#[tokio::test]
async fn a_revoked_device_sends_the_bytes_of_what_counts() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let ledger = house.app.ledger();
    let evidence =
        |name: &str, bytes: &[u8]| sealed(house.evidence(&siti, bytes, "image/jpeg", name));
    let (before, after) = (
        evidence("sebelum.jpg", b"\xff\xd8\xff\xe0 satu"),
        evidence("sesudah.jpg", b"\xff\xd8\xff\xe0 dua"),
    );
    house.push(&siti, std::slice::from_ref(&before)).await;
    ledger.set_revoked(siti.device, true).await.unwrap();
    let asked = |outcome: &Outcome| match outcome {
        Outcome::Accepted { uploads, .. } => uploads.len(),
        _ => 0,
    };
    let outcomes = house.push(&siti, &[before, after.clone()]).await;
    let asked_for: Vec<usize> = outcomes.iter().map(asked).collect();
    assert_eq!(asked_for, [1, 0], "held work has no address yet");
    ledger.admit(siti.device).await.unwrap();
    let outcomes = house.push(&siti, &[after]).await;
    assert_eq!(asked(&outcomes[0]), 1, "admitted: its bytes are wanted");
}

#[tokio::test]
async fn other_devices_wait_after_a_changed_password() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    house.clock.pass(1000);
    let door = house.app.door();
    let new = "kata sandi yang diatur ulang";
    door.set_password(siti.person, new, false).await.unwrap();
    let body = body_of(&[sealed(house.comment(&siti, "menunggu"))]);
    let reply = house.push_raw(&siti, &body, house.clock.now()).await;
    assert_eq!(reply.code(), ProblemCode::BadSignature);
}
