//! Files that a person chose or dropped, and what the server says of them. Only browsers have files: on
//! the server, which draws the same page, nothing is ever chosen.

use leptos::wasm_bindgen::JsValue;

use crate::admin::shelf::Preview;

/// A file.
#[cfg(target_arch = "wasm32")]
pub type Chosen = web_sys::File;

/// A file.
#[cfg(not(target_arch = "wasm32"))]
pub type Chosen = std::convert::Infallible;

/// The first file that a drag brought.
pub fn dropped(event: &JsValue) -> Option<Chosen> {
    first_file(event, &["dataTransfer", "files"])
}

/// The first file that was chosen in an input.
pub fn chosen(input: &JsValue) -> Option<Chosen> {
    first_file(input, &["files"])
}

#[cfg(target_arch = "wasm32")]
fn first_file(of: &JsValue, way: &[&str]) -> Option<Chosen> {
    use wasm_bindgen::JsCast as _;
    let start = Some(of.clone());
    let files = way.iter().fold(start, |at, name| {
        js_sys::Reflect::get(&at?, &JsValue::from_str(name)).ok()
    });
    let files: web_sys::FileList = files?.dyn_into().ok()?;
    files.get(0)
}

#[cfg(not(target_arch = "wasm32"))]
fn first_file(_: &JsValue, _: &[&str]) -> Option<Chosen> {
    None
}

/// Sends a file to be read; gives its name with the answer, or with the words of why there is none.
#[cfg(target_arch = "wasm32")]
pub fn ask(
    file: Chosen,
    sheet: Option<String>,
    then: impl FnOnce(String, Result<Preview, String>) + 'static,
) {
    let t = crate::i18n::use_texts();
    leptos::task::spawn_local(async move {
        let name = file.name();
        let sheet = sheet.map(|sheet| String::from(js_sys::encode_uri_component(&sheet)));
        let query = sheet.map(|sheet| format!("?sheet={sheet}"));
        let path = format!(
            "/api/v1/admin/instruments/preview{}",
            query.unwrap_or_default()
        );
        let answer = crate::admin::net::post_file(&path, &file).await;
        then(name, answer.map_err(|failure| failure.words(t)));
    });
}

/// There is no file to send.
#[cfg(not(target_arch = "wasm32"))]
pub fn ask(
    file: Chosen,
    _: Option<String>,
    _: impl FnOnce(String, Result<Preview, String>) + 'static,
) {
    match file {}
}
