//! `/admin…`: rendered on the server by `leptos_axum`, with data, under a policy of its own that lets
//! the page's streamed scripts run by their nonce.

mod instruments;
mod kinds;
mod moving;
mod years;

use std::sync::Arc;

use app::admin::data::AdminData;
use app::admin::{AdminApp, admin_shell};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use leptos::context::provide_context;
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::{ResponseOptions, generate_route_list, render_app_async_with_context};

use super::guard::CSP;
use super::identity::Settled;
use super::problem::Problem;
use crate::admin::Asking;
use crate::serve::App;

/// The routes, as the app names them.
pub(super) fn router() -> Router<Arc<App>> {
    let mut router = instruments::router();
    for route in generate_route_list(AdminApp) {
        router = router.route(route.path(), get(page));
    }
    router
}

async fn page(
    State(app): State<Arc<App>>,
    session: Result<Settled, Problem>,
    request: Request<Body>,
) -> Response {
    // Whoever isn't signed in gets the page all the same: it says so, and where to sign in.
    let person = session.ok().map(|Settled(session)| session.person);
    let build = app.build().to_owned();
    let data: Arc<dyn AdminData> = Arc::new(Asking { app, person });
    let render = render_app_async_with_context(
        move || {
            provide_context(Arc::clone(&data));
            allow_nonce();
        },
        move || admin_shell(&build),
    );
    let mut response = render(request).await;
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// The policy of this one answer.
fn allow_nonce() {
    let policy = use_nonce().map(|nonce| {
        let scripts = format!("script-src 'nonce-{nonce}'");
        CSP.replace("script-src", &scripts)
    });
    let policy = policy.and_then(|policy| HeaderValue::from_str(&policy).ok());
    if let Some((options, policy)) = use_context::<ResponseOptions>().zip(policy) {
        options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
