//! The plan (rencana aksi): by quarter, and one element on a page of its own.

pub mod bentuk;
pub mod isi;
pub mod susun;

#[cfg(target_arch = "wasm32")]
mod baris;
#[cfg(target_arch = "wasm32")]
mod cari;
#[cfg(target_arch = "wasm32")]
mod daftar;
#[cfg(target_arch = "wasm32")]
mod formulir;
#[cfg(target_arch = "wasm32")]
mod kemajuan;
#[cfg(target_arch = "wasm32")]
pub mod orang;
#[cfg(target_arch = "wasm32")]
mod unsur;

#[cfg(target_arch = "wasm32")]
pub use daftar::RencanaPage;
#[cfg(target_arch = "wasm32")]
pub use unsur::UnsurPage;
