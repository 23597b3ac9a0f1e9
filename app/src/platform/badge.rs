//! The number on the app's icon, where the browser has one.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Navigator;

/// Shows the number; none for zero. A browser without badges, or that refuses, shows nothing.
pub fn set(navigator: &Navigator, count: usize) {
    let name = if count > 0 {
        "setAppBadge"
    } else {
        "clearAppBadge"
    };
    let found = Reflect::get(navigator, &name.into()).ok();
    let Some(function) = found.and_then(|found| found.dyn_into::<Function>().ok()) else {
        return;
    };
    // Counts of things on one phone: far below 2^53.
    let given = if count > 0 {
        function.call1(navigator, &JsValue::from_f64(count as f64))
    } else {
        function.call0(navigator)
    };
    let promise = given
        .ok()
        .and_then(|given| given.dyn_into::<Promise>().ok());
    if let Some(promise) = promise {
        // A refusal changes nothing, and mustn't count as an error of the page.
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}
