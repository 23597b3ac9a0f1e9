//! Sync (sinkronisasi): everything that waits, and where data is.

pub mod kata;
pub mod laporan;
pub mod perbaiki;

#[cfg(target_arch = "wasm32")]
mod antre;
#[cfg(target_arch = "wasm32")]
mod antre_berkas;
#[cfg(target_arch = "wasm32")]
mod berbeda;
#[cfg(target_arch = "wasm32")]
mod cocok;
#[cfg(target_arch = "wasm32")]
mod halaman;
#[cfg(target_arch = "wasm32")]
mod kirim;
#[cfg(target_arch = "wasm32")]
mod lain;
#[cfg(target_arch = "wasm32")]
mod lepas;
#[cfg(target_arch = "wasm32")]
mod masuk_lagi;
#[cfg(target_arch = "wasm32")]
mod perangkat;
#[cfg(target_arch = "wasm32")]
mod perhatian;
#[cfg(target_arch = "wasm32")]
mod peringatan;
#[cfg(target_arch = "wasm32")]
mod ruang;
#[cfg(target_arch = "wasm32")]
mod terkirim;

#[cfg(target_arch = "wasm32")]
pub use halaman::SinkronPage;
#[cfg(target_arch = "wasm32")]
pub use perangkat::follow;
#[cfg(target_arch = "wasm32")]
pub use ruang::Ruang;
