//! The shell under every field address, the files at fixed addresses, the files of all kept builds.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{MethodRouter, get, post};

use super::body::Named;
use super::problem::Problem;
use super::site::Asset;
use crate::serve::App;

/// First parts of field addresses, all of which answer with the shell. The service worker's list
/// (`FIELD_ROUTES` in `app/assets/root/sw.js`) is the same: change both together.
const FIELD_ROUTES: [&str; 10] = [
    "masuk", "rencana", "lke", "butir", "bukti", "kabar", "saya", "sinkron", "coba", "langkah",
];
/// And the field address of conflicts, which has a page below it only.
const CONFLICT_ROUTE: &str = "konflik";

/// The routes.
pub(super) fn router() -> Router<Arc<App>> {
    let mut router = Router::new()
        .route("/", get(shell))
        .route("/b/{*path}", get(build_file))
        // Where no service worker runs, what another app shared can't be kept: the app opens.
        .route("/bagikan", post(|| async { Redirect::to("/bukti") }));
    for name in FIELD_ROUTES.into_iter().chain([CONFLICT_ROUTE]) {
        let page: MethodRouter<Arc<App>> = get(shell);
        router = router
            .route(&format!("/{name}"), page.clone())
            .route(&format!("/{name}/{{*rest}}"), page);
    }
    let fixed = [
        "/shell.html",
        "/sw.js",
        "/sw-mati.js",
        "/manifest.webmanifest",
        "/darurat.html",
        "/luring.html",
        "/favicon.ico",
        "/icons/{name}",
    ];
    for path in fixed {
        router = router.route(path, get(fixed_file));
    }
    router
}

async fn shell(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    match app.site().root("shell.html") {
        Some(asset) => answer(asset, "shell.html", &headers),
        None => {
            let message = "the site isn't built: start the server with --site";
            Problem::busy(message).into_response()
        }
    }
}

/// An address that names nothing: a person's browser gets the app, which says so and leads on; anything
/// else gets a problem.
pub(super) async fn nowhere(
    State(app): State<Arc<App>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok());
    let is_person = accepts.is_some_and(|accepts| accepts.contains("text/html"))
        && !uri.path().starts_with("/api/");
    match app.site().root("shell.html") {
        Some(asset) if is_person && method == Method::GET => {
            let mut response = answer(asset, "shell.html", &headers);
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
        _ => Problem::not_found().into_response(),
    }
}

async fn fixed_file(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let name = match path {
        "favicon.ico" => "icons/ikon-192.png",
        // The kill switch: a worker that unregisters itself takes the place of the real one.
        "sw.js" if app.is_worker_off() => "sw-mati.js",
        other => other,
    };
    match app.site().root(name) {
        Some(asset) => answer(asset, name, &headers),
        None => Problem::not_found().into_response(),
    }
}

/// A file whose address stays the same while its content changes: asked for again each time.
fn answer(asset: &Asset, name: &str, headers: &HeaderMap) -> Response {
    let (bytes, encoding) = match (&asset.br, &asset.gz) {
        (Some(br), _) if takes(headers, "br") => (br, Some("br")),
        (_, Some(gz)) if takes(headers, "gzip") => (gz, Some("gzip")),
        _ => (&asset.bytes, None),
    };
    reply(bytes.clone(), name, encoding, "no-cache")
}

/// A file of some build: it never changes.
async fn build_file(
    State(app): State<Arc<App>>,
    Named(path): Named<String>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = app.site().file(&path) else {
        return Problem::not_found().into_response();
    };
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        let mut packed = file.clone().into_os_string();
        packed.push(ending);
        if takes(&headers, encoding)
            && let Ok(bytes) = tokio::fs::read(packed).await
        {
            return reply(bytes, &path, Some(encoding), IMMUTABLE);
        }
    }
    match tokio::fs::read(&file).await {
        Ok(bytes) => reply(bytes, &path, None, IMMUTABLE),
        Err(_) => Problem::not_found().into_response(),
    }
}

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

fn reply(
    bytes: Vec<u8>,
    name: &str,
    encoding: Option<&'static str>,
    cache: &'static str,
) -> Response {
    let mut response = (StatusCode::OK, Body::from(bytes)).into_response();
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, media_type(name));
    set(header::CACHE_CONTROL, cache);
    set(header::VARY, "accept-encoding");
    if let Some(encoding) = encoding {
        set(header::CONTENT_ENCODING, encoding);
    }
    if name == "sw.js" || name == "sw-mati.js" {
        set(
            header::HeaderName::from_static("service-worker-allowed"),
            "/",
        );
    }
    response
}

/// Whether the browser takes an encoding.
fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let list = headers.get(header::ACCEPT_ENCODING);
    let list = list.and_then(|list| list.to_str().ok()).unwrap_or_default();
    list.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some(encoding) && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0"))
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
