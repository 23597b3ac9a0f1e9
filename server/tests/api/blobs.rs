//! Files coming in and going out.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use model::id::{FileDigest, RecordId};
use model::wire::{Outcome, ProblemCode, UploadAddress};

use crate::house::{House, Phone, Reply, office, sealed};

const JPEG: &[u8] =
    b"\xff\xd8\xff\xe0\0\x10JFIF\0 sebuah foto rapat yang cukup panjang untuk dua bagian";

async fn offer(house: &House, phone: &Phone, bytes: &[u8], media: &str) -> UploadAddress {
    let op = sealed(house.evidence(phone, bytes, media, "rapat.jpg"));
    match house.push(phone, &[op]).await.remove(0) {
        Outcome::Accepted { mut uploads, .. } => uploads.remove(0),
        other => panic!("not accepted: {other:?}"),
    }
}

async fn patch(house: &House, address: &str, offset: usize, bytes: &[u8]) -> Reply {
    let request = Request::patch(address)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", offset.to_string())
        .body(Body::from(bytes.to_vec()))
        .unwrap();
    house.ask(request).await
}

async fn head(house: &House, address: &str) -> Reply {
    let request = Request::head(address)
        .header("tus-resumable", "1.0.0")
        .body(Body::empty())
        .unwrap();
    house.ask(request).await
}

fn blob(bytes: &[u8]) -> String {
    format!("/api/v1/blobs/{}/{}", office(), FileDigest::of(bytes))
}

async fn said(house: &House, bytes: &[u8]) -> Option<(String, Option<String>)> {
    let id = RecordId::file(office(), &FileDigest::of(bytes));
    let record = house.record(id).await?;
    let reason = record.text("alasan").map(str::to_owned);
    Some((record.text("keadaan")?.to_owned(), reason))
}

#[tokio::test]
async fn a_file_comes_in_parts_and_goes_out_in_ranges() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let reply = patch(&house, &address, 0, &JPEG[..20]).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(reply.headers["upload-offset"], "20");
    let reply = head(&house, &address).await;
    assert_eq!(reply.headers["upload-offset"], "20");
    assert_eq!(reply.headers["upload-length"], JPEG.len().to_string());
    assert!(said(&house, JPEG).await.is_none());
    let wrong = patch(&house, &address, 0, &JPEG[..20]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    // A renewed address goes on where the first one stopped.
    let renewed = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    assert_ne!(renewed, address);
    let reply = patch(&house, &renewed, 20, &JPEG[20..]).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(said(&house, JPEG).await, Some(("lengkap".to_owned(), None)));

    let agus = house.phone("agus").await;
    let reply = house.get(&blob(JPEG), &agus.cookie).await;
    assert_eq!(reply.body, JPEG);
    assert_eq!(reply.headers["content-type"], "image/jpeg");
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    let csp = reply.headers["content-security-policy"].to_str().unwrap();
    assert!(csp.contains("sandbox"));
    let request = Request::get(blob(JPEG))
        .header("cookie", &agus.cookie)
        .header("range", "bytes=6-9")
        .body(Body::empty())
        .unwrap();
    let reply = house.ask(request).await;
    assert_eq!(reply.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(reply.body, b"JFIF");
    // Nobody else learns whether it exists.
    let budi = house.phone("budi").await;
    let reply = house.get(&blob(JPEG), &budi.cookie).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    // A complete file needs no address.
    let op = sealed(house.evidence(&siti, JPEG, "image/jpeg", "lagi.jpg"));
    let outcome = house.push(&siti, &[op]).await.remove(0);
    assert!(matches!(outcome, Outcome::Accepted { uploads, .. } if uploads.is_empty()));
}

#[tokio::test]
async fn a_digest_that_lies_is_refused_and_said() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let mut lie = JPEG.to_vec();
    lie[30] ^= 1;
    let reply = patch(&house, &address, 0, &lie).await;
    assert_eq!(reply.status.as_u16(), 460);
    assert_eq!(reply.code(), ProblemCode::WrongDigest);
    let reason = Some("sidik".to_owned());
    assert_eq!(
        said(&house, JPEG).await,
        Some(("ditolak".to_owned(), reason))
    );
    // Somebody who has the real bytes may still bring them.
    let agus = house.phone("agus").await;
    let address = offer(&house, &agus, JPEG, "image/jpeg").await.address;
    let reply = patch(&house, &address, 0, JPEG).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(said(&house, JPEG).await, Some(("lengkap".to_owned(), None)));
}

#[tokio::test]
async fn a_wrong_announcement_keeps_nobody_from_the_right_one() {
    let house = House::new().await;
    let (rina, siti) = (house.phone("agus").await, house.phone("siti").await);
    // Another type: refused, until it comes under its own.
    let address = offer(&house, &rina, JPEG, "application/pdf").await.address;
    let reply = patch(&house, &address, 0, JPEG).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let reply = patch(&house, &address, 0, JPEG).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(said(&house, JPEG).await, Some(("lengkap".to_owned(), None)));
    // Another size, with wrong bytes already there.
    let pdf = b"%PDF-1.7 surat keputusan";
    let mut op = serde_json::to_value(house.evidence(&rina, pdf, "application/pdf", "sk")).unwrap();
    for edit in op["body"]["edits"].as_array_mut().unwrap() {
        if edit["field"] == "halaman" {
            edit["value"]["size"] = serde_json::json!(10);
        }
    }
    let wrong = sealed(serde_json::from_value(op).unwrap());
    let address = match house.push(&rina, &[wrong]).await.remove(0) {
        Outcome::Accepted { mut uploads, .. } => uploads.remove(0).address,
        other => panic!("not accepted: {other:?}"),
    };
    patch(&house, &address, 0, b"bukan").await;
    let address = offer(&house, &siti, pdf, "application/pdf").await.address;
    assert_eq!(head(&house, &address).await.headers["upload-offset"], "0");
    let reply = patch(&house, &address, 0, pdf).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(said(&house, pdf).await, Some(("lengkap".to_owned(), None)));
}

#[tokio::test]
async fn html_under_a_pictures_name_is_refused() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let html = b"<html><script>alert(document.cookie)</script></html>";
    let address = offer(&house, &siti, html, "image/jpeg").await.address;
    let reply = patch(&house, &address, 0, html).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = Some("tipe".to_owned());
    assert_eq!(
        said(&house, html).await,
        Some(("ditolak".to_owned(), reason))
    );
    let reply = house.get(&blob(html), &siti.cookie).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let reply = head(&house, &address).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn addresses_expire_and_cannot_be_guessed() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let reply = patch(&house, "/api/v1/blobs/upload/tebakan", 0, JPEG).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    house.clock.pass(8 * model::time::Millis::DAY);
    let reply = patch(&house, &address, 0, JPEG).await;
    assert_eq!(reply.status, StatusCode::GONE);
    let renewed = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let reply = patch(&house, &renewed, 0, JPEG).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn more_than_announced_is_refused() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let long = [JPEG, b"dan lebih"].concat();
    let reply = patch(&house, &address, 0, &long).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    let reply = head(&house, &address).await;
    assert_eq!(reply.headers["upload-offset"], "0");
}

#[tokio::test]
async fn a_part_with_a_wrong_checksum_is_not_kept() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let request = Request::patch(&address)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", "0")
        .header("upload-checksum", "sha256 AAAA")
        .body(Body::from(JPEG.to_vec()))
        .unwrap();
    assert_eq!(house.ask(request).await.status.as_u16(), 460);
    let reply = head(&house, &address).await;
    assert_eq!(reply.headers["upload-offset"], "0");
}

#[tokio::test]
async fn a_line_that_breaks_keeps_what_came() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    let broken = futures::stream::iter([
        Ok(bytes::Bytes::from_static(&JPEG[..33])),
        Err(std::io::Error::other("the line broke")),
    ]);
    let request = Request::patch(&address)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", "0")
        .body(Body::from_stream(broken))
        .unwrap();
    assert_eq!(house.ask(request).await.status, StatusCode::BAD_REQUEST);
    let reply = head(&house, &address).await;
    assert_eq!(reply.headers["upload-offset"], "33");
}

#[tokio::test]
async fn two_senders_do_not_mix() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = offer(&house, &siti, JPEG, "image/jpeg").await.address;
    // The first sender has begun and goes on slowly: it ends when this test lets it.
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel::<()>();
    let body = futures::stream::once(async move {
        begun.send(()).unwrap();
        ended.await.unwrap();
        Ok::<_, std::io::Error>(bytes::Bytes::from_static(JPEG))
    });
    let request = Request::patch(&address)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", "0")
        .body(Body::from_stream(body))
        .unwrap();
    let second = async {
        has_begun.await.unwrap();
        let reply = patch(&house, &address, 0, JPEG).await;
        end.send(()).unwrap();
        reply
    };
    let (first, second) = tokio::join!(house.ask(request), second);
    assert_eq!(second.status, StatusCode::LOCKED);
    assert_eq!(first.status, StatusCode::NO_CONTENT, "{}", first.text());
    assert_eq!(said(&house, JPEG).await, Some(("lengkap".to_owned(), None)));
}

#[tokio::test]
async fn restricted_evidence_opens_to_few() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let mut op = house.evidence(&siti, JPEG, "image/jpeg", "rahasia.jpg");
    if let model::op::Body::Write { edits } = &mut op.body {
        edits.push(crate::house::set("terbatas", serde_json::json!(true)));
    }
    let address = match house.push(&siti, &[sealed(op)]).await.remove(0) {
        Outcome::Accepted { mut uploads, .. } => uploads.remove(0).address,
        other => panic!("not accepted: {other:?}"),
    };
    patch(&house, &address, 0, JPEG).await;
    for (login, status) in [
        ("siti", StatusCode::OK),
        ("agus", StatusCode::OK),
        ("dewi", StatusCode::NOT_FOUND),
        ("pantau", StatusCode::NOT_FOUND),
    ] {
        let cookie = house.sign_in(login).await;
        let reply = house.get(&blob(JPEG), &cookie).await;
        assert_eq!(reply.status, status, "{login}");
    }
    // The team of another area reads what it is, and doesn't open it; the area's own does.
    let ledger = house.app.ledger();
    for (area, status) in [
        ("tata-laksana", StatusCode::NOT_FOUND),
        ("manajemen-perubahan", StatusCode::OK),
    ] {
        let (pantau, role) = (
            crate::house::person("pantau"),
            model::directory::Role::Anggota,
        );
        ledger
            .grant(pantau, role, crate::house::office(), Some(area))
            .await
            .unwrap();
        let cookie = house.sign_in("pantau").await;
        let reply = house.get(&blob(JPEG), &cookie).await;
        assert_eq!(reply.status, status, "{area}");
        if area == "tata-laksana" {
            // Naming the same bytes in a piece of one's own opens them no more, to nobody.
            let pantau = house.phone("pantau").await;
            let mut op = house.evidence(&pantau, JPEG, "image/jpeg", "sama.jpg");
            if let model::op::Body::Write { edits } = &mut op.body {
                edits.retain(|edit| edit.field() != "butir");
            }
            let outcome = house.push(&pantau, &[sealed(op)]).await.remove(0);
            assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
            let reply = house.get(&blob(JPEG), &cookie).await;
            assert_eq!(reply.status, status, "named again");
        }
    }
}

#[tokio::test]
async fn a_client_of_tus_learns_what_is_spoken() {
    let house = House::new().await;
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri("/api/v1/blobs/upload/x")
        .body(Body::empty())
        .unwrap();
    let reply = house.ask(request).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(reply.headers["tus-version"], "1.0.0");
}
