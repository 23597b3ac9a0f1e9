//! Requests of the admin pages to the server, and its refusals in words. The session's cookie says who
//! asks.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Request, RequestInit, RequestRedirect, Response};

use crate::i18n::Texts;
use model::wire::refusal::Refused;

/// Time for an answer: a large workbook goes over a poor line.
const PATIENCE_MS: u32 = 120_000;

/// Why an answer isn't one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No answer came.
    #[error("the server can't be reached")]
    Unreachable,
    /// The server refuses, and says why.
    #[error("{0:?}")]
    Refused(Refused),
    /// It answers what this page can't read: another version, or something between the two.
    #[error("{0}")]
    Unreadable(String),
}

impl Failure {
    /// What happened and what to do.
    pub fn words(&self, t: &Texts) -> String {
        match self {
            Self::Unreachable => t.instrumen().unreachable.to_owned(),
            Self::Refused(why) => t.refused(why),
            Self::Unreadable(what) => (t.instrumen().not_understood)(what),
        }
    }
}

/// Posts JSON.
///
/// # Errors
/// [`Failure`].
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Failure> {
    let text = serde_json::to_string(body).map_err(|e| Failure::Unreadable(e.to_string()))?;
    send(path, &text.into(), "application/json").await
}

/// Posts a file's bytes.
///
/// # Errors
/// [`Failure`].
pub async fn post_file<T: DeserializeOwned>(
    path: &str,
    file: &web_sys::File,
) -> Result<T, Failure> {
    send(path, file.as_ref(), "application/octet-stream").await
}

async fn send<T: DeserializeOwned>(path: &str, body: &JsValue, kind: &str) -> Result<T, Failure> {
    let response = ask(path, body, kind).await;
    let response = response.map_err(|_| Failure::Unreachable)?;
    let text = JsFuture::from(response.text().map_err(|_| Failure::Unreachable)?);
    let text = text.await.map_err(|_| Failure::Unreachable)?;
    let text = text.as_string().unwrap_or_default();
    if response.ok() {
        return serde_json::from_str(&text).map_err(|e| Failure::Unreadable(e.to_string()));
    }
    Err(match serde_json::from_str(&text) {
        Ok(refused) => Failure::Refused(refused),
        Err(_) => Failure::Unreadable(format!("{} {}", response.status(), response.status_text())),
    })
}

async fn ask(path: &str, body: &JsValue, kind: &str) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let request = Request::new_with_str_and_init(path, &init)?;
    request.headers().set("content-type", kind)?;
    let window = leptos::prelude::window();
    let response = JsFuture::from(window.fetch_with_request(&request)).await?;
    response.dyn_into()
}
