//! The field pages' start.

use leptos::prelude::*;

use super::ready;
use crate::engine::{State, use_engine};
use crate::platform::{install, page};

/// Mounts the field pages in the static shell. A shell that is the same under every address can't be
/// hydrated (its views differ), so its skeleton is taken out and the app is mounted in its place.
pub fn start() {
    let Some(place) = page::mount_point() else {
        return;
    };
    install::listen();
    use_engine().start();
    place.set_inner_html("");
    leptos::mount::mount_to(place, Field).forget();
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
