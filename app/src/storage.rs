//! localStorage, where there is one: a server has none, and where the browser doesn't let us have it (blocked
//! cookies), gloo-storage panics.

#[cfg(target_arch = "wasm32")]
mod there {
    use leptos::web_sys;

    /// The browser's localStorage.
    #[must_use]
    pub fn local() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok().flatten()
    }

    /// A text as it stands.
    #[must_use]
    pub fn text(key: &str) -> Option<String> {
        local()?.get_item(key).ok().flatten()
    }

    /// Keeps a text as it stands. Says whether the browser took it.
    pub fn set_text(key: &str, value: &str) -> bool {
        local().is_some_and(|storage| storage.set_item(key, value).is_ok())
    }

    /// Removes a value.
    pub fn remove(key: &str) {
        if let Some(storage) = local() {
            // It can't fail for a key.
            drop(storage.remove_item(key));
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod there {
    pub fn text(_: &str) -> Option<String> {
        None
    }

    pub fn set_text(_: &str, _: &str) -> bool {
        false
    }

    pub fn remove(_: &str) {}
}

pub use there::*;
