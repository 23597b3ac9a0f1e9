//! The shell, the builds, and what stands around every answer.

use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use server::Config;

use crate::house::House;

fn build_site(folder: &Path, build: &str) {
    let files = folder.join("b").join(build);
    fs::create_dir_all(&files).unwrap();
    fs::write(folder.join("shell.html"), format!("<!doctype html>{build}")).unwrap();
    fs::write(folder.join("sw.js"), "// pekerja").unwrap();
    fs::write(folder.join("sw-mati.js"), "// mati").unwrap();
    fs::write(files.join("bukti.js"), "let a = 1;").unwrap();
    fs::write(files.join("bukti.js.br"), "br").unwrap();
    fs::write(files.join("bukti_bg.wasm"), "wasm").unwrap();
}

async fn house() -> House {
    House::with(|folder, _| {
        let site = folder.join("site");
        build_site(&site, "satu");
        Config {
            site: Some(site),
            ..Config::default()
        }
    })
    .await
}

#[tokio::test]
async fn every_field_address_answers_with_the_same_shell() {
    let house = house().await;
    for path in [
        "/",
        "/masuk",
        "/rencana",
        "/lke/mp",
        "/butir/x",
        "/bukti/1",
        "/konflik/1",
    ] {
        let reply = house.get(path, "").await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert_eq!(reply.text(), "<!doctype html>satu", "{path}");
        assert_eq!(reply.headers["cache-control"], "no-cache");
        assert_eq!(reply.headers["bukti-build"], "satu");
        let csp = reply.headers["content-security-policy"].to_str().unwrap();
        assert!(csp.starts_with("default-src 'none'"));
    }
    let reply = house.get("/entah", "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(reply.text().contains("not_found"), "{}", reply.text());
    // A person's browser gets the app, which says so.
    let person = |path: &str| {
        let request = Request::get(path).header("accept", "text/html,*/*;q=0.8");
        request.body(Body::empty()).unwrap()
    };
    let reply = house.ask(person("/entah/apa")).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(reply.text(), "<!doctype html>satu");
    let reply = house.ask(person("/api/v1/entah")).await;
    assert!(reply.text().contains("not_found"), "{}", reply.text());
    let reply = house.get("/b/satu/tidak-ada.js", "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let reply = house.get("/b/satu/..%2f..%2fbukti.db", "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_builds_files_never_change_and_go_out_packed() {
    let house = house().await;
    let request = Request::get("/b/satu/bukti.js")
        .header("accept-encoding", "gzip, br")
        .body(Body::empty())
        .unwrap();
    let reply = house.ask(request).await;
    assert_eq!(reply.headers["content-encoding"], "br");
    assert_eq!(
        reply.headers["content-type"],
        "text/javascript; charset=utf-8"
    );
    let cache = reply.headers["cache-control"].to_str().unwrap();
    assert!(cache.contains("immutable"));
    let reply = house.get("/b/satu/bukti.js", "").await;
    assert_eq!(reply.body, b"let a = 1;");
    let reply = house.get("/b/satu/bukti_bg.wasm", "").await;
    assert_eq!(reply.headers["content-type"], "application/wasm");
}

#[tokio::test]
async fn after_a_deploy_an_old_tab_still_gets_its_files() {
    let house = house().await;
    let site = house.folder.path().join("site-dua");
    build_site(&site, "dua");
    let config = Config {
        data: house.folder.path().join("data"),
        site: Some(site),
        worker_off: true,
        ..Config::default()
    };
    let app = server::App::open_at(config, house.clock.clone())
        .await
        .unwrap();
    let second = House {
        router: server::router(app.clone()),
        app,
        clock: house.clock.clone(),
        folder: tempfile::tempdir().unwrap(),
        cycle: house.cycle,
        items: Vec::new(),
    };
    assert_eq!(second.get("/", "").await.text(), "<!doctype html>dua");
    assert_eq!(second.get("/b/satu/bukti.js", "").await.body, b"let a = 1;");
    assert_eq!(second.get("/b/dua/bukti.js", "").await.body, b"let a = 1;");
    assert_eq!(second.get("/sw.js", "").await.text(), "// mati");
}

#[tokio::test]
async fn the_server_says_whether_it_is_well() {
    let house = House::new().await;
    let reply = house.get("/healthz", "").await;
    assert_eq!(reply.status, StatusCode::OK);
    let reply = house.get("/", "").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
}
