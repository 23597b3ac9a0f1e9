//! Bukti's user interface: Leptos components and pages, words, the browser's store and the sync driver.
//!
//! Admin pages render on the server and hydrate in the browser. Field pages, and all that only a browser
//! has, exist on wasm32 alone.

#![recursion_limit = "256"]

pub mod admin;
#[cfg(target_arch = "wasm32")]
pub mod drafts;
#[cfg(target_arch = "wasm32")]
pub mod engine;
pub mod i18n;
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod platform;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(target_arch = "wasm32")]
pub mod store;
pub mod ui;

#[cfg(target_arch = "wasm32")]
pub use start::start;
