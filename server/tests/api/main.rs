//! The whole server behind its router, over a real database and a real folder.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that can't go on fails"
)]

#[cfg(feature = "admin")]
mod admin;
mod bad_push;
mod blobs;
mod chance;
mod device;
mod full;
mod fuzz;
mod house;
#[cfg(feature = "admin")]
mod instruments;
mod killed;
#[cfg(feature = "admin")]
mod kinds;
mod live;
#[cfg(feature = "admin")]
mod moving;
mod pages;
mod session;
mod sync;
mod trust;
mod tus;
#[cfg(feature = "admin")]
mod years;
