//! Signing in and out.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use model::wire::{ProblemCode, SessionAnswer};
use serde_json::json;
use server::Config;

use crate::house::{House, PASSWORD, body_of, foreign, office, person, sealed};

async fn try_password(house: &House, login: &str, password: &str) -> crate::house::Reply {
    let body = json!({ "login": login, "password": password });
    house.send(Method::POST, "/api/v1/session", "", &body).await
}

#[tokio::test]
async fn who_signed_in_is_known_until_they_sign_out() {
    let house = House::new().await;
    let cookie = house.sign_in("siti").await;
    let answer: SessionAnswer = house.get("/api/v1/session", &cookie).await.json();
    assert_eq!(answer.person, person("siti"));
    assert!(!answer.must_change_password);
    let reply = house
        .send(Method::DELETE, "/api/v1/session", &cookie, &json!(null))
        .await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    let reply = house.get("/api/v1/session", &cookie).await;
    assert_eq!(reply.code(), ProblemCode::SignedOut);
}

#[tokio::test]
async fn another_sign_in_ends_the_session_that_the_browser_had() {
    let house = House::new().await;
    let siti = house.sign_in("siti").await;
    // A failed try takes nothing away.
    let wrong = json!({ "login": "agus", "password": "bukan ini" });
    let reply = house
        .send(Method::POST, "/api/v1/session", &siti, &wrong)
        .await;
    assert_ne!(reply.status, StatusCode::OK);
    let reply = house.get("/api/v1/session", &siti).await;
    assert_eq!(reply.status, StatusCode::OK);
    // The same browser, another person; elsewhere Siti stays signed in.
    let elsewhere = house.sign_in("siti").await;
    let body = json!({ "login": "agus", "password": PASSWORD });
    let reply = house
        .send(Method::POST, "/api/v1/session", &siti, &body)
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let reply = house.get("/api/v1/session", &siti).await;
    assert_eq!(reply.code(), ProblemCode::SignedOut);
    let reply = house.get("/api/v1/session", &elsewhere).await;
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn cookies_are_for_our_pages_alone() {
    let house = House::new().await;
    let body = json!({ "login": "siti", "password": PASSWORD }).to_string();
    let request = |host: &str| {
        Request::post("/api/v1/session")
            .header("host", host)
            .body(Body::from(body.clone()))
            .unwrap()
    };
    let local = house.ask(request("localhost:8080")).await;
    let cookie = local.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    assert!(!cookie.contains("Secure"));
    let far = house.ask(request("bukti.kpu.go.id")).await;
    assert!(
        far.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Secure")
    );
}

#[tokio::test]
async fn behind_a_proxy_the_public_address_makes_cookies_secure() {
    let house = House::with(|_, _| Config {
        public_url: Some("https://bukti.kpu.go.id".to_owned()),
        ..Config::default()
    })
    .await;
    // A proxy that names the server by its own address, as nginx does unless told otherwise.
    let body = json!({ "login": "siti", "password": PASSWORD }).to_string();
    let request = Request::post("/api/v1/session")
        .header("host", "127.0.0.1:8080")
        .header("origin", "https://bukti.kpu.go.id")
        .body(Body::from(body))
        .unwrap();
    let reply = house.ask(request).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("Secure"), "{cookie}");
}

#[tokio::test]
async fn a_wrong_password_says_the_same_whether_the_person_exists() {
    let house = House::new().await;
    let wrong = try_password(&house, "siti", "bukan kata sandinya").await;
    let nobody = try_password(&house, "tidak ada", "bukan kata sandinya").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.text(), nobody.text());
    assert_eq!(wrong.code(), ProblemCode::WrongPassword);
}

#[tokio::test]
async fn wrong_passwords_slow_the_next_try() {
    let house = House::new().await;
    for _ in 0..4 {
        let reply = try_password(&house, "siti", "bukan kata sandinya").await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    }
    // Even the right one waits now, and is told how long.
    let reply = try_password(&house, "siti", PASSWORD).await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: i64 = reply.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    // Others aren't slowed by it.
    house.sign_in("agus").await;
    house.clock.pass(seconds * 1000);
    house.sign_in("siti").await;
}

/// A try with a wrong password that comes from `address`.
async fn try_from(house: &House, address: &str) -> StatusCode {
    let body = json!({ "login": "siti", "password": "bukan kata sandinya" });
    let request = Request::post("/api/v1/session")
        .header("host", "localhost:8080")
        .header("x-forwarded-for", address)
        .body(Body::from(body.to_string()))
        .unwrap();
    house.ask(request).await.status
}

#[tokio::test]
async fn tries_that_come_at_once_are_slowed_as_well() {
    let house = House::new().await;
    let tries = (0..20).map(|_| try_from(&house, "10.0.0.1"));
    let answers = futures::future::join_all(tries).await;
    let looked_at = answers.iter().filter(|s| **s == StatusCode::UNAUTHORIZED);
    assert_eq!(looked_at.count(), 4);
    let slowed = answers
        .iter()
        .filter(|s| **s == StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.count(), 16);
    // Who signs in rightly has tried nothing wrong, however often.
    for _ in 0..40 {
        house.sign_in("agus").await;
    }
}

#[tokio::test]
async fn many_addresses_guess_no_faster_than_one() {
    let house = House::new().await;
    for n in 0..=50 {
        let status = try_from(&house, &format!("10.0.1.{n}")).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "try {n}");
    }
    let status = try_from(&house, "10.0.2.1").await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_session_ends_and_the_queue_goes_on_by_its_signature() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let day = model::time::Millis::DAY;
    house.clock.pass(31 * day);
    let reply = house
        .pull_raw(&siti, &siti.person.to_string(), &json!([]))
        .await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(reply.code(), ProblemCode::SignedOut);
    let outcomes = house
        .push(&siti, &[sealed(house.comment(&siti, "antre"))])
        .await;
    assert!(matches!(outcomes[0], model::wire::Outcome::Accepted { .. }));
    // Ninety days after the last sign-in that ends, too.
    house.clock.pass(60 * day);
    let body = body_of(&[sealed(house.comment(&siti, "terlalu lama"))]);
    use server::clock::Ambient as _;
    let reply = house.push_raw(&siti, &body, house.clock.now()).await;
    assert_eq!(reply.code(), ProblemCode::BadSignature);
    // Signing in again on the same device mends it.
    let siti = house.phone("siti").await;
    let reply = house.push_raw(&siti, &body, house.clock.now()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let house = House::new().await;
    let here = house.phone("siti").await;
    let there = house.sign_in("siti").await;
    house.clock.pass(1000);
    let path = "/api/v1/session/password";
    let short = json!({ "old": PASSWORD, "new": "pendek" });
    let reply = house.send(Method::POST, path, &here.cookie, &short).await;
    assert_eq!(reply.code(), ProblemCode::Refused);
    let wrong = json!({ "old": "bukan", "new": "kata sandi yang baru" });
    let reply = house.send(Method::POST, path, &here.cookie, &wrong).await;
    assert_eq!(reply.code(), ProblemCode::WrongPassword);
    let good = json!({ "old": PASSWORD, "new": "kata sandi yang baru" });
    let reply = house.send(Method::POST, path, &here.cookie, &good).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(
        house.get("/api/v1/session", &there).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        house.get("/api/v1/session", &here.cookie).await.status,
        StatusCode::OK
    );
    // This device may push on; it has just proved who holds it.
    house
        .push(&here, &[sealed(house.comment(&here, "lanjut"))])
        .await;
}

#[tokio::test]
async fn a_first_password_must_be_changed() {
    let house = House::new().await;
    let door = house.app.door();
    door.set_password(person("siti"), PASSWORD, true)
        .await
        .unwrap();
    let cookie = house.sign_in("siti").await;
    let answer: SessionAnswer = house.get("/api/v1/session", &cookie).await.json();
    assert!(answer.must_change_password);
    let path = format!("/api/v1/history/{}", model::id::RecordId::derived(&["x"]));
    let reply = house.get(&path, &cookie).await;
    assert_eq!(reply.code(), ProblemCode::PasswordChange);
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let house = House::new().await;
    let body = json!({ "login": "siti", "password": PASSWORD }).to_string();
    let request = Request::post("/api/v1/session")
        .header("host", "localhost:8080")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(body))
        .unwrap();
    let reply = house.ask(request).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_people_never_get_one_sign_in_name() {
    use model::id::PersonId;
    use model::op::{Stream, Target};
    use model::schema::Kind;
    use server::sistem::{NewPerson, SistemError};

    let house = House::new().await;
    let ledger = house.app.ledger();
    let new = |name: &str, office| NewPerson {
        id: PersonId::derived(&[name]),
        name: name.to_owned(),
        login: "kembar".to_owned(),
        post: String::new(),
        office,
    };
    let (here, there) = (new("satu", office()), new("dua", foreign()));
    let (first, second) = tokio::join!(ledger.put_person(&here), ledger.put_person(&there));
    let outcomes = [first, second];
    let taken = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Err(SistemError::LoginTaken(_))));
    assert_eq!(taken.count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    // Also where nobody looked before: the commit itself refuses it.
    let record = Target {
        kind: Kind::Orang,
        id: PersonId::derived(&["tiga"]).into(),
    };
    let fields = [("nama", json!("Tiga")), ("masuk", json!("siti"))];
    let board = Stream::board(office());
    let refused = ledger.state(board, None, record, &fields).await;
    assert!(
        matches!(refused, Err(SistemError::Refused(_))),
        "{refused:?}"
    );
}
