//! The page that the app was loaded by.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, HtmlElement, Window};

fn document() -> Option<Document> {
    let window: Window = js_sys::global().unchecked_into();
    window.document()
}

/// Address of a file of the very build that runs: beside the style sheet that the page names.
#[must_use]
pub fn built(file: &str) -> String {
    let sheet = document().and_then(|document| {
        let link = document
            .query_selector("link[rel=stylesheet][href^='/b/']")
            .ok()??;
        link.get_attribute("href")
    });
    let folder = sheet.as_deref().and_then(|sheet| sheet.rsplit_once('/'));
    format!("{}/{file}", folder.map_or("", |(folder, _)| folder))
}

/// The build that runs: the folder's name.
#[must_use]
pub fn build() -> String {
    let folder = built("");
    folder
        .trim_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The mount point of the static shell, where field pages live; none on admin pages.
#[must_use]
pub fn mount_point() -> Option<HtmlElement> {
    let found = document()?.query_selector("#app[data-shell]").ok()??;
    found.dyn_into().ok()
}
