//! Installing the app, where the browser offers it: Chromium says so by an event that must be kept.

use std::cell::RefCell;

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

thread_local! {
    static EVENT: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Whether the browser would install the app now (tracked by those who read it).
#[derive(Clone)]
pub struct Offer(ArcRwSignal<bool>);

impl Offer {
    /// Listens from now on, for as long as the page lives. Called once, by the root.
    #[must_use]
    pub fn listen() -> Self {
        let offer = Self(ArcRwSignal::new(false));
        let heard = offer.0.clone();
        // Dropping the handle doesn't end the listening: it goes on as long as the page.
        drop(window_event_listener_untyped(
            "beforeinstallprompt",
            move |event| {
                event.prevent_default();
                EVENT.set(Some(event.into()));
                heard.set(true);
            },
        ));
        let done = offer.0.clone();
        drop(window_event_listener_untyped("appinstalled", move |_| {
            done.set(false)
        }));
        offer
    }

    /// Whether there is one (tracked).
    #[must_use]
    pub fn stands(&self) -> bool {
        self.0.get()
    }

    /// Not now.
    pub fn decline(&self) {
        self.0.set(false);
    }

    /// Lets the browser ask. It must be called from a click.
    pub fn accept(&self) {
        self.0.set(false);
        let Some(event) = EVENT.take() else { return };
        let prompt = Reflect::get(&event, &"prompt".into()).ok();
        if let Some(prompt) = prompt.and_then(|prompt| prompt.dyn_into::<Function>().ok()) {
            // Whatever the person answers, the browser remembers it.
            drop(prompt.call0(&event));
        }
    }
}
