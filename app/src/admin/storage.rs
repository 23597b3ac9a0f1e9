//! The browser's small storage, as the admin pages use it: a browser that refuses it keeps nothing, and the page says
//! nothing. A server remembers nothing of a browser.

#[cfg(target_arch = "wasm32")]
mod browser {
    use gloo_storage::{LocalStorage, Storage as _};

    pub fn get(key: &str) -> Option<String> {
        LocalStorage::raw().get_item(key).ok().flatten()
    }

    pub fn set(key: &str, text: &str) {
        drop(LocalStorage::raw().set_item(key, text));
    }

    pub fn remove(key: &str) {
        LocalStorage::delete(key);
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    pub fn get(_: &str) -> Option<String> {
        None
    }

    pub fn set(_: &str, _: &str) {}

    pub fn remove(_: &str) {}
}

pub use browser::{get, remove, set};
