//! Installing the app: some browsers offer it by an event that is kept until the person wants it.

use std::cell::OnceCell;

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast as _;
use web_sys::Event;

struct Offer {
    event: ArcRwSignal<Option<SendWrapper<Event>>>,
    there: ArcRwSignal<bool>,
}

fn with<T>(ask: impl FnOnce(&Offer) -> T) -> T {
    thread_local! {
        static OFFER: OnceCell<Offer> = const { OnceCell::new() };
    }
    OFFER.with(|offer| {
        ask(offer.get_or_init(|| Offer {
            event: ArcRwSignal::new(None),
            there: ArcRwSignal::new(false),
        }))
    })
}

/// Listens for the browser's offer: from the very start, because it comes once.
pub fn listen() {
    drop(window_event_listener_untyped(
        "beforeinstallprompt",
        |event| {
            event.prevent_default();
            with(|offer| {
                offer.event.set(Some(SendWrapper::new(event)));
                offer.there.set(true);
            });
        },
    ));
    drop(window_event_listener_untyped("appinstalled", |_| {
        with(|offer| offer.there.set(false));
    }));
}

/// Whether the app can be installed now; set it to false to stop offering.
#[must_use]
pub fn offer() -> RwSignal<bool> {
    with(|offer| offer.there.clone()).into()
}

/// The person wants it: the browser asks them once more.
pub fn accept() {
    let event = with(|offer| {
        offer.there.set(false);
        offer.event.try_update(Option::take).flatten()
    });
    if let Some(event) = event {
        let prompt = Reflect::get(&event, &"prompt".into()).ok();
        if let Some(prompt) = prompt.and_then(|prompt| prompt.dyn_into::<Function>().ok()) {
            // The browser may refuse a second time: then it isn't installed.
            drop(prompt.call0(&event));
        }
    }
}
