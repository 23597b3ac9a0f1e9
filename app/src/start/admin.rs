//! The admin pages' start.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::ready;
use crate::admin::{AdminApp, ROOT_ID};

/// Takes over the page that the server drew inside its element. Where this code doesn't arrive the page
/// stays as the server drew it, its links work, and `start.js` offers to reload.
pub fn start() {
    let element = document().get_element_by_id(ROOT_ID);
    if let Some(element) = element.and_then(|element| element.dyn_into().ok()) {
        leptos::mount::hydrate_from(element, AdminApp).forget();
        request_animation_frame(ready);
    }
}
