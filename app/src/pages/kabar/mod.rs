//! News (kabar): what others changed on what is mine since I looked.

pub mod berita;

#[cfg(target_arch = "wasm32")]
mod halaman;

#[cfg(target_arch = "wasm32")]
pub use halaman::{KabarPage, unseen};
