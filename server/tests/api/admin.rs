//! The admin page, rendered with data.

use axum::http::StatusCode;

use crate::house::House;

#[tokio::test]
async fn who_has_offices_below_sees_how_they_stand() {
    let house = House::new().await;
    house.phone("siti").await;
    let cookie = house.sign_in("ani").await;
    let reply = house.get("/admin", &cookie).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let page = reply.text();
    assert!(page.contains("KPU Kabupaten Trenggalek"), "{page}");
    assert!(!page.contains("Pacitan"));
    assert!(
        !page.contains(" style="),
        "the policy refuses inline styles"
    );
    // Streamed scripts run by this answer's nonce, and by nothing else.
    let policy = reply.headers["content-security-policy"].to_str().unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap();
    let nonce = nonce.split('\'').next().unwrap();
    assert!(page.contains(&format!("nonce=\"{nonce}\"")), "{policy}");
    assert!(!policy.contains("unsafe-inline"));
}

#[tokio::test]
async fn devices_are_named_of_the_offices_below_and_of_no_other() {
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let stranger = house.phone("budi").await;
    let ani = house.sign_in("ani").await;
    // A phone is seen once it speaks.
    for phone in [&siti, &stranger] {
        house.push(phone, &[]).await;
    }
    let page = house.get("/admin", &ani).await.text();
    assert!(page.contains("siti · Ponsel"), "{page}");
    assert!(!page.contains("budi"), "{page}");
}

#[tokio::test]
async fn the_page_of_instruments_is_drawn_with_the_years_before() {
    let house = House::new().await;
    let ani = house.sign_in("ani").await;
    let body = serde_json::json!({
        "office": crate::house::office(), "family": "lke-zi-90-2021", "year": 2024, "index": "64.75",
        "whole": "100", "parts": null, "source": "LHE ZI 2024", "cycle": null,
    });
    let path = "/api/v1/admin/years";
    let kept = house
        .send(axum::http::Method::POST, path, &ani, &body)
        .await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    let ledger = house.app.ledger();
    let zi = ledger.latest("lke-zi-90-2021").await.unwrap().unwrap();
    let path = format!("/admin/instrumen?pilih={}", zi.digest);
    let page = house.get(&path, &ani).await.text();
    let line = "KPU Kabupaten Trenggalek · 2024 · 64,75 dari 100,00";
    assert!(page.contains(line), "{page}");
    assert!(page.contains("LHE ZI 2024"));
    assert!(!page.contains(" style="));
}

#[tokio::test]
async fn who_is_not_signed_in_is_told_where_to() {
    let house = House::new().await;
    let reply = house.get("/admin", "").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.text().contains("/masuk"));
    assert!(!reply.text().contains("Trenggalek"));
}
