//! Past years, as an admin enters them on the page of the instruments.

use axum::http::{Method, StatusCode};
use model::wire::ProblemCode;
use serde_json::{Value, json};

use crate::house::{House, foreign, office};

const PATH: &str = "/api/v1/admin/years";

fn year(index: &str, source: &str) -> Value {
    json!({
        "office": office(), "family": "lke-contoh", "year": 2024, "index": index, "whole": "100",
        "parts": null, "source": source, "cycle": null,
    })
}

async fn known(house: &House) -> Vec<(i32, String, String)> {
    let pasts = house.app.ledger().pasts().await.unwrap();
    let of = |past: model::view::Past| (past.year, past.index.to_string(), past.source);
    pasts.into_iter().map(of).collect()
}

#[tokio::test]
async fn who_administers_an_office_enters_its_past_years_with_their_source() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let post = async |cookie: &str, path: &str, body: &Value| {
        house.send(Method::POST, path, cookie, body).await
    };
    let kept = post(&ani, PATH, &year("64.75", "LHE 2024")).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    let mut stands = vec![(2024, "64.75".to_owned(), "LHE 2024".to_owned())];
    assert_eq!(known(&house).await, stands);
    // The same year again is the year as it is now.
    let mut parts = year("65", "LHE 2024, perbaikan");
    parts["parts"] = json!(["65", "0", "20.5"]);
    assert_eq!(post(&ani, PATH, &parts).await.status, StatusCode::OK);
    stands = vec![(2024, "65".to_owned(), "LHE 2024, perbaikan".to_owned())];
    assert_eq!(known(&house).await, stands);
    let pasts = house.app.ledger().pasts().await.unwrap();
    assert_eq!(pasts[0].standing.unwrap().missing.to_string(), "14.5");

    // What can't be, or has no source, is refused; nobody says for another what a cycle reached.
    let mut over = parts.clone();
    over["parts"] = json!(["65", "30", "20.5"]);
    let mut taken = year("70", "");
    taken["cycle"] = json!(office());
    for refused in [over, taken, year("101", "LHE"), year("64", " ")] {
        let reply = post(&ani, PATH, &refused).await;
        assert_eq!(
            reply.code(),
            ProblemCode::Refused,
            "{refused}: {}",
            reply.text()
        );
    }
    let reply = post(&ani, PATH, &year("64,75", "LHE")).await;
    assert_eq!(reply.code(), ProblemCode::BadRequest, "{}", reply.text());
    // Neither who works there, nor an admin for an office that isn't theirs.
    let siti = house.sign_in("siti").await;
    let foreign_one = {
        let mut body = year("64", "LHE");
        body["office"] = json!(foreign());
        body
    };
    let drop_it = json!({ "office": office(), "family": "lke-contoh", "year": 2024 });
    let remove = format!("{PATH}/remove");
    for (cookie, path, body) in [
        (&siti, PATH, &year("64", "LHE")),
        (&siti, remove.as_str(), &drop_it),
        (&ani, PATH, &foreign_one),
    ] {
        let reply = post(cookie, path, body).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.text());
    }
    assert_eq!(known(&house).await, stands, "nothing of that was kept");

    // Taken out, and entered again.
    assert_eq!(post(&ani, &remove, &drop_it).await.status, StatusCode::OK);
    assert_eq!(known(&house).await, []);
    let again = post(&ani, &remove, &drop_it).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert_eq!(
        post(&ani, PATH, &year("66", "LHE 2024")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        known(&house).await,
        [(2024, "66".to_owned(), "LHE 2024".to_owned())]
    );
}
