//! Bukti's user interface: Leptos components and pages, words, the browser's store and the sync driver.
//!
//! Admin pages render on the server and hydrate in the browser, built with the feature `hydrate`. Field
//! pages, and all that only a browser has, exist on wasm32 alone, built with the feature `csr`.

#![recursion_limit = "256"]

pub mod admin;
#[cfg(all(target_arch = "wasm32", not(feature = "hydrate")))]
pub mod drafts;
#[cfg(all(target_arch = "wasm32", not(feature = "hydrate")))]
pub mod engine;
pub mod i18n;
#[cfg(not(feature = "hydrate"))]
pub mod pages;
#[cfg(all(target_arch = "wasm32", not(feature = "hydrate")))]
pub mod platform;
#[cfg(target_arch = "wasm32")]
mod start;
mod storage;
#[cfg(all(target_arch = "wasm32", not(feature = "hydrate")))]
pub mod store;
pub mod systems;
pub mod ui;

#[cfg(target_arch = "wasm32")]
pub use start::start;
