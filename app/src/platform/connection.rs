//! What the browser tells of the connection (Network Information, which some browsers don't have).

use std::cell::OnceCell;

use js_sys::Reflect;
use leptos::prelude::{ArcRwSignal, Get as _, Set as _, window_event_listener_untyped};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::EventTarget;

fn connection() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let found = Reflect::get(&navigator, &"connection".into()).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// Whether what is sent costs, or goes slowly: a mobile network, the person's wish to save data, or less
/// than 3G. Nothing where the browser doesn't tell.
#[must_use]
pub fn metered() -> Option<bool> {
    let connection = connection()?;
    let told = |name: &str| Reflect::get(&connection, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let is = |name: &str, words: &[&str]| {
        let word = told(name).as_string();
        word.is_some_and(|word| words.contains(&word.as_str()))
    };
    Some(
        told("saveData").is_truthy()
            || is("type", &["cellular", "bluetooth", "wimax"])
            || is("effectiveType", &["slow-2g", "2g"]),
    )
}

/// Calls back for as long as the app lives when the connection becomes another.
pub fn on_change(call: impl FnMut() + 'static) {
    let Some(target) = connection().and_then(|found| found.dyn_into::<EventTarget>().ok()) else {
        return;
    };
    let closure = Closure::<dyn FnMut()>::new(call);
    let function = closure.as_ref().unchecked_ref();
    // It fails for no event name that exists; without it the timer wakes the loop.
    drop(target.add_event_listener_with_callback("change", function));
    closure.forget();
}

/// What a page says of the connection: drawn anew when it comes, goes, or becomes another, whether the
/// sync line says something else then or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Whether the browser believes to have one.
    pub online: bool,
    /// [`metered`]: what is sent costs, or goes slowly.
    pub metered: bool,
}

impl Connection {
    fn now() -> Self {
        Self {
            online: web_sys::window().is_none_or(|window| window.navigator().on_line()),
            metered: metered() == Some(true),
        }
    }
}

/// The connection (tracked).
#[must_use]
pub fn connected() -> Connection {
    thread_local! {
        static TOLD: OnceCell<ArcRwSignal<Connection>> = const { OnceCell::new() };
    }
    TOLD.with(|told| told.get_or_init(listen).get())
}

/// Listens for as long as the app lives.
fn listen() -> ArcRwSignal<Connection> {
    let told = ArcRwSignal::new(Connection::now());
    for event in ["online", "offline"] {
        let told = told.clone();
        drop(window_event_listener_untyped(event, move |_| {
            told.set(Connection::now());
        }));
    }
    let now = told.clone();
    on_change(move || now.set(Connection::now()));
    told
}
