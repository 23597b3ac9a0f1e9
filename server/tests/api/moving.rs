//! A running cycle under another worksheet.

use axum::http::{Method, StatusCode};
use model::directory::Role;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use server::sistem::SistemError;
use server::sync::LedgerError;

use crate::house::{House, foreign, person};
use crate::instruments::{body, cycle_under, digest, draft, keep, said, say, total};
#[tokio::test]
async fn a_cycle_that_is_moved_loses_nothing_and_finds_all_when_it_comes_back() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let item = |code: &str| json!({ "code": code, "title": format!("Butir {code}"), "answer": { "type": "ya_tidak" } });
    let mut first = draft("Satu");
    first["nodes"][0]["items"] = json!([item("1"), item("2"), item("5")]);
    let first = digest(&keep(&house, &ani, &body(&first.to_string(), None, true)).await);
    // 1 goes on as 3, 2 stays, 4 is new, 5 falls away.
    let mut second = draft("Dua");
    second["nodes"][0]["items"] = json!([item("2"), item("3"), item("4")]);
    second["becomes"] = json!({ "lke-contoh:A.1": "A.3" });
    let second = body(&second.to_string(), Some(&first), true);
    let second = digest(&keep(&house, &ani, &second).await);

    let cycle = cycle_under(&house, &first).await;
    let siti = house.phone("siti").await;
    let (one, three, five) = ("lke-contoh:A.1", "lke-contoh:A.3", "lke-contoh:A.5");
    say(&house, &siti, cycle, one, "Ya").await;
    say(&house, &siti, cycle, five, "Ya").await;
    let before = (
        said(&house, cycle, one).await,
        said(&house, cycle, five).await,
    );
    let stood = total(&house, cycle).await;
    // Two of three items are claimed, of 10 points: 6.67.
    assert_eq!(stood.claimed_only.round_dp(2), Decimal::new(667, 2));

    let ask = async |to: &str, go: bool| {
        let body = json!({ "cycle": cycle, "to": to, "go": go });
        let reply = house.send(Method::POST, "/api/v1/admin/cycles/move", &ani, &body);
        let reply = reply.await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        reply.json::<Value>()
    };
    let instrument = async || {
        let directory = house.app.ledger().directory().await.unwrap();
        directory.cycle(cycle).unwrap().instrument.clone()
    };
    let shown = ask(&second, false).await;
    // Each that goes on, as it was and as it is then.
    let pairs = |of: &str| shown[of].clone();
    assert_eq!(pairs("same"), json!([["A.2 · Butir 2", "A.2 · Butir 2"]]));
    assert_eq!(
        pairs("reworded"),
        json!([["A.1 · Butir 1", "A.3 · Butir 3"]])
    );
    assert_eq!(shown["new"], json!(["A.4 · Butir 4"]), "{shown}");
    assert_eq!(shown["gone"], json!(["A.5 · Butir 5"]), "{shown}");
    assert_eq!(shown["kept"], json!(["A.5 · Butir 5"]), "{shown}");
    assert_eq!(instrument().await, first, "it was only shown");
    assert_eq!(said(&house, cycle, three).await, None);

    let done = ask(&second, true).await;
    assert_eq!(done["refused"], json!([]), "{done}");
    assert_eq!(instrument().await, second);
    let carried = said(&house, cycle, three).await.unwrap();
    assert_eq!(carried.text("nilai"), Some("Ya"));
    assert!(carried.writers.contains(&person("siti")), "it stays hers");
    let now = (
        said(&house, cycle, one).await,
        said(&house, cycle, five).await,
    );
    assert_eq!(now, before, "what was said stands as it was");
    // One of three items is claimed now: 3.33.
    let moved = total(&house, cycle).await;
    assert_eq!(moved.claimed_only.round_dp(2), Decimal::new(333, 2));
    // Done twice, nothing more happens.
    ask(&second, true).await;
    assert_eq!(said(&house, cycle, three).await, Some(carried));

    ask(&first, true).await;
    assert_eq!(instrument().await, first);
    assert_eq!(total(&house, cycle).await, stood);
    let back = (
        said(&house, cycle, one).await,
        said(&house, cycle, five).await,
    );
    assert_eq!(back, before);

    // A foreign admin moves nothing.
    let ledger = house.app.ledger();
    let granted = ledger
        .grant(person("budi"), Role::Admin, foreign(), None)
        .await;
    granted.unwrap();
    let budi = house.sign_in("budi").await;
    let body = json!({ "cycle": cycle, "to": second, "go": true });
    let reply = house.send(Method::POST, "/api/v1/admin/cycles/move", &budi, &body);
    assert_eq!(reply.await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_written_between_the_look_and_the_move_comes_along() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let first = digest(&keep(&house, &ani, &body(&draft("Satu").to_string(), None, true)).await);
    let mut second = draft("Dua");
    second["nodes"][0]["items"][0]["code"] = json!("3");
    second["becomes"] = json!({ "lke-contoh:A.1": "A.3" });
    let second = body(&second.to_string(), Some(&first), true);
    let second = digest(&keep(&house, &ani, &second).await);
    let cycle = cycle_under(&house, &first).await;
    let ledger = house.app.ledger();
    let to = ledger.catalogued(&second, None).await.unwrap();
    let seen = ledger.plan_move(cycle, &to).await.unwrap();
    let siti = house.phone("siti").await;
    say(&house, &siti, cycle, "lke-contoh:A.1", "Ya").await;
    // The plan is an old one: nothing of it is done, neither on the board nor in the work.
    let late = ledger.carry_out(&seen).await;
    assert!(
        matches!(late, Err(SistemError::Ledger(LedgerError::Moved))),
        "{late:?}"
    );
    let instrument = async || {
        let directory = ledger.directory().await.unwrap();
        directory.cycle(cycle).unwrap().instrument.clone()
    };
    assert_eq!(instrument().await, first);
    let (_, moved) = ledger.move_cycle(cycle, &to).await.unwrap();
    assert_eq!((moved.carried, moved.refused), (1, Vec::new()));
    assert_eq!(instrument().await, second);
    let carried = said(&house, cycle, "lke-contoh:A.3").await.unwrap();
    assert_eq!(carried.text("nilai"), Some("Ya"));
}
