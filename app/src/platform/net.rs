//! Requests to our own server, each with a time limit of its own.

use js_sys::Uint8Array;
use model::sync::platform::{NetError, Response};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, DomException, Headers, Request, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Window,
};

/// Time for a request whose body is small.
pub const PATIENCE_MS: u32 = 30_000;
/// Time for a MiB on a poor line (about 70 kbit/s).
pub const UPLOAD_PATIENCE_MS: u32 = 120_000;

/// A request in the browser's terms.
pub struct Call<'a> {
    /// `GET`, `POST`…
    pub method: &'a str,
    /// Path below the server's root.
    pub path: &'a str,
    /// Names and values.
    pub headers: &'a [(String, String)],
    /// The body, if any.
    pub body: Option<&'a [u8]>,
    /// Whether cookies go with it.
    pub credentials: bool,
    /// Time limit, in milliseconds.
    pub patience_ms: u32,
}

/// Carries out a request.
///
/// # Errors
/// [`NetError`] if no answer came; any answer, also a refusal, is an answer. A redirect is none: our API
/// never redirects, a captive portal does.
pub async fn call(call: Call<'_>) -> Result<Response, NetError> {
    let response = send(&call).await.map_err(net_error)?;
    let (status, headers) = (response.status(), response.headers());
    let buffer = response.array_buffer().map_err(net_error)?;
    let buffer = JsFuture::from(buffer).await.map_err(net_error)?;
    let body = Uint8Array::new(&buffer).to_vec();
    Ok(Response::new(status, body, |name| {
        headers.get(name).ok().flatten()
    }))
}

async fn send(call: &Call<'_>) -> Result<web_sys::Response, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in call.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(call.method);
    init.set_headers(&headers);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_credentials(if call.credentials {
        RequestCredentials::SameOrigin
    } else {
        RequestCredentials::Omit
    });
    if let Some(body) = call.body {
        init.set_body(&Uint8Array::from(body));
    }
    init.set_signal(Some(&AbortSignal::timeout_with_u32(call.patience_ms)));
    let request = Request::new_with_str_and_init(call.path, &init)?;
    let window: Window = js_sys::global().unchecked_into();
    let response = JsFuture::from(window.fetch_with_request(&request)).await?;
    response.dyn_into()
}

fn net_error(error: JsValue) -> NetError {
    match error.dyn_into::<DomException>() {
        Ok(exception) if exception.name() == "TimeoutError" => NetError::Timeout,
        Ok(exception) => NetError::Unreachable(exception.message()),
        Err(other) => NetError::Unreachable(
            js_sys::Reflect::get(&other, &"message".into())
                .ok()
                .and_then(|message| message.as_string())
                .unwrap_or_else(|| "fetch failed".to_owned()),
        ),
    }
}
