//! The wasm entry point: `start.js` calls [`start`] once the module is loaded. Elsewhere than on wasm32
//! there is nothing to start.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the app on the page that loaded it.
#[wasm_bindgen]
pub fn start() {
    app::start();
}
