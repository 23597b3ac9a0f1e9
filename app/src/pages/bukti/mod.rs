//! Evidence (bukti): the library, one piece of it, and what other apps share with us.

pub mod guna;

#[cfg(target_arch = "wasm32")]
mod fakta;
#[cfg(target_arch = "wasm32")]
mod hak;
#[cfg(target_arch = "wasm32")]
mod halaman_berkas;
#[cfg(target_arch = "wasm32")]
mod kiriman;
#[cfg(target_arch = "wasm32")]
mod pilih;
#[cfg(target_arch = "wasm32")]
mod pustaka;
#[cfg(target_arch = "wasm32")]
pub mod rak;
#[cfg(target_arch = "wasm32")]
mod rinci;
#[cfg(target_arch = "wasm32")]
pub mod susunan;
#[cfg(target_arch = "wasm32")]
pub mod tangkap;

#[cfg(target_arch = "wasm32")]
pub use pustaka::BuktiPage;
#[cfg(target_arch = "wasm32")]
pub use rinci::BuktiRinciPage;
