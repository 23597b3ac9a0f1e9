//! Whatever arrives, the server answers in its own words: no panic, no 500. The mutations follow from
//! seeds: a failure names its seed and comes again.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::sha256_hex;
use model::op::Stream;
use model::wire::{Outcome, PushAnswer, PushBody};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use server::clock::{Ambient as _, Random};

use crate::chance::Chance;
use crate::house::{House, Phone, Reply, body_of, office, sealed};

/// Rounds of each test: enough to reach every kind of mutation many times, few enough to wait for.
const ROUNDS: u64 = 250;

/// Whether the server answered in its own words.
fn fine(reply: &Reply, seed: u64) {
    let status = reply.status;
    assert!(!status.is_server_error(), "seed {seed}: {status}");
    if !status.is_success() && !reply.body.is_empty() {
        let problem = serde_json::from_slice::<model::wire::Problem>(&reply.body);
        assert!(problem.is_ok(), "seed {seed}: {status}: {}", reply.text());
    }
}

/// The server still takes good work.
async fn still_works(house: &House, phone: &Phone) {
    let outcomes = house
        .push(phone, &[sealed(house.comment(phone, "masih jalan"))])
        .await;
    assert!(matches!(outcomes[0], Outcome::Accepted { .. }));
}

#[tokio::test]
async fn push_bodies_of_any_bytes() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let base = body_of(&[
        sealed(house.comment(&siti, "dasar")),
        sealed(house.evidence(&siti, b"isi", "image/jpeg", "a.jpg")),
    ]);
    for seed in 0..ROUNDS {
        let mut chance = Chance::new(seed);
        let mut body = base.clone();
        chance.mutate(&mut body);
        let reply = house.push_raw(&siti, &body, house.clock.now()).await;
        fine(&reply, seed);
    }
    still_works(&house, &siti).await;
}

#[tokio::test]
async fn ops_that_hold_anything() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let mut answered = 0;
    for seed in 0..ROUNDS {
        let mut chance = Chance::new(seed);
        let op = match chance.below(2) {
            0 => house.comment(&siti, "dasar"),
            _ => house.evidence(&siti, b"isi", "image/jpeg", "a.jpg"),
        };
        let mut op = serde_json::to_value(op).unwrap();
        // What names the op stays: else the whole push can't be read, which is another test's.
        let id = op["id"].clone();
        for _ in 0..=chance.below(3) {
            chance.disturb(&mut op);
        }
        if let Some(fields) = op.as_object_mut() {
            fields.insert("id".to_owned(), id);
        }
        let raw = RawValue::from_string(op.to_string()).unwrap();
        let body = serde_json::to_vec(&PushBody { ops: vec![raw] }).unwrap();
        let reply = house.push_raw(&siti, &body, house.clock.now()).await;
        fine(&reply, seed);
        if reply.status == StatusCode::OK {
            assert_eq!(reply.json::<PushAnswer>().answers.len(), 1, "seed {seed}");
            answered += 1;
        }
    }
    assert!(answered > ROUNDS / 2, "most of them reached the rules");
    // What was taken can be given.
    house.pull(&siti, &json!([])).await;
    let ledger = house.app.ledger();
    let findings = server::verify::walk(ledger.store(), house.app.files()).await;
    assert_eq!(findings.unwrap().wrong, []);
    still_works(&house, &siti).await;
}

#[tokio::test]
async fn push_headers_of_any_bytes() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let body = body_of(&[]);
    for seed in 0..ROUNDS {
        let mut chance = Chance::new(seed);
        let mut header = siti.header(&body, house.clock.now());
        if chance.below(2) == 0 {
            let mut value: Value = serde_json::from_slice(&header).unwrap();
            value["report"] = json!({ "waiting": 1, "attention": 0, "since": 5 });
            chance.disturb(&mut value);
            header = value.to_string().into_bytes();
        } else {
            chance.mutate(&mut header);
        }
        let mut signature = siti.sign(&header);
        if chance.below(4) == 0 {
            chance.mutate(&mut signature);
        }
        fine(&house.push_signed(&header, &signature, &body).await, seed);
    }
    // A clock at either end of time, well signed.
    for clock in [i64::MIN, -1, 0, i64::MAX] {
        let op = sealed(house.comment(&siti, "jam"));
        let clock = model::time::Millis(clock);
        let reply = house.push_raw(&siti, &body_of(&[op]), clock).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    }
    still_works(&house, &siti).await;
}

/// A question of the phone's page.
async fn ask(house: &House, phone: &Phone, path: &str, body: Vec<u8>) -> Reply {
    let request = Request::post(path)
        .header("host", "localhost:8080")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &phone.cookie)
        .header(model::wire::PERSON_HEADER, phone.person.to_string())
        .body(Body::from(body))
        .unwrap();
    house.ask(request).await
}

#[tokio::test]
async fn cursors_that_say_anything() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    still_works(&house, &siti).await;
    let pulled = house.pull(&siti, &json!([])).await;
    let work = Stream::work(office());
    let page = pulled.pages.iter().find(|page| page.stream == work);
    let good = page.unwrap().cursor.0.clone();
    let position = URL_SAFE_NO_PAD.decode(&good).unwrap();
    for seed in 0..ROUNDS {
        let mut chance = Chance::new(seed);
        let cursor = match chance.below(3) {
            0 => {
                let mut text = good.clone().into_bytes();
                chance.mutate(&mut text);
                String::from_utf8_lossy(&text).into_owned()
            }
            1 => {
                let mut bytes = position.clone();
                chance.mutate(&mut bytes);
                URL_SAFE_NO_PAD.encode(bytes)
            }
            _ => {
                let mut value: Value = serde_json::from_slice(&position).unwrap();
                chance.disturb(&mut value);
                URL_SAFE_NO_PAD.encode(value.to_string())
            }
        };
        let held = json!({ "stream": work, "cursor": cursor, "known": chance.next() });
        let mut body = match chance.below(2) {
            0 => json!({ "cursors": [held], "safe_of": [work] }),
            _ => json!({ "streams": [held] }),
        };
        if chance.below(3) == 0 {
            chance.disturb(&mut body);
        }
        let mut bytes = body.to_string().into_bytes();
        if chance.below(4) == 0 {
            chance.mutate(&mut bytes);
        }
        for path in ["/api/v1/sync/pull", "/api/v1/sync/reconcile"] {
            fine(&ask(&house, &siti, path, bytes.clone()).await, seed);
        }
    }
    still_works(&house, &siti).await;
}

#[tokio::test]
async fn tus_headers_of_any_kind() {
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0 sebuah foto";
    const NAMES: &[&str] = &[
        "tus-resumable",
        "upload-offset",
        "upload-length",
        "upload-checksum",
        "upload-metadata",
        "upload-defer-length",
        "content-type",
        "content-length",
        "content-encoding",
        "transfer-encoding",
        "x-http-method-override",
        "expect",
    ];
    const VALUES: &[&str] = &[
        "1.0.0",
        "0",
        "5",
        "-1",
        "9223372036854775808",
        "18446744073709551615",
        "1e9",
        "",
        "sha1 ",
        "sha256 AAAA",
        "sha256 ////",
        "md5 x",
        "PATCH",
        "DELETE",
        "HEAD",
        "100-continue",
        "gzip",
        "application/offset+octet-stream",
        "text/html",
        "a b c",
        "=,;",
    ];
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let mut address = String::new();
    for seed in 0..ROUNDS {
        let mut chance = Chance::new(seed);
        if seed % 25 == 0 {
            let name = format!("{seed}.jpg");
            let bytes = [JPEG, name.as_bytes()].concat();
            let op = sealed(house.evidence(&siti, &bytes, "image/jpeg", &name));
            let outcome = house.push(&siti, &[op]).await.remove(0);
            let Outcome::Accepted { mut uploads, .. } = outcome else {
                panic!("not accepted: {outcome:?}");
            };
            address = uploads.remove(0).address;
        }
        let methods = [
            Method::PATCH,
            Method::HEAD,
            Method::POST,
            Method::OPTIONS,
            Method::DELETE,
        ];
        let method = chance.pick(&methods).clone();
        let mut path = address.clone().into_bytes();
        if chance.below(8) == 0 {
            path.extend(b"%00%ff..");
        }
        let mut request = Request::builder()
            .method(method)
            .uri(String::from_utf8(path).unwrap());
        // Mostly a request that gets far, with something strange in it.
        if chance.below(4) > 0 {
            request = request
                .header("tus-resumable", "1.0.0")
                .header("content-type", "application/offset+octet-stream");
        }
        if chance.below(2) == 0 {
            request = request.header("upload-offset", chance.below(20).to_string());
        }
        for _ in 0..chance.below(4) {
            let mut value = chance.pick(VALUES).as_bytes().to_vec();
            if chance.below(4) == 0 {
                value.push(0x80 | u8::try_from(chance.below(128)).unwrap());
            }
            let value = HeaderValue::from_bytes(&value).unwrap();
            request = request.header(*chance.pick(NAMES), value);
        }
        let mut body = JPEG[..chance.below(JPEG.len())].to_vec();
        if chance.below(6) == 0 {
            body = vec![7; 100_000];
        }
        let reply = house.ask(request.body(Body::from(body)).unwrap()).await;
        fine(&reply, seed);
    }
    still_works(&house, &siti).await;
    // A name of chance never opens anything.
    let mut bytes = [0; 24];
    model::id::Randomness::fill(&mut Random(&*house.clock), &mut bytes);
    let guess = format!("/api/v1/blobs/upload/{}", sha256_hex(&bytes));
    let request = Request::head(guess).body(Body::empty()).unwrap();
    assert_eq!(house.ask(request).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ranges_of_any_numbers() {
    const NUMBERS: &[&str] = &[
        "",
        "0",
        "1",
        "7",
        "8",
        "-0",
        "+3",
        "1e3",
        "9223372036854775808",
        "18446744073709551614",
        "18446744073709551615",
        "18446744073709551616",
    ];
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let bytes = b"%PDF-1.7";
    let op = sealed(house.evidence(&siti, bytes, "application/pdf", "sk.pdf"));
    let outcome = house.push(&siti, &[op]).await.remove(0);
    let Outcome::Accepted { mut uploads, .. } = outcome else {
        panic!("not accepted: {outcome:?}");
    };
    let request = Request::patch(uploads.remove(0).address)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", "0")
        .body(Body::from(bytes.to_vec()))
        .unwrap();
    assert_eq!(house.ask(request).await.status, StatusCode::NO_CONTENT);
    let path = format!("/api/v1/blobs/{}/{}", office(), sha256_hex(bytes));
    for seed in 0..ROUNDS {
        let mut chance = Chance::new(seed);
        let (first, last) = (*chance.pick(NUMBERS), *chance.pick(NUMBERS));
        let mut value = format!("bytes={first}-{last}").into_bytes();
        if chance.below(8) == 0 {
            chance.mutate(&mut value);
        }
        // What is no header at all never arrives.
        let Ok(value) = HeaderValue::from_bytes(&value) else {
            continue;
        };
        let request = Request::get(&path)
            .header("cookie", &siti.cookie)
            .header("range", value)
            .body(Body::empty())
            .unwrap();
        let reply = house.ask(request).await;
        fine(&reply, seed);
        match reply.status {
            StatusCode::OK => assert_eq!(reply.body, bytes, "seed {seed}"),
            StatusCode::PARTIAL_CONTENT => assert!(!reply.body.is_empty(), "seed {seed}"),
            other => assert_eq!(other, StatusCode::RANGE_NOT_SATISFIABLE, "seed {seed}"),
        }
    }
}
