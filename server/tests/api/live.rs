//! Nudges.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use model::op::Stream;
use serde_json::json;
use tower::ServiceExt as _;

use crate::house::{House, office, person, sealed};

/// Nothing here takes long: what doesn't come within this doesn't come.
const PATIENCE: Duration = Duration::from_secs(20);

/// Listens; answers the status, and the body if it is open.
async fn listen(house: &House, login: &str, cookie: &str) -> (StatusCode, Body) {
    let request = Request::get(format!("/api/v1/sync/live?person={}", person(login)))
        .header("host", "localhost:8080")
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap();
    let response = house.router.clone().oneshot(request).await.unwrap();
    (response.status(), response.into_body())
}

/// The next event, as text; none if the line ended.
async fn next(body: &mut Body) -> Option<String> {
    let frame = tokio::time::timeout(PATIENCE, body.frame());
    let frame = frame.await.unwrap()?;
    let bytes = frame.unwrap().into_data().unwrap();
    Some(String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn a_change_nudges_who_may_read_it_and_nobody_else() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let agus = house.sign_in("agus").await;
    let budi = house.sign_in("budi").await;
    let (status, mut agus_hears) = listen(&house, "agus", &agus).await;
    assert_eq!(status, StatusCode::OK);
    let (_, mut budi_hears) = listen(&house, "budi", &budi).await;
    house
        .push(&siti, &[sealed(house.comment(&siti, "baru"))])
        .await;
    let work = Stream::work(office());
    let event = next(&mut agus_hears).await.unwrap();
    assert_eq!(event, format!("event: berubah\ndata: {work}\n\n"));
    // Of another office's work Budi hears nothing: the next that reaches him is the end.
    house
        .send(Method::DELETE, "/api/v1/session", &budi, &json!({}))
        .await;
    let event = next(&mut budi_hears).await.unwrap();
    assert_eq!(event, "event: selesai\ndata: keluar\n\n");
    assert_eq!(next(&mut budi_hears).await, None);
    // Agus's line outlasts it, until the server stops.
    house.app.ledger().live().stop();
    let event = next(&mut agus_hears).await.unwrap();
    assert_eq!(event, "event: selesai\ndata: henti\n\n");
    assert_eq!(next(&mut agus_hears).await, None);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_lines() {
    let house = House::new().await;
    let (here, there) = (house.sign_in("siti").await, house.sign_in("siti").await);
    let (_, mut there_hears) = listen(&house, "siti", &there).await;
    let body = json!({ "old": crate::house::PASSWORD, "new": "kata sandi lain lagi" });
    let path = "/api/v1/session/password";
    let reply = house.send(Method::POST, path, &here, &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let event = next(&mut there_hears).await.unwrap();
    assert_eq!(event, "event: selesai\ndata: keluar\n\n");
}

#[tokio::test]
async fn lines_are_for_people_who_are_signed_in_and_few() {
    let house = House::new().await;
    let (status, _) = listen(&house, "siti", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let siti = house.sign_in("siti").await;
    let (status, _) = listen(&house, "agus", &siti).await;
    assert_eq!(status, StatusCode::CONFLICT, "the tab is another person's");
    let mut open = Vec::new();
    for _ in 0..8 {
        let (status, body) = listen(&house, "siti", &siti).await;
        assert_eq!(status, StatusCode::OK);
        open.push(body);
    }
    let (status, _) = listen(&house, "siti", &siti).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    open.pop();
    let (status, _) = listen(&house, "siti", &siti).await;
    assert_eq!(status, StatusCode::OK, "a closed one gives its place up");
}

#[tokio::test]
async fn what_the_command_line_changes_is_heard_as_well() {
    let house = House::new().await;
    let siti = house.sign_in("siti").await;
    let (_, mut hears) = listen(&house, "siti", &siti).await;
    // Another process opens the same folder, and goes on changing its board until that is heard.
    let config = server::Config {
        data: house.folder.path().join("data"),
        ..server::Config::default()
    };
    let other = server::App::open_at(config, house.clock.clone());
    let other = other.await.unwrap();
    let changes = async {
        for n in 0.. {
            let office = server::sistem::NewOffice {
                id: office(),
                name: format!("Trenggalek {n}"),
                parent: None,
                zone: model::time::Zone::Wib,
                sort: String::new(),
            };
            other.ledger().put_office(&office).await.unwrap();
        }
    };
    let ledger = house.app.ledger();
    let event = tokio::select! {
        event = next(&mut hears) => event.unwrap(),
        () = changes => unreachable!(),
        () = ledger.live().watch_boards(ledger.store()) => unreachable!(),
    };
    let board = Stream::board(office());
    assert_eq!(event, format!("event: berubah\ndata: {board}\n\n"));
}
