//! What a device may rely on: receipts, what is safe, comparisons; and what it says of itself.

use std::collections::HashMap;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::{FileDigest, sha256_hex};
use model::limits::REPORTED_MAX;
use model::op::Stream;
use model::time::Millis;
use model::wire::{
    DeviceReport, DeviceRow, Outcome, ProblemCode, PushAnswer, PushHeader, Receipt,
    ReconcileAnswer, WIRE_VERSION,
};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::{Value, json};
use server::clock::Ambient as _;
use server::files::{FileName, relative};
use server::store::chain;
use server::sync::SafeMarks;
use server::verify::{NoProof, Wrong, check_receipt, walk};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::house::{House, Phone, body_of, foreign, office, sealed};

fn work() -> Stream {
    Stream::work(office())
}

/// Pushes comments; answers the server's whole answer.
async fn push(house: &House, phone: &Phone, words: &[&str]) -> PushAnswer {
    let ops: Vec<_> = words
        .iter()
        .map(|words| sealed(house.comment(phone, words)))
        .collect();
    let now = house.clock.now();
    let reply = house.push_raw(phone, &body_of(&ops), now).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.json()
}

/// Does to the database what only somebody with the file can do.
async fn tamper(house: &House, sql: impl Into<String>) {
    let mut connection = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(house.database())
        .foreign_keys(false)
        .connect()
        .await
        .unwrap();
    let sql = sqlx::AssertSqlSafe(sql.into());
    let done = sqlx::query(sql).execute(&mut connection).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_receipt_proves_what_was_accepted() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let answer = push(&house, &siti, &["satu", "dua"]).await;
    let receipt = answer.receipt.unwrap();
    // Anybody can check it with the public key.
    let key: Value = house.get("/api/v1/key", &siti.cookie).await.json();
    let point = URL_SAFE_NO_PAD
        .decode(key["key"].as_str().unwrap())
        .unwrap();
    let public = VerifyingKey::from_sec1_bytes(&point).unwrap();
    let signature = URL_SAFE_NO_PAD.decode(&receipt.signature).unwrap();
    let signature = Signature::from_slice(&signature).unwrap();
    public.verify(receipt.text.as_bytes(), &signature).unwrap();

    let ledger = house.app.ledger();
    let (store, key) = (ledger.store(), ledger.key().unwrap());
    let text = check_receipt(store, key, &receipt).await.unwrap();
    assert_eq!((text.person, text.device), (siti.person, siti.device));
    let said = &text.streams[0];
    assert_eq!((said.stream, said.link.number), (work(), 2));
    let ids: Vec<_> = answer.answers.iter().map(|answer| answer.id).collect();
    assert_eq!(said.ops, [(ids[0], 1), (ids[1], 2)]);
    let forged = Receipt {
        text: receipt.text.replace("\"number\":2", "\"number\":3"),
        ..receipt.clone()
    };
    let refused = check_receipt(store, key, &forged).await;
    assert_eq!(refused, Err(NoProof::Signature));

    // Somebody with the file changes what the ops added up to.
    let record = house.record_of(work(), 1).await;
    let sql = "UPDATE record SET json = replace(json, 'satu', 'lain')
        WHERE stream LIKE 'work:%' AND number = 1";
    tamper(&house, sql).await;
    let wrong = walk(store, house.app.files()).await.unwrap().wrong;
    let stream = work();
    assert_eq!(wrong, [Wrong::Record { stream, record }]);

    // Somebody with the file replaces what was said first, and mends the digest.
    tamper(
        &house,
        "UPDATE op SET bytes = replace(bytes, 'satu', 'lain'), digest = digest
         WHERE stream LIKE 'work:%' AND number = 1",
    )
    .await;
    let wrong = walk(store, house.app.files()).await.unwrap().wrong;
    let (stream, number, op) = (work(), 1, ids[0]);
    assert_eq!(wrong, [Wrong::Bytes { stream, number, op }]);
    let refused = check_receipt(store, key, &receipt).await;
    let changed = Wrong::Bytes { stream, number, op };
    assert_eq!(refused, Err(NoProof::Changed(changed)));
    // Somebody even computes digest and chain anew: the receipt still tells.
    let said = store.log(stream, 0, 2).await.unwrap();
    let digest = sha256_hex(said[0].bytes.as_bytes());
    let first = chain::link(&chain::root(stream), &digest);
    let second = chain::link(&first, &said[1].digest);
    for (number, digest, link) in [(1, &digest, &first), (2, &said[1].digest, &second)] {
        let sql = format!(
            "UPDATE op SET digest = '{digest}', chain = '{link}'
             WHERE stream LIKE 'work:%' AND number = {number}"
        );
        tamper(&house, sql).await;
    }
    let number = 2;
    let refused = check_receipt(store, key, &receipt).await;
    assert_eq!(refused, Err(NoProof::Link { stream, number }));
    tamper(
        &house,
        "DELETE FROM op WHERE stream LIKE 'work:%' AND number = 1",
    )
    .await;
    let wrong = walk(store, house.app.files()).await.unwrap().wrong;
    let number = 1;
    assert_eq!(wrong, [Wrong::Gap { stream, number }]);
    let refused = check_receipt(store, key, &receipt).await;
    let changed = Wrong::Gap { stream, number };
    assert_eq!(refused, Err(NoProof::Changed(changed)));
}

/// A house with two comments and a whole photograph, and the receipt for the comments.
async fn proven() -> (House, Receipt, FileName) {
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0 sebuah foto rapat";
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let receipt = push(&house, &siti, &["satu", "dua"]).await.receipt.unwrap();
    let op = sealed(house.evidence(&siti, JPEG, "image/jpeg", "rapat.jpg"));
    let Outcome::Accepted { mut uploads, .. } = house.push(&siti, &[op]).await.remove(0) else {
        panic!("not accepted");
    };
    let request = axum::http::Request::patch(uploads.remove(0).address)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", "0")
        .body(axum::body::Body::from(JPEG))
        .unwrap();
    let reply = house.ask(request).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    let name = FileName {
        office: office(),
        digest: FileDigest::of(JPEG),
    };
    (house, receipt, name)
}

#[tokio::test]
async fn whatever_somebody_with_the_file_changes_is_named() {
    let (house, receipt, _) = proven().await;
    let ledger = house.app.ledger();
    let (store, key) = (ledger.store(), ledger.key().unwrap());
    assert_eq!(walk(store, house.app.files()).await.unwrap().wrong, []);
    assert!(check_receipt(store, key, &receipt).await.is_ok());
    let first = "stream LIKE 'work:%' AND number = 1";
    // What is changed, and whether the receipt tells of it as well.
    for (sql, receipted) in [
        (format!("UPDATE op SET bytes = NULL WHERE {first}"), true),
        (
            format!("UPDATE op SET id = 'a' || substr(id, 2) WHERE {first}"),
            true,
        ),
        (
            format!("UPDATE op SET record = 'a' || substr(record, 2) WHERE {first}"),
            true,
        ),
        (
            format!("UPDATE op SET effective = effective + 1 WHERE {first}"),
            false,
        ),
        (
            format!("UPDATE record SET kind = 'tugas' WHERE {first}"),
            false,
        ),
        (
            format!("UPDATE record SET cycle = NULL WHERE {first}"),
            false,
        ),
        (
            format!("UPDATE record SET number = 99 WHERE {first}"),
            false,
        ),
        (
            "DELETE FROM stream WHERE name LIKE 'work:%'".to_owned(),
            false,
        ),
        ("DELETE FROM file".to_owned(), false),
        ("UPDATE file SET state = 'waiting'".to_owned(), false),
        (
            "UPDATE document SET text = replace(text, '\"weight\": ', '\"weight\":  ')".to_owned(),
            false,
        ),
        ("DELETE FROM document".to_owned(), false),
    ] {
        let (house, receipt, _) = proven().await;
        let ledger = house.app.ledger();
        let (store, key) = (ledger.store(), ledger.key().unwrap());
        tamper(&house, sql.clone()).await;
        let wrong = walk(store, house.app.files()).await.unwrap().wrong;
        assert_eq!(wrong.len(), 1, "{sql}: {wrong:?}");
        let refused = check_receipt(store, key, &receipt).await.is_err();
        assert_eq!(refused, receipted, "{sql}");
    }
}

#[tokio::test]
async fn who_reads_doesnt_wait_for_who_writes() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    push(&house, &siti, &["satu"]).await;
    let mut other = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(house.database())
        .connect()
        .await
        .unwrap();
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    // That she was here can't be noted; what she asked for is read all the same.
    let pulled = house.pull(&siti, &json!([])).await;
    assert!(pulled.pages.iter().any(|page| page.stream == work()));
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
}

#[tokio::test]
async fn a_file_that_grew_isnt_whole() {
    let (house, _, name) = proven().await;
    let path = house.app.data().join("files").join(relative(&name));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.push(b'!');
    std::fs::write(&path, bytes).unwrap();
    let store = house.app.ledger().store();
    let wrong = walk(store, house.app.files()).await.unwrap().wrong;
    assert_eq!(wrong, [Wrong::File(name)]);
}

#[tokio::test]
async fn a_second_arrival_gets_a_receipt_for_the_same_numbers() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let op = sealed(house.comment(&siti, "sekali"));
    let send = || async {
        let body = body_of(std::slice::from_ref(&op));
        let reply = house.push_raw(&siti, &body, house.clock.now()).await;
        reply.json::<PushAnswer>().receipt.unwrap()
    };
    let first = send().await;
    push(&house, &siti, &["lain"]).await;
    assert_eq!(send().await, first);
    // What was refused gets none.
    let mut bad = house.comment(&siti, "x");
    bad.cycle = None;
    let body = body_of(&[sealed(bad)]);
    let reply = house.push_raw(&siti, &body, house.clock.now()).await;
    assert_eq!(reply.json::<PushAnswer>().receipt, None);
}

#[tokio::test]
async fn answers_name_what_is_safe_of_what_one_may_read() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let answer = push(&house, &siti, &["satu"]).await;
    let safe = answer.safe.unwrap();
    assert!(!safe.place && safe.streams.is_empty(), "no place was named");
    let theirs = Stream::work(foreign());
    house.app.ledger().set_safe(SafeMarks {
        place: true,
        numbers: HashMap::from([(work(), 1), (theirs, 7)]),
    });
    let answer = push(&house, &siti, &["dua"]).await;
    let safe = answer.safe.unwrap();
    assert!(safe.place);
    assert_eq!(
        (safe.streams[0].stream, safe.streams[0].number),
        (work(), 1)
    );
    let body = json!({ "cursors": [], "safe_of": [work(), theirs] });
    let reply = ask(&house, &siti, "/api/v1/sync/pull", &body).await;
    let pulled: model::wire::PullAnswer = reply.json();
    let safe = pulled.safe.unwrap();
    assert_eq!(safe.streams.len(), 1, "another office's isn't told");
}

/// A question of the phone's page.
async fn ask(house: &House, phone: &Phone, path: &str, body: &Value) -> crate::house::Reply {
    let request = axum::http::Request::post(path)
        .header("host", "localhost:8080")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &phone.cookie)
        .header(model::wire::PERSON_HEADER, phone.person.to_string())
        .body(axum::body::Body::from(body.to_string()))
        .unwrap();
    house.ask(request).await
}

#[tokio::test]
async fn a_comparison_names_every_record_with_its_number() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    push(&house, &siti, &["satu", "dua"]).await;
    let pulled = house.pull(&siti, &json!([])).await;
    let page = pulled.pages.iter().find(|page| page.stream == work());
    let page = page.unwrap();
    push(&house, &siti, &["tiga"]).await;
    let asks = json!({ "streams": [
        { "stream": work(), "cursor": page.cursor, "known": 2 },
        { "stream": Stream::work(foreign()), "cursor": page.cursor },
        { "stream": Stream::board(office()), "cursor": "bukan kursor" },
    ] });
    let reply = ask(&house, &siti, "/api/v1/sync/reconcile", &asks).await;
    let answer: ReconcileAnswer = reply.json();
    assert_eq!(
        answer.streams.len(),
        1,
        "what can't be compared is left out"
    );
    let theirs = &answer.streams[0];
    assert_eq!(theirs.upto, 2);
    let numbers: Vec<u64> = theirs.records.iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(theirs.head.number, 3);
    let store = house.app.ledger().store();
    let link = store.link(work(), 2).await.unwrap();
    assert_eq!(theirs.known, link);
    let reply = house.send(
        axum::http::Method::POST,
        "/api/v1/sync/reconcile",
        "",
        &asks,
    );
    assert_eq!(reply.await.code(), ProblemCode::SignedOut);
}

#[tokio::test]
async fn who_leads_an_office_sees_what_waits_on_its_devices() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let report = DeviceReport {
        waiting: 3,
        attention: 1,
        since: Some(Millis(1_795_000_000_000)),
    };
    let body = body_of(&[]);
    let header = PushHeader {
        purpose: "push".to_owned(),
        format: WIRE_VERSION,
        person: siti.person,
        device: siti.device,
        clock: house.clock.now(),
        body: sha256_hex(&body),
        report: Some(report),
    };
    let header = serde_json::to_vec(&header).unwrap();
    let reply = house.push_signed(&header, &siti.sign(&header), &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let listed = |login: &'static str| {
        let house = &house;
        async move {
            let cookie = house.sign_in(login).await;
            let reply = house.get("/api/v1/devices", &cookie).await;
            reply.json::<Vec<DeviceRow>>()
        }
    };
    let rows = listed("agus").await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].person, rows[0].name.as_str()),
        (siti.person, "Ponsel")
    );
    assert_eq!(rows[0].report, Some((report, house.clock.now())));
    // The admin of the office above sees it too; who leads nothing, or another office, doesn't.
    assert_eq!(listed("ani").await.len(), 1);
    assert_eq!(listed("siti").await.len(), 1, "everybody sees their own");
    for login in ["pantau", "budi"] {
        assert!(listed(login).await.is_empty(), "{login}");
    }
    // Revoked, it is listed as long as work lies on it.
    let ledger = house.app.ledger();
    ledger.set_revoked(siti.device, true).await.unwrap();
    let rows = listed("agus").await;
    assert!(rows[0].revoked && rows[0].holds());
    ledger.set_revoked(siti.device, false).await.unwrap();
    // What can't be is taken as far as it can, and keeps nothing from being read.
    let absurd = json!({ "waiting": 1_000_000_000_000_u64, "attention": 0, "since": 253_402_300_799_000_i64 });
    let body = json!({ "cursors": [], "report": absurd });
    ask(&house, &siti, "/api/v1/sync/pull", &body).await;
    let taken = listed("agus").await[0].report.unwrap().0;
    assert_eq!(taken.waiting, REPORTED_MAX);
    assert_eq!(taken.since, Some(house.clock.now()));
    // The next pull says that all is sent.
    let body = json!({ "cursors": [], "report": { "waiting": 0, "attention": 0 } });
    ask(&house, &siti, "/api/v1/sync/pull", &body).await;
    let now = listed("agus").await[0].report.unwrap().0;
    assert_eq!(now, DeviceReport::default());
    ledger.set_revoked(siti.device, true).await.unwrap();
    assert!(listed("agus").await.is_empty());
    // What it sends now isn't in its report, which goes with it: it is listed as long as the server keeps it aside.
    let late = sealed(house.comment(&siti, "dari ponsel yang dicabut"));
    house.push(&siti, &[late]).await;
    let rows = listed("agus").await;
    assert_eq!(rows[0].held, Some((1, house.clock.now())));
    assert!(rows[0].holds());
    assert!(listed("budi").await.is_empty());
    ledger.admit(siti.device).await.unwrap();
    assert!(listed("agus").await.is_empty());
}
