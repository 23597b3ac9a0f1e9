//! The entry: which kind of page this is, and what runs there.

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;

use crate::engine::{State, use_engine};
use crate::pages::later::hydrate_admin as hydrate_admin_in;
use crate::platform::{install, page};

/// Mounts the field pages where the static shell stands, else hydrates the admin page. One wasm serves
/// both: a shell that is the same under every address can't be hydrated (its views differ), so its
/// skeleton is taken out and the app is mounted in its place.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        tell("buktiPanik", &[info.to_string().into()]);
    }));
    match page::mount_point() {
        Some(place) => {
            install::listen();
            use_engine().start();
            place.set_inner_html("");
            leptos::mount::mount_to(place, Field).forget();
        }
        // Not by Leptos' own: it has no executor before something is mounted or hydrated.
        None => spawn_local(async {
            hydrate_admin().await;
            request_animation_frame(ready);
        }),
    }
}

/// The field pages; the app is usable once the engine knows who is here and their page was drawn.
#[component]
fn Field() -> impl IntoView {
    let engine = use_engine();
    Effect::new(move |told: Option<bool>| {
        let told = told.unwrap_or(false);
        let usable = engine.state() != State::Starting;
        if usable && !told {
            request_animation_frame(ready);
        }
        told || usable
    });
    crate::pages::shell::FieldApp()
}

/// Takes over the admin page inside its element; a page that has none (the offline page) needs no app.
/// Where the code doesn't arrive the page stays as the server drew it, and `start.js` offers to reload.
async fn hydrate_admin() {
    let element = document().get_element_by_id(crate::admin::ROOT_ID);
    if let Some(element) = element.and_then(|element| element.dyn_into().ok())
        && let Err(error) = hydrate_admin_in(element).await
    {
        leptos::logging::warn!("{error}");
    }
}

/// Says that the app is usable: the watchdog ends, the service worker is registered.
fn ready() {
    tell("buktiSiap", &[]);
}

/// Calls a function that `start.js` put on the global object; without it there is nobody to tell.
pub(crate) fn tell(name: &str, arguments: &[JsValue]) {
    let found = Reflect::get(&js_sys::global(), &name.into()).ok();
    if let Some(function) = found.and_then(|found| found.dyn_into::<Function>().ok()) {
        let arguments = arguments.iter().collect();
        // It can't be helped if the page's own script fails.
        drop(function.apply(&JsValue::UNDEFINED, &arguments));
    }
}
