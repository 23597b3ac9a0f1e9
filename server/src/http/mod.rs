//! Everything under an address: one router.
//!
//! | module | answers |
//! |---|---|
//! | [`session`](self) | signing in and out, passwords, device keys |
//! | `sync` | push, pull, instruments, history |
//! | `live` | nudges that something is new |
//! | `upload`, `download` | bytes of files coming in and going out |
//! | `first` | the form that makes the first admin |
//! | `admin` | the server-rendered pages |
//! | `pages` | the shell under every field address, the files of all kept builds |
//! | `guard` | what stands around them all: headers, same-origin check, log |
//! | [`problem`] | every answer that isn't a success |

#[cfg(feature = "admin")]
mod admin;
mod body;
mod download;
mod first;
mod guard;
mod identity;
mod live;
mod pages;
pub mod problem;
mod session;
pub mod site;
mod sync;
mod upload;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::serve::App;

/// Bodies of small questions: sign-in, passwords, keys.
const SMALL_BODY_BYTES_MAX: usize = 16 * 1024;

/// The whole server. A panic ends one answer, not the connection; the simulator, which looks for panics, puts
/// its server together without that.
pub fn router(app: Arc<App>) -> Router {
    let Routes(all) = routes();
    Routes(all.layer(CatchPanicLayer::custom(guard::panicked))).router(app)
}

/// All that the server answers, before it is known for which data: putting so many addresses together takes
/// longer than answering some of them, and who starts servers by the thousand does it once.
#[derive(Clone, Debug)]
pub struct Routes(Router<Arc<App>>);

impl Routes {
    /// The whole server over this data.
    pub fn router(self, app: Arc<App>) -> Router {
        self.0
            .layer(from_fn_with_state(Arc::clone(&app), guard::headers))
            .layer(from_fn_with_state(Arc::clone(&app), guard::log))
            .with_state(app)
    }
}

/// All routes.
#[must_use]
pub fn routes() -> Routes {
    let by_session = session::router()
        .layer(DefaultBodyLimit::max(SMALL_BODY_BYTES_MAX))
        .merge(sync::router())
        .layer(from_fn(guard::same_origin));
    // A push rests on its signature, an upload on its address: neither needs cookies or an origin.
    let api = by_session
        .merge(sync::push_router())
        .layer(CompressionLayer::new())
        .layer(from_fn(guard::no_store));
    #[cfg(feature = "admin")]
    let pages = pages::router().merge(admin::router());
    #[cfg(not(feature = "admin"))]
    let pages = pages::router();
    let all = Router::new()
        .merge(api)
        .merge(live::router().layer(from_fn(guard::no_store)))
        .merge(upload::router())
        .merge(download::router())
        .merge(first::router())
        .merge(pages)
        .route("/healthz", get(health))
        .fallback(pages::nowhere);
    Routes(all)
}

/// Whether the database answers.
async fn health(
    axum::extract::State(app): axum::extract::State<Arc<App>>,
) -> (
    StatusCode,
    [(header::HeaderName, HeaderValue); 1],
    Json<serde_json::Value>,
) {
    let answers = app.ledger().store().heads(&[]).await.is_ok();
    let status = if answers {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = serde_json::json!({ "ok": answers, "build": app.build() });
    let no_store = HeaderValue::from_static("no-store");
    (status, [(header::CACHE_CONTROL, no_store)], Json(body))
}
