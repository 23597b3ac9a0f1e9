//! Bukti's user interface.
use leptos::prelude::*;

/// Mounts the field pages where the static shell stands, else hydrates the admin page.
pub fn start() {
    leptos::mount::mount_to_body(|| view! { <p>"Bukti"</p> });
}
