//! tus 1.0 at the address that an accepted op brought, as any client of it would ask.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::wire::Outcome;
use sha2::Digest as _;

use crate::house::{House, Phone, Reply, sealed};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0 sebuah foto untuk klien tus yang lain";
const BYTES: &str = "application/offset+octet-stream";

/// The address for the file, given to that phone.
async fn offer(house: &House, phone: &Phone) -> String {
    let op = sealed(house.evidence(phone, JPEG, "image/jpeg", "rapat.jpg"));
    match house.push(phone, &[op]).await.remove(0) {
        Outcome::Accepted { mut uploads, .. } => uploads.remove(0).address,
        other => panic!("not accepted: {other:?}"),
    }
}

async fn ask(
    house: &House,
    method: Method,
    address: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Reply {
    let mut request = Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    house
        .ask(request.body(Body::from(body.to_vec())).unwrap())
        .await
}

async fn patch(house: &House, address: &str, offset: usize, bytes: &[u8]) -> Reply {
    let offset = offset.to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("content-type", BYTES),
        ("upload-offset", offset.as_str()),
    ];
    ask(house, Method::PATCH, address, &headers, bytes).await
}

async fn stands_at(house: &House, address: &str) -> String {
    let headers = [("tus-resumable", "1.0.0")];
    let reply = ask(house, Method::HEAD, address, &headers, b"").await;
    assert_eq!(reply.headers["tus-resumable"], "1.0.0");
    match reply.headers.get("upload-offset") {
        Some(offset) => offset.to_str().unwrap().to_owned(),
        None => reply.status.as_u16().to_string(),
    }
}

#[tokio::test]
async fn it_says_what_it_speaks_and_refuses_what_it_does_not() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti).await;
    let reply = ask(&house, Method::OPTIONS, &address, &[], b"").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(reply.headers["tus-version"], "1.0.0");
    let extensions = reply.headers["tus-extension"].to_str().unwrap();
    assert_eq!(extensions, "expiration,checksum,termination");
    assert_eq!(reply.headers["tus-checksum-algorithm"], "sha1,sha256");
    assert_eq!(reply.headers["tus-max-size"], "100000000");
    for method in [Method::HEAD, Method::PATCH, Method::DELETE] {
        let headers = [("tus-resumable", "0.2.2"), ("content-type", BYTES)];
        let reply = ask(&house, method.clone(), &address, &headers, b"x").await;
        assert_eq!(reply.status, StatusCode::PRECONDITION_FAILED, "{method}");
        assert_eq!(reply.headers["tus-version"], "1.0.0");
    }
    let headers = [("tus-resumable", "1.0.0"), ("upload-offset", "0")];
    let reply = ask(&house, Method::PATCH, &address, &headers, JPEG).await;
    assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    for bad in ["-1", "1.5", "", "99999999999999999999", "nol"] {
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("content-type", BYTES),
            ("upload-offset", bad),
        ];
        let reply = ask(&house, Method::PATCH, &address, &headers, JPEG).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{bad:?}");
    }
    assert_eq!(stands_at(&house, &address).await, "0");
}

#[tokio::test]
async fn an_expiry_is_told_and_kept() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti).await;
    // NOW is 24 November 2026, 06:00 UTC; an address lives for seven days.
    let reply = patch(&house, &address, 0, &JPEG[..4]).await;
    let expires = reply.headers["upload-expires"].to_str().unwrap();
    assert_eq!(expires, "Tue, 01 Dec 2026 06:00:00 GMT");
    house.clock.pass(7 * model::time::Millis::DAY);
    assert_eq!(stands_at(&house, &address).await, "410");
}

#[tokio::test]
async fn a_wrong_offset_changes_nothing() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti).await;
    patch(&house, &address, 0, &JPEG[..10]).await;
    for wrong in [0, 9, 11, JPEG.len()] {
        let reply = patch(&house, &address, wrong, b"lain sama sekali").await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        assert_eq!(stands_at(&house, &address).await, "10");
    }
    let reply = patch(&house, &address, 10, &JPEG[10..]).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(reply.headers["upload-offset"], JPEG.len().to_string());
}

#[tokio::test]
async fn checksums_of_both_kinds_are_checked() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti).await;
    let sha1 = |bytes: &[u8]| STANDARD.encode(sha1::Sha1::digest(bytes));
    let sha256 = |bytes: &[u8]| STANDARD.encode(sha2::Sha256::digest(bytes));
    let send = |from: usize, to: usize, checksum: String| {
        let (house, address) = (&house, address.as_str());
        async move {
            let offset = from.to_string();
            let headers = [
                ("tus-resumable", "1.0.0"),
                ("content-type", BYTES),
                ("upload-offset", offset.as_str()),
                ("upload-checksum", checksum.as_str()),
            ];
            let bytes = &JPEG[from..to];
            let reply = ask(house, Method::PATCH, address, &headers, bytes).await;
            reply.status.as_u16()
        }
    };
    assert_eq!(send(0, 4, format!("sha1 {}", sha1(b"lain"))).await, 460);
    assert_eq!(send(0, 4, format!("md5 {}", sha1(&JPEG[..4]))).await, 400);
    assert_eq!(send(0, 4, "sha1".to_owned()).await, 400);
    assert_eq!(stands_at(&house, &address).await, "0");
    let first = format!("sha1 {}", sha1(&JPEG[..4]));
    assert_eq!(send(0, 4, first).await, 204);
    let rest = format!("sha256 {}", sha256(&JPEG[4..]));
    assert_eq!(send(4, JPEG.len(), rest).await, 204);
}

#[tokio::test]
async fn an_upload_that_is_given_up_begins_anew() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let agus = house.phone("agus").await;
    let (first, second) = (offer(&house, &siti).await, offer(&house, &agus).await);
    patch(&house, &first, 0, &JPEG[..10]).await;
    let headers = [("tus-resumable", "1.0.0")];
    let reply = ask(&house, Method::DELETE, &first, &headers, b"").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(reply.headers["tus-resumable"], "1.0.0");
    assert_eq!(stands_at(&house, &first).await, "404");
    assert_eq!(
        stands_at(&house, &second).await,
        "10",
        "somebody else's goes on"
    );
    ask(&house, Method::DELETE, &second, &headers, b"").await;
    assert_eq!(stands_at(&house, &second).await, "404");
    let again = ask(&house, Method::DELETE, &second, &headers, b"").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    // Pushed again, the op brings an address for the whole file.
    let third = offer(&house, &siti).await;
    assert_eq!(stands_at(&house, &third).await, "0");
    let reply = patch(&house, &third, 0, JPEG).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    // What is complete is nobody's to take away.
    let reply = ask(&house, Method::DELETE, &third, &headers, b"").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    let files = house.app.ledger().store().complete_files().await.unwrap();
    assert_eq!(files.len(), 1);
}

#[tokio::test]
async fn a_post_may_say_what_it_means() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti).await;
    let meant = |method: &'static str| {
        [
            ("tus-resumable", "1.0.0"),
            ("content-type", BYTES),
            ("upload-offset", "0"),
            ("x-http-method-override", method),
        ]
    };
    let reply = ask(&house, Method::POST, &address, &meant("PATCH"), &JPEG[..5]).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(stands_at(&house, &address).await, "5");
    let reply = ask(&house, Method::POST, &address, &meant("PUT"), b"").await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    let reply = ask(&house, Method::POST, &address, &meant("DELETE"), b"").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(stands_at(&house, &address).await, "404");
}
