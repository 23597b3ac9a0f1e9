//! The wasm entry point: `start.js` calls [`start`] once the module is loaded. Elsewhere than on wasm32
//! there is nothing to start. Built with the feature `csr` it runs the field pages, with `hydrate` the
//! admin pages.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the app on the page that loaded it.
#[wasm_bindgen]
pub fn start() {
    app::start();
}

/// Scores the worksheets of the model's self-check here; gives their digest, and the one that it must be,
/// as JSON.
#[cfg(feature = "store-tests")]
#[wasm_bindgen]
pub fn run_selfcheck() -> String {
    let digest = app::store::tests::scores();
    serde_json::to_string(&digest).unwrap_or_default()
}

/// Runs the browser store's tests; gives what came of each as JSON: `[{name, ok, message}]`.
#[cfg(feature = "store-tests")]
#[wasm_bindgen]
pub async fn run_store_tests() -> String {
    let outcomes = app::store::tests::run().await;
    serde_json::to_string(&outcomes).unwrap_or_default()
}
