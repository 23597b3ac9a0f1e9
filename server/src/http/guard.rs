//! What stands around every answer: headers, the same-origin check, the log.

use std::any::Any;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use model::id::hex;
use model::wire::{BUILD_HEADER, EPOCH_HEADER};

use super::problem::Problem;
use crate::clock::Stopwatch;
use crate::serve::App;

/// What pages may do: run our own scripts and wasm, show our own and captured pictures, talk to us.
pub const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
     font-src 'self'; media-src blob:; frame-src blob:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Names the request in the log and in the answer.
const REQUEST_HEADER: &str = "bukti-request";

/// The public address, beside a request: the same-origin check knows it where a proxy names another host.
#[derive(Clone)]
struct Public(String);

/// Headers of every answer; what an answer has set itself stays.
pub(super) async fn headers(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(url) = app.public_url() {
        request.extensions_mut().insert(Public(url.to_owned()));
    }
    let syncs = request.uri().path().starts_with("/api/v1/sync/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A refusal, too, tells a device that the server went back in time.
    if syncs && let Ok(epoch) = app.ledger().store().epoch().to_string().parse() {
        headers.insert(EPOCH_HEADER, epoch);
    }
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if app.is_https() {
        let value = HeaderValue::from_static("max-age=31536000");
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(value);
    }
    if let Ok(build) = HeaderValue::from_str(app.build()) {
        headers.insert(HeaderName::from_static(BUILD_HEADER), build);
    }
    response
}

/// Answers of the API are nobody's to keep, unless they say otherwise themselves.
pub(super) async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(no_store);
    response
}

/// Refuses what another site's page asks in a person's name: a state changes only from our own pages
/// (Fetch Metadata first, the origin where a browser doesn't send it).
pub(super) async fn same_origin(request: Request, next: Next) -> Response {
    let changes = ![Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let authority = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    let public = request.extensions().get::<Public>();
    let public = public.map(|Public(url)| url.as_str());
    if changes && !is_same_origin(request.headers(), authority, public) {
        return Problem::forbidden("only Bukti's own pages may ask for this").into_response();
    }
    next.run(request).await
}

/// `authority` is where HTTP/2 names the host, `public` where people reach it.
fn is_same_origin(headers: &HeaderMap, authority: Option<&str>, public: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        // No browser: it carries no cookies that it wasn't given.
        return true;
    };
    let host = headers.get(header::HOST).map(HeaderValue::as_bytes);
    let host = host.or(authority.map(str::as_bytes));
    let origin = origin.to_str().unwrap_or_default();
    if public.is_some_and(|public| public.trim_end_matches('/') == origin) {
        return true;
    }
    let named = origin.split_once("://").map(|(_, host)| host.as_bytes());
    host.is_some() && named == host
}

/// The answer where the code that should have answered panicked: it says so, and the connection stays.
pub(super) fn panicked(what: Box<dyn Any + Send>) -> Response {
    let words = what.downcast_ref::<&str>().map(|words| (*words).to_owned());
    let words = words.or_else(|| what.downcast_ref::<String>().cloned());
    let words = words.unwrap_or_else(|| "no words".to_owned());
    Problem::internal(format!("the code panicked: {words}")).into_response()
}

/// One line for each request. It names the route's pattern, never the address: an upload's address is
/// a secret, and a record's id is nobody's business.
pub(super) async fn log(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut id = [0_u8; 8];
    app.ledger().ambient().fill(&mut id);
    let id = hex(&id);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", MatchedPath::as_str)
        .to_owned();
    let watch = Stopwatch::start();
    let span = tracing::info_span!("request", request.id = %id);
    let mut response = tracing::Instrument::instrument(next.run(request), span).await;
    let status = response.status().as_u16();
    let duration_ms = watch.millis();
    tracing::info!(
        request.id = %id,
        http.method = %method,
        http.route = %route,
        http.status = status,
        duration_ms,
        "{method} {route}: {status} in {duration_ms} ms"
    );
    if let Ok(id) = HeaderValue::from_str(&id) {
        let name = HeaderName::from_static(REQUEST_HEADER);
        response.headers_mut().insert(name, id);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    fn asked(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        is_same_origin(&pairs.collect(), None, Some("https://umum.kpu.go.id/"))
    }

    #[tokio::test]
    async fn a_panic_ends_in_a_typed_answer() {
        use tower::ServiceExt as _;
        let falls = axum::routing::get(|| async { panic!("a slip") as StatusCode });
        let router = axum::Router::new()
            .route("/", falls)
            .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked));
        let request = Request::builder().uri("/").body(axum::body::Body::empty());
        let answer = router.oneshot(request.unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(answer.into_body(), 10_000)
            .await
            .unwrap();
        let problem: model::wire::Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem.code, model::wire::ProblemCode::Internal);
        // What our code said is for the log.
        assert!(!problem.message.contains("slip"));
    }

    #[test]
    fn other_sites_are_refused() {
        assert!(asked(&[("sec-fetch-site", "same-origin")]));
        assert!(!asked(&[("sec-fetch-site", "same-site")]));
        assert!(!asked(&[("sec-fetch-site", "cross-site")]));
        let host = ("host", "bukti.kpu.go.id");
        assert!(asked(&[host, ("origin", "https://bukti.kpu.go.id")]));
        assert!(!asked(&[host, ("origin", "https://jahat.example")]));
        assert!(!asked(&[host, ("origin", "null")]));
        assert!(asked(&[host]));
        // A proxy that names the server by its own address.
        let local = ("host", "127.0.0.1:8080");
        assert!(asked(&[local, ("origin", "https://umum.kpu.go.id")]));
        assert!(!asked(&[local, ("origin", "https://bukti.kpu.go.id")]));
    }
}
