//! Another sort for an office, as an admin asks for it.

use axum::http::{Method, StatusCode};
use model::wire::ProblemCode;
use serde_json::{Value, json};

use crate::house::{House, office};
use crate::instruments::{body, cycle_under, digest, draft, keep, say};

const PATH: &str = "/api/v1/admin/offices/kind";

#[tokio::test]
async fn another_sort_is_shown_before_it_is_given_and_nothing_is_lost() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let mut cut = draft("Menurut jenis");
    cut["format"] = json!(2);
    let item = |code: &str, kinds: &[&str]| {
        json!({ "code": code, "title": format!("Butir {code}"), "answer": { "type": "ya_tidak" },
            "applies_to": kinds, "criteria": [], "documents": [] })
    };
    cut["nodes"] = json!([
        { "code": "A", "title": "Pemenuhan", "weight": "12",
          "items": [item("1", &["kabupaten"]), item("2", &[])] },
        { "code": "B", "title": "Pembinaan", "weight": "8", "applies_to": ["provinsi"],
          "items": [item("1", &[])] },
    ]);
    let kept = keep(&house, &ani, &body(&cut.to_string(), None, true)).await;
    let cycle = cycle_under(&house, &digest(&kept)).await;
    let ask = async |cookie: &str, kind: &str, go: bool| {
        let body = json!({ "office": office(), "kind": kind, "go": go });
        house.send(Method::POST, PATH, cookie, &body).await
    };
    let is = async || {
        let directory = house.app.ledger().directory().await.unwrap();
        directory.sort_of(office()).to_owned()
    };
    assert_eq!(ask(&ani, "", true).await.status, StatusCode::OK);
    let was = is().await;
    assert_eq!(was, "");
    // The spelling is the worksheet's; B falls away, and nobody has answered it.
    let shown = ask(&ani, "KABUPATEN", false).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let told: Value = shown.json();
    let cycles = told["cycles"].as_array().unwrap();
    let one = cycles
        .iter()
        .find(|one| one["name"] == "Siklus pindah")
        .unwrap();
    assert_eq!(
        (&told["from"], &told["to"]),
        (&json!(was), &json!("kabupaten"))
    );
    assert_eq!(one["weight"], json!(["20", "12"]), "{told}");
    assert_eq!(one["goes"], json!(["B.1 · Butir 1"]));
    assert_eq!((&one["comes"], &one["kept"]), (&json!([]), &json!([])));
    assert_eq!(is().await, was, "it was only shown");
    assert_eq!(ask(&ani, "kabupaten", true).await.status, StatusCode::OK);
    assert_eq!(is().await, "kabupaten");
    // What is answered and goes is said, and is there when the sort is given back.
    let siti = house.phone("siti").await;
    say(&house, &siti, cycle, "lke-contoh:A.1", "Ya").await;
    let told: Value = ask(&ani, "provinsi", true).await.json();
    let cycles = told["cycles"].as_array().unwrap();
    let one = cycles
        .iter()
        .find(|one| one["name"] == "Siklus pindah")
        .unwrap();
    assert_eq!(one["kept"], json!(["A.1 · Butir 1"]), "{told}");
    let told: Value = ask(&ani, "kabupaten", true).await.json();
    assert_eq!(told["to"], "kabupaten");
    let answer = model::id::RecordId::answer(office(), cycle, "lke-contoh:A.1");
    assert_eq!(
        house.record(answer).await.unwrap().text("nilai"),
        Some("Ya")
    );
    // Nonsense is refused, and so is who administers nothing there.
    for nonsense in ["12", "<b>"] {
        let refused = ask(&ani, nonsense, true).await;
        assert_eq!(refused.code(), ProblemCode::Refused, "{nonsense}");
    }
    let budi = house.sign_in("budi").await;
    let refused = ask(&budi, "provinsi", true).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
    assert_eq!(is().await, "kabupaten");
}
