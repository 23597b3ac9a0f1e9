use super::*;
use crate::clock::Seeded;
use crate::files::MemoryFiles;
use crate::serve::Config;
use crate::store::memory::MemoryStore;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use model::id::Epoch;
use model::time::Millis;
use tower::ServiceExt as _;

const FORM: &str = "kunci=rahasia&kantor=KPU+%3CSatu%3E&zona=WITA&nama=Ani&masuk=Ani\
     &sandi=sepuluh-huruf&ulang=sepuluh-huruf";

async fn app() -> Arc<App> {
    let clock = Arc::new(Seeded::new("mulai", Millis(1_000_000)));
    let store = Arc::new(MemoryStore::new(Epoch::derived(&["mulai"])));
    let files = Arc::new(MemoryFiles::default());
    let app = App::over(Config::default(), store, files, clock).unwrap();
    let hash = sha256_hex(b"rahasia");
    let store = app.ledger().store();
    store.put_link(&hash, Millis(2_000_000)).await.unwrap();
    app
}

async fn send(app: &Arc<App>, request: Request<Body>) -> (StatusCode, String) {
    let response = crate::http::router(app.clone())
        .oneshot(request)
        .await
        .unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

fn post(form: &str) -> Request<Body> {
    Request::post("/mulai")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form.to_owned()))
        .unwrap()
}

#[tokio::test]
async fn the_link_makes_one_admin_and_then_no_more() {
    let app = app().await;
    let get = Request::get("/mulai?kunci=rahasia")
        .body(Body::empty())
        .unwrap();
    let (status, html) = send(&app, get).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("name=\"sandi\""));
    assert_eq!(send(&app, post(FORM)).await.0, StatusCode::SEE_OTHER);
    let directory = app.ledger().directory().await.unwrap();
    let person = directory.person_by_login("ani").unwrap();
    let office = directory.office(person.office).unwrap();
    assert_eq!(
        (office.name.as_str(), office.zone),
        ("KPU <Satu>", Zone::Wita)
    );
    let grant = directory.grants_of(person.id).next().unwrap();
    assert_eq!((grant.role, grant.office), (Role::Admin, office.id));
    let door = app.door();
    assert!(door.sign_in("ani", "sepuluh-huruf", "::1").await.is_ok());
    assert_eq!(send(&app, post(FORM)).await.0, StatusCode::GONE);
}

#[tokio::test]
async fn what_is_amiss_is_said_and_the_link_stays() {
    let app = app().await;
    let bad = FORM.replace(
        "sandi=sepuluh-huruf&ulang=sepuluh-huruf",
        "sandi=pendek&ulang=pendek",
    );
    let (status, html) = send(&app, post(&bad)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    // The error has its colour and icon, is tied to its field, and the field has the focus.
    let error = "<p class=\"err\" id=\"sandi-s\"><svg class=\"i\"";
    assert!(html.contains(error), "{html}");
    assert!(html.contains("kurang dari 10 huruf"));
    assert!(html.contains("aria-describedby=\"sandi-s sandi-b\" aria-invalid=\"true\" autofocus>"));
    assert_eq!(html.matches("aria-invalid").count(), 1);
    assert!(
        html.contains("KPU &lt;Satu&gt;"),
        "typed text comes back escaped"
    );
    assert!(!html.contains("pendek\""), "a password never comes back");
    assert_eq!(send(&app, post(FORM)).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn empty_fields_are_told_in_our_words_and_the_first_has_the_focus() {
    let app = app().await;
    let empty = "kunci=rahasia&kantor=&zona=WIB&nama=+&masuk=&sandi=&ulang=";
    for (language, words) in [
        ("id", "Isian ini perlu diisi."),
        ("en", "This needs to be filled in."),
    ] {
        let mut request = post(empty);
        let wanted = HeaderValue::from_static(language);
        request.headers_mut().insert("accept-language", wanted);
        let (status, html) = send(&app, request).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            html.contains("novalidate"),
            "the browser says nothing of its own"
        );
        assert_eq!(html.matches(words).count(), 5, "{html}");
        assert_eq!(html.matches("autofocus").count(), 1);
        assert!(
            html.contains(
                "aria-describedby=\"kantor-s kantor-b\" aria-invalid=\"true\" autofocus>"
            )
        );
    }
}

#[tokio::test]
async fn other_sites_and_other_keys_get_nothing() {
    let app = app().await;
    let mut foreign = post(FORM);
    let cross = HeaderValue::from_static("cross-site");
    foreign.headers_mut().insert("sec-fetch-site", cross);
    assert_eq!(send(&app, foreign).await.0, StatusCode::FORBIDDEN);
    let guess = FORM.replace("rahasia", "tebakan");
    assert_eq!(send(&app, post(&guess)).await.0, StatusCode::GONE);
    assert!(!app.ledger().store().has_people().await.unwrap());
}
